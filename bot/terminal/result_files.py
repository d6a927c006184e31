"""The results of a self-assessment as files in a folder."""

from __future__ import annotations

from pathlib import Path

from conversations.exports.document import document
from conversations.exports.heat_strip import heat_strip
from conversations.exports.report import Report
from conversations.exports.table import rating_table


def save_results(report: Report, folder: Path) -> tuple[Path, ...]:
    """Write the document, the table and the picture, and return where; raises OSError."""
    picture = heat_strip(report)
    made = {
        "results.docx": document(report, picture),
        # With its mark, spreadsheets read accents right.
        "ratings.csv": rating_table(report).encode("utf-8-sig"),
        "picture.png": picture,
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        (folder / name).write_bytes(content)
    return tuple(folder / name for name in made)
