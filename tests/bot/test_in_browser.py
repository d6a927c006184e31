"""The real app in the sandbox's page, in a real browser, at phone and desktop width."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.bot.sandbox.chromium import DESKTOP, PHONE, chromium
from tests.bot.stage import Stage

FAMILIES = "@Blueprint what should a school leader do about family engagement?"
WIDTHS: dict[str, dict[str, Any]] = {"desktop": DESKTOP, "phone": PHONE}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(params=WIDTHS)
def width(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def page(browser: Browser, width: str) -> Iterator[Page]:
    context = browser.new_context(**WIDTHS[width])
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []


class Shots:
    """Keeps pictures for a look where ``BLUEPRINT_SHOTS`` names a folder."""

    def __init__(self, page: Page, width: str) -> None:
        self.page, self.width = page, width

    def take(self, name: str) -> None:
        folder = os.environ.get("BLUEPRINT_SHOTS")
        if folder:
            self.page.screenshot(path=Path(folder) / f"{self.width}-{name}.png")


def ask(page: Page, text: str, composer: str = "composer-main") -> None:
    box = page.get_by_test_id(composer)
    box.fill(text)
    box.press("Enter")


def answers(page: Page) -> Locator:
    return (
        page.get_by_test_id("thread-log")
        .get_by_test_id("message")
        .filter(has=page.get_by_text("App", exact=True))
    )


def test_a_question_from_asking_to_following_up(stage: Stage, page: Page, width: str) -> None:
    shots = Shots(page, width)
    page.goto(f"{stage.sandbox.url}/?as=dan")
    ask(page, FAMILIES)
    page.get_by_test_id("thread-link").click()
    answer = answers(page).first
    expect(answer.get_by_role("heading")).to_have_text(
        "Effective family engagement, for school leaders"
    )
    shots.take("1-answer")

    answer.get_by_role("button", name="District: ").click()
    expect(answer.get_by_role("heading")).to_have_text(
        "Effective family engagement, for district leaders"
    )
    shots.take("2-other-level")

    answer.get_by_role("button", name="Guidance").click()
    expect(answer.get_by_text("More guidance")).to_be_visible()
    answer.get_by_role("button", name="Show less").click()
    expect(answer.get_by_text("More guidance")).to_be_hidden()

    answer.get_by_role("button", name="Official wording").click()
    modal = page.get_by_test_id("modal")
    expect(modal.get_by_role("heading", name="Official wording")).to_be_visible()
    shots.take("3-official-wording")
    page.keyboard.press("Escape")
    expect(modal).to_be_hidden()

    answer.get_by_role("button", name="did not help").click()
    modal.get_by_role("textbox").fill("I wanted letters to send home")
    shots.take("4-why")
    modal.get_by_role("button", name="Send").click()
    expect(modal).to_be_hidden()
    stage.sandbox.wait_for(lambda: stage.rows("SELECT 1 FROM votes WHERE why LIKE '%letters%'"))

    ask(page, "and for teachers?", "composer-thread")
    expect(answers(page).nth(1).get_by_role("heading")).to_have_text(
        "Effective family engagement, for teachers"
    )
    shots.take("5-follow-up")

    ask(page, "how much are teachers paid?", "composer-thread")
    declined = answers(page).nth(2)
    expect(declined).to_contain_text("not cover")
    expect(declined.get_by_role("button", name="Ask our coordinator")).to_be_visible()
    shots.take("6-not-covered")


@pytest.mark.parametrize(
    "question",
    [
        FAMILIES,
        "@Blueprint what does a district do about family engagement?",
        "@Blueprint how do we support newcomers with interrupted schooling?",
        "@Blueprint any tool for reviewing our master schedule?",
    ],
)
def test_an_answer_stands_on_a_phones_first_screen(
    stage: Stage, browser: Browser, question: str
) -> None:
    context = browser.new_context(**WIDTHS["phone"])
    page = context.new_page()
    page.goto(f"{stage.sandbox.url}/?as=dan")
    ask(page, question)
    page.get_by_test_id("thread-link").click()
    answer = answers(page).first
    expect(answer.get_by_role("heading").first).to_be_visible()
    top = answer.get_by_role("heading").first.bounding_box()
    bottom = answer.get_by_role("button", name="Official wording").bounding_box()
    assert top
    assert bottom
    assert bottom["y"] + bottom["height"] - top["y"] < 640, "more than a phone shows at once"
    context.close()


def test_home_and_private_answers(stage: Stage, page: Page, width: str) -> None:
    shots = Shots(page, width)
    page.goto(f"{stage.sandbox.url}/?as=evelyn")
    ask(page, "/blueprint how do we welcome newcomers?")
    private = page.get_by_test_id("log").get_by_test_id("message").last
    expect(private).to_contain_text("Only visible to you")
    private.get_by_role("button", name="The district", exact=True).click()
    expect(private.get_by_role("heading")).to_contain_text("district leaders", ignore_case=True)
    shots.take("7-private")
    private.get_by_role("button", name="Share in channel").click()
    expect(page.get_by_test_id("log").get_by_text("looked up:")).to_be_visible()

    if width == "phone":
        page.get_by_role("button", name="Conversations").click()
    page.get_by_role("link", name="Blueprint App").click()
    page.get_by_role("link", name="Home").click()
    home = page.get_by_test_id("app-home")
    expect(home.get_by_label("Where do you work? Answers start")).to_be_visible()
    shots.take("8-home")
