"""The buttons and windows of a task's reminder: done, on track, blocked, snooze, hand over."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from slack_bolt import App

from bot.blocks.planning import forms
from bot.blocks.reminding.entries import card_window
from bot.blocks.reminding.replies import KEEP
from bot.blocks.reminding.task_card import (
    BLOCKED,
    CARD,
    DONE,
    HAND,
    MONDAY,
    PICK,
    SNOOZE,
    TOMORROW,
    TRACK,
    UNDO,
    TaskLook,
)
from bot.blocks.reminding.windows import (
    BLOCKED_SENT,
    DAY_SENT,
    DONE_SENT,
    HAND_SENT,
    blocked_window,
    day_window,
    done_window,
    hand_window,
)
from bot.listeners.reminding.clicks import ReminderClick, Talk, View, clicking, submitting
from bot.planning.students import no_student
from bot.reminding import acts, seeing
from bot.services import Services
from conversations.errors import Refused
from conversations.planning import responsible
from conversations.planning.model import Status

_SAY_WHY = "Please say in a few words what is in the way, so that somebody can help."
_NO_DAY = "Please choose a day."


def register(app: App, services: Services) -> None:
    """Listen to what answers a reminder."""
    app.action(DONE)(clicking(services, _open_done))
    app.view(DONE_SENT)(submitting(services, _done))
    app.action(TRACK)(clicking(services, _on_track))
    app.action(BLOCKED)(clicking(services, _open_blocked))
    app.view(BLOCKED_SENT)(submitting(services, _blocked))
    app.action(SNOOZE)(clicking(services, _snooze))
    app.view(DAY_SENT)(submitting(services, _snooze_until))
    app.action(HAND)(clicking(services, _open_hand))
    app.view(HAND_SENT)(submitting(services, _hand_over))
    app.action(UNDO)(clicking(services, _undo))
    app.action(CARD)(clicking(services, _open_card))
    app.action(re.compile(rf"{KEEP}_\w+"))(clicking(services, _keep))


def _open_done(click: ReminderClick) -> Talk:
    look = _seen(click)
    if look.task.status == "done":
        return click.follow()
    return click.open(done_window(look.shown, look.task, click.stands_at))


def _done(click: ReminderClick) -> tuple[View | None, Talk | None]:
    note = no_student(forms.text_in(click.values, "note"), "note")
    return None, _stand(click, "done", note)


def _on_track(click: ReminderClick) -> Talk:
    look = _seen(click)
    if look.task.status == "done":
        # A click of long ago, or a second one: what was said since stands.
        return click.follow()
    return _stand(click, "under_way", look.task.note if look.task.status == "under_way" else "")


def _open_blocked(click: ReminderClick) -> Talk:
    look = _seen(click)
    if look.task.status == "done":
        return click.follow()
    return click.open(blocked_window(look.shown, look.task, click.stands_at))


def _blocked(click: ReminderClick) -> tuple[View | None, Talk | None]:
    note = no_student(forms.text_in(click.values, "note"), "note")
    if not note.strip():
        raise Refused(_SAY_WHY, "note")
    return None, _stand(click, "blocked", note)


def _snooze(click: ReminderClick) -> Talk:
    look = _seen(click)
    with click.services.store.reading() as db:
        whose = click.services, db, click.person.tenant, click.person.person
        calendar, today = seeing.calendar_of(*whose), seeing.today_of(*whose)
    match str(click.carried("d")):
        case chosen if chosen == TOMORROW:
            until = acts.next_day(today, calendar)
        case chosen if chosen == MONDAY:
            until = acts.next_monday(today, calendar)
        case chosen if chosen == PICK:
            day = acts.next_day(today, calendar)
            opens = click.open(day_window(look.shown, look.task, click.stands_at, day))
            return _both(opens, click.follow())
        case _:
            raise Refused(_NO_DAY)
    with click.services.store.transaction() as db:
        acts.snooze(db, click.doer, until)
    return click.follow()


def _snooze_until(click: ReminderClick) -> tuple[View | None, Talk | None]:
    until = forms.day_in(click.values, "day")
    if until is None:
        raise Refused(_NO_DAY, "day")
    with click.services.store.transaction() as db:
        acts.snooze(db, click.doer, until)
    return None, click.follow()


def _open_hand(click: ReminderClick) -> Talk:
    look = _seen(click)
    if look.task.status == "done":
        return click.follow()
    acts.check_shared(look.shown.plan)
    why = str(click.kept.get("w") or "")
    return click.open(hand_window(look.shown, look.task, click.stands_at, why))


def _hand_over(click: ReminderClick) -> tuple[View | None, Talk | None]:
    look = _seen(click)
    why = no_student(forms.text_in(click.values, "why"), "why")
    person, member = (
        forms.person_in(click.values, "to"),
        forms.choice_in(click.values, "to_name"),
    )
    to = responsible.chosen(person, member, None, look.shown.team, "to")
    click.check_colleagues({to.person: "to"} if to else {})
    with click.services.store.transaction() as db:
        taken = acts.hand_over(db, click.doer, to, why)
    following, _ = click.sent(taken)
    return following, click.follow(taken)


def _undo(click: ReminderClick) -> Talk:
    if _seen(click).task.status != "done":
        return click.follow()
    with click.services.store.transaction() as db:
        taken = acts.undo(db, click.doer)
    return click.follow(taken)


def _open_card(click: ReminderClick) -> Talk:
    return click.open(card_window(_seen(click), click.stands_at))


def _keep(click: ReminderClick) -> Talk:
    """Keep words that did not say how the task stands, now that somebody has."""
    status: Status = click.carried("st")
    return _stand(click, status, str(click.carried("w")))


def _stand(click: ReminderClick, status: Status, note: str) -> Talk:
    with click.services.store.transaction() as db:
        taken = acts.stand(db, click.doer, status, note)
    return click.follow(taken)


def _seen(click: ReminderClick) -> TaskLook:
    with click.services.store.reading() as db:
        return click.look(db)


def _both(first: Talk, second: Talk) -> Talk:
    def talk() -> None:
        first()
        second()

    return talk


# What a choice of a menu does, by the action of the button that means the same.
ANSWERS: Mapping[str, Callable[[ReminderClick], Talk]] = {
    BLOCKED: _open_blocked,
    SNOOZE: _snooze,
    HAND: _open_hand,
}
