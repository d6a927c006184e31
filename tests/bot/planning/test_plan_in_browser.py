"""Three people build a plan in a real browser, two of them on their phones, until it starts."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.bot.assessing import Hours, deliver
from tests.bot.planning.plans import catch_up
from tests.bot.planning.whole import found, replayed
from tests.bot.sandbox.chromium import DESKTOP, PHONE, chromium
from tests.bot.stage import Stage
from tests.bot.starting import make_team

SHOTS = os.environ.get("BLUEPRINT_SHOTS")
"""The folder in which pictures are kept for a look, if any."""

CAUSES = {
    "ana": "letters go out in English only",
    "ben": "nobody is in charge of interpreters; the bus leaves too early",
    "carla": "teachers have no training with newcomers",
}
TASK = "Translate the welcome letter"
DRIVER = "Every letter goes out in the family's language"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


class Running(Hours):
    """A clock in school hours that goes on, and can be moved."""

    def __init__(self) -> None:
        super().__init__()
        self.started = time.monotonic()

    def __call__(self) -> datetime:
        return self.moment + timedelta(seconds=time.monotonic() - self.started)


@pytest.fixture
def hours() -> Hours:
    return Running()


pytestmark = pytest.mark.usefixtures("hours")


@pytest.fixture
def pages(browser: Browser, stage: Stage) -> Iterator[dict[str, Page]]:
    """A window for each: Ana at a desk, Ben and Carla on their phones."""
    complaints: list[str] = []
    with ExitStack() as closing:
        opened = {}
        for name in CAUSES:
            width: dict[str, Any] = DESKTOP if name == "ana" else PHONE
            context = browser.new_context(**width)
            closing.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(10_000)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.goto(f"{stage.sandbox.url}/?as={name}")
            opened[name] = page
        yield opened
    assert complaints == []


class Seat:
    """Somebody before their window: what they press, type and see in the plan's thread."""

    def __init__(self, page: Page, name: str) -> None:
        self.page, self.name = page, name
        self.window = page.get_by_test_id("modal")
        self.thread = page.get_by_test_id("thread-log")

    def goes_to_thread(self) -> None:
        self.goes_to("el-team")
        self.page.get_by_test_id("thread-link").last.click()
        expect(self.card("The problem")).to_be_visible()

    def goes_to(self, conversation: str) -> None:
        conversations = self.page.get_by_role("button", name="Conversations")
        if conversations.is_visible():
            conversations.click()
        self.page.get_by_role("link", name=conversation).click()

    def card(self, title: str) -> Locator:
        """The newest message of the thread that has a title."""
        messages = self.thread.get_by_test_id("message")
        return messages.filter(has=self.page.get_by_text(title, exact=True)).last

    def presses(self, title: str, label: str) -> None:
        self.card(title).get_by_role("button", name=label).first.click()

    def opens(self, title: str, label: str, heading: str) -> None:
        """Press a button of a card and wait for its window."""
        self.presses(title, label)
        expect(self.window.get_by_role("heading", name=heading)).to_be_visible()

    def turns(self, label: str, heading: str) -> None:
        """Press a button of the window in front and wait for what comes instead."""
        self.window.get_by_role("button", name=label).first.click()
        expect(self.window.get_by_role("heading", name=heading, exact=True)).to_be_visible()

    def types(self, text: str) -> None:
        box = self.page.get_by_test_id("composer-thread")
        box.fill(text)
        box.press("Enter")

    def says(self, label: str, text: str) -> None:
        """Type into the window in front."""
        self.window.get_by_label(label).first.fill(text)

    def sends(self, label: str) -> None:
        self.window.get_by_role("button", name=label, exact=True).click()
        expect(self.window).to_be_hidden()

    def leaves(self) -> None:
        """Close all windows."""
        while self.window.is_visible():
            before = self.window.get_by_role("heading").first.text_content()
            self.page.keyboard.press("Escape")
            expect(self.window.get_by_role("heading", name=str(before), exact=True)).to_be_hidden()

    def shot(self, name: str) -> None:
        if SHOTS:
            self.page.screenshot(path=Path(SHOTS) / f"plan-{name}-{self.name}.png")


class Room:
    """All three with the stage."""

    def __init__(self, stage: Stage, hours: Hours, pages: dict[str, Page]) -> None:
        self.stage, self.hours = stage, hours
        self.seats = {name: Seat(page, name) for name, page in pages.items()}
        self.ana, self.ben, self.carla = self.seats.values()

    def look(self, name: str) -> None:
        """Keep a picture of what each sees, where pictures are kept."""
        if SHOTS:
            self.catches_up()
        for seat in self.seats.values():
            seat.shot(name)

    def catches_up(self) -> None:
        """Let every card be drawn anew with what was typed."""
        catch_up(self.stage, self.hours)

    def goes_on(self, at: str, title: str) -> None:
        """Let Ana lead on; all see the next card."""
        self.ana.presses(at, f"Next: {title}")
        for seat in self.seats.values():
            expect(seat.card(title)).to_be_visible()
        self.look(title.casefold().replace(" ", "-"))


def begins(room: Room) -> None:
    """Begin a plan out of a few words, in the window."""
    stage, ana = room.stage, room.ana
    parts = dict.fromkeys((stage.ana, stage.ben, stage.carla), ("Classroom teacher", "school"))
    make_team(stage, parts, channel="C0ELTEAM", named="Luis Ortega", title="EL team")
    ana.goes_to("el-team")
    box = ana.page.get_by_test_id("composer-main")
    box.fill("/blueprint plan welcoming newcomers")
    box.press("Enter")
    expect(ana.window.get_by_role("heading", name="Action plan")).to_be_visible()
    ana.shot("window")
    ana.window.get_by_role("button", name="Begin").click()
    expect(ana.window).to_contain_text("has begun")
    ana.leaves()
    deliver(stage)


def explores(room: Room) -> None:
    """Use the problem that is proposed; all three type causes at once, and mark one."""
    for seat in room.seats.values():
        seat.goes_to_thread()
    room.look("the-problem")
    room.ana.presses("The problem", "Use it")
    expect(room.ana.card("The problem").get_by_role("button", name="Use it")).to_be_hidden()
    room.goes_on("The problem", "Causes")
    for seat in room.seats.values():
        seat.types(CAUSES[seat.name])
    for seat in room.seats.values():
        for typed in CAUSES.values():
            expect(seat.thread).to_contain_text(typed)
    room.catches_up()
    room.look("typed")
    ben = room.ben
    ben.opens("Causes", "See all", "All causes")
    ben.shot("all-causes")
    ben.turns("Open: ", "Cause")
    ben.shot("cause")
    ben.turns("Why is that?", "Why is that?")
    ben.shot("why")
    ben.leaves()
    room.goes_on("Causes", "Root causes")
    for seat in room.seats.values():
        seat.opens("Root causes", "Mark root causes", "Mark root causes")
        seat.window.get_by_label(CAUSES["ana"]).check()
        seat.shot("marking")
        seat.sends("Save")
    room.look("marked")
    expect(room.ana.card("Root causes")).to_contain_text("3 of 3 marked it")
    room.ana.presses("Root causes", "It is a root cause")
    expect(room.ana.card("Root causes")).to_contain_text("agreed on")
    room.look("agreed")


def develops(room: Room) -> None:
    """Type a goal, give it its day, say a driver, adopt an idea."""
    room.goes_on("Root causes", "The goal")
    room.carla.types("Goal: families get every notice in their language")
    expect(room.ana.thread).to_contain_text("The goal, as you say it")
    room.catches_up()
    room.look("goal-typed")
    room.ben.opens("The goal", "Edit the goal", "The goal")
    room.ben.shot("goal-window")
    room.ben.leaves()
    room.ana.presses("The goal", "By June")
    expect(room.ana.card("The goal")).to_contain_text("By June 15, 2027, families")
    room.look("goal-dated")
    room.goes_on("The goal", "Drivers")
    room.ben.opens("Drivers", "Add a driver for", "A driver")
    room.ben.says("What has to change?", DRIVER)
    room.ben.shot("driver")
    room.ben.sends("Add")
    room.goes_on("Drivers", "Change ideas")
    room.carla.opens("Change ideas", "Find ideas", "Change ideas")
    expect(room.carla.window).to_contain_text("You could try")
    room.carla.shot("suggestions")
    room.carla.window.get_by_role("button", name="Adopt ").first.click()
    expect(room.carla.window).to_contain_text("among your ideas")
    room.carla.shot("adopted")
    room.carla.leaves()
    room.look("ideas")
    room.goes_on("Change ideas", "Theory of action")
    expect(room.ana.card("Theory of action")).to_contain_text("If we make sure that")


def acts(room: Room) -> None:
    """Write a task, type another, look at the rest, and start."""
    ben = room.ben
    room.goes_on("Theory of action", "Tasks")
    ben.opens("Tasks", "Add a task", "New task")
    ben.says("What is to be done?", TASK)
    ben.says("Or the due date in words", "next Friday")
    ben.window.get_by_role("combobox", name="Who is responsible?").select_option(label="Ben Carter")
    ben.shot("task")
    ben.sends("Save")
    room.carla.types("Ask five families by December 18")
    expect(room.ana.thread).to_contain_text("due Friday, December 18")
    room.look("tasks-typed")
    room.goes_on("Tasks", "Measures")
    ben.opens("Measures", "Measure it", "New measure")
    ben.shot("measure")
    ben.says("Where does it stand today?", "40%")
    ben.says("Where should it get to?", "90%")
    ben.sends("Save")
    room.goes_on("Measures", "What else to think of")
    room.goes_on("What else to think of", "The implementation team")
    ben.opens("The implementation team", "Choose the core team", "The core team")
    ben.shot("core")
    ben.leaves()
    room.goes_on("The implementation team", "Where it belongs")
    ben.opens("Where it belongs", "Choose where", "Where it belongs")
    ben.shot("coherence")
    ben.leaves()
    room.goes_on("Where it belongs", "Look it over")
    ben.opens("Look it over", "All steps", "All steps")
    ben.shot("steps")
    ben.leaves()
    room.ana.presses("Look it over", "Next: Start the plan")
    expect(ben.thread).to_contain_text("The plan has started")
    room.look("started")


def lives(room: Room) -> None:
    """Say how a task stands with one tap, and type how the other does."""
    ben, carla = room.ben, room.carla
    ben.page.get_by_role("button", name="My tasks").first.click()
    expect(ben.window).to_contain_text(TASK)
    ben.shot("my-tasks")
    ben.window.get_by_role("button", name="Under way").click()
    expect(ben.window).to_contain_text("Under way · Fri, Dec 11")
    ben.leaves()
    ben.types("done, the welcome letter is translated")
    expect(carla.thread).to_contain_text(f"Done: {TASK}")
    room.look("done")
    carla.page.get_by_role("button", name="Show the plan").first.click()
    expect(carla.window).to_contain_text("1 of 2 tasks done")
    carla.shot("plan")
    carla.window.get_by_role("button", name="Look at the task").first.click()
    expect(carla.window).to_contain_text("It answers the root cause")
    carla.shot("chain")
    carla.leaves()


def test_three_build_a_plan_at_once_and_begin_to_carry_it_out(
    stage: Stage, hours: Hours, pages: dict[str, Page]
) -> None:
    room = Room(stage, hours, pages)
    begins(room)
    explores(room)
    develops(room)
    acts(room)
    lives(room)
    plan = found(stage)
    assert plan.is_live
    assert sorted(cause.text for cause in plan.causes.values()) == sorted(
        text for typed in CAUSES.values() for text in typed.split("; ")
    )
    assert [task.status for task in plan.tasks.values()] == ["done", "to_do"]
    assert replayed(stage, plan) == plan
