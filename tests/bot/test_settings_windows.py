"""Dialogues: people, a team's coordinators and a district's say when and how they are reminded."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from bot.cleaning import clean_up
from conversations import answers, retention, school_days
from conversations.answers import Given
from conversations.calendar import is_school_day, why_no_school
from conversations.database import timestamp
from conversations.personal_hours import Hours as PersonalHours
from conversations.personal_hours import days_off_of, hours_of
from conversations.reminders import choices
from tests.bot.assessing import Hours
from tests.bot.settings import (
    TEAM,
    TENANT,
    calendar,
    click,
    make_team,
    open_district,
    open_mine,
    open_team,
    refused,
    send,
)
from tests.bot.stage import Stage, action_ids, opened, words

pytestmark = pytest.mark.usefixtures("hours")

EDGE = date(2026, 12, 1)


def test_somebody_chooses_one_message_a_day_other_hours_and_days_off(stage: Stage) -> None:
    make_team(stage)
    window = words(open_mine(stage, stage.dan))
    assert "only between *8:00 AM and 4:00 PM (Eastern time)*, on school days" in window
    said = send(
        stage, stage.dan, delivery="daily", opens="09:30", closes="15:00", days="Dec 7 to Dec 9"
    )
    assert "9:30 AM and 3:00 PM" in said
    assert "Mon, Dec 7 to Wed, Dec 9" in said
    theirs = calendar(stage, TEAM, stage.dan)
    assert (theirs.opens, theirs.closes) == (time(9, 30), time(15))
    assert not is_school_day(date(2026, 12, 8), theirs)
    with stage.composed.services.store.reading() as db:
        assert choices.delivery_of(db, TENANT, stage.dan.id) == "daily"
    stage.dan.closes_modal()
    open_mine(stage, stage.dan)
    stage.dan.fills(opened(stage.dan), {"days": {"days": "Dec 14"}})
    after = click(stage, stage.dan, "settings_day_off_remove")
    assert "Dec 7" not in after
    assert opened(stage.dan).state["days"]["days"]["value"] == "Dec 14", "what was typed is there"
    with stage.composed.services.store.reading() as db:
        assert days_off_of(db, TENANT, stage.dan.id) == []


def test_what_cannot_be_read_is_said_at_its_field_and_nothing_typed_is_lost(stage: Stage) -> None:
    open_mine(stage, stage.dan)
    errors = refused(stage, stage.dan, days="whenever it suits", delivery="daily")
    assert list(errors) == ["days"]
    assert "whenever it suits" in errors["days"]
    assert opened(stage.dan).state["days"]["days"]["value"] == "whenever it suits"
    with stage.composed.services.store.reading() as db:
        assert choices.delivery_of(db, TENANT, stage.dan.id) == "each", "all of it, or nothing"
    assert list(refused(stage, stage.dan, days="", opens="16:00", closes="08:00")) == ["closes"]
    assert list(refused(stage, stage.dan, opens="08:00", closes="16:00", days="Dec 1 2030")) == [
        "days"
    ]


def test_a_time_zone_follows_slack_s_profile_until_another_is_chosen(stage: Stage) -> None:
    make_team(stage)
    stage.dan.person.tz = "America/Chicago"
    assert "As in my Slack profile: Central time" in words(open_mine(stage, stage.dan))
    assert "(Central time)" in send(stage, stage.dan)
    assert calendar(stage, TEAM, stage.dan).timezone.key == "America/Chicago"
    assert calendar(stage, TEAM).timezone.key == "America/New_York"
    with stage.composed.services.store.reading() as db:
        assert hours_of(db, TENANT, stage.dan.id) == (None, None), "it follows, hours too"
    stage.dan.closes_modal()
    open_mine(stage, stage.dan)
    assert "(Pacific time)" in send(stage, stage.dan, timezone="America/Los_Angeles")
    assert calendar(stage, TEAM, stage.dan).timezone.key == "America/Los_Angeles"


def test_a_time_zone_of_a_profile_is_looked_at_again_the_next_day(
    stage: Stage, hours: Hours
) -> None:
    open_mine(stage, stage.dan)
    stage.dan.closes_modal()
    stage.dan.person.tz = "Pacific/Honolulu"
    assert "profile: Eastern" in words(open_mine(stage, stage.dan))
    stage.dan.closes_modal()
    hours.passes(days=1, minutes=1)
    assert "profile: Hawaii" in words(open_mine(stage, stage.dan))


def test_a_team_s_coordinator_mutes_spaces_and_adds_its_own_days(stage: Stage) -> None:
    team = make_team(stage)
    window = words(open_team(stage, stage.ben, team))
    assert "EL &lt;team&gt;" in window
    said = send(
        stage,
        stage.ben,
        kinds=["week", "due", "overdue"],
        week="5",
        overdue="2",
        timezone="America/Chicago",
        opens="07:30",
        days="Dec 4: our <retreat>",
    )
    assert "*Not sent:* The day before, Needs you, Measures" in said
    assert "Fri, Dec 4 (our &lt;retreat&gt;)" in said
    theirs = calendar(stage, TEAM)
    assert (theirs.timezone.key, theirs.opens, theirs.closes) == (
        "America/Chicago",
        time(7, 30),
        time(16),
    )
    assert why_no_school(date(2026, 12, 4), theirs) == (
        "the team has no school that day (our <retreat>)"
    )
    assert is_school_day(date(2026, 12, 4), calendar(stage)), "the district has school"
    with stage.composed.services.store.reading() as db:
        cadence = choices.cadence_of(db, TENANT, TEAM)
        assert (cadence.ahead, cadence.every, cadence.day_before) == (5, 2, False)
        assert not choices.wants(db, TENANT, TEAM, "digest")
    stage.ben.closes_modal()
    open_team(stage, stage.ben, team)
    assert "retreat&gt;" not in click(stage, stage.ben, "settings_team_day_remove")
    assert is_school_day(date(2026, 12, 4), calendar(stage, TEAM))
    assert "Coordinators of this team" in click(stage, stage.ben, "settings_team_people")


def test_a_team_s_window_says_what_is_out_of_bounds_and_follows_the_district(
    stage: Stage,
) -> None:
    team = make_team(stage)
    open_team(stage, stage.ben, team)
    assert list(refused(stage, stage.ben, days="Dec 40")) == ["days"]
    errors = refused(stage, stage.ben, days="", week="40")
    assert list(errors) == ["week"]
    send(stage, stage.ben, week="7", kinds=[])
    with stage.composed.services.store.transaction() as db:
        hours = PersonalHours(time(9), time(17))
        now = datetime(2026, 12, 1, 15, tzinfo=UTC)
        school_days.set_hours(db, TENANT, hours, by=stage.ana.id, now=now)
        assert not choices.wants(db, TENANT, TEAM, "due")
    assert calendar(stage, TEAM).opens == time(9)


def test_nobody_else_opens_or_changes_what_is_not_theirs(stage: Stage) -> None:
    team = make_team(stage)
    assert "coordinators may change a team" in words(open_team(stage, stage.dan, team))
    stage.dan.closes_modal()
    assert "belong to the coordinators of this workspace" in words(open_district(stage, stage.ben))
    stage.ben.closes_modal()
    # Somebody who was a coordinator when the window opened, and is none when it is sent.
    open_district(stage, stage.ana)
    click(stage, stage.ana, "settings_days_add")
    with stage.composed.services.store.transaction() as db:
        db.execute("DELETE FROM coordinators")
    errors = refused(stage, stage.ana, days="Dec 7")
    assert "coordinators of this workspace" in errors["days"]
    stage.ana.closes_modal()
    assert "coordinators of this workspace" in click(stage, stage.ana, "settings_snow_today")
    assert is_school_day(EDGE, calendar(stage))


def test_a_snow_day_takes_one_click_and_another_takes_it_back(stage: Stage) -> None:
    make_team(stage)
    window = open_district(stage, stage.ana)
    assert {"settings_snow_today", "settings_snow_tomorrow"} <= set(action_ids(window))
    said = click(stage, stage.ana, "settings_snow_today")
    assert "Snow day on Tuesday, December 1." in said
    assert not is_school_day(EDGE, calendar(stage, TEAM))
    said = click(stage, stage.ana, "settings_unsnow")
    assert "No snow day on Tuesday, December 1 any more" in said
    assert is_school_day(EDGE, calendar(stage))
    assert "Snow day tomorrow" in said


def test_no_snow_day_is_offered_where_there_is_no_school_anyway(stage: Stage, hours: Hours) -> None:
    make_team(stage)
    hours.moment = datetime(2026, 12, 4, 15, tzinfo=UTC)
    said = words(open_district(stage, stage.ana))
    assert "There is no school on Saturday, December 5: it is a Saturday." in said
    assert "Snow day tomorrow" not in said


def test_days_are_typed_listed_by_month_and_taken_away(stage: Stage) -> None:
    make_team(stage)
    open_district(stage, stage.ana)
    click(stage, stage.ana, "settings_days_add")
    assert list(refused(stage, stage.ana, days="the usual")) == ["days"]
    said = send(stage, stage.ana, days="Dec 23 to Jan 1: winter <break>\n1/18; 11/30/2026: past")
    assert "Saved: Wed, Dec 23 to Fri, Jan 1, 2027 (winter &lt;break&gt;)" in said
    assert "December 2026" in said
    assert f"winter &lt;break&gt;  ·  typed by <@{stage.ana.id}>" in said
    assert "past  ·" not in said, "what is over is not listed"
    click(stage, stage.ana, "settings_days_add")
    said = send(stage, stage.ana, days="Jan 9: makes up for snow", sort="school")
    assert "School: makes up for snow" in said
    assert is_school_day(date(2027, 1, 9), calendar(stage))
    assert not is_school_day(date(2026, 12, 28), calendar(stage))
    said = click(stage, stage.ana, "settings_day_remove")
    assert "Taken away: Wed, Dec 23 to Fri, Jan 1" in said
    assert is_school_day(date(2026, 12, 28), calendar(stage))


def test_a_long_calendar_is_turned_over(stage: Stage) -> None:
    make_team(stage)
    with stage.composed.services.store.transaction() as db:
        for number in range(120):
            day = date.fromordinal(date(2026, 12, 2).toordinal() + 2 * number)
            one = school_days.NoSchool(day, day, f"Day {number}")
            now = datetime(2026, 12, 1, tzinfo=UTC)
            school_days.add_no_school(db, TENANT, [one], by=stage.ana.id, now=now)
    open_district(stage, stage.ana)
    assert "Day 50" in click(stage, stage.ana, "settings_days_page_after")
    said = click(stage, stage.ana, "settings_days_page_after")
    assert "Day 119" in said
    assert "Day 99" in click(stage, stage.ana, "settings_days_page_before")


def test_the_year_its_hours_and_how_long_questions_stay(stage: Stage) -> None:
    make_team(stage)
    said = words(open_district(stage, stage.ana))
    assert "June 30, 2027 (as usual; nobody has said yet)" in said
    click(stage, stage.ana, "settings_year")
    errors = refused(stage, stage.ana, last_day="2027-03-01", first_day="2027-08-30")
    assert list(errors) == ["last_day"]
    said = send(stage, stage.ana, last_day="2027-06-18")
    assert "Friday, June 18, 2027\nFirst day after the summer: Monday, August 30" in said
    click(stage, stage.ana, "settings_hours")
    assert list(refused(stage, stage.ana, opens="17:00")) == ["closes"]
    assert "7:00 AM and 2:00 PM (Eastern time)" in send(
        stage, stage.ana, opens="07:00", closes="14:00"
    )
    click(stage, stage.ana, "settings_keeping")
    said = send(stage, stage.ana, months="12")
    assert "What people asked me is deleted after 12 months" in said
    with stage.composed.services.store.reading() as db:
        assert retention.months_of(db, TENANT) == 12


def given(answer_id: str, at: datetime, tenant: str = TENANT) -> Given:
    return Given(
        tenant=tenant,
        id=answer_id,
        person="U0BEN",
        channel="C0ELTEAM",
        thread_ts="1.0",
        question_ts="1.0",
        surface="channel",
        question="What about Zebulon?",
        level=None,
        context="{}",
        answered=False,
        reason="not_covered",
        topic=None,
        at=timestamp(at),
    )


def test_questions_go_when_they_were_kept_long_enough_and_only_there(
    stage: Stage, hours: Hours
) -> None:
    make_team(stage)
    services = stage.composed.services
    old = datetime(2026, 8, 1, tzinfo=UTC)
    with services.store.transaction() as db:
        retention.choose(db, TENANT, 3, by=stage.ana.id)
        answers.keep(db, given("old", old))
        answers.keep(db, given("new", datetime(2026, 9, 2, tzinfo=UTC)))
        answers.keep(db, given("elsewhere", old, "T0OTHER"))
        answers.vote(db, TENANT, "old", "U0BEN", helpful=False, now=old)
    clean_up(services)
    assert {row["id"] for row in stage.rows("SELECT id FROM answers")} == {"new", "elsewhere"}
    assert stage.rows("SELECT * FROM votes") == []
    hours.passes(days=2)
    clean_up(services)
    assert {row["id"] for row in stage.rows("SELECT id FROM answers")} == {"elsewhere"}
