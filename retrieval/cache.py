"""Keeps compiled knowledge in a file, so that a start loads it instead of compiling anew.

Compiling takes about a second, loading some milliseconds. The file's name is a digest of
everything it was made from (data files, official wording, this package's source, the versions of
the libraries that shape it), so a stale one is never found.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import Stemmer

from retrieval.bm25 import Index
from retrieval.knowledge import FIELDS, Knowledge


def source_digest(content_digest: str) -> str:
    """Return the digest that names a compiled file: content, this package's source, libraries."""
    state = hashlib.blake2b(content_digest.encode(), digest_size=16)
    for path in sorted(Path(__file__).parent.glob("*.py")):
        state.update(path.read_bytes())
    state.update(f"{np.__version__} {Stemmer.version()}".encode())
    return state.hexdigest()


def save(knowledge: Knowledge, path: Path) -> None:
    """Write a compiled file whole or not at all."""
    arrays: dict[str, Any] = {}
    header: dict[str, Any] = {"tables": knowledge.tables, "indexes": {}}
    for name, index in _indexes(knowledge).items():
        header["indexes"][name] = {"size": index.size, "terms": list(index.terms)}
        arrays[f"{name}.starts"] = np.array(index.starts, dtype=np.int64)
        arrays[f"{name}.documents"] = index.documents.astype(np.int32)
        arrays[f"{name}.impacts"] = index.impacts
        arrays[f"{name}.idf"] = index.idf
    arrays["header"] = np.frombuffer(json.dumps(header).encode(), dtype=np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, **arrays)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def remove_others(path: Path) -> None:
    """Remove compiled files that ``path`` replaces."""
    for other in path.parent.glob("knowledge-*.npz"):
        if other != path:
            other.unlink(missing_ok=True)


def load(path: Path) -> Knowledge | None:
    """Read a compiled file; None where there is none, or a damaged one."""
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as arrays:
            header = json.loads(arrays["header"].tobytes())
            indexes = {
                name: Index(
                    size=shape["size"],
                    terms={term: row for row, term in enumerate(shape["terms"])},
                    starts=arrays[f"{name}.starts"].tolist(),
                    documents=arrays[f"{name}.documents"].astype(np.intp),
                    impacts=arrays[f"{name}.impacts"],
                    idf=arrays[f"{name}.idf"],
                )
                for name, shape in header["indexes"].items()
            }
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None
    fields = {name: indexes[name] for name in FIELDS}
    return Knowledge(header["tables"], fields, indexes["asked"], indexes["scope"])


def _indexes(knowledge: Knowledge) -> dict[str, Index]:
    return {**knowledge.fields, "asked": knowledge.asked, "scope": knowledge.scope}
