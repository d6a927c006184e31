"""The calendar of due dates, read back as a phone would."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from benchmarks.large_plan import large_plan
from conversations.exports.due_dates import due_dates
from conversations.exports.plan_report import PlanReport
from tests.conversations.exports.test_task_table import TASK, plan

NOW = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)


def read(told: PlanReport, now: datetime = NOW) -> Calendar:
    found = Calendar.from_ical(due_dates(told, now=now))
    assert isinstance(found, Calendar)
    assert found.errors == []
    return found


def event(told: PlanReport, now: datetime = NOW) -> Event:
    (found,) = read(told, now).events
    assert found.errors == []
    return found


def test_a_due_date_is_an_event_of_a_whole_day() -> None:
    found = event(plan(TASK))
    assert found.summary == "Book interpreters for all 20 conferences"
    assert (found.start, found.end) == (date(2026, 11, 25), date(2026, 11, 26))
    assert found["TRANSP"] == "TRANSPARENT", "it keeps nobody from a meeting"
    assert (found.description or "").split("\n") == [
        "Responsible: Ana Lopes",
        "In support: Ben Ito, Mrs. Sok (ELPAC)",
        "Status: Under way",
        "Change idea: Interpreters without asking",
        "Driver: Families are heard",
        "What shows progress: 14 of 20 conferences with an interpreter",
    ]


def test_what_is_done_says_so_and_stays_on_its_day() -> None:
    found = event(plan(replace(TASK, is_done=True, status="Done")))
    assert found.summary == "Done: Book interpreters for all 20 conferences"
    assert found["STATUS"] == "CONFIRMED"
    assert found.start == TASK.due


def test_without_a_due_date_there_is_nothing_to_show() -> None:
    assert read(plan(replace(TASK, due=None))).events == []


def test_a_task_without_an_owner_says_so() -> None:
    found = event(plan(replace(TASK, owner="")))
    assert (found.description or "").startswith("Responsible: nobody yet\n")


def test_a_task_that_moved_is_the_same_event() -> None:
    moved = replace(TASK, due=date(2026, 12, 4), what="Book interpreters")
    before, after = event(plan(TASK)), event(plan(moved), NOW + timedelta(days=1))
    assert before.uid == after.uid
    assert [before.stamp, after.stamp] == [NOW, NOW + timedelta(days=1)]
    large = read(large_plan()).events
    assert len({each.uid for each in large}) == len(large) == 58


def test_the_calendar_has_a_name_and_is_fetched_again() -> None:
    made = due_dates(replace(plan(TASK), title="Newcomers, grades 6 to 8"), now=NOW).decode()
    lines = made.split("\r\n")
    assert {
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "NAME:Newcomers\\, grades 6 to 8",
        "X-WR-CALNAME:Newcomers\\, grades 6 to 8",
        "REFRESH-INTERVAL;VALUE=DURATION:PT4H",
        "X-PUBLISHED-TTL:PT4H",
    } <= set(lines)
    assert any(line.startswith("PRODID:") for line in lines)


def test_it_changes_only_with_the_plan_and_the_moment() -> None:
    local = NOW.astimezone(timezone(timedelta(hours=-5)))
    assert due_dates(large_plan(), now=NOW) == due_dates(large_plan(), now=local)
    assert b"DTSTAMP:20261124T123000Z" in due_dates(large_plan(), now=local)


@given(st.text(), st.text(), st.text())
def test_any_words_come_back_and_no_line_is_too_long(what: str, owner: str, title: str) -> None:
    told = replace(plan(replace(TASK, what=what, owner=owner)), title=title)
    made = due_dates(told, now=NOW)
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    found = event(told)
    assert found.start == TASK.due
    assert "\n" not in (found.summary or "")
    assert len((found.description or "").split("\n")) == 6


def test_words_in_other_scripts_and_with_commas_come_back_as_typed() -> None:
    for words in ("لدينا مترجمون", "我们有口译员" * 20, 'Sí, «señora»; a\\nb \\, ; : " ^n'):
        assert event(plan(replace(TASK, what=words))).summary == words
