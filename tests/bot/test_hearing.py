from __future__ import annotations

from typing import Any

import pytest

from bot.hearing import Message, asks, human_message, is_for_bot, is_mention
from conversations.threads import Thread

AFTER_BOT = Thread(context="", quiet=False, last_speaker=None)
AMONG_PEOPLE = Thread(context="", quiet=False, last_speaker="UBEN")
QUIET = Thread(context="", quiet=True, last_speaker=None)


def event(**more: Any) -> dict[str, Any]:
    return {"type": "message", "channel": "C1", "ts": "1.0", "user": "UANA", "text": "hi", **more}


def said(text: str) -> Message:
    message = human_message(event(text=text, thread_ts="0.5"))
    assert message is not None
    return message


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B1"},
        {"subtype": "message_changed"},
        {"subtype": "channel_join"},
        {"subtype": "message_deleted"},
        {"edited": {"ts": "2.0"}},
        {"user": None},
    ],
)
def test_bots_edits_and_joins_are_nobodys_words(more: dict[str, Any]) -> None:
    assert human_message(event(**more)) is None


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast"])
def test_a_message_with_a_file_or_sent_to_the_channel_too_is_a_persons(subtype: str) -> None:
    assert human_message(event(subtype=subtype)) is not None


def test_a_mention_is_one_by_event_or_by_name() -> None:
    assert is_mention(event(type="app_mention"), None)
    assert is_mention(event(text="<@UBOT> hello"), "UBOT")
    assert not is_mention(event(text="<@UBEN> hello"), "UBOT")


@pytest.mark.parametrize(
    "text",
    [
        "and at the district level?",
        "what about newcomers",
        "How do we start",
        "can you show resources",
        "and for teachers",
        "¿y los maestros?",
        "P3 BB2 for districts",
        "pillar 2",
        "more resources please",
    ],
)
def test_right_after_its_answer_a_question_or_a_continuation_is_for_the_bot(text: str) -> None:
    assert is_for_bot(said(text), AFTER_BOT)


@pytest.mark.parametrize("text", ["thanks!", "Great, let us try that on Monday", "lol", "👍"])
def test_what_asks_nothing_is_not(text: str) -> None:
    assert not is_for_bot(said(text), AFTER_BOT)


@pytest.mark.parametrize(
    "text",
    [
        "notes: <https://docs.example.org/d/1?usp=sharing>",
        "<https://docs.example.org/d/1?usp=sharing|https://docs.example.org/d/1?usp=sharing>",
        "notes are at https://docs.example.org/d/1?usp=sharing now",
    ],
)
def test_the_question_mark_of_a_link_asks_nothing(text: str) -> None:
    assert not is_for_bot(said(text), AFTER_BOT)
    assert is_for_bot(said(f"{text} what about families?"), AFTER_BOT)
    assert is_for_bot(said(f"{text} or is it <https://example.org|this one?>"), AFTER_BOT)


def test_among_people_only_a_question_is() -> None:
    assert is_for_bot(said("what does it say about families?"), AMONG_PEOPLE)
    assert not is_for_bot(said("and for teachers"), AMONG_PEOPLE)


@pytest.mark.parametrize(
    "text",
    [
        "Can you send me the schedule?",
        "Could you share your slides with the team?",
        "does anyone have the ACCESS scores?",
        "Would you like to co-plan on Tuesday?",
        "Should we put this on the agenda for Thursday?",
    ],
)
def test_what_people_ask_one_another_is_not(text: str) -> None:
    assert not is_for_bot(said(text), AMONG_PEOPLE)


@pytest.mark.parametrize(
    "text",
    [
        "can you show us resources on family engagement?",
        "could you please explain what SLIFE means?",
        "how do we make sure that everybody takes part?",
    ],
)
def test_what_the_bot_can_do_is_asked_of_it_among_people_too(text: str) -> None:
    assert is_for_bot(said(text), AMONG_PEOPLE)


@pytest.mark.parametrize(
    "text",
    ["<@UBEN> what do you think?", "<!here> who is in?", "what does <@UBEN> say about families?"],
)
def test_what_is_addressed_to_somebody_else_never_is(text: str) -> None:
    assert not is_for_bot(said(text), AFTER_BOT)


def test_neither_in_an_unknown_nor_in_a_quiet_thread() -> None:
    assert not is_for_bot(said("what about families?"), None)
    assert not is_for_bot(said("what about families?"), QUIET)


@pytest.mark.parametrize(
    ("text", "outright", "beside"),
    [
        ("what does the Blueprint say about interpreters?", True, True),
        ("how do we engage families", True, False),
        ("tell me more about newcomers", True, False),
        ("thanks!", True, True),
        ("Who has time?", True, True),
        ("Who has time? Nobody here.", True, False),
        ("We have no interpreter. Why?", True, False),
        ("When families come, we call an interpreter", False, False),
        ("Does not happen here", False, False),
        ("What we need is time", False, False),
        ("See https://school.example/plan?id=1", False, False),
    ],
)
def test_where_notes_are_welcome_only_what_asks_is_a_question(
    text: str, outright: bool, beside: bool
) -> None:
    assert asks(text) == outright
    assert asks(text, beside_a_question=True) == beside
