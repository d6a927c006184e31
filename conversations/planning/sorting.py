"""Guesses on which bone a cause belongs, by its words; a team moves what is wrong by a button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from conversations.planning.words.stems import stems

if TYPE_CHECKING:
    from content.models import Bone

_DECISIVE, _HINT = 2, 1
_LONGEST = 5
"""Words of the longest phrase."""

UNSURE = "practice"
"""The bone of a cause that says nothing: what happens in classrooms is where a team looks first."""


@dataclass(frozen=True)
class Sorted:
    """The bone that a cause was put on; not ``sure`` where it is worth asking."""

    bone: str
    sure: bool


def bone_for(cause: str, bones: Sequence[Bone]) -> Sorted:
    """Sort a cause on the bone that it shares most words with.

    It is sure where the bone leads every other by at least one word that decides.
    """
    said = _runs(stems(cause))
    scores = {bone.id: _score(said, bone) for bone in bones}
    best, *others = sorted(scores, key=lambda bone: -scores[bone])
    if not scores[best]:
        return Sorted(UNSURE, sure=False)
    lead = scores[best] - max((scores[bone] for bone in others), default=0)
    return Sorted(best, sure=lead >= _DECISIVE)


def _score(said: frozenset[tuple[str, ...]], bone: Bone) -> int:
    """Return the weight of a bone's words; those inside a longer phrase that was said too count."""
    return sum(len(words) * weight for words, weight in _weights(bone).items() if words in said)


@lru_cache(maxsize=64)
def _weights(bone: Bone) -> dict[tuple[str, ...], int]:
    hints = {tuple(stems(words)): _HINT for words in bone.words}
    return hints | {tuple(stems(words)): _DECISIVE for words in bone.decisive}


def _runs(words: list[str]) -> frozenset[tuple[str, ...]]:
    """Return all runs of words as long as a phrase may be."""
    return frozenset(
        tuple(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, min(start + _LONGEST, len(words)) + 1)
    )
