"""App Home as blocks: Slack's limits with the longest content, and nobody and nothing left out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.blocks.home import home_view
from bot.blocks.homes.look import HomeLook
from bot.blocks.homes.plans import exports_window
from bot.blocks.rosters import Roster
from bot.blocks.under_way import Cards, UnderWay
from bot.limits import VIEW_BYTES
from bot.sandbox.checks import check_view
from conversations.assessment.model import Phase
from conversations.assessment.standing import Rater, Standing
from conversations.calendar import Calendar
from conversations.homes.kept import Turned
from conversations.homes.plans import Mine, PlanLine
from conversations.planning.model import Responsible, Task
from conversations.teams import Team
from tests.bot.blocks.test_teams import LONGEST, PERSON, roster, team

NOW = datetime(2026, 12, 1, 15, tzinfo=UTC)
TODAY = date(2026, 12, 1)
WORDS = ("Übersetzen & <prüfen> " * 80)[:1_500]
CALENDAR = Calendar(ZoneInfo("America/New_York"))


def task(number: int, **more: Any) -> Task:
    given: dict[str, Any] = {
        "what": f"{number} {WORDS}"[:300],
        "owner": Responsible(f"U{number % 12:010}", LONGEST if number % 3 else ""),
        "due": TODAY + timedelta(days=number % 90 - 30),
        "status": ("to_do", "blocked", "under_way", "done")[number % 4],
        "note": WORDS,
    }
    return Task(f"{number:016x}", "i", **given | more)


def plan(number: int, of: Team | None, tasks: Sequence[Task] = ()) -> PlanLine:
    return PlanLine(
        id=f"{number:016x}",
        title=f"{number} {WORDS}"[:80],
        team=of.id if of else None,
        channel="C0123456789",
        owners=(PERSON,),
        stage="live" if number % 5 else "causes",
        timezone="America/New_York",
        tasks=tuple(tasks),
        proposed=number % 3,
        decides=True,
    )


def standing(number: int = 0, of: Team | None = None, phase: Phase = "rating") -> Standing:
    states = ("finished", "card", "invited")
    return Standing(
        id=f"{number:016x}",
        title=LONGEST,
        team=of.id if of else None,
        channel="C0123456789",
        phase=phase,
        facilitators=(PERSON,) * 5,
        timezone="America/New_York",
        closes_at=NOW + timedelta(days=number + 1),
        raters=tuple(
            Rater(f"r{n}", f"U{n:010}", LONGEST, n % 2 == 0, n == 7, states[n % 3])  # type: ignore[arg-type]
            for n in range(60)
        ),
        steered=True,
    )


def teacher(tasks: int) -> HomeLook:
    """Return the Home of somebody with a lot to do, in two teams whose plans are many."""
    mine = [Mine(plan(n % 9, None), task(n, status="to_do")) for n in range(tasks)]
    cards = tuple(Cards(f"{n:016x}", LONGEST, "card", 31, 32) for n in range(3))
    return HomeLook(
        now=NOW,
        roster=replace(roster(), viewer="U0000000002", coordinators=(), steered=frozenset()),
        calendar=CALENDAR,
        level="school",
        plans=[plan(n, None, [task(n)]) for n in range(30)],
        tasks=mine,
        helping=mine[:9],
        done=3,
        under_way=[UnderWay(standing(n), cards, facilitates=False) for n in range(12)],
    )


def coordinator(*, teams: int = 40, steered: bool = True) -> HomeLook:
    """Return the Home of who looks after forty teams with two thousand tasks, and has sixty."""
    every = [team(n) for n in range(teams)]
    plans = [
        plan(5 * n + m, one, [task(n * 50 + m * 10 + k) for k in range(10)])
        for n, one in enumerate(every)
        for m in range(5)
    ]
    shown = roster(teams=tuple(every), steered=frozenset(t.id for t in every if steered))
    sessions = [UnderWay(standing(n, one), (), False, steers=True) for n, one in enumerate(every)]
    cards = tuple(Cards(f"{n:016x}", LONGEST, "card", 31, 32) for n in range(3))
    own = [UnderWay(standing(90 + n), cards, True, steers=True) for n in range(9)]
    return replace(
        teacher(60),
        roster=shown,
        plans=[*plans, *(plan(900 + n, None) for n in range(20))],
        under_way=[*own, *sessions],
    )


LOOKS = {
    "a teacher with sixty tasks": teacher(60),
    "a teacher with none": teacher(0),
    "who coordinates a large district": coordinator(),
    "who coordinates, and has no team yet": coordinator(teams=0),
    "who may name coordinators": replace(teacher(60), roster=roster(may_name=True)),
    "of whom Slack says nothing": replace(teacher(9), roster=roster(may_name=None)),
    "a guest": replace(teacher(0), roster=Roster("U9", (), (), frozenset(), is_guest=True)),
}


@pytest.mark.parametrize("who", LOOKS)
@pytest.mark.parametrize("turned", [Turned(), Turned(20, 10, 8), Turned(999, 999, 999)])
def test_it_keeps_slack_s_limits_and_nothing_is_cut_off(who: str, turned: Turned) -> None:
    view = home_view(replace(LOOKS[who], turned=turned))
    check_view(view, "home")
    assert len(json.dumps(view).encode()) < VIEW_BYTES
    assert "published by the Massachusetts Department" in str(view["blocks"][-2])
    texts = [b["text"]["text"] for b in view["blocks"] if b["type"] == "section"]
    assert max(map(len, texts)) < 3_000


def test_beyond_the_last_page_is_the_last_page() -> None:
    said = str(home_view(replace(teacher(60), turned=Turned(999, 999, 999))))
    assert "Earlier: 41 to 50 of 60" in said
    assert said.count("reminder_done") == 10


def test_every_team_of_a_large_district_comes_once_with_what_stands_under_it() -> None:
    look, found = coordinator(), []
    for start in range(0, 40, 6):
        view = home_view(replace(look, turned=Turned(teams=start)))
        menus = [block.get("accessory", {}) for block in view["blocks"]]
        found += [
            json.loads(menu["options"][0]["value"])["team"]
            for menu in menus
            if menu.get("action_id") == "team_menu"
        ]
    assert found == [one.id for one in look.roster.teams]


def test_who_is_stuck_and_who_has_not_answered_are_named_and_never_a_rating() -> None:
    said = json.dumps(home_view(coordinator())["blocks"], ensure_ascii=False)
    assert "⚠  Blocked." in said
    assert "20 of 59 have finished" in said, "who left before the end is not waited for"
    assert "<@U0000000001>" in said
    assert "and 31 more" in said


def test_a_window_offers_the_files_of_every_plan() -> None:
    view = exports_window(coordinator().plans)
    check_view(view, "modal")
