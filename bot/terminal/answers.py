"""Prints answers for a terminal: plain text, coloured where the output is one."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

import click

from retrieval.answer import Answer, Citation, NotCovered, sentences

_INDENT = "  "


def render(
    answer: Answer | NotCovered,
    sources: Mapping[str, Any],
    official: Mapping[str, str] | None,
    width: int,
) -> str:
    """Return the text of an answer; ``official`` has the wording to quote by id, or None."""
    if isinstance(answer, NotCovered):
        return _render_not_covered(answer, width)
    lines = [*(click.style(line, bold=True) for line in textwrap.wrap(answer.heading, width))]
    lines += [line for note in answer.notes for line in textwrap.wrap(note, width)]
    for entry in answer.glossary:
        lines += _wrapped(_cited(entry.explained, "Glossary"), width)
    for section in answer.sections:
        lines += ["", click.style(section.heading, fg="cyan", bold=True)]
        for citation in section.citations:
            cited = _cited(citation.item["text"], str(citation.n))
            if citation.item["kind"] in ("pillar", "building_block"):
                cited = f"{citation.item['title']}: {cited}"
            lines += _wrapped(cited, width, "• ")
            if official and citation.item["id"] in official:
                quoted = f"“{official[citation.item['id']]}” (DESE) [{citation.n}]"
                lines += _wrapped(quoted, width, "    ", dim=True)
    lines += ["", click.style("Sources", fg="cyan", bold=True)]
    lines += _sources(answer.citations)
    lines += [
        "",
        *_wrapped(f"{sources['credit']} Its own pages: {sources['dashboard']}", width, dim=True),
    ]
    lines += _next_questions("Ask next", answer.suggestions, width)
    return "\n".join(lines)


def _sources(citations: list[Citation]) -> list[str]:
    """Return the lines that say where each citation stands."""
    lines = []
    for citation in citations:
        mark = f"[{citation.n}]"
        lines.append(f"{_INDENT}{mark:<5}{citation.item['locator']}")
        lines += [_INDENT + " " * 5 + click.style(line, dim=True) for line in _about(citation)]
    return lines


def _about(citation: Citation) -> list[str]:
    """Return what helps to find a source: a resource's title, year and pages, a page's address."""
    item = citation.item
    if item["kind"] != "resource":
        return [item["url"]] if item["url"] else []
    year = f" ({item['school_year']})" if item["school_year"] else ""
    return list(filter(None, (item["title"] + year, *item["pages"], item["url"])))


def _cited(text: str, mark: str) -> str:
    return " ".join(f"{sentence} [{mark}]" for sentence in sentences(text))


def _render_not_covered(answer: NotCovered, width: int) -> str:
    message = " ".join(filter(None, (answer.message, answer.instead)))
    lines = [line for note in (*answer.notes, message) for line in textwrap.wrap(note, width)]
    if answer.blocks:
        lines += ["", click.style("Nearest in the Blueprint", fg="cyan", bold=True)]
        for block in answer.blocks:
            lines += _wrapped(f"{block['title']} ({block['pillar']})", width, "• ")
    return "\n".join([*lines, *_next_questions("You could ask", answer.suggestions, width)])


def _next_questions(heading: str, suggestions: Iterable[str], width: int) -> list[str]:
    listed = [line for question in suggestions for line in _wrapped(question, width, "• ")]
    return ["", click.style(heading, fg="cyan", bold=True), *listed] if listed else []


def _wrapped(text: str, width: int, mark: str = "", dim: bool = False) -> list[str]:
    # A citation's number stays on the line of the word before it.
    tied = re.sub(r" (\[\w+\])", "\u00a0\\1", text)
    wrapped = textwrap.wrap(
        tied,
        width,
        initial_indent=_INDENT + mark,
        subsequent_indent=_INDENT + " " * len(mark),
        break_on_hyphens=False,
        break_long_words=False,
    )
    return [click.style(line.replace("\u00a0", " "), dim=dim or None) for line in wrapped]
