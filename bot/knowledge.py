"""Brings content and retrieval together: an engine from the cache file, or compiled anew."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

from bot.settings import Settings
from content.files import digest
from content.official import store
from retrieval import cache
from retrieval.engine import Engine
from retrieval.knowledge import Knowledge


def open_engine(settings: Settings) -> Engine:
    """Return an engine over the shipped corpus and, where imported, the official wording.

    Raises ContentError for data that cannot be read.
    """
    return Engine(open_knowledge(settings))


def open_knowledge(settings: Settings) -> Knowledge:
    """Return the compiled corpus, from the cache where it is current."""
    path = _cache_path(settings)
    knowledge = cache.load(path)
    if knowledge is None:
        # Parsing and checking the data files is only paid for when something changed.
        from content.loader import load
        from retrieval.compilation import compile_corpus

        knowledge = compile_corpus(load(), store.read(settings.data_dir))
        # What changed while it was read must not be kept under the name of what it was before;
        # and a cache that cannot be written costs time, never an answer.
        with contextlib.suppress(OSError):
            if path == _cache_path(settings):
                cache.save(knowledge, path)
            cache.remove_old(path.parent)
    return knowledge


def _cache_path(settings: Settings) -> Path:
    official = hashlib.blake2b(store.read_bytes(settings.data_dir), digest_size=16).hexdigest()
    return settings.cache_dir / f"{cache.source_digest(digest() + official)}{cache.SUFFIX}"
