"""Whose words an export stands on, and the links to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conversations.exports.passage import Link, Part, Passage, Strong, listed

if TYPE_CHECKING:
    from content.models import Sources
    from conversations.exports.report import Material


def published() -> Sources:
    """Return the published documents and where they stand."""
    from content.files import DATA
    from content.loader import read_yaml
    from content.models import Sources

    return Sources.model_validate(read_yaml(DATA / "sources.yaml"))


def linked(words: str, url: str | None) -> Part:
    """Return words as a link where there is a page for them, else as words that stand out."""
    if url and url.startswith(("https://", "http://")):
        return Link(words, url)
    return Strong(words)


def material(shown: Material) -> Passage:
    """Return guidance or a resource as an entry of a list."""
    return listed(linked(shown.title, shown.url), f": {shown.text}" if shown.text else "")
