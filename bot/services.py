"""What every listener shares, built once by ``bot.app.create_app``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.process import process_name
from bot.settings import Settings
from conversations.database import Store
from retrieval.engine import Engine

Clock = Callable[[], datetime]


def now() -> datetime:
    """Return the present moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Services:
    """The settings, the database, the engine, the Department's wording by id, and the time.

    ``installers`` are the user ids of those who installed the app for a tenant, where known.
    """

    settings: Settings
    store: Store
    engine: Engine
    official: Mapping[str, str]
    installers: Callable[[str], frozenset[str]]
    clock: Clock = now
    process: str = field(default_factory=process_name)
