"""Plans to export: one that has hardly begun, a small one, and the large one in any words."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from datetime import date
from typing import Any, TypeVar

from docx.oxml import parse_xml
from PIL import Image

from benchmarks.large_plan import large_plan
from conversations.exports.plan_report import (
    DriverDiagram,
    DriverShown,
    Fishbone,
    GoalShown,
    IdeaShown,
    PlanReport,
    TaskShown,
)

_KEPT = ("id", "sort", "unit", "url")
Told = TypeVar("Told")


def begun() -> PlanReport:
    """Return a plan in which nothing is chosen yet."""
    return PlanReport(
        title="",
        team="",
        as_of=date(2026, 10, 5),
        cycle=1,
        state="Being written",
        ratings=(),
        problem="",
        fishbone=Fishbone("", ()),
        goal=GoalShown("", "", "", "", None, ""),
        diagram=DriverDiagram("", ()),
        theory="",
        measures=(),
        considerations=(),
        core=(),
        uncovered=(),
        coherence=(),
        missing=(),
    )


def task(what: str = "Book them", **told: Any) -> TaskShown:
    """Return a task of Ana's that is due in the middle of November."""
    starts, due = date(2026, 11, 2), date(2026, 11, 16)
    return dataclasses.replace(
        TaskShown("t1", what, "Ana Diaz", (), starts, due, "Not started"), **told
    )


def with_tasks(*tasks: TaskShown, **idea: Any) -> PlanReport:
    """Return a plan with one driver that has one idea with these tasks."""
    told = dataclasses.replace(IdeaShown("Book early", tasks=tasks), **idea)
    driver = DriverShown("Families are heard", ("No interpreters",), ideas=(told,))
    return dataclasses.replace(begun(), diagram=DriverDiagram("All heard", (driver,)))


def in_words(words: str, told: Told) -> Told:
    """Return plain data with all that was typed in it replaced."""
    return _replaced(words, told)  # type: ignore[no-any-return]


def large_in(words: str) -> PlanReport:
    """Return the large plan with all that was typed in it replaced."""
    return in_words(words, large_plan())


def png(width: int = 70, height: int = 40) -> bytes:
    """Return a picture."""
    file = io.BytesIO()
    Image.new("L", (width, height)).save(file, "PNG")
    return file.getvalue()


def typed(told: Any) -> set[str]:
    """Return all words in plain data that somebody typed."""
    if isinstance(told, str):
        return {told}
    if isinstance(told, tuple):
        return set().union(*map(typed, told))
    if dataclasses.is_dataclass(told):
        names = [field.name for field in dataclasses.fields(told) if field.name not in _KEPT]
        return set().union(*(typed(getattr(told, name)) for name in names))
    return set()


def parsed(file: bytes) -> list[Any]:
    """Return the XML of all parts of a document, read strictly."""
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        names = [name for name in parts.namelist() if name.endswith((".xml", ".rels"))]
        return [parse_xml(parts.read(name)) for name in names]


def _replaced(words: str, told: Any) -> Any:
    if isinstance(told, str):
        return words
    if isinstance(told, tuple):
        return tuple(_replaced(words, each) for each in told)
    if dataclasses.is_dataclass(told) and not isinstance(told, type):
        fields = {field.name: getattr(told, field.name) for field in dataclasses.fields(told)}
        return dataclasses.replace(
            told,
            **{n: _replaced(words, value) for n, value in fields.items() if n not in _KEPT},
        )
    return told
