"""Keeps compiled knowledge in a file, so that a start loads it instead of compiling anew.

Compiling takes about a second, loading some milliseconds. The file's name is a digest of
everything it was made from (data files, official wording, this package's source, the versions of
the libraries that shape it), so a stale one is never found. The file is a mark, a check sum, a
JSON header and the arrays' bytes one after the other; nothing in it is ever executed.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
import unicodedata
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import Stemmer

from retrieval.bm25 import Index
from retrieval.knowledge import FIELDS, Knowledge

_MARK = b"BLUEPRINT-KNOWLEDGE-1\n"
_NUMBER = 8
_WEEK = 7 * 24 * 3600
SUFFIX = ".knowledge"
_ARRAYS = {"starts": "<i8", "documents": "<i8", "impacts": "<f8", "idf": "<f8"}


def source_digest(content_digest: str) -> str:
    """Return the digest that names a compiled file: content, this package's source, libraries.

    The libraries that matter are those that shape terms and numbers.
    """
    state = hashlib.blake2b(content_digest.encode(), digest_size=16)
    for path in sorted(Path(__file__).parent.glob("*.py")):
        state.update(path.read_bytes())
    versions = (np.__version__, Stemmer.version(), unicodedata.unidata_version)
    state.update(" ".join(versions).encode())
    return state.hexdigest()


def save(knowledge: Knowledge, path: Path) -> None:
    """Write a compiled file whole or not at all."""
    indexes = _indexes(knowledge)
    # All indexes share one vocabulary.
    header: dict[str, Any] = {"tables": knowledge.tables, "terms": list(knowledge.asked.terms)}
    header["arrays"] = {
        name: {"size": index.size} | {part: len(getattr(index, part)) for part in _ARRAYS}
        for name, index in indexes.items()
    }
    text = json.dumps(header, ensure_ascii=False).encode()
    body = b"".join(
        [len(text).to_bytes(_NUMBER, "little"), text]
        + [
            np.asarray(getattr(index, part), dtype=kind).tobytes()
            for index in indexes.values()
            for part, kind in _ARRAYS.items()
        ]
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_MARK + zlib.crc32(body).to_bytes(_NUMBER, "little") + body)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def remove_old(directory: Path, now: float | None = None) -> None:
    """Remove compiled files (and halves of such) that nobody has read or written for a week."""
    limit = (time.time() if now is None else now) - _WEEK
    for path in directory.glob(f"*{SUFFIX}*"):
        if path.stat().st_atime < limit and path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)


def load(path: Path) -> Knowledge | None:
    """Read a compiled file; None where there is none, or a damaged one."""
    try:
        raw = memoryview(path.read_bytes())
    except OSError:
        return None
    start = len(_MARK) + _NUMBER
    if raw[: len(_MARK)] != _MARK or zlib.crc32(raw[start:]) != _number(raw, len(_MARK)):
        return None
    end = start + _NUMBER + _number(raw, start)
    header = json.loads(bytes(raw[start + _NUMBER : end]))
    terms = {term: row for row, term in enumerate(header["terms"])}
    indexes = {}
    for name, shape in header["arrays"].items():
        parts = {}
        for part, kind in _ARRAYS.items():
            parts[part] = np.frombuffer(raw, kind, shape[part], end)
            end += parts[part].nbytes
        starts = parts.pop("starts").tolist()
        indexes[name] = Index(size=shape["size"], terms=terms, starts=starts, **parts)
    fields = {name: indexes[name] for name in FIELDS}
    return Knowledge(header["tables"], fields, indexes["asked"], indexes["scope"])


def _number(raw: memoryview, start: int) -> int:
    return int.from_bytes(raw[start : start + _NUMBER], "little")


def _indexes(knowledge: Knowledge) -> dict[str, Index]:
    return {**knowledge.fields, "asked": knowledge.asked, "scope": knowledge.scope}
