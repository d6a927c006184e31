"""The shipped data files are sound, and an unsound one is found with the fix named."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from content import ids
from content.check import problems
from content.errors import DataFileError, ImportRefusedError
from content.files import DATA
from content.formatting import canonical
from content.loader import Corpus, load, read_yaml
from tests.conftest import OFFICIAL
from tests.content.documents import document, write


def test_the_data_files_are_sound() -> None:
    assert problems() == []


@pytest.mark.skipif(not OFFICIAL.is_dir(), reason="the official text is not on this machine")
def test_no_item_repeats_the_official_text() -> None:
    assert problems(official=OFFICIAL) == []


def test_the_outline_has_295_ids_with_128_indicators() -> None:
    kinds = Counter(map(ids.kind_of, ids.all_ids()))
    assert len(set(ids.all_ids())) == 295
    assert (kinds["indicator"], kinds["building_block"], kinds["pillar"]) == (128, 12, 4)
    assert (kinds["resource"], kinds["competency"], kinds["plan"]) == (37, 5, 5)
    assert set(kinds) == set(ids.KINDS)


def test_an_item_knows_its_place(corpus: Corpus) -> None:
    item = corpus.items["blueprint/p1/b2/school/1"]
    assert (item.kind, item.level, item.block) == ("indicator", "school", "blueprint/p1/b2")
    assert item.heading[1:] == ("School Culture", "Effective family engagement", "School")
    assert item.locator == "Pillar 1 · Building Block 2 · School · 1"
    assert item.url == "https://www.doe.mass.edu/ele/blueprint/pillar1/p1b2-school.html"
    assert corpus.items["leaders/strategies/4/3"].locator == "School Leaders guide · Area 4 · 3"
    assert corpus.items["learning/modules/2"].locator.endswith("Module 2")


@pytest.mark.parametrize(
    ("item_id", "kept"),
    [
        ("coherence/components/data/rubric/1", "(I-E-1)"),
        ("coherence/components/outcomes/conditions/1", "(II, Effective Planning)"),
        ("team/members/1", "3 to 5"),
        ("learning/modules/1", "15 Professional Development Points"),
        ("learning/modules/2", "el@doe.mass.edu"),
        ("blueprint/p2/b3/state/1", "CURATE"),
        ("blueprint/p3/b1/state/3", "Tiered Focused Monitoring"),
        ("blueprint/p3/b2/school/2", "SLIFE"),
    ],
)
def test_nothing_of_substance_is_dropped(corpus: Corpus, item_id: str, kept: str) -> None:
    assert kept.casefold() in corpus.items[item_id].text.casefold()


@pytest.mark.parametrize(
    ("item_id", "kept"), [("leaders/resources/34", "42-54"), ("leaders/resources/37", "2-5")]
)
def test_resources_keep_their_page_pointers(corpus: Corpus, item_id: str, kept: str) -> None:
    assert kept in " ".join(corpus.items[item_id].pages)


def test_the_acceleration_roadmap_keeps_its_school_year(corpus: Corpus) -> None:
    assert corpus.items["leaders/resources/1"].school_year == "2021-22"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(DATA, tmp_path / "data")
    return tmp_path / "data"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("team.yaml", "- id: team/role\n", "- id: team/rolle\n", "team/role is missing"),
        ("team.yaml", "- id: team/role\n", "- id: team/rolle\n", "team/rolle is not one of"),
        ("team.yaml", "    - learning/process", "    - learning/nowhere", "which is not an id"),
        (
            "in_scope.yaml",
            "item: blueprint/vision",
            "item: blueprint/dream",
            "names blueprint/dream",
        ),
        ("team.yaml", "  keywords: [", "  keywords:  [", "content check --fix"),
        ("sources.yaml", "credit:", "kredit:", "sources.yaml"),
        ("learning.yaml", "- id:", "- id", "not valid YAML"),
    ],
)
def test_an_unsound_file_is_named_with_what_to_change(
    copy: Path, file: str, old: str, new: str, said: str
) -> None:
    edit(copy / file, old, new)
    assert any(said in problem for problem in problems(copy)), problems(copy)


def test_a_copied_text_is_found(copy: Path, corpus: Corpus, tmp_path: Path) -> None:
    official = tmp_path / "official"
    official.mkdir()
    for source in ("blueprint", "leaders", "coherence", "team", "learning"):
        write(document(source, corpus), official / f"{source}.txt")
    # These documents are made of our own words, so everything is copied from them.
    copied = {problem.split()[0] for problem in problems(copy, official) if "repeats 12" in problem}
    assert "blueprint/p1/b1/classroom/1" in copied
    assert "team/plans/1" in copied


SCHOOL = "blueprint/p2/b1/school/1"


def give_why(data: Path, item_id: str, why: str | None) -> None:
    path = data / "blueprint" / f"pillar{item_id[len('blueprint/p')]}.yaml"
    records = read_yaml(path)
    next(record for record in records if record["id"] == item_id)["why"] = why
    path.write_text(canonical("", records), encoding="utf-8")


def test_an_indicator_without_its_why_is_found(copy: Path) -> None:
    give_why(copy, SCHOOL, None)
    assert problems(copy) == [f"{SCHOOL} needs why: a sentence on why a team is asked about it."]


def test_only_indicators_have_a_why(copy: Path) -> None:
    give_why(copy, "blueprint/p2/b1", "Because it helps.")
    assert problems(copy) == ["blueprint/p2/b1 is not an indicator; remove its why."]


def test_two_indicators_with_the_same_why_are_found(copy: Path, corpus: Corpus) -> None:
    give_why(copy, "blueprint/p2/b1/school/2", corpus.items[SCHOOL].why)
    said = f"blueprint/p2/b1/school/2 says the same as {SCHOOL}; say what is particular to it."
    assert problems(copy) == [said]


def test_a_copied_why_is_found(copy: Path, corpus: Corpus, tmp_path: Path) -> None:
    official = tmp_path / "official"
    official.mkdir()
    for source in ("blueprint", "leaders", "coherence", "team", "learning"):
        write(document(source, corpus), official / f"{source}.txt")
    before = len(problems(copy, official))
    give_why(copy, SCHOOL, " ".join(corpus.items[SCHOOL].text.split()[:14]))
    assert len(problems(copy, official)) == before + 1


def test_a_why_is_one_short_sentence(copy: Path, corpus: Corpus) -> None:
    reasons = [item.why for item in corpus.items.values() if item.why]
    assert [why for why in reasons if not why.endswith(".") or ". " in why or "—" in why] == []
    edit(copy / "blueprint/pillar2.yaml", "  why: ", f"  why: {'Because it helps, and ' * 8}")
    with pytest.raises(DataFileError, match=r"item blueprint/p2/b1/classroom/1: why: .*160"):
        load(copy)


def test_official_texts_that_are_not_all_there_prove_nothing(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError, match="0 of 295"):
        problems(official=tmp_path)


def test_a_repeated_question_is_found(copy: Path, corpus: Corpus) -> None:
    first, second = corpus.items["team/plans/1"], corpus.items["team/plans/2"]
    edit(copy / "team.yaml", second.asked[0], first.asked[0])
    found = problems(copy)
    assert any("repeats a question of" in problem for problem in found), found


def test_a_question_both_covered_and_not_is_found(copy: Path, corpus: Corpus) -> None:
    question = corpus.items["team/role"].asked[0]
    edit(copy / "out_of_scope.yaml", corpus.out_of_scope[0].asked[0], question)
    assert any("out_of_scope.yaml repeats" in p and "team/role" in p for p in problems(copy))


def test_a_missing_data_file_is_a_sentence(copy: Path) -> None:
    (copy / "team.yaml").unlink()
    with pytest.raises(DataFileError, match=r"team\.yaml is missing"):
        load(copy)
