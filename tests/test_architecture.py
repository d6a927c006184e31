"""The house keeps its rooms: who may import whom, and what stays out of the core."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {
    "content": {"content"},
    "retrieval": {"retrieval", "content"},
    "conversations": {"conversations", "content"},
    "bot": {"bot", "retrieval", "conversations", "content"},
}
OUTSIDE_WORLD = {"slack_bolt", "slack_sdk", "click", "starlette", "uvicorn", "requests", "httpx"}
MODULES = [path for room in MAY_IMPORT for path in sorted((ROOT / room).rglob("*.py"))]


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_imports_only_what_it_may(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    assert imported(path) & set(MAY_IMPORT) <= MAY_IMPORT[room]
    if room in ("retrieval", "conversations"):
        assert not imported(path) & OUTSIDE_WORLD


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_settings_read_the_environment(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not names & {"environ", "getenv"} or path == ROOT / "bot" / "settings.py"


def test_an_answer_needs_no_parser_and_no_models() -> None:
    script = "import bot.cli, bot.knowledge, bot.terminal, sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True
    )
    loaded = set(done.stdout.split())
    assert not loaded & {"pydantic", "yaml", "rapidfuzz", "slack_bolt", "docx", "pypdf", "bs4"}
