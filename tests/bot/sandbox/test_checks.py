"""Strict checks of messages and views, each with the path that Slack would name."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.sandbox.checks import check_message, check_view
from bot.sandbox.errors import SlackError

Json = dict[str, Any]


def plain(text: str = "Words") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "Words") -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str = "one", **more: Any) -> Json:
    return {"text": plain(value), "value": value, **more}


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain(), "action_id": "go", **more}


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def select(**more: Any) -> Json:
    return {"type": "static_select", "action_id": "s", "options": [option()], **more}


def entry(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain(), "element": element, **more}


def rich(*pieces: Json) -> Json:
    parts = [{"type": "rich_text_section", "elements": list(pieces)}]
    return {"type": "rich_text", "elements": parts}


def table(*rows: list[Json], **more: Any) -> Json:
    return {"type": "table", "rows": list(rows), **more}


def cell(text: str = "a") -> Json:
    return {"type": "raw_text", "text": text}


FEEDBACK = {
    "type": "feedback_buttons",
    "action_id": "vote",
    "positive_button": {"text": plain("Good"), "value": "up"},
    "negative_button": {"text": plain("Bad"), "value": "down"},
}
ICON = {"type": "icon_button", "icon": "trash", "text": plain("Delete"), "action_id": "del"}
LIST = {
    "type": "rich_text_list",
    "style": "ordered",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "a"}]}],
}
GOOD = [
    section(fields=[plain(), mrkdwn()], accessory=select(initial_option=option())),
    section(accessory={"type": "multi_users_select", "action_id": "u", "initial_users": ["U0ANA"]}),
    {"type": "header", "text": plain()},
    {"type": "divider"},
    {
        "type": "context",
        "elements": [
            mrkdwn(),
            {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a"},
        ],
    },
    actions(
        button(value="1", style="primary", url="https://example.org"),
        {"type": "overflow", "action_id": "o", "options": [option(url="https://example.org")]},
        {"type": "datepicker", "action_id": "d", "initial_date": "2026-11-21"},
        {"type": "timepicker", "action_id": "t", "initial_time": "08:30"},
        {"type": "radio_buttons", "action_id": "r", "options": [option(description=mrkdwn())]},
        {"type": "checkboxes", "action_id": "c", "options": [{"text": mrkdwn(), "value": "x"}]},
        {"type": "conversations_select", "action_id": "v", "filter": {"include": ["public"]}},
        {"type": "channels_select", "action_id": "h"},
    ),
    entry({"type": "plain_text_input", "action_id": "p", "multiline": True}, hint=plain()),
    entry({"type": "number_input", "action_id": "n", "is_decimal_allowed": False}),
    rich(
        {"type": "text", "text": "a", "style": {"bold": True}},
        {"type": "link", "url": "https://example.org", "text": "there"},
        {"type": "user", "user_id": "U0ANA"},
        {"type": "channel", "channel_id": "C0ELTEAM"},
        {"type": "emoji", "name": "tada"},
        {"type": "date", "timestamp": 1, "format": "{date}", "fallback": "then"},
    ),
    {"type": "rich_text", "elements": [LIST, {"type": "rich_text_quote", "elements": []}]},
    table(
        [cell(), rich({"type": "text", "text": "b"})], column_settings=[None, {"align": "right"}]
    ),
    {"type": "context_actions", "elements": [FEEDBACK, ICON]},
    {"type": "markdown", "text": "# Hello"},
    {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "a", "title": plain()},
]

BAD = [
    (section(text=mrkdwn("x" * 3_001)), "/blocks/0/text/text", "less than 3001 characters"),
    (section(text=mrkdwn("")), "/blocks/0/text/text", "more than 0 characters"),
    ({"type": "section"}, "/blocks/0", "missing required field"),
    (section(colour="red"), "/blocks/0", "invalid additional property: colour"),
    (section(text={"type": "html", "text": "x"}), "/blocks/0/text/type", "unsupported type: html"),
    (section(fields=[plain()] * 11), "/blocks/0/fields", "no more than 10 items"),
    (section(fields=[plain("x" * 2_001)]), "/blocks/0/fields/0/text", "less than 2001"),
    (section(block_id="x" * 256), "/blocks/0/block_id", "less than 256"),
    (section(accessory=ICON), "/blocks/0/accessory/type", "unsupported type: icon_button"),
    ({"type": "header", "text": mrkdwn()}, "/blocks/0/text/type", "unsupported type"),
    ({"type": "header", "text": plain("x" * 151)}, "/blocks/0/text/text", "less than 151"),
    ({"type": "poll"}, "/blocks/0/type", "unsupported type: poll"),
    ({"type": "context", "elements": []}, "/blocks/0/elements", "no less than 1 items"),
    ({"type": "context", "elements": [plain()] * 11}, "/blocks/0/elements", "no more than 10"),
    (actions(*[button(action_id=str(n)) for n in range(26)]), "/blocks/0/elements", "than 25"),
    (
        actions(button(), button(action_id="b", text=plain("x" * 76))),
        "/blocks/0/elements/1/text/text",
        "must be less than 76 characters",
    ),
    (actions(button(), button()), "/blocks/0/elements/1/action_id", "duplicate action_id"),
    (actions(button(value="x" * 2_001)), "/blocks/0/elements/0/value", "less than 2001"),
    (actions(button(url="javascript:alert(1)")), "/blocks/0/elements/0/url", "invalid url"),
    (actions(button(style="loud")), "/blocks/0/elements/0/style", "must be one of"),
    (actions(select(options=[])), "/blocks/0/elements/0/options", "no less than 1"),
    (actions(select(initial_option=option("other"))), "/blocks/0/elements/0", "one of the options"),
    (actions(select(options=[option("x" * 76)])), "/blocks/0/elements/0/options/0/text", "76"),
    (
        actions(select(options=[option(str(n)) for n in range(101)])),
        "/blocks/0/elements/0/options",
        "no more than 100",
    ),
    (
        actions({"type": "multi_users_select", "action_id": "m"}),
        "/blocks/0/elements/0/type",
        "unsupported type",
    ),
    (
        actions({"type": "overflow", "options": [option(str(n)) for n in range(6)]}),
        "/blocks/0/elements/0/options",
        "no more than 5",
    ),
    (
        section(accessory={"type": "datepicker", "initial_date": "21.11.2026"}),
        "/blocks/0/accessory/initial_date",
        "failed to match pattern",
    ),
    (entry(button()), "/blocks/0/element/type", "unsupported type: button"),
    (
        actions(button(confirm={"title": plain(), "text": plain("x" * 301)})),
        "/blocks/0/elements/0/confirm/text/text",
        "less than 301",
    ),
    (rich({"type": "text", "text": ""}), "/blocks/0/elements/0/elements/0/text", "more than 0"),
    (rich({"type": "colour"}), "/blocks/0/elements/0/elements/0/type", "unsupported"),
    (table([cell()] * 21), "/blocks/0/rows/0", "no more than 20"),
    (table(*[[cell()]] * 101), "/blocks/0/rows", "no more than 100"),
    (table([cell("")]), "/blocks/0/rows/0/0/text", "more than 0"),
    ({"type": "context_actions", "elements": [button()]}, "/blocks/0/elements/0/type", "unsupp"),
    (
        {"type": "image", "image_url": "https://example.org/a.png"},
        "/blocks/0",
        "missing required field: alt_text",
    ),
    ({"type": "markdown", "text": "x" * 12_001}, "/blocks/0/text", "less than 12001"),
]


def test_what_slack_accepts_is_accepted() -> None:
    check_message("words", GOOD)
    for block in GOOD:
        check_message("", [block])


@pytest.mark.parametrize(("block", "path", "sentence"), BAD)
def test_what_slack_refuses_is_refused_with_its_path(block: Json, path: str, sentence: str) -> None:
    with pytest.raises(SlackError) as caught:
        check_message("words", [block])
    assert caught.value.code == "invalid_blocks"
    named = caught.value.fields["response_metadata"]["messages"]
    assert any(f"[json-pointer:{path}" in said and sentence in said for said in named), named


def test_among_blocks() -> None:
    for blocks, sentence in (
        ([section()] * 51, "no more than 50 items"),
        ([section(block_id="a"), section(block_id="a")], "duplicate block_id: a"),
        ([table([cell()]), table([cell()])], "only_one_table_allowed"),
        ([{"type": "markdown", "text": "x" * 7_000}] * 2, "markdown text"),
    ):
        with pytest.raises(SlackError, match=r"invalid_blocks") as caught:
            check_message("words", blocks)
        assert sentence in str(caught.value)


def test_lengths_of_a_whole_message() -> None:
    check_message("x" * 40_000, None)
    with pytest.raises(SlackError, match="msg_too_long"):
        check_message("x" * 40_001, None)
    check_message("x", [section(text=mrkdwn("x" * 2_750))] * 4)
    with pytest.raises(SlackError, match="msg_blocks_too_long"):
        check_message("x", [section(text=mrkdwn("x" * 2_751))] * 4)


def modal(**more: Any) -> Json:
    return {"type": "modal", "title": plain(), "blocks": [section()], **more}


@pytest.mark.parametrize(
    ("view", "path"),
    [
        (modal(title=plain("x" * 25)), "/view/title/text"),
        (modal(submit=plain("x" * 25)), "/view/submit/text"),
        (modal(close=plain("x" * 25)), "/view/close/text"),
        (modal(private_metadata="x" * 3_001), "/view/private_metadata"),
        (modal(callback_id="x" * 256), "/view/callback_id"),
        (modal(blocks=[section()] * 101), "/view/blocks"),
        (modal(blocks=[section(text=plain("x" * 3_001))]), "/view/blocks/0/text/text"),
        (modal(blocks=[entry({"type": "plain_text_input"})]), "/view"),
        (modal(blocks=[{"type": "context_actions", "elements": [ICON]}]), "/view/blocks/0/type"),
        ({"type": "modal", "blocks": []}, "/view"),
        ({"type": "home", "blocks": []}, "/view/type"),
        (modal(footer="x"), "/view"),
    ],
)
def test_views_that_slack_refuses(view: Json, path: str) -> None:
    with pytest.raises(SlackError) as caught:
        check_view(view, "modal")
    assert caught.value.code == "invalid_arguments"
    assert f"[json-pointer:{path}]" in json.dumps(caught.value.fields)


def test_views_that_slack_accepts() -> None:
    everything = modal(
        submit=plain("Save"),
        close=plain("Cancel"),
        notify_on_close=True,
        blocks=[entry({"type": "plain_text_input", "action_id": "a"}), *[section()] * 99],
    )
    assert check_view(everything, "modal") == everything
    assert check_view({"type": "home", "blocks": [section()]}, "home")
    heavy = modal(blocks=[section(text=plain("x" * 3_000))] * 90)
    with pytest.raises(SlackError, match="view_too_large"):
        check_view(heavy, "modal")
