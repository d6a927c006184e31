"""Starting and running a self-assessment as blocks: Slack's limits, and what windows read back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assessing.channels import Channel
from bot.blocks import fitting
from bot.blocks.confirming import Group, Plan, confirm_window
from bot.blocks.managing import manage_window
from bot.blocks.overview import Overview, closed_message, overview_message
from bot.blocks.starting import CROWD, EVERYTHING, ME, OWN, PEOPLE, Choices, chosen, start_window
from bot.blocks.under_way import Cards, UnderWay, under_way_message
from bot.limits import MESSAGE_BLOCK_TEXT
from bot.sandbox.checks import check_message, check_view
from bot.sandbox.inputs import initial_state
from content.ids import LEVELS, all_ids, kind_of
from content.loader import load
from content.scale import load_scale
from conversations.assessment.inviting import Invited
from conversations.assessment.model import (
    Agreement,
    Assessment,
    Participant,
    Phase,
    Priority,
    Rating,
    Session,
    Statement,
    Walk,
)
from tests.bot.blocks.test_home import standing
from tests.bot.blocks.test_teams import LONGEST, team

NOW = datetime(2026, 12, 1, 15, tzinfo=UTC)
SCALE = load_scale()
TEAMS = [team(number, members=0) for number in range(120)]


@lru_cache(maxsize=1)
def titles() -> dict[str, str]:
    corpus = load()
    offered = [i for i in all_ids() if kind_of(i) in ("pillar", "building_block")]
    return {i: corpus.items[i].title or "" for i in offered}


@lru_cache(maxsize=1)
def statements() -> tuple[Statement, ...]:
    corpus = load()
    longest = max((item.text for item in corpus.items.values()), key=len)
    return tuple(
        Statement(i, "", longest, "", (), level, "blueprint/p1/b1", "", "", None)
        for level in LEVELS
        for i in all_ids()
        if kind_of(i) == "indicator" and f"/{level}/" in i
    )


def assessment(phase: Phase, people: int = 200, **more: Any) -> Assessment:
    """Return a session of many, all of whom have finished, with everything agreed."""
    session = Session(
        tenant="T",
        id="0123456789abcdef",
        title="Graduating ready to contribute to civic life, classroom and district levels",
        team="t",
        channel="C0123456789",
        phase=phase,
        facilitators=("U0123456789",) * 20,
        scale=SCALE,
        statements=statements(),
        timezone="America/New_York",
        started_at=NOW,
        closes_at=NOW + timedelta(days=7),
        meetings=4,
        agreements={s.id: Agreement(1 + n % 4) for n, s in enumerate(statements())},
        priorities=tuple(Priority(rank, (statements()[rank].id,)) for rank in (1, 2, 3)),
        **more,
    )
    ids = [f"{n:016x}" for n in range(people)]
    rated = {statements()[0].id: Rating(3)}
    return Assessment(
        session,
        {one: Participant(one, "classroom", "Other", on_behalf=True) for one in ids},
        {one: Walk(one, "classroom", "finished", ratings=rated) for one in ids},
    )


def overview(phase: Phase, people: int = 200) -> Overview:
    whole = assessment(phase, people)
    names = dict.fromkeys(whole.participants, "&amp;" * 40)
    return Overview(whole, names, NOW, "https://www.doe.mass.edu/ele/", has_thread=True)


def plan(people: int, **more: Any) -> Plan:
    raters = tuple(
        Invited("U0123456789", LONGEST, "classroom", LONGEST, True) for _ in range(people)
    )
    given: dict[str, Any] = {
        "draft": "0123456789abcdef",
        "title": "Graduating ready to contribute to civic life, classroom and district levels",
        "groups": tuple(Group(level, 1, 32) for level in LEVELS),
        "raters": raters,
        "module_url": "https://www.doe.mass.edu/ele/blueprint/plan/default.html",
        "timezone": "America/New_York",
        "left_out": 3,
        "channel": Channel("C0123456789", is_private=False, is_shared=True),
        "closes_at": NOW,
        "moved_from": date(2026, 12, 5),
        "meetings": 4,
        "fewer": tuple(sorted(titles().values(), key=len)[-3:]),
    }
    return Plan(**given | more)


@pytest.mark.parametrize("who", [ME, PEOPLE, CROWD, TEAMS[0].id, "gone"])
def test_the_start_window_keeps_slack_s_limits(who: str) -> None:
    choices = Choices(who=who, scope=tuple(titles()), people=("U0123456789",), closes="2026-12-08")
    check_view(start_window("d", choices, teams=TEAMS, titles=titles(), said=LONGEST), "modal")


@pytest.mark.parametrize("shown", [plan(300), plan(1, alone=True, channel=None), plan(2, fewer=())])
def test_the_window_before_the_start_keeps_slack_s_limits(shown: Plan) -> None:
    view = confirm_window(shown, said=LONGEST)
    check_view(view, "modal")
    if len(shown.raters) > 100:
        assert "and 280 more" in str(view), "nothing was cut off"
        assert "Left out: 3" in str(view)


@pytest.mark.parametrize("phase", ["rating", "agreeing", "prioritising", "done", "cancelled"])
@pytest.mark.parametrize("people", [2, 200])
def test_the_card_and_its_window_keep_slack_s_limits(phase: Phase, people: int) -> None:
    shown = overview(phase, people)
    message = overview_message(shown)
    check_message(message["text"], message["blocks"])
    assert fitting.text_length(message["blocks"]) < MESSAGE_BLOCK_TEXT
    if phase == "rating" and people > 2:
        assert re.search(r"and \d+ more", str(message))
        assert "7 days left" in str(message), "nothing was cut off"
    for steers in (True, False):
        check_view(manage_window(shown, facilitates=steers, said="Saved."), "modal")
    if phase in ("agreeing", "cancelled"):
        letter = closed_message(shown)
        check_message(letter["text"], letter["blocks"])


def test_the_command_s_answer_has_room_for_much_that_is_under_way() -> None:
    cards = tuple(Cards(f"{n:016x}", LONGEST, "card", 31, 32) for n in range(3))
    one = UnderWay(standing(), cards, facilitates=True)
    many = [replace(one, session=replace(one.session, id=f"{n:016x}")) for n in range(30)]
    message = under_way_message(many, "{}")
    check_message(message["text"], message["blocks"])
    assert "Start another" in str(message)


@given(
    who=st.sampled_from([ME, PEOPLE, CROWD, TEAMS[3].id]),
    scope=st.sets(st.sampled_from([EVERYTHING, *titles()]), min_size=1),
    level=st.sampled_from([OWN, *LEVELS]),
    people=st.sets(st.sampled_from(["U1", "U2", "U3"])),
    channel=st.none() | st.just("C0123456789"),
    meetings=st.sampled_from([1, 4]),
    names_shown=st.booleans(),
)
def test_what_a_window_shows_is_what_it_reads_back(who: str, **more: Any) -> None:
    order = [EVERYTHING, *titles()]
    more["scope"] = tuple(sorted(more["scope"], key=order.index))
    more["people"] = tuple(sorted(more["people"])) if who == PEOPLE else ()
    choices = Choices(who=who, closes="2026-12-08", **more)
    if who == ME:
        choices = Choices(who=who, scope=more["scope"], level=more["level"])
    elif who == CROWD:
        choices = replace(choices, crowd=choices.channel)
    view = start_window("d", choices, teams=TEAMS, titles=titles())
    assert chosen({"state": {"values": initial_state(view["blocks"])}}) == choices


def test_typed_names_are_escaped_and_nothing_of_a_rating_is_said_before_the_reveal() -> None:
    assert "<<" not in str(confirm_window(plan(2)))
    shown = overview("rating", 2)
    text = str(overview_message(shown))
    for point in SCALE.points:
        assert point.label not in text
