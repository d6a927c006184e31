"""The table with one row a task, read back as a spreadsheet would."""

from __future__ import annotations

import csv
import io
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.large_plan import large_plan
from conversations.exports.plan_report import (
    DriverDiagram,
    DriverShown,
    IdeaShown,
    PlanReport,
    TaskShown,
)
from conversations.exports.task_table import task_table

TASK = TaskShown(
    id="t1",
    what="Book interpreters for all 20 conferences",
    owner="Ana Lopes",
    support=("Ben Ito", "Mrs. Sok (ELPAC)"),
    starts=date(2026, 9, 14),
    due=date(2026, 11, 25),
    status="Under way",
    note="Two agencies called back,\nwe wait for the third",
    shows="14 of 20 conferences with an interpreter",
    idea="Interpreters without asking",
    driver="Families are heard",
)


def plan(*tasks: TaskShown) -> PlanReport:
    ideas = (IdeaShown("Interpreters without asking", tasks=tasks),)
    drivers = (DriverShown("Families are heard", ideas=ideas),)
    told = large_plan()
    goal = replace(told.goal, sentence="By June, families of newcomers are heard.")
    return replace(told, goal=goal, diagram=DriverDiagram(goal.sentence, drivers))


def read(told: PlanReport) -> list[dict[str, str]]:
    lines = list(csv.DictReader(io.StringIO(task_table(told), newline="")))
    assert all(None not in line and None not in line.values() for line in lines)
    return lines


def test_a_task_is_a_row() -> None:
    assert read(plan(TASK)) == [
        {
            "task": "Book interpreters for all 20 conferences",
            "owner": "Ana Lopes",
            "support": "Ben Ito; Mrs. Sok (ELPAC)",
            "start": "2026-09-14",
            "due": "2026-11-25",
            "status": "Under way",
            "what shows progress": "14 of 20 conferences with an interpreter",
            "note": "Two agencies called back,\nwe wait for the third",
            "change idea": "Interpreters without asking",
            "driver": "Families are heard",
            "goal": "By June, families of newcomers are heard.",
        }
    ]


def test_a_task_that_is_only_an_intention_is_a_row_too() -> None:
    bare = TaskShown("t2", "Ask the office", "", (), None, None, "Not started")
    (line,) = read(plan(bare))
    assert {name for name, cell in line.items() if cell} == {"task", "status", "goal"}


def test_every_task_of_a_large_plan_is_there_in_its_order() -> None:
    told = large_plan()
    assert [line["task"] for line in read(told)] == [task.what for task in told.tasks]


WORDS = [field.name for field in fields(TaskShown) if field.type == "str" and field.name != "id"]


@pytest.mark.parametrize("name", WORDS)
@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_typed_words_do_not_run_as_a_formula(name: str, formula: str) -> None:
    typed: dict[str, Any] = {name: formula}
    (line,) = read(plan(replace(TASK, **typed)))
    assert sum(cell.startswith("'") for cell in line.values()) == 1
    (line,) = read(plan(replace(TASK, support=(formula, "Ben"))))
    assert line["support"].startswith("'")


@given(st.text())
def test_any_words_come_back_in_one_cell(words: str) -> None:
    (line,) = read(plan(replace(TASK, note=words)))
    assert not line["note"].startswith(("=", "+", "-", "@", "\t", "\r"))
    task_table(plan(replace(TASK, note=words))).encode()
