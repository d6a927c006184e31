"""Publishes Home tabs: for whoever opens theirs or clicks in it at once, in the order of change.

Slack is told which drawing it is to replace: where another came between, things are read again, so
that what was read earlier never stands over what was read later.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from slack_sdk import WebClient

from bot import delivery
from bot.delivery import TryLater, Undeliverable
from bot.directory import may_name_coordinators
from bot.homes.composing import compose
from bot.services import Services
from bot.who import Who
from conversations.coordinators import is_coordinator
from conversations.homes import kept
from conversations.homes.kept import Home, Turned

log = logging.getLogger(__name__)

_CHANGED_SINCE = "hash_conflict"


def open_home(
    services: Services, client: WebClient, viewer: Who, stands: Mapping[str, Any] | None = None
) -> None:
    """Draw the Home of somebody who opens it; ``stands`` is the view that Slack shows them now.

    It is left as it is where it shows everything already.
    """
    may_name = _may_name(services, client, viewer)
    if viewer.is_guest:
        with services.store.reading() as db:
            view = compose(services, db, viewer, Turned(), may_name=False)
        try:
            _attempt(client, viewer, view, None)
        except (TryLater, Undeliverable) as failed:
            log.warning("A Home tab was not drawn", extra={"reason": failed.reason})
        return
    with services.store.transaction() as db:
        home = kept.opened(db, viewer.tenant, viewer.person, may_name, services.clock())
    in_front = stands is not None and stands.get("hash") == home.hash
    publish(services, client, viewer, home, unless_same=in_front)


def draw(services: Services, client: WebClient, viewer: Who) -> None:
    """Draw the Home of somebody who has done something in it, as things stand."""
    with services.store.reading() as db:
        home = kept.find(db, viewer.tenant, viewer.person)
    if home is None or viewer.is_guest:
        open_home(services, client, viewer)
        return
    publish(services, client, viewer, home)


def draw_for(services: Services, client: WebClient, viewer: Who) -> None:
    """Draw somebody's Home, if they opened it lately, after what they did there or elsewhere."""
    with services.store.reading() as db:
        home = kept.find(db, viewer.tenant, viewer.person)
    if home is not None and home.is_followed(services.clock()):
        publish(services, client, viewer, home, unless_same=True)


def turn(services: Services, client: WebClient, viewer: Who, what: str, start: int) -> None:
    """Turn one of the lists in somebody's Home to the rows from ``start`` on."""
    with services.store.transaction() as db:
        home = kept.find(db, viewer.tenant, viewer.person)
        if home is None:
            home = kept.opened(db, viewer.tenant, viewer.person, None, services.clock())
        home = replace(home, turned=replace(home.turned, **{what: start}))
        kept.turn(db, home.tenant, home.person, home.turned)
    publish(services, client, viewer, home)


def publish(
    services: Services, client: WebClient, viewer: Who, home: Home, *, unless_same: bool = False
) -> None:
    """Draw a Home as things stand; ``unless_same`` leaves it where nothing would look different."""
    read_at = services.clock()
    view = _composed(services, viewer, home)
    digest = _digest(view)
    if not (unless_same and home.hash and digest == home.digest):
        try:
            shown = _attempt(client, viewer, view, home.hash)
            if shown is None:
                # Another drawing came between: what it did not know yet is read again.
                view = _composed(services, viewer, home)
                digest, shown = _digest(view), _attempt(client, viewer, view, None)
        except TryLater as later:
            _wait(services, home, later)
            return
        except Undeliverable as refused:
            log.warning("A Home tab was not drawn", extra={"reason": refused.reason})
            with services.store.transaction() as db:
                kept.give_up(db, home.tenant, home.person)
            return
        home = replace(home, hash=shown, digest=digest)
    with services.store.transaction() as db:
        kept.drawn(db, home, read_at=read_at, now=services.clock())


def _composed(services: Services, viewer: Who, home: Home) -> dict[str, Any]:
    with services.store.reading() as db:
        return compose(services, db, viewer, home.turned, may_name=home.may_name)


def _attempt(
    client: WebClient, viewer: Who, view: Mapping[str, Any], known: str | None
) -> str | None:
    """Publish a view where nothing else was since ``known``; return its hash, None if it was.

    Raises TryLater or Undeliverable.
    """
    try:
        answered = delivery.call(
            client, "views.publish", user_id=viewer.person, view=view, hash=known
        )
    except Undeliverable as refused:
        if refused.reason == _CHANGED_SINCE and known:
            return None
        raise
    return str(answered["view"]["hash"])


def _wait(services: Services, home: Home, later: TryLater) -> None:
    log.info("A Home tab waits", extra={"reason": later.reason})
    until = services.clock() + timedelta(seconds=max(later.seconds, 1))
    with services.store.transaction() as db:
        kept.later(db, home.tenant, home.person, until)


def _may_name(services: Services, client: WebClient, viewer: Who) -> bool | None:
    if viewer.is_guest:
        return False
    with services.store.reading() as db:
        if is_coordinator(db, viewer.tenant, viewer.person):
            return False
    return may_name_coordinators(services, client, viewer)


def _digest(view: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(view, sort_keys=True).encode()).hexdigest()
