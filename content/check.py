"""Proves the data files sound; every problem is a sentence that says what to change."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from content import formatting, ids
from content.bones import load_bones
from content.errors import ContentError, ImportRefusedError
from content.files import DATA
from content.loader import Corpus, load, read_records
from content.models import Bone, InScope, Lexicon, OutOfScope, Record, Scale, Sources
from content.official.importing import read_documents
from content.scale import NAME, read_scale

COPIED_RUN = 12
"""Words in a row that no item may share with the official text, titles and proper names aside."""

SCHEMAS = Path(__file__).parent / "schema"


def problems(data: Path = DATA, official: Path | None = None) -> list[str]:
    """Return all problems of the data files, each as a sentence; none when they are sound.

    ``official`` is a directory with the published documents' text, where there is one.
    """
    try:
        corpus = load(data)
        read_scale(data / NAME)
        bones = load_bones(data)
    except ContentError as error:
        return [str(error)]
    records = [record for _, record in read_records(data)]
    found = [
        *_id_problems(records),
        *_text_problems(records),
        *_question_problems(corpus),
        *_reference_problems(records),
        *_kind_problems(records),
        *_bone_problems(bones),
        *_layout_problems(data),
        *_schema_problems(),
    ]
    if official is not None:
        found += _copying_problems(records, _official_texts(official))
    return found


def _official_texts(directory: Path) -> Mapping[str, str]:
    """Return the official wording by id; raises ImportRefusedError unless all of it is there."""
    report = read_documents(sorted(directory.glob("*.txt")))
    if len(report.matched) < len(ids.all_ids()):
        raise ImportRefusedError(
            f"{directory} has {len(report.matched)} of {len(ids.all_ids())} official passages; "
            "nothing is proved about copying."
        )
    return report.matched


def _id_problems(records: Iterable[Record]) -> Iterator[str]:
    seen: set[str] = set()
    for record in records:
        if record.id in seen:
            yield f"{record.id} stands twice; remove one of the two entries."
        seen.add(record.id)
    for missing in [i for i in ids.all_ids() if i not in seen]:
        yield f"{missing} is missing; add its entry."
    for unknown in sorted(seen - set(ids.all_ids())):
        yield f"{unknown} is not one of the fixed ids; correct or remove it."


def _text_problems(records: Iterable[Record]) -> Iterator[str]:
    texts: dict[str, str] = {}
    for record in records:
        for key in map(_plain, filter(None, (record.text, record.why))):
            if key in texts:
                yield f"{record.id} says the same as {texts[key]}; say what is particular to it."
            texts[key] = record.id


def _question_problems(corpus: Corpus) -> Iterator[str]:
    for entry in corpus.in_scope:
        if entry.item not in ids.all_ids():
            yield f"in_scope.yaml names {entry.item}, which is not one of the fixed ids."
    seen: dict[str, str] = {}
    uncovered = (("out_of_scope.yaml", q) for topic in corpus.out_of_scope for q in topic.asked)
    for owner, question in chain(corpus.asked(), uncovered):
        key = _plain(question)
        if key in seen:
            yield f"{owner} repeats a question of {seen[key]}: “{question}”."
        seen[key] = owner


def _reference_problems(records: Iterable[Record]) -> Iterator[str]:
    known = set(ids.all_ids())
    for record in records:
        for other in record.related:
            if other not in known:
                yield f"{record.id} points to {other}, which is not an id."
            if other == record.id:
                yield f"{record.id} points to itself; remove it from related."
        if len(set(record.related)) < len(record.related):
            yield f"{record.id} points twice to the same item; remove one from related."


def _kind_problems(records: Iterable[Record]) -> Iterator[str]:
    for record in records:
        kind = ids.kind_of(record.id)
        if kind == "indicator" and not 2 <= len(record.evidence) <= 4:
            yield f"{record.id} needs 2 to 4 evidence prompts; it has {len(record.evidence)}."
        if kind != "indicator" and record.evidence:
            yield f"{record.id} is not an indicator; remove its evidence prompts."
        if kind == "indicator" and not record.why:
            yield f"{record.id} needs why: a sentence on why a team is asked about it."
        if kind != "indicator" and record.why:
            yield f"{record.id} is not an indicator; remove its why."
        about = (record.group, record.purpose, record.audience)
        if kind == "resource" and not all(about):
            yield f"{record.id} needs group, purpose and audience."
        if kind != "resource" and any((*about, record.pages, record.school_year, record.url)):
            yield f"{record.id} is not a resource; remove what only resources have."


def _bone_problems(bones: Iterable[Bone]) -> Iterator[str]:
    owners: dict[str, str] = {}
    for bone in bones:
        for words in map(_plain, (*bone.decisive, *bone.words)):
            if words in owners:
                yield f"bones.yaml gives “{words}” to {owners[words]} and to {bone.id}; keep one."
            owners[words] = bone.id


def _layout_problems(data: Path) -> Iterator[str]:
    for path in formatting.data_files(data):
        if not formatting.is_canonical(path):
            yield f"{path} is not in canonical form; run blueprint-bot content check --fix."


def schemas() -> dict[str, str]:
    """Return the JSON Schema of each data file's content, by file name."""
    shapes: dict[str, TypeAdapter[Any]] = {
        "bones": TypeAdapter(list[Bone]),
        "items": TypeAdapter(list[Record]),
        "lexicon": TypeAdapter(Lexicon),
        "in_scope": TypeAdapter(list[InScope]),
        "out_of_scope": TypeAdapter(list[OutOfScope]),
        "scale": TypeAdapter(Scale),
        "sources": TypeAdapter(Sources),
    }
    return {
        f"{name}.schema.json": json.dumps(shape.json_schema(), indent=2, ensure_ascii=False) + "\n"
        for name, shape in shapes.items()
    }


def _schema_problems() -> Iterator[str]:
    for name, schema in schemas().items():
        path = SCHEMAS / name
        if not path.exists() or path.read_text(encoding="utf-8") != schema:
            yield f"{path} is not current; run blueprint-bot content check --fix."


def fix(data: Path = DATA) -> None:
    """Rewrite data files in canonical form and schemas from the models."""
    for path in formatting.data_files(data):
        formatting.fix(path)
    SCHEMAS.mkdir(exist_ok=True)
    for name, schema in schemas().items():
        (SCHEMAS / name).write_text(schema, encoding="utf-8")


def _copying_problems(records: Iterable[Record], official: Mapping[str, str]) -> Iterator[str]:
    runs = {run: i for i, text in official.items() for run in _runs(text)}
    for record in records:
        # A title and a resource's name are proper names; they may be as long as they are.
        name = record.title if ids.kind_of(record.id) == "resource" else "|"
        for text in filter(None, (record.text, record.why, record.purpose, record.audience)):
            copied = next((run for run in _runs(text.replace(name, "|")) if run in runs), None)
            if copied:
                yield (
                    f"{record.id} repeats {COPIED_RUN} words of the official text of "
                    f"{runs[copied]}; say it in our own words: “{copied}”."
                )


def _runs(text: str) -> Iterator[str]:
    words = re.findall(r"\w+|\|", text.casefold())
    for start in range(len(words) - COPIED_RUN + 1):
        yield " ".join(words[start : start + COPIED_RUN])


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
