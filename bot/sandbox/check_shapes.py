"""Pieces of the strict checks: strings, lists and objects, with the path of each problem."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any


class Problems:
    """What is wrong, each sentence with its JSON pointer as Slack writes it."""

    def __init__(self) -> None:
        """Start with none."""
        self.messages: list[str] = []

    def add(self, path: str, sentence: str) -> None:
        """Note a problem at a path."""
        self.messages.append(f"[ERROR] {sentence} [json-pointer:{path}]")


Check = Callable[[Any, str, Problems], None]


def string(longest: int | None = None, shortest: int = 0, pattern: str | None = None) -> Check:
    """A string of a length, perhaps of a form."""

    def check(value: Any, path: str, problems: Problems) -> None:
        if not isinstance(value, str):
            problems.add(path, "must provide a string")
        elif longest is not None and len(value) > longest:
            problems.add(path, f"must be less than {longest + 1} characters")
        elif len(value) < shortest:
            problems.add(path, f"must be more than {shortest - 1} characters")
        elif pattern is not None and not re.fullmatch(pattern, value):
            problems.add(path, f"failed to match pattern {pattern}")

    return check


def flag(value: Any, path: str, problems: Problems) -> None:
    """A boolean."""
    if not isinstance(value, bool):
        problems.add(path, "must provide a boolean")


def integer(least: int, most: int) -> Check:
    """A whole number between two others."""

    def check(value: Any, path: str, problems: Problems) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            problems.add(path, "must provide an integer")
        elif not least <= value <= most:
            problems.add(path, f"must be between {least} and {most}")

    return check


def one_of(*allowed: str) -> Check:
    """One of some words."""

    def check(value: Any, path: str, problems: Problems) -> None:
        if value not in allowed:
            problems.add(path, f"must be one of: {', '.join(allowed)}")

    return check


def url(longest: int) -> Check:
    """An absolute http address."""
    long_enough = string(longest, 1)

    def check(value: Any, path: str, problems: Problems) -> None:
        long_enough(value, path, problems)
        if isinstance(value, str) and not re.match(r"(https?|slack|mailto):\S+$", value):
            problems.add(path, "invalid url")

    return check


def array(item: Check, longest: int, shortest: int = 1) -> Check:
    """A list of things of one kind."""

    def check(value: Any, path: str, problems: Problems) -> None:
        if not isinstance(value, list):
            problems.add(path, "must provide an array")
            return
        if len(value) > longest:
            problems.add(path, f"no more than {longest} items allowed")
        if len(value) < shortest:
            problems.add(path, f"no less than {shortest} items allowed")
        for number, one in enumerate(value):
            item(one, f"{path}/{number}", problems)

    return check


def shape(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """An object with these fields and no others; `type` is checked by whoever chose the shape."""
    known = {**required, **(optional or {})}

    def check(value: Any, path: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            problems.add(path, "must provide an object")
            return
        for name in required:
            if name not in value:
                problems.add(path, f"missing required field: {name}")
        for name, content in value.items():
            if name in known:
                known[name](content, f"{path}/{name}", problems)
            elif name != "type":
                problems.add(path, f"invalid additional property: {name}")

    return check


def by_type(shapes: Mapping[str, Check], allowed: Collection[str] | None = None) -> Check:
    """An object whose `type` says which of several shapes it has."""

    def check(value: Any, path: str, problems: Problems) -> None:
        if not isinstance(value, dict):
            problems.add(path, "must provide an object")
            return
        kind = value.get("type")
        if kind is None:
            problems.add(path, "missing required field: type")
        elif kind not in shapes or (allowed is not None and kind not in allowed):
            problems.add(f"{path}/type", f"unsupported type: {kind}")
        else:
            shapes[kind](value, path, problems)

    return check


def all_of(*checks: Check) -> Check:
    """Several checks of the same thing."""

    def check(value: Any, path: str, problems: Problems) -> None:
        for one in checks:
            one(value, path, problems)

    return check
