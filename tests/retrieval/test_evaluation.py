"""The measures are those of the field's reference tool, and a run file is read back by it."""

from __future__ import annotations

import json
from pathlib import Path

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.ids import block_of
from retrieval.evaluation import (
    Labelled,
    LabelledFileError,
    Outcome,
    block_rank,
    hit_at_1,
    ndcg,
    read_labelled,
    recall,
    reciprocal_rank,
    run_lines,
    summarise,
)

IDS = [f"d{n:02}" for n in range(30)]
RANKINGS = st.lists(st.sampled_from(IDS), unique=True, max_size=25)
RELEVANT = st.dictionaries(st.sampled_from(IDS), st.integers(1, 3), min_size=1)


def reference(measure: ir_measures.Measure, ids: list[str], qrels: dict[str, int]) -> float:
    run = {"q": {item_id: float(100 - rank) for rank, item_id in enumerate(ids)}}
    return float(ir_measures.calc_aggregate([measure], {"q": qrels}, run)[measure]) if ids else 0.0


@given(RANKINGS, RELEVANT)
def test_ndcg_is_the_reference_on_exponential_gains(
    ids: list[str], relevant: dict[str, int]
) -> None:
    gains = {item_id: 2**grade - 1 for item_id, grade in relevant.items()}
    assert ndcg(ids, relevant) == pytest.approx(reference(ir_measures.nDCG @ 10, ids, gains))


@given(RANKINGS, RELEVANT)
def test_hits_are_the_reference_from_grade_two(ids: list[str], relevant: dict[str, int]) -> None:
    if max(relevant.values()) < 2:
        relevant = {**relevant, "d00": 2}
    rr, r, p = ir_measures.RR(rel=2) @ 10, ir_measures.R(rel=2) @ 10, ir_measures.P(rel=2) @ 1
    assert reciprocal_rank(ids, relevant) == pytest.approx(reference(rr, ids, relevant))
    assert recall(ids, relevant) == pytest.approx(reference(r, ids, relevant))
    assert hit_at_1(ids, relevant) == pytest.approx(reference(p, ids, relevant))


def test_a_blocks_rank_is_that_of_its_first_item_among_distinct_blocks() -> None:
    ids = [
        "blueprint/p1/b1/school/1",
        "leaders/sel",
        "blueprint/p1/b1/school/2",
        "blueprint/p3/b2/state/1",
    ]
    assert block_rank(ids, {"blueprint/p3/b2/school/1": 2}, block_of) == 2
    assert block_rank(ids, {"blueprint/p4/b2": 3}, block_of) == 0
    assert block_rank(ids, {"leaders/sel": 3}, block_of) is None


def outcome(qid: str, answerable: bool, declined: bool) -> Outcome:
    relevant = {"blueprint/p1/b1": 3} if answerable else {}
    labelled = Labelled(qid, ("a question",), "role", None, answerable, relevant)
    return Outcome(labelled, declined, [] if declined else [("blueprint/p1/b1", 1.5)])


def test_declined_questions_write_no_line_and_count_as_misses() -> None:
    outcomes = [outcome("q1", True, False), outcome("q2", True, True), outcome("q3", False, True)]
    assert run_lines(outcomes, "tag") == ["q1 Q0 blueprint/p1/b1 1 1.500000 tag"]
    figures = summarise(outcomes, block_of)["all"]
    assert figures["nDCG@10"] == 0.5
    assert figures["declined"] == 0.5
    assert figures["abstained"] == 1.0


def test_a_run_file_is_read_back_by_the_reference_tool(tmp_path: Path) -> None:
    path = tmp_path / "out.run"
    path.write_text("\n".join(run_lines([outcome("q1", True, False)], "tag")), encoding="utf-8")
    (read,) = ir_measures.read_trec_run(str(path))  # type: ignore[no-untyped-call]
    assert (read.query_id, read.doc_id, read.score) == ("q1", "blueprint/p1/b1", 1.5)


@pytest.mark.parametrize(
    "content", ["", "not json", '{"qid": 1}', json.dumps({"qid": "a", "query": "b"})[:-2], "[]"]
)
def test_a_broken_labelled_file_is_refused_with_its_line(tmp_path: Path, content: str) -> None:
    path = tmp_path / "labelled.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LabelledFileError, match=r"labelled\.jsonl"):
        read_labelled(path)
