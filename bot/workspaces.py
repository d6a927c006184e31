"""Which workspaces the app is let into, and a client for each: one by token, or many by OAuth."""

from __future__ import annotations

import http.client
import logging
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Protocol

from slack_bolt import BoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import Authorize
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.installations import Installations, Installed
from bot.services import Clock
from bot.settings import Settings
from bot.who import tenant_of

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 10
# A claim on rotating lasts a call and a pause; after a failure only the pause is left of it.
_PAUSE = timedelta(seconds=20)
_CLAIM = timedelta(seconds=TIMEOUT_SECONDS) + _PAUSE
_POLL_SECONDS = 0.05


class CannotStart(Exception):
    """The app cannot be served as it stands; the message is a sentence on why and what to do."""


def web_client(settings: Settings, token: str | None = None) -> WebClient:
    """Return a client of the Slack in the settings, that never repeats a call by itself."""
    return WebClient(
        token=token, base_url=settings.api_url, timeout=TIMEOUT_SECONDS, retry_handlers=[]
    )


class Workspaces(Protocol):
    """The workspaces that the app is installed in."""

    def installed(self, tenant: str) -> Installed | None:
        """Return the tenant's bot with a token that is good now, None where it has none."""
        ...

    def installers(self, tenant: str) -> frozenset[str]:
        """Return the user ids of those who installed the app, where they are known."""
        ...

    def removed(self, tenant: str, happened_at: int) -> None:
        """Take note that the app was uninstalled, or its token revoked, at that epoch second."""
        ...


class OneWorkspace:
    """The workspace, or organisation, that a bot token in the settings belongs to."""

    def __init__(self, identity: Mapping[str, Any], token: str) -> None:
        """Take what auth.test says about ``token``."""
        org_wide = bool(identity.get("is_enterprise_install"))
        self._installed = Installed(
            tenant=identity["enterprise_id"] if org_wide else identity["team_id"],
            enterprise_id=identity.get("enterprise_id"),
            team_id=None if org_wide else identity["team_id"],
            is_org_wide=org_wide,
            bot_id=identity.get("bot_id"),
            bot_user_id=identity.get("user_id"),
            scopes=(),
            bot_token=token,
        )

    @classmethod
    def open(cls, settings: Settings) -> OneWorkspace:
        """Ask Slack whose token it is. Raises CannotStart with one sentence where it is no good."""
        token = settings.bot_token or ""
        try:
            identity: Any = web_client(settings, token).auth_test().data
        except SlackApiError as error:
            raise CannotStart(_refused_token(error)) from error
        except (OSError, http.client.HTTPException, SlackClientError) as error:
            reason = getattr(error, "reason", None) or type(error).__name__
            raise CannotStart(
                f"Slack does not answer at {settings.api_url} ({reason}). Check the network, the "
                "proxy and SLACK_API_URL, then start again."
            ) from error
        return cls(identity, token)

    def installed(self, tenant: str) -> Installed:
        """Return the one bot: whatever the tenant of a shared channel, there is no other."""
        return self._installed

    def installers(self, tenant: str) -> frozenset[str]:
        """Return nobody: a token does not tell who installed the app."""
        return frozenset()

    def removed(self, tenant: str, happened_at: int) -> None:
        """Say it in the log; the token has to be replaced by a person."""
        log.warning("The app was uninstalled, or its token revoked: set a new SLACK_BOT_TOKEN")


class ManyWorkspaces:
    """The workspaces and organisations that installed the app by OAuth, with token rotation."""

    def __init__(self, settings: Settings, installations: Installations, clock: Clock) -> None:
        """Look tenants up in ``installations``."""
        self._settings, self._installations, self._clock = settings, installations, clock

    def installed(self, tenant: str) -> Installed | None:
        """Return the tenant's bot; a token that soon expires is replaced first."""
        found = self._installations.get(tenant)
        if found is None or found.rotate_at is None:
            return found
        now = self._clock()
        if found.rotate_at <= now and self._installations.claim_rotation(found, now + _CLAIM):
            self._rotate(found)
            return self._unless_expired(self._installations.get(tenant))
        # Where somebody else is at it, theirs is the only try: a refresh token is good once.
        return self._unless_expired(found) or self._wait_for_another(found)

    def installers(self, tenant: str) -> frozenset[str]:
        """Return the user ids of those who installed the app."""
        return self._installations.installers(tenant)

    def removed(self, tenant: str, happened_at: int) -> None:
        """Forget the tenant's token, so that nothing is authorised from now on."""
        if self._installations.remove(tenant, happened_at):
            log.info("Uninstalled", extra={"tenant": tenant})

    def _rotate(self, found: Installed) -> None:
        try:
            answer = web_client(self._settings).oauth_v2_access(
                client_id=self._settings.client_id or "",
                client_secret=self._settings.client_secret or "",
                grant_type="refresh_token",
                refresh_token=found.refresh_token,
            )
        except (OSError, http.client.HTTPException, SlackClientError) as error:
            refused = error.response.get("error") if isinstance(error, SlackApiError) else None
            why = {"tenant": found.tenant, "reason": refused or type(error).__name__}
            log.warning("A token could not be rotated", extra=why)
            self._installations.put_off_rotation(found, self._clock() + _PAUSE)
            return
        ends = self._clock() + timedelta(seconds=int(answer["expires_in"]))
        self._installations.rotated(
            found, answer["access_token"], answer.get("refresh_token"), ends
        )

    def _unless_expired(self, found: Installed | None) -> Installed | None:
        expired = found and found.expires_at is not None and found.expires_at <= self._clock()
        return None if expired else found

    def _wait_for_another(self, stale: Installed) -> Installed | None:
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while time.monotonic() < deadline:
            found = self._installations.get(stale.tenant)
            if found is None or found.bot_token != stale.bot_token:
                return self._unless_expired(found)
            if found.rotate_at is None or found.rotate_at <= self._clock() + _PAUSE:
                return None  # It was tried, and failed.
            time.sleep(_POLL_SECONDS)
        return None


def client_for(settings: Settings, workspaces: Workspaces, tenant: str) -> WebClient | None:
    """Return a client with the tenant's token, None where the app is not (any longer) installed."""
    installed = workspaces.installed(tenant)
    return None if installed is None else web_client(settings, installed.bot_token)


class InstalledAuthorize(Authorize):
    """Lets Bolt act for the workspace that an incoming request belongs to."""

    def __init__(self, workspaces: Workspaces) -> None:
        """Look tokens up in ``workspaces`` for every request: what was removed is removed."""
        self._workspaces = workspaces

    def __call__(
        self,
        *,
        context: BoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult | None:
        """Return the bot that acts, None where the app is not installed."""
        installed = self._workspaces.installed(tenant_of(context))
        if installed is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=installed.bot_user_id,
            bot_id=installed.bot_id,
            bot_token=installed.bot_token,
            bot_scopes=installed.scopes,
            user_id=user_id,
        )


def _refused_token(error: SlackApiError) -> str:
    reason = error.response.get("error", error.response.status_code)
    if reason in ("invalid_auth", "not_authed", "account_inactive", "token_revoked"):
        return (
            f"Slack does not accept SLACK_BOT_TOKEN ({reason}). Copy it anew from "
            "api.slack.com/apps, your app, OAuth & Permissions, Bot User OAuth Token."
        )
    return f"Slack refused to say whose SLACK_BOT_TOKEN it is ({reason}); try again in a minute."
