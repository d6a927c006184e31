"""A walk through rating cards on a phone, in a real browser."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.bot.assessing import Hours, begin, deliver, stands
from tests.bot.sandbox.chromium import PHONE, chromium
from tests.bot.stage import Stage

FIRST_SCREEN = 640
"""What a phone of 844 points shows of a message, between the app's own bars."""


pytestmark = pytest.mark.usefixtures("hours")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def hours() -> Hours:
    return Hours(datetime.now(UTC))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    phone: dict[str, Any] = PHONE
    context = browser.new_context(**phone)
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []


def shot(page: Page, name: str) -> None:
    """Keep a picture for a look where ``BLUEPRINT_SHOTS`` names a folder."""
    folder = os.environ.get("BLUEPRINT_SHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"phone-rating-{name}.png")


def test_a_walk_on_a_phone(stage: Stage, page: Page) -> None:
    session = begin(stage, stage.ben)
    deliver(stage)
    page.goto(f"{stage.sandbox.url}/?as=ben")
    page.get_by_role("button", name="Conversations").click()
    page.get_by_role("link", name="Blueprint App").click()
    message = page.get_by_test_id("log").get_by_test_id("message").first
    shot(page, "1-invitation")
    message.get_by_role("button", name="Start").click()
    expect(message).to_contain_text("Card 1 of 3")
    top = message.bounding_box()
    last = message.get_by_role("button", name="Don't know").bounding_box()
    assert top
    assert last
    assert last["y"] + last["height"] - top["y"] < FIRST_SCREEN
    shot(page, "2-card")

    message.get_by_role("button", name="What does this mean?").click()
    modal = page.get_by_test_id("modal")
    expect(modal.get_by_text("What to look at")).to_be_visible()
    shot(page, "3-meaning")
    page.keyboard.press("Escape")

    message.get_by_role("button", name="2, Beginning").click()
    expect(message).to_contain_text("What stands in the way")
    message.get_by_role("button", name="Write a note").click()
    box = modal.get_by_role("textbox")
    box.fill("Maria in 3rd grade cannot follow")
    modal.get_by_role("button", name="Save").click()
    expect(modal).to_contain_text("This looks like")
    expect(box).to_have_value("Maria in 3rd grade cannot follow")
    shot(page, "4-warning")
    box.fill("Few of us know how to book an interpreter")
    modal.get_by_role("button", name="Save").click()
    expect(message).to_contain_text("Card 2 of 3")

    typed = page.get_by_test_id("composer-main")
    typed.fill("3, letters go out in six languages")
    typed.press("Enter")
    newest = page.get_by_test_id("log").get_by_test_id("message").last
    expect(newest).to_contain_text("Card 3 of 3")
    expect(message).to_contain_text("It goes on below")
    expect(message.get_by_role("button", name="Pause")).to_be_hidden()
    shot(page, "5-typed")
    newest.get_by_role("button", name="Don't know").click()
    expect(newest).to_contain_text("All 3 cards are rated")
    shot(page, "6-summary")

    [walk] = stands(stage, session).walks.values()
    assert [(r.value, r.words) for r in walk.ratings.values()] == [
        (2, "Few of us know how to book an interpreter"),
        (3, "letters go out in six languages"),
        (None, ""),
    ]
