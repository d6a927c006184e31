"""What every listener shares, built once by ``bot.app.create_app``."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.process import process_name
from bot.settings import Settings
from bot.troubles import Troubles
from bot.urgency import Urgency
from conversations.database import Store
from retrieval.engine import Engine

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]

_TALKERS = 16
_PATIENCE_SECONDS = 0.25


def now() -> datetime:
    """Return the present moment, in UTC."""
    return datetime.now(UTC)


def _talkers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_TALKERS, thread_name_prefix="talker")


@dataclass(frozen=True)
class Services:
    """The settings, the database, the engine, the Department's wording by id, and the time.

    ``installers`` are the user ids of those who installed the app for a tenant, where known.
    ``talkers`` do what may take a while after a click was acknowledged, so that the next click is
    not kept waiting for it; ``urgency`` tells them who is to go first. ``troubles`` keeps what is
    wrong with one self-assessment, plan or task from the others.
    """

    settings: Settings
    store: Store
    engine: Engine
    official: Mapping[str, str]
    installers: Callable[[str], frozenset[str]]
    clock: Clock = now
    talkers: ThreadPoolExecutor = field(default_factory=_talkers)
    urgency: Urgency = field(default_factory=Urgency)
    troubles: Troubles = field(default_factory=Troubles)
    process: str = field(default_factory=process_name)

    def later(self, work: Callable[[], None]) -> None:
        """Do ``work`` in a thread of its own, after those who wait for an acknowledgement."""

        def do() -> None:
            self.urgency.let_pass(_PATIENCE_SECONDS)
            try:
                work()
            except Exception:
                # Whoever clicked was answered before; nobody else would hear of it.
                log.exception("What was to follow a click was not done")

        self.talkers.submit(do)
