"""Keeps the official wording by item id, in the operator's data directory, never in the project."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from content.errors import DataFileError

FILE_NAME = "official.json"


def read(directory: Path) -> dict[str, str]:
    """Return the official wording by id; empty where nothing was imported.

    Raises DataFileError for a damaged file.
    """
    path = directory / FILE_NAME
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        stored = None
    if not isinstance(stored, dict) or not all(isinstance(text, str) for text in stored.values()):
        raise DataFileError(
            f"{path} is damaged. Delete it and run blueprint-bot content import again."
        )
    return stored


def read_bytes(directory: Path) -> bytes:
    """Return the stored file as it is, for a digest; empty where nothing was imported."""
    try:
        return (directory / FILE_NAME).read_bytes()
    except FileNotFoundError:
        return b""
    except OSError:
        raise DataFileError(f"{directory / FILE_NAME} cannot be read.") from None


def merge(directory: Path, texts: Mapping[str, str]) -> int:
    """Lay ``texts`` over what is stored, whole or not at all; return how many ids are stored."""
    stored = {**read(directory), **texts}
    directory.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=directory, prefix=FILE_NAME)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(stored, file, ensure_ascii=False, indent=1, sort_keys=True)
        Path(name).replace(directory / FILE_NAME)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return len(stored)
