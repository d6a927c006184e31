"""How typed lines fit into a sentence: what kind of phrase each is, and the form it takes there.

Rules of thumb for English as schools write it, with a form that is right either way where they
cannot tell. The verbs are those that change ideas and drivers begin with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile
from typing import Literal

Kind = Literal["action", "naming", "clause", "thing"]
"""An action ("name a lead"), a naming of one ("coaching"), a whole clause, or a thing."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_VERBS = _set(
    """
    act add adopt agree align allow analyze answer appoint arrange ask assess assign attend
    audit back balance be begin believe book break bring build buy call cancel celebrate
    change check choose clarify close coach collect commit communicate compare connect
    consult contact convey coordinate count cover create cut decide define deploy describe
    design develop differentiate discuss display draft draw drop embed enact encourage end
    engage ensure establish evaluate examine expand explain explore extend facilitate fill
    find fit fix follow free fund gather get give group grow guide hand have help hire hold
    host identify implement improve include increase inform integrate interview introduce
    invite involve join keep know label launch lead learn let line link list look lower make
    map mark match measure meet mentor merge mix model monitor move name notice nurture
    observe offer open order organize pair partner pay pilot place plan practice prepare
    print protect provide publish put raise reach read record recruit reduce reflect remind
    remove replace report reserve resource respond rethink review revise reward rework
    rewrite rotate run save schedule see send set share sharpen shorten show simplify sit
    sort speak spend split sponsor start stop strengthen structure study support survey swap
    tailor take talk teach tell test track train transform translate try turn update use
    value visit voice walk watch weigh welcome widen work write
    """
)
_ALSO_THINGS = _set(
    """
    access answer audit back balance book break call change check close contact count cover
    cut design display draft drop end fix free fund group guide hand help host interview
    label launch lead line list look map mark match measure mentor mix model move name need
    notice offer order pair partner pay pilot place plan practice print record report
    resource review reward schedule set share show spend split start structure study support
    survey talk test tie track train turn use value visit voice walk watch welcome work
    """
)
_FINITE = _set(
    """
    are aren't arrives attends brings can can't cannot comes counts did do does doesn't
    don't ends falls feels finds gets gives goes had has hasn't have haven't hears is isn't
    knows learns leaves makes may meets must reaches receives says sees sends should speaks
    takes teaches tells understands was were will won't would writes
    """
)
_AFTER_MANY = _VERBS | _set(
    """
    arrive come decide depend differ enroll fail fall feel go hear know leave lose miss need
    receive say stay think understand want
    """
)
_MANY = _set("people children staff they we you men women")
_BESIDE_VERBS = _set("also always never not often seldom still")
_SOMEBODY = _set("everybody everyone nobody somebody someone")
_RELATIVES = _set("who that which what where when")
_SUBORDINATING = _RELATIVES | _set("before after while until because so if whether how")
_PARTICLES = _set("at back out up into")
_DETERMINERS = _set(
    "a an the each every all our their its this these those one two three four five any it them us"
)
_NOT_VERBS = _DETERMINERS | _set("""
    after and as at before both but by during for from half if in more most no not of on once only
    other over per some such than then to under until when where which while with without
    """)
_NO_NAMING = _set(
    "building during evening everything king morning nothing something spring string thing"
)
_DOUBLED = _set("begin commit permit refer submit swap")
_PROPER = _set("""
    african american arabic asian black blueprint boston brazilian cantonese cape chinese creole
    department dominican english french guatemalan haitian hispanic khmer kreyòl latina latino
    mandarin massachusetts native portuguese russian salvadoran somali spanish title ukrainian
    vietnamese monday tuesday wednesday thursday friday saturday sunday january february march april
    may june july august september october november december thanksgiving
    """)
_WE = re.compile(r"^(?:if )?(?:we|i) (?:will |would |could |can |should )?", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def kind_of(text: str) -> Kind:
    """Return what kind of phrase a line is, as far as its words give it away."""
    if _WE.match(text):
        return "action"
    said = [word.strip('.,;:!?()“”"').replace("’", "'") for word in text.split()]
    words = [word.lower() for word in said] or [""]
    first, second = words[0].removeprefix("co-"), words[1] if words[1:] else ""
    if first in _VERBS:
        # What comes after "when" or "who" says nothing of how the line begins.
        said = list(takewhile(lambda word: word.lower() not in _SUBORDINATING, said))
        is_clear = first not in _ALSO_THINGS
        if is_clear or not (second in ("", "of", "for", "between", "among") or _is_clause(said)):
            return "action"
    if first in _SOMEBODY or _is_clause(said):
        return "clause"
    if first.endswith("ing") and len(first) > 4 and first not in _NO_NAMING:
        return "thing" if second in ("", "of", "for", "in") else "naming"
    if second in _DETERMINERS and first not in _NOT_VERBS and first.isalpha():
        return "action"
    return "thing"


def inside(text: str) -> str:
    """Return a line as it stands inside a sentence; names and acronyms keep their capitals."""
    text = bare(text)
    first, _, rest = text.partition(" ")
    is_acronym = len(first) > 1 and not first[1:].islower()
    plain = first.split("-")[0].split("’")[0].split("'")[0].lower()
    is_name = plain in _PROPER or first == "I" or (rest[:1].isupper() and rest[1:2].islower())
    return text if is_acronym or is_name else text[:1].lower() + text[1:]


def bare(text: str) -> str:
    """Return a line without the stop at its end."""
    line = " ".join(text.split())
    return line.rstrip(".;,:!? ") or line


def as_action(text: str) -> str:
    """Return an action as it follows "we": without "we will" of its own."""
    return inside(_WE.sub("", text))


def as_naming(text: str) -> str:
    """Return a line as it follows "by", such as "naming a lead"."""
    kind = kind_of(text)
    if kind == "clause":
        return f"making sure that {inside(text)}"
    if kind == "thing":
        return f"trying {inside(text)}"
    return inside(text) if kind == "naming" else _named(as_action(text))


def listed(texts: Iterable[str], word: str = "and") -> str:
    """Return texts as a list, such as "a, b and c"; with longer parts where these have commas."""
    *first, last = texts
    if not first:
        return last
    comma = "," if any("," in text or f" {word} " in text for text in (*first, last)) else ""
    return f"{', '.join(first)}{comma} {word} {last}"


def cut(text: str, most: int) -> str:
    """Return a line within so many characters, cut between words."""
    text = bare(text)
    if len(text) <= most:
        return text
    short = text[: most - 1]
    return (short.rsplit(" ", 1)[0] if " " in short else short).rstrip(".;,: ") + "…"


def _is_clause(words: list[str]) -> bool:
    """Tell whether one of the words is a verb that says something of those before it."""
    told = [word for word in words if not (word.endswith("ly") or word in _BESIDE_VERBS)]
    inserted = 0
    for before, word, following in zip(told, told[1:], [*told[2:], ""], strict=False):
        inserted += before.lower() in _RELATIVES
        if before.lower() in ("to", "how") or not _says(before, word, following):
            continue
        if not inserted:
            return True
        # This verb is that of "who work evenings".
        inserted -= 1
    return False


def _says(before: str, word: str, following: str) -> bool:
    """Tell whether a word is a verb of the word before it."""
    said = before.lower()
    is_many = said in _MANY or (said.endswith("s") and not said.endswith(("ss", "'s")))
    if word in _FINITE or ((is_many or said in _RELATIVES) and word in _AFTER_MANY):
        return True
    # An acronym may be many, such as SLIFE; what follows may as well be a thing then.
    if before.isupper() and word in _AFTER_MANY - _ALSO_THINGS:
        return True
    verb = word.removesuffix("s")
    if word == verb or is_many:
        return False
    return verb in _AFTER_MANY and (verb not in _ALSO_THINGS or following in _DETERMINERS)


def _named(action: str) -> str:
    """Return "naming a lead" for "name a lead", with the verbs that go on from the first."""
    begun, colon, rest = action.partition(":")
    words = begun.split(" ")
    named = [_ing(words[0])]
    for before, word, following in zip(words, words[1:], [*words[2:], ""], strict=False):
        goes_on = before in ("and", "or", "then") or before.endswith(",")
        verb = word.strip(",")
        is_verb = verb in _VERBS and (verb not in _ALSO_THINGS or following in _PARTICLES)
        named.append(_ing(word) if goes_on and is_verb else word)
    return " ".join(named) + colon + rest


def _ing(verb: str) -> str:
    found = _WORD.search(verb)
    if found is None or not verb.islower():
        return verb
    stem = found[0]
    last = stem.split("-")[-1]
    doubles = last in _DOUBLED or re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", last)
    if stem.endswith("ie"):
        said = f"{stem[:-2]}ying"
    elif stem.endswith("e") and not stem.endswith(("ee", "ye", "oe")) and len(stem) > 2:
        said = f"{stem[:-1]}ing"
    else:
        said = f"{stem}{stem[-1] if doubles else ''}ing"
    return verb[: found.start()] + said + verb[found.end() :]
