"""Dialogues: members weigh the growth areas, keep one for themselves; the priorities are chosen."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.actor import Actor
from bot.sandbox.model import Message
from conversations.assessment import identities, service
from conversations.assessment.inviting import Invited
from conversations.assessment.model import Session, Vote
from conversations.assessment.session import Agreed
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
from tests.bot.stage import Stage, action_ids, clicks, opened, whispered, words

BLOCKS = ("blueprint/p1/b2", "blueprint/p3/b1")
FIRST, SECOND, THIRD, FOURTH = (
    "blueprint/p1/b2/school/1",
    "blueprint/p1/b2/school/2",
    "blueprint/p3/b1/school/1",
    "blueprint/p3/b1/school/2",
)
STRONG = "blueprint/p1/b2/school/3"
CHANNEL = "C0ELTEAM"

pytestmark = pytest.mark.usefixtures("hours")


def agreed(
    stage: Stage, hours: Hours, ratings: dict[str, int] | None = None, **more: Any
) -> Session:
    """Bring a team of three as far as its priorities, which it looks at."""
    session = begin(stage, stage.ana, stage.ben, stage.carla, blocks=BLOCKS, **more)
    deliver(stage)
    hours.passes(minutes=30)
    for actor in (stage.ana, stage.ben, stage.carla):
        rates(stage, session, actor, *(2 for _ in session.cards("school")))
    # The background may have drawn the card already, between one rating and the next.
    hours.passes(seconds=30)
    closes(stage, session)
    services = stage.composed.services
    ratings = ratings or {FIRST: 1, SECOND: 2, STRONG: 4, THIRD: 2, FOURTH: 2}
    by = session.facilitators[0]
    with services.store.transaction() as db:
        for indicator, value in ratings.items():
            event = Agreed(indicator, value)
            service.steer(db, session.tenant, session.id, event, by=by, now=services.clock())
    catch_up(stage, hours)
    overview = card(stage, session, service.OVERVIEW, session.channel)
    clicks(stage, stage.ana, overview, "session_reveal")
    deliver(stage)
    board = card(stage, session, service.BOARD, session.channel)
    clicks(stage, stage.ana, board, "session_go_on")
    deliver(stage)
    return session


def priorities(stage: Stage, session: Session) -> Message:
    return card(stage, session, service.PRIORITIES)


def weights(**by_indicator: tuple[int | None, int | None, int | None]) -> dict[str, Any]:
    return {
        f"weigh:{indicator}": {
            f"session_weigh_{aspect}": None if value is None else str(value)
            for aspect, value in zip(("need", "impact", "ease"), three, strict=True)
        }
        for indicator, three in by_indicator.items()
    }


def weighs(stage: Stage, session: Session, actor: Actor, **chosen: tuple[int, int, int]) -> None:
    clicks(stage, actor, priorities(stage, session), "session_weigh")
    assert actor.submits(weights(**chosen)).ok
    stage.settle()
    actor.closes_modal(whole_stack=True)


def test_the_card_lists_strengths_and_growth_areas_in_order(stage: Stage, hours: Hours) -> None:
    session = agreed(stage, hours)
    said = words(priorities(stage, session))
    assert "*Strengths:* Be accountable for asset-based family contact." in said
    first, second = session.statement(FIRST).title, session.statement(SECOND).title
    assert said.index(first) < said.index(second), "the lower agreed rating comes first"
    assert "Agreed rating: 1, Not yet." in said
    assert "0 of 3 have weighed them" in said


def test_members_weigh_and_the_order_follows_and_is_explained(stage: Stage, hours: Hours) -> None:
    session = agreed(stage, hours)
    for actor in (stage.ana, stage.ben):
        weighs(stage, session, actor, **{FIRST: (1, 1, 1), FOURTH: (3, 3, 2)})
    hours.passes(seconds=30)
    weighs(stage, session, stage.carla, **{FIRST: (1, 1, 1), FOURTH: (3, 3, 2)})
    deliver(stage)
    said = words(priorities(stage, session))
    assert f"1.  *{session.statement(FOURTH).title}*" in said
    assert "High need, high impact, medium ease (3 votes)" in said
    assert "3 of 3 have weighed them" in said


def test_the_weights_of_two_are_not_shown(stage: Stage, hours: Hours) -> None:
    session = agreed(stage, hours)
    weighs(stage, session, stage.ana, **{FOURTH: (3, 3, 3)})
    hours.passes(seconds=30)
    weighs(stage, session, stage.ben, **{FOURTH: (3, 3, 3)})
    deliver(stage)
    said = words(priorities(stage, session))
    assert f"1.  *{session.statement(FIRST).title}*" in said
    assert "High need" not in said
    assert "from three members on" in said


def test_what_was_weighed_before_is_chosen_and_a_part_is_saved(stage: Stage, hours: Hours) -> None:
    session = agreed(stage, hours)
    weighs(stage, session, stage.ben, **{FIRST: (3, 2, 1)})
    mine = participant(stage, session, stage.ben)
    assert stands(stage, session).votes[mine] == {FIRST: Vote(3, 2, 1)}
    clicks(stage, stage.ben, priorities(stage, session), "session_weigh")
    chosen = opened(stage.ben).state[f"weigh:{FIRST}"]
    assert chosen["session_weigh_need"]["selected_option"]["value"] == "3"

    # One area has only one of its weights: what is whole is saved, and the window says what lacks.
    assert stage.ben.submits(weights(**{SECOND: (2, 2, 2), THIRD: (3, None, None)})).updated
    stage.settle()
    assert stands(stage, session).votes[mine].keys() == {FIRST, SECOND}
    window = opened(stage.ben)
    assert "still lack one or two of their three weights" in words(window)
    assert words(window).index(session.statement(THIRD).title) < words(window).index(
        session.statement(FIRST).title
    )
    need = window.state[f"weigh:{THIRD}"]["session_weigh_need"]
    assert need["selected_option"]["value"] == "3"
    assert stage.ben.submits(weights(**{THIRD: (3, 1, 1)})).updated
    stage.settle()
    assert "saved" in words(opened(stage.ben))
    assert stands(stage, session).votes[mine][THIRD] == Vote(3, 1, 1)


def test_choosing_in_a_menu_of_the_window_is_acknowledged(stage: Stage, hours: Hours) -> None:
    session = agreed(stage, hours)
    clicks(stage, stage.ben, priorities(stage, session), "session_weigh")
    block = f"weigh:{FIRST}"
    clicks(stage, stage.ben, opened(stage.ben), "session_weigh_ease", block_id=block, value="2")


def test_whoever_speaks_for_somebody_weighs_for_them_next(stage: Stage, hours: Hours) -> None:
    rosa = Invited("U0ANA", "Rosa <Lima>", "school", "Family member", on_behalf=True)
    session = agreed(stage, hours, named=(rosa,))
    clicks(stage, stage.ana, priorities(stage, session), "session_weigh")
    assert "Rosa" not in words(opened(stage.ana))
    assert stage.ana.submits(weights(**{FIRST: (1, 1, 1)})).updated
    assert "For *Rosa &lt;Lima&gt;*" in words(opened(stage.ana))
    assert stage.ana.submits(weights(**{FIRST: (3, 3, 3)})).updated
    assert "saved" in words(opened(stage.ana))
    stage.settle()
    with stage.composed.services.store.reading() as db:
        known = identities.in_session(db, session.tenant, session.id)
    by_name = {one.name: stands(stage, session).votes.get(one.participant) for one in known}
    assert by_name["Ana Souza"] == {FIRST: Vote(1, 1, 1)}
    assert by_name["Rosa <Lima>"] == {FIRST: Vote(3, 3, 3)}


def test_only_raters_weigh_and_only_facilitators_choose(stage: Stage, hours: Hours) -> None:
    session = agreed(stage, hours, facilitators=(stage.ana, stage.fay))
    shown = priorities(stage, session)
    for actor, action_id, why in (
        (stage.fay, "session_weigh", "those who rated"),
        (stage.fay, "session_keep_own", "those who rated"),
        (stage.ben, "session_choose", "Only those who facilitate"),
        (stage.ben, "session_go_back", "Only those who facilitate"),
        (stage.dan, "session_weigh", "belongs to another team"),
        (stage.dan, "session_keep_own", "belongs to another team"),
        (stage.dan, "session_choose", "belongs to another team"),
    ):
        actor.clicks(shown, action_id)
        stage.settle()
        assert actor.modal is None
        assert why in whispered(stage, actor, shown)
    assert stands(stage, session).session.phase == "prioritising"


def test_what_a_member_keeps_is_theirs_alone(stage: Stage, hours: Hours) -> None:
    session = agreed(stage, hours)
    shown = priorities(stage, session)
    clicks(stage, stage.ben, shown, "session_keep_own")
    assert stage.ben.submits({"own": {"own": SECOND}}).updated
    stage.settle()
    assert "for you alone" in words(opened(stage.ben))
    stage.ben.closes_modal(whole_stack=True)
    title = session.statement(SECOND).title
    clicks(stage, stage.ben, shown, "session_keep_own")
    chosen = opened(stage.ben).state["own"]["own"]["selected_option"]
    assert chosen["value"] == SECOND
    assert f"*{title}*" in words(opened(stage.ben))
    clicks(stage, stage.ana, shown, "session_keep_own")
    assert opened(stage.ana).state["own"]["own"]["selected_option"]["value"] == "none"
    assert f"*{title}*" not in words(opened(stage.ana))

    assert stage.ben.submits({"own": {"own": "none"}}).updated
    stage.settle()
    assert stands(stage, session).own == {}


def test_a_fourth_priority_is_refused_with_the_reason_and_the_choice_kept(
    stage: Stage, hours: Hours
) -> None:
    session = agreed(stage, hours)
    clicks(stage, stage.ana, priorities(stage, session), "session_choose")
    four = [FIRST, SECOND, THIRD, FOURTH]
    outcome = stage.ana.submits({"priorities": {"priorities": four}})
    assert "works on everything at once moves little" in outcome.errors["priorities"]
    kept = opened(stage.ana).state["priorities"]["priorities"]["selected_options"]
    assert len(kept) == 4
    assert stands(stage, session).session.phase == "prioritising"

    outcome = stage.ana.submits({"priorities": {"priorities": [THIRD, FIRST]}})
    assert outcome.closed
    stage.settle()
    deliver(stage)
    after = stands(stage, session).session
    assert [one.indicators for one in after.priorities] == [(THIRD, FOURTH), (FIRST, SECOND)]
    assert after.phase == "done"
    assert action_ids(priorities(stage, session)) == []
    assert "That is settled" in words(priorities(stage, session))


def test_two_facilitators_choose_at_once_and_one_of_them_is_told(
    stage: Stage, hours: Hours
) -> None:
    session = agreed(stage, hours, facilitators=(stage.ana, stage.ben))
    shown = priorities(stage, session)
    clicks(stage, stage.ana, shown, "session_choose")
    clicks(stage, stage.ben, shown, "session_choose")
    assert stage.ana.submits({"priorities": {"priorities": [FIRST]}}).closed
    outcome = stage.ben.submits({"priorities": {"priorities": [THIRD]}})
    assert "came too late" in outcome.errors["priorities"]
    stage.settle()
    [chosen] = stands(stage, session).session.priorities
    assert chosen.indicators[0] == FIRST


def test_the_team_goes_back_to_agreeing_and_on_again(stage: Stage, hours: Hours) -> None:
    session = agreed(stage, hours)
    clicks(stage, stage.ana, priorities(stage, session), "session_go_back")
    assert stands(stage, session).session.phase == "agreeing"
    assert "gone back to agreeing" in words(priorities(stage, session))
    board = card(stage, session, service.BOARD)
    assert "session_accept" in action_ids(board)
    clicks(stage, stage.ana, board, "session_go_on")
    assert "session_weigh" in action_ids(priorities(stage, session))
    [_] = stage.rows("SELECT 1 FROM outbox WHERE kind = ?", service.PRIORITIES)


def test_where_all_is_strong_there_is_only_to_finish(stage: Stage, hours: Hours) -> None:
    session = agreed(stage, hours, {FIRST: 4, SECOND: 4})
    shown = priorities(stage, session)
    assert action_ids(shown) == ["session_finish", "session_go_back"]
    stage.ben.clicks(shown, "session_finish")
    stage.settle()
    assert stands(stage, session).session.phase == "prioritising"
    clicks(stage, stage.ana, shown, "session_finish")
    deliver(stage)
    assert stands(stage, session).session.phase == "done"
    assert "no priority was chosen" in words(card(stage, session, service.RESULTS))


def test_without_a_channel_everybody_has_the_card(stage: Stage, hours: Hours) -> None:
    session = begin(stage, stage.ana, stage.ben, stage.carla, channel=None)
    deliver(stage)
    hours.passes(minutes=30)
    for actor in (stage.ana, stage.ben, stage.carla):
        rates(stage, session, actor, 2, 2)
    hours.passes(seconds=30)
    closes(stage, session)
    catch_up(stage, hours)
    overview = card(stage, session, service.OVERVIEW)
    clicks(stage, stage.ana, overview, "session_reveal")
    deliver(stage)
    clicks(stage, stage.ana, card(stage, session, service.BOARD), "session_accept")
    clicks(stage, stage.ana, card(stage, session, service.BOARD), "session_go_on")
    deliver(stage)
    rows = stage.rows("SELECT recipient FROM outbox WHERE kind = ?", service.PRIORITIES)
    assert {row["recipient"] for row in rows} == {stage.ana.id, stage.ben.id, stage.carla.id}
    mine = card(stage, session, service.PRIORITIES, stage.ben.id)
    clicks(stage, stage.ben, mine, "session_weigh")
    assert stage.ben.submits(weights(**{FIRST: (2, 2, 2)})).updated


def test_a_month_later_the_buttons_still_work(stage: Stage, hours: Hours) -> None:
    session = agreed(stage, hours)
    shown = priorities(stage, session)
    hours.passes(days=35)
    weighs(stage, session, stage.carla, **{FIRST: (3, 3, 3)})
    assert shown.ts == priorities(stage, session).ts
    clicks(stage, stage.ana, shown, "session_choose")
    assert stage.ana.submits({"priorities": {"priorities": [FIRST]}}).closed
    stage.settle()
    assert stands(stage, session).session.phase == "done"
