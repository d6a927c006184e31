"""The fishbone and the driver diagram in a plan's thread: sent, and replaced by a newer one."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass

from slack_sdk import WebClient

from bot import delivery
from bot.delivery import TryLater, Undeliverable
from bot.planning import looks
from bot.planning.diagrams import driver_diagram_of, fishbone_of
from bot.services import Services
from bot.uploads import Upload, upload
from conversations.exports.driver_diagram import driver_diagram, driver_diagram_words
from conversations.exports.fishbone import fishbone, fishbone_words
from conversations.planning import pictures
from conversations.planning.model import Plan, Stage

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Picture:
    """A diagram of a plan: its file, how it is drawn, and what it says in words."""

    kind: pictures.Kind
    name: str
    title: str
    drawn: Callable[[Plan], bytes]
    said: Callable[[Plan], str]
    has_something: Callable[[Plan], bool]


FISHBONE = Picture(
    "fishbone",
    "fishbone.png",
    "Fishbone",
    lambda plan: fishbone(fishbone_of(plan)),
    lambda plan: fishbone_words(fishbone_of(plan)),
    lambda plan: bool(plan.causes),
)
DRIVERS = Picture(
    "drivers",
    "driver-diagram.png",
    "Driver diagram",
    lambda plan: driver_diagram(driver_diagram_of(plan)),
    lambda plan: driver_diagram_words(driver_diagram_of(plan)),
    lambda plan: bool(plan.drivers),
)

_SHOWN_AFTER: dict[Stage, Picture] = {
    "causes": FISHBONE,
    "roots": FISHBONE,
    "drivers": DRIVERS,
    "ideas": DRIVERS,
}


def show_what_is_left(services: Services, client: WebClient, before: Plan, after: Plan) -> None:
    """Show the diagram of the stage that a team goes on from, unless it stands there already.

    It is sent at most once; whoever misses it has the button.
    """
    picture = _SHOWN_AFTER.get(before.stage)
    if picture and after.stage != before.stage and picture.has_something(after):
        show(services, client, after, picture, again=False)


def show(
    services: Services, client: WebClient, plan: Plan, picture: Picture, *, again: bool = True
) -> bool:
    """Show a diagram in the plan's thread in the place of the one before; tell whether it is there.

    Without ``again`` one that would show the same is not sent once more.
    """
    words = picture.said(plan)
    drawn = picture.drawn(plan)
    digest = hashlib.blake2b(drawn, digest_size=16).hexdigest()
    with services.store.reading() as db:
        place = looks.card_of(db, plan)
        former = pictures.shown(db, plan.tenant, plan.id, picture.kind)
    if place is None:
        return False
    if former and former.digest == digest and not again:
        return True
    file = upload(client, Upload(picture.name, picture.title, drawn, words), *place)
    if file is None:
        return False
    with services.store.transaction() as db:
        kept = pictures.Shown(file, digest)
        now = services.clock()
        old = pictures.replace(db, plan.tenant, plan.id, picture.kind, kept, now)
    if old:
        _remove(client, old)
    return True


def _remove(client: WebClient, file: str) -> None:
    """Remove a picture that a newer one replaces; where Slack does not let us, it stays beside."""
    try:
        delivery.call(client, "files.delete", file=file)
    except (TryLater, Undeliverable) as refused:
        log.info("A former picture stays", extra={"reason": refused.reason})
