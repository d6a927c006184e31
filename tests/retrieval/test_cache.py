"""A compiled file answers as the corpus does; a stale or damaged one is never used."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from content.files import DATA, digest
from retrieval import cache
from retrieval.engine import Engine
from retrieval.knowledge import Knowledge

QUESTION = "What should a school leader do about family engagement?"


def test_a_loaded_file_answers_as_the_compiled_corpus(
    knowledge: Knowledge, engine: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "deep" / "one.knowledge"
    cache.save(knowledge, path)
    loaded = cache.load(path)
    assert loaded is not None
    assert Engine(loaded).answer(QUESTION).to_json() == engine.answer(QUESTION).to_json()
    assert Engine(loaded).search("¿intérpretes?", 20) == engine.search("¿intérpretes?", 20)


@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "flipped", "foreign"])
def test_a_damaged_file_is_not_used(knowledge: Knowledge, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "one.knowledge"
    cache.save(knowledge, path)
    raw = bytearray(path.read_bytes())
    if damage == "missing":
        path.unlink()
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "cut":
        path.write_bytes(raw[: len(raw) // 2])
    elif damage == "flipped":
        raw[len(raw) // 2] ^= 0xFF
        path.write_bytes(raw)
    else:
        path.write_bytes(b"PK\x03\x04 something else entirely")
    assert cache.load(path) is None


def test_one_changed_word_in_a_data_file_gives_another_name(tmp_path: Path) -> None:
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy)
    before = cache.source_digest(digest(copy))
    assert before == cache.source_digest(digest(DATA))
    file = copy / "team.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("team", "crew", 1), encoding="utf-8")
    assert cache.source_digest(digest(copy)) != before


def test_files_that_a_new_one_replaces_are_removed(tmp_path: Path) -> None:
    old, new, other = tmp_path / "a.knowledge", tmp_path / "b.knowledge", tmp_path / "notes.txt"
    for path in (old, new, other):
        path.write_bytes(b"x")
    cache.remove_others(new)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.knowledge", "notes.txt"]
