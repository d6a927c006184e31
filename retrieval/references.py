"""Reads explicit references to the Blueprint's outline: "pillar 3 building block 2", "P2 BB3"."""

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
_PILLAR = re.compile(rf"\b(?:pillar|pilar|p)\s*(?:#|no\.?|number)?\s*{_N}(?=\b|bb|b\d)|\b{_ORDINAL} pillar\b")
_BLOCK = re.compile(
    rf"\b(?:building\s*block|bldg\s*block|block|bb)\s*(?:#|no\.?|number)?\s*{_N}\b"
    rf"|\b{_ORDINAL} (?:building\s*)?block\b|(?<=p\d)b{_N}\b|\bb([1-3])\b"
)
_COMPACT = re.compile(r"\bp(\d)[\s.\-/]*bb?(\d)\b|\b([1-4])\.([1-3])\b(?!\s*(?:%|percent|million|gpa))")
_PLAIN_P = re.compile(r"\bp\s*\d\b")
_CONTEXT = re.compile(r"\b(?:block|bb|blueprint|pillar|level|district|school|classroom|state|teacher)")


_TITLE_OPENING = 4
_LONGEST_LIST_QUESTION = 70


@dataclass(frozen=True)
class References:
    """Ids of the pillars and building blocks that a question names by number or title.

    ``listed`` are the ids of a whole list that it asks for ("what are the four pillars?").
    """

    pillars: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether the question names anything at all."""
        return bool(self.pillars or self.blocks or self.listed)


_NUMBERED_PARTS = (
    (re.compile(rf"\b(?:strategy|strategies|area|strategy area) (?:#|no\.? ?|number )?{_N}\b"), "leaders/strategies"),
    (re.compile(rf"\bresource (?:#|no\.? ?|number )?(\d\d?)\b"), "leaders/resources"),
    (re.compile(rf"\bmodule (?:#|no\.? ?|number )?{_N}\b|\b{_ORDINAL} module\b"), "learning/modules"),
    (re.compile(rf"\bstep (?:#|no\.? ?|number )?{_N}\b|\b{_ORDINAL} step\b"), "learning/process"),
    (re.compile(rf"\bcompetency (?:#|no\.? ?|number )?{_N}\b"), "team/competencies"),
)


def read_numbered_parts(folded: str, known: Container[str]) -> list[str]:
    """Return ids of numbered parts outside the blocks that are named, "strategy 5", "module 2"."""
    named = (
        f"{prefix}/{number}"
        for pattern, prefix in _NUMBERED_PARTS
        for number in _numbers(pattern, folded)
    )
    return [item_id for item_id in named if item_id in known]


_LISTS = (
    (re.compile(r"\b(?:four |4 |all |the )*pillars\b"), "pillar"),
    (re.compile(r"\b(?:twelve |12 |all |the )*building blocks\b"), "building_block"),
    (re.compile(r"\b(?:blueprint |learning |professional )*modules\b"), "module"),
    (re.compile(r"\b(?:three |3 )?steps (?:of|in) the (?:process|implementation|planning)\b|\bprocess steps\b"), "step"),
    (re.compile(r"\b(?:five |5 |team |the )*competenc(?:ies|es)\b"), "competency"),
    (re.compile(r"\b(?:five|5|required|academic) (?:required |academic )*plans\b|\bplans? (?:are|is) required\b"), "plan"),
)
_LIST_ASKED = re.compile(r"\b(?:what are|what're|list|name|show|give me|how many|which|overview|whats|what's|all)\b")


def read_list(folded: str, ids_by_kind: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Return the ids of the list that a short question asks for, or none."""
    if len(folded) > _LONGEST_LIST_QUESTION or not _LIST_ASKED.search(folded):
        return ()
    for pattern, kind in _LISTS:
        if pattern.search(folded):
            return tuple(ids_by_kind[kind])
    return ()


def read_references(folded: str, titles: Mapping[str, str]) -> References:
    """Find the references in a folded question; ``titles`` maps folded titles to ids.

    A block counts as named by its whole title or a long title's first words. A pillar's title
    ("school culture") may be the topic rather than the name: it counts beside the word "pillar",
    or where the question hardly says anything else.
    """
    pillars: list[str] = []
    blocks: list[str] = []
    for match in _COMPACT.finditer(folded):
        pillar, block = match[1] or match[3], match[2] or match[4]
        if 1 <= int(pillar) <= 4 and 1 <= int(block) <= 3:
            blocks.append(f"blueprint/p{pillar}/b{block}")
    if not blocks:
        pillar_numbers = _numbers(_PILLAR, folded)
        if _PLAIN_P.search(folded) and not _CONTEXT.search(folded) and len(folded) > 12:
            pillar_numbers = []
        block_numbers = _numbers(_BLOCK, folded)
        for pillar_number in pillar_numbers:
            if not 1 <= pillar_number <= 4:
                continue
            pillars.append(f"blueprint/p{pillar_number}")
            blocks += [f"blueprint/p{pillar_number}/b{n}" for n in block_numbers if 1 <= n <= 3]
    plain = " ".join(re.findall(r"\w+", folded))
    for title, item_id in titles.items():
        title_words = re.findall(r"\w+", title)
        opening = " ".join(title_words[:_TITLE_OPENING])
        if item_id.count("/") == 2:
            if opening in plain:
                blocks.append(item_id)
        elif opening in plain and ("pillar" in plain or len(opening) >= 0.6 * len(plain)):
            pillars.append(item_id)
    if blocks:
        pillars = [pillar for pillar in pillars if not any(b.startswith(pillar) for b in blocks)]
    return References(tuple(dict.fromkeys(pillars)), tuple(dict.fromkeys(blocks)))


def _numbers(pattern: re.Pattern[str], text: str) -> list[int]:
    found = []
    for match in pattern.finditer(text):
        said = next(group for group in match.groups() if group)
        found.append(int(said) if said.isdigit() else _NUMBERS[said])
    return found


_ORDINAL_ITEM = re.compile(
    rf"\b(?:the|that)?\s*{_ORDINAL}(?: (?:one|point|item|statement|thing|bullet|idea|resource))\b"
    rf"|\b(?:number|no\.?|#|point|item)\s*(\d+)\b|^\W*(\d)\W*$"
)


def read_ordinal(folded: str) -> int | None:
    """Return n where a question points at the nth thing just shown ("the second one", "#3")."""
    match = _ORDINAL_ITEM.search(folded)
    if not match:
        return 10**9 if re.search(r"\bthe last (?:one|point|item)\b", folded) else None
    said = next(group for group in match.groups() if group)
    return int(said) if said.isdigit() else _NUMBERS[said]
