"""Finds a label of the scale in what was typed, also cut short or with a slip of the fingers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import dropwhile, islice
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from conversations.assessment.words.folding import WORD, fold, word_list

if TYPE_CHECKING:
    from content.models import Scale

_LONG, _VERY_LONG = 5, 9
_SHORTEST_START = 3
_NUMBERED = frozenset(("level", "stage", "step", "point"))
_THROWN_IN = frozenset(("there", "quite", "really"))


@dataclass(frozen=True)
class Label:
    """A label found in a text: the value it stands for, and where it ends there.

    ``sure`` unless it has a slip or is only the beginning of one ("dev").
    """

    value: int
    end: int
    sure: bool


def same_words(folded: str, label: str) -> bool:
    """Tell whether a folded text is a label and nothing else."""
    words = word_list(fold(label).folded)
    # A label may be a picture.
    return word_list(folded) == words if words else folded.strip() == fold(label).folded.strip()


def labelled(folded: str, scale: Scale) -> int | None:
    """Return the value of the label that a folded text is, letter by letter."""
    if folded.strip().isdigit():
        return None
    return next((p.value for p in scale.points if same_words(folded, p.label)), None)


def label_at(folded: str, start: int, scale: Scale) -> Label | None:
    """Return the label that begins at a place of a folded text, the longest where several do."""
    labels = [(p.value, words) for p in scale.points for words in _names(p.label)]
    longest = max((len(words) for _, words in labels), default=0)
    for alike in (_is_same, _is_loose, _is_slip, _is_start):
        for words, end in _openings(folded, start, longest + len(_THROWN_IN)):
            values = {value for value, label in labels if alike(words, label)}
            if len(values) == 1:
                return Label(values.pop(), end, sure=alike is _is_same)
    return None


def _names(label: str) -> list[list[str]]:
    """Return the words of a label, also without its number ("Level 2: Moving", "1 - Not yet")."""
    words = word_list(fold(label).folded)
    bare = list(dropwhile(lambda word: word.isdigit() or word in _NUMBERED, words))
    # A label that is a number would take the place of the value.
    return [words, bare] if bare and bare != words else [words] if bare else []


def _openings(folded: str, start: int, most: int) -> list[tuple[list[str], int]]:
    """Return the words from a place on, and where they end: many of them, then fewer and fewer."""
    typed: list[tuple[list[str], int]] = []
    end = start
    for word in islice(WORD.finditer(folded, start), most):
        if folded[end : word.start()].strip(" -") or (not typed and word.start() != start):
            break
        end = word.end()
        typed.append(([*(typed[-1][0] if typed else []), word[0]], end))
    return typed[::-1]


def _is_same(typed: list[str], label: list[str]) -> bool:
    return typed == label


def _is_loose(typed: list[str], label: list[str]) -> bool:
    """Tell whether a label has a word thrown in ("not there yet")."""
    kept = [word for word in typed[1:-1] if word not in _THROWN_IN]
    return len(label) > 1 and [typed[0], *kept, *typed[-1:]] == label and len(typed) > len(label)


def _is_slip(typed: list[str], label: list[str]) -> bool:
    if "".join(typed) == "".join(label):
        return True
    return len(typed) == len(label) and all(map(_is_slip_of_word, typed, label))


def _is_slip_of_word(typed: str, meant: str) -> bool:
    if typed == meant:
        return True
    if len(meant) < _LONG:
        # In short words a wrong letter makes another word: only swapped letters are a slip.
        return sorted(typed) == sorted(meant) and OSA.distance(typed, meant) == 1
    return OSA.distance(typed, meant) <= (2 if len(meant) >= _VERY_LONG else 1)


def _is_start(typed: list[str], label: list[str]) -> bool:
    # "not" and "at" begin too much to stand for "Not yet" and "At standard".
    shortest = _SHORTEST_START if len(label) == 1 else _LONG
    words = " ".join(typed)
    return len(words) >= shortest and " ".join(label).startswith(words)
