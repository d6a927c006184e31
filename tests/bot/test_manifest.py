"""The manifest asks for exactly what the code uses, and fits Slack's form."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk import WebClient

from bot import limits
from bot.app import create_app
from bot.cli import cli
from bot.manifest import BOT_EVENTS, BOT_SCOPES, COMMAND, SHORTCUT, manifest
from bot.sandbox.server import Sandbox
from bot.settings import Settings

ROOT = Path(__file__).parents[2]
URL = "https://blueprint.example.org"

# What a method needs of a bot; the empty ones need nothing.
METHOD_SCOPES: dict[str, set[str]] = {
    "assistant.threads.setStatus": {"assistant:write"},
    "assistant.threads.setSuggestedPrompts": {"assistant:write"},
    "auth.test": set(),
    "chat.getPermalink": set(),
    "chat.postEphemeral": {"chat:write"},
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.history": {"channels:history", "groups:history", "im:history"},
    "conversations.info": {"channels:read", "groups:read"},
    "conversations.members": {"channels:read", "groups:read"},
    "conversations.open": {"im:write"},
    "conversations.replies": {"channels:history", "groups:history", "im:history"},
    "files.delete": {"files:write"},
    "files.upload.v2": {"files:write"},
    "oauth.v2.access": set(),
    "users.info": {"users:read"},
    "users.list": {"users:read"},
    "views.open": set(),
    "views.publish": set(),
    "views.push": set(),
    "views.update": set(),
}
EVENT_SCOPES: dict[str, set[str]] = {
    "app_home_opened": set(),
    "app_mention": {"app_mentions:read"},
    "app_uninstalled": set(),
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "message.im": {"im:history"},
    "tokens_revoked": set(),
}
FAMILIES = "assistant|auth|bots|canvases|chat|conversations|files|oauth|pins|reactions|team|users"
NAMED = re.compile(rf"(?:{FAMILIES}|usergroups|views|bookmarks)(?:[._][a-zA-Z0-9]+)+")
# What the app could hear besides, and must not: the manifest does not ask for it.
OTHER_EVENTS = (
    *("app_context_changed", "assistant_thread_started", "assistant_thread_context_changed"),
    *("channel_archive", "channel_created", "channel_rename", "file_created", "file_shared"),
    *("function_executed", "link_shared", "member_joined_channel", "member_left_channel"),
    *("message_metadata_posted", "reaction_added", "reaction_removed", "team_access_revoked"),
    *("team_join", "user_change"),
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    home = tmp_path_factory.mktemp("manifest")
    with Sandbox() as sandbox:
        settings = Settings(
            data_dir=home,
            cache_dir=home / "cache",
            database=home / "blueprint.db",
            bot_token=sandbox.token(),
            signing_secret=sandbox.signing_secret,
            api_url=sandbox.api_url,
        )
        built = create_app(settings)
        yield built
        built.listener_runner.listener_executor.shutdown()


def hears(app: App, payload: dict[str, Any]) -> bool:
    request = BoltRequest(body=payload, mode="socket_mode")
    response = BoltResponse(status=200)
    return any(listener.matches(req=request, resp=response) for listener in app._listeners)


def event(kind: str, **more: Any) -> dict[str, Any]:
    said = {"type": kind, "channel": "C1", "user": "U1", "ts": "1.1", "text": "?"} | more
    return {"type": "event_callback", "team_id": "T1", "event": said}


def methods_called() -> set[str]:
    """Every Web API method that the code outside the sandbox names or calls."""
    found: set[str] = set()
    for path in (ROOT / "bot").rglob("*.py"):
        if "sandbox" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if NAMED.fullmatch(node.value) and "_" not in node.value:
                    found.add(node.value)
            elif isinstance(node, ast.Attribute) and _is_method(node.attr):
                found.add(node.attr.replace("_", "."))
    return found


def _is_method(name: str) -> bool:
    return NAMED.fullmatch(name) is not None and hasattr(WebClient, name)


def test_the_events_are_those_that_are_listened_for(app: App) -> None:
    heard = {
        kind
        for kind in ("app_mention", "app_uninstalled", "tokens_revoked")
        if hears(app, event(kind))
    }
    heard |= {
        "app_home_opened"
        for tab in ("home", "messages")
        if hears(app, event("app_home_opened", tab=tab))
    }
    kinds = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}
    heard |= {kinds[kind] for kind in kinds if hears(app, event("message", channel_type=kind))}
    assert heard == set(BOT_EVENTS)
    assert [kind for kind in OTHER_EVENTS if hears(app, event(kind))] == []


def test_the_scopes_are_those_that_the_methods_and_events_need() -> None:
    called = methods_called()
    assert called <= METHOD_SCOPES.keys(), "say in METHOD_SCOPES which scopes the new method needs"
    needed = {"commands"}.union(*(METHOD_SCOPES[method] for method in called))
    needed |= set().union(*(EVENT_SCOPES[kind] for kind in BOT_EVENTS))
    assert needed == set(BOT_SCOPES)


def test_the_command_and_the_shortcut_are_answered(app: App) -> None:
    assert hears(app, {"command": COMMAND, "text": "help", "team_id": "T1", "user_id": "U1"})
    assert hears(app, {"type": "message_action", "callback_id": SHORTCUT, "team": {"id": "T1"}})


@pytest.mark.parametrize(
    "made", [manifest("socket"), manifest("http", URL)], ids=["socket", "http"]
)
def test_it_fits_slacks_form(made: dict[str, Any]) -> None:
    shown, features = made["display_information"], made["features"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4000
    assert re.fullmatch(r"#[0-9a-f]{6}", shown["background_color"])
    assert len(features["shortcuts"][0]["name"]) <= 24
    assert len(features["agent_view"]["agent_description"]) <= 300
    assert 1 <= len(features["agent_view"]["suggested_prompts"]) <= limits.SUGGESTED_PROMPTS
    assert features["app_home"]["home_tab_enabled"]
    assert features["app_home"]["messages_tab_enabled"]
    assert not features["app_home"]["messages_tab_read_only_enabled"]
    assert made["settings"]["org_deploy_enabled"]
    assert features["slash_commands"][0]["usage_hint"]


def test_socket_mode_needs_no_address() -> None:
    made = manifest("socket")
    assert made["settings"]["socket_mode_enabled"] is True
    assert made["settings"]["token_rotation_enabled"] is False
    assert "http" not in str(made)


def test_http_names_the_address_everywhere() -> None:
    made = manifest("http", URL + "/")
    events = f"{URL}/slack/events"
    assert made["settings"]["event_subscriptions"]["request_url"] == events
    assert made["settings"]["interactivity"]["request_url"] == events
    assert made["features"]["slash_commands"][0]["url"] == events
    assert made["oauth_config"]["redirect_urls"] == [f"{URL}/slack/oauth_redirect"]
    assert made["settings"]["token_rotation_enabled"] is True
    assert made["settings"]["socket_mode_enabled"] is False


def test_a_single_workspaces_token_is_not_rotated() -> None:
    made = manifest("http", URL, oauth=False)
    assert made["settings"]["token_rotation_enabled"] is False
    assert "redirect_urls" not in made["oauth_config"]


@pytest.mark.parametrize(
    ("arguments", "made"),
    [
        ([], manifest("socket")),
        (["--socket"], manifest("socket")),
        (["--http", URL], manifest("http", URL)),
        (["--http", URL, "--one-workspace"], manifest("http", URL, oauth=False)),
    ],
    ids=["default", "socket", "http", "one workspace"],
)
def test_the_command_prints_it(arguments: list[str], made: dict[str, Any]) -> None:
    printed = CliRunner().invoke(cli, ["manifest", *arguments])
    assert printed.exit_code == 0
    assert json.loads(printed.stdout) == made


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["--http", "http://blueprint.example.org"], "https://"),
        (["--socket", "--http", URL], "not both"),
        (["--one-workspace"], "--http"),
    ],
    ids=["no https", "both", "one workspace alone"],
)
def test_what_the_command_cannot_use_is_said(arguments: list[str], hint: str) -> None:
    refused = CliRunner().invoke(cli, ["manifest", *arguments])
    assert refused.exit_code == 2
    assert hint in refused.stderr
