"""The messages of a walk, held against the limits that Slack enforces."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.blocks import fitting
from bot.blocks.invitation import nudge
from bot.blocks.rating import Reply, moved_on, walk_message
from bot.blocks.rating_windows import Meaning, NoteBox, meaning_blocks, meaning_modal, note_modal
from bot.blocks.typed_words import student_warning, which_walk
from bot.blocks.walk_buttons import Pressed
from bot.sandbox.checks import check_message, check_view
from content.ids import LEVELS, all_ids, kind_of
from content.models import Scale
from content.scale import load_scale
from conversations.assessment.identities import Identity
from conversations.assessment.model import (
    LONGEST_WORDS,
    Participant,
    Rating,
    Session,
    Statement,
    Walk,
    WalkState,
)
from conversations.assessment.service import Walked
from retrieval.engine import Engine

NOW = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)
HOSTILE = "<!channel> <@U1> *bold* _it_ ~no~ `code` <http://x.example|bank> & " * 40
INDICATORS = [i for i in all_ids() if kind_of(i) == "indicator"]
STATES: tuple[WalkState, ...] = ("invited", "card", "evidence", "paused", "finished")


def statement(engine: Engine, indicator: str) -> Statement:
    item = engine.item(indicator)
    return Statement(
        id=indicator,
        title=item["title"],
        text=item["text"],
        why=item["why"],
        look_at=tuple(item["evidence"]),
        level=item["level"],
        block=item["block"],
        block_title=engine.title(item["block"]),
        locator=item["locator"],
        url=item["url"],
    )


def walked(
    engine: Engine,
    state: WalkState = "card",
    at: int = 0,
    *,
    level: str = "school",
    ratings: Mapping[str, Rating] | None = None,
    scale: Scale | None = None,
    is_open: bool = True,
    is_solo: bool = False,
    name: str = "Ana Lima",
    on_behalf: bool = False,
    **more: Any,
) -> Walked:
    """A walk through all cards of a level."""
    statements = tuple(statement(engine, i) for i in INDICATORS)
    given: dict[str, Any] = {
        "tenant": "T1",
        "id": "0123456789abcdef",
        "title": "Effective family engagement, school level",
        "team": "team1",
        "channel": "C1",
        "phase": "rating",
        "facilitators": ("UDAN", "UEVA"),
        "scale": scale or load_scale(),
        "statements": statements,
        "timezone": "America/New_York",
        "started_at": NOW,
        "closes_at": NOW + timedelta(days=7),
    }
    session = Session(**(given | more))
    if state == "evidence" and ratings is None:
        ratings = {session.cards(level)[at].id: Rating(1)}
    walk = Walk("fedcba9876543210", level, state, at, 12, ratings or {})
    participant = Participant(walk.participant, level, "Principal", on_behalf)
    identity = Identity(walk.participant, session.id, "UANA", name)
    return Walked(session, walk, participant, identity, "", is_open, is_solo)


def texts(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(texts(inner) for inner in value.values())
    if isinstance(value, list):
        return " ".join(map(texts, value))
    return str(value)


def mrkdwn(value: Any) -> str:
    """Return all that Slack would read as mrkdwn, the fallback text too."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            return str(value["text"])
        return " ".join(mrkdwn(inner) for inner in value.values())
    return " ".join(map(mrkdwn, value)) if isinstance(value, list) else ""


def buttons(message: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    rows = [block["elements"] for block in message["blocks"] if block["type"] == "actions"]
    return {element["action_id"]: element for row in rows for element in row}


def above_the_scale(message: Mapping[str, Any]) -> int:
    """Return how many characters somebody reads before the scale."""
    blocks = message["blocks"]
    place = next(n for n, block in enumerate(blocks) if block["type"] == "actions")
    return fitting.text_length(blocks[:place])


def checked(message: Mapping[str, Any]) -> Mapping[str, Any]:
    check_message(message["text"], message["blocks"])
    return message


@pytest.mark.parametrize("level", LEVELS)
def test_every_indicator_makes_a_card_that_slack_takes_and_a_phone_shows(
    engine: Engine, level: str
) -> None:
    scale = load_scale()
    cards = walked(engine, level=level).session.cards(level)
    for place, card in enumerate(cards):
        for state in ("card", "evidence"):
            stands = walked(engine, state, place, level=level)
            message = checked(walk_message(stands))
            assert card.text in texts(message["blocks"])
            if state == "card":
                assert card.look_at[0] in texts(message["blocks"])
                assert card.why in texts(message["blocks"])
                assert above_the_scale(message) <= 720, "more than a phone shows with the scale"
        meaning = Meaning(card, scale, engine.item(card.block)["text"], "official " * 500)
        stands = walked(engine, "card", place, level=level)
        checked(walk_message(stands, explained=meaning_blocks(meaning)))
        modal = check_view(meaning_modal(meaning), "modal")
        assert all(prompt in texts(modal) for prompt in card.look_at)
        assert all(point.anchor in texts(modal) for point in scale.points)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("is_open", [True, False])
def test_the_longest_that_a_walk_can_hold_fits(
    engine: Engine, state: WalkState, is_open: bool
) -> None:
    words = HOSTILE[:LONGEST_WORDS]
    card = walked(engine).session.cards("school")[3]
    scale = load_scale()
    wordy = scale.points[0].model_copy(
        update={"label": "x" * 40, "anchor": "y" * 300, "asks": "z" * 200}
    )
    seven = [wordy.model_copy(update={"value": n, "label": f"{n}{'x' * 39}"}) for n in range(1, 8)]
    longest = scale.model_copy(update={"points": tuple(seven), "question": "q" * 200})
    stands = walked(
        engine,
        state,
        3,
        ratings={card.id: Rating(7, words)},
        scale=longest,
        is_open=is_open,
        title=HOSTILE[:140],
        name=HOSTILE[:80],
        on_behalf=True,
        facilitators=tuple(f"U{n:09}" for n in range(20)),
    )
    message = checked(walk_message(stands, Reply("I have not saved this:", "w" * 12_000)))
    assert "<!channel>" not in mrkdwn(message["blocks"]) + message["text"]
    checked(nudge(stands))
    checked(moved_on(stands, 3, "It goes on below."))


def test_typed_words_come_back_inert_and_as_they_were(engine: Engine) -> None:
    card = walked(engine).session.cards("school")[0]
    stands = walked(engine, ratings={card.id: Rating(3, "<!channel> *_~`")})
    message = checked(walk_message(stands, Reply("Not saved:", "<!here> & *that*")))
    assert "<!channel> *_~`" in texts(message["blocks"])
    assert "<!here> & *that*" in texts(message["blocks"])
    assert "<!" not in mrkdwn(message["blocks"])


def test_a_card_says_where_it_stands_and_what_was_said_before(engine: Engine) -> None:
    cards = walked(engine).session.cards("school")
    stands = walked(engine, at=3, ratings={cards[3].id: Rating(3, "Sheets")})
    message = checked(walk_message(stands))
    assert "*Card 4 of 32*  ·  1 rated" in mrkdwn(message["blocks"])
    assert "You said: *3, Developing*" in mrkdwn(message["blocks"])
    there = buttons(message)
    assert [name for name, button in there.items() if button.get("style")] == ["rating_rate_3"]
    assert there["rating_rate_2"]["text"]["text"] == "2 · Beginning"
    assert there["rating_rate_2"]["accessibility_label"].startswith("2, Beginning: One or two")
    assert there["rating_skip"]["text"]["text"] == "Next"
    assert "rating_back" not in buttons(walk_message(walked(engine)))


def test_a_button_carries_whose_card_it_is_and_what_it_showed(engine: Engine) -> None:
    stands = walked(engine, at=1)
    pressed = Pressed.from_value(buttons(walk_message(stands))["rating_rate_4"]["value"])
    card = stands.session.cards("school")[1]
    assert pressed == Pressed(stands.walk.participant, card.id, stands.walk.step, 4)
    for broken in ("", "17", "{}", '"x"'):
        with pytest.raises((ValueError, KeyError, TypeError)):
            Pressed.from_value(broken)


def test_the_invitation_says_who_asks_how_long_until_when_and_what_is_shown(
    engine: Engine,
) -> None:
    said = mrkdwn(checked(walk_message(walked(engine, "invited")))["blocks"])
    assert "<@UDAN> and <@UEVA>" in said
    assert "*32 cards, about 37 minutes*" in said
    epoch = int((NOW + timedelta(days=7)).timestamp())
    assert f"<!date^{epoch}^" in said
    assert "|Tuesday, December 8, 10:00 AM>" in said
    assert "Until it closes nobody sees them" in said
    assert "without names. The wording can still give away who wrote" in said
    assert "nothing about a student" in said
    named = mrkdwn(walk_message(walked(engine, "invited", names_shown=True))["blocks"])
    assert "with names" in named
    assert "without names" not in named
    sponsor = walked(engine, "invited", name="Ruth Gold", on_behalf=True)
    assert "*For Ruth Gold.*" in mrkdwn(walk_message(sponsor)["blocks"])
    alone = mrkdwn(walk_message(walked(engine, "invited", is_solo=True))["blocks"])
    assert "Only you see your answers" in alone
    assert "<@UDAN>" not in alone


def test_who_was_forgotten_is_not_mentioned(engine: Engine) -> None:
    said = mrkdwn(walk_message(walked(engine, "invited", facilitators=("forgotten",)))["blocks"])
    assert "forgotten" not in said
    assert "<@" not in said


def test_the_summary_counts_lists_every_card_and_leads_on(engine: Engine) -> None:
    cards = walked(engine).session.cards("school")
    ratings = {card.id: Rating(None if n else 2) for n, card in enumerate(cards[:30])}
    message = checked(walk_message(walked(engine, "finished", ratings=ratings)))
    assert "*30 of 32 cards are rated, 2 open.*" in mrkdwn(message["blocks"])
    there = buttons(message)
    options = there["rating_change"]["options"]
    shown = [option["description"]["text"] for option in options]
    assert shown == ["2, Beginning", *["Don't know"] * 29, "Open", "Open"]
    assert len({option["value"] for option in options}) == 32
    assert "rating_open" in there
    assert "solo_finish" not in there
    done = {card.id: Rating(3) for card in cards}
    alone = walk_message(walked(engine, "finished", ratings=done, is_solo=True))
    assert "*All 32 cards are rated." in mrkdwn(alone["blocks"])
    assert buttons(alone)["solo_finish"]["value"] == "0123456789abcdef"
    assert buttons(alone)["solo_finish"]["style"] == "primary"
    assert "rating_open" not in buttons(alone)


def test_where_it_is_closed_it_says_how_things_stand(engine: Engine) -> None:
    cards = walked(engine).session.cards("school")
    ratings = {card.id: Rating(3) for card in cards[:5]}

    def said(phase: str, **more: Any) -> str:
        stands = walked(engine, ratings=ratings, is_open=False, phase=phase, **more)
        message = checked(walk_message(stands))
        assert buttons(message) == {}
        return mrkdwn(message["blocks"])

    assert "over. Your 5 ratings are saved. Next, the team goes through" in said("agreeing")
    assert "Its results are in <#C1>" in said("done")
    assert "was called off" in said("cancelled")
    assert "cannot change anything" in said("done", is_solo=True)


@pytest.mark.parametrize("words", ["Maria in 3rd grade", HOSTILE[:1_400], '"' * 1_400, "x" * 1_990])
def test_words_that_wait_for_a_decision_are_carried_or_asked_for_in_short(
    engine: Engine, words: str
) -> None:
    stands = walked(engine)
    card = stands.session.cards("school")[0]
    kept = Pressed(stands.walk.participant, card.id, words=words)
    warning = checked(student_warning(kept, "a name with a grade", is_rated=False))
    assert words in texts(warning["blocks"])
    there = buttons(warning)
    if "rating_save" in there:
        assert Pressed.from_value(there["rating_save"]["value"]).words == words
    else:
        assert "shorten" in texts(warning["blocks"])
    for is_note in (True, False):
        asking = checked(which_walk(words, [stands, stands], is_note=is_note))
        assert words in texts(asking["blocks"])
        if not buttons(asking):
            assert "shorten" in texts(asking["blocks"])
    assert "<!channel>" not in mrkdwn(warning["blocks"]) + warning["text"]


def test_the_box_for_a_note_keeps_what_it_belongs_to_and_what_was_warned_about(
    engine: Engine,
) -> None:
    card = walked(engine).session.cards("school")[0]
    box = NoteBox("fedcba9876543210", card.id, True)
    words = HOSTILE[:LONGEST_WORDS]
    modal = check_view(note_modal(box.warning_of(words), card, "What shows it?", words), "modal")
    kept = NoteBox.from_metadata(modal["private_metadata"])
    assert (kept.participant, kept.indicator, kept.in_thread) == (
        "fedcba9876543210",
        card.id,
        True,
    )
    assert kept.was_warned_of(words)
    assert not kept.was_warned_of(words[:-1])
    assert words not in modal["private_metadata"]
    assert words in texts(modal["blocks"])


def test_a_reminder_counts_what_is_left(engine: Engine) -> None:
    cards = walked(engine).session.cards("school")
    stands = walked(engine, ratings={card.id: Rating(3) for card in cards[:30]})
    assert "2 of 32 cards are left. Open until <!date" in nudge(stands)["text"]
    assert "rating_go_on" in buttons(nudge(stands))


def test_a_card_stays_small_beside_what_explains_it(engine: Engine) -> None:
    stands = walked(engine)
    card = stands.session.cards("school")[0]
    meaning = Meaning(card, load_scale(), engine.item(card.block)["text"], None)
    plain = fitting.text_length(walk_message(stands)["blocks"])
    explained = walk_message(stands, explained=meaning_blocks(meaning))["blocks"]
    assert fitting.text_length(explained) > plain + 800
