"""The stage that dialogues are played on, and a clock that stands still in school hours."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.sandbox.server import Sandbox
from bot.services import Clock, now
from tests.bot.assessing import Hours
from tests.bot.stage import Stage, registration, staged


@pytest.fixture
def hours() -> Hours:
    """Return the clock of the stage, wherever a test or its module asks for one."""
    return Hours()


@pytest.fixture
def stage(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Stage]:
    moved = "hours" in request.fixturenames
    clock: Clock = request.getfixturevalue("hours") if moved else now
    with (
        Sandbox(registration=registration()) as sandbox,
        staged(tmp_path, sandbox, clock=clock) as playing,
    ):
        yield playing


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
