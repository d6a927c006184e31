"""The app manifest: what Slack is told about the app, with the scopes and events it uses."""

from __future__ import annotations

from typing import Any, Literal

from bot.blocks.help import EXAMPLES

NAME = "Blueprint"
COMMAND = "/blueprint"
SHORTCUT = "ask_blueprint"

EVENTS_PATH = "/slack/events"
INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"

BOT_SCOPES = (
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
BOT_EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "message.channels",
    "message.groups",
    "message.im",
    "tokens_revoked",
)
_DESCRIPTION = "Answers from the Massachusetts Blueprint for English Learner Success, all cited"
_LONG_DESCRIPTION = (
    "Ask what classrooms, schools, districts and the state should do so that English learners "
    "thrive, and get what the Massachusetts Blueprint for English Learner Success says for your "
    "role, every sentence with its source. Mention Blueprint in a channel, write to it directly, "
    "or type /blueprint and your question. Nothing is made up: an answer is made of cited items, "
    "and what is not covered is said to be so."
)
_AGENT_DESCRIPTION = (
    "Ask what the Massachusetts Blueprint for English Learner Success says for your role. Every "
    "sentence comes with its source."
)


def manifest(
    mode: Literal["socket", "http"], url: str | None = None, *, oauth: bool = True
) -> dict[str, Any]:
    """Return the manifest for Socket Mode, or for HTTP at the public address ``url``.

    Over HTTP, many workspaces install the app by ``oauth``, or one is served by its token.
    """
    if (mode == "http") != (url is not None):
        raise ValueError("HTTP needs the public address, Socket Mode has none.")
    base = (url or "").rstrip("/")
    address = {"url": base + EVENTS_PATH} if base else {}
    requests = {"request_url": base + EVENTS_PATH} if base else {}
    installs = bool(base) and oauth
    redirects = {"redirect_urls": [base + REDIRECT_PATH]} if installs else {}
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": NAME,
            "description": _DESCRIPTION,
            "long_description": _LONG_DESCRIPTION,
            "background_color": "#14558f",
        },
        "features": {
            "bot_user": {"display_name": NAME, "always_online": True},
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "agent_view": {
                "agent_description": _AGENT_DESCRIPTION,
                "suggested_prompts": [
                    {"title": example, "message": example} for example in EXAMPLES
                ],
            },
            "slash_commands": [
                {
                    "command": COMMAND,
                    "description": "Ask the Blueprint a question",
                    "usage_hint": "[your question, assess, team, or help]",
                    "should_escape": True,
                    **address,
                }
            ],
            "shortcuts": [
                {
                    "name": "Ask the Blueprint",
                    "type": "message",
                    "callback_id": SHORTCUT,
                    "description": "Find what the Blueprint says about a message",
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": list(BOT_SCOPES)}, **redirects},
        "settings": {
            "event_subscriptions": {**requests, "bot_events": list(BOT_EVENTS)},
            "interactivity": {"is_enabled": True, **requests},
            "org_deploy_enabled": True,
            "socket_mode_enabled": mode == "socket",
            # A token from the settings cannot be rotated, and rotation cannot be turned off again.
            "token_rotation_enabled": installs,
        },
    }
