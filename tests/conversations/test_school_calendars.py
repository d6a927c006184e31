"""A district's calendar: who changes it, which source stands, and what each team and person has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from conversations import personal_hours, school_days
from conversations.calendar import Calendar, due_school_day, is_school_day, why_no_school
from conversations.coordinators import name_coordinator
from conversations.database import Store
from conversations.errors import NotAllowed, NotFound, Refused
from conversations.memberships import set_members
from conversations.personal_hours import DaysOff, Hours
from conversations.school_calendars import calendar_for
from conversations.school_days import NoSchool
from conversations.teams import save_team, set_team_coordinators

NOW = datetime(2026, 11, 24, 17, tzinfo=UTC)
TUESDAY, SATURDAY = date(2027, 1, 12), date(2027, 1, 16)
EVELYN, ANA, BEN = "UEVELYN", "UANA", "UBEN"
DISTRICT, OTHER = "T1", "T2"
RECESS = NoSchool(date(2027, 2, 15), date(2027, 2, 19), "February recess")
BY_EVELYN: dict[str, Any] = {"by": EVELYN, "now": NOW}
BY_ANA: dict[str, Any] = {"by": ANA, "now": NOW}


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """Evelyn coordinates both workspaces, Ana the team of one, which Ben is in."""
    store = Store(tmp_path / "blueprint.db")
    store.prepare()
    with store.transaction() as db:
        for tenant in (DISTRICT, OTHER):
            name_coordinator(
                db, tenant, EVELYN, named_by=EVELYN, may_name=True, is_guest=False, now=NOW
            )
            save_team(
                db, tenant, "team", name="EL", channel="C1", timezone="America/Chicago", **BY_EVELYN
            )
        set_team_coordinators(db, DISTRICT, "team", [ANA], guests=[], **BY_EVELYN)
        set_members(db, DISTRICT, "team", [BEN], names={}, titles={}, guests=[], **BY_EVELYN)
        yield db


def calendar(
    db: Database, team: str | None = None, person: str | None = None, tenant: str = DISTRICT
) -> Calendar:
    return calendar_for(db, tenant, team=team, person=person, zone="America/New_York")


def why(
    db: Database,
    day: date,
    team: str | None = None,
    person: str | None = None,
    tenant: str = DISTRICT,
) -> str | None:
    return why_no_school(day, calendar(db, team, person, tenant))


def test_where_nobody_has_said_anything_it_is_the_state_s_calendar(db: Database) -> None:
    found = calendar(db)
    assert (found.timezone.key, found.opens, found.closes) == (
        "America/New_York",
        time(8),
        time(16),
    )
    assert is_school_day(TUESDAY, found)


def test_days_of_the_district_count_for_its_teams_and_for_nobody_else(db: Database) -> None:
    school_days.add_no_school(db, DISTRICT, [RECESS], **BY_EVELYN)
    for whose in ((None, None), ("team", None), ("team", BEN), (None, BEN)):
        assert why(db, RECESS.last, *whose) == (
            "the district has no school that day (February recess)"
        )
    assert why(db, RECESS.last, tenant=OTHER) is None


def test_a_snow_day_is_added_on_the_day_and_taken_back_and_what_was_there_is_there_again(
    db: Database,
) -> None:
    school_days.add_school_day(db, DISTRICT, SATURDAY, "Makes up for snow", **BY_EVELYN)
    assert why(db, SATURDAY) is None
    school_days.add_snow_day(db, DISTRICT, SATURDAY, **BY_EVELYN)
    assert why(db, SATURDAY) == "it is a Saturday"
    assert school_days.take_back(db, DISTRICT, SATURDAY, SATURDAY, "snow", **BY_EVELYN) == 1
    assert why(db, SATURDAY) is None
    assert [(one.day, one.source) for one in school_days.kept_days(db, DISTRICT)] == [
        (SATURDAY, "typed")
    ]


def test_a_team_s_own_days_go_before_the_district_s_but_not_before_its_snow(db: Database) -> None:
    school_days.add_no_school(db, DISTRICT, [RECESS], **BY_EVELYN)
    school_days.add_school_day(db, DISTRICT, RECESS.first, "Meets", team="team", **BY_ANA)
    school_days.add_school_day(db, DISTRICT, RECESS.last, "Meets", team="team", **BY_ANA)
    away = NoSchool(TUESDAY, TUESDAY, "Retreat")
    school_days.add_no_school(db, DISTRICT, [away], team="team", **BY_ANA)
    school_days.add_snow_day(db, DISTRICT, RECESS.last, **BY_EVELYN)
    assert why(db, RECESS.first, "team") is None
    assert why(db, RECESS.last, "team") == "the district has no school that day (Snow day)"
    assert why(db, TUESDAY, "team") == "the team has no school that day (Retreat)"
    assert why(db, TUESDAY) is None


def test_a_new_import_takes_the_place_of_the_old_one_and_leaves_what_was_typed(
    db: Database,
) -> None:
    friday = NoSchool(date(2027, 3, 26), date(2027, 3, 26), "Good Friday")
    autumn = NoSchool(date(2026, 12, 23), date(2026, 12, 24), "Recess")
    school_days.save_imported(db, DISTRICT, [autumn], **BY_EVELYN)
    school_days.save_imported(
        db, DISTRICT, [RECESS, NoSchool(TUESDAY, TUESDAY), friday], **BY_EVELYN
    )
    school_days.add_no_school(db, DISTRICT, [NoSchool(SATURDAY, SATURDAY)], **BY_EVELYN)
    moved = NoSchool(TUESDAY + timedelta(days=1), TUESDAY + timedelta(days=1))
    school_days.save_imported(db, DISTRICT, [moved, friday], **BY_EVELYN)
    kept = {(one.day, one.source) for one in school_days.kept_days(db, DISTRICT)}
    assert kept == {
        *((day, "imported") for day in autumn.days()),
        (TUESDAY, "imported"),
        (SATURDAY, "typed"),
        (moved.first, "imported"),
        (friday.first, "imported"),
    }


def test_the_district_says_when_a_school_year_begins_and_ends(db: Database) -> None:
    school_days.set_year_end(db, DISTRICT, "first", date(2026, 8, 26), **BY_EVELYN)
    school_days.set_year_end(db, DISTRICT, "last", date(2027, 6, 16), **BY_EVELYN)
    school_days.set_year_end(db, DISTRICT, "last", date(2027, 6, 17), **BY_EVELYN)
    found = calendar(db, "team", BEN)
    assert is_school_day(date(2026, 8, 26), found)
    assert is_school_day(date(2027, 6, 17), found)
    assert due_school_day(date(2027, 6, 25), found) == date(2027, 6, 17)


@pytest.mark.parametrize(
    ("which", "day", "says"),
    [
        ("first", date(2026, 6, 1), "July to October"),
        ("last", date(2027, 9, 1), "May to July"),
        ("last", date(2027, 8, 31), "May to July"),
        ("first", date(2027, 7, 19), "leaves a summer"),
        ("last", date(2026, 7, 27), "leaves a summer"),
    ],
)
def test_a_year_that_leaves_no_summer_is_refused(
    db: Database, which: school_days.End, day: date, says: str
) -> None:
    school_days.set_year_end(db, DISTRICT, "last", date(2027, 7, 20), **BY_EVELYN)
    school_days.set_year_end(db, DISTRICT, "first", date(2026, 7, 27), **BY_EVELYN)
    with pytest.raises(Refused, match=says) as refused:
        school_days.set_year_end(db, DISTRICT, which, day, **BY_EVELYN)
    assert refused.value.field == f"{which}_day"
    assert calendar(db).summer(2027) == (date(2027, 7, 20), date(2027, 9, 1))


def test_hours_and_zones_of_a_person_go_before_the_team_s_and_these_before_the_district_s(
    db: Database,
) -> None:
    def shows(team: str | None = None, person: str | None = None) -> tuple[str, int, int]:
        found = calendar(db, team, person)
        return found.timezone.key.rpartition("/")[2], found.opens.hour, found.closes.hour

    school_days.set_zone(db, DISTRICT, "America/Puerto_Rico", **BY_EVELYN)
    school_days.set_hours(db, DISTRICT, Hours(time(7), time(15)), **BY_EVELYN)
    assert [shows(), shows("team")] == [("Puerto_Rico", 7, 15), ("Chicago", 7, 15)]
    school_days.set_hours(db, DISTRICT, Hours(time(9), time(14)), team="team", **BY_ANA)
    personal_hours.set_hours(db, DISTRICT, None, "Pacific/Honolulu", by=BEN, now=NOW)
    assert [shows("team"), shows("team", BEN)] == [("Chicago", 9, 14), ("Honolulu", 9, 14)]
    personal_hours.set_hours(db, DISTRICT, Hours(time(10), time(11)), None, by=BEN, now=NOW)
    assert [shows("team", BEN), shows(None, BEN)] == [("Chicago", 10, 11), ("Puerto_Rico", 10, 11)]
    personal_hours.set_hours(db, DISTRICT, None, None, by=BEN, now=NOW)
    school_days.set_hours(db, DISTRICT, None, team="team", **BY_ANA)
    assert shows("team", BEN) == ("Chicago", 7, 15)


def test_a_person_is_away_even_on_a_make_up_day_and_nobody_else_is(db: Database) -> None:
    school_days.add_school_day(db, DISTRICT, SATURDAY, "Makes up for snow", **BY_EVELYN)
    off = DaysOff(TUESDAY, SATURDAY)
    personal_hours.add_days_off(db, DISTRICT, off, by=BEN, now=NOW)
    personal_hours.add_days_off(db, DISTRICT, off, by=BEN, now=NOW)
    assert why(db, TUESDAY, "team", BEN) == "it is a day off"
    assert not is_school_day(SATURDAY, calendar(db, "team", BEN))
    assert is_school_day(SATURDAY, calendar(db, "team", ANA))
    assert personal_hours.days_off_of(db, DISTRICT, BEN) == [off]
    personal_hours.take_back_days_off(db, DISTRICT, off, by=BEN, now=NOW)
    assert why(db, TUESDAY, "team", BEN) is None


def test_only_coordinators_change_a_calendar(db: Database) -> None:
    for by in (ANA, BEN):
        for change in (
            lambda by: school_days.add_no_school(db, DISTRICT, [RECESS], by=by, now=NOW),
            lambda by: school_days.save_imported(db, DISTRICT, [RECESS], by=by, now=NOW),
            lambda by: school_days.add_school_day(db, DISTRICT, SATURDAY, "", by=by, now=NOW),
            lambda by: school_days.add_snow_day(db, DISTRICT, TUESDAY, by=by, now=NOW),
            lambda by: school_days.set_hours(db, DISTRICT, None, by=by, now=NOW),
            lambda by: school_days.set_zone(db, DISTRICT, None, by=by, now=NOW),
            lambda by: school_days.set_year_end(
                db, DISTRICT, "last", date(2027, 6, 17), by=by, now=NOW
            ),
            lambda by: school_days.take_back(
                db, DISTRICT, TUESDAY, TUESDAY, "typed", by=by, now=NOW
            ),
        ):
            with pytest.raises(NotAllowed, match="coordinators"):
                change(by)
    with pytest.raises(NotAllowed):
        school_days.add_snow_day(db, DISTRICT, TUESDAY, team="team", by=BEN, now=NOW)
    with pytest.raises(NotAllowed):
        school_days.add_snow_day(db, OTHER, TUESDAY, team="team", by=ANA, now=NOW)
    with pytest.raises(NotFound):
        school_days.add_snow_day(db, DISTRICT, TUESDAY, team="gone", **BY_EVELYN)
    assert school_days.kept_days(db, DISTRICT) == []
    school_days.add_snow_day(db, DISTRICT, TUESDAY, team="team", **BY_EVELYN)


def test_what_cannot_be_is_refused_with_a_sentence_and_nothing_of_it_is_kept(
    db: Database,
) -> None:
    long = NoSchool(date(2026, 12, 23), date(2027, 12, 27))
    for days, says in ((long, "very long"), (NoSchool(SATURDAY, TUESDAY), "not before")):
        for change in (school_days.add_no_school, school_days.save_imported):
            with pytest.raises(Refused, match=says):
                change(db, DISTRICT, [RECESS, days], **BY_EVELYN)
    assert school_days.kept_days(db, DISTRICT) == []
    years = DaysOff(TUESDAY, TUESDAY.replace(year=2029))
    for off, says in ((DaysOff(SATURDAY, TUESDAY), "not before"), (years, "Is the year right")):
        with pytest.raises(Refused, match=says):
            personal_hours.add_days_off(db, DISTRICT, off, by=BEN, now=NOW)
    with pytest.raises(Refused, match="later than the beginning"):
        school_days.set_hours(db, DISTRICT, Hours(time(16), time(8)), **BY_EVELYN)
    with pytest.raises(Refused, match="time zones"):
        personal_hours.set_hours(db, DISTRICT, None, "Mars/Olympus", by=BEN, now=NOW)


def test_a_long_name_is_shortened_and_no_name_has_one(db: Database) -> None:
    for day, name in ((TUESDAY, "snow and ice " * 20), (SATURDAY, "  ")):
        school_days.add_no_school(db, DISTRICT, [NoSchool(day, day, name)], **BY_EVELYN)
    long, unnamed = (one.name for one in school_days.kept_days(db, DISTRICT))
    assert len(long) <= school_days.LONGEST_NAME
    assert long.endswith("…")
    assert unnamed == "No school"


SAYINGS = st.lists(
    st.tuples(
        st.sampled_from(["imported", "typed", "snow"]),
        st.booleans(),
        st.booleans(),
        st.dates(TUESDAY, TUESDAY + timedelta(days=5)),
    ),
    max_size=12,
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(tmp_path_factory.mktemp("shared") / "blueprint.db")
    store.prepare()
    return store


@given(SAYINGS)
def test_whatever_is_said_of_a_day_the_strongest_word_stands(
    shared: Store, sayings: list[tuple[school_days.Source, bool, bool, date]]
) -> None:
    strength = {"imported": 0, "typed": 2, "snow": 4}
    expected: dict[tuple[date, int], bool] = {}
    with shared.transaction() as db:
        db.execute("DELETE FROM school_days")
        for source, of_team, is_school, day in sayings:
            db.execute(
                "INSERT OR REPLACE INTO school_days VALUES (?, ?, ?, ?, ?, '', '', '')",
                [DISTRICT, "team" if of_team else "", day.isoformat(), source, is_school],
            )
            expected[day, strength[source] + of_team] = is_school
        found = calendar(db, "team")
    for day in {day for day, _ in expected}:
        strongest = max(key for key in expected if key[0] == day)
        assert is_school_day(day, found) == expected[strongest]
