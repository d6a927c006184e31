"""Trouble with one self-assessment, plan or task, kept from the others."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

log = logging.getLogger(__name__)

_AN_HOUR = timedelta(hours=1)


class Troubles:
    """Logs what is wrong with one of them once an hour at most: its id, and nothing it holds."""

    def __init__(self) -> None:
        """Start without any."""
        self._lock = threading.Lock()
        self._logged: dict[tuple[str, str], datetime] = {}

    @contextmanager
    def kept_to(self, tenant: str, subject_id: str, now: datetime) -> Iterator[None]:
        """Let an error that is raised inside end there."""
        try:
            yield
        except Exception as error:
            if self._is_news((tenant, subject_id), now):
                # What the error says, and its traceback, may quote what somebody wrote.
                log.error(
                    "Something cannot be worked on; the rest goes on",
                    extra={"subject": subject_id, "reason": type(error).__name__},
                )

    def _is_news(self, subject: tuple[str, str], now: datetime) -> bool:
        with self._lock:
            recent = {one: at for one, at in self._logged.items() if now - at < _AN_HOUR}
            self._logged = {subject: now} | recent
            return subject not in recent
