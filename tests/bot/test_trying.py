"""``blueprint-bot try``: a workspace in the browser with the app in it, from one command."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from bot.sandbox.model import Message
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from bot.trying import open_sandbox
from bot.workspaces import CannotStart
from tests.bot.homes import headers
from tests.bot.processes import Running
from tests.bot.stage import action_ids, words

TROUBLE = {"SLACK_BOT_TOKEN": "xoxb-real", "PORT": "3000", "HTTP_PROXY": "http://127.0.0.1:9"}
QUESTION = "What should a school leader do about family engagement?"


def wait_for_messages(sandbox: Sandbox, question: Message, count: int) -> None:
    sandbox.wait_for(lambda: len(sandbox.messages("#el-team", thread=question.ts)) >= count)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        data_dir=tmp_path,
        cache_dir=tmp_path.parent / "engine-cache",
        database=tmp_path / "never-used.db",
    )


@pytest.fixture
def running(tmp_path: Path, free_port: int) -> Iterator[Running]:
    arguments = ["try", "--no-browser", "--port", str(free_port)]
    # Whatever the environment says, trying it goes nowhere but to this machine.
    process = Running(arguments, TROUBLE, tmp_path)
    yield process
    process.close()


def test_one_command_from_start_to_ctrl_c(running: Running, free_port: int) -> None:
    line = running.says("A Slack-like workspace")
    assert f"http://127.0.0.1:{free_port}" in line
    page = httpx.get(f"http://127.0.0.1:{free_port}/", follow_redirects=True)
    assert page.status_code == 200
    assert "Riverbend" in page.text
    assert running.asked_to_stop(signal.SIGINT) == 0
    assert running.errors == []


def test_the_app_answers_in_it_and_all_is_forgotten(settings: Settings, tmp_path: Path) -> None:
    for _ in range(2):
        with open_sandbox(settings, 0, tmp_path / "trial.db", keep=False) as sandbox:
            ana = sandbox.person("ana")
            assert ana.id not in {one.user for one in sandbox.messages("#el-team", ana)}
            question = ana.mentions("#el-team", QUESTION)
            wait_for_messages(sandbox, question, 2)
    assert not settings.database.exists()


@pytest.mark.parametrize("day", ["2026-12-01", "2026-12-05", "2026-12-26", "2026-08-25"])
def test_it_begins_with_a_plan_a_reminder_and_a_home_whatever_day_it_is(
    settings: Settings, tmp_path: Path, day: str
) -> None:
    moment = datetime.fromisoformat(f"{day}T23:30:00+00:00")
    file = tmp_path / "trial.db"
    for _ in range(2):
        with open_sandbox(settings, 0, file, keep=True, clock=lambda: moment) as sandbox:
            for name in ("ben", "carla"):
                person = sandbox.person(name)
                direct = person.direct_channel().id
                sandbox.wait_for(lambda: sandbox.messages(direct, person))  # noqa: B023
                [card] = sandbox.messages(direct, person)
                assert "reminder_done" in action_ids(card)
            for name, heading in (("ben", "Your tasks"), ("evelyn", "At a glance")):
                person = sandbox.person(name)
                person.opens_home()
                home = sandbox.wait_for(lambda: person.home)  # noqa: B023
                assert any(one.startswith(heading) for one in headers(home))
            [plan] = sandbox.messages("#el-team", sandbox.person("ana"))
            assert "Families hear from us" in words(plan)


def test_with_a_file_the_conversation_goes_on_after_a_restart(
    settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "trial.db"
    with open_sandbox(settings, 0, file, keep=True) as sandbox:
        question = sandbox.person("ana").mentions("#el-team", QUESTION)
        wait_for_messages(sandbox, question, 2)
    with open_sandbox(settings, 0, file, keep=True) as sandbox:
        assert len(sandbox.messages("#el-team", thread=question.ts)) == 2
        sandbox.person("ana").says("#el-team", "and at the district level?", thread=question.ts)
        wait_for_messages(sandbox, question, 4)


def test_a_taken_port_is_one_sentence(settings: Settings, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with (
            pytest.raises(CannotStart, match=f"--port {port + 1}"),
            open_sandbox(settings, port, tmp_path / "trial.db", keep=False),
        ):
            pass


def test_a_file_that_is_no_database_is_one_sentence(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Buy chalk. " * 100)
    with (
        pytest.raises(CannotStart, match="cannot be used"),
        open_sandbox(settings, 0, file, keep=True),
    ):
        pass
