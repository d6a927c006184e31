"""What a compiled item carries for those who show it beside a rating."""

from __future__ import annotations

from content.loader import Corpus
from retrieval.engine import Engine


def test_an_item_brings_its_evidence_prompts_and_why_it_is_asked(
    engine: Engine, corpus: Corpus
) -> None:
    for item_id in ("blueprint/p1/b2/school/1", "blueprint/p1/b2"):
        item = engine.item(item_id)
        assert item["evidence"] == list(corpus.items[item_id].evidence)
        assert item["why"] == corpus.items[item_id].why
    assert engine.item("blueprint/p1/b2/school/1")["evidence"]
