"""Settings fail at start, each with a sentence that says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError

BOT, APP, SECRET = "xoxb-1", "xapp-1", "0123456789abcdef"
SOCKET = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}
HTTP = {"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": SECRET}
OAUTH = {
    "SLACK_SIGNING_SECRET": SECRET,
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "hush",
    "BLUEPRINT_PUBLIC_URL": "https://blueprint.example.org",
}


def without(environment: dict[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in environment.items() if key != name}


@pytest.mark.parametrize(
    ("environment", "mode"),
    [(SOCKET, "socket"), (HTTP, "http"), (OAUTH, "http"), (SOCKET | HTTP, "socket")],
)
def test_each_way_to_be_reached_by_slack(environment: dict[str, str], mode: str) -> None:
    assert Settings.from_environment(environment).slack_mode() == mode


@pytest.mark.parametrize(
    ("environment", "names", "hint"),
    [
        ({}, ["SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"], "blueprint-bot try"),
        (SOCKET | {"SLACK_BOT_TOKEN": "xoxe.xoxb-1"}, ["SLACK_BOT_TOKEN"], "twelve hours"),
        (without(SOCKET, "SLACK_BOT_TOKEN"), ["SLACK_BOT_TOKEN"], "Install to"),
        (without(HTTP, "SLACK_BOT_TOKEN"), ["SLACK_BOT_TOKEN"], "xoxb-"),
        (without(OAUTH, "SLACK_CLIENT_SECRET"), ["SLACK_CLIENT_SECRET"], "App Credentials"),
        (without(OAUTH, "BLUEPRINT_PUBLIC_URL"), ["BLUEPRINT_PUBLIC_URL"], "https://"),
        (OAUTH | SOCKET, ["SLACK_APP_TOKEN", "SLACK_CLIENT_ID"], "Remove"),
        (SOCKET | {"SLACK_BOT_TOKEN": "xoxp-1"}, ["SLACK_BOT_TOKEN"], "xoxb-"),
        (SOCKET | {"SLACK_APP_TOKEN": "xoxb-1"}, ["SLACK_APP_TOKEN"], "xapp-"),
        (SOCKET | {"SLACK_API_URL": "slack-gov.com/api"}, ["SLACK_API_URL"], "https://"),
        (OAUTH | {"BLUEPRINT_PUBLIC_URL": "example.org"}, ["BLUEPRINT_PUBLIC_URL"], "https://"),
        (SOCKET | {"BLUEPRINT_TIMEZONE": "Boston"}, ["BLUEPRINT_TIMEZONE"], "America/New_York"),
        (SOCKET | {"BLUEPRINT_WHEN_UNSURE": "maybe"}, ["BLUEPRINT_WHEN_UNSURE"], "skip"),
        (SOCKET | {"PORT": "http"}, ["PORT"], "3000"),
        (SOCKET | {"PORT": "70000"}, ["PORT"], "65535"),
    ],
)
def test_what_is_missing_or_malformed_is_said_in_one_sentence(
    environment: dict[str, str], names: list[str], hint: str
) -> None:
    with pytest.raises(SettingsError) as failure:
        Settings.from_environment(environment).slack_mode()
    sentence = str(failure.value)
    assert all(name in sentence for name in names)
    assert hint in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_empty_and_blank_values_count_as_missing() -> None:
    settings = Settings.from_environment(SOCKET | {"SLACK_CLIENT_ID": "  ", "PORT": ""})
    assert settings.slack_mode() == "socket"
    assert settings.port_number() == 3000


def test_secrets_show_in_no_representation() -> None:
    shown = repr(Settings.from_environment(SOCKET | OAUTH))
    assert not any(secret in shown for secret in (BOT, APP, SECRET, "hush"))


def test_another_slack_is_used_for_the_api_and_for_its_pages() -> None:
    settings = Settings.from_environment({"SLACK_API_URL": "https://slack-gov.com/api"})
    assert settings.api_url == "https://slack-gov.com/api/"
    assert settings.slack_url == "https://slack-gov.com/"


def test_the_database_stands_in_the_data_directory_unless_named(tmp_path: Path) -> None:
    beside = Settings.from_environment({"BLUEPRINT_DATA_DIR": str(tmp_path)})
    assert beside.database == tmp_path / "blueprint.db"
    named = Settings.from_environment({"BLUEPRINT_DB": str(tmp_path / "other.db")})
    assert named.database == tmp_path / "other.db"
