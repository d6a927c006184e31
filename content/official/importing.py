"""Imports published documents: extract, recognise, cut into passages, store all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from content import ids
from content.errors import ImportRefusedError
from content.files import DATA
from content.loader import read_yaml
from content.official import store
from content.official.extract import extract
from content.official.segment import Segments, fold, recognise, segment


@dataclass(frozen=True)
class ImportReport:
    """What an import matched: passages by document, and ids of those documents without one."""

    documents: tuple[Segments, ...]
    matched: dict[str, str]
    unmatched: tuple[str, ...]


def read_documents(paths: Sequence[Path]) -> ImportReport:
    """Read published documents without storing anything.

    Raises ImportRefusedError for a file that cannot be read or is none of the five documents.
    """
    outline = read_yaml(DATA / "outline.yaml")
    documents = []
    for path in paths:
        text = fold(extract(path))
        source = recognise(text, outline)
        if source is None:
            raise ImportRefusedError(
                f"{path.name} is none of the published documents that this app knows; "
                "see the list in docs/running.md."
            )
        documents.append(segment(text, source, outline))
    matched = {i: text for document in documents for i, text in document.texts.items() if text}
    sources = {document.source for document in documents}
    unmatched = tuple(i for i in ids.all_ids() if ids.source_of(i) in sources and i not in matched)
    return ImportReport(tuple(documents), matched, unmatched)


def import_documents(paths: Sequence[Path], directory: Path) -> ImportReport:
    """Read published documents and store their wording by id in ``directory``."""
    report = read_documents(paths)
    if not report.matched:
        raise ImportRefusedError(
            "None of the passages was found in these files; nothing was stored."
        )
    store.merge(directory, report.matched)
    return report
