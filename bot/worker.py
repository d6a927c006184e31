"""Sends what is due in the outbox: each row once, in school hours, whatever Slack does."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from slack_sdk import WebClient
from sqlite_utils import Database

from bot.delivery import CannotTell, TryLater, Undeliverable, call, find_posted, post
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
# Slack's clock and ours may differ.
_SKEW = timedelta(minutes=10)
_IDLE_SECONDS = 1.0
_USERS = ("U", "W")


@dataclass(frozen=True)
class Notifier:
    """What a delivery needs besides the row: a client, renderers by kind, school hours.

    The ``calendar`` counts where neither recipient nor team nor district says otherwise.
    ``arrivals`` by kind keep where a message stands. ``repeat_when_unsure`` decides where Slack
    does not let us look whether a message arrived.
    """

    process: str
    client_for: ClientFor
    renderers: Mapping[str, Renderer]
    calendar: Calendar
    repeat_when_unsure: bool = False
    quiet_hours: bool = True
    arrivals: Mapping[str, Arrival] = field(default_factory=dict)
    direct_messages: dict[tuple[str, str], str] = field(default_factory=dict)


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
    while not stop.is_set():
        try:
            outcome = deliver_one_due(services.store, notifier, services.clock())
        except Exception:
            log.exception("The outbox cannot be worked on (%s)", _reference())
            outcome = None
        if outcome is None:
            stop.wait(_IDLE_SECONDS)


def deliver_one_due(store: Store, notifier: Notifier, now: datetime) -> Outcome | None:
    """Deliver the message that has waited longest; None where nothing is due."""
    gone = partial(is_gone, own=notifier.process)
    with store.transaction() as db:
        claim = outbox.claim_one_due(db, now, notifier.process, LEASE, gone)
        if claim is None:
            return None
        waits = _out_of_hours(db, notifier, claim.row, now)
        if waits and not claim.unsure:
            _record(db, notifier, waits, now)
            return waits
    outcome = _deliver(notifier, claim, waits, now)
    with store.transaction() as db:
        _record(db, notifier, outcome, now)
    reason = getattr(outcome, "reason", "")
    log.info("Row %s: %s %s", claim.row.id, type(outcome).__name__.lower(), reason)
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
        ready = _prepare(notifier, claim, waits)
    except Exception as error:
        return _troubled(error, row, claim.unsure, now)
    if not isinstance(ready, _Ready):
        return ready
    try:
        ts = post(ready.client, row.id, channel=ready.channel, **ready.message)
    except Exception as error:
        unsure = error.unsure if isinstance(error, TryLater) else True
        return _troubled(error, row, unsure, now)
    return Sent(row, ready.channel, ts)


def _prepare(notifier: Notifier, claim: outbox.Claim, waits: Postponed | None) -> _Ready | Outcome:
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
    ready = _Ready(client, _conversation(notifier, client, row), message)
    return (_settle(notifier, ready, row) or waits if claim.unsure else None) or ready


def _conversation(notifier: Notifier, client: WebClient, row: outbox.Row) -> str:
    if not row.recipient.startswith(_USERS):
        return row.recipient
    key = (row.tenant, row.recipient)
    if key not in notifier.direct_messages:
        opened = call(client, "conversations.open", users=row.recipient)
        notifier.direct_messages[key] = str(opened["channel"]["id"])
    return notifier.direct_messages[key]


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
    calendar_of = calendar_of_person if row.recipient.startswith(_USERS) else calendar_of_channel
    opens = next_school_time(now, calendar_of(db, row.tenant, row.recipient, notifier.calendar))
    return Postponed(row, opens, outbox.OUT_OF_HOURS, counted=False) if opens > now else None


def _troubled(error: Exception, row: outbox.Row, unsure: bool, now: datetime) -> Outcome:
    match error:
        case Undeliverable():
            return Failed(row, error.reason)
        case TryLater(reason="ratelimited"):
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


def _reference() -> str:
    return secrets.token_hex(4)
