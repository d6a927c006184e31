"""Events through the database: once each, by whom they may be, with what is sent for them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlite_utils import Database

from conversations import memberships, teams
from conversations.assessment import history, identities, inviting, service, store
from conversations.assessment.model import Rating, Vote
from conversations.assessment.service import CLOSED, CONSENT, INVITATION, NUDGE, OVERVIEW
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
from conversations.assessment.walk import Begun, Moved, Noted, Paused, Rated
from conversations.coordinators import name_coordinator
from conversations.errors import NotAllowed, NotFound, Refused
from tests.conversations.assessment.teams import (
    ANA,
    BEN,
    CARLA,
    DAN,
    DISTRICT,
    EVELYN,
    NOW,
    OTHER,
    SCALE,
    STRANGER,
    WEEK,
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

ONE, TWO = statement(1).id, statement(2).id
PRIORITISING = MovedOn("prioritising")


# Starting


def test_the_same_start_twice_is_one_session_with_one_invitation_each(db: Database) -> None:
    start(db, ANA, BEN)
    again = start(db, ANA, BEN, CARLA, title="Another")
    assert again.title == "Fall"
    assert len(stored(db).participants) == 2
    assert queued(db, INVITATION, OVERVIEW) == {INVITATION: [ANA, BEN], OVERVIEW: ["C1"]}


def test_who_is_named_twice_rates_once(db: Database) -> None:
    start(db, ANA, ANA, ruth(), ruth(), BEN)
    assert [one.name for one in identities.in_session(db, DISTRICT, "fall")] == [
        "Ana Lopes",
        "Ben Carter",
        "Ruth Gold",
    ]


def test_nobody_to_rate_is_refused_and_so_is_somebody_else_alone(db: Database) -> None:
    with pytest.raises(Refused, match="at least one person"):
        start(db, levels=["school"])
    with pytest.raises(Refused, match="at least two people, or yourself alone"):
        start(db, ANA, team=None, channel=None)
    assert start(db, ANA, team=None, channel=None, facilitators=(ANA,)).facilitators == (ANA,)


def test_somebody_alone_gets_their_card_and_nothing_else(db: Database) -> None:
    start(db, ANA, team=None, channel=None, facilitators=(ANA,))
    rate(db, ANA, 3)
    steer(db, Closed(), by=ANA)
    assert queued(db) == {}
    assert queued(db, state="cancelled") == {INVITATION: [ANA]}


def test_a_close_recalls_invitations_and_leaves_the_team_its_card(db: Database) -> None:
    start(db, ANA, BEN, CARLA)
    rate(db, ANA, 3)
    steer(db, Closed())
    assert queued(db, INVITATION, OVERVIEW) == {OVERVIEW: ["C1"]}


def test_without_a_channel_the_team_s_card_goes_to_whoever_facilitates(db: Database) -> None:
    start(db, ANA, BEN, channel=None)
    assert queued(db, OVERVIEW) == {OVERVIEW: [EVELYN]}


def test_invitations_to_others_wait_for_school_hours_and_one_s_own_does_not(db: Database) -> None:
    start(db, ANA, EVELYN)
    rows = db.query("SELECT recipient, any_hour FROM outbox WHERE kind = ?", [INVITATION])
    assert {row["recipient"]: row["any_hour"] for row in rows} == {ANA: 0, EVELYN: 1}


def test_a_session_keeps_the_statements_and_the_scale_that_it_began_with(db: Database) -> None:
    # What the corpus says later is not even looked at: all of it stands in the row.
    words = replace(statement(1), text="As it was said in the fall.", why="Because.")
    points = tuple(replace_label(point, f"Step {point.value}") for point in SCALE.points)
    scale = SCALE.model_copy(update={"points": points})
    start(db, ANA, BEN, statements=(words,), scale=scale)
    kept = store.read_session(db, DISTRICT, "fall")
    assert kept.statements == (words,)
    assert kept.scale == scale
    assert does(db, ANA, Begun()).session.scale.point(4).label == "Step 4"


def replace_label(point: object, label: str) -> object:
    return point.model_copy(update={"label": label})  # type: ignore[attr-defined]


# Rating


def test_the_same_click_three_times_is_one_rating_with_one_line_of_history(db: Database) -> None:
    start(db, ANA, BEN)
    seen = does(db, ANA, Begun(), seen=0).walk.step
    notices = [does(db, ANA, Rated(ONE, 3), seen=seen).notice for _ in range(3)]
    assert notices == ["saved", "old_card", "old_card"]
    assert stored(db).walks[known_as(db, ANA)].ratings == {ONE: Rating(3)}
    rows = db.query("SELECT before, after FROM assessment_history WHERE event LIKE '%Rated%'")
    assert list(rows) == [{"before": None, "after": "3"}]


def test_history_says_from_what_to_what_and_not_who(db: Database) -> None:
    start(db, ANA, BEN)
    rate(db, ANA, 4)
    does(db, ANA, Moved("back"))
    does(db, ANA, Rated(ONE, None, " Cannot tell "))
    [first, second] = db.query(
        "SELECT participant, person, event, words, before, after FROM assessment_history"
        " WHERE after IS NOT NULL ORDER BY n"
    )
    assert (first["before"], first["after"]) == (None, "4")
    assert (second["before"], second["after"], second["words"]) == (
        "4",
        "dont_know",
        "Cannot tell",
    )
    assert second["participant"] == known_as(db, ANA)
    assert second["person"] is None
    assert "Cannot tell" not in second["event"]


def test_what_changes_nothing_leaves_no_history(db: Database) -> None:
    start(db, ANA, BEN)
    does(db, ANA, Begun())
    before = db["assessment_history"].count
    does(db, ANA, Begun())
    does(db, ANA, Rated(TWO, 3))
    steer(db, Handed((EVELYN,)))
    assert db["assessment_history"].count == before


def test_a_walk_goes_on_where_it_stood_days_later(db: Database) -> None:
    start(db, ANA, BEN)
    rate(db, ANA, 3)
    does(db, ANA, Noted("Sheets"))
    does(db, ANA, Paused())
    walked = does(db, ANA, Begun(), now=NOW + timedelta(days=5))
    assert (walked.walk.state, walked.walk.at, walked.walk.notes) == ("card", 1, {TWO: "Sheets"})


def test_no_rating_counts_once_the_time_has_come_though_nobody_has_closed_yet(
    db: Database,
) -> None:
    start(db, ANA, BEN)
    assert does(db, ANA, Rated(ONE, 3), now=NOW + WEEK - timedelta(seconds=1)).is_open
    late = does(db, BEN, Rated(ONE, 3), now=NOW + WEEK)
    assert (late.notice, late.is_open) == ("closed", False)
    steer(db, Extended(NOW + 2 * WEEK), now=NOW + WEEK)
    assert does(db, BEN, Rated(ONE, 3), now=NOW + WEEK).notice == "saved"


def test_a_sponsor_enters_for_somebody_without_slack_beside_their_own_cards(db: Database) -> None:
    start(db, BEN, ruth())
    does(db, BEN, Rated(ONE, 2))
    for_ruth = known_as(db, BEN, "Ruth Gold")
    service.walk(db, DISTRICT, for_ruth, Rated(ONE, 4), by=BEN, seen=None, now=NOW)
    walks = stored(db).walks
    assert walks[known_as(db, BEN)].ratings[ONE].value == 2
    assert walks[for_ruth].ratings[ONE].value == 4
    assert stored(db).participants[for_ruth].on_behalf


# Who may do what


@pytest.mark.parametrize("person", [BEN, STRANGER])
def test_the_cards_of_somebody_else_are_neither_shown_nor_changed(
    db: Database, person: str
) -> None:
    start(db, ANA, BEN)
    of_ana = known_as(db, ANA)
    with pytest.raises(NotAllowed, match="somebody else's"):
        service.look(db, DISTRICT, of_ana, by=person, now=NOW)
    with pytest.raises(NotAllowed):
        service.walk(db, DISTRICT, of_ana, Rated(ONE, 1), by=person, seen=None, now=NOW)
    assert stored(db).walks[of_ana].ratings == {}


@pytest.mark.parametrize(
    "event",
    [Closed(), Extended(NOW + 2 * WEEK), Accepted(), Agreed(ONE, 1), Cancelled(), Handed((ANA,))],
)
@pytest.mark.parametrize("person", [ANA, STRANGER])
def test_only_facilitators_steer(db: Database, event: SessionEvent, person: str) -> None:
    start(db, ANA, BEN)
    with pytest.raises(NotAllowed, match="Only those who facilitate"):
        steer(db, event, by=person)
    with pytest.raises(NotAllowed):
        inviting.nudge(db, DISTRICT, "fall", by=person, now=NOW)
    with pytest.raises(NotAllowed):
        inviting.invite(db, DISTRICT, "fall", invited(DAN), by=person, now=NOW)


def test_a_named_co_facilitator_steers_like_the_first_one(db: Database) -> None:
    start(db, ANA, BEN)
    steer(db, Handed((EVELYN, CARLA)))
    rate(db, ANA, 3)
    assert steer(db, Closed(), by=CARLA)[0].session.phase == "agreeing"


@pytest.mark.parametrize("event", [Consented("", True), Voted("", {}), KeptOwn("", ONE)])
def test_nobody_consents_votes_or_keeps_for_another(
    db: Database, event: Consented | Voted | KeptOwn
) -> None:
    start(db, ANA, BEN)
    rate(db, ANA, 1)
    close(db)
    for_ana = replace(event, participant=known_as(db, ANA))
    for person in (BEN, EVELYN, STRANGER):
        with pytest.raises(NotAllowed):
            steer(db, for_ana, by=person)


def test_a_participant_of_another_session_acts_only_in_their_own(db: Database) -> None:
    start(db, ANA, BEN)
    start(db, ANA, BEN, id="spring")
    rate(db, ANA, 1)
    close(db)
    of_spring = known_as(db, ANA, session_id="spring")
    with pytest.raises(NotAllowed):
        steer(db, Consented(of_spring, True), by=ANA)


def test_another_workspace_sees_and_changes_nothing(db: Database) -> None:
    start(db, ANA, BEN)
    mine = known_as(db, ANA)
    for attempt in (
        lambda: service.look(db, OTHER, mine, by=ANA, now=NOW),
        lambda: service.walk(db, OTHER, mine, Rated(ONE, 1), by=ANA, seen=None, now=NOW),
        lambda: service.steer(db, OTHER, "fall", Closed(), by=EVELYN, now=NOW),
        lambda: service.seen_by(db, OTHER, "fall", EVELYN),
        lambda: inviting.nudge(db, OTHER, "fall", by=EVELYN, now=NOW),
        lambda: history.replay(db, OTHER, "fall"),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert identities.open_walks(db, OTHER, ANA) == []
    assert identities.open_sessions(db, OTHER, EVELYN) == []


def test_members_facilitators_and_the_team_s_coordinators_see_a_session(db: Database) -> None:
    name_coordinator(db, DISTRICT, DAN, named_by=DAN, may_name=True, is_guest=False, now=NOW)
    start(db, ANA, ruth(BEN))
    for person in (ANA, BEN, EVELYN, DAN):
        assert service.seen_by(db, DISTRICT, "fall", person).session.id == "fall"
    with pytest.raises(NotAllowed, match="another team"):
        service.seen_by(db, DISTRICT, "fall", STRANGER)


def test_coordinators_replace_a_facilitator_and_see_nothing_of_who_assesses_alone(
    db: Database,
) -> None:
    name_coordinator(db, DISTRICT, DAN, named_by=DAN, may_name=True, is_guest=False, now=NOW)
    start(db, ANA, BEN)
    assert steer(db, Handed((CARLA,)), by=DAN)[0].session.facilitators == (CARLA,)
    start(db, ANA, id="alone", team=None, channel=None, facilitators=(ANA,))
    with pytest.raises(NotAllowed):
        service.seen_by(db, DISTRICT, "alone", DAN)
    with pytest.raises(NotAllowed):
        service.steer(db, DISTRICT, "alone", Handed((DAN,)), by=DAN, now=NOW)


# Adding people


def test_people_are_added_once_with_all_cards_whatever_they_are_called_by_now(
    db: Database,
) -> None:
    start(db, ANA, BEN)
    renamed = inviting.Invited(ANA, "Ana L.", "school", "Coach")
    for _ in range(2):
        inviting.invite(db, DISTRICT, "fall", [renamed, *invited(DAN), ruth()], by=EVELYN, now=NOW)
    known = [(one.person, one.name) for one in identities.in_session(db, DISTRICT, "fall")]
    assert known == [
        (ANA, "Ana Lopes"),
        (BEN, "Ben Carter"),
        (DAN, "Dan Whitfield"),
        (BEN, "Ruth Gold"),
    ]
    assert queued(db, INVITATION) == {INVITATION: [ANA, BEN, BEN, DAN]}


def test_nobody_is_added_or_reminded_after_the_close(db: Database) -> None:
    start(db, ANA, BEN)
    rate(db, ANA, 3)
    close(db)
    before = list(db.query("SELECT * FROM outbox"))
    with pytest.raises(Refused, match="closed"):
        inviting.invite(db, DISTRICT, "fall", invited(DAN), by=EVELYN, now=NOW)
    with pytest.raises(Refused, match="closed"):
        inviting.nudge(db, DISTRICT, "fall", by=EVELYN, now=NOW)
    assert len(identities.in_session(db, DISTRICT, "fall")) == 2
    assert list(db.query("SELECT * FROM outbox")) == before


def test_a_second_rater_makes_a_session_one_that_is_looked_at_together(db: Database) -> None:
    start(db, ANA, team=None, channel=None, facilitators=(ANA,))
    inviting.invite(db, DISTRICT, "fall", invited(BEN), by=ANA, now=NOW)
    assert queued(db, OVERVIEW) == {OVERVIEW: [ANA]}


# Reminding


def test_who_has_not_finished_is_reminded_once_a_school_day(db: Database) -> None:
    start(db, ANA, BEN, CARLA, ruth(DAN))
    rate(db, ANA, 3, 3, 3)
    assert inviting.nudge(db, DISTRICT, "fall", by=EVELYN, now=NOW) == 3
    assert queued(db, NUDGE) == {NUDGE: [BEN, CARLA, DAN]}
    # Eleven at night in Massachusetts is the next day in UTC.
    night = NOW.replace(hour=4) + timedelta(days=1)
    with pytest.raises(Refused, match="Once a day is enough"):
        inviting.nudge(db, DISTRICT, "fall", by=EVELYN, now=night)
    assert inviting.nudge(db, DISTRICT, "fall", by=EVELYN, now=NOW + timedelta(days=1)) == 3


def test_who_has_left_is_not_reminded(db: Database) -> None:
    start(db, ANA, BEN, CARLA)
    with db.conn:
        db.execute("UPDATE participants SET has_left = 1 WHERE id = ?", [known_as(db, ANA)])
    inviting.nudge(db, DISTRICT, "fall", by=EVELYN, now=NOW)
    assert queued(db, NUDGE) == {NUDGE: [BEN, CARLA]}


# Closing and what follows


def test_closing_stops_what_was_still_to_be_sent_and_tells_who_facilitates(db: Database) -> None:
    start(db, ANA, BEN, CARLA)
    for person in (ANA, BEN, CARLA):
        rate(db, person, 3)
    inviting.nudge(db, DISTRICT, "fall", by=EVELYN, now=NOW)
    close(db)
    assert queued(db) == {CLOSED: [EVELYN], OVERVIEW: ["C1"]}


def test_two_raters_are_each_asked_in_private_whether_it_may_be_shown(db: Database) -> None:
    start(db, ANA, BEN, CARLA)
    rate(db, ANA, 1)
    rate(db, BEN, 4)
    assert close(db).session.phase == "agreeing"
    assert queued(db, CONSENT) == {CONSENT: [ANA, BEN]}
    rows = db.query("SELECT occurrence FROM outbox WHERE kind = ?", [CONSENT])
    assert {row["occurrence"] for row in rows} == {known_as(db, ANA), known_as(db, BEN)}


def test_an_end_stops_all_that_was_still_to_be_said(db: Database) -> None:
    start(db, ANA, BEN, CARLA)
    rate(db, ANA, 3)
    close(db)
    steer(db, Cancelled())
    assert queued(db) == {OVERVIEW: ["C1"]}


def test_of_two_facilitators_agreeing_at_once_the_second_is_told_and_sees_what_stands(
    db: Database,
) -> None:
    start(db, ANA, BEN, CARLA, facilitators=(EVELYN, DAN))
    for person, value in ((ANA, 1), (BEN, 2), (CARLA, 4)):
        rate(db, person, value)
    close(db)
    assert steer(db, Agreed(ONE, 2, "Two grades do."))[1] == ""
    seen, notice = steer(db, Agreed(ONE, 3, "All do."), by=DAN)
    assert notice == "too_late"
    assert seen.session.agreements[ONE].rationale == "Two grades do."
    assert stored(db) == seen
    history_of = "SELECT person FROM assessment_history WHERE event LIKE '%Agreed%'"
    assert [row["person"] for row in db.query(history_of)] == [EVELYN]


def test_votes_and_own_priorities_are_kept_without_a_name(db: Database) -> None:
    start(db, ANA, BEN, CARLA)
    for person in (ANA, BEN, CARLA):
        rate(db, person, 1)
    close(db)
    steer(db, Accepted())
    steer(db, PRIORITISING)
    mine = known_as(db, ANA)
    steer(db, Voted(mine, {ONE: Vote(3, 2, 1)}), by=ANA)
    steer(db, KeptOwn(mine, ONE), by=ANA)
    after, _ = steer(db, Chosen((ONE,)))
    assert after == stored(db)
    assert (after.votes, after.own) == ({mine: {ONE: Vote(3, 2, 1)}}, {mine: ONE})
    members = (
        "SELECT person, event FROM assessment_history WHERE participant = ? AND person IS NULL"
    )
    kinds = [json.loads(row["event"])["kind"] for row in db.query(members, [mine])]
    assert kinds == ["Rated", "Voted", "KeptOwn"]
    steer(db, KeptOwn(mine, None), by=ANA)
    assert stored(db).own == {}


# Teams that change


@pytest.fixture
def team(db: Database) -> str:
    name_coordinator(db, DISTRICT, EVELYN, named_by=EVELYN, may_name=True, is_guest=False, now=NOW)
    teams.save_team(
        db,
        DISTRICT,
        "team",
        name="EL team",
        channel="C1",
        timezone="America/New_York",
        by=EVELYN,
        now=NOW,
    )
    return "team"


def set_members(db: Database, *people: str, minutes: int, **names: str) -> None:
    memberships.set_members(
        db,
        DISTRICT,
        "team",
        people,
        names={p: names.get(p, p.title()) for p in people},
        titles={},
        guests=(),
        by=EVELYN,
        now=NOW + timedelta(minutes=minutes),
    )
    follow_teams(db, NOW + timedelta(minutes=minutes))


def add_ruth(db: Database, sponsor: str, minutes: int, member_id: str = "ruth") -> None:
    memberships.add_named_member(
        db,
        DISTRICT,
        "team",
        member_id,
        name="Ruth Gold",
        sponsor=sponsor,
        role="School committee",
        level="district",
        sponsor_is_guest=False,
        by=EVELYN,
        now=NOW + timedelta(minutes=minutes),
    )
    follow_teams(db, NOW + timedelta(minutes=minutes))


def here(db: Database) -> dict[tuple[str | None, bool], bool]:
    """Return who rates, for themselves or on behalf of somebody, and whether they have left."""
    assessment = stored(db)
    return {
        (one.person, p.on_behalf): p.left
        for one in identities.in_session(db, DISTRICT, "fall")
        for p in [assessment.participants[one.participant]]
    }


def test_who_joins_the_team_rates_too_with_all_cards_and_is_invited(
    db: Database, team: str
) -> None:
    start(db, ANA, BEN)
    set_members(db, ANA, BEN, CARLA, minutes=5)
    set_members(db, ANA, BEN, CARLA, minutes=6)
    walk = stored(db).walks[known_as(db, CARLA, "Ucarla")]
    assert (walk.state, walk.at, walk.level) == ("invited", 0, "school")
    assert queued(db, INVITATION) == {INVITATION: [ANA, BEN, CARLA]}


def test_who_leaves_the_team_rates_no_longer_but_counts(db: Database, team: str) -> None:
    set_members(db, ANA, BEN, CARLA, minutes=-5)
    start(db, ANA, BEN, CARLA)
    for person in (ANA, BEN, CARLA):
        rate(db, person, 1)
    set_members(db, BEN, CARLA, minutes=5)
    assert does(db, ANA, Rated(TWO, 4)).notice == "closed"
    closed = close(db)
    assert closed.walks[known_as(db, ANA)].ratings[ONE].value == 1
    assert queued(db, CONSENT) == {}


def test_who_comes_back_goes_on_and_stays_whatever_they_are_called_by_then(
    db: Database, team: str
) -> None:
    set_members(db, ANA, BEN, minutes=-5)
    start(db, ANA, BEN)
    rate(db, ANA, 1)
    set_members(db, BEN, minutes=5)
    set_members(db, BEN, ANA, minutes=6, **{ANA: "Ana L."})
    follow_teams(db, NOW + timedelta(minutes=7))
    assert here(db) == {(ANA, False): False, (BEN, False): False}
    assert does(db, ANA, Rated(TWO, 4)).notice == "saved"
    assert history.replay(db, DISTRICT, "fall") == stored(db)


def test_a_sponsor_who_leaves_or_joins_is_not_taken_for_whom_they_speak_for(
    db: Database, team: str
) -> None:
    set_members(db, ANA, DAN, minutes=-5)
    add_ruth(db, DAN, minutes=-5)
    start(db, ANA, ruth(DAN), levels=["school"])
    set_members(db, ANA, minutes=5)
    assert here(db) == {(ANA, False): False, (DAN, True): False}
    # The sponsor rates for themselves only once they are a member themselves.
    set_members(db, ANA, DAN, minutes=6)
    assert here(db) == {(ANA, False): False, (DAN, True): False, (DAN, False): False}


def test_another_sponsor_gets_the_cards_and_an_invitation(db: Database, team: str) -> None:
    set_members(db, ANA, BEN, minutes=-5)
    add_ruth(db, BEN, minutes=-5)
    start(db, ANA, ruth(BEN), levels=["school"])
    mine = known_as(db, BEN, "Ruth Gold")
    identities.place(db, DISTRICT, mine, "D1", "1.1", "1.2")
    memberships.change_sponsor(db, DISTRICT, "team", "ruth", CARLA, is_guest=False, by=EVELYN)
    for _ in range(2):
        follow_teams(db, NOW)
    moved = identities.find(db, DISTRICT, mine)
    assert moved is not None
    assert (moved.person, moved.channel, moved.thread_ts, moved.card_ts) == (
        CARLA,
        None,
        None,
        None,
    )
    assert identities.of_thread(db, DISTRICT, "D1", "1.1") is None
    assert queued(db, INVITATION) == {INVITATION: [ANA, BEN, CARLA]}
    with pytest.raises(NotAllowed):
        service.look(db, DISTRICT, mine, by=BEN, now=NOW)


def test_who_was_taken_out_of_the_session_alone_stays_out(db: Database, team: str) -> None:
    set_members(db, ANA, BEN, minutes=-5)
    start(db, ANA, BEN)
    steer(db, Left(known_as(db, ANA)))
    follow_teams(db, NOW + timedelta(minutes=1))
    assert here(db) == {(ANA, False): True, (BEN, False): False}


def test_of_two_with_the_same_name_neither_is_taken_for_the_other(db: Database, team: str) -> None:
    for member_id, sponsor in (("ruth", BEN), ("another", ANA)):
        add_ruth(db, sponsor, minutes=-5, member_id=member_id)
    start(db, ANA, ruth(BEN), levels=["school"])
    follow_teams(db, NOW)
    assert here(db) == {(ANA, False): False, (BEN, True): False}


def test_a_joiner_whose_level_is_not_rated_is_left_out(db: Database, team: str) -> None:
    start(db, *invited(ANA), *invited(BEN, level="district"), levels=["school", "district"])
    add_ruth(db, BEN, minutes=5)
    assert (BEN, True) in here(db)
    memberships.add_named_member(
        db,
        DISTRICT,
        "team",
        "otto",
        name="Otto",
        sponsor=ANA,
        role="Other",
        level="state",
        sponsor_is_guest=False,
        by=EVELYN,
        now=NOW + timedelta(minutes=6),
    )
    follow_teams(db, NOW + timedelta(minutes=6))
    assert (ANA, True) not in here(db)


def test_teams_are_followed_only_while_ratings_are_taken(db: Database, team: str) -> None:
    set_members(db, ANA, BEN, minutes=-5)
    start(db, ANA, BEN)
    rate(db, ANA, 1)
    close(db)
    set_members(db, BEN, CARLA, minutes=5)
    assert here(db) == {(ANA, False): False, (BEN, False): False}


def test_a_session_that_is_not_there_is_said_to_be_gone(db: Database) -> None:
    for attempt in (
        lambda: steer(db, Closed()),
        lambda: service.look(db, DISTRICT, "nobody", by=ANA, now=NOW),
        lambda: service.seen_by(db, DISTRICT, "fall", ANA),
    ):
        with pytest.raises(NotFound, match="not there any more"):
            attempt()
    assert session("school").cards("state") == ()
