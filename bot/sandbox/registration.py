"""The app as it is registered with the sandbox: its secrets, scopes, events and commands."""

from __future__ import annotations

from dataclasses import dataclass, field

DEFAULT_SCOPES = (
    "app_mentions:read",
    "assistant:write",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:write",
    "users:read",
)
DEFAULT_EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "member_joined_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "tokens_revoked",
)


@dataclass
class Registration:
    """What the manifest and the app's settings pages hold."""

    scopes: tuple[str, ...] = DEFAULT_SCOPES
    bot_events: tuple[str, ...] = DEFAULT_EVENTS
    commands: tuple[str, ...] = ("/blueprint",)
    # callback_id -> name of the message shortcuts and global shortcuts.
    shortcuts: dict[str, str] = field(
        default_factory=lambda: {"ask_blueprint": "Ask the Blueprint"}
    )
    # Not the values of real secrets: everything stays on the loopback.
    app_id: str = "A0BLUEPRINT"
    name: str = "Blueprint"
    client_id: str = "1000000000.2000000000"
    client_secret: str = "sandbox-client-secret"  # noqa: S105
    signing_secret: str = "sandbox-signing-secret"  # noqa: S105
    app_token: str = "xapp-1-A0BLUEPRINT-sandbox"  # noqa: S105
    verification_token: str = "sandbox-verification"  # noqa: S105
    token_rotation: bool = False
    # Allowed prefixes of redirect URLs; empty allows any on the loopback.
    redirect_urls: tuple[str, ...] = ()
