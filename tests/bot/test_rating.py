"""Dialogues: one person's walk through the cards, by clicks and by typing, in direct messages."""

from __future__ import annotations

import copy
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.actor import Actor
from bot.sandbox.model import Message
from bot.sandbox.server import Sandbox
from conversations.assessment import identities, inviting, service
from conversations.assessment.inviting import Invited
from conversations.assessment.model import LONGEST_WORDS, Session
from conversations.assessment.service import NUDGE
from conversations.assessment.session import Cancelled, Left
from tests.bot.assessing import (
    Hours,
    begin,
    card,
    closes,
    deliver,
    stands,
)
from tests.bot.processes import process
from tests.bot.rating import Rater
from tests.bot.stage import Stage, action_ids, registration, staged, words

COLLABORATION = "blueprint/p1/b1"
MARIA = "Maria in 3rd grade cannot follow the lessons"
LONG = "We meet every week. " * 80

pytestmark = pytest.mark.usefixtures("hours")


def invited(stage: Stage, session: Session, actor: Actor) -> Rater:
    deliver(stage)
    return Rater(stage, session, actor)


def rater(stage: Stage, actor: Actor, **more: Any) -> Rater:
    """Start a session of two, the first of whom facilitates; return the other, who has begun."""
    session = begin(stage, stage.ana, actor, **more)
    mine = invited(stage, session, actor)
    mine.clicks("Start")
    return mine


def as_it_was(message: Message) -> Message:
    """Return a message as somebody still sees it while it is being drawn anew."""
    return replace(message, blocks=copy.deepcopy(message.blocks))


# By clicks


def test_a_walk_by_clicks_alone(stage: Stage) -> None:
    session = begin(stage, stage.ana, stage.ben)
    ben = invited(stage, session, stage.ben)
    assert f"Asked by <@{stage.ana.id}>." in ben.sees
    assert "3 cards, about" in ben.sees
    ben.clicks("Start")
    assert "Card 1 of 3" in ben.sees
    assert "Think of:" in ben.sees
    ben.clicks("3 · Developing")
    assert "Card 2 of 3" in ben.sees
    ben.clicks("1 · Not yet")
    assert "You said *1, Not yet*. What stands in the way?" in ben.sees
    ben.clicks("Write a note")
    assert stage.ben.submits({"words": {"words": "Nobody has time <!here>"}}).closed
    stage.settle()
    assert "Card 3 of 3" in ben.sees
    ben.clicks("Back")
    assert "You said: *1, Not yet*" in ben.sees
    assert "Nobody has time <!here>" in ben.sees
    ben.clicks("Next", "Don't know")
    assert "All 3 cards are rated" in ben.sees
    assert ben.said == [(3, ""), (1, "Nobody has time <!here>"), (None, "")]
    assert len(stage.said(ben.card.channel, None, stage.ben)) == 1, "all in one message"
    assert stands(stage, session).walks[ben.id].state == "finished"


def test_skip_pause_go_on_and_the_open_ones(stage: Stage) -> None:
    ben = rater(stage, stage.ben)
    ben.clicks("Skip", "4 · Established")
    assert "What shows it?" in ben.sees
    ben.clicks("Next", "Pause")
    assert "Paused at card 3 of 3" in ben.sees
    ben.clicks("Go on", "2 · Beginning", "Next")
    assert "2 of 3 cards are rated, 1 open" in ben.sees
    ben.clicks("Go to the open one")
    assert "Card 1 of 3" in ben.sees
    ben.clicks("3 · Developing")
    assert "All 3 cards are rated" in ben.sees
    assert "3, Developing" in ben.sees, "each answer is listed"


def test_an_answer_is_changed_from_the_summary(stage: Stage) -> None:
    ben = rater(stage, stage.ben)
    ben.clicks(*["3 · Developing"] * 3)
    second = ben.session.cards("school")[1]
    assert stage.ben.clicks(ben.card, "rating_change", label=f"2. {second.title}").ok
    stage.settle()
    assert "You said: *3, Developing*" in ben.sees
    ben.clicks("2 · Beginning", "Next")
    assert "All 3 cards are rated" in ben.sees
    assert [value for value, _ in ben.said] == [3, 2, 3]


def test_what_a_card_means_is_one_tap_away(stage: Stage) -> None:
    ben = rater(stage, stage.ben)
    ben.clicks("What does this mean?")
    assert stage.ben.modal
    said = words(stage.ben.modal)
    first = ben.session.cards("school")[0]
    assert all(prompt in said for prompt in first.look_at)
    assert all(point.anchor in said for point in ben.session.scale.points)
    assert "Card 1 of 3" in ben.sees


def test_a_click_delivered_three_times_is_one_row(stage: Stage) -> None:
    ben = rater(stage, stage.ben)
    seen = as_it_was(ben.card)
    for _ in range(3):
        assert stage.ben.clicks(seen, label="3 · Developing").ok
    stage.settle()
    assert "Card 2 of 3" in ben.sees
    assert sum("Rated" in event for event in ben.events()) == 1
    assert ben.said == [(3, "")]


def test_a_double_click_skips_one_card(stage: Stage) -> None:
    ben = rater(stage, stage.ben)
    seen = as_it_was(ben.card)
    for _ in range(2):
        assert stage.ben.clicks(seen, label="Skip").ok
    stage.settle()
    assert "Card 2 of 3" in ben.sees


def test_a_click_on_an_older_card_gives_the_present_one(stage: Stage) -> None:
    ben = rater(stage, stage.ben)
    seen = as_it_was(ben.card)
    ben.types("3")
    ben.types("3")
    assert stage.ben.clicks(seen, label="4 · Established").ok
    stage.settle()
    assert "Card 3 of 3" in ben.sees
    assert ben.card.ts == seen.ts
    assert ben.said == [(3, ""), (3, "")]


def test_who_clicks_another_rating_before_the_card_is_drawn_anew_has_changed_their_mind(
    stage: Stage,
) -> None:
    ben = rater(stage, stage.ben)
    seen = as_it_was(ben.card)
    for label in ("3 · Developing", "2 · Beginning", "2 · Beginning"):
        assert stage.ben.clicks(seen, label=label).ok
    stage.settle()
    assert "Card 2 of 3" in ben.sees
    assert ben.said == [(2, "")]


def test_a_card_that_cannot_be_drawn_anew_comes_as_a_new_message(stage: Stage) -> None:
    ben = rater(stage, stage.ben)
    old = ben.card
    stage.sandbox.state.remove_message(stage.sandbox.workspace(), old)
    assert stage.ben.clicks(old, label="3 · Developing").ok
    stage.settle()
    assert "Card 2 of 3" in ben.sees
    assert ben.card.ts != old.ts


# By typing


def test_a_walk_by_typing_alone(stage: Stage) -> None:
    session = begin(stage, stage.ana, stage.ben)
    ben = invited(stage, session, stage.ben)
    root = ben.card
    ben.types("start")
    assert "Card 1 of 3" in ben.sees
    assert "It goes on in the thread" in words(root)
    assert action_ids(root) == []
    first = ben.card
    ben.types("3, we have interpreters at conferences but not at open house")
    assert "Saved for" in ben.sees
    assert "Card 2 of 3" in ben.sees
    assert "you said *3, Developing*.  It goes on below." in words(first)
    assert action_ids(first) == []
    ben.types("beginning")
    assert "What stands in the way of doing it more often?" in ben.sees
    ben.types("Few of us know how")
    assert "Noted for" in ben.sees
    assert "Card 3 of 3" in ben.sees
    ben.types("back")
    assert "Few of us know how" in ben.sees
    ben.types("next")
    ben.types("what does this mean?")
    assert "What to look at" in ben.sees
    ben.types("stop for now")
    assert "Paused at card 3" in ben.sees
    ben.types("go on")
    ben.types("skip, we are an elementary school")
    assert "2 of 3 cards are rated, 1 open" in ben.sees
    assert ben.notes == ["we are an elementary school"]
    assert ben.said == [
        (3, "we have interpreters at conferences but not at open house"),
        (2, "Few of us know how"),
    ]
    assert all(message.thread_ts == root.ts for message in stage.said(root.channel, root.ts)[1:])


def test_at_top_level_an_open_card_reads_a_rating_and_goes_on_there(stage: Stage) -> None:
    ben = rater(stage, stage.ben)
    root = ben.card
    ben.types("3", in_thread=False)
    assert ben.card.thread_ts is None
    assert "Card 2 of 3" in ben.sees
    assert "It goes on below" in words(root)
    ben.types("4, sign-in sheets show it")
    assert "Card 3 of 3" in ben.sees
    assert ben.card.thread_ts == stage.said(root.channel, None, stage.ben)[1].ts
    ben.types("don't know")
    assert ben.said == [(3, ""), (4, "sign-in sheets show it"), (None, "")]


def test_a_typed_rating_delivered_three_times_is_answered_once(stage: Stage) -> None:
    ben = rater(stage, stage.ben)
    stage.sandbox.faults.repeat_next_event(3)
    ben.types("3")
    assert ben.said == [(3, "")]
    assert len(stage.said(ben.card.channel, ben.card.thread_ts)) == 2


@pytest.mark.parametrize("trouble", ["fail", "drop"])
def test_a_rating_is_saved_once_and_answered_once_whatever_slack_does(
    tmp_path: Path, trouble: str
) -> None:
    # By a clock that goes on: the answer is tried again after a while.
    with Sandbox(registration=registration()) as sandbox, staged(tmp_path, sandbox) as stage:
        ben = invited(stage, begin(stage, stage.ben), stage.ben)
        ben.clicks("Start")
        if trouble == "fail":
            stage.sandbox.faults.fail("chat.postMessage")
        else:
            stage.sandbox.faults.drop("chat.postMessage", after_storing=True)
        ben.types("3, we meet on Mondays")
        assert "Saved for" in ben.sees
        assert "Card 2 of 3" in ben.sees
        assert ben.said == [(3, "we meet on Mondays")]
        assert len(stage.said(ben.card.channel, ben.card.thread_ts)) == 2


def test_what_was_typed_before_a_kill_is_saved_once_and_answered_once(
    tmp_path: Path, free_port: int
) -> None:
    with Sandbox(registration=registration(), retry_seconds=()) as sandbox:
        with staged(tmp_path, sandbox) as stage:
            ben = invited(stage, begin(stage, stage.ben), stage.ben)
            ben.clicks("Start")
            root = ben.card
        sandbox.deliver_to(f"http://127.0.0.1:{free_port}/slack/events")
        with process(tmp_path, sandbox, free_port) as first:
            sandbox.faults.slow_down("chat.postMessage", 30)
            ben.actor.direct_messages("2, we are few", root.ts)
            sandbox.settle()
            sandbox.wait_for(lambda: not sandbox.faults.pending())
            first.send_signal(signal.SIGKILL)
            first.wait()
        with process(tmp_path, sandbox, free_port):
            sandbox.wait_for(
                lambda: not stage.rows("SELECT 1 FROM inbox WHERE state != 'done'"), timeout=30
            )
        assert ben.said == [(2, "we are few")]
        assert sum("Rated" in event for event in ben.events()) == 1
        [answer] = stage.said(root.channel, root.ts)[1:]
        assert "Saved for" in words(answer)
        assert ben.card.ts == answer.ts


def test_a_question_in_the_middle_is_answered_and_the_walk_goes_on(stage: Stage) -> None:
    ben = rater(stage, stage.ben)
    root = ben.card
    stage.ben.direct_messages("what does the Blueprint say about interpreters?", root.ts)
    stage.settle()
    answer, given_again = stage.said(root.channel, root.ts)[1:]
    assert "answer_official" in action_ids(answer)
    assert "Card 1 of 3" in words(given_again)
    assert ben.card.ts == given_again.ts
    assert action_ids(root) == []
    ben.types("3")
    assert ben.said == [(3, "")]


def test_a_question_where_evidence_is_asked_for_can_be_kept_as_a_note(stage: Stage) -> None:
    ben = rater(stage, stage.ben)
    ben.clicks("1 · Not yet")
    ben.types("Who would translate for us?")
    assert "What stands in the way?" in ben.sees
    assert ben.said == [(1, "")]
    seen = as_it_was(ben.card)
    for _ in range(2):
        assert stage.ben.clicks(seen, label="Keep my words as a note").ok
    stage.settle()
    assert ben.said == [(1, "Who would translate for us?")]
    assert "Card 2 of 3" in ben.sees


def test_a_question_at_top_level_is_answered_in_its_own_thread(stage: Stage) -> None:
    ben = rater(stage, stage.ben)
    before = ben.card
    asked = stage.ben.direct_messages("what should a school leader do about families?")
    assert "answer_official" in action_ids(stage.answer_to(asked))
    stage.settle()
    assert len(stage.said(asked.channel, asked.ts)) == 1
    assert ben.card.ts == before.ts


def test_words_without_a_rating_are_kept_beside_it(stage: Stage) -> None:
    ben = rater(stage, stage.ben)
    ben.types("We call an interpreter when families come")
    assert "I keep this as your note" in ben.sees
    assert "We call an interpreter when families come" in ben.sees
    ben.types("2")
    assert ben.said == [(2, "We call an interpreter when families come")]
    assert "Card 2 of 3" in ben.sees, "it is not asked for again"


def test_where_evidence_is_asked_for_words_at_top_level_are_asked_about(stage: Stage) -> None:
    ben = rater(stage, stage.ben)
    ben.clicks("4 · Established")
    asking = ben.types("Family handbook in six languages", in_thread=False)
    assert "a note on a card, or a question" in words(asking)
    assert "Family handbook in six languages" in words(asking)
    label = f"Note on card 1: {ben.session.cards('school')[0].title}"
    assert stage.ben.clicks(asking, label=label).ok
    stage.settle()
    assert ben.said == [(4, "Family handbook in six languages")]
    assert ben.card.ts == asking.ts
    ben.clicks("4 · Established")
    asking = ben.types("Family handbook", in_thread=False)
    assert stage.ben.clicks(asking, label="It is a question").ok
    stage.settle()
    assert "answer_official" in action_ids(stage.said(asking.channel, asking.ts)[-1])
    assert ben.said[1] == (4, "")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("I'm not sure", ""), ("7, one in each grade", "7, one in each grade"), ("2", "")],
)
def test_where_evidence_is_asked_for_the_rating_stays_unless_another_is_given(
    stage: Stage, typed: str, kept: str
) -> None:
    ben = rater(stage, stage.ben)
    ben.clicks("1 · Not yet")
    ben.types(typed)
    assert ben.said == [(2 if typed == "2" else 1, kept)]
    assert ("What stands in the way" if typed == "2" else "Card 2 of 3") in ben.sees


@pytest.mark.parametrize("typed", ["5", "0, we never do this"])
def test_a_number_off_the_scale_is_given_back_with_those_that_there_are(
    stage: Stage, typed: str
) -> None:
    ben = rater(stage, stage.ben)
    ben.types(typed)
    assert "The scale here has 1, 2, 3 and 4" in ben.sees
    assert typed in ben.sees
    assert "Card 1 of 3" in ben.sees
    assert ben.said == []


@pytest.mark.parametrize("at_last", [False, True])
def test_a_rating_that_no_card_is_open_for_is_not_guessed(stage: Stage, at_last: bool) -> None:
    ben = invited(stage, begin(stage, stage.ana, stage.ben), stage.ben)
    if at_last:
        ben.clicks("Start", *["3 · Developing"] * 3)
    ben.types("2, we are few")
    assert "have not saved this" in ben.sees
    assert "2, we are few" in ben.sees
    assert ("All 3 cards are rated" if at_last else "Card 1 of 3") in ben.sees
    assert [value for value, _ in ben.said] == ([3, 3, 3] if at_last else [])


def test_words_that_are_too_long_come_back_and_the_rating_stays(stage: Stage) -> None:
    ben = rater(stage, stage.ben)
    assert len(LONG) > LONGEST_WORDS
    ben.types(f"3, {LONG}")
    assert "is saved" in ben.sees
    assert LONG.strip() in ben.sees
    assert ben.said == [(3, "")]


def test_a_note_that_pings_formats_or_disguises_stays_as_it_was_typed(stage: Stage) -> None:
    ben = rater(stage, stage.ben)
    ben.types("3, <!channel> *bold* & _more_")
    ben.types("back")
    quoted = [block for block in ben.card.blocks if "<!channel>" in str(block)]
    assert [block["type"] for block in quoted] == ["rich_text"]
    assert "<!channel> *bold* & _more_" in ben.sees
    assert ben.said == [(3, "<!channel> *bold* & _more_")]


def test_a_file_without_words_is_not_kept(stage: Stage) -> None:
    ben = rater(stage, stage.ben)
    ben.types(" ")
    assert "I can only keep words" in ben.sees
    assert "Card 1 of 3" in ben.sees
    assert (ben.said, ben.notes) == ([], [])


# Several walks


def test_with_two_open_walks_a_rating_at_top_level_is_asked_about(stage: Stage) -> None:
    first = rater(stage, stage.ben)
    second = rater(stage, stage.ben, blocks=(COLLABORATION,))
    asking = first.types("3, we meet on Mondays", in_thread=False)
    assert "Which one do you mean?" in words(asking)
    assert "3, we meet on Mondays" in words(asking)
    assert (first.said, second.said) == ([], [])
    seen = as_it_was(asking)
    label = f"Card 1: {second.session.cards('school')[0].title}"
    for _ in range(2):
        assert stage.ben.clicks(seen, label=label).ok
    stage.settle()
    assert (first.said, second.said) == ([], [(3, "we meet on Mondays")])
    assert second.card.ts == asking.ts
    assert "Card 2 of" in second.sees
    second.types("2, in this thread there is no doubt")
    assert first.said == []
    assert len(second.said) == 2


def test_on_behalf_of_somebody_without_slack(stage: Stage) -> None:
    ruth = Invited(stage.ben.id, "Ruth Gold", "school", "School committee", True)
    session = begin(stage, stage.ana, stage.ben, named=[ruth])
    deliver(stage)
    with stage.composed.services.store.reading() as db:
        known = identities.in_session(db, session.tenant, session.id)
    theirs = Rater(stage, session, stage.ben)
    theirs.id = next(one.participant for one in known if one.name == "Ruth Gold")
    assert "For Ruth Gold." in theirs.sees
    theirs.clicks("Start")
    assert "for Ruth Gold" in theirs.sees
    theirs.types("2, she was never asked")
    assert theirs.said == [(2, "she was never asked")]
    mine = Rater(stage, session, stage.ben)
    assert mine.said == []
    mine.clicks("Start")
    asking = mine.types("3", in_thread=False)
    assert "(for Ruth Gold)" in str(asking.blocks)


def test_somebody_elses_card_is_refused(stage: Stage) -> None:
    ben = rater(stage, stage.ben)
    carla = invited(stage, ben.session, stage.ben)
    stage.carla.clicks(carla.card, label="3 · Developing")
    stage.settle()
    said = stage.said(ben.card.channel, None, stage.carla)
    assert "somebody else's" in words(said[-1])
    assert said[-1].ephemeral_to == stage.carla.id
    assert ben.said == []
    assert "Card 1 of 3" in ben.sees


# Students


def test_a_students_data_typed_is_warned_about_before_it_is_saved(stage: Stage) -> None:
    ben = rater(stage, stage.ben)
    ben.types(f"2, {MARIA}")
    assert "Your rating is saved, the words are not yet" in ben.sees
    assert MARIA in ben.sees
    assert ben.said == [(2, "")]
    assert MARIA not in str(stage.rows("SELECT * FROM assessment_history"))
    assert MARIA not in str(stage.rows("SELECT * FROM inbox"))
    seen = as_it_was(ben.card)
    for _ in range(2):
        assert stage.ben.clicks(seen, label="Save it all the same").ok
    stage.settle()
    assert ben.said == [(2, MARIA)]
    assert "Card 2 of 3" in ben.sees


def test_a_students_data_is_left_out_or_written_anew(stage: Stage) -> None:
    ben = rater(stage, stage.ben)
    ben.types(f"3, {MARIA}")
    ben.clicks("Leave it out")
    assert "Card 2 of 3" in ben.sees
    ben.types(MARIA)
    assert "I have saved nothing" in ben.sees
    ben.clicks("I'll write it anew")
    assert stage.ben.modal
    assert stage.ben.modal.state["words"]["words"]["value"] == MARIA
    assert stage.ben.submits({"words": {"words": "Some cannot follow the lessons"}}).closed
    stage.settle()
    assert ben.notes == ["Some cannot follow the lessons"]
    assert "Card 2 of 3" in ben.sees
    assert ben.said == [(3, "")]


def test_a_students_data_in_the_window_keeps_it_open_with_the_words(stage: Stage) -> None:
    ben = rater(stage, stage.ben)
    ben.clicks("1 · Not yet", "Write a note")
    assert stage.ben.submits({"words": {"words": MARIA}}).updated
    assert stage.ben.modal
    assert "This looks like" in words(stage.ben.modal)
    assert stage.ben.modal.state["words"]["words"]["value"] == MARIA
    assert ben.said == [(1, "")]
    other = f"{MARIA} yet"
    assert stage.ben.submits({"words": {"words": other}}).updated, "other words, another warning"
    assert stage.ben.submits().closed, "the same words once more"
    stage.settle()
    assert ben.said == [(1, other)]
    assert "Card 2 of 3" in ben.sees


# Later


def test_a_walk_goes_on_after_a_restart(tmp_path: Path, hours: Hours) -> None:
    with Sandbox(registration=registration()) as sandbox:
        with staged(tmp_path, sandbox, clock=hours) as before:
            ben = rater(before, before.ben)
            ben.clicks("3 · Developing", "2 · Beginning")
        hours.passes(days=2)
        with staged(tmp_path, sandbox, clock=hours) as after:
            ben = Rater(after, ben.session, after.ben)
            assert "What stands in the way" in ben.sees
            ben.types("Nobody was trained")
            assert "Card 3 of 3" in ben.sees
            ben.clicks("4 · Established")
            assert ben.said == [(3, ""), (2, "Nobody was trained"), (4, "")]


def test_a_nudge_counts_what_is_left_and_takes_the_walk_up(stage: Stage, hours: Hours) -> None:
    ben = rater(stage, stage.ben)
    ben.clicks("3 · Developing", "Pause")
    paused = ben.card
    with stage.composed.services.store.transaction() as db:
        inviting.nudge(
            db,
            ben.session.tenant,
            ben.session.id,
            by=stage.ana.id,
            now=stage.composed.services.clock(),
        )
    deliver(stage)
    nudge = card(stage, ben.session, NUDGE, stage.ben.id)
    assert "2 of 3 cards are left" in words(nudge)
    assert stage.ben.clicks(nudge, label="Go on").ok
    stage.settle()
    assert ben.card.ts == nudge.ts
    assert "Card 2 of 3" in ben.sees
    assert action_ids(paused) == []
    ben.types("2, too few")
    assert ben.said == [(3, ""), (2, "too few")]


def test_who_has_finished_is_not_nudged_and_a_closed_session_invites_nobody(stage: Stage) -> None:
    ben = rater(stage, stage.ben)
    with stage.composed.services.store.transaction() as db:
        now = stage.composed.services.clock()
        inviting.nudge(db, ben.session.tenant, ben.session.id, by=stage.ana.id, now=now)
        db.execute("UPDATE participants SET state = 'finished'")
    deliver(stage)
    assert stage.rows("SELECT 1 FROM outbox WHERE kind = ? AND state = 'sent'", NUDGE) == []


def test_what_is_clicked_or_typed_after_the_close_says_how_things_stand(
    stage: Stage, hours: Hours
) -> None:
    ben = rater(stage, stage.ben)
    ben.clicks("3 · Developing", "1 · Not yet")
    seen, rows = as_it_was(ben.card), len(ben.events())
    ben.clicks("Write a note")
    closes(stage, ben.session)
    hours.passes(days=30)
    outcome = stage.ben.submits({"words": {"words": "Too late"}})
    assert "over" in outcome.errors["words"]
    assert stage.ben.modal
    assert stage.ben.modal.state["words"]["words"]["value"] == "Too late"
    assert stage.ben.clicks(seen, label="Next").ok
    stage.settle()
    assert "The time to rate" in ben.sees
    assert "Your 2 ratings are saved" in ben.sees
    assert action_ids(ben.card) == []
    ben.types("4, after all")
    assert "I have not saved this" in ben.sees
    assert "4, after all" in ben.sees
    assert ben.said == [(3, ""), (1, "")]
    assert len(ben.events()) == rows


def test_whoever_was_called_off_or_left_hears_so_and_questions_are_still_answered(
    stage: Stage,
) -> None:
    ben, now = rater(stage, stage.ben), stage.composed.services.clock()
    session = ben.session
    seen = as_it_was(ben.card)
    for event, said in ((Left(ben.id), "You no longer rate"), (Cancelled(), "You no longer rate")):
        with stage.composed.services.store.transaction() as db:
            service.steer(db, session.tenant, session.id, event, by=stage.ana.id, now=now)
        assert stage.ben.clicks(seen, label="3 · Developing").ok
        stage.settle()
        assert said in ben.sees
    assert "answer_official" in action_ids(ben.types("how do we welcome newcomers?"))
    assert ben.said == []
