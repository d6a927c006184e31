"""What is said where there is no answer, held against the limits that Slack enforces."""

from __future__ import annotations

from typing import Any

import pytest

from bot.blocks.answer import Setting
from bot.blocks.declined import declined_message
from bot.blocks.help import EXAMPLES, help_message
from bot.sandbox.checks import check_message
from retrieval.answer import Answer, NotCovered
from retrieval.engine import Engine


def reply(engine: Engine, question: str) -> dict[str, Any]:
    declined = engine.answer(question)
    assert isinstance(declined, NotCovered)
    message = declined_message(declined, "0123456789abcdef", Setting())
    check_message(message["text"], message["blocks"])
    return message


def buttons(message: dict[str, Any]) -> list[str]:
    return [
        element["action_id"]
        for block in message["blocks"]
        for element in block.get("elements", ())
        if element["type"] == "button"
    ]


@pytest.mark.parametrize("words", ["thanks", "Thank you so much!", "bye", "ok", "that's wrong"])
def test_a_sentence_back_is_enough_for_a_courtesy(engine: Engine, words: str) -> None:
    message = reply(engine, words)
    assert buttons(message) == []
    assert len(message["blocks"]) == 1


@pytest.mark.parametrize("words", ["hi", "good morning", "hola", "???", "\N{THUMBS UP SIGN}"])
def test_who_has_not_asked_yet_gets_examples_to_click(engine: Engine, words: str) -> None:
    assert buttons(reply(engine, words)) == [f"ask_example_{n}" for n in range(1, 5)]


@pytest.mark.parametrize("words", ["help", "who are you?", "what can you do?"])
def test_who_asks_what_it_is_for_gets_the_help(engine: Engine, words: str) -> None:
    assert reply(engine, words) == help_message()


def test_a_person_can_be_asked_only_where_there_was_a_question(engine: Engine) -> None:
    assert "pass_question" in buttons(reply(engine, "how much are teachers paid?"))
    assert "pass_question" not in buttons(reply(engine, "hello"))


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_has_an_answer(engine: Engine, example: str) -> None:
    assert isinstance(engine.answer(example), Answer)
