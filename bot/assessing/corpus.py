"""What a self-assessment takes out of the corpus: its statements, and materials for priorities."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from bot.blocks.answer import GUIDANCE, RESOURCES, sort_of
from bot.services import Services
from content.ids import all_ids, block_of, kind_of, level_of
from conversations.assessment.model import Statement
from conversations.exports.report import Material

BLOCKS = tuple(i for i in all_ids() if kind_of(i) == "building_block")
"""The ids of the twelve building blocks, in the Blueprint's order."""

_GUIDANCE, _RESOURCES = 3, 3
_LOOKED = 60


def indicators(blocks: Collection[str], levels: Collection[str]) -> list[str]:
    """Return the ids of the indicators of some blocks at some levels, in document order."""
    return [
        item_id
        for item_id in all_ids()
        if kind_of(item_id) == "indicator"
        and block_of(item_id) in blocks
        and level_of(item_id) in levels
    ]


def statements(services: Services, indicator_ids: Iterable[str]) -> tuple[Statement, ...]:
    """Return indicators as a session keeps them, with why they are asked and what to look at."""
    return tuple(_statement(services, indicator) for indicator in indicator_ids)


def materials(services: Services, statement: Statement) -> tuple[Material, ...]:
    """Return the guidance and resources that retrieval finds for a statement, best first."""
    words = f"{statement.title}. {statement.text}"
    found = [services.engine.item(item_id) for item_id, _ in services.engine.search(words, _LOOKED)]
    guidance = [item for item in found if sort_of(item) == GUIDANCE][:_GUIDANCE]
    resources = [item for item in found if sort_of(item) == RESOURCES][:_RESOURCES]
    return tuple(
        Material(item["title"], item["text"], item["url"]) for item in (*guidance, *resources)
    )


def _statement(services: Services, indicator: str) -> Statement:
    item = services.engine.item(indicator)
    return Statement(
        id=indicator,
        title=item["title"],
        text=item["text"],
        why=item["why"] or "",
        look_at=tuple(item["evidence"]),
        level=item["level"],
        block=item["block"],
        block_title=services.engine.title(item["block"]),
        locator=item["locator"],
        url=item["url"],
    )
