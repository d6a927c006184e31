"""Dialogues: a self-assessment is set up, looked at before it begins, and started."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot import delivery
from bot.blocks.results import again_message
from bot.workspaces import client_for
from conversations import people, school_days
from conversations.assessment import identities
from conversations.memberships import set_members
from conversations.school_days import NoSchool
from tests.bot.assessing import FAMILIES, TENANT, Hours, begin, card, deliver
from tests.bot.stage import Stage, action_ids, opened, words
from tests.bot.starting import (
    assess,
    goes_on,
    make_team,
    pair,
    private_channel,
    raters,
    says_who,
    seven,
    starts,
)

OVERVIEW, INVITATION = "session_overview", "session_invitation"

pytestmark = pytest.mark.usefixtures("hours")


def test_one_person_alone_gets_the_first_card_at_once_at_any_hour(
    stage: Stage, hours: Hours
) -> None:
    hours.moment = datetime(2026, 12, 5, 23, 0, tzinfo=UTC)  # a Saturday
    window = assess(stage, stage.dan)
    assert [block["block_id"] for block in window.blocks if block["type"] == "input"] == [
        "who",
        "scope",
        "level:me",
    ], "nothing that only a team needs"
    said = words(goes_on(stage.dan, scope=[FAMILIES]))
    assert "Effective family engagement, school level" in said, "a principal's own level"
    assert "3 indicators at the school level, about 4 minutes" in said
    assert "Module 2's own workbook" in said
    assert "people rate" not in said
    session = starts(stage, stage.dan)
    assert (session.team, session.channel, session.closes_at) == (None, None, None)
    assert raters(stage, session) == {"Dan Whitfield": "school"}
    deliver(stage)
    assert card(stage, session, INVITATION).channel == stage.dan.direct_channel().id
    assert stage.rows("SELECT 1 FROM outbox WHERE kind = ?", OVERVIEW) == []


def test_a_team_of_seven_rates_each_at_their_own_level(stage: Stage) -> None:
    parts = seven(stage)
    inner = private_channel(stage, *parts)
    make_team(stage, parts, channel=inner)
    window = assess(stage, stage.ben)
    assert "EL <team>" in str(window.payload), "one's own team is chosen already"
    said = words(goes_on(stage.ben, scope=[FAMILIES, "blueprint/p1/b3"]))
    assert "2 building blocks, classroom to district" in said
    for level, count in (("Classroom", 3), ("School", 2), ("District", 2)):
        assert f"{level} level, {count} people: 6 indicators, about 7 minutes each" in said
    assert "*7 people rate*" in said
    assert f"<@{stage.dan.id}> (Principal, school)" in said
    assert "nothing of it is shown until each of them has agreed" in said
    assert "so at the school level and the district level" in said
    assert f"<#{inner}>" in said
    assert "session_channel" not in action_ids(opened(stage.ben)), "nobody else sees it"
    session = starts(stage, stage.ben)
    assert session.facilitators == (stage.ben.id,)
    assert session.channel == inner
    assert session.evidence_in_channel
    assert not session.names_shown
    assert raters(stage, session) == {
        actor.person.real_name: level for actor, (_, level) in parts.items()
    }
    assert len(session.statements) == 18
    deliver(stage)
    overview = card(stage, session, OVERVIEW)
    assert overview.channel == inner
    assert "0 of 7 have finished" in words(overview)
    invited = stage.rows("SELECT 1 FROM outbox WHERE kind = ? AND state = 'sent'", INVITATION)
    assert len(invited) == 7


def test_all_of_a_team_rate_at_one_level_and_a_sponsor_enters_for_a_member(stage: Stage) -> None:
    parts = {stage.ana: ("ESL teacher", "classroom"), stage.dan: ("Principal", "school")}
    make_team(stage, parts, named="Ruth <Gold>")
    assess(stage, stage.ana)
    said = words(goes_on(stage.ana, scope=[FAMILIES], level="school", names=["names"]))
    assert f"Ruth &lt;Gold&gt; (Family member, school), entered by <@{stage.ana.id}>" in said
    assert "with names" in said
    session = starts(stage, stage.ana)
    assert session.names_shown
    assert set(raters(stage, session).values()) == {"school"}
    with stage.composed.services.store.reading() as db:
        known = identities.in_session(db, TENANT, session.id)
    assert {one.name: one.person for one in known}["Ruth <Gold>"] == stage.ana.id


def test_people_chosen_by_name_rate_at_the_level_that_is_known_of_them(stage: Stage) -> None:
    make_team(stage, {stage.fay: ("Coach", "district")})
    with stage.composed.services.store.transaction() as db:
        people.choose_level(db, TENANT, stage.ben.id, "state", stage.composed.services.clock())
    assess(stage, stage.carla)
    window = says_who(stage, stage.carla, "people")
    assert stage.carla.id in str(window.payload), "whoever starts is offered first"
    chosen = [one.id for one in (stage.fay, stage.ben, stage.dan, stage.carla)]
    said = words(goes_on(stage.carla, people=chosen, scope=[FAMILIES]))
    assert f"<@{stage.fay.id}> (Coach, district)" in said, "as in the team that they are in"
    assert f"<@{stage.ben.id}> (ESL teacher, state)" in said, "as they said themselves"
    assert f"<@{stage.dan.id}> (Principal, school)" in said, "as the job title says"
    session = starts(stage, stage.carla)
    deliver(stage)
    assert card(stage, session, OVERVIEW).channel == stage.carla.direct_channel().id
    assert not session.evidence_in_channel


def test_everybody_in_a_channel_rates_without_apps_and_guests(stage: Stage) -> None:
    gus = stage.sandbox.add_person("gus", "Gus Guest", home="T9OTHER")
    bot = stage.sandbox.add_person("helper", "Another app")
    bot.person.is_bot = True
    inner = private_channel(stage, stage.ana, stage.ben, stage.dan, gus, bot)
    assess(stage, stage.ana)
    says_who(stage, stage.ana, "channel")
    said = words(goes_on(stage.ana, crowd=inner, scope=[FAMILIES]))
    assert "*3 people rate*" in said
    assert "Left out: 2" in said
    assert "There are people in it who do not rate" in said
    session = starts(stage, stage.ana)
    assert set(raters(stage, session)) == {"Ana Souza", "Ben Carter", "Dan Whitfield"}
    assert session.channel == inner, "the card goes there too"
    assert not session.evidence_in_channel, "a guest would read along"


def test_two_hundred_in_a_channel_are_looked_up_while_the_window_waits(stage: Stage) -> None:
    crowd = stage.sandbox.add_people(200, "Classroom teacher")
    inner = private_channel(stage, stage.ana, *crowd)
    assess(stage, stage.ana)
    says_who(stage, stage.ana, "channel")
    stage.sandbox.faults.slow_down("users.list", 2.5)
    assert "looking up" in words(goes_on(stage.ana, crowd=inner, scope=[FAMILIES]))
    stage.sandbox.wait_for(lambda: "*201 people rate*" in words(opened(stage.ana)))
    assert "and 181 more" in words(opened(stage.ana))
    session = starts(stage, stage.ana)
    assert len(raters(stage, session)) == 201


@pytest.mark.parametrize(
    ("kind", "shared", "warned"),
    [
        ("public", False, "This channel is public"),
        ("private", True, "shared with another organization"),
        ("private", False, "people in it who do not rate"),
    ],
)
def test_a_channel_that_others_read_is_warned_of_and_another_chosen(
    stage: Stage, kind: Any, shared: bool, warned: str
) -> None:
    open_one = stage.sandbox.add_channel(
        "open", [stage.ana, stage.ben, stage.fay], kind=kind, shared=shared
    ).id
    inner = private_channel(stage, stage.ana, stage.ben)
    make_team(stage, pair(stage))
    assess(stage, stage.ana)
    said = words(goes_on(stage.ana, channel=open_one, scope=[FAMILIES]))
    assert warned in said
    assert "Everybody there can see the card and what is agreed" in said
    assert "Evidence stays behind a button for members" in said
    stage.ana.clicks(opened(stage.ana), "session_channel", selected=inner)
    stage.sandbox.wait_for(lambda: "Only people who rate" in words(opened(stage.ana)))
    session = starts(stage, stage.ana)
    assert (session.channel, session.evidence_in_channel) == (inner, True)


def test_whoever_joins_the_team_while_the_window_is_open_rates_too(stage: Stage) -> None:
    team = make_team(stage, pair(stage))
    assess(stage, stage.ana)
    goes_on(stage.ana, scope=[FAMILIES])
    services = stage.composed.services
    with services.store.transaction() as db:
        ids = [stage.ana.id, stage.ben.id, stage.fay.id]
        set_members(
            db,
            TENANT,
            team,
            ids,
            names={stage.fay.id: "Fay Okafor"},
            titles={},
            guests=(),
            by=stage.evelyn.id,
            now=services.clock(),
        )
    assert "Fay Okafor" in raters(stage, starts(stage, stage.ana))


def test_a_channel_shared_with_others_shows_no_evidence_though_only_raters_are_in_it(
    stage: Stage,
) -> None:
    shared = private_channel(stage, stage.ana, stage.ben, shared=True)
    make_team(stage, pair(stage), channel=shared)
    assess(stage, stage.ana)
    goes_on(stage.ana, scope=[FAMILIES])
    assert not starts(stage, stage.ana).evidence_in_channel


def test_a_warned_facilitator_may_start_all_the_same_or_without_a_channel(stage: Stage) -> None:
    make_team(stage, pair(stage))
    assess(stage, stage.ana)
    goes_on(stage.ana, channel="C0ELTEAM", scope=[FAMILIES])
    first = starts(stage, stage.ana)
    assert (first.channel, first.evidence_in_channel) == ("C0ELTEAM", False)
    stage.ana.closes_modal(whole_stack=True)
    stage.ana.commands("/blueprint", "assess", "#el-team")
    stage.ana.clicks(stage.said("#el-team", viewer=stage.ana)[-1], "session_prepare")
    stage.sandbox.wait_for(lambda: stage.ana.modal)
    goes_on(stage.ana, channel="C0ELTEAM", scope=[FAMILIES])
    stage.ana.clicks(opened(stage.ana), "session_direct")
    stage.sandbox.wait_for(lambda: "By direct message only" in words(opened(stage.ana)))
    stage.ana.submits()
    assert len(stage.rows("SELECT 1 FROM sessions WHERE channel IS NULL")) == 1


def test_it_closes_on_the_school_day_before_a_day_without_school(stage: Stage) -> None:
    make_team(stage, pair(stage))
    window = assess(stage, stage.ana)
    assert "'initial_date': '2026-12-08'" in str(window.payload), "a week ahead"
    said = words(goes_on(stage.ana, scope=[FAMILIES], closes="2026-12-12"))
    assert "no school on Saturday, December 12" in said
    assert "school day before" in said
    assert starts(stage, stage.ana).closes_at == datetime(2026, 12, 11, 20, 0, tzinfo=UTC)


def test_it_closes_on_no_day_that_the_district_has_off(stage: Stage) -> None:
    make_team(stage, pair(stage))
    services = stage.composed.services
    off = [NoSchool(date(2026, 12, 8), date(2026, 12, 8))]
    with services.store.transaction() as db:
        school_days.add_no_school(db, TENANT, off, by=stage.evelyn.id, now=services.clock())
    window = assess(stage, stage.ana)
    assert "'initial_date': '2026-12-09'" in str(window.payload)
    assert "school day before" in words(goes_on(stage.ana, scope=[FAMILIES], closes="2026-12-08"))
    session = starts(stage, stage.ana)
    assert session.closes_at == datetime(2026, 12, 7, 20, 0, tzinfo=UTC)


def test_what_takes_long_is_made_shorter_with_a_click(stage: Stage) -> None:
    assess(stage, stage.dan)
    said = words(goes_on(stage.dan, scope=["all"], level="school"))
    assert "The whole Blueprint, school level" in said
    assert "32 indicators at the school level, about 37 minutes" in said
    assert "For about ten minutes choose three building blocks" in said
    stage.dan.clicks(opened(stage.dan), "session_fewer")
    stage.sandbox.wait_for(lambda: "9 indicators" in words(opened(stage.dan)))
    assert "about 10 minutes" in words(opened(stage.dan))
    assert "session_fewer" not in action_ids(opened(stage.dan))
    assert len(starts(stage, stage.dan).statements) == 9


def test_a_whole_pillar_is_its_three_building_blocks(stage: Stage) -> None:
    assess(stage, stage.dan)
    goes_on(stage.dan, scope=["blueprint/p2", "blueprint/p2/b1"], level="district")
    session = starts(stage, stage.dan)
    assert session.title == "Pillar 2, Access to Educators, district level"
    assert {s.block for s in session.statements} == {f"blueprint/p2/b{n}" for n in (1, 2, 3)}


def test_something_can_be_changed_before_the_start(stage: Stage) -> None:
    assess(stage, stage.dan)
    goes_on(stage.dan, scope=[FAMILIES], level="district")
    stage.dan.clicks(opened(stage.dan), "session_change")
    stage.sandbox.wait_for(lambda: "scope" in action_ids(opened(stage.dan)))
    said = words(goes_on(stage.dan, level="school"))
    assert "Effective family engagement, school level" in said


def test_four_facilitated_sessions_are_outlined_before_and_on_the_card(stage: Stage) -> None:
    make_team(stage, pair(stage))
    assess(stage, stage.ana)
    said = words(goes_on(stage.ana, scope=[FAMILIES], meetings="4", channel="C0ELTEAM"))
    page = "https://www.doe.mass.edu/ele/blueprint/plan/default.html"
    assert "*Four sessions*" in said
    assert page in said
    session = starts(stage, stage.ana)
    deliver(stage)
    shown = words(card(stage, session, OVERVIEW))
    assert "*2.  Rate, each alone" in shown, "the present one stands out"
    assert page in shown


def test_an_answer_leads_to_its_building_blocks_at_its_level(stage: Stage) -> None:
    asked = stage.dan.mentions("#el-team", "what should the district do about family engagement?")
    answer = stage.answer_to(asked)
    assert stage.dan.clicks(answer, "session_prepare_answer").ok
    stage.sandbox.wait_for(lambda: stage.dan.modal)
    said = words(goes_on(stage.dan))
    assert "Effective family engagement, district level" in said


def test_an_answer_without_building_blocks_leads_nowhere(stage: Stage) -> None:
    answer = stage.answer_to(stage.dan.mentions("#el-team", "what are the four pillars?"))
    assert "session_prepare_answer" not in action_ids(answer)


def test_assessing_again_starts_with_the_same_choices(stage: Stage) -> None:
    team = make_team(stage, pair(stage), channel="C0STAFF")
    before = begin(stage, stage.ana, stage.ben, team=team, level="district")
    client = client_for(stage.composed.services.settings, stage.composed.workspaces, TENANT)
    assert client
    channel = stage.ana.direct_channel().id
    delivery.post(client, "again", channel=channel, **again_message(before))
    stage.ana.clicks(stage.said(channel)[-1], "session_again_start")
    stage.sandbox.wait_for(lambda: stage.ana.modal)
    said = words(goes_on(stage.ana))
    assert "Effective family engagement, district level" in said
    assert "*2 people rate*" in said
    assert "<#C0STAFF>" in said


def test_words_behind_the_command_choose_building_blocks(stage: Stage) -> None:
    assess(stage, stage.dan, "family engagement")
    assert "Effective family engagement, school level" in words(goes_on(stage.dan))


def test_with_something_under_way_the_command_shows_it_first(stage: Stage) -> None:
    assess(stage, stage.dan)
    goes_on(stage.dan, scope=[FAMILIES])
    starts(stage, stage.dan)
    stage.dan.closes_modal(whole_stack=True)
    stage.dan.commands("/blueprint", "assess P1 BB3", "#el-team")
    assert stage.dan.modal is None
    shown = stage.said("#el-team", viewer=stage.dan)[-1]
    assert shown.ephemeral_to == stage.dan.id
    assert "*Effective family engagement, school level*" in words(shown)
    assert "You: 0 of 3 rated" in words(shown)
    stage.dan.clicks(shown, "session_prepare")
    stage.sandbox.wait_for(lambda: stage.dan.modal)
    assert "Asset-based teaching and learning" in words(goes_on(stage.dan))


def test_home_offers_to_start_and_shows_what_is_under_way(stage: Stage) -> None:
    stage.dan.opens_home()
    stage.settle()
    assert stage.dan.home is not None
    stage.dan.clicks(stage.dan.home, "session_prepare")
    stage.sandbox.wait_for(lambda: stage.dan.modal)
    goes_on(stage.dan, scope=[FAMILIES])
    starts(stage, stage.dan)
    stage.sandbox.wait_for(lambda: "0 of 3 rated" in words(stage.dan.home))
