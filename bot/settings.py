"""Settings from the environment, read once, here and nowhere else."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import platformdirs

APP = "blueprint-bot"
SLACK_API_URL = "https://slack.com/api/"
_APP_PAGE = "api.slack.com/apps, your app"


def forget_proxies() -> None:
    """Let this process reach its own machine directly: Slack's library knows no exceptions."""
    for name in [name for name in os.environ if name.lower() in ("http_proxy", "https_proxy")]:
        del os.environ[name]


class SettingsError(Exception):
    """A setting is missing or malformed; the message says which, its shape and where to find it."""


@dataclass(frozen=True)
class Settings:
    """Where things are kept, and how Slack is reached.

    ``data_dir`` holds what an operator imports and backs up, ``database`` what people do in Slack.
    Secrets are kept out of the representation, so that no log shows one. ``quiet_hours`` is off
    only in a practice workspace, where nobody is disturbed in the evening; there, calendars may be
    imported from ``private_links`` of this machine and its network too.
    """

    data_dir: Path
    cache_dir: Path
    database: Path
    bot_token: str | None = None
    app_token: str | None = None
    signing_secret: str | None = None
    client_id: str | None = None
    client_secret: str | None = None
    api_url: str = SLACK_API_URL
    port: str = "3000"
    public_url: str | None = None
    timezone: str = "America/New_York"
    when_unsure: str = "skip"
    quiet_hours: bool = True
    private_links: bool = False

    def __repr__(self) -> str:
        return f"Settings(database={str(self.database)!r}, api_url={self.api_url!r})"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the settings; ``environment`` is the process's own unless given."""
        environment = os.environ if environment is None else environment
        said = {name: value.strip() for name, value in environment.items() if value.strip()}
        data_dir = Path(said.get("BLUEPRINT_DATA_DIR") or platformdirs.user_data_path(APP))
        database = said.get("BLUEPRINT_DB")
        return cls(
            data_dir=data_dir,
            cache_dir=Path(said.get("BLUEPRINT_CACHE_DIR") or platformdirs.user_cache_path(APP)),
            database=Path(database) if database else data_dir / "blueprint.db",
            bot_token=said.get("SLACK_BOT_TOKEN"),
            app_token=said.get("SLACK_APP_TOKEN"),
            signing_secret=said.get("SLACK_SIGNING_SECRET"),
            client_id=said.get("SLACK_CLIENT_ID"),
            client_secret=said.get("SLACK_CLIENT_SECRET"),
            api_url=said.get("SLACK_API_URL", SLACK_API_URL).rstrip("/") + "/",
            port=said.get("PORT", "3000"),
            public_url=said.get("BLUEPRINT_PUBLIC_URL"),
            timezone=said.get("BLUEPRINT_TIMEZONE", "America/New_York"),
            when_unsure=said.get("BLUEPRINT_WHEN_UNSURE", "skip"),
        )

    @property
    def slack_url(self) -> str:
        """Slack's own site beside its API, where people are sent to install the app."""
        return self.api_url.removesuffix("api/")

    @property
    def has_oauth(self) -> bool:
        """Whether many workspaces install the app by OAuth, rather than one by token."""
        return self.client_id is not None

    def slack_mode(self) -> Literal["socket", "http"]:
        """Return how Slack reaches the app.

        Raises SettingsError with one sentence on what is missing or malformed.
        """
        self._check_shapes()
        if self.app_token is not None:
            if self.has_oauth:
                raise SettingsError(
                    "SLACK_APP_TOKEN and SLACK_CLIENT_ID are both set: Socket Mode serves one "
                    "workspace by its token. Remove SLACK_CLIENT_ID, or remove SLACK_APP_TOKEN to "
                    "serve many workspaces over HTTP."
                )
            self._need_bot_token()
            return "socket"
        if self.signing_secret is None:
            raise SettingsError(
                "Neither SLACK_APP_TOKEN (Socket Mode; starts with xapp-; "
                f"{_APP_PAGE}, Basic Information, App-Level Tokens) nor SLACK_SIGNING_SECRET "
                f"(HTTP; 32 letters and digits; {_APP_PAGE}, Basic Information, App Credentials) "
                "is set; set one of them. To try the app without Slack, run blueprint-bot try."
            )
        if not self.has_oauth:
            self._need_bot_token()
        elif self.client_secret is None:
            raise SettingsError(
                "SLACK_CLIENT_ID is set without SLACK_CLIENT_SECRET (32 letters and digits); copy "
                f"both from {_APP_PAGE}, Basic Information, App Credentials."
            )
        elif self.public_url is None:
            raise SettingsError(
                "BLUEPRINT_PUBLIC_URL is missing: the address that Slack sends people back to "
                "after they install the app, such as https://blueprint.example.org."
            )
        return "http"

    def port_number(self) -> int:
        """Return the port for HTTP; raises SettingsError where it is none."""
        if not self.port.isdecimal() or not 0 < int(self.port) < 65536:
            raise SettingsError(f"PORT is {self.port!r}; it is a number from 1 to 65535, say 3000.")
        return int(self.port)

    def _need_bot_token(self) -> None:
        if self.bot_token is None:
            raise SettingsError(
                "SLACK_BOT_TOKEN is missing. It starts with xoxb-; find it at "
                f"{_APP_PAGE}, OAuth & Permissions, Bot User OAuth Token (after Install to "
                "Workspace)."
            )

    def _check_shapes(self) -> None:
        if self.bot_token is not None and self.bot_token.startswith("xoxe."):
            raise SettingsError(
                "SLACK_BOT_TOKEN is a rotating token (xoxe.) and ends after twelve hours. Make the "
                "app anew from what blueprint-bot manifest --socket prints, or with --http URL "
                "--one-workspace."
            )
        starts = (
            ("SLACK_BOT_TOKEN", self.bot_token, "xoxb-", "OAuth & Permissions"),
            ("SLACK_APP_TOKEN", self.app_token, "xapp-", "Basic Information, App-Level Tokens"),
        )
        for name, value, start, place in starts:
            if value is not None and not value.startswith(start):
                raise SettingsError(
                    f"{name} does not start with {start}; copy it anew from {_APP_PAGE}, {place}."
                )
        for name, address in (
            ("SLACK_API_URL", self.api_url),
            ("BLUEPRINT_PUBLIC_URL", self.public_url or SLACK_API_URL),
        ):
            if not address.startswith(("https://", "http://")):
                raise SettingsError(f"{name} is {address!r}; it starts with https://.")
        try:
            ZoneInfo(self.timezone)
        except (KeyError, ValueError, OSError):
            raise SettingsError(
                f"BLUEPRINT_TIMEZONE is {self.timezone!r}, no time zone known here; write it like "
                "America/New_York."
            ) from None
        if self.when_unsure not in ("skip", "repeat"):
            raise SettingsError(
                f"BLUEPRINT_WHEN_UNSURE is {self.when_unsure!r}; it is skip (rather miss a message "
                "than send it twice) or repeat (the other way round)."
            )
        self.port_number()
