"""The stage that dialogues are played on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.sandbox.server import Sandbox
from tests.bot.stage import Stage, registration, staged


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with Sandbox(registration=registration()) as sandbox, staged(tmp_path, sandbox) as playing:
        yield playing
