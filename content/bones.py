"""The bones of a fishbone diagram: the kinds of causes that a problem is explored by."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from pydantic import TypeAdapter, ValidationError

from content.errors import DataFileError
from content.files import DATA
from content.loader import read_yaml
from content.models import Bone, BoneId

NAME = "bones.yaml"


def load_bones(data: Path = DATA) -> tuple[Bone, ...]:
    """Return the bones in the order in which they are drawn.

    Raises DataFileError, naming the file and what to change in it.
    """
    path = data / NAME
    try:
        bones = TypeAdapter(tuple[Bone, ...]).validate_python(read_yaml(path))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise DataFileError(f"In {path}: {where}: {first['msg']}.") from None
    found = [bone.id for bone in bones]
    if sorted(found) != sorted(get_args(BoneId)):
        raise DataFileError(
            f"In {path}: give each of {', '.join(get_args(BoneId))} once; "
            f"it has {', '.join(found) or 'none'}."
        )
    return bones
