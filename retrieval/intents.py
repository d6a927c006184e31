"""Reads what sort of thing a question wants, and notices small talk and changes of subject."""

from __future__ import annotations

import re
from dataclasses import dataclass

GREETING, THANKS, GOODBYE, ABOUT_ME, AFFIRMATION = "greeting", "thanks", "goodbye", "about", "ok"

_SMALL_TALK = (
    (
        GREETING,
        r"(?:hi+|hey+|hello+|hola|oi|ola|bonjou|good (?:morning|afternoon|evening)|buenos dias|buenas(?: tardes)?"
        r"|bom dia|boa tarde|yo|howdy|greetings)(?: (?:there|all|everyone|team|bot|blueprint|friend|y'all))*"
        r"|how are you(?: doing)?(?: today)?|how's it going|what's up|sup|you there|anyone there|anybody home",
    ),
    (
        THANKS,
        r"(?:ok(?:ay)? |great |perfect |awesome |cool |nice )?(?:thank(?:s| you)(?: so much| a lot| very much| again| bot)?|thx|ty|tysm"
        r"|gracias|muchas gracias|obrigad[oa]|mesi|much appreciated|appreciate it)(?: (?:for|that|this|the|your|was|is|so|very|really|helpful|help|a lot))*",
    ),
    (GOODBYE, r"(?:good)?bye(?: bye)?|see (?:you|ya)(?: later)?|good night|have a (?:good|nice|great) (?:one|day|night|weekend)|ciao|adios|tchau"),
    (AFFIRMATION, r"ok(?:ay)?|k|cool|nice|great|perfect|awesome|got it|makes sense|yes|no|yep|nope|yeah|sure|lol|haha+|wow|test(?:ing)?(?: 1 2 3| 123)?"),
    (
        ABOUT_ME,
        r"help(?: me)?|who are you|what are you|what (?:can|do) you do|what can i ask(?: you)?|how do(?:es)? (?:you|this|it) work"
        r"|are you (?:a )?(?:bot|robot|human|person|real|ai|chatgpt)(?: or .*)?|what is this(?: bot| app| thing)?|how do i use (?:you|this)(?: bot| app)?",
    ),
)  # fmt: skip
_SMALL_TALK_PATTERNS = tuple((sort, re.compile(pattern)) for sort, pattern in _SMALL_TALK)

_RESOURCE = re.compile(
    r"\b(?:tools?|toolkits?|guides?|guidebooks?|handbooks?|playbooks?|rubrics?|templates?|checklists?|articles?|books?"
    r"|readings?|read up|can i read|to read|worth reading|reports?|research|stud(?:y|ies)|videos?|clips?|webinars?|courses?|protocols?|forms?|kits?|resources?"
    r"|handouts?|examples?|case stud(?:y|ies)|look-?fors?|frameworks?|roadmaps?|websites?|links?|materials?|scripts?|samples?|models?"
    r"|anything i can use|something (?:i can use|to use|that helps|to help)|write-?ups?|question sets?|set of questions|survey|one-?pagers?|starter|cheat ?sheet)\b"
)
_RESOURCE_ASKED = re.compile(
    r"\b(?:any|is there|are there|looking for|look for|need|want|got|have|recommend|suggest|point me|where can i find|find me|good|something|anything|which|what)\b"
)
_DEFINITION = re.compile(
    r"\bwhat (?:does|do) (?:the )?(?P<a>[\w\s.&/-]{1,40}?) (?:mean|stand for)\b|\b(?:define|meaning of|definition of) (?:the )?(?P<b>[\w\s.&/-]{1,40})"
    r"|^(?:so )?what(?:'?s| is| are) (?:an? |the )?(?P<c>[\w.&/-]+(?: [\w.&/-]+){0,3})$|(?P<d>[\w.&/-]{2,12}) (?:meaning|definition|acronym|stands for)\b"
)
_COMPARE = re.compile(r"\b(?:compare|comparison|versus|vs\.?|differ(?:ence|s|ent)? (?:between|from)|across (?:the |all )?(?:four )?levels|at (?:each|every) level)\b")
_RESTART = re.compile(
    r"^\W*(?:ok(?:ay)?,? |actually,? |well,? )?(?:forget (?:that|it|about (?:that|it))|never ?mind(?: that)?|scratch that|different (?:question|topic)|new (?:question|topic)"
    r"|change of (?:topic|subject)|something else|unrelated|on another note|totally different)\b[\s,.:;!-]*"
)
_CONTINUES = re.compile(
    r"^\W*(?:and|but|also|ok(?:ay)? (?:and|but|so)|so|or|then|what about|how about|what if|and what|and how|any|anything|same (?:for|question)|who else|why|which one|how so|like what|such as|for example|e\.?g|tell me more|more|details|go on|elaborate|y|e|i|ak|epi)\b"
)
_POINTS_BACK = re.compile(
    r"\b(?:that|this|it|those|these|them|they|their|there|she|he|her|his|him|the (?:first|second|third|fourth|last|same|other) (?:one|ones|point|thing)?|such|either|both|eso|esto|ello|isso|isto|sa)\b"
)


_ERRAND = re.compile(
    r"^\W*(?:hey |hi |hello |ok(?:ay)? |please |pls |can you |could you |would you |will you |i need you to |help me |just )*"
    r"(?:write|draft|compose|translate|rewrite|proofread|edit|generate|create|make|design|fill (?:out|in)|grade(?! \d)|correct|send|email|text|call|book|order|buy"
    r"|remind me|solve|calculate|convert|play|sing|draw|say|print|output|respond|reply|recite|spell)\b(?! sure)"
    r"|\b(?:write|draft|make|create|generate) (?:me|us|up|a|an|one|some|my) [\w' -]*(?:email|letter|essay|lesson|slides?|quiz|test|worksheet|goals?|comments?|poem|story|report card|rubric|song|speech|code|script|post)\b"
    r"|\b(?:joke|poem|rap|riddle|horoscope|limerick|haiku)\b"
)
_MANIPULATION = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass|skip) (?:all |any |every |the |your |my |of |these |those |previous |prior |above |earlier )*(?:instructions?|rules?|prompts?|guidelines|filters?|training|restrictions|citations?|sources?|blueprint)\b"
    r"|\b(?:system|hidden|initial|secret) (?:prompt|message|instructions?|override|scores?|data|settings?)\b|\b(?:developer|debug|admin|god|dan|sudo) mode\b|\bjailbr(?:eak|oken)\b"
    r"|\bprompt injection\b|\bno (?:rules|restrictions|filters)\b|\bpretend (?:that |to |you|the |this |there)|\brole ?-?play\b|\bact (?:as (?:a|an|if|my|the)|like (?:a|an|my|you))\b"
    r"|\b(?:you are|you're|youre|ur) (?:now|no longer|dan|free|allowed)\b|\bfrom now on\b|\bi (?:hereby )?(?:authorize|order|command) you\b|\brepeat (?:everything|all|the words|after me|verbatim)\b"
    r"|\bnew instructions?\b|\banswer only (?:with|yes|in)\b|\bsay (?:something|that the|that you|exactly|only)\b|\bannounce that\b|\bapi keys?\b|\b(?:drop|delete|select \*|truncate) (?:table|from|database)\b"
    r"|<\/?(?:script|context|system|user|instructions?)|\b(?:make|invent|fabricate) (?:up|a) (?:an? |some )?(?:citation|quote|indicator|source|statistic|building block)"
)
_ELSEWHERE = re.compile(
    r"\b(?:alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland"
    r"|michigan|minnesota|mississippi|missouri|montana|nebraska|nevada|new hampshire|new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma|oregon|pennsylvania"
    r"|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|virginia|west virginia|wisconsin|wyoming|nyc|canada|ontario|england|uk|australia|finland)(?:'?s)?\b"
)


@dataclass(frozen=True)
class Intent:
    """What a question wants besides its topic."""

    small_talk: str | None = None
    resource: bool = False
    definition: str | None = None
    compare: bool = False
    restart: bool = False
    continues: bool = False
    points_back: bool = False
    errand: bool = False
    manipulation: bool = False
    elsewhere: bool = False


def read_intent(folded: str) -> Intent:
    """Read the intent of a folded question."""
    plain = re.sub(r"[^\w\s'-]", " ", folded)
    plain = " ".join(plain.split())
    definition = _DEFINITION.search(" ".join(re.sub(r"[?!,;:]", " ", folded).split()))
    return Intent(
        small_talk=_small_talk(plain),
        resource=bool(_RESOURCE.search(folded) and _RESOURCE_ASKED.search(folded)),
        definition=next((g for g in definition.groups() if g), None) if definition else None,
        compare=bool(_COMPARE.search(folded)),
        restart=bool(_RESTART.match(folded)),
        continues=bool(_CONTINUES.match(folded)),
        points_back=bool(_POINTS_BACK.search(folded)),
        errand=bool(_ERRAND.search(folded)),
        manipulation=bool(_MANIPULATION.search(folded)),
        elsewhere=bool(_ELSEWHERE.search(folded)),
    )


def without_restart(question: str) -> str:
    """Return a question without the words that say that the subject changes."""
    match = _RESTART.match(question.casefold())
    return question[match.end() :] if match else question


def _small_talk(plain: str) -> str | None:
    for sort, pattern in _SMALL_TALK_PATTERNS:
        if pattern.fullmatch(plain):
            return sort
    # "hi! thanks" is two of them; anything beyond that is a question.
    first, _, rest = plain.partition(" ")
    if rest and len(plain) < 40:
        for sort, pattern in _SMALL_TALK_PATTERNS[:3]:
            if pattern.fullmatch(first) and _small_talk(rest):
                return _small_talk(rest)
    return None
