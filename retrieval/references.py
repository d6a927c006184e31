"""Reads explicit references to the outline: "pillar 3 building block 2", "P2 BB3", "strategy 5".

Patterns stay text until they are first used; few questions need them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "first": 1, "second": 2, "third": 3, "fourth": 4,
    "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4,
}  # fmt: skip
_PILLARS, _BLOCKS_IN_PILLAR = 4, 3
_N = r"(\d+|one|two|three|four|iv|i{1,3})"
_ORDINAL = r"(first|second|third|fourth|1st|2nd|3rd|4th)"
_NO = r"(?:#|no\.? ?|number )?"

_ANY_NUMBERED = r"\bp(?:illar|ilar)e?s?\b|\bb(?:lock|loque)s?\b|\bp\s?\d|\bbb?\s?\d|\d\.\d"
_COMPACT = r"\bp\s?(\d)[\s.,\-/]*(?:and )?b{1,2}\s?(\d)\b"
# "3.2" alone is most often an ACCESS score.
_DOTTED = r"\b(?:block|blueprint|section|bb) ([1-4])\.([1-3])\b|^([1-4])\.([1-3]) (?:for|at)\b"
_PILLAR = (
    rf"\b(?:pillars?|pilare?s?)\s*{_NO}{_N}(?:,? (?:and|&|or) {_N}\b)?(?=\b|bb|b\d)"
    rf"|\b{_ORDINAL} pillar\b"
)
_P = r"\bp\s?([1-9])\b"
_BLOCK = (
    rf"\b(?:building\s*blocks?|bldg\s*block|block|bloque|bloco|bb)\s*{_NO}{_N}\b"
    rf"|\b{_ORDINAL} (?:building\s*)?block\b|\bb([1-3])\b"
)
_WORDS_BETWEEN = r"\W+(?:\w+\W+){0,2}?"
_PAIRED = (
    rf"\b(?:pillar|pilar|p)\s*{_NO}{_N}{_WORDS_BETWEEN}(?:block|bb|bloque|bloco)s?\s*{_NO}{_N}\b"
    rf"|\b{_ORDINAL} pillar{_WORDS_BETWEEN}{_ORDINAL} (?:building )?block\b"
)
_PAIRED_BACKWARDS = rf"\bblock {_NO}{_N} (?:of|in|from) (?:the )?pillar {_NO}{_N}\b"
_OUTLINE_WORDS = (
    r"\b(?:blocks?|bb\s?\d|blueprint|levels?|for (?:teachers|principals|districts?|schools?))\b"
)
_TITLE_OPENING = 4
_SHORT = 16

_PARTS = (
    ("strateg", rf"\bstrategy(?: area)? {_NO}{_N}\b", "leaders/strategies"),
    ("resource", rf"\bresource {_NO}(\d\d?)\b", "leaders/resources"),
    ("module", rf"\bmodule {_NO}{_N}\b|\b{_ORDINAL} module\b", "learning/modules"),
    ("step", rf"\bstep {_NO}{_N}\b", "learning/process"),
    ("competenc", rf"\bcompetency {_NO}{_N}\b", "team/competencies"),
)

_LIST_ASKED = (
    r"\b(?:what are|what're|list|name|show|give me|how many|which|overview|whats|what's|all|the"
    r"|cuales|quais|ki|what)\b"
)
_COUNT = r"(?:(?:two|three|four|five|six|seven|eight|twelve|\d+|all|the|of) )*"
_LISTS = (
    ("The four pillars", r"\b(?:pillars|pilares|poto yo)\b", r"blueprint/p\d"),
    ("The building blocks", r"\bbuilding blocks\b", r"blueprint/p\d/b\d"),
    ("The learning modules", r"\bmodules\b", r"learning/modules/\d"),
    (
        "The steps of initial implementation",
        r"\b(?:three|3) steps\b|\bsteps (?:of|in|to) (?:the )?(?:process|implement\w*|planning)\b",
        r"learning/process/\d",
    ),
    ("What the team can do together", r"\bcompetenc(?:ies|es)\b", r"team/competencies/\d"),
    (
        "The academic plans that the law requires",
        r"\b(?:five|5|required|academic) (?:required |academic )*plans\b"
        r"|\bplans? (?:are|is|does|do|by) (?:the )?(?:required|law)",
        r"team/plans/\d",
    ),
    ("The seven strategy areas", rf"\b{_COUNT}strateg(?:ies|y areas)$", r"leaders/strategies/\d"),
    ("Actions at a glance", r"\bactions[ -]at[ -]a[ -]glance\b", r"leaders/actions/\d"),
    ("What effective school leaders know how to do", r"\bknow how to\b", r"leaders/know-how/\d"),
    (
        "The 37 resources",
        r"^(?:list|show|name|give)(?: me)? (?:all |the |of )*(?:37 )?resources$|\ball (?:the )?"
        r"(?:37 )?resources\b|\bhow many resources\b",
        r"leaders/resources/\d+",
    ),
)
_LONGEST_LIST_QUESTION = 70


@dataclass(frozen=True)
class References:
    """Ids that a question names by number or title.

    ``listed`` are the ids of a whole list that it asks for ("what are the four pillars?"), under
    ``list_title``. ``block_numbers`` are numbers of building blocks said without a pillar.
    ``beyond`` tells that a number is named that the outline does not have.
    """

    pillars: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    list_title: str = ""
    block_numbers: tuple[int, ...] = ()
    beyond: bool = False

    @property
    def named(self) -> tuple[str, ...]:
        """The ids named one by one; what stands below them is meant too."""
        return (*self.blocks, *self.pillars, *self.parts)

    @property
    def any(self) -> bool:
        """Whether the question names anything at all."""
        return bool(self.named or self.listed)

    def within(self, earlier: Iterable[str]) -> References:
        """Return the references with a block's number read in the pillar spoken of before."""
        pillars = dict.fromkeys("/".join(i.split("/")[:2]) for i in earlier if "/p" in i)
        if self.named or not self.block_numbers or len(pillars) != 1:
            return self
        pillar = next(iter(pillars))
        return replace(self, blocks=tuple(f"{pillar}/b{n}" for n in self.block_numbers))


@dataclass(frozen=True)
class Outline:
    """What references can point to: ids by folded title, and all ids in document order."""

    titles: Mapping[str, str]
    ids: tuple[str, ...]


def read_references(folded: str, outline: Outline) -> References:
    """Find the references in a folded question."""
    found = _numbered(folded) if re.search(_ANY_NUMBERED, folded) else References()
    blocks, pillars = list(found.blocks), list(found.pillars)
    for title, item_id in outline.titles.items():
        if item_id.count("/") == 2 and _opening(title) in _plain(folded):
            blocks.append(item_id)
        elif item_id.count("/") == 1 and _names_pillar(folded, title):
            pillars.append(item_id)
    # "the building blocks of pillar 2" are those of that pillar only.
    list_title, listed = _list(folded, outline.ids, tuple(pillars) or ("",))
    if blocks or listed:
        pillars = [p for p in pillars if not listed and not any(b.startswith(p) for b in blocks)]
    parts = [
        f"{prefix}/{number}"
        for name, pattern, prefix in _PARTS
        if name in folded
        for number in _said(pattern, folded)
        if f"{prefix}/{number}" in outline.ids
    ]
    return replace(
        found,
        pillars=_once(pillars),
        blocks=_once(blocks),
        parts=_once(parts),
        listed=listed,
        list_title=list_title,
    )


def _numbered(folded: str) -> References:
    """Return what is named by number of a pillar or block."""
    pairs = [
        (_number(groups[0]), _number(groups[1]))
        for pattern in (_COMPACT, _DOTTED, _PAIRED)
        for match in re.finditer(pattern, folded)
        for groups in [[group for group in match.groups() if group]]
    ]
    pairs += [(_number(m[2]), _number(m[1])) for m in re.finditer(_PAIRED_BACKWARDS, folded)]
    numbers = _said(_PILLAR, folded) if not pairs else []
    bare = re.search(_OUTLINE_WORDS, folded) or len(folded) <= _SHORT
    if not pairs and not numbers and bare:
        # "p3" may be page 3 unless the question speaks of blocks or levels.
        numbers = _said(_P, folded)
    block_numbers = _said(_BLOCK, folded) if not pairs else []
    if len(numbers) == 1:
        pairs += [(numbers[0], block) for block in block_numbers]
    beyond = any(not 1 <= n <= _PILLARS for n in numbers) or any(
        not (1 <= p <= _PILLARS and 1 <= b <= _BLOCKS_IN_PILLAR) for p, b in pairs
    )
    if beyond:
        return References(beyond=True)
    return References(
        pillars=tuple(f"blueprint/p{number}" for number in numbers),
        blocks=tuple(f"blueprint/p{p}/b{b}" for p, b in pairs),
        block_numbers=tuple(n for n in block_numbers if not numbers and n <= _BLOCKS_IN_PILLAR),
    )


def _names_pillar(folded: str, title: str) -> bool:
    """Tell whether a pillar is named by its title.

    "School culture" may be the topic: a pillar's title counts beside the word "pillar", or where
    the question hardly says anything else.
    """
    plain, opening = _plain(folded), _opening(title)
    return opening in plain and ("pillar" in plain or len(opening) >= 0.6 * len(plain))


def _list(folded: str, ids: Iterable[str], within: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    plain = _plain(folded)
    if len(plain) <= _LONGEST_LIST_QUESTION and re.search(_LIST_ASKED, plain):
        for title, pattern, members in _LISTS:
            if re.search(pattern, plain):
                listed = (i for i in ids if re.fullmatch(members, i) and i.startswith(within))
                return title, tuple(listed)
    return "", ()


def _opening(title: str) -> str:
    """Return a title's first words, enough to know it by."""
    return " ".join(re.findall(r"\w+", title)[:_TITLE_OPENING])


def _plain(folded: str) -> str:
    return " ".join(re.findall(r"\w+", folded))


def _said(pattern: str, text: str) -> list[int]:
    words = [word for match in re.finditer(pattern, text) for word in match.groups() if word]
    return list(dict.fromkeys(map(_number, words)))


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word]


def _once(listed: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(listed))


_LAST = 10**9
_NTH_SHOWN = (
    rf"\b{_ORDINAL} (?:one|point|item|statement|thing|bullet|idea|resource)\b"
    rf"|^\W*(?:the )?{_ORDINAL}\W*$"
    r"|\b(?:number|no\.?|point|item) (\d+)\b|#(\d+)\b|^\W*(\d)\W*$"
)


def read_ordinal(folded: str) -> int | None:
    """Return n where a question points at the nth thing just shown ("the second one", "#3")."""
    match = re.search(_NTH_SHOWN, folded)
    if match:
        said = next(group for group in match.groups() if group)
        return _number(said)
    return _LAST if re.search(r"\bthe last (?:one|point|item)\b", folded) else None
