"""The one canonical form of a data file, so that two editors' changes never differ by layout."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from content.files import DATA
from content.loader import read_yaml

_WIDTH = 100
_IN_ONE_LINE = frozenset(
    (
        *("keywords", "also", "when", "means", "recognised_by", "items", "en", "es", "pt", "ht"),
        *("decisive", "words"),
    )
)
"""Keys whose lists of short strings stand in one wrapped line."""

_PROSE = frozenset(("text", "explained", "credit", "anchor"))
"""Keys whose texts stand as a folded paragraph."""


class _Flow(list[Any]):
    pass


class _Prose(str):
    pass


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


_Dumper.add_representer(
    _Prose,
    lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style=">"),
)
_Dumper.add_representer(
    _Flow,
    lambda dumper, entries: dumper.represent_sequence(
        "tag:yaml.org,2002:seq", entries, flow_style=True
    ),
)


def canonical(text: str, value: Any) -> str:
    """Return the canonical form of a data file: its leading comment, then ``value``."""
    comment = []
    for line in text.splitlines():
        if not (line.startswith("#") or not line.strip()):
            break
        comment.append(line.rstrip())
    while comment and not comment[-1]:
        comment.pop()
    body = yaml.dump(
        _laid_out(value), Dumper=_Dumper, width=_WIDTH, allow_unicode=True, sort_keys=False
    )
    if isinstance(value, list) and value and isinstance(value[0], dict) and len(value[0]) > 3:
        body = body.replace("\n- id:", "\n\n- id:")
    return ("\n".join(comment) + "\n\n" if comment else "") + body


def data_files(data: Path = DATA) -> list[Path]:
    """Return every data file, sorted."""
    return sorted(data.rglob("*.yaml"))


def is_canonical(path: Path) -> bool:
    """Tell whether a data file is in canonical form."""
    text = path.read_text(encoding="utf-8")
    return text == canonical(text, read_yaml(path))


def fix(path: Path) -> None:
    """Rewrite a data file in canonical form."""
    text = path.read_text(encoding="utf-8")
    path.write_text(canonical(text, read_yaml(path)), encoding="utf-8")


def _laid_out(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _laid_out(entry, name) for name, entry in value.items()}
    if isinstance(value, list):
        if value and key in _IN_ONE_LINE and all(isinstance(entry, str) for entry in value):
            return _Flow(value)
        return [_Flow(entry) if isinstance(entry, list) else _laid_out(entry) for entry in value]
    return _Prose(value) if key in _PROSE and isinstance(value, str) else value
