"""How the app answered something that was sent to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Outcome:
    """An acknowledgement, or what Slack tells the person when there was none.

    `error` is operation_timeout, dispatch_failed, http_client_error or http_service_error.
    """

    status: int | None = None
    body: Any = None
    error: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    # After a view_submission: block_id -> sentence, and what became of the modal.
    errors: dict[str, str] = field(default_factory=dict)
    closed: bool = False
    updated: bool = False
    pushed: bool = False

    @property
    def ok(self) -> bool:
        """Whether the app acknowledged in time and refused nothing."""
        return self.error is None and not self.errors
