"""What tests share: the shipped corpus, an engine over it, and folders of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from content.loader import Corpus, load
from retrieval.compilation import compile_corpus
from retrieval.engine import Engine
from retrieval.knowledge import Knowledge

# How long an example takes says more about the machine than about the code.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")

OFFICIAL = Path(__file__).parents[2] / "shared" / "official"


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return load()


@pytest.fixture(scope="session")
def knowledge(corpus: Corpus) -> Knowledge:
    return compile_corpus(corpus)


@pytest.fixture(scope="session")
def engine(knowledge: Knowledge) -> Engine:
    return Engine(knowledge)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's home with empty data and cache directories."""
    monkeypatch.setenv("BLUEPRINT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("BLUEPRINT_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path
