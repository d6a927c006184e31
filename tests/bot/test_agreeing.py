"""Dialogues: the ratings are revealed, the splits talked through, the team agrees."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.assessing import agreeing
from bot.assessing.agreeing import renderers
from bot.sandbox import views
from bot.sandbox.actor import Actor
from bot.sandbox.model import Message
from bot.sandbox.server import Sandbox
from conversations import outbox
from conversations.assessment import identities, service
from conversations.assessment.inviting import Invited
from conversations.assessment.model import Agreement, Session
from conversations.assessment.session import (
    Agreed,
    Cancelled,
    Consented,
    Handed,
    MovedOn,
    SessionEvent,
)
from conversations.assessment.walk import Rated
from conversations.memberships import UNSAID_ROLE
from tests.bot.assessing import (
    Hours,
    begin,
    card,
    catch_up,
    closes,
    deliver,
    participant,
    rates,
    stands,
)
from tests.bot.facilitators import agrees, post
from tests.bot.stage import Stage, action_ids, clicks, opened, registration, staged, words

WIDE = "blueprint/p1/b2/school/1"
NARROW = "blueprint/p1/b2/school/2"
ALIKE = "blueprint/p1/b2/school/3"
CHANNEL = "C0ELTEAM"
ROLES = {"ana": UNSAID_ROLE, "ben": "ESL teacher"}

pytestmark = pytest.mark.usefixtures("hours")


def rated(stage: Stage, hours: Hours, **more: Any) -> Session:
    """Let three people rate a block, with a wide split, a narrow one and one alike, and close."""
    session = begin(stage, stage.ana, stage.ben, stage.carla, **more)
    deliver(stage)
    hours.passes(minutes=30)
    rates(stage, session, stage.ana, 1, 2, 3, words="Nobody <!channel> calls home.")
    rates(stage, session, stage.ben, 4, 4, 3, words="Interpreters at every conference.")
    rates(stage, session, stage.carla, None, 4, 2, words="I cannot say.")
    # The background may have drawn the card already, between one rating and the next.
    hours.passes(seconds=30)
    closes(stage, session)
    catch_up(stage, hours)
    return session


def reveal(stage: Stage, session: Session) -> Message:
    """Let Ana reveal the ratings on the team's card, and return the board."""
    assert stage.ana.clicks(card(stage, session, service.OVERVIEW), "session_reveal").ok
    stage.settle()
    deliver(stage)
    return card(stage, session, service.BOARD)


def rates_for(
    stage: Stage, session: Session, actor: Actor, name: str, value: int, words: str
) -> None:
    """Let a sponsor enter one rating of somebody without Slack."""
    services = stage.composed.services
    with services.store.transaction() as db:
        known = identities.in_session(db, session.tenant, session.id)
        theirs = next(one.participant for one in known if one.name == name)
        walk = service.look(db, session.tenant, theirs, by=actor.id, now=services.clock()).walk
        event = Rated(session.cards(walk.level)[0].id, value, words)
        service.walk(
            db, session.tenant, theirs, event, by=actor.id, seen=None, now=services.clock()
        )


def steer(stage: Stage, session: Session, event: SessionEvent, by: Actor | None = None) -> None:
    services = stage.composed.services
    person = by.id if by else session.facilitators[0]
    with services.store.transaction() as db:
        service.steer(db, session.tenant, session.id, event, by=person, now=services.clock())


def whispered(stage: Stage, actor: Actor, thread: str | None = None) -> str:
    found = [m for m in stage.said(CHANNEL, thread, actor) if m.ephemeral_to == actor.id]
    return words(found[-1]) if found else ""


def test_a_team_reveals_talks_and_agrees(stage: Stage, hours: Hours) -> None:
    session = rated(stage, hours)
    board = reveal(stage, session)
    overview = card(stage, session, service.OVERVIEW)
    assert (board.channel, board.thread_ts) == (CHANNEL, overview.ts)
    said = words(board)
    assert "Split 1 of 2" in said
    assert "3 points apart" in said
    assert "Not yet: 1  ▇" in said
    assert "Beginning: 0" in said
    assert "Don't know: 1" in said

    clicks(stage, stage.ana, board, "session_agree")
    assert "dissent" not in agrees(stage, stage.ana, 2, "Two grades only.", "It is more than that.")
    assert stands(stage, session).session.agreements == {
        WIDE: Agreement(2, "Two grades only.", "It is more than that.")
    }
    board = card(stage, session, service.BOARD)
    assert "One split" in words(board)
    assert "2 points apart" in words(board)

    clicks(stage, stage.ana, board, "session_agree")
    assert agrees(stage, stage.ana, 3) == {}
    board = card(stage, session, service.BOARD)
    assert "agreed: 2, Beginning*, with a dissent" in words(board)
    assert "proposed: *3, Developing*" in words(board)

    clicks(stage, stage.ana, board, "session_accept")
    board = card(stage, session, service.BOARD)
    assert stands(stage, session).session.agreements[ALIKE] == Agreement(3)
    assert "All agreed" in words(board)
    [go_on] = [b for block in board.blocks for b in block.get("elements", ()) if "value" in b]
    assert (go_on["action_id"], "confirm" in go_on) == ("session_go_on", False)

    clicks(stage, stage.ana, board, "session_go_on")
    deliver(stage)
    assert stands(stage, session).session.phase == "prioritising"
    assert card(stage, session, service.PRIORITIES).thread_ts == overview.ts
    board = card(stage, session, service.BOARD)
    assert action_ids(board) == ["session_turn_next"], "it is folded, and can be looked at"
    clicks(stage, stage.ana, board, "session_turn_next")
    assert "agreed: 2, Beginning" in whispered(stage, stage.ana, board.thread_ts)
    assert card(stage, session, service.BOARD).blocks == board.blocks


def test_only_facilitators_steer_and_others_turn_pages_of_their_own(
    stage: Stage, hours: Hours
) -> None:
    session = rated(stage, hours)
    assert stage.ben.clicks(card(stage, session, service.OVERVIEW), "session_reveal").ok
    stage.settle()
    assert "Only those who facilitate" in whispered(stage, stage.ben)
    assert stage.rows("SELECT 1 FROM outbox WHERE kind = ?", service.BOARD) == []

    board = reveal(stage, session)
    shown = board.blocks
    for action_id in ("session_agree", "session_go_on"):
        stage.ben.clicks(board, action_id)
        stage.settle()
        assert stage.ben.modal is None
        assert "Only those who facilitate" in whispered(stage, stage.ben, board.thread_ts)
    clicks(stage, stage.ben, board, "session_turn_next")
    assert "Split 2 of 2" in whispered(stage, stage.ben, board.thread_ts)
    assert card(stage, session, service.BOARD).blocks == shown
    assert stands(stage, session).session.agreements == {}

    clicks(stage, stage.ana, board, "session_turn_next")
    board = card(stage, session, service.BOARD)
    assert "Split 2 of 2" in words(board)
    clicks(stage, stage.ana, board, "session_turn_next")
    clicks(stage, stage.ben, board, "session_accept")
    assert stands(stage, session).session.agreements == {}


def test_whoever_is_no_member_sees_nothing_behind_the_buttons(stage: Stage, hours: Hours) -> None:
    session = rated(stage, hours)
    board = reveal(stage, session)
    for action_id in ("session_evidence", "session_turn_next", "session_agree"):
        stage.dan.clicks(board, action_id)
        stage.settle()
        assert stage.dan.modal is None
        said = whispered(stage, stage.dan, board.thread_ts)
        assert "belongs to another team" in said
    assert stands(stage, session).session.phase == "agreeing"


def test_a_coordinator_who_is_no_member_reads_nothing_either(stage: Stage, hours: Hours) -> None:
    session = rated(stage, hours)
    board = reveal(stage, session)
    with stage.composed.services.store.transaction() as db:
        db.execute(
            "INSERT INTO coordinators (tenant, person, named_by, at) VALUES (?, ?, ?, ?)",
            [session.tenant, stage.evelyn.id, stage.evelyn.id, "2026-12-01"],
        )
    stage.evelyn.clicks(board, "session_evidence")
    stage.settle()
    assert stage.evelyn.modal is None
    assert "Only the members" in whispered(stage, stage.evelyn, board.thread_ts)


def test_nothing_is_revealed_before_the_close_or_after_the_end(stage: Stage, hours: Hours) -> None:
    session = begin(stage, stage.ana, stage.ben)
    rates(stage, session, stage.ana, 1)
    old = post(stage, stage.ana, "session_reveal", session.id)
    mine = stage.ana.direct_channel().id
    for event, why in ((None, "Close the self-assessment first"), (Cancelled(), "has ended")):
        if event:
            steer(stage, session, event)
        clicks(stage, stage.ana, old, "session_reveal")
        assert why in words(stage.said(mine, viewer=stage.ana)[-1])
    assert stage.rows("SELECT 1 FROM outbox WHERE kind = ?", service.BOARD) == []


def test_a_guest_from_a_shared_channel_sees_nothing(stage: Stage, hours: Hours) -> None:
    session = rated(stage, hours)
    board = reveal(stage, session)
    # A member who has since become somebody else's: what counts is where they come from.
    stage.ben.person.team_id = "T0ELSEWHERE"
    stage.ben.clicks(board, "session_evidence")
    stage.settle()
    assert stage.ben.modal is None
    assert "workspace that invited you" in whispered(stage, stage.ben, board.thread_ts)


@pytest.mark.parametrize("action_id", ["session_evidence", "session_agree", "session_go_on"])
def test_another_workspace_finds_nothing(stage: Stage, action_id: str) -> None:
    theirs = begin(stage, stage.ana, channel=None, tenant="T0OTHER")
    value = json.dumps({"s": theirs.id, "i": WIDE})
    button = post(stage, stage.ana, action_id, value)
    stage.ana.clicks(button, action_id)
    stage.settle()
    assert stage.ana.modal is None
    said = stage.said(stage.ana.direct_channel().id, viewer=stage.ana)
    assert any("not there any more" in words(one) for one in said)


def test_evidence_opens_for_members_in_an_order_that_tells_nothing(
    stage: Stage, hours: Hours
) -> None:
    session = rated(stage, hours)
    board = reveal(stage, session)
    assert "Interpreters" not in words(board)
    clicks(stage, stage.carla, board, "session_evidence")
    said = words(opened(stage.carla))
    assert "1, Not yet Nobody <!channel> calls home. 4, Established Interpreters" in said
    assert "Ana" not in said
    kinds = {block["type"] for block in opened(stage.carla).blocks}
    assert "rich_text" in kinds, "typed words ping nobody there"


def test_much_evidence_is_turned_page_by_page(stage: Stage, hours: Hours) -> None:
    absent = [
        Invited(stage.ana.id, f"Family {n}", "school", "Family member", on_behalf=True)
        for n in range(25)
    ]
    session = begin(stage, stage.ana, stage.ben, named=absent)
    deliver(stage)
    hours.passes(minutes=30)
    for n, one in enumerate(absent):
        rates_for(stage, session, stage.ana, one.name, 1 if n % 2 else 4, f"Note {n:02}.")
    hours.passes(seconds=30)
    closes(stage, session)
    catch_up(stage, hours)
    clicks(stage, stage.ben, reveal(stage, session), "session_evidence")
    first = words(opened(stage.ben))
    assert "Page 1 of 2" in first
    clicks(stage, stage.ben, opened(stage.ben), "session_evidence_next")
    second = words(opened(stage.ben))
    assert [first.count(f"Note {n:02}.") + second.count(f"Note {n:02}.") for n in range(25)] == [
        1
    ] * 25
    clicks(stage, stage.ben, opened(stage.ben), "session_evidence_previous")
    assert words(opened(stage.ben)) == first


def test_in_a_private_channel_evidence_stands_on_the_board(stage: Stage, hours: Hours) -> None:
    session = rated(stage, hours, evidence_in_channel=True, names_shown=True)
    board = reveal(stage, session)
    said = words(board)
    assert "Ana Souza, Classroom teacher:  Nobody <!channel> calls home." in said
    assert "&lt;!channel" not in said, "rich text needs no escaping"
    rich = [block for block in board.blocks if block["type"] == "rich_text"]
    assert "<!channel>" in words_of(rich)
    assert "<!channel>" not in words_of([b for b in board.blocks if b["type"] != "rich_text"])


def words_of(blocks: list[dict[str, Any]]) -> str:
    return words(Message(channel="C", ts="1", user="U", text="", blocks=blocks))


def test_names_say_who_spoke_for_whom(stage: Stage, hours: Hours) -> None:
    rosa = Invited(stage.ana.id, "Rosa Lima", "school", "Family member", on_behalf=True)
    session = begin(
        stage, *(stage.ana, stage.ben, stage.carla), named=(rosa,), names_shown=True, roles=ROLES
    )
    deliver(stage)
    hours.passes(minutes=30)
    rates(stage, session, stage.ana, 1)
    rates(stage, session, stage.ben, 4)
    rates_for(stage, session, stage.ana, "Rosa Lima", 2, "At our school they call at noon.")
    hours.passes(seconds=30)
    closes(stage, session)
    catch_up(stage, hours)
    board = reveal(stage, session)
    clicks(stage, stage.ben, board, "session_evidence")
    said = words(opened(stage.ben))
    assert "Rosa Lima, Family member (entered on their behalf):  At our school" in said
    assert "Ben Carter, ESL teacher:  It is on our calendar." in said
    assert "Ana Souza:  It is" in said, "who has not said their role is not called Other"


def test_roles_that_differ_are_told_where_each_has_three_raters(stage: Stage, hours: Hours) -> None:
    everybody = (stage.ana, stage.ben, stage.carla, stage.dan, stage.evelyn, stage.fay)
    leading = dict.fromkeys(("dan", "evelyn", "fay"), "Principal")
    session = begin(stage, *everybody, roles=leading)
    deliver(stage)
    hours.passes(minutes=30)
    for actor, values in zip(
        everybody, ((2, 1), (2, 4), (3, 4), (4, 4), (4, 4), (4, 4)), strict=True
    ):
        rates(stage, session, actor, *values)
    hours.passes(seconds=30)
    closes(stage, session)
    catch_up(stage, hours)
    board = reveal(stage, session)
    assert "3 points apart" in words(board)
    assert "by role" not in words(board), "the middle is the same"
    clicks(stage, stage.ana, board, "session_turn_next")
    board = card(stage, session, service.BOARD)
    assert "The middle rating by role: teachers 2, administrators 4" in words(board)


def test_buttons_work_after_a_restart(tmp_path: Path, hours: Hours) -> None:
    with Sandbox(registration=registration()) as sandbox:
        with staged(tmp_path, sandbox, clock=hours) as before:
            session = rated(before, hours)
            board = reveal(before, session)
        with staged(tmp_path, sandbox, clock=hours) as after:
            clicks(after, after.ana, board, "session_agree")
            assert agrees(after, after.ana, 2) == {}
            assert stands(after, session).session.agreements[WIDE].value == 2
            assert "One split" in words(card(after, session, service.BOARD))


def test_two_facilitators_at_once_lose_no_word(stage: Stage, hours: Hours) -> None:
    session = rated(stage, hours, facilitators=(stage.ana, stage.ben))
    board = reveal(stage, session)
    clicks(stage, stage.ana, board, "session_agree")
    clicks(stage, stage.ben, board, "session_agree")
    assert agrees(stage, stage.ana, 2, "Two grades.") == {}
    assert agrees(stage, stage.ben, 3, "All but one grade.", "Carla: 2") == {}
    window = opened(stage.ben)
    assert "Another facilitator was faster" in words(window)
    assert "2, Beginning" in words(window)
    assert "What decided it: Two grades." in words(window)
    assert window.state["rationale"]["rationale"]["value"] == "All but one grade."
    assert window.state["dissent"]["dissent"]["value"] == "Carla: 2"
    assert stands(stage, session).session.agreements[WIDE].value == 2

    stage.ben.submits()
    stage.settle()
    assert stage.ben.modal is None
    assert stands(stage, session).session.agreements[WIDE] == Agreement(
        3, "All but one grade.", "Carla: 2"
    )


def test_the_same_window_sent_twice_agrees_once(stage: Stage, hours: Hours) -> None:
    session = rated(stage, hours)
    board = reveal(stage, session)
    clicks(stage, stage.ana, board, "session_agree")
    window = opened(stage.ana).payload
    assert agrees(stage, stage.ana, 2, "Two grades.") == {}
    views.open_modal(stage.sandbox, stage.sandbox.workspace(), stage.ana.id, window)
    assert agrees(stage, stage.ana, 2, "Two grades.") == {}
    assert stage.ana.modal is None
    [_] = stage.rows("SELECT 1 FROM assessment_history WHERE event LIKE '%Agreed%'")


def test_words_stay_in_the_window_when_the_team_has_gone_on(stage: Stage, hours: Hours) -> None:
    session = rated(stage, hours)
    board = reveal(stage, session)
    clicks(stage, stage.ana, board, "session_agree")
    steer(stage, session, Agreed(ALIKE, 3))
    steer(stage, session, MovedOn("prioritising"))
    errors = agrees(stage, stage.ana, 2, "Two grades.")
    assert "gone on to its priorities" in errors["value"]
    assert opened(stage.ana).state["rationale"]["rationale"]["value"] == "Two grades."


def test_any_single_rating_can_be_settled_otherwise(stage: Stage, hours: Hours) -> None:
    session = rated(stage, hours)
    board = reveal(stage, session)
    clicks(stage, stage.ana, board, "session_turn_next")
    clicks(stage, stage.ana, card(stage, session, service.BOARD), "session_turn_next")
    board = card(stage, session, service.BOARD)
    choice = next(block for block in board.blocks if "accessory" in block)
    [option] = choice["accessory"]["options"]
    clicks(stage, stage.ana, board, "session_reopen", selected=option["value"])
    assert opened(stage.ana).state["value"]["value"]["selected_option"]["value"] == "3"
    again = [block for block in card(stage, session, service.BOARD).blocks if "accessory" in block]
    assert again[0]["block_id"] != choice["block_id"], "the menu begins empty again"
    assert agrees(stage, stage.ana, 2) == {}
    assert stands(stage, session).session.agreements == {ALIKE: Agreement(2)}


def test_leaving_some_open_is_asked_first_and_nothing_agreed_goes_nowhere(
    stage: Stage, hours: Hours
) -> None:
    session = rated(stage, hours)
    board = reveal(stage, session)
    [go_on] = [
        element
        for block in board.blocks
        for element in block.get("elements", ())
        if element.get("action_id") == "session_go_on"
    ]
    assert "2 splits and 1 proposed rating" in go_on["confirm"]["text"]["text"]
    clicks(stage, stage.ana, board, "session_go_on")
    assert "Nothing is agreed yet" in whispered(stage, stage.ana, board.thread_ts)
    assert stands(stage, session).session.phase == "agreeing"


def test_a_small_group_stays_hidden_until_each_of_it_has_agreed(stage: Stage, hours: Hours) -> None:
    session = begin(
        stage,
        *(stage.ana, stage.ben, stage.carla, stage.dan, stage.evelyn),
        levels={"dan": "district", "evelyn": "district"},
    )
    deliver(stage)
    hours.passes(minutes=30)
    for actor in (stage.ana, stage.ben, stage.carla):
        rates(stage, session, actor, 3, 3, 3)
    rates(stage, session, stage.dan, 1, 1, 1, words="What only Dan would write")
    rates(stage, session, stage.evelyn, 4, 1, 1)
    hours.passes(seconds=30)
    closes(stage, session)
    catch_up(stage, hours)
    board = reveal(stage, session)
    assert "Not shown: district level" in words(board)
    assert "District" not in words(board)
    assert [
        row["recipient"]
        for row in stage.rows(
            "SELECT recipient FROM outbox WHERE kind = ? ORDER BY recipient", service.CONSENT
        )
    ] == [stage.dan.id, stage.evelyn.id]

    asked = card(stage, session, service.CONSENT, stage.dan.id)
    assert "only 2 people rated at district level" in words(asked)
    clicks(stage, stage.dan, asked, "session_consent_yes")
    hours.passes(seconds=30)
    asked = card(stage, session, service.CONSENT, stage.evelyn.id)
    clicks(stage, stage.evelyn, asked, "session_consent_no")
    asked = card(stage, session, service.CONSENT, stage.evelyn.id)
    assert "You said no" in words(asked)
    deliver(stage)
    assert "Not shown: district level" in words(card(stage, session, service.BOARD))

    hours.passes(seconds=30)
    clicks(stage, stage.evelyn, asked, "session_consent_yes")
    deliver(stage)
    board = card(stage, session, service.BOARD)
    assert "Not shown" not in words(board)
    assert "District 1" in words(board)
    assert "3 points apart" in words(board)

    # Nobody answers in somebody else's place.
    stage.ben.clicks(asked, "session_consent_no")
    stage.settle()
    assert stands(stage, session).participants[participant(stage, session, stage.evelyn)].consents


def test_consent_for_somebody_without_slack_is_asked_of_whoever_speaks_for_them(
    stage: Stage, hours: Hours
) -> None:
    rosa = Invited(stage.ana.id, "Rosa <Lima>", "district", "Family member", on_behalf=True)
    session = begin(stage, stage.ana, stage.ben, stage.carla, named=(rosa,))
    deliver(stage)
    hours.passes(minutes=30)
    rates_for(stage, session, stage.ana, "Rosa <Lima>", 2, "")
    hours.passes(seconds=30)
    closes(stage, session)
    catch_up(stage, hours)
    asked = card(stage, session, service.CONSENT)
    assert asked.channel == stage.ana.direct_channel().id
    assert "only one person rated at district level" in words(asked)
    assert "what you entered for Rosa &lt;Lima&gt;" in words(asked)


def test_once_ended_the_board_shows_no_rating_and_nothing_is_left_to_answer(
    stage: Stage, hours: Hours
) -> None:
    session = begin(stage, stage.ana, stage.ben)
    deliver(stage)
    hours.passes(minutes=30)
    rates(stage, session, stage.ana, 1)
    rates(stage, session, stage.ben, 4)
    hours.passes(seconds=30)
    closes(stage, session)
    catch_up(stage, hours)
    board = reveal(stage, session)
    assert "There is nothing to show yet" in words(board)
    asked = card(stage, session, service.CONSENT, stage.ben.id)
    clicks(stage, stage.ben, asked, "session_consent_yes")
    ana = card(stage, session, service.CONSENT, stage.ana.id)
    hours.passes(seconds=30)
    clicks(stage, stage.ana, ana, "session_consent_yes")
    deliver(stage)
    assert "3 points apart" in words(card(stage, session, service.BOARD))

    hours.passes(seconds=30)
    steer(stage, session, Cancelled())
    deliver(stage)
    board = card(stage, session, service.BOARD)
    assert "ended without results" in words(board)
    assert action_ids(board) == []
    clicks(
        stage, stage.ben, card(stage, session, service.CONSENT, stage.ben.id), "session_consent_no"
    )
    assert "nothing is left to decide" in words(card(stage, session, service.CONSENT, stage.ben.id))


def test_consent_is_asked_only_as_long_as_there_is_something_to_show(
    stage: Stage, hours: Hours
) -> None:
    session = begin(stage, stage.ana, stage.ben)
    rates(stage, session, stage.ana, 1)
    closes(stage, session)
    [row_id] = stage.rows("SELECT id FROM outbox WHERE kind = ?", service.CONSENT)
    steer(stage, session, Cancelled())
    services = stage.composed.services
    with services.store.reading() as db:
        row = outbox.read(db, session.tenant, row_id["id"])
    assert row is not None
    assert renderers(services)[service.CONSENT](row) is None


def test_who_asked_to_be_forgotten_is_sent_nothing(stage: Stage, hours: Hours) -> None:
    session = rated(stage, hours, channel=None, facilitators=(stage.ana, stage.dan))
    steer(stage, session, Handed((stage.ana.id, identities.FORGOTTEN)))
    with stage.composed.services.store.transaction() as db:
        ben = participant(stage, session, stage.ben)
        db.execute("UPDATE identities SET person = 'forgotten' WHERE participant = ?", [ben])
        for kind in (service.BOARD, service.PRIORITIES):
            agreeing.show(db, stands(stage, session), kind, hours())
    rows = stage.rows("SELECT recipient FROM outbox WHERE kind = ?", service.BOARD)
    assert [row["recipient"] for row in rows] == [stage.ana.id]
    rows = stage.rows("SELECT recipient FROM outbox WHERE kind = ?", service.PRIORITIES)
    assert {row["recipient"] for row in rows} == {stage.ana.id, stage.carla.id}


def test_without_a_channel_the_board_comes_to_those_who_facilitate(
    stage: Stage, hours: Hours
) -> None:
    session = rated(stage, hours, channel=None, facilitators=(stage.ana, stage.dan))
    clicks(stage, stage.ana, card(stage, session, service.OVERVIEW), "session_reveal")
    deliver(stage)
    rows = stage.rows("SELECT recipient FROM outbox WHERE kind = ?", service.BOARD)
    assert {row["recipient"] for row in rows} == {stage.ana.id, stage.dan.id}


def test_alone_one_click_leads_from_rating_to_priorities(stage: Stage, hours: Hours) -> None:
    session = begin(stage, stage.fay, channel=None)
    rates(stage, session, stage.fay, 1, 4)
    finish = post(stage, stage.fay, "solo_finish", session.id)
    assert stage.dan.clicks(finish, "solo_finish").ok
    stage.settle()
    assert stands(stage, session).session.phase == "rating"
    clicks(stage, stage.fay, finish, "solo_finish")
    deliver(stage)
    after = stands(stage, session).session
    assert after.phase == "prioritising"
    assert [agreed.value for agreed in after.agreements.values()] == [1, 4]
    priorities = card(stage, session, service.PRIORITIES)
    assert priorities.channel == stage.fay.direct_channel().id
    assert stage.rows("SELECT 1 FROM outbox WHERE kind = ?", service.BOARD) == []
    clicks(stage, stage.fay, finish, "solo_finish")
    assert "finished rating already" in words(
        stage.said(stage.fay.direct_channel().id, viewer=stage.fay)[-1]
    )


def test_alone_without_a_rating_nothing_is_lost_by_the_click(stage: Stage, hours: Hours) -> None:
    session = begin(stage, stage.fay, channel=None)
    rates(stage, session, stage.fay, None)
    finish = post(stage, stage.fay, "solo_finish", session.id)
    clicks(stage, stage.fay, finish, "solo_finish")
    assert stands(stage, session).session.phase == "rating"
    said = stage.said(stage.fay.direct_channel().id, viewer=stage.fay)[-1]
    assert "Nothing is rated yet" in words(said)


@pytest.mark.parametrize("value", ["{}", "{", '{"s": "gone"}', "gone"])
def test_a_button_of_another_release_says_so(stage: Stage, value: str) -> None:
    board = post(stage, stage.ana, "session_agree", value)
    assert stage.ana.clicks(board, "session_agree").ok
    stage.settle()
    said = words(stage.said(stage.ana.direct_channel().id, viewer=stage.ana)[-1])
    assert "no longer know" in said or "not there any more" in said


def test_consent_is_a_members_own(stage: Stage, hours: Hours) -> None:
    session = begin(stage, stage.ana, stage.ben)
    rates(stage, session, stage.ana, 1)
    rates(stage, session, stage.ben, 4)
    closes(stage, session)
    mine = participant(stage, session, stage.ana)
    steer(stage, session, Consented(mine, yes=True))
    deliver(stage)
    asked = card(stage, session, service.CONSENT, stage.ana.id)
    assert "You said yes" in words(asked)
    assert action_ids(asked) == ["session_consent_no"]
