"""The scale that teams rate themselves by: ours, or the one that a district put in its place."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from content.errors import DataFileError
from content.files import DATA
from content.loader import read_yaml
from content.models import Scale

NAME = "scale.yaml"

_SAID = {
    "missing": "is missing; add it",
    "extra_forbidden": "is not known here; remove it or correct its name",
    "string_type": "must be text; put it in quotation marks",
    "string_too_short": "is empty; write something",
    "string_too_long": "is too long; keep it to {max_length} characters",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "literal_error": "must be {expected}",
    "too_short": "are too few; give 2 to 7 of them",
    "too_long": "are too many; give 2 to 7 of them",
    "tuple_type": "must be a list, each entry beginning with a dash",
    "model_type": "must be made of lines like “label: Developing”",
}


def load_scale(data_dir: Path | None = None) -> Scale:
    """Return the scale in ``data_dir`` where a district put one, else the one that comes with us.

    Raises DataFileError, naming the file and what to change in it.
    """
    own = data_dir / NAME if data_dir else None
    return read_scale(own if own and own.exists() else DATA / NAME)


def read_scale(path: Path) -> Scale:
    """Read a scale from a file; raises DataFileError as ``load_scale`` does."""
    try:
        return Scale.model_validate(read_yaml(path))
    except ValidationError as error:
        raise DataFileError(f"In {path}: {_sentence(error.errors()[0])}.") from None


def _sentence(problem: ErrorDetails) -> str:
    if problem["type"] == "value_error":
        return problem["msg"].removeprefix("Value error, ")
    where = " ".join(str(part + 1 if isinstance(part, int) else part) for part in problem["loc"])
    where = where.replace("points ", "point ")
    said = _SAID.get(problem["type"])
    return f"{where or 'it'} {said.format(**problem.get('ctx', {})) if said else problem['msg']}"
