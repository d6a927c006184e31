"""Sends what is due in the outbox: each row once, in school hours, whatever Slack does.

Several messages are under way at once, to different recipients. What nobody waits for goes at a
pace that leaves room in each workspace for answers to questions.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from slack_sdk import WebClient
from sqlite_utils import Database

from bot.delivery import CannotTell, TryLater, Undeliverable, find_posted, post_to
from bot.direct_messages import DirectMessages
from bot.pace import PACE, RATE_LIMITED
from bot.process import is_gone
from bot.services import Services
from conversations import outbox
from conversations.calendar import Calendar, next_school_time
from conversations.database import Store
from conversations.school_calendars import calendar_of_channel, calendar_of_person

log = logging.getLogger(__name__)

# A row in, what chat.postMessage takes out: text, blocks and perhaps a thread_ts; None where there
# is nothing to say any more.
Renderer = Callable[[outbox.Row], Mapping[str, Any] | None]
# What is kept with the record that a row was sent: the row, its channel and its ``ts``.
Arrival = Callable[[Database, outbox.Row, str, str], None]
ClientFor = Callable[[str], WebClient | None]

ATTEMPTS = 10
# Longer than one delivery with all its calls can take.
LEASE = timedelta(minutes=5)
_FIRST_WAIT = timedelta(seconds=15)
_LONGEST_WAIT = timedelta(hours=1)
AT_ONCE = 12
"""Messages under way in one process: Slack takes a fifth of a second for one."""

# Slack's clock and ours may differ.
_SKEW = timedelta(minutes=10)
_IDLE_SECONDS = 1.0
_PATIENCE_SECONDS = 0.25
_USERS = ("U", "W")
_UNSEEN = "channel_not_found"


@dataclass(frozen=True)
class Notifier:
    """What a delivery needs besides the row: a client, renderers by kind, school hours.

    The ``calendar`` counts where neither recipient nor team nor district says otherwise.
    ``arrivals`` by kind keep where a message stands. ``repeat_when_unsure`` decides where Slack
    does not let us look whether a message arrived. ``pace`` is None where nothing is spread.
    """

    process: str
    client_for: ClientFor
    renderers: Mapping[str, Renderer]
    calendar: Calendar
    repeat_when_unsure: bool = False
    quiet_hours: bool = True
    arrivals: Mapping[str, Arrival] = field(default_factory=dict)
    direct_messages: DirectMessages = field(default_factory=DirectMessages)
    pace: outbox.Pace | None = PACE


def notifier_for(
    services: Services,
    client_for: ClientFor,
    renderers: Mapping[str, Renderer],
    arrivals: Mapping[str, Arrival] | None = None,
) -> Notifier:
    """Return the notifier that the settings ask for."""
    return Notifier(
        process=services.process,
        client_for=client_for,
        renderers=renderers,
        calendar=Calendar(ZoneInfo(services.settings.timezone)),
        repeat_when_unsure=services.settings.when_unsure == "repeat",
        quiet_hours=services.settings.quiet_hours,
        arrivals=arrivals or {},
    )


@dataclass(frozen=True)
class Sent:
    """The message stands in ``channel`` as ``ts``."""

    row: outbox.Row
    channel: str
    ts: str


@dataclass(frozen=True)
class Failed:
    """The message is given up, for ``reason``."""

    row: outbox.Row
    reason: str


@dataclass(frozen=True)
class Postponed:
    """The message is tried again at ``until``; ``unsure`` where it may have arrived already.

    ``rate_limited`` where Slack asked for patience with this recipient.
    """

    row: outbox.Row
    until: datetime
    reason: str
    unsure: bool = False
    counted: bool = True
    rate_limited: bool = False


@dataclass(frozen=True)
class Dropped:
    """There is nothing to say any more."""

    row: outbox.Row


Outcome = Sent | Failed | Postponed | Dropped


def run(services: Services, notifier: Notifier, stop: threading.Event) -> None:
    """Deliver until ``stop`` is set; for a thread of its own."""
    room, changed = threading.Semaphore(AT_ONCE), threading.Event()

    def finished(_: Future[None]) -> None:
        room.release()
        # Whoever was being sent something may be sent the next.
        changed.set()

    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="deliver") as pool:
        while not stop.is_set():
            services.urgency.let_pass(_PATIENCE_SECONDS)
            if not room.acquire(timeout=_IDLE_SECONDS):
                continue
            changed.clear()
            try:
                claimed = _claim(services.store, notifier, services.clock())
            except Exception:
                log.exception("The outbox cannot be worked on (%s)", _reference())
                claimed = None
            if isinstance(claimed, _Claimed):
                pool.submit(_work, services, notifier, claimed).add_done_callback(finished)
                continue
            room.release()
            if claimed is None:
                changed.wait(_IDLE_SECONDS)


def deliver_one_due(store: Store, notifier: Notifier, now: datetime) -> Outcome | None:
    """Deliver the message that has waited longest; None where nothing is due."""
    claimed = _claim(store, notifier, now)
    return _finish(store, notifier, claimed, now) if isinstance(claimed, _Claimed) else claimed


@dataclass(frozen=True)
class _Claimed:
    """A row in hand; ``waits`` where it is out of hours, and only looked up."""

    claim: outbox.Claim
    waits: Postponed | None


def _claim(store: Store, notifier: Notifier, now: datetime) -> _Claimed | Postponed | None:
    gone = partial(is_gone, own=notifier.process)
    with store.transaction() as db:
        claim = outbox.claim_one_due(db, now, notifier.process, LEASE, gone, notifier.pace)
        if claim is None:
            return None
        waits = _out_of_hours(db, notifier, claim.row, now)
        if waits and not claim.unsure:
            _record(db, notifier, waits, now)
            return waits
        if notifier.pace:
            outbox.count(db, claim.row.tenant, now, notifier.pace)
    return _Claimed(claim, waits)


def _work(services: Services, notifier: Notifier, claimed: _Claimed) -> None:
    try:
        _finish(services.store, notifier, claimed, services.clock())
    except Exception:
        # Its lease runs out, and then it is looked up.
        log.exception("What became of a row cannot be kept (%s)", _reference())


def _finish(store: Store, notifier: Notifier, claimed: _Claimed, now: datetime) -> Outcome:
    row = claimed.claim.row
    outcome = _deliver(notifier, claimed.claim, claimed.waits, now)
    with store.transaction() as db:
        _record(db, notifier, outcome, now)
    reason = getattr(outcome, "reason", "")
    log.info("Row %s: %s %s", row.id, type(outcome).__name__.lower(), reason)
    return outcome


@dataclass(frozen=True)
class _Ready:
    client: WebClient
    channel: str
    message: Mapping[str, Any]


def _deliver(
    notifier: Notifier, claim: outbox.Claim, waits: Postponed | None, now: datetime
) -> Outcome:
    row = claim.row
    try:
        ready = _prepare(notifier, claim, waits, now)
    except Exception as error:
        return _troubled(error, row, claim.unsure, now)
    if not isinstance(ready, _Ready):
        return ready
    try:
        channel, ts = _post(notifier, ready, row)
    except Exception as error:
        unsure = error.unsure if isinstance(error, TryLater) else True
        return _troubled(error, row, unsure, now)
    return Sent(row, channel, ts)


def _post(notifier: Notifier, ready: _Ready, row: outbox.Row) -> tuple[str, str]:
    try:
        channel, ts = post_to(ready.client, row.id, channel=ready.channel, **ready.message)
    except Undeliverable as refused:
        if ready.channel != row.recipient or not _is_person(row) or refused.reason != _UNSEEN:
            raise
        # Posting to a person is only a short cut; opening also says why they cannot be reached.
        opened = notifier.direct_messages.open(ready.client, row.tenant, row.recipient)
        return post_to(ready.client, row.id, channel=opened, **ready.message)
    if _is_person(row):
        notifier.direct_messages.keep(row.tenant, row.recipient, channel)
    return channel, ts


def _prepare(
    notifier: Notifier, claim: outbox.Claim, waits: Postponed | None, now: datetime
) -> _Ready | Outcome:
    row = claim.row
    client = notifier.client_for(row.tenant)
    if client is None:
        return Failed(row, "not_installed")
    renderer = notifier.renderers.get(row.kind)
    if renderer is None:
        return Failed(row, "unknown_kind")
    message = renderer(row)
    if message is None:
        return Dropped(row)
    ready = _Ready(client, _conversation(notifier, client, claim, now), message)
    return (_settle(notifier, ready, row) or waits if claim.unsure else None) or ready


def _conversation(notifier: Notifier, client: WebClient, claim: outbox.Claim, now: datetime) -> str:
    row, people = claim.row, notifier.direct_messages
    if not _is_person(row):
        return row.recipient
    if claim.unsure:
        # It is looked through, and for that it has to be known.
        return people.open(client, row.tenant, row.recipient)
    return people.find(client, row.tenant, row.recipient, now)


def _is_person(row: outbox.Row) -> bool:
    return row.recipient.startswith(_USERS)


def _settle(notifier: Notifier, ready: _Ready, row: outbox.Row) -> Outcome | None:
    """Find out what became of an earlier attempt; None where the message is to be sent now."""
    oldest = f"{(row.due_at - _SKEW).timestamp():.6f}"
    thread = ready.message.get("thread_ts")
    try:
        ts = find_posted(ready.client, row.id, ready.channel, thread, oldest)
    except CannotTell:
        if not notifier.repeat_when_unsure:
            return Failed(row, "unsure")
    else:
        if ts is not None:
            return Sent(row, ready.channel, ts)
    return Failed(row, row.reason or "gave_up") if row.attempts > ATTEMPTS else None


def _out_of_hours(
    db: Database, notifier: Notifier, row: outbox.Row, now: datetime
) -> Postponed | None:
    if row.any_hour or not notifier.quiet_hours:
        return None
    calendar_of = calendar_of_person if _is_person(row) else calendar_of_channel
    opens = next_school_time(now, calendar_of(db, row.tenant, row.recipient, notifier.calendar))
    return Postponed(row, opens, outbox.OUT_OF_HOURS, counted=False) if opens > now else None


def _troubled(error: Exception, row: outbox.Row, unsure: bool, now: datetime) -> Outcome:
    match error:
        case Undeliverable():
            return Failed(row, error.reason)
        case TryLater(reason=reason) if reason == RATE_LIMITED:
            until = now + timedelta(seconds=max(error.seconds, 1))
            return Postponed(row, until, error.reason, unsure, counted=False, rate_limited=True)
        case TryLater():
            return _again(row, error.reason, unsure, now, timedelta(seconds=error.seconds))
    reference = _reference()
    log.error("Delivery of row %s went wrong (%s)", row.id, reference, exc_info=error)
    return _again(row, f"{type(error).__name__} {reference}", unsure, now)


def _again(
    row: outbox.Row, reason: str, unsure: bool, now: datetime, at_least: timedelta = _FIRST_WAIT
) -> Outcome:
    # What may have arrived is worth a longer look before it is called failed.
    if row.attempts >= ATTEMPTS * (2 if unsure else 1):
        return Failed(row, "unsure" if unsure else reason)
    grown = _FIRST_WAIT * 4 ** min(row.attempts - 1, ATTEMPTS)
    return Postponed(row, now + max(at_least, min(grown, _LONGEST_WAIT)), reason, unsure)


def _record(db: Database, notifier: Notifier, outcome: Outcome, now: datetime) -> None:
    row = outcome.row
    match outcome:
        case Sent():
            outbox.record_sent(db, row, outcome.channel, outcome.ts, now)
            if row.kind in notifier.arrivals:
                notifier.arrivals[row.kind](db, row, outcome.channel, outcome.ts)
        case Dropped():
            outbox.record_dropped(db, row, now)
        case Failed():
            outbox.record_failed(db, row, outcome.reason, now)
        case Postponed():
            outbox.postpone(
                db,
                row,
                outcome.until,
                outcome.reason,
                sending=outcome.unsure,
                counted=outcome.counted,
            )
            if outcome.rate_limited:
                outbox.hold_back(db, row.tenant, row.recipient, outcome.until)
                # Slack does not say whose limit it was; of two recipients it is their workspace's.
                if notifier.pace and outbox.others_wait(db, row, now, RATE_LIMITED):
                    outbox.pause(db, row.tenant, now, outcome.until, notifier.pace)


def _reference() -> str:
    return secrets.token_hex(4)
