"""A database for Home tabs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from conversations.database import Store


@pytest.fixture
def kept(tmp_path: Path) -> Store:
    kept = Store(tmp_path / "blueprint.db")
    kept.prepare()
    return kept


@pytest.fixture
def db(kept: Store) -> Iterator[Database]:
    with kept.transaction() as db:
        yield db
