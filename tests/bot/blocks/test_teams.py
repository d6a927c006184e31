"""Teams and coordinators as blocks, held against the limits that Slack enforces."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot import limits
from bot.blocks import fitting
from bot.blocks.rosters import Roster, coordinator_named, roster_message
from bot.blocks.teams import MEMBERS_A_PAGE, named_member_modal, roles_modal, team_modal
from bot.sandbox.checks import check_message, check_view
from conversations.teams import LONGEST_NAME, Member, Team

PERSON = "U0123456789"
LONGEST = "<" * LONGEST_NAME


def member(number: int, *, in_slack: bool = True, name: str = LONGEST) -> Member:
    person = f"U{number:010}" if in_slack else None
    sponsor = None if in_slack else PERSON
    return Member(f"{number:016x}", person, name, "School committee", "classroom", sponsor)


def team(number: int = 0, members: int = 100, **more: Any) -> Team:
    return Team(
        id=f"{number:016x}",
        name=LONGEST,
        channel="C0123456789",
        timezone="America/Puerto_Rico",
        members=tuple(member(n, in_slack=n % 2 == 0, **more) for n in range(members)),
        coordinators=(PERSON,) * 20,
    )


def roster(**more: Any) -> Roster:
    teams = tuple(team(number) for number in range(60))
    given: dict[str, Any] = {
        "viewer": PERSON,
        "coordinators": (PERSON, "U2"),
        "teams": teams,
        "steered": frozenset(one.id for one in teams),
    }
    return Roster(**given | more)


@pytest.mark.parametrize(
    "shown",
    [
        roster(),
        roster(teams=(), coordinators=()),
        roster(viewer=team().members[0].person),
        roster(coordinators=(), may_name=None),
        roster(coordinators=(), may_name=True),
        roster(is_guest=True),
    ],
)
def test_the_command_s_answer_keeps_slack_s_limits(shown: Roster) -> None:
    message = roster_message(shown)
    check_message(message["text"], message["blocks"])
    assert fitting.text_length(message["blocks"]) <= limits.MESSAGE_BLOCK_TEXT


def test_windows_keep_slack_s_limits() -> None:
    crowd = team(members=200)
    check_view(team_modal("new", None, viewer=PERSON, timezone="Europe/Lisbon"), "modal")
    check_view(team_modal("1", team(), viewer=PERSON, timezone="America/New_York"), "modal")
    check_view(named_member_modal(crowd, "f" * 16, viewer=PERSON), "modal")
    check_view(roles_modal(team(name="")), "modal")
    note = coordinator_named({"by": PERSON})
    check_message(note["text"], note["blocks"])


def test_every_member_of_a_large_team_comes_once_page_by_page() -> None:
    crowd = team(members=2 * MEMBERS_A_PAGE + 1)
    asked: list[str] = []
    page = roles_modal(crowd)
    while page is not None:
        check_view(page, "modal")
        ids = [block.get("block_id", "") for block in page["blocks"]]
        asked += [one.removeprefix("role:") for one in ids if one.startswith("role:")]
        last = json.loads(page["private_metadata"])["last"]
        assert page["submit"]["text"] == ("Next" if last else "Save")
        page = roles_modal(crowd, last) if last else None
    assert asked == [one.id for one in crowd.members]


def test_nobody_without_members_is_asked_for_roles() -> None:
    assert roles_modal(team(members=0)) is None


def test_a_role_from_elsewhere_stays_as_it_was_said() -> None:
    odd = Member("1", PERSON, "Ana", "ELPAC chair", "district", None)
    page = roles_modal(Team("t", "EL team", None, "America/New_York", (odd,), (PERSON,)))
    assert page is not None
    chosen = {block["block_id"]: block["element"] for block in page["blocks"][1:]}
    assert chosen["role:1"]["initial_option"]["value"] == "ELPAC chair"
    assert chosen["level:1"]["initial_option"]["value"] == "district"


def test_a_member_sees_no_control_but_leaving() -> None:
    viewer = team().members[0].person
    assert viewer is not None
    drawn = json.dumps(roster_message(roster(viewer=viewer, steered=frozenset())))
    assert "team_leave" in drawn
    assert all(f'"team_{verb}"' not in drawn for verb in ("make", "change", "roles", "close"))
    assert "coordinator_choose" not in drawn
