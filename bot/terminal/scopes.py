"""Reads which building blocks somebody means: "P1BB2", "1 4 5", "P3", "all"."""

from __future__ import annotations

import re

from bot.assessing.corpus import BLOCKS

_NAMED = re.compile(
    r"(?:blueprint/)?\b(?:pillar|p)\s*(?P<pillar>\d)"
    r"(?:[\s/·,-]*(?:building block|bb?)\s*(?P<block>\d))?\b"
    r"|\b(?P<number>\d{1,2})\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s,;.&+]*|\s*,?\s*\band\b\s*", re.IGNORECASE)


def blocks_in(text: str) -> tuple[str, ...] | None:
    """Return the building blocks that words name, in the Blueprint's order; None if unclear.

    A number alone is a place in the list of the twelve; a pillar stands for all of its blocks.
    """
    if text.strip(" .!").casefold() in ("all", "everything", "the whole blueprint"):
        return BLOCKS
    found: set[str] = set()
    end = 0
    for named in _NAMED.finditer(text):
        meant = _meant(named)
        if not meant or not _BETWEEN.fullmatch(text[end : named.start()]):
            return None
        found |= meant
        end = named.end()
    if not found or not _BETWEEN.fullmatch(text[end:]):
        return None
    return tuple(block for block in BLOCKS if block in found)


def _meant(named: re.Match[str]) -> set[str]:
    if named["number"]:
        place = int(named["number"])
        return {BLOCKS[place - 1]} if 0 < place <= len(BLOCKS) else set()
    start = f"blueprint/p{named['pillar']}/"
    if named["block"]:
        return {block for block in BLOCKS if block == f"{start}b{named['block']}"}
    return {block for block in BLOCKS if block.startswith(start)}
