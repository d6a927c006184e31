"""The stage that dialogues are played on."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.sandbox.server import Sandbox
from tests.bot.stage import Stage, registration, staged


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with Sandbox(registration=registration()) as sandbox, staged(tmp_path, sandbox) as playing:
        yield playing


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
