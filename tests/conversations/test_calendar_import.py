"""A district's calendar file: what is found in it, what is left out and why, what is no file."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.calendar_import import LARGEST, Found, read_calendar
from conversations.errors import Refused
from conversations.school_days import NoSchool

TODAY = date(2026, 11, 24)
EASTERN = ZoneInfo("America/New_York")

# As Google Calendar exports one: CRLF, folded lines, whole days, moments in UTC.
GOOGLE = """
BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:PUBLISH
X-WR-CALNAME:Riverbend Public Schools
X-WR-TIMEZONE:America/New_York
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261223
DTEND;VALUE=DATE:20270102
DTSTAMP:20260801T120000Z
UID:winter@google.com
SUMMARY:Winter Recess - No School
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270215
DTEND;VALUE=DATE:20270220
UID:february@google.com
SUMMARY:February Vacation
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260826
DTEND;VALUE=DATE:20260827
UID:first@google.com
SUMMARY:First Day of School (Grades 1-12)
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260831
DTEND;VALUE=DATE:20260901
UID:kinder@google.com
SUMMARY:First Day of School - Kindergarten
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270617
DTEND;VALUE=DATE:20270618
UID:last@google.com
SUMMARY:Last Day of School - Early Release
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270624
DTEND;VALUE=DATE:20270625
UID:last2@google.com
SUMMARY:Last Day of School if 5 snow days are used
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261103
DTEND;VALUE=DATE:20261104
UID:pd@google.com
SUMMARY:No School for Students / Professional Day for staff\\, all
  buildings
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261125
DTEND;VALUE=DATE:20261126
UID:early@google.com
SUMMARY:Early Release - Thanksgiving Recess
END:VEVENT
BEGIN:VEVENT
DTSTART:20261208T000000Z
DTEND:20261208T013000Z
UID:committee@google.com
SUMMARY:School Committee Meeting
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20250901
DTEND;VALUE=DATE:20250902
UID:old@google.com
SUMMARY:No School - Labor Day
END:VEVENT
END:VCALENDAR
"""

# As Finalsite and Edlio publish a feed: moments with a time zone, categories, HTML, odd properties.
PORTAL = """
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Finalsite//Calendar Feed//EN
X-PUBLISHED-TTL:PT1H
BEGIN:VTIMEZONE
TZID:America/New_York
BEGIN:STANDARD
DTSTART:20071104T020000
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
TZNAME:EST
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20070311T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
TZNAME:EDT
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
UID:1@finalsite
DTSTART;TZID=America/New_York:20270419T000000
DTEND;TZID=America/New_York:20270424T000000
SUMMARY:April Vacation
CATEGORIES:District,No School
DESCRIPTION:<p>Schools reopen on Monday.</p>
END:VEVENT
BEGIN:VEVENT
UID:2@finalsite
DTSTART;TZID=America/New_York:20270326T080000
DTEND;TZID=America/New_York:20270326T083000
SUMMARY:NO SCHOOL - Good Friday
END:VEVENT
BEGIN:VEVENT
UID:3@finalsite
DTSTART:20270310T050000Z
DTEND:20270311T050000Z
SUMMARY:Schools Closed (Eid al-Fitr)
END:VEVENT
BEGIN:VEVENT
UID:4@finalsite
DTSTART;TZID=America/New_York:20261222T140000
DTEND;TZID=America/New_York:20261222T150000
SUMMARY:Holiday (classroom parties)
END:VEVENT
BEGIN:VEVENT
UID:5@finalsite
DTSTART;VALUE=DATE:20261002
RRULE:FREQ=MONTHLY;BYDAY=1FR;UNTIL=20270601T035959Z
EXDATE;VALUE=DATE:20270101
SUMMARY:No School - Community Friday
END:VEVENT
BEGIN:VEVENT
UID:5@finalsite
RECURRENCE-ID;VALUE=DATE:20261204
DTSTART;VALUE=DATE:20261204
SUMMARY:Early Release - Community Friday
END:VEVENT
BEGIN:VEVENT
UID:6@finalsite
STATUS:CANCELLED
DTSTART;VALUE=DATE:20261210
SUMMARY:No School
END:VEVENT
BEGIN:VEVENT
UID:7@finalsite
DTSTART;VALUE=DATE:202612
SUMMARY:No School
END:VEVENT
END:VCALENDAR
"""


def read(text: str, today: date = TODAY) -> Found:
    return read_calendar(text.strip().replace("\n", "\r\n").encode(), today, EASTERN)


def event(*lines: str) -> str:
    return "\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"])


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_a_google_calendar() -> None:
    found = read(GOOGLE)
    assert found.days == (
        NoSchool(day("2026-12-23"), day("2027-01-01"), "Winter Recess - No School"),
        NoSchool(day("2027-02-15"), day("2027-02-19"), "February Vacation"),
    )
    assert found.first_days == (day("2026-08-26"),)
    assert found.last_days == (day("2027-06-17"),)
    assert [(one.name, one.why) for one in found.left_out] == [
        ("No School - Labor Day", "it is in another school year"),
        ("First Day of School - Kindergarten", "it is for some schools or grades only"),
        (
            "No School for Students / Professional Day for staff, all buildings",
            "it is a work day for staff",
        ),
        ("Early Release - Thanksgiving Recess", "it is a shorter day, but a school day"),
        ("School Committee Meeting", "it does not say that there is no school"),
        ("Last Day of School if 5 snow days are used", "another day of that year is taken"),
    ]


def test_a_feed_of_a_school_s_website() -> None:
    found = read(PORTAL)
    assert [(str(one.first), str(one.last), one.name) for one in found.days] == [
        ("2026-10-02", "2026-10-02", "No School - Community Friday"),
        ("2026-11-06", "2026-11-06", "No School - Community Friday"),
        ("2027-02-05", "2027-02-05", "No School - Community Friday"),
        ("2027-03-05", "2027-03-05", "No School - Community Friday"),
        ("2027-03-10", "2027-03-10", "Schools Closed (Eid al-Fitr)"),
        ("2027-03-26", "2027-03-26", "NO SCHOOL - Good Friday"),
        ("2027-04-02", "2027-04-02", "No School - Community Friday"),
        ("2027-04-19", "2027-04-23", "April Vacation"),
        ("2027-05-07", "2027-05-07", "No School - Community Friday"),
    ]
    assert {(str(one.day), one.why) for one in found.left_out} == {
        ("None", "its day cannot be read"),
        ("2026-12-04", "it is a shorter day, but a school day"),
        ("2026-12-10", "it was called off"),
        ("2026-12-22", "it is for a few hours only"),
    }


def test_what_comes_again_without_end_is_followed_for_two_school_years() -> None:
    found = read(
        event("DTSTART;VALUE=DATE:20150925", "RRULE:FREQ=YEARLY", "SUMMARY:No School", "UID:a")
    )
    assert [one.first for one in found.days] == [day("2026-09-25"), day("2027-09-25")]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;BYSETPOS=9;BYDAY=MO",
    ],
)
def test_a_rule_that_never_ends_is_not_followed(rule: str) -> None:
    found = read(
        event("DTSTART;VALUE=DATE:20260925", f"RRULE:{rule}", "SUMMARY:No School", "UID:a")
    )
    assert found.days == ()
    assert [one.why for one in found.left_out] == [
        "it comes again by a rule that I cannot follow: type its days"
    ]


def test_a_summer_of_a_hundred_days_is_not_taken_for_a_vacation() -> None:
    found = read(
        event(
            *("DTSTART;VALUE=DATE:20270501", "DTEND;VALUE=DATE:20270901"),
            *("SUMMARY:Summer Vacation", "UID:a"),
        )
    )
    assert (found.days, [one.why for one in found.left_out]) == (
        (),
        ["it is longer than 100 days"],
    )


def test_a_last_day_before_a_vacation_is_not_the_last_of_the_year() -> None:
    found = read(
        event("DTSTART;VALUE=DATE:20261222", "SUMMARY:Last day of school before recess", "UID:a")
    )
    assert (found.last_days, [one.why for one in found.left_out]) == (
        (),
        ["it is not at the beginning or the end of a school year"],
    )


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"<!DOCTYPE html><html><body>Please sign in</body></html>",
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:cut o",
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VTODO\r\nEND:VTODO\r\n",
        b"\xff\xfe\x00B",
        b"x" * (LARGEST + 1),
    ],
)
def test_what_is_no_calendar_is_refused_with_a_sentence(file: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_calendar(file, TODAY, EASTERN)
    assert refused.value.field == "file"
    assert str(refused.value).endswith((".", "?"))


def test_umlauts_of_an_old_program_and_a_byte_order_mark_are_read() -> None:
    text = event("DTSTART;VALUE=DATE:20261204", "SUMMARY:No School – Día", "UID:a")
    for file in (text.encode("cp1252"), text.encode("utf-8-sig")):
        assert read_calendar(file, TODAY, EASTERN).days[0].name == "No School – Día"


def test_an_event_with_two_ids_costs_no_other_event() -> None:
    broken = event("UID:a", "UID:b", "DTSTART;VALUE=DATE:20261204", "SUMMARY:No School")
    found = read(broken.removesuffix("END:VCALENDAR") + GOOGLE.partition("America/New_York\n")[2])
    assert len(found.days) == 2
    assert (day("2026-12-04"), "it is not as the standard has it: type its days") in {
        (one.day, one.why) for one in found.left_out
    }


LINES = st.sampled_from(
    sorted({line for text in (GOOGLE, PORTAL) for line in text.splitlines() if line})
)
RULES = st.builds(
    "RRULE:FREQ={};{}".format,
    st.sampled_from(["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", ""]),
    st.sampled_from(["COUNT=3", "UNTIL=20270101", "BYDAY=XX", "INTERVAL=-1", "BYMONTHDAY=31", ""]),
)


@given(st.lists(st.one_of(LINES, RULES, st.text(max_size=12)), max_size=25))
def test_any_file_is_read_or_refused(lines: list[str]) -> None:
    for body in ("\n".join(lines), event("UID:a", "SUMMARY:No School", *lines)):
        try:
            found = read_calendar(body.encode(), TODAY, EASTERN)
        except Refused:
            continue
        assert all(one.first <= one.last for one in found.days)
        assert all(date(2026, 7, 1) <= one.first <= date(2028, 6, 30) for one in found.days)
        assert all(one.why for one in found.left_out)
