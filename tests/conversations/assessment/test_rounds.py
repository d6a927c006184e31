"""A round is compared with the one before of the same people; the next one is remembered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlite_utils import Database

from conversations.assessment import rounds, service, store
from conversations.assessment.identities import FORGOTTEN
from conversations.assessment.model import Session
from conversations.assessment.session import Agreed, Chosen, Closed, MovedOn, SessionEvent
from conversations.assessment.walk import Rated
from tests.conversations.assessment.teams import (
    ANA,
    BEN,
    CARLA,
    DISTRICT,
    EVELYN,
    NOW,
    OTHER,
    SCALE,
    start,
    statement,
)

ONE, TWO, THREE = (statement(n).id for n in (1, 2, 3))
YEAR = timedelta(days=365)


def played(
    db: Database,
    name: str,
    ratings: dict[str, int],
    *,
    people: tuple[str, ...] = (ANA, BEN, CARLA),
    now: datetime = NOW,
    **more: Any,
) -> Session:
    """Play a round to its end, a week long, with these agreed ratings."""
    begun = start(db, *people, id=name, started_at=now, closes_at=None, now=now, **more)
    by, tenant = begun.facilitators[0], begun.tenant
    for person in people:
        with_identity = db.execute(
            "SELECT participant FROM identities WHERE session = ? AND person = ?", [name, person]
        ).fetchone()[0]
        for card in begun.cards("school"):
            rated = Rated(card.id, 2, "It is on our calendar.")
            service.walk(db, tenant, with_identity, rated, by=person, seen=None, now=now)
    ends = now + timedelta(days=7)
    growing = tuple(i for i, value in ratings.items() if value < 3)
    events: list[SessionEvent] = [Closed()]
    events += [Agreed(indicator, value) for indicator, value in ratings.items()]
    events += [MovedOn("prioritising"), Chosen(growing[:1])]
    for event in events:
        _, notice = service.steer(db, tenant, name, event, by=by, now=ends)
        assert not notice
    return store.read_session(db, tenant, name)


def compared(
    db: Database, name: str, tenant: str = DISTRICT, now: datetime = NOW + 3 * YEAR
) -> rounds.Round | None:
    return rounds.earlier_round(db, store.read_assessment(db, tenant, name), now)


def test_the_latest_round_before_is_compared_by_indicator(db: Database) -> None:
    played(db, "first", {ONE: 1, TWO: 1})
    played(db, "second", {ONE: 2, TWO: 3, THREE: 1}, now=NOW + YEAR)
    played(db, "third", {ONE: 2}, now=NOW + 2 * YEAR)
    found = compared(db, "third")
    assert found == rounds.Round("second", date(2027, 12, 8), {ONE: 2, TWO: 3, THREE: 1})
    assert compared(db, "second") == rounds.Round("first", date(2026, 12, 8), {ONE: 1, TWO: 1})
    assert compared(db, "first") is None


def test_a_round_that_did_not_end_or_ended_later_is_none_before(db: Database) -> None:
    start(db, ANA, BEN, CARLA, id="open", started_at=NOW)
    played(db, "first", {ONE: 1}, now=NOW + timedelta(days=30))
    assert compared(db, "first") is None
    # A session that began earlier and is looked at later is not compared with its future.
    assert compared(db, "open") is None


def test_only_what_both_rated_is_compared_and_a_round_of_other_blocks_is_passed_over(
    db: Database,
) -> None:
    played(db, "first", {ONE: 1, THREE: 2})
    elsewhere = (replace(statement(1, block=3), text="Other"),)
    played(db, "second", {statement(1, block=3).id: 2}, now=NOW + YEAR, statements=elsewhere)
    played(db, "third", {ONE: 2}, now=NOW + 2 * YEAR, cards=1)
    found = compared(db, "third")
    assert found is not None
    assert (found.session, found.agreed) == ("first", {ONE: 1})


def test_another_scale_is_not_compared(db: Database) -> None:
    other = SCALE.model_copy(
        update={
            "points": (
                SCALE.points[0].model_copy(update={"label": "Never"}),
                *SCALE.points[1:],
            )
        }
    )
    played(db, "first", {ONE: 1}, scale=other)
    played(db, "second", {ONE: 2}, now=NOW + YEAR)
    assert compared(db, "second") is None


@pytest.mark.parametrize(
    "place", [{"team": "another"}, {"team": None}, {"team": None, "channel": "C2"}]
)
def test_other_peoples_rounds_are_not_compared(db: Database, place: dict[str, Any]) -> None:
    played(db, "first", {ONE: 1}, **place)
    played(db, "second", {ONE: 2}, now=NOW + YEAR)
    assert compared(db, "second") is None


def test_a_channel_without_a_team_is_compared_with_itself(db: Database) -> None:
    played(db, "first", {ONE: 1}, team=None)
    played(db, "elsewhere", {ONE: 3, TWO: 1}, team=None, channel="C2", now=NOW + YEAR)
    played(db, "second", {ONE: 2}, team=None, now=NOW + 2 * YEAR)
    found = compared(db, "second")
    assert found is not None
    assert found.session == "first"


def test_somebody_alone_is_compared_with_nobody_else(db: Database) -> None:
    alone: dict[str, Any] = {"team": None, "channel": None}
    played(db, "hers", {ONE: 1}, people=(ANA,), facilitators=(ANA,), **alone)
    played(db, "his", {ONE: 3, TWO: 1}, people=(BEN,), facilitators=(BEN,), **alone, now=NOW + YEAR)
    played(db, "again", {ONE: 2}, people=(ANA,), facilitators=(ANA,), **alone, now=NOW + 2 * YEAR)
    found = compared(db, "again")
    assert found is not None
    assert found.session == "hers"
    # Who asked to be forgotten is nobody's earlier self.
    db.execute("UPDATE identities SET person = ?", [FORGOTTEN])
    assert compared(db, "again") is None


def test_another_workspace_is_never_compared(db: Database) -> None:
    played(db, "first", {ONE: 1}, tenant=OTHER)
    played(db, "second", {ONE: 2}, now=NOW + YEAR)
    assert compared(db, "second") is None


def again(db: Database) -> list[dict[str, Any]]:
    return list(db.query("SELECT * FROM outbox WHERE kind = ? ORDER BY due_at", [rounds.AGAIN]))


def test_a_reminder_comes_months_later_on_the_same_day_or_the_months_last(db: Database) -> None:
    session = start(db, ANA, BEN, CARLA)
    on = datetime(2026, 11, 30, 15, tzinfo=UTC)
    assert rounds.assess_again(db, session, EVELYN, 3, on) == date(2027, 2, 28)
    assert rounds.assess_again(db, session, EVELYN, 12, on) == date(2027, 11, 30)
    [row] = again(db)
    assert (row["recipient"], row["any_hour"]) == (EVELYN, 0)
    assert row["due_at"].startswith("2027-11-30T14:00"), "nine in the morning there"


def test_another_choice_moves_the_reminder_until_it_is_sent(db: Database) -> None:
    session = start(db, ANA, BEN, CARLA)
    rounds.assess_again(db, session, EVELYN, 6, NOW)
    rounds.assess_again(db, session, EVELYN, 3, NOW)
    rounds.assess_again(db, session, ANA, 6, NOW)
    assert [row["recipient"] for row in again(db)] == [EVELYN, ANA]
    db.execute("UPDATE outbox SET state = 'sent' WHERE recipient = ?", [EVELYN])
    rounds.assess_again(db, session, EVELYN, 3, NOW + YEAR)
    assert [row["recipient"] for row in again(db)] == [EVELYN, ANA, EVELYN]
