"""A person at a terminal: lines are said to them, and what they type comes back."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterable

import click

_WIDEST, _NARROWEST = 96, 20


class Stopped(Exception):
    """The person stops for now."""


class Console:
    """Standard input and output, also where they are no terminal but a pipe."""

    def __init__(self) -> None:
        """Let nothing that is typed or said in another encoding break the conversation."""
        for stream in (sys.stdin, sys.stdout):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]

    @property
    def width(self) -> int:
        """How many characters a line has."""
        columns = shutil.get_terminal_size((80, 24)).columns
        return max(_NARROWEST, min(columns, _WIDEST))

    def say(self, text: str = "") -> None:
        """Print a text as it is."""
        click.echo(text)

    def tell(self, text: str) -> None:
        """Print a text in lines that fit."""
        self.say("\n".join(wrapped(text, self.width)))

    def ask(self, prompt: str = "> ") -> str:
        """Return what the person types; raises Stopped at the end of input or at Ctrl-C."""
        try:
            if sys.stdin.isatty():
                return input(prompt).strip()
            click.echo(prompt, nl=False)
            line = sys.stdin.readline()
        except (EOFError, KeyboardInterrupt):
            line = ""
        if not line:
            click.echo()
            raise Stopped
        # In a transcript of a pipe an answer stands where it would have been typed.
        click.echo(line.strip())
        return line.strip()


def is_word(typed: str, word: str) -> bool:
    """Tell whether a word was typed, as it was quoted or not."""
    return typed.casefold().strip(" “”\"'.!") == word


def wrapped(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """Return lines that fit, ``first`` before the first one and ``rest`` before the others."""
    rest = first if rest is None else rest
    lines: list[str] = []
    for paragraph in text.splitlines():
        lines += textwrap.wrap(
            paragraph,
            width,
            initial_indent=rest if lines else first,
            subsequent_indent=rest,
            break_on_hyphens=False,
            break_long_words=False,
        )
    return lines


def listed(items: Iterable[str], width: int) -> list[str]:
    """Return items as a list with dots."""
    return [line for item in items for line in wrapped(item, width, "  • ", "    ")]
