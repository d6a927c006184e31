"""What the tests of reminders share: a district with a team and a plan that is carried out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from conversations.database import Store
from tests.conversations.reminders.district import District


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Store]:
    kept = Store(tmp_path / "blueprint.db", keep=2)
    kept.prepare()
    yield kept
    kept.close()


@pytest.fixture
def district(kept: Store) -> District:
    return District(kept)


@pytest.fixture
def db(kept: Store) -> Iterator[Database]:
    with kept.transaction() as db:
        yield db
