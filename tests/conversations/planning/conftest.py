"""What the tests of plans share: a database of their own, with a team in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from conversations.database import Store
from tests.conversations.planning.plans import found_team


@pytest.fixture
def kept(tmp_path: Path) -> Store:
    kept = Store(tmp_path / "blueprint.db")
    kept.prepare()
    with kept.transaction() as db:
        found_team(db)
    return kept


@pytest.fixture
def db(kept: Store) -> Iterator[Database]:
    with kept.transaction() as db:
        yield db
