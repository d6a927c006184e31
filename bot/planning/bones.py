"""The bones that a plan begins with, and the one on which a typed cause is put."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from content.bones import load_bones
from content.models import Bone
from conversations.planning.model import Plan
from conversations.planning.sorting import Sorted, bone_for


def first_bones() -> Mapping[str, str]:
    """Return the names of the bones by id, in the order in which they are drawn."""
    return {bone.id: bone.name for bone in _bones()}


def sort(plan: Plan, cause: str) -> Sorted:
    """Return the bone of a plan on which a cause is put, and whether that is sure."""
    known = [bone for bone in _bones() if bone.id in plan.bones]
    return bone_for(cause, known) if known else Sorted(next(iter(plan.bones)), sure=False)


@lru_cache(maxsize=1)
def _bones() -> tuple[Bone, ...]:
    return load_bones()
