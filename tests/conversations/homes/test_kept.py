"""Homes follow what changes: gathered, one at a time, only for those who may be looking."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlite_utils import Database

from conversations import memberships
from conversations.assessment import inviting
from conversations.homes import kept
from conversations.homes.kept import GAP, Turned
from conversations.planning.acting import TaskAdded
from conversations.planning.exploring import CauseAdded
from conversations.planning.model import Responsible
from conversations.planning.steering import StageChosen
from tests.conversations.assessment import teams as assessments
from tests.conversations.planning.plans import (
    ANA,
    BEN,
    CARLA,
    CHAIN,
    DAN,
    DISTRICT,
    EVELYN,
    NOW,
    SPONSOR,
    STRANGER,
    TODAY,
    found_team,
    start,
    take,
)

LOOKING = (EVELYN, ANA, BEN, CARLA, DAN, SPONSOR, STRANGER)
SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
LATER = NOW + 10 * MINUTE


def looks(db: Database, *people: str, at: datetime = NOW) -> None:
    """Let people open their Home, which is drawn."""
    for person in people:
        home = kept.opened(db, DISTRICT, person, None, at)
        kept.drawn(db, replace(home, hash="h", digest="d"), read_at=at, now=at)


def followed(db: Database, now: datetime, *, until: datetime | None = None) -> list[str]:
    """Draw what is due, a second after the other, and return whose Homes that were."""
    kept.mark_changed(db, now)
    drawn = []
    while home := kept.claim_one(db, now):
        kept.drawn(db, home, read_at=now, now=now)
        drawn.append(home.person)
        assert kept.claim_one(db, now) is None, "not two at once"
        now += SECOND
        if until and now >= until:
            break
    return drawn


@pytest.fixture
def plan(db: Database) -> None:
    found_team(db)
    start(db, *CHAIN, StageChosen("live"))


@pytest.mark.usefixtures("plan")
def test_a_change_is_followed_by_everybody_whom_it_concerns_and_nobody_else(db: Database) -> None:
    looks(db, *LOOKING, at=LATER)
    assert not kept.has_changes(db, LATER)
    task = TaskAdded("t9", "i1", "Ask", Responsible(STRANGER), due=TODAY)
    take(db, task, now=LATER + MINUTE)
    assert kept.has_changes(db, LATER + MINUTE)
    assert set(followed(db, LATER + MINUTE)) == set(LOOKING), "the task is a stranger's now"
    take(db, TaskAdded("t8", "i1", "Ask again", Responsible(ANA)), by=ANA, now=LATER + 2 * MINUTE)
    assert followed(db, LATER + 3 * MINUTE) != [], "what is proposed shows too"


@pytest.mark.usefixtures("plan")
def test_a_personal_plan_concerns_its_owner_only(db: Database) -> None:
    start(db, by=BEN, id="own", team=None, channel=None, owners=(BEN,))
    looks(db, *LOOKING, at=LATER)
    take(db, CauseAdded("x", "people", "Tired"), by=BEN, plan_id="own", now=LATER + MINUTE)
    assert followed(db, LATER + MINUTE) == [BEN]


@pytest.mark.usefixtures("plan")
def test_changes_are_gathered_and_a_claimed_home_is_nobody_else_s(db: Database) -> None:
    looks(db, ANA, at=LATER)
    for n in range(5):
        take(db, TaskAdded(f"x{n}", "i1", f"Task {n}"), now=LATER + (n + 1) * SECOND)
        kept.mark_changed(db, LATER + (n + 1) * SECOND)
        assert kept.claim_one(db, LATER + (n + 1) * SECOND) is None
    home = kept.claim_one(db, LATER + GAP)
    assert home is not None
    kept.mark_changed(db, LATER + GAP + SECOND)
    assert kept.claim_one(db, LATER + GAP + SECOND) is None, "another process is at it"
    lost = kept.claim_one(db, LATER + GAP + 2 * MINUTE)
    assert lost is not None, "and was killed"
    kept.drawn(db, lost, read_at=LATER + 2 * MINUTE, now=LATER + 2 * MINUTE)
    assert followed(db, LATER + 3 * MINUTE) == []


@pytest.mark.usefixtures("plan")
def test_what_changes_while_a_home_is_read_is_drawn_next(db: Database) -> None:
    looks(db, ANA, at=LATER)
    take(db, TaskAdded("x1", "i1", "One"), now=LATER + MINUTE)
    kept.mark_changed(db, LATER + MINUTE)
    home = kept.claim_one(db, LATER + MINUTE)
    assert home is not None
    # It was on its way before the Home was read, and was committed after.
    take(db, TaskAdded("x2", "i1", "Two"), now=LATER + MINUTE - SECOND)
    kept.drawn(db, home, read_at=LATER + MINUTE, now=LATER + MINUTE)
    assert followed(db, LATER + 2 * MINUTE) == [ANA]
    assert followed(db, LATER + 3 * MINUTE) == [], "once"


@pytest.mark.usefixtures("plan")
def test_a_burst_goes_one_a_second_the_latest_opened_first_and_not_to_those_long_gone(
    db: Database,
) -> None:
    given: dict[str, Any] = {"guests": (), "by": DAN, "now": NOW}
    crowd = [f"U{n:04}" for n in range(300)]
    memberships.set_members(db, DISTRICT, "team", crowd, names={}, titles={}, **given)
    looks(db, *crowd[:200], at=NOW - 8 * DAY)
    for n, person in enumerate(crowd[200:]):
        looks(db, person, at=NOW + n * SECOND)
    take(db, TaskAdded("x", "i1", "Task"), now=LATER)
    assert followed(db, LATER, until=LATER + MINUTE) == crowd[:199:-1][:60]
    kept.later(db, DISTRICT, crowd[200], LATER + 5 * MINUTE)
    assert kept.claim_one(db, LATER + 2 * MINUTE) is None, "Slack asked for patience"
    assert kept.claim_one(db, LATER + 5 * MINUTE) is not None


@pytest.mark.usefixtures("plan")
def test_a_home_that_slack_does_not_take_waits_until_it_is_opened(db: Database) -> None:
    looks(db, ANA, at=LATER)
    kept.give_up(db, DISTRICT, ANA)
    take(db, TaskAdded("x", "i1", "Task"), now=LATER + MINUTE)
    assert followed(db, LATER + MINUTE) == []
    looks(db, ANA, at=LATER + 2 * MINUTE)
    take(db, TaskAdded("y", "i1", "Task"), now=LATER + 3 * MINUTE)
    assert followed(db, LATER + 3 * MINUTE) == [ANA]


@pytest.mark.usefixtures("plan")
def test_joining_leaving_and_rating_are_followed(db: Database) -> None:
    looks(db, *LOOKING, at=LATER)
    given: dict[str, Any] = {"guests": (), "by": DAN, "now": LATER + MINUTE}
    memberships.set_members(db, DISTRICT, "team", [ANA, STRANGER], names={}, titles={}, **given)
    assert set(followed(db, LATER + MINUTE)) == {STRANGER, BEN, ANA, CARLA, DAN, SPONSOR}
    given["now"] = LATER + 5 * MINUTE
    memberships.set_members(db, DISTRICT, "team", [ANA], names={}, titles={}, **given)
    assert STRANGER in followed(db, LATER + 5 * MINUTE)
    session = assessments.session("school", team=None)
    rating = assessments.invited(BEN)
    inviting.start(db, session, rating, by=EVELYN, now=LATER + 70 * MINUTE)
    assert set(followed(db, LATER + 70 * MINUTE)) == {EVELYN, BEN, DAN}


def test_the_page_stays_until_it_is_opened_anew(db: Database) -> None:
    kept.opened(db, DISTRICT, ANA, True, NOW)
    kept.turn(db, DISTRICT, ANA, Turned(tasks=20, teams=5))
    home = kept.find(db, DISTRICT, ANA)
    assert home is not None
    assert (home.turned, home.may_name) == (Turned(20, 5), True)
    assert kept.opened(db, DISTRICT, ANA, None, NOW).turned == Turned()
    assert kept.find(db, DISTRICT, BEN) is None
