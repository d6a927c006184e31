"""Takes in what is typed in a plan's thread, once, and answers it there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from slack_sdk import WebClient
from sqlite_utils import Database

from bot import posting
from bot.blocks.notes import note
from bot.blocks.planning.replies import looks_like_a_student, waits_for
from bot.blocks.text import as_typed, escape, section
from bot.hearing import Message, asks
from bot.planning import charts, going_on, looks
from bot.planning.hearing import readings
from bot.planning.hearing.readers import read
from bot.planning.hearing.typed import Heard, Reader, Typed
from bot.posting import Spot
from bot.services import Services
from bot.who import Who
from conversations import inbox
from conversations.assessment.students import student_data
from conversations.errors import NotAllowed, NotFound, Refused
from conversations.planning import proposals, service, store, threads
from conversations.planning.model import Plan
from conversations.planning.permissions import may_see
from conversations.planning.service import Taken
from conversations.planning.steps import step

_PLAN = "plan"
_DID, _NOTHING = "did", "nothing"
_KEPT = "I have kept what you said here."


@dataclass(frozen=True)
class Said:
    """Words that were a plan's, and the answer to them; ``changed`` tells that they did something.

    ``answer_id`` says which plan heard them at which stage, and whether that did something, for
    another attempt.
    """

    plan: Plan
    message: dict[str, Any]
    changed: bool
    answer_id: str
    before: Plan | None = None


def is_heard(services: Services, db: Database, message: Message, asker: Who) -> bool:
    """Tell whether a message among people, which does not name the bot, is for a plan."""
    plan = _plan_of(db, message, asker)
    if plan is None or _is_asked(message, named=False):
        return False
    try:
        return read(_typed(services, db, plan, message, asker, named=False)) is not None
    except Refused:
        return True


def hear(
    services: Services,
    taken: inbox.Taken,
    message: Message,
    asker: Who,
    *,
    named: bool,
    bot: str | None,
) -> Said | None:
    """Let the plan to whose thread a message belongs take it in; None where it is not a plan's.

    ``bot`` is the bot's own id, which may stand among the people who are mentioned. Raises NotHeld.
    """
    message = replace(message, text=message.text.replace(f"<@{bot}>", " "))
    with services.store.transaction() as db:
        inbox.hold(db, taken, services.clock())
        plan = _plan_of(db, message, asker)
        if plan is None:
            return None
        if taken.answer_id and not str(taken.answer_id).startswith(f"{_PLAN}/"):
            return None
        typed = _typed(services, db, plan, message, asker, named=named)
        if taken.answer_id:
            said = _heard_before(services, db, typed, str(taken.answer_id), read)
        elif _is_asked(message, named=named):
            return None
        else:
            said = _take_in(services, db, plan, typed)
        if said is not None:
            inbox.start_sending(db, taken, said.answer_id)
    return said


def hear_at_top_level(
    services: Services, taken: inbox.Taken, message: Message, asker: Who
) -> Said | None:
    """Let a reading in direct messages be the measure's that alone can be meant; None for others.

    Raises NotHeld.
    """
    if message.thread is not None or asker.is_guest:
        return None
    with services.store.transaction() as db:
        inbox.hold(db, taken, services.clock())
        plan = _plan_read(services, db, taken, message, asker)
        if plan is None:
            return None
        typed = _typed(services, db, plan, message, asker, named=True)
        if taken.answer_id:
            said = _heard_before(services, db, typed, str(taken.answer_id), readings.read)
        else:
            said = _take_in(services, db, plan, typed, reader=readings.read)
        if said is not None:
            inbox.start_sending(db, taken, said.answer_id)
    return said


def keep(
    services: Services, db: Database, plan: Plan, words: str, key: str, by: str
) -> Said | None:
    """Take in words that somebody vouches for: no student is meant. Raises Refused."""
    today, calendar = plan.today(services.clock()), looks.calendar_of(db, plan)
    team = looks.team_of(db, plan)
    typed = Typed(plan, words, words, by, True, today, calendar, key, team)
    return _take_in(services, db, plan, typed, vouched=True)


def reply(
    services: Services, client: WebClient, taken: inbox.Taken, message: Message, said: Said
) -> None:
    """Answer words that were a plan's, in its thread; once.

    Raises TryLater, Undeliverable or NotHeld.
    """
    spot = Spot(message.channel, message.thread, message.ts)
    posting.send_once(services, client, taken, said.answer_id, spot, said.message)
    with services.store.transaction() as db:
        inbox.finish(db, taken, "planning", services.clock())
    if said.changed and said.plan.is_personal:
        # Nobody else is typing here, so there is nothing to gather.
        going_on.draw_now(services, client, said.plan.tenant, said.plan.id)
    if said.before and said.changed:
        services.later(partial(charts.draw_new, services, client, said.before, said.plan))


def _take_in(
    services: Services,
    db: Database,
    plan: Plan,
    typed: Typed,
    *,
    reader: Reader = read,
    vouched: bool = False,
) -> Said | None:
    try:
        heard = reader(typed)
        if heard is None:
            return None
        about = None if vouched else student_data(typed.words)
        if about and heard.events:
            asking = looks_like_a_student(plan, typed.words, typed.key, about)
            return Said(plan, asking, False, _answer_id(plan, typed, _NOTHING))
        now = services.clock()
        taken = service.take(
            db, plan.tenant, plan.id, heard.events, by=typed.by, now=now, proposal_id=typed.key
        )
        message = heard.reply(looks.shown(services, db, taken.plan), taken)
        if taken.changed:
            service.show_scrolled_away(db, taken.plan, now)
    except (Refused, NotAllowed) as refused:
        quoted = "\n>".join(escape(typed.words).splitlines())
        said = note(f"{escape(str(refused))}\n>{quoted}")
        return Said(plan, said, False, _answer_id(plan, typed, _NOTHING))
    what = _DID if taken.changed or taken.proposed else _NOTHING
    answer_id = _answer_id(plan, typed, what)
    return Said(taken.plan, _waiting(message, taken), taken.changed, answer_id, taken.before)


def _heard_before(
    services: Services, db: Database, typed: Typed, answer_id: str, reader: Reader
) -> Said | None:
    """Return what is said of words that an earlier attempt heard, at the stage of then.

    What they did is not done again: somebody may have said something else since.
    """
    plan = typed.plan
    _, _, stage, what, _ = answer_id.split("/")
    typed = replace(typed, plan=replace(plan, stage=stage))  # type: ignore[arg-type]
    if what == _NOTHING:
        return _take_in(services, db, typed.plan, typed, reader=reader)
    proposed = proposals.open_ones(db, plan.tenant, plan.id)
    mine = tuple(one for one in proposed if one.id.rpartition("-")[0] == typed.key)
    taken = Taken(plan, plan, mine)
    now = services.clock()
    try:
        heard = reader(typed)
        # Read today, the words may seem to say something else than they did.
        still_says = heard and heard.events and (mine or _says(plan, heard, now))
    except Refused:
        heard, still_says = None, False
    shown = looks.shown(services, db, plan)
    message = heard.reply(shown, taken) if heard and still_says else note(_KEPT)
    return Said(plan, _waiting(message, taken), False, answer_id)


def _says(plan: Plan, heard: Heard, now: datetime) -> bool:
    """Tell whether a plan says what was heard."""
    return all(step(plan, event, now) == plan for event in heard.events)


def _waiting(message: dict[str, Any], taken: Taken) -> dict[str, Any]:
    if not taken.proposed:
        return message
    return {**message, "blocks": [*message["blocks"], section(waits_for(taken.plan))]}


def _answer_id(plan: Plan, typed: Typed, what: str) -> str:
    return f"{_PLAN}/{plan.id}/{plan.stage}/{what}/{typed.key}"


def _typed(
    services: Services, db: Database, plan: Plan, message: Message, asker: Who, *, named: bool
) -> Typed:
    words = "\n".join(filter(None, map(as_typed, message.text.splitlines())))
    return Typed(
        plan=plan,
        words=words,
        raw=message.text,
        by=asker.person,
        named=named or message.direct,
        today=plan.today(services.clock()),
        calendar=looks.calendar_of(db, plan),
        key=message.ts,
        team=looks.team_of(db, plan),
    )


def _plan_of(db: Database, message: Message, asker: Who) -> Plan | None:
    """Return the plan in whose thread somebody of it speaks."""
    if message.thread is None or asker.is_guest:
        return None
    plan_id = threads.of_thread(db, asker.tenant, message.channel, message.thread)
    if plan_id is None:
        return None
    try:
        plan = store.read_plan(db, asker.tenant, plan_id)
    except NotFound:
        return None
    return plan if may_see(db, plan, asker.person) else None


def _plan_read(
    services: Services, db: Database, taken: inbox.Taken, message: Message, asker: Who
) -> Plan | None:
    """Return the only live plan of somebody with a measure that words at top level can be about."""
    if taken.answer_id:
        kind, _, rest = str(taken.answer_id).partition("/")
        return store.read_plan(db, asker.tenant, rest.split("/")[0]) if kind == _PLAN else None
    if _is_asked(message, named=True):
        return None
    plans = service.plans_for(db, asker.tenant, asker.person)
    live = (plan for plan in plans if plan.is_live)
    typed = (_typed(services, db, plan, message, asker, named=True) for plan in live)
    meant = [one.plan for one in typed for _ in readings.plainly_meant(one)]
    return meant[0] if len(meant) == 1 else None


def _is_asked(message: Message, *, named: bool) -> bool:
    """Tell whether words in a plan's thread are a question to the bot."""
    return asks(as_typed(message.text), beside_a_question=not named)
