"""Posts an answer once, for a message or click that this process holds in the inbox."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from slack_sdk import WebClient

from bot import delivery, intake
from bot.delivery import CannotTell, TryLater, Undeliverable
from bot.pace import PACE, RATE_LIMITED
from bot.services import Services
from conversations import inbox, outbox
from conversations.answers import Given
from conversations.database import moment
from conversations.inbox import Taken

log = logging.getLogger(__name__)

_SKEW = timedelta(minutes=10)
_REFUSED_BLOCKS = frozenset(("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"))


@contextmanager
def held(services: Services, taken: Taken) -> Iterator[None]:
    """Settle the inbox row of what is done inside, whatever goes wrong with it."""
    try:
        yield
    except TryLater as later:
        intake.try_again(services, taken, later.seconds, unsure=later.unsure)
        if later.reason == RATE_LIMITED:
            _let_answers_go_first(services, taken, later.seconds)
    except Undeliverable as refused:
        log.warning("An answer was refused", extra={"reason": refused.reason})
        intake.give_up(services, taken, refused.reason)
    except inbox.NotHeld:
        log.info("Another attempt is at it")
    except Exception:
        # Whoever asked is told by the error handler; it is not tried again.
        intake.give_up(services, taken, "error")
        raise


@dataclass(frozen=True)
class Spot:
    """Where a message is posted; ``oldest`` is a ``ts`` from before it can have been sent."""

    channel: str
    thread_ts: str | None
    oldest: str


def post_once(
    services: Services,
    client: WebClient,
    taken: Taken,
    given: Given,
    message: Mapping[str, Any],
) -> str | None:
    """Post an answer, or find that an earlier attempt did; return its ``ts``.

    Raises and returns as ``send_once`` does.
    """
    oldest = given.question_ts or given.thread_ts or _before(given.at)
    spot = Spot(given.channel, given.thread_ts, oldest)
    return send_once(services, client, taken, given.id, spot, message)


def send_once(
    services: Services,
    client: WebClient,
    taken: Taken,
    delivery_id: str,
    spot: Spot,
    message: Mapping[str, Any],
) -> str | None:
    """Post a message, or find that an earlier attempt did; return its ``ts``.

    None where that cannot be known and the settings say rather to miss it than to send it twice.
    Raises TryLater, Undeliverable or NotHeld.
    """
    if taken.state == "sending":
        try:
            posted = delivery.find_posted(
                client, delivery_id, spot.channel, spot.thread_ts, spot.oldest
            )
        except CannotTell:
            if services.settings.when_unsure == "skip":
                return None
            posted = None
        if posted:
            return posted
        # Looking may have taken longer than the lease.
        with services.store.transaction() as db:
            inbox.hold(db, taken, services.clock())
    where = {"channel": spot.channel, "thread_ts": spot.thread_ts}
    try:
        return delivery.post(client, delivery_id, **where, **message)
    except Undeliverable as refused:
        if refused.reason not in _REFUSED_BLOCKS:
            raise
        # A Slack that does not know a block takes the same words without buttons.
        log.error("Slack refused the blocks of an answer", extra={"reason": refused.reason})
        return delivery.post(client, delivery_id, **where, text=message["text"])


def _let_answers_go_first(services: Services, taken: Taken, seconds: float) -> None:
    now = services.clock()
    with services.store.transaction() as db:
        outbox.pause(db, taken.key.tenant, now, now + timedelta(seconds=seconds), PACE)


def _before(stored: str) -> str:
    """Return a ``ts`` from before an answer can have been posted; clocks may differ."""
    return f"{(moment(stored) - _SKEW).timestamp():.6f}"
