"""Blocks are drawn with everything that is in them, and hostile words stay words."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.rendering.markdown import markdown
from tests.bot.sandbox.drawing import assert_harmless, draw, marked, options, plain, words

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onfocus='alert(1)",
    "<https://x.test/\"onmouseover=alert(1)|click>",
    "<javascript:alert(1)|click>",
    "<data:text/html,<b>x</b>|click>",
    "{{ 7 * 7 }}{% raw %}",
    "*<b>bold</b>* `<i>` ```<u>```",
    "[x](javascript:alert(1)) ![x](data:x)",
    "&lt;b&gt; &amp;lt;",
    "<!date^1^{time}^javascript:alert(1)|x>",
]  # fmt: skip


def test_words_blocks() -> None:
    soup = draw(
        {"type": "header", "text": plain("What it says :books:")},
        {"type": "section", "text": marked("*All*"), "fields": [plain("one"), marked("_two_")]},
        {"type": "context", "elements": [marked("small"), plain("print")]},
        {"type": "divider"},
    )
    assert soup.h3.text == "What it says 📚"  # type: ignore[union-attr]
    assert [it.text for it in soup.select(".section-field")] == ["one", "two"]
    assert [it.text for it in soup.select(".context-text")] == ["small", "print"]
    assert soup.hr is not None


def test_rich_text_keeps_lists_styles_and_names() -> None:
    def text(content: str, **style: bool) -> dict[str, Any]:
        return {"type": "text", "text": content, "style": style}

    def section(*elements: dict[str, Any]) -> dict[str, Any]:
        return {"type": "rich_text_section", "elements": list(elements)}

    soup = draw(
        {
            "type": "rich_text",
            "elements": [
                section(
                    text("a < b ", bold=True, italic=True),
                    {"type": "user", "user_id": "U0BEN"},
                    {"type": "emoji", "name": "wave", "unicode": "1f44b"},
                    {"type": "date", "timestamp": 1795204800, "format": "{date_num}"},
                    {"type": "link", "url": "javascript:x", "text": "bad"},
                ),
                {"type": "rich_text_list", "style": "bullet", "elements": [section(text("one"))]},
                {
                    "type": "rich_text_list",
                    "style": "ordered",
                    "indent": 1,
                    "offset": 2,
                    "elements": [section(text("three"))],
                },
                {"type": "rich_text_quote", "elements": [text("said")]},
                {"type": "rich_text_preformatted", "elements": [text("x = 1")]},
            ],
        }
    )
    assert soup.strong.text == "a < b "  # type: ignore[union-attr]
    assert soup.select_one(".rich").text.startswith("a < b @Ben Carter👋2026-11-20bad")  # type: ignore[union-attr]
    assert soup.find("a") is None
    assert soup.select_one("ul.list-0 li").text == "one"  # type: ignore[union-attr]
    assert soup.select_one("ol.list-1")["start"] == "3"  # type: ignore[index]
    assert soup.blockquote.text == "said"  # type: ignore[union-attr]
    assert soup.pre.text == "x = 1"  # type: ignore[union-attr]


def test_a_table_has_headings_and_alignment() -> None:
    soup = draw(
        {
            "type": "table",
            "column_settings": [{}, {"align": "right"}],
            "rows": [
                [{"type": "raw_text", "text": "Block"}, {"type": "raw_text", "text": "Raters"}],
                [{"type": "raw_text", "text": "<Family>"}, {"type": "raw_text", "text": "4"}],
            ],
        }
    )
    assert [it.text for it in soup.select("thead th[scope=col]")] == ["Block", "Raters"]
    assert [it.text for it in soup.select("tbody td")] == ["<Family>", "4"]
    assert soup.select("tbody td")[1]["class"] == ["align-right"]


def test_pictures_come_from_this_computer_only() -> None:
    soup = draw(
        {"type": "image", "image_url": "http://127.0.0.1:4321/files/F1/a.png", "alt_text": "Ours",
         "title": plain("A title")},
        {"type": "image", "image_url": "https://tracker.test/a.png", "alt_text": "Theirs"},
        {"type": "image", "image_url": "http://127.0.0.1:43210/a.png", "alt_text": "A neighbour"},
    )  # fmt: skip
    assert [it["alt"] for it in soup.find_all("img")] == ["Ours"]
    assert "A title" in soup.figcaption.text  # type: ignore[union-attr]
    assert "Theirs" in soup.text


def test_buttons_say_what_they_do() -> None:
    confirm = {"title": plain("Sure?"), "text": plain("Gone"), "confirm": plain("Yes"),
               "deny": plain("No")}  # fmt: skip
    soup = draw(
        {
            "type": "actions",
            "elements": [
                {"type": "button", "action_id": "go", "text": plain("Go"), "style": "primary",
                 "value": "1"},
                {"type": "button", "action_id": "stop", "text": plain("Stop"), "style": "danger",
                 "confirm": confirm, "accessibility_label": "Stop it for good"},
                {"type": "button", "action_id": "read", "text": plain("Read"),
                 "url": "https://a.test"},
                {"type": "button", "action_id": "bad", "text": plain("Bad"),
                 "url": "javascript:alert(1)"},
                {"type": "overflow", "action_id": "more", "options": options("Share", "Mute")},
            ],
        }
    )  # fmt: skip
    go, stop = soup.select("button.btn-primary, button.btn-danger")
    assert (go["data-action"], go["data-value"], go["data-block"]) == ("go", "1", "b0")
    assert stop["aria-label"] == "Stop it for good"
    assert '"Sure?"' in str(stop["data-confirm"])
    assert [link["href"] for link in soup.find_all("a")] == ["https://a.test"]
    assert [it.text for it in soup.select("details button[data-value]")] == ["Share", "Mute"]


def test_feedback_buttons_show_which_is_pressed() -> None:
    block = {
        "type": "context_actions",
        "block_id": "f",
        "elements": [
            {"type": "feedback_buttons", "action_id": "vote",
             "positive_button": {"text": plain("Helpful"), "value": "yes"},
             "negative_button": {"text": plain("Not helpful"), "value": "no"}},
            {"type": "icon_button", "action_id": "bin", "icon": "trash", "text": plain("Remove")},
            {"type": "icon_button", "action_id": "his", "icon": "trash", "text": plain("His"),
             "visible_to_user_ids": ["U0BEN"]},
        ],
    }  # fmt: skip
    soup = draw(block, state={"f": {"vote": {"value": "no"}}})
    assert {it["aria-label"]: it.get("aria-pressed") for it in soup.find_all("button")} == {
        "Helpful": "false",
        "Not helpful": "true",
        "Remove": None,
    }


def test_menus_offer_what_there_is_and_show_what_was_chosen() -> None:
    grouped = [
        {"label": plain("Pillar 1"), "options": options("One", "Two")},
        {"label": plain("Pillar 2"), "options": options("Three")},
    ]
    soup = draw(
        {
            "type": "actions",
            "elements": [
                {"type": "static_select", "action_id": "s", "option_groups": grouped,
                 "initial_option": options("Two")[0]},
                {"type": "users_select", "action_id": "u", "initial_user": "U0BEN"},
                {"type": "channels_select", "action_id": "c"},
                {"type": "radio_buttons", "action_id": "r", "options": options("Yes", "No")},
                {"type": "checkboxes", "action_id": "k", "options": options("A", "B"),
                 "initial_options": options("A")},
                {"type": "datepicker", "action_id": "d", "initial_date": "2026-11-30"},
                {"type": "timepicker", "action_id": "t", "initial_time": "08:15"},
            ],
        },
        {
            "type": "section",
            "text": marked("*Who* helps"),
            "accessory": {"type": "multi_users_select", "action_id": "m"},
        },
        state={
            "b0": {"r": {"selected_option": options("No")[0]}, "k": {"selected_options": []}},
            "b1": {"m": {"selected_users": ["U0ANA", "U0BEN"]}},
        },
    )  # fmt: skip
    assert [it["label"] for it in soup.find_all("optgroup")] == ["Pillar 1", "Pillar 2"]
    assert [it["value"] for it in soup.select("option[selected]")] == ["two", "U0BEN"]
    assert [it.text for it in soup.select("[data-kind=channels_select] option")][1:] == ["#el-team"]
    assert [it["value"] for it in soup.select("[type=radio][checked]")] == ["no"]
    assert not soup.select("[data-kind=checkboxes] [checked]")
    assert [it["value"] for it in soup.select("[type=date], [type=time]")] == [
        "2026-11-30",
        "08:15",
    ]
    assert [it["aria-label"] for it in soup.select("[type=date], [type=time]")] == ["Date", "Time"]
    assert soup.select_one(".multi-named").text == "Ana Souza, Ben Carter"  # type: ignore[union-attr]
    assert soup.select_one("summary[aria-label]")["aria-label"] == "Who helps"  # type: ignore[index]


def test_inputs_are_labelled_and_their_errors_stand_beside_them() -> None:
    idea = {"type": "plain_text_input", "action_id": "t", "multiline": True}
    soup = draw(
        {"type": "input", "block_id": "my idea", "label": plain("Idea"), "hint": plain("Short"),
         "element": idea},
        {"type": "input", "label": plain("Weeks"), "optional": True,
         "element": {"type": "number_input", "action_id": "n", "initial_value": "6"}},
        {"type": "input", "label": plain("Level"),
         "element": {"type": "radio_buttons", "action_id": "l", "options": options("School")}},
        state={"my idea": {"t": {"value": "\nTalk </textarea><b>"}}},
        errors={"my idea": "Say <more>."},
    )  # fmt: skip
    box = soup.textarea
    assert box is not None
    assert box.text.removeprefix("\n") == "\nTalk </textarea><b>"
    assert soup.find("label", attrs={"for": box["id"]}).text.strip() == "Idea"  # type: ignore[union-attr]
    described = [soup.find(id=it).text for it in str(box["aria-describedby"]).split()]  # type: ignore[union-attr]
    assert described == ["Short", "Say <more>."]
    assert box["aria-invalid"] == "true"
    assert soup.select_one("[inputmode=numeric]")["value"] == "6"  # type: ignore[index]
    assert [it.text for it in soup.select("fieldset legend")] == ["Level"]


def test_a_block_nobody_knows_is_named_not_hidden() -> None:
    assert "“video”" in draw({"type": "video"}).text


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_words_stay_words_everywhere(typed: str) -> None:
    assert_harmless(words(typed))
    assert_harmless(str(markdown(typed)))
    safe = draw(
        {"type": "header", "text": plain("x")},
        {"type": "section", "text": plain("x"), "fields": [marked("x")],
         "accessory": {"type": "static_select", "action_id": "x", "options": options("x")}},
        {"type": "actions", "block_id": "x", "elements": [
            {"type": "button", "action_id": "x", "text": plain("x"), "value": "x"},
            {"type": "radio_buttons", "action_id": "y", "options": options("x")}]},
        {"type": "input", "label": plain("x"), "hint": plain("x"),
         "element": {"type": "plain_text_input", "action_id": "x", "placeholder": plain("x"),
                     "initial_value": "x"}},
        {"type": "image", "image_url": "x", "alt_text": "x", "title": plain("x")},
        {"type": "rich_text", "elements": [{"type": "rich_text_section",
         "elements": [{"type": "text", "text": "x", "style": {"bold": True}}]}]},
        {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]},
    )  # fmt: skip
    hostile = draw(
        {"type": "header", "text": plain(typed)},
        {"type": "section", "text": plain(typed), "fields": [plain(typed)],
         "accessory": {"type": "static_select", "action_id": typed, "options": options(typed)}},
        {"type": "actions", "block_id": typed, "elements": [
            {"type": "button", "action_id": typed, "text": plain(typed), "value": typed},
            {"type": "radio_buttons", "action_id": "y" + typed, "options": options(typed)}]},
        {"type": "input", "label": plain(typed), "hint": plain(typed),
         "element": {"type": "plain_text_input", "action_id": typed, "placeholder": plain(typed),
                     "initial_value": typed}},
        {"type": "image", "image_url": typed, "alt_text": typed, "title": plain(typed)},
        {"type": "rich_text", "elements": [{"type": "rich_text_section",
         "elements": [{"type": "text", "text": typed, "style": {"bold": True}}]}]},
        {"type": "table", "rows": [[{"type": "raw_text", "text": typed}]]},
    )  # fmt: skip
    shape = [(tag.name, sorted(set(tag.attrs) - {"class"})) for tag in safe.find_all()]
    drawn = [
        (tag.name, sorted(set(tag.attrs) - {"class"}))
        for tag in hostile.find_all()
        if "plain-text" not in tag.get("class", [])
    ]
    shape = [it for it, tag in zip(shape, safe.find_all(), strict=True)
             if "plain-text" not in tag.get("class", [])]  # fmt: skip
    assert drawn == shape


def test_ids_of_elements_do_not_collide() -> None:
    button = {"type": "button", "text": plain("x")}
    soup = draw(
        {"type": "actions", "block_id": "a b", "elements": [{**button, "action_id": "c"}]},
        {"type": "actions", "block_id": "a_b", "elements": [{**button, "action_id": "c"}]},
        {"type": "actions", "block_id": "a", "elements": [{**button, "action_id": "b-c"}]},
    )
    ids = [it["id"] for it in soup.find_all("button")]
    assert len(set(ids)) == 3
    assert all(" " not in str(it) for it in ids)
