"""Documents shaped like the published ones, in our own words: to import without the originals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from fpdf import FPDF

from content import ids
from content.files import DATA
from content.loader import Corpus, read_yaml


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, or an entry of a list with bullets or numbers."""

    text: str
    sort: str = "paragraph"


def document(source: str, corpus: Corpus) -> list[Block]:
    """Return a document with every passage that ``source`` has, in its order."""
    outline = read_yaml(DATA / "outline.yaml")[source]
    blocks = [Block(phrase, "heading") for phrase in outline["recognised_by"]]
    for landmark in outline["landmarks"]:
        blocks += _blocks(landmark, corpus)
    return blocks


def _blocks(landmark: dict[str, Any], corpus: Corpus) -> Iterator[Block]:
    listed = landmark.get("items", [])
    if landmark.get("indicators"):
        listed = [
            i for i in ids.all_ids() if i.startswith(landmark["id"] + "/") and i != landmark["id"]
        ]
    head = landmark["at"].split(" • ")[0]
    if "id" in landmark and not listed:
        yield Block(f"{head} {corpus.items[landmark['id']].text}")
    else:
        yield Block(head, "heading")
    # The table's columns stand side by side there, so its entries come in row order.
    sort = "number" if listed and listed[0].startswith("team/") else "bullet"
    for place, item_id in enumerate(listed):
        opening = "Supports educators and teams: " if place == 0 and " • " in landmark["at"] else ""
        yield Block(opening + corpus.items[item_id].text, sort)


def write(blocks: list[Block], path: Path) -> Path:
    """Write a document in the format of ``path``'s ending."""
    {".txt": _txt, ".html": _html, ".docx": _docx, ".pdf": _pdf}[path.suffix](blocks, path)
    return path


def _txt(blocks: list[Block], path: Path) -> None:
    lines, number = [], 0
    for block in blocks:
        number = number + 1 if block.sort == "number" else 0
        mark = {"heading": "\t", "paragraph": "", "bullet": " \t· ", "number": f"{number}. "}
        lines.append(mark[block.sort] + block.text.replace(" ELs ", " \u00a0ELs  "))
    path.write_text("\n\n".join(lines), encoding="utf-8")


def _html(blocks: list[Block], path: Path) -> None:
    tags = {"heading": "h2", "paragraph": "p", "bullet": "li", "number": "li"}
    body = "".join(f"<{tags[b.sort]}>{b.text}</{tags[b.sort]}>\n" for b in blocks)
    path.write_text(f"<html><head><title>x</title></head><body>{body}</body></html>", "utf-8")


def _docx(blocks: list[Block], path: Path) -> None:
    made = docx.Document()
    cell = made.add_table(rows=1, cols=1).cell(0, 0)
    styles = {"heading": "Heading 2", "bullet": "List Bullet", "number": "List Number"}
    for place, block in enumerate(blocks):
        # Half of the published text stands in table cells.
        into = cell if place < len(blocks) // 2 else made
        into.add_paragraph(block.text, style=styles.get(block.sort))
    made.save(str(path))


def _pdf(blocks: list[Block], path: Path) -> None:
    made = FPDF()
    made.add_page()
    made.set_font("Helvetica", size=10)
    for block in blocks:
        mark = "· " if block.sort in ("bullet", "number") else ""
        text = (mark + block.text).translate(str.maketrans("’‘“”–—…", "''\"\"--."))
        made.set_x(made.l_margin)
        made.multi_cell(0, 5, text.encode("latin-1", "replace").decode("latin-1"))
    made.output(str(path))
