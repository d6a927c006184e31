"""Prints answers for a terminal: plain text, coloured where the output is one."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

import click

from retrieval.answer import Answer, NotCovered

_INDENT = "  "


def render(
    answer: Answer | NotCovered, sources: Mapping[str, Any], official: Mapping[str, str] | None, width: int
) -> str:
    """Return the text of an answer; ``official`` has the wording to quote by id, or None."""
    if isinstance(answer, NotCovered):
        return _render_not_covered(answer, width)
    lines = [click.style(answer.heading, bold=True)]
    if answer.glossary:
        lines += _wrapped(f"{answer.glossary.explained} [Glossary]", width)
    for section in answer.sections:
        lines += ["", click.style(section.heading, fg="cyan", bold=True)]
        for citation in section.citations:
            cited = " ".join(f"{sentence} [{citation.n}]" for sentence in citation.sentences)
            if citation.item["kind"] in ("resource", "pillar", "building_block"):
                cited = f"{citation.item['title']}: {cited}"
            lines += _wrapped(cited, width, "• ")
            if official and citation.item["id"] in official:
                quoted = f"“{official[citation.item['id']]}” (DESE) [{citation.n}]"
                lines += _wrapped(quoted, width, "    ", dim=True)
    lines += ["", click.style("Sources", fg="cyan", bold=True)]
    for citation in answer.citations:
        locator = f"[{citation.n}] {citation.item['locator']}"
        lines.append(_INDENT + locator)
        if citation.item["url"]:
            lines.append(_INDENT + " " * (len(str(citation.n)) + 3) + click.style(citation.item["url"], dim=True))
    lines += ["", *_wrapped(f"{sources['credit']} Its own pages: {sources['dashboard']}", width, dim=True)]
    lines += _next_questions("Ask next", answer.suggestions)
    return "\n".join(lines)


def _render_not_covered(answer: NotCovered, width: int) -> str:
    message = " ".join(filter(None, (answer.message, answer.instead)))
    lines = textwrap.wrap(message, width)
    if answer.blocks:
        lines += ["", click.style("Nearest in the Blueprint", fg="cyan", bold=True)]
        lines += [f"{_INDENT}• {block['title']} ({block['pillar']})" for block in answer.blocks]
    return "\n".join([*lines, *_next_questions("You could ask", answer.suggestions)])


def _next_questions(heading: str, suggestions: Iterable[str]) -> list[str]:
    listed = [f"{_INDENT}• {suggestion}" for suggestion in suggestions]
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
