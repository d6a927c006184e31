"""A person's data is deleted when they ask for it: every trace of them, and no count."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from conversations import (
    answers,
    calendar_drafts,
    calendar_links,
    coordinators,
    gaps,
    inbox,
    memberships,
    outbox,
    people,
    personal_hours,
    retention,
    school_days,
    teams,
    threads,
)
from conversations.answers import Given
from conversations.assessment import (
    drafts,
    findings,
    history,
    identities,
    inviting,
    leverage,
    service,
)
from conversations.assessment.identities import FORGOTTEN
from conversations.assessment.model import Vote
from conversations.assessment.service import INVITATION, NUDGE
from conversations.assessment.session import (
    Accepted,
    Agreed,
    Chosen,
    Closed,
    Consented,
    Handed,
    KeptOwn,
    MovedOn,
    Voted,
)
from conversations.assessment.walk import Begun, Moved, Noted, Rated
from conversations.calendar_import import Found
from conversations.calendar_links import CalendarLink
from conversations.database import Store, timestamp
from conversations.errors import NotAllowed
from conversations.forgetting import Forgotten, forget
from conversations.homes import kept as homes
from conversations.inbox import Key
from conversations.personal_hours import DaysOff, Hours
from conversations.planning.model import Responsible, Task
from conversations.reminders import choices, ledger, looks, rounds, snoozes
from conversations.reminders import threads as reminder_threads
from conversations.reminders.kinds import TASK_REMINDER
from conversations.reminders.ledger import Item
from conversations.reminders.rounds import Round
from conversations.reminders.threads import Reminded
from conversations.school_days import NoSchool
from conversations.threads import Place
from tests.conversations.assessment.teams import (
    ANA,
    BEN,
    CARLA,
    DAN,
    DISTRICT,
    EVELYN,
    NOW,
    OTHER,
    close,
    does,
    follow_teams,
    invited,
    known_as,
    queued,
    rate,
    ruth,
    session,
    start,
    statement,
    steer,
    stored,
)
from tests.conversations.planning.traces import plans_with_ana

ONE, TWO, THREE = (statement(n).id for n in (1, 2, 3))
WORDS = "Nobody greets families on Fridays"
RUTH = "Ruth Gold"
LATER = NOW + timedelta(days=1)


@pytest.fixture
def kept(tmp_path: Path) -> Store:
    kept = Store(tmp_path / "blueprint.db")
    kept.prepare()
    return kept


@pytest.fixture
def db(kept: Store) -> Iterator[Database]:
    with kept.transaction() as db:
        yield db


def a_year_at_school(db: Database) -> None:
    """Let Ana leave a trace in every table: she rates, facilitates, coordinates, asks, speaks."""
    asks(db, ANA, "a1", f"Why? {WORDS}")
    asks(db, BEN, "a2", f"<@{ANA}> says: why? And {ANA}|again?")
    answers.vote(db, DISTRICT, "a2", ANA, helpful=False, now=NOW)
    answers.explain_vote(db, DISTRICT, "a2", ANA, why=WORDS, now=NOW)
    answers.explain_vote(db, DISTRICT, "a1", BEN, why=f"Ask <@{ANA}|ana>", now=NOW)
    people.choose_level(db, DISTRICT, ANA, "school", NOW)
    homes.opened(db, DISTRICT, ANA, None, NOW)
    threads.remember(db, Place(DISTRICT, "C1", "1.1"), f'{{"terms":"{ANA}"}}', NOW)
    threads.note_speaker(db, Place(DISTRICT, "C1", "1.1"), ANA)
    threads.remember(db, Place(DISTRICT, "C1", f"/{ANA}"), "{}", NOW)
    threads.remember(db, Place(DISTRICT, "DUANA", ""), WORDS, NOW)
    body = {"event": {"user": ANA, "text": WORDS}}
    inbox.take_in(db, Key(DISTRICT, "C1", "2.1"), body, "host:1:x", NOW)
    belongs(db)
    drafts.keep(db, DISTRICT, "d1", person=ANA, choices={"title": WORDS}, now=NOW)
    drafts.keep(db, DISTRICT, "d2", person=EVELYN, choices={"people": [ANA, BEN]}, now=NOW)
    calendars(db)
    calendar_links.make(db, CalendarLink(DISTRICT, "plan", ANA), now=NOW)
    is_reminded(db)
    writes(db, ANA, {"by": EVELYN})
    writes(db, EVELYN, {"person": ANA, "question": WORDS})
    writes(db, EVELYN, {}, f"task1 {ANA}")
    assesses(db)
    plans_with_ana(db, WORDS)


def calendars(db: Database) -> None:
    given: dict[str, Any] = {"by": ANA, "now": NOW}
    today = NOW.date()
    personal_hours.set_hours(db, DISTRICT, Hours(time(9), time(15)), None, **given)
    personal_hours.add_days_off(db, DISTRICT, DaysOff(today, today), **given)
    school_days.set_hours(db, DISTRICT, Hours(time(7), time(15)), **given)
    school_days.add_school_day(db, DISTRICT, today, f"As <@{ANA}> says", **given)
    school_days.set_year_end(db, DISTRICT, "last", date(2027, 6, 17), **given)
    found = Found((NoSchool(today, today, f"As <@{ANA}> says"),), (), (), ())
    calendar_drafts.keep(db, DISTRICT, "draft", found, NOW)
    retention.choose(db, DISTRICT, 12, by=ANA)


def asks(db: Database, person: str, answer_id: str, question: str) -> None:
    given = Given(
        tenant=DISTRICT,
        id=answer_id,
        person=person,
        channel=f"D{person}",
        thread_ts="1.1",
        question_ts="1.0",
        surface="direct",
        question=question,
        level="school",
        context=question,
        answered=False,
        reason="not_covered",
        topic=None,
        at=timestamp(NOW),
    )
    answers.keep(db, given)


def belongs(db: Database) -> None:
    for person, by in ((EVELYN, ANA), (ANA, EVELYN)):
        coordinators.name_coordinator(
            db, DISTRICT, person, named_by=by, may_name=True, is_guest=False, now=NOW
        )
    teams.save_team(
        db,
        DISTRICT,
        "team",
        name=f"Friends of {ANA}",
        channel="C1",
        timezone="America/New_York",
        by=ANA,
        now=NOW,
    )
    steering: dict[str, Any] = {"guests": [], "by": ANA, "now": NOW}
    teams.set_team_coordinators(db, DISTRICT, "team", [ANA, EVELYN], **steering)
    memberships.set_members(
        db, DISTRICT, "team", [ANA, BEN], names={ANA: "Ana Lopes"}, titles={}, **steering
    )
    for name in (RUTH, "Otto"):
        memberships.add_named_member(
            db,
            DISTRICT,
            "team",
            name,
            name=name,
            sponsor=ANA,
            role="Other",
            level="school",
            sponsor_is_guest=False,
            by=EVELYN,
            now=NOW,
        )


def writes(db: Database, recipient: str, payload: dict[str, Any], occurrence: str = "1") -> None:
    outbox.enqueue(
        db,
        tenant=DISTRICT,
        subject_type="letter",
        subject_id=recipient,
        recipient=recipient,
        kind="letter",
        occurrence=occurrence,
        payload=payload,
        due_at=NOW,
        now=NOW,
    )


def is_reminded(db: Database) -> None:
    """Let Ana be reminded, put a task off and choose; nothing of it is in the plans yet."""
    reminder = Item(DISTRICT, "task", "t", ANA, TASK_REMINDER, "0:due")
    ledger.say(db, reminder, NOW)
    reminder_threads.own(db, Reminded(DISTRICT, ANA, "shared", "task", "t"), "DUANA", "9.9")
    task = Task("t", "i", "Ask families", Responsible(ANA), due=NOW.date())
    snoozes.snooze(db, DISTRICT, task, LATER.date(), by=ANA, today=NOW.date(), now=NOW)
    rounds.keep(db, DISTRICT, "other", Round(0, since=NOW))
    choices.choose_delivery(db, DISTRICT, "daily", by=ANA)
    looks.keep(db, DISTRICT, "task", "t", LATER)
    outbox.count(db, DISTRICT, NOW, outbox.Pace(timedelta(seconds=1), at_once=1))


def assesses(db: Database) -> None:
    """Rate with Ana, close, agree, vote and choose; and begin another round that stays open."""
    for session_id in ("fall", "spring"):
        start(
            db, ANA, BEN, CARLA, ruth(ANA), id=session_id, facilitators=(ANA, EVELYN),
            title=f"For <@{ANA}>", names_shown=True,
        )  # fmt: skip
    identities.place(db, DISTRICT, known_as(db, ANA), "DUANA", "3.1", "3.2")
    identities.place(db, DISTRICT, known_as(db, ANA, RUTH), "DUANA", "4.1", "4.2")
    does(db, ANA, Noted(WORDS))
    does(db, ANA, Noted("Something else"))
    does(db, ANA, Rated(ONE, 4))
    does(db, ANA, Rated(TWO, 1))
    does(db, ANA, Noted(WORDS))
    does(db, ANA, Noted(f"{WORDS} either"))
    does(db, ANA, Moved("back"))
    rate(db, BEN, 1, 1, 1, words=f"Ask <@{ANA}>")
    rate(db, CARLA, 1, 1, 1)
    spring = known_as(db, ANA, session_id="spring")
    service.walk(db, DISTRICT, spring, Rated(ONE, 1, WORDS), by=ANA, seen=None, now=NOW)
    identities.place(db, DISTRICT, spring, "DUANA", "5.1", "5.2")
    inviting.nudge(db, DISTRICT, "fall", by=ANA, now=NOW)
    steer(db, Handed((ANA, EVELYN, DAN)), by=ANA)
    close(db)
    steer(db, Agreed(ONE, 2, f"As <@{ANA}> said", f"{ANA} did not agree"), by=ANA)
    steer(db, Accepted(), by=ANA)
    steer(db, MovedOn("prioritising"), by=ANA)
    mine = known_as(db, ANA)
    steer(db, Voted(mine, {TWO: Vote(3, 3, 3)}), by=ANA)
    steer(db, KeptOwn(mine, TWO), by=ANA)
    steer(db, KeptOwn(mine, THREE), by=ANA)
    steer(db, Chosen((TWO,)), by=EVELYN)
    db.execute(
        "INSERT INTO redraws (tenant, outbox, shows, not_before)"
        " SELECT tenant, id, '', '' FROM outbox WHERE kind = ?",
        [INVITATION],
    )


def everything(db: Database) -> Iterator[tuple[str, dict[str, Any]]]:
    """Return each row of each table of ours."""
    for table in db.tables:
        if not table.name.startswith(("_sqlite", "sqlite_")):
            yield from ((table.name, row) for row in table.rows)


def traces(db: Database, *words: str) -> list[str]:
    return [
        f"{table}.{column}: {value}"
        for table, row in everything(db)
        for column, value in row.items()
        if any(word in str(value) for word in words)
    ]


def counts(db: Database) -> dict[str, Any]:
    """Return what a team counts."""
    found = stored(db)
    return {
        "ratings": {p: {i: r.value for i, r in w.ratings.items()} for p, w in found.walks.items()},
        "votes": found.votes,
        "agreed": {i: a.value for i, a in found.session.agreements.items()},
        "priorities": found.session.priorities,
        "findings": [(f.counts, f.median) for f in findings.findings(found)],
        "order": leverage.order(found),
        "helpful": list(db.query("SELECT answer_id, helpful FROM votes ORDER BY 1, 2")),
        "answers": db["answers"].count,
        "marks": {
            c["id"]: len(json.loads(c["marks"])) for c in db["causes"].rows_where("plan = 'plan'")
        },
    }


def test_after_it_no_column_of_any_table_knows_the_person_or_their_words(db: Database) -> None:
    a_year_at_school(db)
    before = dict(everything(db)).keys()
    missing = {t.name for t in db.tables} - before - {"_sqlite_migrations"}
    assert not missing, f"Ana leaves no trace in {missing}: let her, so that it is looked for."
    assert {line.split(".")[0] for line in traces(db, ANA, WORDS, "Ana Lopes", "DUANA")} > {
        "answers",
        "inbox",
        "identities",
        "sessions",
    }
    forget(db, ANA, None, now=LATER)
    assert traces(db, ANA, WORDS, "Ana Lopes", "DUANA", "Something else") == []


def test_every_count_stays(db: Database) -> None:
    a_year_at_school(db)
    before = counts(db)
    forget(db, ANA, None, now=LATER)
    after = counts(db)
    assert after == before


def test_the_history_still_leads_to_what_is_stored(db: Database) -> None:
    a_year_at_school(db)
    for session_id in ("fall", "spring"):
        assert history.replay(db, DISTRICT, session_id) == stored(db, session_id)
    forget(db, ANA, None, now=LATER)
    for session_id in ("fall", "spring"):
        assert history.replay(db, DISTRICT, session_id) == stored(db, session_id)


def test_what_goes_is_counted_and_the_second_time_nothing_does(db: Database) -> None:
    a_year_at_school(db)
    gone = forget(db, ANA, None, now=LATER)
    assert asdict(gone) == {
        "identities": 2,
        "evidence": 4,
        "own_priorities": 1,
        "plans": 1,
        "questions": 2,
        "reasons": 1,
        "messages": gone.messages,
        "memberships": 7,
        "mentions": gone.mentions,
        "ratings_kept": 3,
    }
    assert gone.messages > 4
    assert gone.mentions > 9
    again = forget(db, ANA, None, now=LATER)
    assert (again, again.is_nothing) == (Forgotten(), True)


def test_two_who_voted_on_the_same_answer_are_still_two(db: Database) -> None:
    asks(db, CARLA, "a1", "Why?")
    for person in (ANA, BEN):
        answers.vote(db, DISTRICT, "a1", person, helpful=True, now=NOW)
    for person in (ANA, BEN):
        forget(db, person, None, now=LATER)
    assert db["votes"].count == 2


def test_nobody_waits_for_their_cards_and_nobody_may_go_on_with_them(db: Database) -> None:
    start(db, ANA, BEN, CARLA)
    does(db, ANA, Begun())
    mine = known_as(db, ANA)
    forget(db, ANA, None, now=LATER)
    assert stored(db).participants[mine].left
    with pytest.raises(NotAllowed):
        service.look(db, DISTRICT, mine, by=ANA, now=LATER)
    assert inviting.nudge(db, DISTRICT, "fall", by=EVELYN, now=LATER) == 2
    assert queued(db, INVITATION, NUDGE) == {INVITATION: [BEN, CARLA], NUDGE: [BEN, CARLA]}


def test_what_they_assessed_alone_ends_and_what_was_done_stays_done(db: Database) -> None:
    for session_id in ("first", "second"):
        start(db, ANA, id=session_id, team=None, channel=None, facilitators=(ANA,))
    mine = known_as(db, ANA, session_id="first")
    service.walk(db, DISTRICT, mine, Rated(ONE, 4, WORDS), by=ANA, seen=None, now=NOW)
    for event in (Closed(), Accepted(), MovedOn("prioritising"), Chosen(())):
        service.steer(db, DISTRICT, "first", event, by=ANA, now=NOW)
    forget(db, ANA, None, now=LATER)
    phases = {id_: stored(db, id_).session.phase for id_ in ("first", "second")}
    assert phases == {"first": "done", "second": "cancelled"}
    for session_id in phases:
        assert history.replay(db, DISTRICT, session_id) == stored(db, session_id)


def test_a_group_of_two_that_had_not_agreed_stays_hidden(db: Database) -> None:
    start(db, ANA, BEN)
    for person in (ANA, BEN):
        rate(db, person, 1)
    close(db)
    steer(db, Consented(known_as(db, BEN), True), by=BEN)
    forget(db, ANA, None, now=LATER)
    assert findings.findings(stored(db)) == []


def test_whom_they_spoke_for_keeps_name_and_words_until_somebody_else_speaks(db: Database) -> None:
    belongs(db)
    start(db, ANA, BEN, ruth(ANA))
    of_ruth = known_as(db, ANA, RUTH)
    service.walk(db, DISTRICT, of_ruth, Rated(ONE, 4, "I saw it"), by=ANA, seen=None, now=NOW)
    forget(db, ANA, None, now=LATER)
    follow_teams(db, LATER)
    known = identities.find(db, DISTRICT, of_ruth)
    assert known is not None
    assert (known.name, known.person) == (RUTH, None)
    assert stored(db).walks[of_ruth].ratings[ONE].words == "I saw it"
    assert not stored(db).participants[of_ruth].left
    memberships.change_sponsor(db, DISTRICT, "team", RUTH, BEN, is_guest=False, by=EVELYN)
    follow_teams(db, LATER)
    assert does(db, BEN, Rated(ONE, 3)).notice == "saved"
    assert service.look(db, DISTRICT, of_ruth, by=BEN, now=LATER).identity.person == BEN


def test_a_later_session_waits_for_somebody_who_speaks_for_them(db: Database) -> None:
    belongs(db)
    forget(db, ANA, None, now=LATER)
    start(db, BEN, CARLA, ruth(FORGOTTEN))
    follow_teams(db, LATER)
    assert queued(db, INVITATION) == {INVITATION: [BEN, CARLA]}
    assert inviting.nudge(db, DISTRICT, "fall", by=EVELYN, now=LATER) == 2
    memberships.change_sponsor(db, DISTRICT, "team", RUTH, BEN, is_guest=False, by=EVELYN)
    follow_teams(db, LATER)
    assert queued(db, INVITATION) == {INVITATION: [BEN, BEN, CARLA]}


def test_somebody_without_slack_is_forgotten_by_name_and_their_sponsor_is_not(
    db: Database,
) -> None:
    a_year_at_school(db)
    of_ruth = known_as(db, ANA, RUTH, "spring")
    service.walk(db, DISTRICT, of_ruth, Rated(ONE, 4, "I saw it"), by=ANA, seen=None, now=NOW)
    gone = forget(db, RUTH, None, now=LATER)
    assert (gone.identities, gone.evidence, gone.memberships, gone.ratings_kept) == (2, 1, 1, 1)
    assert traces(db, RUTH, "I saw it") == []
    assert known_as(db, ANA, session_id="spring")
    assert [m.name for m in teams.find_team(db, DISTRICT, "team").members if not m.person] == [
        "Otto"
    ]
    assert history.replay(db, DISTRICT, "spring") == stored(db, "spring")
    # A name is not looked for among people in Slack, who have an id.
    assert forget(db, "Ana Lopes", None, now=LATER).is_nothing


def test_only_one_workspace_where_one_is_named(db: Database) -> None:
    for tenant in (DISTRICT, OTHER):
        people.choose_level(db, tenant, ANA, "school", NOW)
        inviting.start(
            db,
            session("school", tenant=tenant),
            invited(ANA, BEN),
            by=EVELYN,
            now=NOW,
        )
    forget(db, ANA, OTHER, now=LATER)
    assert people.level_of(db, DISTRICT, ANA) == "school"
    assert people.level_of(db, OTHER, ANA) is None
    assert identities.open_walks(db, DISTRICT, ANA)
    assert not identities.open_walks(db, OTHER, ANA)


def test_an_id_that_begins_alike_is_somebody_else(db: Database) -> None:
    longer = f"{ANA}2"
    a_year_at_school(db)
    asks(db, longer, "a3", f"<@{longer}> asks")
    start(db, longer, BEN, id="summer", facilitators=(longer,))
    before = traces(db, longer)
    forget(db, ANA, None, now=LATER)
    assert traces(db, longer) == before


def test_words_that_others_wrote_stay_but_for_the_name(db: Database) -> None:
    a_year_at_school(db)
    forget(db, ANA, None, now=LATER)
    assert {r.words for r in stored(db).walks[known_as(db, BEN)].ratings.values()} == {
        "Ask somebody"
    }
    agreed = stored(db).session.agreements[ONE]
    assert (agreed.rationale, agreed.dissent) == ("As somebody said", "somebody did not agree")
    kept = answers.find(db, DISTRICT, "a2")
    assert kept is not None
    assert kept.question == "somebody says: why? And somebody|again?"


def test_an_answer_of_theirs_is_no_longer_there_to_be_clicked_or_listed(db: Database) -> None:
    a_year_at_school(db)
    forget(db, ANA, None, now=LATER)
    assert answers.find(db, DISTRICT, "a1") is None
    assert [gap.question for gap in gaps.gaps_of(db, None, None)] == [
        "somebody says: why? And somebody|again?"
    ]


def test_who_coordinates_alone_leaves_the_place_to_an_admin(db: Database) -> None:
    coordinators.name_coordinator(
        db, DISTRICT, ANA, named_by=ANA, may_name=True, is_guest=False, now=NOW
    )
    forget(db, ANA, None, now=LATER)
    assert coordinators.coordinators(db, DISTRICT) == []


def test_what_went_is_not_to_be_found_in_the_file_either(kept: Store) -> None:
    with kept.transaction() as db:
        a_year_at_school(db)
    with kept.reading() as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert WORDS.encode() in kept.path.read_bytes()
    with kept.transaction() as db:
        # As SQLite comes where nobody has built it otherwise.
        db.execute("PRAGMA secure_delete = OFF")
        forget(db, ANA, None, now=LATER)
    with kept.reading() as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = kept.path.read_bytes()
    assert WORDS.encode() not in content
    assert ANA.encode() not in content
