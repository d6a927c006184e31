"""The one loader: data files in, a checked corpus out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from content import ids
from content.errors import DataFileError
from content.files import DATA
from content.models import InScope, Item, Lexicon, OutOfScope, Record, Sources

Model = TypeVar("Model", bound=BaseModel)

ITEM_FILES = (
    "blueprint/pillar1.yaml",
    "blueprint/pillar2.yaml",
    "blueprint/pillar3.yaml",
    "blueprint/pillar4.yaml",
    "leaders/guidance.yaml",
    "leaders/resources.yaml",
    "coherence.yaml",
    "team.yaml",
    "learning.yaml",
)
LEXICON_FILES = (
    "lexicon/acronyms.yaml",
    "lexicon/glossary.yaml",
    "lexicon/shorthand.yaml",
    "lexicon/synonyms.yaml",
    "lexicon/bridges.yaml",
    "lexicon/roles.yaml",
    "lexicon/translations.yaml",
    "lexicon/stop_words.yaml",
)


@dataclass(frozen=True)
class Corpus:
    """Everything the app knows: items in document order, lexicon, sources, what is out of scope."""

    items: Mapping[str, Item]
    lexicon: Lexicon
    sources: Sources
    in_scope: tuple[InScope, ...]
    out_of_scope: tuple[OutOfScope, ...]

    def asked(self) -> Iterator[tuple[str, str]]:
        """Yield an item's id and a question that people typically ask to find it."""
        for item in self.items.values():
            yield from ((item.id, question) for question in item.asked)
        for entry in self.in_scope:
            if entry.item in self.items:
                yield from ((entry.item, question) for question in entry.asked)


def load(data: Path = DATA) -> Corpus:
    """Read and check every data file under ``data``.

    Raises DataFileError, naming the file and what to change in it.
    """
    sources = _parse(Sources, read_yaml(data / "sources.yaml"), data / "sources.yaml")
    records = {record.id: record for _, record in read_records(data)}
    lexicon = {Path(name).stem: read_yaml(data / name) for name in LEXICON_FILES}
    return Corpus(
        items={i: _item(records[i], records, sources) for i in ids.all_ids() if i in records},
        lexicon=_parse(Lexicon, lexicon, data / "lexicon"),
        sources=sources,
        in_scope=_entries(InScope, data / "in_scope.yaml"),
        out_of_scope=_entries(OutOfScope, data / "out_of_scope.yaml"),
    )


def read_records(data: Path = DATA) -> Iterator[tuple[Path, Record]]:
    """Yield every record of the item files with the file it stands in."""
    for name in ITEM_FILES:
        path = data / name
        for entry in read_yaml(path):
            yield path, _parse(Record, entry, path)


def read_yaml(path: Path) -> Any:
    """Return what a YAML file holds."""
    try:
        # CSafeLoader is the safe loader in C: as safe, ten times as fast.
        return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except FileNotFoundError:
        raise DataFileError(f"The data file {path} is missing.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(f"The data file {path} cannot be read: {error}.") from None
    except yaml.YAMLError as error:
        raise DataFileError(f"The data file {path} is not valid YAML: {error}") from None


def _entries(model: type[Model], path: Path) -> tuple[Model, ...]:
    return tuple(_parse(model, entry, path) for entry in read_yaml(path))


def _parse(model: type[Model], value: Any, path: Path) -> Model:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        name = value.get("id", "") if isinstance(value, dict) else ""
        raise DataFileError(
            f"In {path}{', item ' + name if name else ''}: {where}: {first['msg']}."
        ) from None


def _item(record: Record, records: Mapping[str, Record], sources: Sources) -> Item:
    return Item.model_validate(
        {
            **record.model_dump(),
            "kind": ids.kind_of(record.id),
            "level": ids.level_of(record.id),
            "block": ids.block_of(record.id),
            "heading": _heading(record.id, records, sources),
            "locator": _locator(record.id, sources),
            "url": record.url or official_url(record.id, sources),
        }
    )


def _heading(item_id: str, records: Mapping[str, Record], sources: Sources) -> tuple[str, ...]:
    """Return the titles that enclose an item, outermost first: document, part, block, level."""
    parts = item_id.split("/")
    path = [sources.documents[parts[0]].title]
    for end in range(2, len(parts)):
        prefix = "/".join(parts[:end])
        if prefix in records:
            path.append(records[prefix].title)
        elif prefix in sources.sections:
            path.append(sources.sections[prefix])
        elif parts[end - 1] in ids.LEVELS:
            path.append(parts[end - 1].capitalize())
    return tuple(path)


def _locator(item_id: str, sources: Sources) -> str:
    """Return where an item stands, as a person would say it: "Pillar 1 · Building Block 2 · …"."""
    parts = item_id.split("/")
    if parts[0] == "blueprint":
        if parts[1] == "vision":
            return "Blueprint · Vision"
        names = [f"Pillar {parts[1][1]}"]
        if len(parts) > 2:
            names.append(f"Building Block {parts[2][1]}")
        return " · ".join(names + [part.capitalize() for part in parts[3:]])
    names = [sources.documents[parts[0]].short]
    for end in range(2, len(parts) + 1):
        name = sources.locators.get("/".join(parts[:end]))
        if name:
            names.append(name)
        elif end > 2 and "/".join(parts[: end - 1]) in sources.locators:
            names[-1] += f" {parts[end - 1]}"
        else:
            names.append(parts[end - 1])
    return " · ".join(names)


def official_url(item_id: str, sources: Sources) -> str | None:
    """Return the Department's page for an item, or None where none is known."""
    parts = item_id.split("/")
    if ids.kind_of(item_id) == "indicator":
        return sources.level_page.format(pillar=parts[1][1], block=parts[2][1], level=parts[3])
    return sources.documents[parts[0]].url
