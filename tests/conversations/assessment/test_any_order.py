"""Whatever a team does, in whatever order, through the service on a real file.

After each step the history, played again from nothing, gives what is stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlite_utils import Database

from conversations.assessment import findings, history, identities, inviting, service
from conversations.assessment.model import Assessment, Vote
from conversations.assessment.session import (
    Accepted,
    Agreed,
    Cancelled,
    Chosen,
    Closed,
    Consented,
    Extended,
    Handed,
    KeptOwn,
    Left,
    MovedOn,
    SessionEvent,
    Voted,
)
from conversations.assessment.walk import Begun, Moved, Noted, Paused, Rated, Turned, WalkEvent
from conversations.database import Store
from conversations.errors import ConversationError
from conversations.forgetting import forget
from tests.conversations.assessment.teams import (
    ANA,
    BEN,
    CARLA,
    DAN,
    DISTRICT,
    EVELYN,
    NOW,
    SCALE,
    STRANGER,
    close_due,
    follow_teams,
    invited,
    ruth,
    start,
    statement,
    stored,
)

CARDS = [statement(n).id for n in (1, 2, 3)]
PEOPLE = [ANA, BEN, CARLA, EVELYN, DAN, STRANGER]

people = st.sampled_from(PEOPLE)
indicators = st.sampled_from([*CARDS, "blueprint/p9/b9/school/1"])
words = st.sampled_from(["", " ", "Sheets", "Two grades do", "x" * 1_600])
rates = st.builds(Rated, indicators, st.sampled_from([None, 0, 1, 2, 3, 4, 5]), words)
walk_events: st.SearchStrategy[WalkEvent] = st.one_of(
    rates,
    rates,
    st.builds(Noted, words, st.none() | indicators, st.booleans()),
    st.builds(Turned, indicators),
    st.sampled_from([Begun(), Paused(), Moved("next"), Moved("back")]),
)
weights = st.integers(0, 3)
session_events: st.SearchStrategy[SessionEvent] = st.one_of(
    st.sampled_from([Closed(), Accepted(), MovedOn("prioritising"), MovedOn("agreeing")]),
    st.builds(Agreed, indicators, st.integers(0, 5), words, words, st.none() | st.integers(1, 4)),
    st.builds(Chosen, st.lists(indicators, max_size=4).map(tuple)),
    st.builds(Handed, st.sampled_from([(), (EVELYN,), (EVELYN, DAN), (DAN,)])),
    st.builds(Extended, st.sampled_from([NOW, NOW + timedelta(days=9)])),
)


class Team(RuleBasedStateMachine):
    """Three people, one of them for somebody without Slack too; others come and go."""

    db: Database

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.forgotten: set[str] = set()
        start(self.db, ANA, BEN, CARLA, ruth(BEN))
        self.before = stored(self.db)

    # What people do

    @rule(
        event=walk_events, who=st.integers(0, 5), by=st.none() | people, behind=st.integers(-3, 3)
    )
    def rates(self, event: WalkEvent, who: int, by: str | None, behind: int) -> None:
        known = identities.in_session(self.db, DISTRICT, "fall")
        one = known[who % len(known)]
        stands = self.before.walks[one.participant]
        seen = stands.step + behind if behind < 0 else None
        with self.refused():
            walked = service.walk(
                self.db,
                DISTRICT,
                one.participant,
                event,
                by=by or one.person or STRANGER,
                seen=seen,
                now=self.now,
            )
            assert stored(self.db).walks[one.participant] == walked.walk
            if behind == -1 and isinstance(event, Rated) and walked.is_open:
                # Another rating of the card before corrects it, and moves nothing.
                same = replace(walked.walk, ratings=stands.ratings, notes=stands.notes)
                assert same == stands
            elif behind < 0 or not walked.is_open:
                assert walked.walk == stands

    @rule(who=st.integers(0, 5), value=st.integers(1, 4), words=words)
    def rates_the_card_in_front(self, who: int, value: int, words: str) -> None:
        known = identities.in_session(self.db, DISTRICT, "fall")
        one = known[who % len(known)]
        card = CARDS[self.before.walks[one.participant].at]
        self.rates(Rated(card, value, words), who, None, 0)

    @rule(event=session_events, by=st.sampled_from([EVELYN, EVELYN, DAN, STRANGER]))
    def steers(self, event: SessionEvent, by: str) -> None:
        self.steer(event, by)

    @initialize(values=st.lists(st.integers(1, 4), max_size=12))
    def has_rated(self, values: list[int]) -> None:
        for place, value in enumerate(values):
            self.rates_the_card_in_front(place, value, "Sheets")
            self.before = stored(self.db)

    @precondition(lambda self: any(walk.ratings for walk in self.before.walks.values()))
    @rule(how_many=st.integers(0, 4))
    def leads_on(self, how_many: int) -> None:
        facilitator = self.before.session.facilitators[0]
        if self.before.session.phase == "rating":
            self.steer(Closed(), facilitator)
        elif self.before.session.phase == "agreeing":
            self.steer(Accepted(), facilitator)
            self.before = stored(self.db)
            self.steer(MovedOn("prioritising"), facilitator)
        else:
            growing = findings.growth_areas(self.before)
            self.steer(Chosen(tuple(growing[:how_many])), facilitator)

    @precondition(lambda self: len(self.before.own) == 1)
    @rule()
    def cancels(self) -> None:
        self.steer(Cancelled(), EVELYN)

    @rule(who=st.integers(0, 5), yes=st.booleans(), indicator=indicators, weight=weights)
    def speaks_for_themselves(self, who: int, yes: bool, indicator: str, weight: int) -> None:
        known = identities.in_session(self.db, DISTRICT, "fall")
        one = known[who % len(known)]
        mine = one.participant
        events: tuple[SessionEvent, ...] = (
            Consented(mine, yes),
            Voted(mine, {indicator: Vote(weight, 2, 3)}),
            KeptOwn(mine, indicator if yes else None),
        )
        for event in events:
            self.steer(event, one.person or STRANGER)
            self.before = stored(self.db)

    @rule(who=st.integers(0, 5))
    def takes_out(self, who: int) -> None:
        known = identities.in_session(self.db, DISTRICT, "fall")
        self.steer(Left(known[who % len(known)].participant), EVELYN)

    @rule(person=people)
    def adds(self, person: str) -> None:
        with self.refused():
            inviting.invite(self.db, DISTRICT, "fall", invited(person), by=EVELYN, now=self.now)

    @rule()
    def reminds(self) -> None:
        with self.refused():
            inviting.nudge(self.db, DISTRICT, "fall", by=EVELYN, now=self.now)

    @precondition(lambda self: len(self.before.session.agreements) != 1)
    @rule(person=st.sampled_from([ANA, CARLA, EVELYN, "Ruth Gold", STRANGER]))
    def has_somebody_forgotten(self, person: str) -> None:
        forget(self.db, person, None, now=self.now)
        for participant, walk in self.before.walks.items():
            if identities.find(self.db, DISTRICT, participant) is None:
                self.forgotten.add(participant)
            elif participant not in self.forgotten:
                assert stored(self.db).walks[participant] == walk

    @rule(hours=st.sampled_from([1, 2, 30, 60]))
    def waits(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        close_due(self.db, self.now)
        follow_teams(self.db, self.now)

    # What holds

    @invariant()
    def history_leads_to_what_is_stored(self) -> None:
        after = stored(self.db)
        assert history.replay(self.db, DISTRICT, "fall") == after
        self.check(self.before, after)
        self.before = after

    def check(self, before: Assessment, after: Assessment) -> None:
        known = {one.participant for one in identities.in_session(self.db, DISTRICT, "fall")}
        assert after.session.step >= before.session.step
        assert set(before.participants) <= set(after.participants)
        for participant, walk in after.walks.items():
            stood = before.walks.get(participant)
            assert all(r.value in (None, *SCALE.values) for r in walk.ratings.values())
            if stood:
                assert set(stood.ratings) <= set(walk.ratings) <= set(CARDS)
                assert walk.step >= stood.step
                if not before.session.takes_ratings(self.now) and participant in known:
                    assert walk == stood
        assert known == set(after.participants) - self.forgotten
        if after.session.phase in ("done", "cancelled"):
            # What the team looks at together says how it ended; so does the message at the close.
            to_members = "state IN ('due', 'sending') AND kind IN (?, ?, ?)"
            kinds = [service.INVITATION, service.NUDGE, service.CONSENT]
            assert not self.db["outbox"].count_where(to_members, kinds)

    def steer(self, event: SessionEvent, by: str) -> None:
        with self.refused():
            after, notice = service.steer(self.db, DISTRICT, "fall", event, by=by, now=self.now)
            assert stored(self.db) == after
            if notice == "too_late":
                assert after == self.before

    @contextmanager
    def refused(self) -> Iterator[None]:
        """Go on after a sentence for the person; nothing has changed then."""
        try:
            yield
        except ConversationError:
            assert stored(self.db) == self.before


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("teams") / "blueprint.db"
    Store(path).prepare()
    return path


def test_whatever_a_team_does_in_whatever_order(file: Path) -> None:
    with Store(file).reading() as db:

        class Here(Team):
            def __init__(self) -> None:
                db.conn.execute("BEGIN IMMEDIATE")
                self.db = db
                super().__init__()

            def teardown(self) -> None:
                db.conn.rollback()

        run_state_machine_as_test(
            Here, settings=settings(max_examples=60, stateful_step_count=30, deadline=None)
        )
