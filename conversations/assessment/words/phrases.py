"""What people say to steer a walk: to skip, go back, stop, take it up again or ask what is meant.

Phrases are matched against folded words (lower case, no accents, no punctuation, plain
apostrophes), and only as a whole: "skip this one" steers, "we skip this one in May" is evidence.
"""

from __future__ import annotations

import re
from typing import Literal

from conversations.assessment.words.folding import word_list

Steering = Literal["dont_know", "skip", "back", "next", "pause", "resume", "explain"]

_LONGEST = 80
_BEFORE = (
    r"(?:(?:ok|okay|um+|uh|hm+|well|sorry|oh|yes|please|pls|just|so|and|then|let's|lets|let me"
    r"|can we|can you|can i|could we|could you|could i|we can|i want to|i'd like to|i would like to"
    r"|i need to|i have to|we need to|we have to|i'll|we'll|i will) )*"
)
_AFTER = r"(?: (?:please|pls|thanks|thank you|thx|then|for now|por favor))*"
_THIS = r"(?: (?:this|that|it|the|one|card|question|item|indicator|statement))*"
_NOT_KNOWING = (
    r"(?:(?:i|we) )?(?:really |honestly |just )*(?:don'?t|do not) (?:really )?know"
    r"|(?:i )?dunno|idk"
    r"|(?:(?:i|we) )?(?:have |'ve )?(?:really )?(?:got )?no (?:idea|clue)"
    r"|(?:(?:i'?m|i am|we'?re|we are) )?(?:really |honestly |still |just )*"
    r"(?:not (?:so |really |quite |too )*sure|unsure|not certain)"
)
_LATER = (
    r"(?:later(?: today| on)?|tomorrow(?: morning)?|tonight|soon|in a (?:bit|while|minute)"
    r"|(?:this|tomorrow) (?:morning|afternoon|evening)|another (?:time|day)|some other time"
    r"|next (?:week|time)|after (?:school|class|lunch)"
    r"|on (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday))"
)

_PHRASES: dict[Steering, str] = {
    "dont_know": (
        rf"(?:{_NOT_KNOWING})(?: about)?{_THIS}(?: yet)?"
        rf"|(?:{_NOT_KNOWING}) enough(?: about{_THIS})?(?: to (?:say|tell|judge|rate){_THIS})?"
        rf"|(?:(?:i|we) )?(?:really )?(?:can'?t|cannot|can not) (?:say|tell|judge|rate){_THIS}"
        r"|hard to (?:say|tell)|who knows"
        r"|(?:yo )?no (?:lo )?se|ni idea|no estoy segur[oa]"
        r"|(?:eu )?nao sei|nao tenho certeza|sei la|nao faco ideia"
        r"|(?:mwen |m )?pa konnen|m'pa konnen"
    ),
    "skip": (
        rf"(?:skip|pass)(?: on)?{_THIS}|next{_THIS} (?:one|card|question|item|indicator|statement)"
        rf"|leave{_THIS} (?:blank|out|open|empty)"
        rf"|come back to{_THIS}(?: {_LATER})?"
        r"|n ?a|not applicable"
        r"|(?:(?:this|that|it)(?: one)? )?(?:doesn'?t|does not) apply(?: to (?:us|me))?(?: here)?"
        r"|saltar|salta|omitir|paso|(?:la )?siguiente pregunta|pular|pula|(?:a )?proxima pergunta"
        r"|sote|sote li|pase"
    ),
    "back": (
        r"(?:(?:go|take me|move|step) )?back(?: (?:a|one))?(?: step| card| question)?"
        r"|(?:(?:go |take me )?back to |go to )?(?:the )?(?:previous|last|one before)"
        r"(?: one| card| question| item| statement)?"
        r"|undo|atras|volver|vuelve|regresar|(?:la )?anterior|voltar|volta|retounen|tounen"
    ),
    "next": (
        r"next|continue|go on|(?:go|move) (?:on|ahead|forward)|carry on|keep going"
        r"|(?:go |move )?on to the next(?: one| card| question)?|go to the next(?: one| card)?"
        r"|(?:i'?m |i am |we'?re |all )?(?:done|finished)(?: here| with this(?: one)?)?"
        r"|(?:that'?s|that is) (?:it|all)|nothing (?:else|more|to add)(?: to add)?"
        r"|ready for the next(?: one)?"
        r"|siguiente|proxim[oa]|seguir|continuar|continua|listo|pronto|pwochen|kontinye"
    ),
    "pause": (
        r"(?:stop|pause|halt|quit|exit|cancel)(?: (?:this|it|here|now|today|for today|rating))*"
        rf"|not (?:right )?now|{_LATER}|maybe later|stop for (?:now|today|the day)"
        r"|(?:continue|finish|resume|come back|be back|go on|get back to|return to|do"
        r"|pick(?: this| it)? up)"
        rf"(?: to)?(?:{_THIS}| the rest| rating| again)* {_LATER}"
        rf"|(?:done|finished|(?:that'?s|that is) (?:it|all|enough)|enough|all)"
        r" for (?:now|today|the day)"
        r"|(?:i'?m |i am )(?:done|finished) for (?:now|today|the day)"
        r"|(?:take|need)(?: a)? break|break|remind me (?:again )?(?:later|tomorrow)"
        r"|(?:i )?(?:gotta|got to|'ve got to|must|have to|need to) (?:go|run|leave)(?: now)?|brb"
        r"|see you (?:later|tomorrow)|parar|para|pare|pausa|detener|por ahora no|mas tarde"
        r"|luego|(?:hasta )?manana|depois|mais tarde|(?:ate )?amanha|kanpe|rete|sispann|pita|demen"
    ),
    "resume": (
        r"(?:resume|start|begin)(?: now| again| rating| the rating| the (?:self )?assessment)*"
        r"|let'?s go"
        r"|restart|(?:go on|continue|keep|back to)(?: with)?(?: the| my)?"
        r" (?:rating|ratings|assessment|self assessment|cards)"
        r"|where (?:was i|were we|am i|did (?:i|we) (?:stop|leave off))"
        r"|(?:go on|continue|pick(?: it| this)? up|resume|start)(?: from)? where (?:i|we)"
        r" (?:left off|stopped|was|were)|(?:i'?m |i am )(?:back|ready)|ready"
        r"|reanudar|empezar|comenzar|retomar|comecar|komanse|rekomanse"
    ),
    "explain": (
        r"explain(?: (?:this|that|it|more|to me))*"
        rf"|what (?:does|do|is|was){_THIS} (?:mean|meaning|asking)"
        rf"|what(?:'s| is) meant(?: by{_THIS})?"
        r"|what (?:do|did) you mean(?: by (?:this|that|it))?|what are you asking(?: me| for)?"
        r"|why (?:do|did|are) you ask(?:ing)?(?: me| us)?(?: this| that| about this| it)?"
        r"|why (?:is|am i|are we) (?:being )?(?:this )?asked(?: this)?"
        r"|(?:i )?(?:don'?t|do not|didn'?t) (?:understand|get)(?: what)?"
        rf"{_THIS}(?: mean| means| is asking)?"
        rf"|(?:{_NOT_KNOWING})(?: of| about)? what"
        r" (?:(?:this|that|it|the (?:question|card|statement)) (?:means?|is asking|asks|is)"
        r"|you mean|you'?re asking|is meant)"
        r"|que significa(?: esto| eso)?|que quiere decir(?: esto| eso)?"
        r"|no entiendo|explica(?:r|me)?"
        r"|o que (?:isso |isto )?(?:significa|quer dizer)(?: isso| isto)?|nao entendi|nao entendo"
        r"|(?:kisa )?sa vle di|m pa konprann|eksplike"
    ),
}
_IN_A_WALK: dict[Steering, str] = {
    "explain": (
        r"help(?: me)?|what|why|why this(?: one| question)?|huh|unclear|not clear|meaning"
        r"|what(?:'s| is) (?:this|that|it)(?: about)?|tell me more|say more|more info"
        r"|(?:i'?m |i am )?confused|(?:give me |show me |for )?(?:an )?examples?|like what|such as"
        r"|what counts(?: as evidence| here)?|how (?:do|should|would) (?:i|we) (?:rate|answer)"
        rf"{_THIS}|what are (?:the|my) (?:options|choices|points)"
        r"|what do the (?:numbers|points) mean"
        r"|what(?:'s| is) the scale|ayuda|ajuda|ed mwen"
    ),
    "pause": r"bye|goodbye|good night",
}


def steering(folded: str, *, in_walk: bool) -> Steering | None:
    """Return what words steer to, None where they do not; fewer do outside a walk's own thread."""
    if not folded.strip("? \n"):
        return "explain" if "?" in folded else None
    words = " ".join(word_list(folded[: 2 * _LONGEST]))
    if len(words) > _LONGEST or len(folded) > 2 * _LONGEST:
        return None
    tables = (_PHRASES, _IN_A_WALK) if in_walk else (_PHRASES,)
    for table in tables:
        for kind, phrases in table.items():
            if re.fullmatch(rf"{_BEFORE}(?:{phrases}){_AFTER}", words):
                return kind
    return None
