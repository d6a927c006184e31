"""Answers as messages, held against the limits that Slack enforces."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.blocks import fitting
from bot.blocks.answer import ALL, GUIDANCE, RESOURCES, Setting, Shown, answer_message
from bot.blocks.declined import declined_message
from bot.blocks.official import official_modal
from bot.sandbox.checks import check_message, check_view
from content.ids import all_ids
from retrieval.answer import Answer, Citation, NotCovered, Section, sentences
from retrieval.engine import Engine
from retrieval.reading import Context

GOLDEN = Path(__file__).parents[2] / "golden"
FAMILIES = "What should a school leader do about family engagement?"
EVERYTHING = frozenset((ALL, GUIDANCE, RESOURCES))
ID = "0123456789abcdef"


def shown(engine: Engine, question: str, setting: Setting, unfolded: frozenset[str]) -> Any:
    result = engine.answer(question)
    if isinstance(result, NotCovered):
        return declined_message(result, ID, setting)
    further = engine.further(question, None, 6)
    return answer_message(result, Shown(ID, None, unfolded), setting, further, engine.sources)


def texts(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(texts(inner) for inner in value.values())
    if isinstance(value, list):
        return " ".join(map(texts, value))
    return str(value)


def elements(message: Any, kind: str) -> list[Any]:
    return [
        element
        for block in message["blocks"]
        for element in block.get("elements", ())
        if element["type"] == kind
    ]


def test_every_development_question_gives_a_message_that_slack_takes(engine: Engine) -> None:
    lines = [
        line
        for path in GOLDEN.glob("*.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    longest = 0
    for line in lines:
        labelled = json.loads(line)
        question = labelled.get("query") or labelled["turns"][-1]
        setting = Setting(question=question, shareable=True, in_thread=True)
        for unfolded in (frozenset[str](), EVERYTHING):
            message = shown(engine, question, setting, unfolded)
            check_message(message["text"], message["blocks"])
            longest = max(longest, fitting.text_length(message["blocks"]))
    assert longest > 9_000, "no long answer was among them"


@pytest.mark.parametrize("item_id", all_ids())
def test_every_item_can_be_shown_and_quoted(engine: Engine, item_id: str) -> None:
    item = engine.item(item_id)
    answer = Answer(
        question="?",
        level=None,
        heading=item["title"],
        blocks=(),
        sections=(Section("In full", (Citation(1, item, 1.0),)),),
        suggestions=(),
        context=Context(),
    )
    message = answer_message(answer, Shown(ID), Setting(), {}, engine.sources)
    check_message(message["text"], message["blocks"])
    marks = len(sentences(item["text"]))
    assert texts(message["blocks"][1]).count("[1]") == marks, "a sentence without its number"
    check_view(official_modal([item], {item_id: item["text"] * 9}, engine.sources), "modal")


@pytest.mark.parametrize(
    "question",
    ["", "x" * 4000, "family engagement " * 222, "<!channel> <@U1> & *bold* `code` " * 100],
)
def test_what_was_typed_never_breaks_a_message(engine: Engine, question: str) -> None:
    message = shown(engine, question, Setting(question=question, shareable=True), frozenset())
    check_message(message["text"], message["blocks"])
    mrkdwn = [e["text"] for e in elements(message, "mrkdwn")]
    assert not any("<!channel>" in text for text in (*mrkdwn, message["text"]))


def test_the_first_screen_is_short_and_the_rest_one_tap_away(engine: Engine) -> None:
    folded = shown(engine, FAMILIES, Setting(), frozenset())
    opened = shown(engine, FAMILIES, Setting(), EVERYTHING)
    assert len(texts(folded["blocks"][1])) < 1_800
    assert fitting.text_length(opened["blocks"]) > 2 * fitting.text_length(folded["blocks"])
    buttons = {button["action_id"] for button in elements(folded, "button")}
    assert {"answer_all", "answer_guidance", "answer_official"} <= buttons
    assert "answer_less" in {button["action_id"] for button in elements(opened, "button")}


def test_it_says_for_whom_and_offers_the_other_levels(engine: Engine) -> None:
    message = shown(engine, FAMILIES, Setting(), frozenset())
    assert message["blocks"][0]["text"]["text"] == "Effective family engagement, for school leaders"
    levels = [b["action_id"] for b in elements(message, "button") if "_level_" in b["action_id"]]
    assert levels == ["answer_level_classroom", "answer_level_district", "answer_level_state"]


def test_a_button_carries_the_state_that_it_leads_to() -> None:
    state = Shown(ID, "district", EVERYTHING)
    assert Shown.from_value(state.to_value()) == state


def test_sources_link_to_the_official_pages_and_the_words_are_said_to_be_ours(
    engine: Engine,
) -> None:
    message = shown(engine, FAMILIES, Setting(), frozenset())
    said = " ".join(element["text"] for element in elements(message, "mrkdwn"))
    assert "<https://www.doe.mass.edu/ele/blueprint/pillar1/p1b2-school.html|" in said
    assert "not the Department's text" in said


def test_what_is_not_covered_says_so_and_leads_on(engine: Engine) -> None:
    message = shown(engine, "what is the lunch menu on Friday?", Setting(), frozenset())
    check_message(message["text"], message["blocks"])
    buttons = [button["action_id"] for button in elements(message, "button")]
    assert "pass_question" in buttons


def test_a_resource_without_an_address_is_found_by_its_guides_full_title(engine: Engine) -> None:
    message = shown(engine, "any tool for our master schedule?", Setting(), frozenset())
    [sources] = [e["text"] for e in elements(message, "mrkdwn") if e["text"].startswith("*Sources")]
    assert "ESL Best Practices Quick Reference Guide: School Leaders" in sources
