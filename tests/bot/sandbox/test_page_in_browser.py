"""The page in a real browser: a small app with many kinds of blocks, a form and a command."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from slack_bolt import App
from slack_sdk import WebClient

from bot.sandbox.server import Sandbox
from tests.bot.sandbox.bolt import Served, bolt, client
from tests.bot.sandbox.chromium import DESKTOP, PHONE, chromium
from tests.bot.sandbox.drawing import marked, options, plain

# Where pictures of the page are kept for a look, if anywhere.
SHOTS = os.environ.get("BLUEPRINT_SHOTS")
QUESTION = "@Blueprint What should a school leader do about family engagement?"
ANSWER: list[dict[str, Any]] = [
    {"type": "header", "text": plain("Family engagement, for school leaders")},
    {"type": "context", "elements": [marked("Pillar 1 · Building Block 2 · *School*")]},
    {"type": "section", "text": marked("• Hold each other to it. `[1]`\n• Talk *both* ways.")},
    {
        "type": "section",
        "text": marked("For another level"),
        "accessory": {"type": "static_select", "action_id": "level", "placeholder": plain("Level"),
                      "options": options("Classroom", "School", "District")},
    },
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": "form", "text": plain("Add to a plan"),
             "style": "primary"},
            {"type": "button", "action_id": "forget", "text": plain("Forget it"), "style": "danger",
             "confirm": {"title": plain("Forget it?"), "text": plain("It will be gone."),
                         "confirm": plain("Forget"), "deny": plain("Keep")}},
            {"type": "overflow", "action_id": "more", "options": options("Share", "Mute")},
        ],
    },
    {
        "type": "table",
        "rows": [
            [{"type": "raw_text", "text": "Block"}, {"type": "raw_text", "text": "Raters"}],
            [{"type": "raw_text", "text": "Families"}, {"type": "raw_text", "text": "4"}],
        ],
    },
    {
        "type": "context_actions",
        "elements": [
            {"type": "feedback_buttons", "action_id": "vote",
             "positive_button": {"text": plain("Helpful"), "value": "yes"},
             "negative_button": {"text": plain("Not helpful"), "value": "no"}},
        ],
    },
]  # fmt: skip
FORM: dict[str, Any] = {
    "type": "modal",
    "callback_id": "plan",
    "title": plain("Add to a plan"),
    "submit": plain("Save"),
    "close": plain("Cancel"),
    "blocks": [
        {"type": "input", "block_id": "idea", "label": plain("Change idea"),
         "element": {"type": "plain_text_input", "action_id": "x", "multiline": True}},
        {"type": "input", "block_id": "level", "label": plain("Where"),
         "element": {"type": "radio_buttons", "action_id": "x", "options": options("School")}},
        {"type": "input", "block_id": "owners", "label": plain("Owners"), "optional": True,
         "element": {"type": "multi_users_select", "action_id": "x",
                     "placeholder": plain("Who helps?")}},
        {"type": "actions", "elements": [
            {"type": "button", "action_id": "wording", "text": plain("Official wording")},
            {"type": "button", "action_id": "field", "text": plain("One more field")}]},
    ],
}  # fmt: skip
EXTRA = {"type": "input", "block_id": "why", "label": plain("Why"), "optional": True,
         "element": {"type": "plain_text_input", "action_id": "x"}}  # fmt: skip
WORDING = {"type": "modal", "title": plain("Official wording"),
           "blocks": [{"type": "section", "text": marked("> As published")}]}  # fmt: skip


SLOW_CLOSE = """() => {
    const fetched = window.fetch;
    window.fetch = async (address, options) => {
        if (String(address).includes("/page/close")) await new Promise((go) => setTimeout(go, 400));
        return fetched(address, options);
    };
}"""


def small_app(sandbox: Sandbox, saved: list[dict[str, Any]]) -> App:
    app = bolt(sandbox)

    @app.event("app_mention")
    def answer(event: dict[str, Any], client: WebClient) -> None:
        client.chat_postMessage(
            channel=event["channel"], thread_ts=event["ts"], text="An answer", blocks=ANSWER
        )

    @app.event("message")
    def nothing() -> None:
        pass

    @app.event("app_home_opened")
    def home(event: dict[str, Any], client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": ANSWER[:3]})

    @app.action("form")
    def form(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.action("wording")
    def wording(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_push(trigger_id=body["trigger_id"], view=WORDING)

    @app.action("field")
    def field(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_update(
            view_id=body["view"]["id"], view={**FORM, "blocks": [*FORM["blocks"], EXTRA]}
        )

    @app.view("plan")
    def save(ack: Any, view: dict[str, Any]) -> None:
        values = view["state"]["values"]
        if len(values["idea"]["x"]["value"]) < 10:
            ack(response_action="errors", errors={"idea": "Please say a little more."})
            return
        saved.append(values)
        ack()

    @app.action("level")
    def level(ack: Any, action: dict[str, Any], respond: Any) -> None:
        ack()
        chosen = action["selected_option"]["text"]["text"]
        heading = {"type": "header", "text": plain(f"For the {chosen}")}
        # New block ids come with it, and the focus stays on the menu all the same.
        respond(text="Another", blocks=[heading, ANSWER[3]], replace_original=True)

    app.action("vote")(lambda ack: ack())
    app.action("forget")(lambda ack, respond: (ack(), respond(delete_original=True)))

    @app.command("/blueprint")
    def command(ack: Any, command: dict[str, Any]) -> None:
        ack(f"You asked: {command['text']}")

    @app.shortcut("ask_blueprint")
    def shortcut(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.chat_postMessage(
            channel=body["channel"]["id"], thread_ts=body["message"]["ts"], text="By shortcut"
        )

    return app


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=10_000)
    with chromium() as browser:
        yield browser


@pytest.fixture
def saved(sandbox: Sandbox) -> Iterator[list[dict[str, Any]]]:
    kept: list[dict[str, Any]] = []
    with Served(small_app(sandbox, kept)) as served:
        sandbox.deliver_to(served.url)
        yield kept
        sandbox.settle()


Opens = Callable[..., Page]


@pytest.fixture
def opens(browser: Browser, sandbox: Sandbox) -> Iterator[Opens]:
    """Opens windows; fails when one of them logs an error or reaches for another host."""
    contexts = []
    complaints: list[str] = []

    def window(query: str, kind: dict[str, Any] = DESKTOP) -> Page:
        context = browser.new_context(**kind)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: complaints.append(said.text) if said.type == "error" else None,
        )
        page.on(
            "request",
            lambda request: (
                None if request.url.startswith(sandbox.url) else complaints.append(request.url)
            ),
        )
        page.goto(f"{sandbox.url}/?{query}")
        return page

    yield window
    for context in contexts:
        context.close()
    assert complaints == []


def picture(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))


def ask(page: Page) -> None:
    """Ask in the channel and open the thread of the answer."""
    box = page.get_by_test_id("composer-main")
    box.fill(QUESTION)
    box.press("Enter")
    expect(box).to_have_value("")
    page.get_by_test_id("thread-link").click()
    expect(page.get_by_test_id("thread-log").get_by_role("heading")).to_have_text(
        "Family engagement, for school leaders"
    )


@pytest.mark.usefixtures("saved")
def test_a_question_a_choice_and_a_vote(opens: Opens) -> None:
    page = opens("as=ana&in=C0ELTEAM")
    page.get_by_role("button", name=QUESTION).click()
    expect(page.get_by_test_id("composer-main")).to_have_value(QUESTION)
    page.get_by_role("button", name="Got it").click()
    ask(page)
    thread = page.get_by_test_id("thread-log")
    thread.get_by_role("button", name="Helpful", exact=True).click()
    helpful = thread.get_by_role("button", name="Helpful", exact=True)
    expect(helpful).to_have_attribute("aria-pressed", "true")
    picture(page, "answer")
    thread.get_by_role("button", name="Forget it").click()
    page.get_by_role("button", name="Keep").click()
    expect(helpful).to_be_visible()
    level = thread.get_by_label("Level")
    level.focus()
    level.select_option("District")
    expect(thread.get_by_role("heading", name="For the District")).to_be_visible()
    expect(thread.get_by_label("Level")).to_be_focused()


def test_a_form_by_keyboard_with_an_error_a_second_page_and_a_change(
    opens: Opens, saved: list[dict[str, Any]]
) -> None:
    page = opens("as=ana&in=C0ELTEAM")
    ask(page)
    page.get_by_role("button", name="Add to a plan").press("Enter")
    modal = page.get_by_test_id("modal")
    idea = modal.get_by_label("Change idea")
    expect(idea).to_be_focused()
    page.keyboard.type("Too short")
    modal.get_by_label("School", exact=True).check()
    modal.locator("summary").press("Enter")
    modal.get_by_label("Ben Carter").check()
    modal.get_by_role("button", name="Official wording").click()
    expect(modal.get_by_role("heading", name="Official wording")).to_be_focused()
    page.keyboard.press("Escape")
    expect(idea).to_have_value("Too short")
    modal.get_by_role("button", name="One more field").click()
    modal.get_by_label("Why").fill("Because")
    expect(idea).to_have_value("Too short")
    expect(modal.get_by_label("School", exact=True)).to_be_checked()
    modal.get_by_role("button", name="Save").click()
    expect(idea).to_have_accessible_description("Please say a little more.")
    expect(idea).to_be_focused()
    picture(page, "form-error")
    page.keyboard.press("End")
    page.keyboard.type(" was the call home.")
    modal.get_by_role("button", name="Save").click()
    expect(modal).to_be_hidden()
    expect(page.get_by_role("button", name="Add to a plan")).to_be_focused()
    assert saved[0]["idea"]["x"]["value"] == "Too short was the call home."
    assert saved[0]["owners"]["x"]["selected_users"] == ["U0BEN"]
    assert saved[0]["why"]["x"]["value"] == "Because"


@pytest.mark.usefixtures("saved")
def test_two_people_write_at_once_and_lose_nothing(opens: Opens) -> None:
    ana, ben = opens("as=ana&in=C0ELTEAM"), opens("as=ben&in=C0ELTEAM")
    thought = ben.get_by_test_id("composer-main")
    thought.fill("Half a thought")
    box = ana.get_by_test_id("composer-main")
    box.fill("Line one")
    box.press("Shift+Enter")
    box.press_sequentially("<b>line two</b>")
    box.press("Enter")
    expect(ben.get_by_test_id("log")).to_contain_text("Line one<b>line two</b>")
    expect(thought).to_have_value("Half a thought")
    expect(thought).to_be_focused()
    box.fill("/blue")
    ana.get_by_role("button", name="/blueprint help what").click()
    box.press("Enter")
    expect(ana.get_by_test_id("log")).to_contain_text("You asked: help")
    expect(ana.get_by_test_id("log")).to_contain_text("Only visible to you")
    expect(ben.get_by_test_id("log")).not_to_contain_text("You asked")
    message = ana.get_by_test_id("message").filter(has_text="Line one")
    message.get_by_label("More actions").press("Enter")
    message.get_by_role("button", name="Ask the Blueprint").press("Enter")
    expect(ben.get_by_test_id("thread-link")).to_contain_text("1 reply")
    message.get_by_label("More actions").press("Enter")
    message.get_by_role("button", name="Edit message").press("Enter")
    expect(box).to_be_focused()
    box.fill("Changed")
    box.press("Enter")
    expect(ben.get_by_test_id("log")).to_contain_text("Changed (edited)")


@pytest.mark.usefixtures("saved")
def test_on_a_phone_one_pane_at_a_time(opens: Opens) -> None:
    page = opens("as=carla&in=C0ELTEAM", PHONE)
    ask(page)
    expect(page.get_by_test_id("composer-main")).to_be_hidden()
    picture(page, "phone-thread")
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, summary, select, a.btn, .tabs a")]
            .filter((it) => it.checkVisibility() && it.offsetParent)
            .filter((it) => !it.closest(".scrim, #first-hint"))
            .filter((it) => it.getBoundingClientRect().height < 43.5)
            .map((it) => it.outerHTML.slice(0, 100))"""
    )
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("link", name="Back to the conversation").click()
    page.get_by_role("button", name="Conversations", exact=True).click()
    expect(page.get_by_role("link", name="el-team")).to_be_focused()
    picture(page, "phone-conversations")
    page.get_by_role("link", name="Blueprint App").click()
    page.get_by_role("link", name="Home", exact=True).click()
    expect(page.get_by_test_id("app-home")).to_contain_text("Family engagement")
    picture(page, "phone-home")
    page.get_by_label("Acting as").select_option("dan")
    page.wait_for_url("**as=dan**")
    expect(page.get_by_label("Acting as")).to_have_value("dan")


@pytest.mark.usefixtures("saved")
def test_drafts_and_the_place_in_a_conversation_are_kept(opens: Opens, sandbox: Sandbox) -> None:
    ana = sandbox.person("ana")
    said = [ana.says("#el-team", f"Message {n}") for n in range(56)]
    page = opens("as=ana&in=C0ELTEAM")
    expect(page.get_by_text("Message 55", exact=True)).to_be_in_viewport()
    page.get_by_test_id("composer-main").fill("Not sent yet")
    message = page.get_by_test_id("log").get_by_test_id("message").nth(15)
    message.get_by_role("link", name="Reply in thread").first.press("Enter")
    page.wait_for_url(f"**thread={said[15].ts}**")
    expect(message).to_be_in_viewport()
    expect(page.get_by_test_id("composer-main")).to_have_value("Not sent yet")
    expect(page.get_by_test_id("composer-thread")).to_be_focused()
    sandbox.person("ben").says("#el-team", "A reply", thread=said[15].ts)
    expect(page.get_by_test_id("thread-log")).to_contain_text("A reply")
    expect(message).to_be_in_viewport()
    page.get_by_role("link", name="Close the thread").click()
    expect(message).to_be_in_viewport()
    sandbox.person("ben").says("#el-team", "News")
    expect(page.get_by_test_id("log")).to_contain_text("News")
    expect(message).to_be_in_viewport()


CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")


@pytest.mark.usefixtures("saved")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_stands_out_from_its_ground(opens: Opens, scheme: str) -> None:
    page = opens("as=ana&in=C0ELTEAM", {**DESKTOP, "color_scheme": scheme})
    ask(page)
    page.get_by_test_id("composer-main").fill("/blueprint help")
    page.get_by_test_id("composer-main").press("Enter")
    expect(page.get_by_test_id("log")).to_contain_text("Only visible to you")
    page.get_by_role("button", name="Workshop", exact=True).click()
    assert page.evaluate(CONTRAST) == []
    page.get_by_role("button", name="Close the workshop").click()
    page.get_by_role("button", name="Add to a plan").click()
    modal = page.get_by_test_id("modal")
    modal.get_by_role("button", name="Save").click()
    expect(modal.get_by_test_id("input-error").first).to_be_visible()
    assert page.evaluate(CONTRAST) == []


@pytest.mark.usefixtures("saved")
def test_what_is_typed_right_after_escape_goes_where_it_was_to_go(opens: Opens) -> None:
    page = opens("as=ana&in=C0ELTEAM")
    ask(page)
    modal, box = page.get_by_test_id("modal"), page.get_by_test_id("composer-thread")
    # A workspace that takes its time to close a window, as on a slow network.
    page.evaluate(SLOW_CLOSE)
    box.focus()
    page.get_by_role("button", name="Add to a plan").evaluate("it => it.click()")
    expect(modal.get_by_label("Change idea")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.type("Thank you")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("thread-log")).to_contain_text("Thank you")
    expect(modal).to_be_hidden()
    expect(page.get_by_test_id("notice")).to_be_empty()
    # Of two windows Escape closes the one in front, however fast it comes again.
    page.get_by_role("button", name="Add to a plan").click()
    modal.get_by_role("button", name="Official wording").click()
    expect(modal.get_by_role("heading", name="Official wording")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.type("x")
    expect(modal.get_by_label("Change idea")).to_have_value("")
    expect(modal.get_by_role("heading", name="Add to a plan")).to_be_visible()


@pytest.mark.usefixtures("saved")
def test_the_focus_goes_back_to_a_button_that_was_drawn_anew_behind_its_window(
    opens: Opens, sandbox: Sandbox
) -> None:
    page = opens("as=ana&in=C0ELTEAM")
    ask(page)
    button = page.get_by_role("button", name="Add to a plan")
    button.press("Enter")
    modal = page.get_by_test_id("modal")
    expect(modal.get_by_label("Change idea")).to_be_focused()
    [question] = sandbox.messages("C0ELTEAM")
    answer = sandbox.messages("C0ELTEAM", thread=question.ts)[-1]
    client(sandbox).chat_update(
        channel=answer.channel, ts=answer.ts, text="Anew", blocks=[ANSWER[1], *ANSWER]
    )
    expect(page.get_by_text("Pillar 1")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(modal).to_be_hidden()
    expect(button).to_be_focused()
