"""Everything behind a sandbox's port, for those who act on it: the API, the page and people."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from bot.sandbox.delivery import Delivery
from bot.sandbox.faults import Faults
from bot.sandbox.grants import Grants
from bot.sandbox.handles import Handles
from bot.sandbox.model import Channel, Workspace
from bot.sandbox.outcome import Outcome
from bot.sandbox.rates import Meter
from bot.sandbox.registration import Registration
from bot.sandbox.workspace import State, new_id

# An app may subscribe to an event only with the scope that lets it see the thing.
EVENT_SCOPES = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "member_joined_channel": "channels:read",
}


@dataclass
class Upload:
    """A place that was given out for the content of one file."""

    id: str
    team_id: str
    name: str
    length: int
    alt_text: str
    content: bytes | None = None


class Core:
    """The parts of a sandbox and the address it is reached at."""

    def __init__(
        self,
        registration: Registration,
        clock: Callable[[], float],
        delivery: Delivery,
        *,
        rate_limits: bool,
    ) -> None:
        """Put the parts together; workspaces are added to `state` afterwards."""
        self.registration = registration
        self.clock = clock
        self.delivery = delivery
        self.state = State(clock)
        self.grants = Grants()
        self.handles = Handles(clock)
        self.faults = Faults()
        self.meter = Meter(clock, enabled=rate_limits)
        # Known once the server listens.
        self.url = ""
        # Places given out by files.getUploadURLExternal.
        self.uploads: dict[str, Upload] = {}
        # Tickets of apps.connections.open, each good for one connection.
        self.tickets: set[str] = set()

    @property
    def api_url(self) -> str:
        """The base URL for a Slack client."""
        return f"{self.url}/api/"

    def response_url(self, handle_id: str) -> str:
        """The URL that a handle answers at."""
        return f"{self.url}/respond/{handle_id}"

    def emit(
        self,
        workspace: Workspace,
        subscription: str,
        event: dict[str, Any],
        channel: Channel | None = None,
    ) -> None:
        """Deliver an event, if the app subscribed to it and may see it."""
        if subscription not in self.registration.bot_events:
            return
        grants = self.grants.of_workspace(workspace)
        needed = EVENT_SCOPES.get(subscription)
        leaving = subscription in ("app_uninstalled", "tokens_revoked")
        if not leaving:
            if not workspace.installed or not grants:
                return
            if needed and not any(needed in grant.scopes for grant in grants):
                return
        org_wide = bool(workspace.enterprise_id) and any(grant.org_wide for grant in grants)
        for _ in range(self.faults.copies_of_event()):
            self.delivery.event(self._envelope(workspace, event, channel, org_wide=org_wide))

    def _envelope(
        self,
        workspace: Workspace,
        event: dict[str, Any],
        channel: Channel | None,
        *,
        org_wide: bool,
    ) -> dict[str, Any]:
        envelope = {
            "token": self.registration.verification_token,
            "team_id": workspace.team_id,
            "context_team_id": workspace.team_id,
            "context_enterprise_id": workspace.enterprise_id,
            "api_app_id": self.registration.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": new_id("Ev"),
            "event_time": int(self.clock()),
            "authorizations": [
                {
                    "enterprise_id": workspace.enterprise_id,
                    "team_id": None if org_wide else workspace.team_id,
                    "user_id": workspace.bot_user,
                    "is_bot": True,
                    "is_enterprise_install": org_wide,
                }
            ],
            "is_ext_shared_channel": bool(channel and channel.shared),
            "event_context": f"4-{secrets.token_urlsafe(24)}",
        }
        if workspace.enterprise_id:
            envelope["enterprise_id"] = workspace.enterprise_id
        return envelope

    def ask(
        self,
        workspace: Workspace,
        payload: dict[str, Any],
        kind: Literal["interactive", "slash_commands"],
    ) -> Outcome:
        """Send an interaction and wait for its acknowledgement."""
        if not workspace.installed:
            return Outcome(error="app_not_installed")
        return self.delivery.ask(kind, payload)
