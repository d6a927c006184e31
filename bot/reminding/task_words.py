"""What words that answer a task's reminder do, and what is said about that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlite_utils import Database

from bot.blocks.notes import note
from bot.blocks.planning.replies import waits_for
from bot.blocks.reminding.replies import (
    not_yet_reply,
    passed_on_reply,
    stood_reply,
    student_reply,
    to_whom_reply,
    unclear_reply,
    which_day_reply,
)
from bot.blocks.reminding.task_card import TaskLook
from bot.blocks.text import escape
from bot.reminding import acts, seeing
from bot.reminding.acts import Doer
from bot.reminding.named import to_whom
from conversations.assessment.students import student_data
from conversations.calendar import is_school_day, next_school_day
from conversations.errors import NotAllowed, Refused
from conversations.planning.model import Status
from conversations.planning.service import Taken
from conversations.planning.typed_dates import read_date
from conversations.planning.typed_status import Kind, TypedStatus, read_status

_STATUS: Mapping[Kind, Status] = {
    "done": "done",
    "blocked": "blocked",
    "started": "under_way",
    "on_track": "under_way",
}

_STUDENT = "This looks like {about}. Please say it for a group of students."

What = Literal["stood", "passed", "nothing"]
"""Whether words did something, something that waits for an owner, or nothing yet."""


@dataclass(frozen=True)
class Answered:
    """What words did, and the message that says so."""

    what: What
    message: dict[str, Any]


@dataclass(frozen=True)
class Words:
    """Typed words: as read, and with their mentions."""

    said: str
    raw: str


def take_in(db: Database, doer: Doer, words: Words) -> Answered:
    """Let words about a task do what they say. Raises NotFound where the task is gone."""
    try:
        return _take_in(db, doer, words)
    except (Refused, NotAllowed) as refused:
        quoted = "\n>".join(escape(words.said).splitlines())
        return Answered("nothing", note(f"{escape(str(refused))}\n>{quoted}"))


def told_again(db: Database, doer: Doer, what: What) -> Answered:
    """Return what is said about words that an earlier attempt took in. Raises NotFound."""
    look = _look(db, doer)
    if what == "passed":
        return Answered(what, passed_on_reply(look, waits_for(look.shown.plan)))
    return Answered(what, stood_reply(look))


def _take_in(db: Database, doer: Doer, words: Words) -> Answered:
    look, typed = _look(db, doer), read_status(words.said)
    if typed is None and look.task.status == "blocked" and not look.task.note:
        # They were asked what is in the way.
        typed = TypedStatus("blocked", words.said)
    if typed is None:
        if about := student_data(words.said):
            raise Refused(_STUDENT.format(about=about))
        return Answered("nothing", unclear_reply(look, words.said))
    match typed.kind:
        case "not_yet":
            return Answered("nothing", not_yet_reply(look))
        case "snooze":
            return _snooze(db, doer, look, typed.note)
        case "hand_over":
            return _hand_over(db, doer, look, typed.note, words)
    status, said = _STATUS[typed.kind], _note(typed, words.said)
    if about := student_data(said):
        return Answered("nothing", student_reply(look, status, said, about))
    return _stood(db, doer, acts.stand(db, doer, status, said))


def _snooze(db: Database, doer: Doer, look: TaskLook, words: str) -> Answered:
    whose = doer.services, db, doer.tenant, doer.person
    today, calendar = seeing.today_of(*whose), seeing.calendar_of(*whose)
    found = read_date(words, today, calendar) if words else None
    if found is None:
        return Answered("nothing", which_day_reply(look, words))
    day = found.day
    acts.snooze(db, doer, day if is_school_day(day, calendar) else next_school_day(day, calendar))
    return Answered("stood", stood_reply(_look(db, doer)))


def _hand_over(db: Database, doer: Doer, look: TaskLook, said: str, words: Words) -> Answered:
    acts.check_shared(look.shown.plan)
    to, why = to_whom(said, words.raw, look.shown.team)
    if to is None:
        return Answered("nothing", to_whom_reply(look, why))
    if about := student_data(why):
        raise Refused(_STUDENT.format(about=about))
    return _stood(db, doer, acts.hand_over(db, doer, to, why))


def _stood(db: Database, doer: Doer, taken: Taken) -> Answered:
    return told_again(db, doer, "passed" if taken.proposed else "stood")


def _note(typed: TypedStatus, words: str) -> str:
    # Where a task is kept as started, the words say how far.
    if typed.kind == "started" or (typed.kind == "on_track" and typed.note):
        return words
    return typed.note


def _look(db: Database, doer: Doer) -> TaskLook:
    return seeing.look(doer.services, db, doer.tenant, doer.task_id, doer.person)
