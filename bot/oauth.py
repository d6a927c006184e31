"""Installing the app: what Bolt needs to serve one workspace by token, or many by OAuth."""

from __future__ import annotations

import http.client
import logging
from typing import Any
from urllib.parse import urlencode

from slack_bolt import App, BoltContext, BoltRequest, BoltResponse
from slack_bolt.oauth import OAuthFlow
from slack_bolt.oauth.callback_options import FailureArgs, SuccessArgs
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk.errors import SlackClientError

from bot.installations import STATE_SECONDS, ConsentStates, Installations
from bot.manifest import BOT_SCOPES, COMMAND, INSTALL_PATH, NAME, REDIRECT_PATH
from bot.pages import HEADERS, link, page, paragraph
from bot.services import Clock, now
from bot.settings import Settings
from bot.who import tenant_of
from bot.workspaces import (
    InstalledAuthorize,
    ManyWorkspaces,
    OneWorkspace,
    Workspaces,
    web_client,
)
from conversations.database import Store

log = logging.getLogger(__name__)

_AGAIN = "Nothing was installed. Please start again."
_REASONS = {
    "access_denied": "You decided not to install the app. Nothing was changed.",
    "invalid_browser": "This page was opened in another browser than the one that began, or it was "
    "reloaded. " + _AGAIN,
    "invalid_state": "The installation took longer than ten minutes, or it was finished already. "
    + _AGAIN,
    "no_answer": "Slack did not answer. Nothing was installed; please try again in a minute.",
    "storage_error": "The app could not keep the installation. Please tell the person who runs it.",
}


def open_workspaces(settings: Settings, store: Store, clock: Clock = now) -> Workspaces:
    """Return the workspaces that the settings name: one by token, or those that installed.

    Raises CannotStart where the token is no good.
    """
    if not settings.has_oauth:
        return OneWorkspace.open(settings)
    installations = Installations(store, clock)
    installations.prepare()
    return ManyWorkspaces(settings, installations, clock)


def bolt_arguments(
    settings: Settings, store: Store, workspaces: Workspaces, clock: Clock = now
) -> dict[str, Any]:
    """Return what ``App`` takes so that it acts for ``workspaces`` and verifies signatures."""
    arguments: dict[str, Any] = {
        "client": web_client(settings),
        "signing_secret": settings.signing_secret or "",
        "user_facing_authorize_error_message": (
            f"{NAME} is not installed here any longer. Please ask the person who looks after your "
            "Slack apps to install it again."
        ),
    }
    authorize = InstalledAuthorize(workspaces)
    if settings.has_oauth:
        return arguments | {"oauth_flow": _oauth_flow(settings, store, authorize, clock)}
    return arguments | {"authorize": authorize}


def listen_for_removal(app: App, workspaces: Workspaces) -> None:
    """Forget a workspace's token when the app is uninstalled there or its token revoked."""

    def uninstalled(context: BoltContext, body: dict[str, Any]) -> None:
        workspaces.removed(tenant_of(context), body["event_time"])

    def revoked(event: dict[str, Any], context: BoltContext, body: dict[str, Any]) -> None:
        # Revoked tokens of people are none of ours: the app asks for no user scope.
        if event.get("tokens", {}).get("bot"):
            workspaces.removed(tenant_of(context), body["event_time"])

    app.event("app_uninstalled")(uninstalled)
    app.event("tokens_revoked")(revoked)


class _Flow(OAuthFlow):
    """Bolt's flow, with pages of our own and no traceback where Slack does not answer."""

    def __init__(self, settings: Settings, oauth: OAuthSettings) -> None:
        super().__init__(client=web_client(settings), settings=oauth)
        self._slack_url = settings.slack_url
        self.success_handler, self.failure_handler = self.succeeded, self.failed

    def build_install_page_html(self, url: str, request: BoltRequest) -> str:
        return page(
            f"Add {NAME} to Slack",
            paragraph(
                f"{NAME} answers questions about the Massachusetts Blueprint for English Learner "
                "Success, every sentence with its source. It reads what is said to it, and replies "
                "in threads that it has answered in; it asks for no student data."
            ),
            link("Choose a workspace", url),
            paragraph("Slack will show what the app may do and ask you to allow it."),
        )

    def append_set_cookie_headers(
        self, headers: dict[str, Any], set_cookie_value: str | None
    ) -> dict[str, Any]:
        given: dict[str, Any] = {**headers, **HEADERS}
        if set_cookie_value is not None:
            given["Set-Cookie"] = [set_cookie_value]
        return given

    def handle_callback(self, request: BoltRequest) -> BoltResponse:
        try:
            return super().handle_callback(request)
        except (OSError, http.client.HTTPException, SlackClientError) as error:
            log.warning("Slack did not answer an install", extra={"reason": type(error).__name__})
            return self._page(_failed("no_answer"), 502)

    def succeeded(self, arguments: SuccessArgs) -> BoltResponse:
        """Say that the app is installed, and what to do first."""
        installed = arguments.installation
        where = installed.team_name or installed.enterprise_name or "your workspace"
        opened = {"app": installed.app_id or "", "team": installed.team_id or ""}
        address = (
            self._slack_url + "app_redirect?" + urlencode({k: v for k, v in opened.items() if v})
        )
        log.info("Installed", extra={"team": installed.team_id or installed.enterprise_id})
        return self._page(
            page(
                f"{NAME} is installed in {where}",
                paragraph(
                    f"Open it in Slack and ask a first question, or type {COMMAND} help in any "
                    "channel. To have it answer in a channel, invite it there."
                ),
                link(f"Open {NAME} in Slack", address),
                paragraph(
                    f"As the person who installed it, you name the coordinators: open {NAME}'s "
                    "Home tab."
                ),
            ),
            200,
        )

    def failed(self, arguments: FailureArgs) -> BoltResponse:
        """Say why nothing was installed, and how to start again."""
        log.warning("Not installed", extra={"reason": arguments.reason})
        return self._page(_failed(arguments.reason), arguments.suggested_status_code)

    def _page(self, body: str, status: int) -> BoltResponse:
        cookie = self.settings.state_utils.build_set_cookie_for_deletion()
        headers: dict[str, Any] = HEADERS | {"Set-Cookie": [cookie]}
        return BoltResponse(status=status, body=body, headers=headers)


def _failed(reason: str) -> str:
    sentence = _REASONS.get(reason, f"Slack refused ({reason}). {_AGAIN}")
    return page(f"{NAME} was not installed", paragraph(sentence), link("Start again", INSTALL_PATH))


def _oauth_flow(
    settings: Settings, store: Store, authorize: InstalledAuthorize, clock: Clock
) -> OAuthFlow:
    oauth = OAuthSettings(
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        scopes=BOT_SCOPES,
        user_scopes=(),
        redirect_uri=(settings.public_url or "").rstrip("/") + REDIRECT_PATH,
        install_path=INSTALL_PATH,
        redirect_uri_path=REDIRECT_PATH,
        authorization_url=settings.slack_url + "oauth/v2/authorize",
        installation_store=Installations(store, clock),
        state_store=ConsentStates(store, clock),
        state_expiration_seconds=STATE_SECONDS,
        user_token_resolution="actor",  # noqa: S106
    )
    # Bolt's own would rotate tokens at slack.com, whatever the address of the API.
    oauth.authorize = authorize
    return _Flow(settings, oauth)
