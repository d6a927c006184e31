"""Many at once, on a real file: each in a thread, with a store as another process has one."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Sequence
from functools import partial

from conversations.assessment import history, inviting, service, store
from conversations.assessment.service import INVITATION
from conversations.assessment.session import Agreed, Closed
from conversations.assessment.walk import Rated, Turned
from conversations.database import Store
from tests.conversations.assessment.teams import (
    ANA,
    BEN,
    CARLA,
    DAN,
    DISTRICT,
    EVELYN,
    NOW,
    close,
    does,
    invited,
    known_as,
    rate,
    session,
    start,
    statement,
    steer,
    stored,
)

ONE = statement(1).id
CROWD = [f"U{number:03d}" for number in range(24)]


def at_once(kept: Store, acts: Sequence[Callable[[Store], None]]) -> None:
    """Let everybody act at the same moment."""
    line = threading.Barrier(len(acts))
    troubles: list[Exception] = []

    def run(act: Callable[[Store], None]) -> None:
        # A store of its own knows nothing of the others' lock, as in another process.
        own = Store(kept.path)
        line.wait(10)
        try:
            act(own)
        except Exception as trouble:
            troubles.append(trouble)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert troubles == []


def test_a_whole_crowd_clicks_at_once_and_every_rating_is_there(kept: Store) -> None:
    with kept.transaction() as db:
        start(db, *CROWD)
    said: list[tuple[str, str]] = []

    def click(person: str, value: int) -> Callable[[Store], None]:
        def act(own: Store) -> None:
            with own.transaction() as db:
                mine = known_as(db, person, person)
                walked = service.walk(
                    db, DISTRICT, mine, Rated(ONE, value), by=person, seen=0, now=NOW
                )
            said.append((person, walked.notice))

        return act

    # Everybody clicks two ratings of the same card: the last one counts.
    at_once(kept, [click(person, value) for person in CROWD for value in (2, 3)])
    with kept.reading() as db:
        assessment = stored(db)
        assert history.replay(db, DISTRICT, "fall") == assessment
        rows = db.execute(
            "SELECT participant, after FROM assessment_history WHERE after IS NOT NULL ORDER BY n"
        ).fetchall()
    assert len(rows) == 2 * len(CROWD)
    last = {participant: int(after) for participant, after in rows}
    assert {p: walk.ratings[ONE].value for p, walk in assessment.walks.items()} == last
    assert {notice for _, notice in said} == {"saved"}


def test_the_close_comes_in_the_middle_and_no_rating_that_was_confirmed_is_lost(
    kept: Store,
) -> None:
    with kept.transaction() as db:
        start(db, *CROWD[:8])
        mine = {person: known_as(db, person, person) for person in CROWD[:8]}
    confirmed: dict[str, int] = {}
    under_way = threading.Event()

    def rates(person: str) -> Callable[[Store], None]:
        def act(own: Store) -> None:
            for value in itertools.cycle((1, 2, 3)):
                with own.transaction() as db:
                    does = partial(
                        service.walk, db, DISTRICT, mine[person], by=person, seen=None, now=NOW
                    )
                    does(Turned(ONE))
                    walked = does(Rated(ONE, value))
                if walked.notice == "closed":
                    return
                confirmed[mine[person]] = value
                under_way.set()

        return act

    def closes(own: Store) -> None:
        under_way.wait(10)
        with own.transaction() as db:
            steer(db, Closed())

    at_once(kept, [closes, *map(rates, mine)])
    with kept.reading() as db:
        assessment = stored(db)
        assert history.replay(db, DISTRICT, "fall") == assessment
    assert assessment.session.phase == "agreeing"
    walks = assessment.walks.values()
    assert {w.participant: w.ratings[ONE].value for w in walks if w.ratings} == confirmed


def test_the_same_start_from_two_processes_begins_one_session(kept: Store) -> None:
    def starts(own: Store) -> None:
        with own.transaction() as db:
            inviting.start(db, session("school"), invited(ANA, BEN), by=EVELYN, now=NOW)

    at_once(kept, [starts] * 6)
    with kept.reading() as db:
        assert len(stored(db).participants) == 2
        sent = db.execute("SELECT count(*) FROM outbox WHERE kind = ?", [INVITATION])
        assert sent.fetchone() == (2,)


def test_facilitators_who_agree_at_the_same_moment_leave_one_agreement(kept: Store) -> None:
    people = (EVELYN, DAN)
    with kept.transaction() as db:
        start(db, ANA, BEN, CARLA, facilitators=people)
        for rater, value in ((ANA, 1), (BEN, 2), (CARLA, 4)):
            rate(db, rater, value)
        close(db)
    said: dict[str, str] = {}

    def agrees(person: str, value: int) -> Callable[[Store], None]:
        def act(own: Store) -> None:
            with own.transaction() as db:
                _, said[person] = steer(db, Agreed(ONE, value, f"By {person}"), by=person)

        return act

    at_once(kept, [agrees(person, value) for value, person in enumerate(people, start=2)])
    first = next(person for person in people if said[person] == "")
    assert sorted(said.values()) == ["", "too_late"]
    with kept.reading() as db:
        assert store.read_session(db, DISTRICT, "fall").agreements[ONE].rationale == f"By {first}"


def test_what_goes_wrong_halfway_leaves_nothing_behind(kept: Store) -> None:
    with kept.transaction() as db:
        start(db, ANA, BEN)
        before = stored(db)
    try:
        with kept.transaction() as db:
            does(db, ANA, Rated(ONE, 3))
            raise InterruptedError
    except InterruptedError:
        pass
    with kept.reading() as db:
        assert stored(db) == before == history.replay(db, DISTRICT, "fall")
