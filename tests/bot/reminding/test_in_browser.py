"""Reminders and App Home in a real browser: a teacher on a phone, those who decide at a desk."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.sandbox.actor import Actor
from conversations import memberships, teams
from conversations.database import new_id
from conversations.planning.acting import TaskAdded
from conversations.planning.model import Plan, Responsible
from conversations.reminders.kinds import PLAN_DIGEST
from tests.bot.assessing import TENANT, Hours, deliver, rates
from tests.bot.assessing import begin as begin_session
from tests.bot.homes import follow
from tests.bot.reminding.playing import carried_out, greeted, morning, reminders, task_of
from tests.bot.sandbox.chromium import DESKTOP, PHONE, chromium
from tests.bot.stage import Stage

SHOTS = os.environ.get("BLUEPRINT_SHOTS")
"""The folder in which pictures are kept for a look, if any."""

LETTER = "Translate the welcome letter"
INTERPRETERS = "Book interpreters for the conferences"
LANGUAGES = "Ask families which language they read at home"
PRINTED = "Print the letters"
CENTER = "Call the community center about child care"
REPLIES = "Send the letters home with every newcomer"
DUE = {
    LANGUAGES: date(2026, 11, 20),
    INTERPRETERS: date(2026, 12, 3),
    LETTER: date(2026, 12, 4),
    PRINTED: date(2026, 12, 4),
    CENTER: date(2026, 12, 4),
    REPLIES: date(2026, 12, 4),
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=10_000)
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


class Seat:
    """Somebody before their window, on a phone or at a desk."""

    def __init__(self, page: Page, url: str, actor: Actor, kind: str) -> None:
        self.page, self.url, self.kind = page, url, kind
        self.name = actor.person.name
        self.window = page.get_by_test_id("modal")
        self.home = page.get_by_test_id("app-home")
        self.log = page.get_by_test_id("log")
        self.thread = page.get_by_test_id("thread-log")
        self._direct = f"{url}/?as={self.name}&in={actor.direct_channel().id}"

    def opens_home(self) -> None:
        self.page.goto(f"{self._direct}&tab=home")
        expect(self.home.get_by_role("heading").first).to_be_visible()

    def opens_messages(self) -> None:
        self.page.goto(f"{self._direct}&tab=messages")
        expect(self.log).to_be_visible()

    def card(self, words: str) -> Locator:
        """The newest message in which something stands."""
        return self.log.get_by_test_id("message").filter(has_text=words).last

    def presses(self, about: str, label: str) -> None:
        self.card(about).get_by_role("button", name=f"{label}: ").click()

    def opens(self, about: str, label: str) -> None:
        """Press a button of a card and wait for its window."""
        self.presses(about, label)
        expect(self.window.get_by_role("heading", name=label)).to_be_visible()

    def says(self, label: str, text: str) -> None:
        self.window.get_by_label(label).first.fill(text)

    def sends(self, label: str) -> None:
        self.window.get_by_role("button", name=label, exact=True).click()

    def leaves(self) -> None:
        self.page.keyboard.press("Escape")
        expect(self.window).to_be_hidden()

    def look(self, name: str, whole: Locator | None = None) -> None:
        """Keep a picture where pictures are kept; of all of something, however long it is."""
        if not SHOTS:
            return
        path = Path(SHOTS) / f"reminding-{name}-{self.name}-{self.kind}.png"
        if whole is None:
            self.page.screenshot(path=path)
            return
        size = self.page.viewport_size
        assert size
        height = whole.evaluate("it => it.scrollHeight") + 260
        self.page.set_viewport_size({"width": size["width"], "height": int(height)})
        self.page.screenshot(path=path)
        self.page.set_viewport_size(size)


class Room:
    """Everybody's windows with the stage."""

    def __init__(self, stage: Stage, hours: Hours, browser: Browser, closing: ExitStack) -> None:
        self.stage, self.hours = stage, hours
        self.complaints: list[str] = []
        self._browser, self._closing = browser, closing
        self.ben, self.carla = self._seat(stage.ben, "phone"), self._seat(stage.carla, "phone")
        self.ana = self._seat(stage.ana, "desk")
        self.evelyn = self._seat(stage.evelyn, "desk")

    def on(self, actor: Actor, kind: str) -> Seat:
        return self._seat(actor, kind)

    def _seat(self, actor: Actor, kind: str) -> Seat:
        width: dict[str, Any] = PHONE if kind == "phone" else DESKTOP
        context = self._browser.new_context(**width)
        self._closing.callback(context.close)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return Seat(page, self.stage.sandbox.url, actor, kind)


@pytest.fixture
def room(browser: Browser, stage: Stage, hours: Hours) -> Iterator[Room]:
    with ExitStack() as closing:
        made = Room(stage, hours, browser, closing)
        yield made
    assert made.complaints == []


def school_year(stage: Stage) -> Plan:
    """Let a plan of Ana's team be carried out, with six tasks of Ben's and a measure of Ana's."""
    tasks = [
        TaskAdded(f"t{n}", "i1", what, Responsible(stage.ben.id), due=due, shows="")
        for n, (what, due) in enumerate(DUE.items())
    ]
    return carried_out(stage, *tasks, greeted(stage.ana))


def district(stage: Stage) -> None:
    """Give Evelyn, who looks after the district, five more teams and a self-assessment."""
    by: dict[str, Any] = {"by": stage.evelyn.id, "now": stage.composed.services.clock()}
    schools = ("Lincoln School", "Washington School", "Harbor Middle", "Riverbend High", "Hillside")
    members = [stage.dan.id, stage.fay.id]
    names = {one.id: one.person.real_name for one in (stage.dan, stage.fay)}
    for name in schools:
        team = new_id()
        with stage.composed.services.store.transaction() as db:
            zone: dict[str, Any] = {"channel": None, "timezone": "America/New_York"}
            teams.save_team(db, TENANT, team, name=name, **zone, **by)
            memberships.set_members(
                db, TENANT, team, members, names=names, titles={}, guests=(), **by
            )
    session = begin_session(stage, stage.dan, stage.fay, stage.ben, team=team)
    deliver(stage)
    rates(stage, session, stage.fay, *[3] * len(session.cards("school")))


def test_home_of_a_teacher_and_of_who_looks_after_the_district(room: Room) -> None:
    stage = room.stage
    school_year(stage)
    district(stage)
    for kind in ("phone", "desk"):
        ben = room.on(stage.ben, kind)
        ben.opens_home()
        expect(ben.home).to_contain_text("Your tasks: 1 overdue")
        ben.look("home", ben.home)
        evelyn = room.on(stage.evelyn, kind)
        evelyn.opens_home()
        expect(evelyn.home).to_contain_text("At a glance")
        expect(evelyn.home).to_contain_text(LANGUAGES)
        evelyn.look("home", evelyn.home)
    ben = room.ben
    ben.opens_home()
    ben.home.get_by_role("button", name="My reminders").click()
    expect(ben.window).to_be_visible()
    ben.look("my-reminders", ben.window.locator(".modal-body"))
    ben.leaves()
    done = ben.home.get_by_role("button", name=f"Done: {LANGUAGES}")
    done.click()
    ben.says("What happened?", "Asked on the first day")
    ben.sends("Done")
    expect(ben.home).to_contain_text("You finished 1 task in the last seven days")
    ben.look("home-after-done")
    follow(stage, room.hours)
    room.evelyn.opens_home()
    expect(room.evelyn.home).not_to_contain_text(LANGUAGES)
    room.evelyn.home.get_by_role("button", name="District calendar and settings").click()
    expect(room.evelyn.window).to_contain_text("Snow day")
    room.evelyn.look("district", room.evelyn.window.locator(".modal-body"))


def done(room: Room) -> None:
    ben = room.ben
    ben.opens(LETTER, "Done")
    ben.look("done-window")
    ben.says("What happened?", "all letters are out, in five languages")
    ben.sends("Done")
    expect(ben.card(LETTER)).to_contain_text("Thank you!")
    expect(ben.card(LETTER).get_by_role("button", name="Undo: ")).to_be_visible()
    ben.look("done")


def on_track(room: Room) -> None:
    room.ben.presses(INTERPRETERS, "On track")
    expect(room.ben.card(INTERPRETERS)).to_contain_text("under way")
    room.ben.look("on-track")


def blocked(room: Room) -> None:
    ben, ana = room.ben, room.ana
    ben.opens(LANGUAGES, "Blocked")
    ben.look("blocked-window")
    ben.sends("Send")
    expect(ben.window.get_by_test_id("input-error")).to_be_visible()
    ben.look("blocked-refused")
    ben.says("What is in the way?", "we are waiting for the translator")
    ben.sends("Send")
    expect(ben.card(LANGUAGES)).to_contain_text("“we are waiting for the translator”")
    ben.look("blocked")
    deliver(room.stage)
    ana.opens_messages()
    expect(ana.card(LANGUAGES)).to_contain_text("we are waiting for the translator")
    ana.look("told-blocked")


def snoozed(room: Room) -> None:
    menu = room.ben.card(PRINTED).get_by_role("combobox")
    menu.select_option(label="Next Monday")
    expect(room.ben.card(PRINTED)).to_contain_text("I will come back to it on Monday, December 7.")
    room.ben.look("snoozed")


def handed_over(room: Room) -> None:
    ben, ana, carla = room.ben, room.ana, room.carla
    ben.opens(CENTER, "Hand over")
    ben.window.get_by_role("combobox", name="Who takes it?").select_option(label="Carla Reyes")
    ben.says("Why?", "you know the people there")
    ben.look("hand-over-window")
    ben.sends("Hand over")
    expect(ben.window).to_contain_text("can accept it")
    ben.look("handed-over-proposed")
    ben.leaves()
    deliver(room.stage)
    expect(ana.card(CENTER)).to_contain_text("you know the people there")
    ana.look("asked-to-accept")
    ana.card(CENTER).get_by_role("button", name="Accept").click()
    deliver(room.stage)
    carla.opens_messages()
    expect(carla.card(CENTER)).to_contain_text("you know the people there")
    carla.look("given")
    expect(ben.log).to_contain_text("accepted your change")
    ben.look("handed-over-accepted")


def typed(room: Room) -> None:
    ben = room.ben
    card = ben.card(REPLIES)
    card.get_by_label("More actions").click()
    card.get_by_role("link", name="Reply in thread").last.click()
    box = ben.page.get_by_test_id("composer-thread")
    box.fill("done, all letters are out")
    box.press("Enter")
    expect(ben.thread).to_contain_text(f"Done: “{REPLIES}”")
    ben.look("typed")


def test_a_reminder_is_answered_by_each_button_and_in_words(room: Room) -> None:
    stage = room.stage
    plan = school_year(stage)
    morning(stage, room.hours, days=3)
    room.ben.opens_messages()
    expect(room.ben.card(LETTER)).to_be_visible()
    room.ben.look("cards", room.ben.page.locator("#scroll-main"))
    for act in (done, on_track, blocked, snoozed, handed_over, typed):
        act(room)
    stands = {task_of(stage, plan, f"t{n}").what: task_of(stage, plan, f"t{n}") for n in range(6)}
    assert {what: task.status for what, task in stands.items()} == {
        LANGUAGES: "blocked",
        INTERPRETERS: "under_way",
        LETTER: "done",
        PRINTED: "to_do",
        CENTER: "to_do",
        REPLIES: "done",
    }
    assert stands[LETTER].note == "all letters are out, in five languages"
    assert stands[REPLIES].note == "all letters are out"
    assert stands[CENTER].owner == Responsible(stage.carla.id)
    morning(stage, room.hours, days=3)
    [digest] = reminders(stage, stage.ana, PLAN_DIGEST)
    assert digest
    ana = room.ana
    ana.opens_messages()
    expect(ana.card("how it stands")).to_contain_text("Done last week")
    ana.look("digest", ana.page.locator("#scroll-main"))
    room.ben.opens_messages()
    expect(room.ben.log).to_contain_text("You asked me to come back to it today.")
    room.ben.look("monday", room.ben.page.locator("#scroll-main"))
