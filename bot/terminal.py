"""Prints answers for a terminal: plain text, coloured where the output is one."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

import click

from retrieval.answer import Answer, Citation, NotCovered

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
    if answer.glossary:
        lines += _wrapped(f"{answer.glossary.explained} [Glossary]", width)
    for section in answer.sections:
        lines += ["", click.style(section.heading, fg="cyan", bold=True)]
        for citation in section.citations:
            cited = " ".join(f"{sentence} [{citation.n}]" for sentence in citation.sentences)
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
    """Return a line for each citation; a page's address once, under the last that it serves."""
    lines = []
    for citation, following in zip(citations, [*citations[1:], None], strict=True):
        mark = f"[{citation.n}]"
        lines.append(f"{_INDENT}{mark:<5}{citation.item['locator']}")
        url = citation.item["url"]
        if url and (following is None or following.item["url"] != url):
            lines.append(_INDENT + " " * 5 + click.style(url, dim=True))
    return lines


def _render_not_covered(answer: NotCovered, width: int) -> str:
    message = " ".join(filter(None, (answer.message, answer.instead)))
    lines = textwrap.wrap(message, width)
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
    tied = re.sub(r" (\[\d+\])", "\u00a0\\1", text)
    wrapped = textwrap.wrap(
        tied,
        width,
        initial_indent=_INDENT + mark,
        subsequent_indent=_INDENT + " " * len(mark),
        break_on_hyphens=False,
        break_long_words=False,
    )
    return [click.style(line.replace("\u00a0", " "), dim=dim or None) for line in wrapped]
