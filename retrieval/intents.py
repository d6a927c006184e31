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
_LIST = re.compile(
    r"\b(?:what are|list|name|show me|give me|how many|which are|tell me|overview of|walk me through|what'?s in)\b.*\b(?:pillars|building blocks|levels|resources|modules|steps|competencies)\b"
)
_HOW_TO = re.compile(r"\bhow (?:do|can|should|would) (?:we|i|you|our team|a team) (?:run|start|begin|organi[sz]e|set up|facilitate|conduct|plan|go about)\b")
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


@dataclass(frozen=True)
class Intent:
    """What a question wants besides its topic."""

    small_talk: str | None = None
    resource: bool = False
    definition: str | None = None
    compare: bool = False
    listing: bool = False
    how_to: bool = False
    restart: bool = False
    continues: bool = False
    points_back: bool = False


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
        listing=bool(_LIST.search(folded)),
        how_to=bool(_HOW_TO.search(folded)),
        restart=bool(_RESTART.match(folded)),
        continues=bool(_CONTINUES.match(folded)),
        points_back=bool(_POINTS_BACK.search(folded)),
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
