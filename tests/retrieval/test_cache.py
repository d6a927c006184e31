"""A compiled file answers as the corpus does; a stale or damaged one is never used."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from content.files import DATA, digest
from retrieval import cache
from retrieval.engine import Engine
from retrieval.knowledge import Knowledge

ROOT = Path(__file__).parents[2]
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


def test_changed_source_of_the_loader_gives_another_name(tmp_path: Path) -> None:
    script = (
        "from content.files import digest; from retrieval.cache import source_digest;"
        "print(source_digest(digest()))"
    )
    for room in ("content", "retrieval"):
        shutil.copytree(ROOT / room, tmp_path / room)
    before = run_python(script, tmp_path)
    loader = tmp_path / "content" / "loader.py"
    loader.write_text(loader.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    assert run_python(script, tmp_path) != before


def run_python(script: str, cwd: Path) -> str:
    return subprocess.run(
        [sys.executable, "-c", script], cwd=cwd, check=True, capture_output=True, text=True
    ).stdout


def test_compiled_files_and_halves_of_such_go_after_a_week_unused(tmp_path: Path) -> None:
    names = ("a.knowledge", "b.knowledge", "a.knowledgexyz", "notes.txt")
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    now = (tmp_path / names[0]).stat().st_mtime
    cache.remove_old(tmp_path, now + 6 * 24 * 3600)
    assert len(list(tmp_path.iterdir())) == len(names)
    cache.remove_old(tmp_path, now + 8 * 24 * 3600)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
