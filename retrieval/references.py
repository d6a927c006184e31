"""Reads explicit references to the outline: "pillar 3 building block 2", "P2 BB3", "strategy 5".

Patterns stay text until they are first used; few questions need them.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass

_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "first": 1, "second": 2, "third": 3, "fourth": 4,
    "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4,
}  # fmt: skip
_N = r"(\d|one|two|three|four|iv|i{1,3})"
_ORDINAL = r"(first|second|third|fourth|1st|2nd|3rd|4th)"
_NO = r"(?:#|no\.? ?|number )?"

_COMPACT = r"\bp(\d)[\s.\-/]*bb?(\d)\b|\b([1-4])\.([1-3])\b(?!\s*(?:%|percent|million|gpa))"
_PILLAR = rf"\b(?:pillar|pilar)\s*{_NO}{_N}(?=\b|bb|b\d)|\b{_ORDINAL} pillar\b"
_P = r"\bp\s?([1-4])\b"
_BLOCK = (
    rf"\b(?:building\s*block|bldg\s*block|block|bb)\s*{_NO}{_N}\b"
    rf"|\b{_ORDINAL} (?:building\s*)?block\b|\bb([1-3])\b"
)
_OUTLINE_WORDS = r"\b(?:blocks?|bb\s?\d|blueprint|levels?)\b"
_NUMBERED = rf"\b(?:p(?:illar|ilar)?s?|b(?:lock|b)?s?)\b|\bp\s?\d|\bbb?\s?\d|{_ORDINAL}|\d\.\d"
_TITLE_OPENING = 4
_SHORT = 14

_PARTS = (
    ("strateg", rf"\bstrategy(?: area)? {_NO}{_N}\b", "leaders/strategies"),
    ("resource", rf"\bresource {_NO}(\d\d?)\b", "leaders/resources"),
    ("module", rf"\bmodule {_NO}{_N}\b|\b{_ORDINAL} module\b", "learning/modules"),
    ("step", rf"\bstep {_NO}{_N}\b", "learning/process"),
    ("competenc", rf"\bcompetency {_NO}{_N}\b", "team/competencies"),
)

_LIST_ASKED = (
    r"\b(?:what are|what're|list|name|show|give me|how many|which|overview|whats|what's|all)\b"
)
_LISTS = (
    (r"\bpillars\b", "pillar"),
    (r"\bbuilding blocks\b", "building_block"),
    (r"\bmodules\b", "module"),
    (r"\bsteps (?:of|in) the (?:process|implementation|planning)\b", "step"),
    (r"\bcompetenc(?:ies|es)\b", "competency"),
    (r"\b(?:required|academic) plans\b|\bplans? (?:are|is) required\b", "plan"),
)
_LONGEST_LIST_QUESTION = 70


@dataclass(frozen=True)
class References:
    """Ids that a question names by number or title.

    ``listed`` are the ids of a whole list that it asks for ("what are the four pillars?").
    """

    pillars: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        """The ids named one by one; what stands below them is meant too."""
        return (*self.blocks, *self.pillars, *self.parts)

    @property
    def in_blueprint(self) -> bool:
        """Whether it names a pillar, a building block or one of the lists."""
        return bool(self.blocks or self.pillars or self.listed)

    @property
    def any(self) -> bool:
        """Whether the question names anything at all."""
        return bool(self.named or self.listed)


@dataclass(frozen=True)
class Outline:
    """What references can point to: ids by folded title and by kind, and all known ids."""

    titles: Mapping[str, str]
    by_kind: Mapping[str, list[str]]
    known: Container[str]


def read_references(folded: str, outline: Outline) -> References:
    """Find the references in a folded question."""
    blocks, pillars = _numbered(folded) if re.search(_NUMBERED, folded) else ([], [])
    for title, item_id in outline.titles.items():
        if item_id.count("/") == 2 and _opening(title) in _plain(folded):
            blocks.append(item_id)
        elif item_id.count("/") == 1 and _names_pillar(folded, title):
            pillars.append(item_id)
    # "the building blocks of pillar 2" are those of that pillar only.
    within = tuple(pillars) or ("",)
    listed = tuple(i for i in _list(folded, outline) if i.startswith(within))
    if blocks or listed:
        pillars = [p for p in pillars if not listed and not any(b.startswith(p) for b in blocks)]
    parts = [
        f"{prefix}/{number}"
        for name, pattern, prefix in _PARTS
        if name in folded
        for number in _said(pattern, folded)
        if f"{prefix}/{number}" in outline.known
    ]
    return References(_once(pillars), _once(blocks), _once(parts), listed)


def _numbered(folded: str) -> tuple[list[str], list[str]]:
    """Return the blocks and pillars that are named by number."""
    blocks = [
        f"blueprint/p{pillar}/b{block}"
        for match in re.finditer(_COMPACT, folded)
        for pillar, block in [(match[1] or match[3], match[2] or match[4])]
        if 1 <= int(pillar) <= 4 and 1 <= int(block) <= 3
    ]
    if blocks:
        return blocks, []
    numbers = _said(_PILLAR, folded)
    if not numbers and (re.search(_OUTLINE_WORDS, folded) or len(folded) <= _SHORT):
        # "p3" may be page 3 unless the question speaks of blocks or levels.
        numbers = _said(_P, folded)
    pillars = [f"blueprint/p{number}" for number in numbers if 1 <= number <= 4]
    blocks = [f"{p}/b{number}" for p in pillars for number in _said(_BLOCK, folded) if number <= 3]
    return blocks, pillars


def _names_pillar(folded: str, title: str) -> bool:
    """Tell whether a pillar is named by its title.

    "School culture" may be the topic: a pillar's title counts beside the word "pillar", or where
    the question hardly says anything else.
    """
    plain, opening = _plain(folded), _opening(title)
    return opening in plain and ("pillar" in plain or len(opening) >= 0.6 * len(plain))


def _list(folded: str, outline: Outline) -> list[str]:
    if len(folded) <= _LONGEST_LIST_QUESTION and re.search(_LIST_ASKED, folded):
        for pattern, kind in _LISTS:
            if re.search(pattern, folded):
                return outline.by_kind[kind]
    return []


def _opening(title: str) -> str:
    """Return a title's first words, enough to know it by."""
    return " ".join(re.findall(r"\w+", title)[:_TITLE_OPENING])


def _plain(folded: str) -> str:
    return " ".join(re.findall(r"\w+", folded))


def _said(pattern: str, text: str) -> list[int]:
    words = [next(g for g in match.groups() if g) for match in re.finditer(pattern, text)]
    return [int(word) if word.isdigit() else _NUMBERS[word] for word in words]


def _once(listed: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(listed))


_LAST = 10**9
_NTH_SHOWN = (
    rf"\b{_ORDINAL} (?:one|point|item|statement|thing|bullet|idea|resource)\b"
    r"|\b(?:number|no\.?|point|item) (\d+)\b|#(\d+)\b|^\W*(\d)\W*$"
)


def read_ordinal(folded: str) -> int | None:
    """Return n where a question points at the nth thing just shown ("the second one", "#3")."""
    match = re.search(_NTH_SHOWN, folded)
    if match:
        said = next(group for group in match.groups() if group)
        return int(said) if said.isdigit() else _NUMBERS[said]
    return _LAST if re.search(r"\bthe last (?:one|point|item)\b", folded) else None
