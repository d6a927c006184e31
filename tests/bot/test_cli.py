"""The command line as a person meets it: real processes, real files."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from content.loader import Corpus
from tests.conftest import OFFICIAL
from tests.content.documents import document, write

ROOT = Path(__file__).parents[2]
COMMAND = Path(sys.executable).with_name("blueprint-bot")
FLAGSHIP = "What should a school leader do about family engagement?"


def run(*words: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(COMMAND), *words],
        check=False,
        capture_output=True,
        text=True,
        cwd=cwd,
        env=dict(os.environ),
    )


pytestmark = pytest.mark.usefixtures("home")


def test_ask_prints_a_cited_answer_without_colour_in_a_pipe() -> None:
    done = run("ask", FLAGSHIP)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b[" not in done.stdout
    assert done.stdout.startswith("Effective family engagement, for school leaders")
    assert "[1] " in done.stdout
    assert "Pillar 1 · Building Block 2 · School · 1" in done.stdout
    assert "Plain words by this project, not the Department's text." in done.stdout
    assert "https://www.doe.mass.edu/ele/blueprint/dashboard.html" in done.stdout


def test_ask_json_prints_one_object_and_nothing_else() -> None:
    done = run("ask", FLAGSHIP, "--json")
    given = json.loads(done.stdout)
    assert done.stderr == ""
    assert (given["question"], given["level"], given["answered"]) == (FLAGSHIP, "school", True)
    assert given["reason"] is None
    assert {"blueprint/p1/b2"} <= {block["id"] for block in given["building_blocks"]}


def test_a_question_that_is_not_covered_is_an_answer_too() -> None:
    done = run("ask", "capital of massachusetts?", "--json")
    given = json.loads(done.stdout)
    assert done.returncode == 0
    assert (given["answered"], given["reason"], given["citations"]) == (False, "not_covered", [])


def test_the_level_option_counts_where_the_words_name_none() -> None:
    given = json.loads(run("ask", "interpreters", "--level", "district", "--json").stdout)
    assert given["level"] == "district"
    given = json.loads(
        run("ask", "interpreters for teachers", "--level", "district", "--json").stdout
    )
    assert given["level"] == "classroom"


def test_a_level_may_be_said_by_who_works_there_and_a_question_unquoted() -> None:
    done = run("ask", "interpreters", "for", "conferences", "--level", "Principals", "--json")
    given = json.loads(done.stdout)
    assert (given["question"], given["level"]) == ("interpreters for conferences", "school")


def test_search_says_titles_and_when_there_is_nothing() -> None:
    assert "Find and meet interpretation needs" in run("search", "interpreters").stdout
    assert run("search", "qqqq").stdout == "Nothing found.\n"


def test_search_lists_ids_with_falling_scores() -> None:
    given = json.loads(run("search", "interpreters", "-k", "50", "--json").stdout)
    scores = [hit["score"] for hit in given["hits"]]
    assert given["query"] == "interpreters"
    assert len(given["hits"]) == 50
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    "question",
    ["", " ", "x" * 20_000, "\x01\x02\x7f", "🙂🙂🙂", "%s{}$(rm -rf)", "-1", "\u202eevil"],
)
def test_any_question_gets_a_sane_answer(question: str) -> None:
    done = run("ask", "--", question)
    assert done.returncode == 0
    assert done.stdout.strip()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("ask",),
        ("ask", "x", "--level", "nowhere"),
        ("search", "x", "-k", "0"),
        ("eval", "nowhere.jsonl"),
        ("content", "import", "nowhere.txt"),
        ("content", "import"),
        ("ask", "interpreters", "--official"),
        ("nonsense",),
    ],
)
def test_bad_input_is_a_sentence_on_stderr_and_exit_code_2(words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_what_was_not_foreseen_is_a_sentence_with_a_file_to_send(home: Path) -> None:
    # A folder where the imported wording should be is nothing that anybody foresaw.
    (home / "data" / "official.json").mkdir(parents=True)
    done = run("ask", FLAGSHIP)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("Error: ")


def test_a_reader_that_stops_early_sees_no_traceback() -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"{COMMAND} search interpreters -k 295 | true"],
        check=False,
        capture_output=True,
        text=True,
        env=dict(os.environ),
    )
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


def test_the_official_wording_is_quoted_once_it_was_imported(corpus: Corpus, home: Path) -> None:
    paths = [
        write(document(source, corpus), home / f"{source}.html")
        for source in ("blueprint", "leaders", "coherence", "team", "learning")
    ]
    done = run("content", "import", *map(str, paths))
    assert done.returncode == 0, done.stderr
    assert "295 passages stored" in done.stdout
    quoted = run("ask", "who may sit on the implementation team", "--official").stdout
    assert re.search(r"“Members may include .*” \(DESE\) \[\d+\]", " ".join(quoted.split()))


def test_eval_writes_a_run_without_declined_questions(home: Path) -> None:
    labelled = home / "labelled.jsonl"
    lines = [
        {"qid": "a", "query": FLAGSHIP, "role": "school", "answerable": True,
         "relevant": {"blueprint/p1/b2/school/1": 3}},
        {"qid": "b", "query": "capital of massachusetts?", "role": None, "answerable": False,
         "relevant": {}},
        {"qid": "c", "turns": [FLAGSHIP, "and teachers?"], "role": "classroom",
         "answerable": True, "relevant": {"blueprint/p1/b2/classroom/1": 3}},
    ]  # fmt: skip
    labelled.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    done = run("eval", str(labelled), "--run", str(home / "out.run"))
    assert done.returncode == 0, done.stderr
    for measure in ("nDCG@10", "MRR@10", "recall@10", "hit@1", "declined", "abstained"):
        assert measure in done.stdout
    rows = [line.split() for line in (home / "out.run").read_text(encoding="utf-8").splitlines()]
    assert {row[0] for row in rows} == {"a", "c"}
    assert all(len(row) == 6 and row[1] == "Q0" for row in rows)
    assert next(row[2] for row in rows if row[0] == "c").startswith("blueprint/p1/b2")


def test_the_second_start_uses_the_cache_and_says_the_same(home: Path) -> None:
    first = run("ask", FLAGSHIP).stdout
    (kept,) = (home / "cache").iterdir()
    written = kept.stat().st_mtime_ns
    assert run("ask", FLAGSHIP).stdout == first
    assert kept.stat().st_mtime_ns == written


def test_a_cache_that_cannot_be_written_costs_no_answer(home: Path) -> None:
    (home / "cache").write_text("a file where a folder should be", encoding="utf-8")
    done = run("ask", FLAGSHIP)
    assert (done.returncode, done.stderr) == (0, "")


def test_content_check_says_what_it_proved() -> None:
    done = run("content", "check")
    assert done.returncode == 0, done.stderr
    assert "295 items" in done.stdout
    assert ("compared with" in done.stdout) == OFFICIAL.is_dir()


def test_every_command_shows_an_example_and_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for words in (
        (), ("ask",), ("search",), ("eval",), ("content",), ("content", "check"),
        ("content", "import"),
    ):  # fmt: skip
        text = run(*words, "--help").stdout
        assert re.search(r"Example:\n\s+blueprint-bot", text), words
        assert " ".join(("blueprint-bot", *words)) in readme
