"""Reads what sort of thing a question wants, and notices small talk and changes of subject.

Patterns are matched against folded text (lower case, no accents, plain apostrophes). They stay
text until they are first used: a pattern costs more to compile than to match, and most questions
need only some.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

GREETING, THANKS, GOODBYE, ABOUT_ME, AFFIRMATION = "greeting", "thanks", "goodbye", "about", "ok"
WEARY, MISSED = "weary", "missed"


def _either(*alternatives: str) -> str:
    return "(?:" + "|".join(alternatives) + ")"


def _word(*alternatives: str) -> str:
    return rf"\b{_either(*alternatives)}\b"


_SMALL_TALK = {
    GREETING: _either(
        r"(?:hi+|hey+|hello+|hola|oi|ola|bonjou|bonswa|yo|howdy|greetings)"
        r"(?: (?:there|all|everyone|team|bot|blueprint|friend|y'all))*",
        r"good (?:morning|afternoon|evening)",
        r"buen[oa]s(?: (?:dias|tardes|noches))?",
        r"(?:bom|boa) (?:dia|tarde|noite)",
        r"how are you(?: doing)?(?: today)?",
        r"how's it going|what's up|sup|are you there|you there|anyone there|anybody home",
        r"tem alguem (?:ai|aqui)|hay alguien(?: ahi)?|sak pase",
    ),
    THANKS: (
        r"(?:(?:ok(?:ay)?|great|perfect|awesome|cool|nice) )?"
        + _either(
            r"thank(?:s| you)(?: so much| a lot| very much| again| bot)?",
            r"thank u|thx|ty|tysm|(?:muchas )?gracias|(?:muito )?obrigad[oa]|mesi(?: anpil)?",
            r"much appreciated|appreciate it",
        )
        + r"(?: (?:for|that|this|the|your|was|is|so|very|really|great|good|useful|perfect"
        r"|helpful|help|a lot))*"
    ),
    GOODBYE: _either(
        r"(?:good)?bye(?: bye)?|see (?:you|ya)(?: later)?|good night|ciao|adios|tchau",
        r"have a (?:good|nice|great) (?:one|day|night|weekend)",
    ),
    AFFIRMATION: _either(
        r"ok(?:ay)?|k|cool|nice|great|perfect|awesome|got it|makes sense|sure|lol|haha+|wow",
        r"never ?mind|forget it|sorry(?: wrong (?:window|chat|person))?",
        r"yes|no|yep|nope|yeah|test(?:ing)?(?: 1 2 3| 123)?",
    ),
    WEARY: _either(
        r"i(?:'m| am)? (?:just )?(?:so |really |very |too |completely )?"
        r"(?:tired|exhausted|done|overwhelmed|burn(?:ed|t) out|stressed(?: out)?|fed up)",
        r"i (?:just )?want to (?:quit|cry|give up|go home)|i give up|i hate my job",
        r"i can'?t (?:do|take) (?:this|it)(?: any ?more)?|(?:rough|bad|long|hard) (?:day|week)",
        r"(?:my|the|these) (?:students|kids|class) (?:are|is) driving me crazy",
    ),
    MISSED: _either(
        r"that'?s? ?(?:is |was )?(?:not (?:it|right|true|what i (?:asked|meant|wanted))|wrong)",
        r"you(?:'re| are)? wrong|wrong(?: answer)?|try again|not helpful|that didn'?t help",
        r"you (?:didn'?t|did not) (?:answer|understand)(?: me| my question)?",
    ),
    ABOUT_ME: _either(
        r"help(?: me)?|(?:who|what) are you|what (?:can|do) you do|what can i ask(?: you)?",
        r"how do(?:es)? (?:you|this|it) work|how do i use (?:you|this)(?: bot| app)?",
        r"are you (?:a )?(?:bot|robot|human|person|real|ai|chatgpt)(?: or .*)?",
        r"what is this(?: bot| app| thing)?",
    ),
}
_LONGEST_SMALL_TALK = 40

_RESOURCE = _word(
    r"tool(?:kit)?s?|guides?|guidebooks?|handbooks?|playbooks?|rubrics?|templates?|checklists?",
    r"articles?|books?|readings?|read up|can i read|to read|worth reading|reports?|research",
    r"stud(?:y|ies)|videos?|clips?|webinars?|courses?|protocols?|forms?|kits?|resources?",
    r"handouts?|examples?|look-?fors?|frameworks?|roadmaps?|websites?|links?|materials?",
    r"scripts?|samples?|models?|anything i can use|something (?:i can use|to use|that helps)",
    r"herramientas?|recursos?|ferramentas?|zouti",
    r"write-?ups?|question sets?|set of questions|survey|one-?pagers?|starter|cheat ?sheet",
)
_RESOURCE_REFUSED = (
    r"\b(?:don't|dont|do not|not|no|without) (?:want |need )?(?:any |more |another )?"
    r"(?:tool|resource|book|reading|guide|article|form|video)"
)
_RESOURCE_ASKED = _word(
    r"hay|existe|algun|alguna|alguma|eske",
    r"any|is there|are there|looking for|look for|need|want|got|have|recommend|suggest",
    r"point me|where can i find|find me|good|something|anything|which|what",
)

_NAME = r"[\w\s.&/-]{1,40}"
_SHORT_NAME = r"[\w.&/-]+(?: [\w.&/-]+){0,4}"
_THE = r"(?:the |an? )?"
_DEFINITION = _either(
    rf"\bwhat (?:does|do|did) {_THE}({_NAME}?) (?:mean|stand for)\b",
    rf"\b(?:define|meaning of|definition of|explain) {_THE}({_NAME})",
    rf"^(?:so |and )?what(?:'?s| is| are) {_THE}({_SHORT_NAME})$",
    r"^([\w.&/-]{2,20}) (?:meaning|definition|acronym|stands for|means)$",
    rf"^(?:que es|que significa|o que e|o que significa|kisa) (?:el |la |o |a )?({_SHORT_NAME})$",
)
_DIFFERENCE = _either(
    rf"\bdifferences? between {_THE}({_SHORT_NAME}) and {_THE}({_SHORT_NAME})$",
    rf"^{_THE}({_SHORT_NAME}) (?:vs|versus) {_THE}({_SHORT_NAME})$",
)
_COMPARE = _word(
    r"compare|comparison|versus|vs|differ(?:ence|ences|s|ent)? (?:between|from|on|in|across|by)",
    r"across (?:the |all )?(?:four )?levels|(?:at )?(?:each|every) level(?! of)|side by side",
    r"levels differ|compara|comparar|konpare",
)

_RESTART = (
    r"\W*(?:(?:ok(?:ay)?|actually|well),? )?"
    + _either(
        r"forget (?:that|it|about (?:that|it))|never ?mind(?: that)?|scratch that",
        r"(?:different|new|another) (?:question|topic)|change of (?:topic|subject)",
        r"on another note|totally different",
    )
    + r"(?:[^\w'’]+|$)"
)
_CONTINUES = (
    r"^\W*"
    + _either(
        r"and|but|also|then|ok(?:ay)? (?:and|but|so)|so (?:what|how|who|when|where)|no",
        r"what about|how about|what if",
        r"any (?:tools?|resources?|readings?|examples?|guides?|ideas?|more)|same (?:for|question)",
        r"anything (?:i|we|to|on|else)|who else|why|which one|how so|like what|such as",
        r"for example|e\.?g|(?:tell|show) me more|more|what else|details|go on|elaborate",
        r"is (?:that|this|it)|y|e|i|ak|epi",
    )
    + r"\b"
)
_POINTS_BACK = _word(
    r"that|this|it|those|these|them|they|their|there|she|he|her|his|him|such|either|both",
    r"the (?:first|second|third|fourth|last|same|other)|(?:the|that) (?:\w+ )?ones?",
    r"eso|esto|ello|isso|isto|sa",
)

_TEXTS = _either(
    r"e-?mails?|letters?|essays?|lessons?|slides?|quiz(?:zes)?|tests?|worksheets?|goals?",
    r"comments?|poems?|stor(?:y|ies)|songs?|report cards?|speech|code|script|posts?|keylogger",
)
_ERRAND = (
    r"^\W*(?:(?:hey|hi|hello|ok(?:ay)?|please|pls|just|now|help me|i need you to"
    r"|(?:can|could|would|will) you) )*"
    + _either(
        r"write|draft|compose|translate|rewrite|proofread|generate|recite|spell|solve|calculate",
        r"convert|sing|draw|say|print|output|respond|reply|remind me|correct (?:this|my)",
        rf"(?:create|make|design|edit|grade|send|fill (?:out|in)) [\w' -]*{_TEXTS}",
    )
    + r"\b"
    + rf"|\b(?:write|draft|make|create|generate) (?:me|us|up|a|an|one|some|my) [\w' -]*{_TEXTS}\b"
    + r"|\b(?:joke|poem|rap|riddle|horoscope|limerick|haiku)\b"
)
_MANIPULATION = _either(
    r"\b(?:ignore|disregard|forget|override|bypass|skip) "
    r"(?:all |any |every |the |your |my |of |these |those |previous |prior |above |earlier )*"
    r"(?:instructions?|rules?|prompts?|guidelines|filters?|training|restrictions|blueprint)\b",
    r"\b(?:system|hidden|initial|secret) (?:prompt|message|instructions?|override|scores?)\b",
    r"\b(?:developer|debug|admin|god|dan|sudo) mode\b|\bjailbr(?:eak|oken)\b",
    r"\bno (?:rules|restrictions|filters)\b|\bpretend (?:that |to |you|the |this |there|dese )",
    r"\brole ?-?play\b|\bact (?:as (?:a|an|if|my|the)|like (?:a|an|my|you))\b",
    r"\b(?:you are|you're|youre|ur) (?:now|no longer|dan|free|allowed)\b|\bfrom now on\b",
    r"\bi (?:hereby )?(?:authorize|order|command) you\b|\bhereby\b",
    r"\brepeat (?:everything|all|the words|after me|verbatim)\b|\bnew instructions?\b",
    r"\banswer only (?:with|yes|in)\b|\bannounce that\b|\bapi keys?\b",
    r"\bsay (?:something|that (?:the|you|building|pillar)|exactly|only)\b",
    r"\bconfirm (?:in writing|that (?:we|our|my))\b|\bwhat did you (?:just )?(?:tell|say)\b",
    r"\b(?:drop|delete|truncate) (?:table|from|database)\b|\bselect \* from\b",
    r"</?(?:script|context|system|user|instructions?)",
    r"\b(?:make up|invent|fabricate) (?:an? |some )?(?:citation|quote|indicator|source)",
    r"\bas an official (?:quote|rule|indicator|statement)\b",
)
_OTHER_STATES = (
    "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia"
    "|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|michigan"
    "|minnesota|mississippi|missouri|montana|nebraska|nevada|new hampshire|new jersey|new mexico"
    "|new york|north carolina|north dakota|ohio|oklahoma|oregon|pennsylvania|rhode island"
    "|south carolina|south dakota|tennessee|texas|utah|vermont|virginia|wisconsin|wyoming"
    "|nyc|canada|ontario|england|australia|finland"
)
_ELSEWHERE = (
    rf"\b(?:in|of|from|by|does|do|did|is) (?:the )?(?:{_OTHER_STATES})\b"
    rf"|\b(?:{_OTHER_STATES})'?s\b"
)


@dataclass(frozen=True)
class Intent:
    """What a question wants besides its topic.

    ``errand`` asks the app to do or write something, ``manipulation`` to say what the corpus does
    not, ``elsewhere`` names another state or country.
    """

    small_talk: str | None = None
    resource: bool = False
    definitions: tuple[str, ...] = ()
    compare: bool = False
    errand: bool = False
    manipulation: bool = False
    elsewhere: bool = False


def read_intent(folded: str, typed: str) -> Intent:
    """Read the intent of a folded question, small talk from how it was ``typed`` (folded too)."""
    return Intent(
        small_talk=_small_talk(_without(r"[^\w\s'-]", typed)),
        resource=(
            _says(_RESOURCE, folded)
            and _says(_RESOURCE_ASKED, folded)
            and not _says(_RESOURCE_REFUSED, folded)
        ),
        definitions=_defined(_without(r"[¿?¡!,;:.\"“”]", typed)),
        compare=_says(_COMPARE, folded),
        errand=_says(_ERRAND, folded),
        manipulation=_says(_MANIPULATION, folded),
        elsewhere=_says(_ELSEWHERE, folded),
    )


def continues(folded: str) -> bool:
    """Tell whether a message opens as one that goes on ("and teachers?", "what about …")."""
    return _says(_CONTINUES, folded)


def points_back(folded: str) -> bool:
    """Tell whether a message speaks of something said before ("who checks on it?")."""
    return _says(_POINTS_BACK, folded)


def asks_how(folded: str) -> bool:
    """Tell whether a message opens with a question word ("how many?", "who pays?")."""
    return _says(r"^\W*(?:how|who|when|where|which|what|is it|are they|does it)\b", folded)


def _says(pattern: str, folded: str) -> bool:
    return re.search(pattern, folded) is not None


def _defined(folded: str) -> tuple[str, ...]:
    """Return the names whose meaning, or whose difference, is asked for."""
    for pattern in (_DIFFERENCE, _DEFINITION):
        match = re.search(pattern, folded)
        if match:
            return tuple(group for group in match.groups() if group)
    return ()


def without_restart(question: str) -> str:
    """Return a question without opening words that say that the subject changes."""
    # Matched as typed, because folding may change the length.
    match = re.match(_RESTART, question, re.IGNORECASE)
    return question[match.end() :] if match else question


def _without(pattern: str, text: str) -> str:
    return " ".join(re.sub(pattern, " ", text).split())


def _small_talk(plain: str) -> str | None:
    if len(plain) > _LONGEST_SMALL_TALK:
        return None
    for sort, pattern in _SMALL_TALK.items():
        if re.fullmatch(pattern, plain):
            return sort
    # "hi! thanks" is two of them; anything beyond that is a question.
    words = plain.split()
    for end in range(1, len(words)):
        if re.fullmatch(_SMALL_TALK[GREETING], " ".join(words[:end])):
            rest = _small_talk(" ".join(words[end:]))
            if rest:
                return rest
    return None
