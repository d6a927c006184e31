"""Cuts a published document's text into official passages by item id.

The five documents reach us as text out of Word, PDF and web pages, so line breaks, tabs and cells
cannot be trusted. What survives every format are the landmarks (headings, titles, first words) and
the marks of lists. A text is folded into one run of words with list marks; landmarks are found in
it one after the other; what lies between two of them belongs to the first.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from content.ids import INDICATORS_PER_LEVEL, LEVELS

BULLET = "•"
# Bounded, so that a hostile file of a million open brackets is read in one pass.
_LIST_ITEM = re.compile(r"<(?:li|input)\b[^<>]{0,300}>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]{0,300}>", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\[(?:image|bookmark):[^\[\]]{0,300}\]", re.IGNORECASE)
_MARK = re.compile(r"[·•◦▪●☑☒\uf0b7\uf0a7\uf0d8]")
_NUMBER = re.compile(r"(?:(?<=\s)|^)(\d)\.\s+(?=[A-Z])")
_TO_CITATION = re.compile(r".*\((?:[IVX]+-[A-Z]-\d|[IVX]+(?:,[^)]*)?)\)")
_RUBRIC_CITATION = re.compile(r"\([IVX]+-[A-Z]-\d\)")


@dataclass(frozen=True)
class Segments:
    """The passages found in one document, and the landmarks and ids that were not."""

    source: str
    texts: dict[str, str]
    missing: tuple[str, ...]


def fold(text: str) -> str:
    """Return ``text`` as one run of words: markup gone, list marks as ``•``, spaces single."""
    text = html.unescape(text)
    text = _LIST_ITEM.sub(f" {BULLET} ", text)
    text = _TAG.sub(" ", text)
    text = _PLACEHOLDER.sub(" ", text)
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "")
    text = _MARK.sub(f" {BULLET} ", text)
    text = re.sub(rf"(?:{BULLET}\s*)+", f"{BULLET} ", text)
    return " ".join(text.split())


def _landmark_pattern(phrase: str) -> re.Pattern[str]:
    words = re.findall(r"\w+", fold(phrase))
    return re.compile(r"\b" + r"[\W_]*".join(map(re.escape, words)), re.IGNORECASE)


def recognise(text: str, outline: Mapping[str, Any]) -> str | None:
    """Return the key of the document that ``text`` (folded) is, or None for a foreign one."""
    for source, document in outline.items():
        if all(_landmark_pattern(phrase).search(text) for phrase in document["recognised_by"]):
            return source
    return None


def segment(text: str, source: str, outline: Mapping[str, Any]) -> Segments:
    """Cut folded ``text`` of document ``source`` into passages by the landmarks of ``outline``."""
    found: list[tuple[int, Mapping[str, Any]]] = []
    missing: list[str] = []
    position = 0
    for landmark in outline[source]["landmarks"]:
        match = _landmark_pattern(landmark["at"]).search(text, position)
        if match is None:
            if not landmark.get("optional"):
                missing.append(landmark["at"])
            continue
        found.append((match.start(), landmark))
        position = match.end()

    texts: dict[str, str] = {}
    ends = [start for start, _ in found[1:]] + [len(text)]
    for (start, landmark), end in zip(found, ends, strict=True):
        if not landmark.get("skip"):
            texts.update(_passages(text[start:end], landmark))
    return Segments(source, texts, tuple(missing))


def _passages(text: str, landmark: Mapping[str, Any]) -> dict[str, str]:
    item_id = landmark.get("id")
    listed = _listed_ids(landmark)
    if not listed:
        return {item_id: _tidy(text)} if item_id else {}
    head, entries = _split_list(text)
    texts = {item_id: _tidy(head)} if item_id else {}
    if landmark.get("by_citation"):
        texts.update(_by_citation(entries, listed))
    elif len(entries) == len(listed):
        texts.update(zip(listed, entries, strict=True))
    return texts


def _listed_ids(landmark: Mapping[str, Any]) -> list[str]:
    if landmark.get("indicators"):
        block = landmark["id"]
        count = INDICATORS_PER_LEVEL[block.removeprefix("blueprint/")]
        return [f"{block}/{level}/{n}" for level in LEVELS for n in range(1, count + 1)]
    items: list[str] = landmark.get("items", [])
    return items


def _split_list(text: str) -> tuple[str, list[str]]:
    if BULLET not in text:
        pieces = _NUMBER.split(text)
        return pieces[0], [_tidy(piece) for piece in pieces[2::2]]
    head, *entries = text.split(BULLET)
    return head, [entry for entry in map(_tidy, entries) if entry]


def _by_citation(entries: list[str], listed: list[str]) -> dict[str, str]:
    entries = [match for entry in entries for match in _up_to_citation(entry)]
    rubric = [entry for entry in entries if _RUBRIC_CITATION.search(entry)]
    conditions = [entry for entry in entries if not _RUBRIC_CITATION.search(entry)]
    rubric_ids = [item_id for item_id in listed if "/rubric/" in item_id]
    condition_ids = [item_id for item_id in listed if "/conditions/" in item_id]
    texts: dict[str, str] = {}
    if len(rubric) == len(rubric_ids):
        texts.update(zip(rubric_ids, rubric, strict=True))
    if len(conditions) == len(condition_ids):
        texts.update(zip(condition_ids, conditions, strict=True))
    return texts


def _up_to_citation(entry: str) -> list[str]:
    # A page break can leave a running title behind the citation that ends an entry.
    cited = _TO_CITATION.match(entry)
    return [_tidy(cited[0])] if cited else []


def _tidy(text: str) -> str:
    return text.replace(BULLET, " ").strip(" \t;").replace("  ", " ")
