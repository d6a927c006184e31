"""Keeps what a conversation remembers as text, so that a follow-up works after a restart."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from retrieval.expansion import Terms
from retrieval.reading import Context


def dump(context: Context) -> str:
    """Return a context as JSON."""
    return json.dumps(asdict(context), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def load(text: str | None) -> Context:
    """Return the context that ``dump`` wrote.

    One of an earlier release, or none, is an empty one: the conversation starts afresh.
    """
    try:
        kept: dict[str, Any] = json.loads(text) if text else {}
        terms = kept.pop("terms", None)
        return Context(
            level=kept.get("level"),
            language=kept.get("language", Context.language),
            named=tuple(kept.get("named", ())),
            shown=tuple(kept.get("shown", ())),
            terms=Terms(**terms) if terms else None,
        )
    except (ValueError, TypeError, AttributeError):
        return Context()
