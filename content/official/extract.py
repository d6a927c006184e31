"""Takes the text out of a published document: plain text, .docx, .html or .pdf, by libraries."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from content.errors import ImportRefusedError

LARGEST = 20 * 1024 * 1024
"""Bytes of the largest file that is read; a .docx file may unpack to ten times that."""

_LIST_MARK = "\n• "


def extract(path: Path) -> str:
    """Return the text of a document, list items marked with ``•``.

    Raises ImportRefusedError, with a sentence on what to do, for a file that is missing, empty, too
    large, of another kind or damaged.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise ImportRefusedError(
            f"{path.name} is not a kind of file that can be imported; "
            "use .txt, .docx, .html or .pdf."
        )
    try:
        size = path.stat().st_size
    except OSError:
        raise ImportRefusedError(f"{path} is not there or cannot be opened.") from None
    if size > LARGEST:
        raise ImportRefusedError(
            f"{path.name} is too large ({size // 2**20} MB); the published documents are "
            f"under {LARGEST // 2**20} MB."
        )
    try:
        text = reader(path)
    except ImportRefusedError:
        raise
    except OSError:
        raise ImportRefusedError(f"{path} cannot be opened.") from None
    # The three libraries raise dozens of kinds of error on damaged files, some of them builtin.
    except Exception:
        raise ImportRefusedError(
            f"{path.name} is damaged or not really a {path.suffix} file; download it again."
        ) from None
    if not text.strip():
        raise ImportRefusedError(f"{path.name} has no text in it.")
    return text


def _plain(path: Path) -> str:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1252"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ImportRefusedError(f"{path.name} is not a text file.")


def _html(path: Path) -> str:
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(path.read_bytes(), "html.parser")
    for unseen in soup(["script", "style", "head"]):
        unseen.decompose()
    for entry in soup("li"):
        entry.insert(0, _LIST_MARK)
    return soup.get_text(" ")


def _docx(path: Path) -> str:
    import docx

    with zipfile.ZipFile(path) as archive:
        if sum(part.file_size for part in archive.infolist()) > 10 * LARGEST:
            raise ImportRefusedError(f"{path.name} unpacks to more than a document can hold.")
    return "\n".join(_blocks(docx.Document(str(path))))


def _blocks(container: Any) -> Iterator[str]:
    from docx.table import Table

    for block in container.iter_inner_content():
        if isinstance(block, Table):
            seen = set()
            for row in block.rows:
                for cell in row.cells:
                    # A merged cell stands in several places of the grid.
                    if cell._tc not in seen:
                        seen.add(cell._tc)
                        yield from _blocks(cell)
        else:
            listed = block.style.name.startswith("List") or bool(block._p.xpath("./w:pPr/w:numPr"))
            yield (_LIST_MARK if listed else "") + block.text


def _pdf(path: Path) -> str:
    import pypdf

    document = pypdf.PdfReader(path)
    if document.is_encrypted and not document.decrypt(""):
        raise ImportRefusedError(
            f"{path.name} has a password; save a copy without one and import that."
        )
    return "\n".join(page.extract_text() for page in document.pages)


_READERS: dict[str, Callable[[Path], str]] = {
    ".txt": _plain,
    ".md": _plain,
    ".docx": _docx,
    ".html": _html,
    ".htm": _html,
    ".pdf": _pdf,
}
