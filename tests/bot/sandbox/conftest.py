"""Sandboxes for the tests, each new and empty of messages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.sandbox.actor import Actor
from bot.sandbox.server import Sandbox
from tests.bot.sandbox.bolt import client
from tests.bot.sandbox.clocks import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sandbox(clock: Clock) -> Iterator[Sandbox]:
    with Sandbox(clock=clock, retry_seconds=(0, 0, 0)) as sandbox:
        yield sandbox


@pytest.fixture
def slack(sandbox: Sandbox) -> WebClient:
    return client(sandbox)


@pytest.fixture
def ana(sandbox: Sandbox) -> Actor:
    return sandbox.person("ana")
