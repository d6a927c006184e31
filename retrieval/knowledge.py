"""What the search runs on: a corpus compiled into indexes and tables of plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from retrieval.bm25 import Index

FIELDS = ("whole", "text", "keywords", "official")
"""Fields that are indexed, one document an item; ``whole`` is all but evidence and why."""


@dataclass(frozen=True)
class Knowledge:
    """A compiled corpus. ``tables`` holds plain data only: items, phrase tables, vocabulary.

    ``asked`` has one document a typical question, ``scope`` the same and those of the topics that
    are out of scope; their owners (item or topic numbers) are in ``tables``.
    """

    tables: dict[str, Any]
    fields: dict[str, Index]
    asked: Index
    scope: Index
