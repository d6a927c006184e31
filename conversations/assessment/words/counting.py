"""Tells a rating from a number that counts: "3 we have interpreters", "3 interpreters came"."""

from __future__ import annotations

import re
from itertools import takewhile

from conversations.assessment.words.folding import word_list, word_set

_CLAUSE = word_set(
    "we i because since but they although though bc cuz porque pero mas pois paske men",
)
_CLAUSE_CONTRACTED = word_set(
    "it there that he she what",
)
_OPENERS = _CLAUSE | word_set(
    "a an the our my your their this that these those it there he she who everyone everybody",
    "nobody someone nothing something everything anything some most many all any few each",
    "every both several much not no none never always often sometimes usually mostly rarely",
    "only just still also almost already mainly currently yes as so if when while after",
    "before until unless for in on at with without by due given based thanks despite from",
    "have has having had do does don doesn can could need needs lack lacks lacking",
    "use uses using see too very really more less well",
    "here now our tenemos temos hay ha nou tem nos",
)
_NEVER = word_set(
    "of is isn was wasn are aren were would will should seems and or to through x per percent",
    "de ou o y e",
)
_UNITS = word_set(
    "year yr month week day hour hr minute min part step point tier way person time period",
    "block page pm am grade dozen hundred thousand million",
)
_PLURALS = word_set(
    "people children men women staff paras kids alumni criteria data folks youth personnel",
)
_NO_PLURALS = word_set(
    "was has its yes this thus plus always perhaps besides various",
)
_LOOKS_AHEAD = 3
_UP_TO_A_STOP = re.compile(r"[^,.:;!?()\n–—]{0,80}")


def starts_a_sentence(folded: str, place: int) -> bool:
    """Tell whether what follows is a sentence of its own for certain ("we …", "because …")."""
    words = _following(folded, place)
    return bool(words) and _is_clause(words[0])


def counts(folded: str, place: int, value: int) -> bool:
    """Tell whether a number that ends at a place counts what follows it."""
    words = _following(folded, place)
    if not words or _is_clause(words[0]):
        return False
    first = _stem(words[0])
    if first in _NEVER or first in _UNITS:
        return True
    if value == 1 and first not in _OPENERS:
        return not first.endswith(("ly", "ing", "ed"))
    phrase = takewhile(lambda word: _stem(word) not in _OPENERS, words[:_LOOKS_AHEAD])
    return any(map(_is_plural, phrase))


def _following(folded: str, place: int) -> list[str]:
    stretch = _UP_TO_A_STOP.match(folded, place)
    return word_list(stretch[0]) if stretch else []


def _stem(word: str) -> str:
    return word.split("'", 1)[0]


def _is_clause(word: str) -> bool:
    return _stem(word) in _CLAUSE or ("'" in word and _stem(word) in _CLAUSE_CONTRACTED)


def _is_plural(word: str) -> bool:
    if word in _PLURALS:
        return True
    # "-mos" ends verbs of Spanish and Portuguese.
    return (
        len(word) >= 3
        and word.endswith("s")
        and not word.endswith(("ss", "us", "is", "'s", "mos"))
        and word not in _NO_PLURALS
    )
