"""``blueprint-bot assess --solo``, as a person types it into a pipe or a terminal: a real file.

What ends a process is tried with real ones; the dialogues run in this one, which starts once.
"""

from __future__ import annotations

import csv
import os
import pty
import re
import signal
import subprocess
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner

from bot.assessing.corpus import BLOCKS
from bot.cli import cli
from bot.terminal.scopes import blocks_in
from conversations.assessment import history, store
from conversations.assessment.model import Assessment, Rating, Vote
from conversations.database import Store
from tests.bot.test_cli import COMMAND, ROOT

SCHOOL = ("--level", "school", "--block", "P1BB2")
ONE, TWO, THREE = (f"blueprint/p1/b2/school/{n}" for n in (1, 2, 3))
RATED = "3\n1, no time for it\n4\nsign-in sheets\n"
"""All three cards: in between, low, high."""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("engine-cache")


@pytest.fixture(autouse=True)
def file(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The database that the settings name."""
    monkeypatch.setenv("BLUEPRINT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("BLUEPRINT_CACHE_DIR", str(cache))
    monkeypatch.setenv("BLUEPRINT_DB", str(tmp_path / "mine.db"))
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path / "mine.db"


def assess(*words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [str(COMMAND), "assess", *words],
        check=False,
        capture_output=True,
        text=True,
        input=typed,
        cwd=ROOT,
        env=dict(os.environ),
    )
    assert "Traceback" not in done.stdout + done.stderr
    return done


def solo(typed: str, *words: str) -> str:
    done = CliRunner().invoke(cli, ["assess", "--solo", *words], input=typed)
    assert (done.exit_code, done.stderr) == (0, ""), done.exception
    return " ".join(done.stdout.split())


def sessions(file: Path) -> list[Assessment]:
    with Store(file).reading() as db:
        ids = [row["id"] for row in db.query("SELECT id FROM sessions ORDER BY started_at")]
        found = [store.read_assessment(db, "local", session_id) for session_id in ids]
        assert [history.replay(db, "local", session_id) for session_id in ids] == found
        assert not db["outbox"].count_where("state != 'cancelled'")
    return found


def only(file: Path) -> Assessment:
    [found] = sessions(file)
    return found


def ratings(file: Path) -> dict[str, Rating]:
    [walk] = only(file).walks.values()
    return dict(walk.ratings)


# The whole way


def test_the_whole_walk_from_the_level_to_files(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "results"
    run = assess("--solo", "--save", str(folder), typed=f"principal\n2\n{RATED}\n3 2 1\n1\n")
    assert (run.returncode, run.stderr) == (0, "")
    said = " ".join(run.stdout.split())
    asked = ("Which level do you work at?", "Which building blocks?", "Pillar 1: School Culture")
    steps = (
        *asked,
        "Effective family engagement, school level: 3 cards",
        "Card 1 of 3 · 0 rated",
        "1 Not yet It does not happen here yet",
        "Card 2 of 3 · 1 rated",
        "Card 3 of 3 · 2 rated",
        "You said 4, Established. What shows it?",
        "All 3 cards are rated",
        "Your strengths • Be accountable for asset-based family contact (P1 · BB2 · School 3)",
        "Growth area 1 of 1",
        "High need, medium impact, low ease. Your rating: 1, Not yet.",
        "Your priority 1. Resource a welcoming, equal partnership",
        "Your note: “no time for it”",
        "What helps with it:",
        "Saved:",
    )
    places = [said.find(step) for step in steps]
    assert -1 not in places, steps[places.index(-1)]
    assert places == sorted(places)
    done = only(file)
    assert (done.session.phase, done.session.facilitators) == ("done", ("local",))
    assert done.is_solo
    assert ratings(file) == {
        ONE: Rating(3),
        TWO: Rating(1, "no time for it"),
        THREE: Rating(4, "sign-in sheets"),
    }
    assert list(done.votes.values()) == [{TWO: Vote(3, 2, 1)}]
    assert [priority.indicators for priority in done.session.priorities] == [(TWO,)]
    assert (folder / "picture.png").read_bytes().startswith(b"\x89PNG")
    text = "\n".join(
        p.text for p in docx.Document(BytesIO((folder / "results.docx").read_bytes())).paragraphs
    )
    assert "Resource a welcoming, equal partnership" in text
    with (folder / "ratings.csv").open(encoding="utf-8-sig", newline="") as table:
        rows = list(csv.DictReader(table))
    assert [(row["id"], row["rating"]) for row in rows] == [(ONE, "3"), (TWO, "1"), (THREE, "4")]


def test_another_round_is_compared_with_the_one_before(file: Path) -> None:
    solo(f"{RATED}\n\n1\n\n", *SCHOOL)
    said = solo("3\n3, we found the time\n4\n\n\n2 2 2\n\n1\n\n", *SCHOOL)
    assert "What has moved since" in said
    assert "Resource a welcoming, equal partnership (P1 · BB2 · School 2): 1 to 3" in said
    assert [found.session.phase for found in sessions(file)] == ["done", "done"]


# Stopping and going on


@pytest.mark.parametrize("end", ["", "stop\n", "stop for now, class starts\n", "later\n"])
def test_who_stops_goes_on_with_the_same_card(file: Path, end: str) -> None:
    said = solo(f"3\nskip\n{end}", *SCHOOL)
    assert said.endswith(
        "Stopped at card 3 of 3. Everything that you said is saved; blueprint-bot assess --solo "
        "goes on from there."
    )
    assert [walk.state for walk in only(file).walks.values()] == ["paused"]
    said = solo("4, sheets\n")
    assert "You are back: Effective family engagement, school level, card 3 of 3." in said
    assert "Which level" not in said
    assert "2 of 3 cards are rated, 1 open" in said
    assert ratings(file) == {ONE: Rating(3), THREE: Rating(4, "sheets")}


@pytest.mark.parametrize(
    ("typed", "phase"),
    [
        ("", "rating"),
        ("\n", "prioritising"),
        ("\n3 2 1\n", "prioritising"),
        ("\n3 2 1\nstop\n", "prioritising"),
    ],
)
def test_who_stops_after_the_cards_goes_on_there_too(file: Path, typed: str, phase: str) -> None:
    said = solo(f"{RATED}{typed}", *SCHOOL)
    assert "Everything that you said is saved" in said
    assert only(file).session.phase == phase
    votes = 1 if "3 2 1" in typed else 0
    said = solo("\n" * (phase == "rating") + "3 2 1\n" * (not votes) + "1\n\n")
    assert ("Growth area" in said) is not votes
    assert only(file).session.phase == "done"


def test_nothing_is_begun_by_who_stops_before_the_first_card(file: Path) -> None:
    for typed in ("", "2\n", "2\nstop\n"):
        assert solo(typed).endswith("begins whenever you like.")
    assert sessions(file) == []


@pytest.mark.parametrize(
    ("words", "typed", "until", "then"),
    [
        (SCHOOL, "3\n", "Card 2 of 3", "Everything that you said is saved"),
        ((), "", "Which level", "Nothing was begun."),
    ],
)
def test_ctrl_c_stops_kindly(
    file: Path, words: tuple[str, ...], typed: str, until: str, then: str
) -> None:
    running = subprocess.Popen(
        [str(COMMAND), "assess", "--solo", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert running.stdin is not None
    assert running.stdout is not None
    running.stdin.write(typed)
    running.stdin.flush()
    said = ""
    while until not in said:
        said += running.stdout.readline()
    running.send_signal(signal.SIGINT)
    rest, errors = running.communicate(timeout=20)
    assert then in " ".join(rest.split())
    assert (running.returncode, errors) == (0, "")
    if typed:
        assert ratings(file) == {ONE: Rating(3)}


def test_in_a_real_terminal_ctrl_d_pauses_and_lines_keep_to_its_width(file: Path) -> None:
    ours, theirs = pty.openpty()
    narrow = {**os.environ, "COLUMNS": "34", "TERM": "xterm"}
    running = subprocess.Popen(
        [str(COMMAND), "assess", "--solo", *SCHOOL],
        stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT, env=narrow,
    )  # fmt: skip
    os.close(theirs)
    said = b""
    for typed, until in ((b"2, a few do\n", b"Saved."), (b"\x04", b"from there.")):
        os.write(ours, typed)
        deadline = time.monotonic() + 20
        while until not in said and time.monotonic() < deadline:
            said += os.read(ours, 65536)
    assert running.wait(20) == 0
    os.close(ours)
    text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", said.decode())
    assert "Traceback" not in text
    assert "Stopped at card 2 of 3" in " ".join(text.split())
    assert "  4  Established" in text.splitlines()
    assert ratings(file) == {ONE: Rating(2, "a few do")}
    assert max(len(line) for line in text.splitlines()) <= 34


# At a card


def test_a_card_is_steered_by_words(file: Path) -> None:
    said = solo("back\nskip\nback\n?\nd\n9\nfine, I think\n2\n\n", *SCHOOL)
    for heard in (
        "This is the first card.",
        "Skipped for now; “back” returns to it.",
        "Why it is asked",
        "The Department publishes no rating scale",
        "It has 1, 2, 3 and 4.",
        "I keep this as your note on this card. What is your rating?",
    ):
        assert heard in said, heard
    assert ratings(file) == {ONE: Rating(None), TWO: Rating(2, "fine, I think")}


def test_a_question_is_answered_in_the_middle_and_the_card_waits(file: Path) -> None:
    said = solo("what should a principal do about interpreters?\n3\n", *SCHOOL)
    answer = said.index("What the Blueprint says")
    assert "https://www.doe.mass.edu/ele/blueprint/pillar1/p1b2-school.html" in said
    assert said.index("Card 1 of 3 · 0 rated", answer) > answer
    assert ratings(file) == {ONE: Rating(3)}


def test_enter_leaves_what_was_rated_and_never_what_is_open(file: Path) -> None:
    said = solo("\n3\nback\n\n", *SCHOOL)
    assert "Type a number, “d” if you don't know" in said
    assert "You said: 3, Developing. Enter leaves it so." in said
    assert said.endswith("Stopped at card 2 of 3. " + said.partition("Stopped at card 2 of 3. ")[2])
    assert ratings(file) == {ONE: Rating(3)}


def test_an_answer_is_changed_at_the_end_by_its_number(file: Path) -> None:
    said = solo(f"{RATED}1\n2, only in one grade\n", *SCHOOL)
    assert said.count("All 3 cards are rated") == 2
    assert ratings(file)[ONE] == Rating(2, "only in one grade")
    assert only(file).session.phase == "rating"


def test_what_was_skipped_is_gone_back_to(file: Path) -> None:
    said = solo("skip\n3\nskip\nopen\n2, a start\n", *SCHOOL)
    assert "1 of 3 cards are rated, 2 open" in said
    assert set(ratings(file)) == {ONE, TWO}


def test_without_a_rating_there_are_no_results(file: Path) -> None:
    said = solo("d\nskip\nskip\n\n", *SCHOOL)
    assert "Nothing is rated yet. Give at least one card a rating" in said
    assert only(file).session.phase == "rating"


# Words about a student


STUDENT = "Maria Lopez in grade 3 never came"


def test_words_about_a_student_are_not_saved_before_somebody_has_looked_again(file: Path) -> None:
    said = solo(f"2, {STUDENT}\n\n", *SCHOOL)
    assert "Your rating is saved. I have not saved these words: they look like" in said
    assert ratings(file) == {ONE: Rating(2)}
    assert STUDENT.encode() not in file.read_bytes()


@pytest.mark.parametrize(
    ("anew", "kept"),
    [
        (f"{STUDENT} again\nA family never came\n", "A family never came"),
        ("save\n", STUDENT),
        ("“save”\n", STUDENT),
    ],
)
def test_they_are_typed_anew_or_saved_all_the_same(file: Path, anew: str, kept: str) -> None:
    solo(f"2, {STUDENT}\n{anew}", *SCHOOL)
    assert ratings(file) == {ONE: Rating(2, kept)}


def test_a_note_about_a_student_is_looked_at_as_well(file: Path) -> None:
    said = solo(f"4\n{STUDENT}\nFamilies come\n", *SCHOOL)
    assert "I have not saved these words" in said
    assert ratings(file) == {ONE: Rating(4, "Families come")}


# Weighing and choosing


def test_a_fourth_priority_is_refused_with_the_reason_and_asked_again(file: Path) -> None:
    low = "1, no time\n" * 6
    typed = f"{low}\ndone\n1 2 3 4\n0\n99\nnone\nweigh\n3,3,3\ndone\n4 2\n\n"
    said = solo(typed, *SCHOOL, "--block", "p1/b1")
    assert "a team that works on everything at once moves little" in said
    done = only(file)
    assert done.session.phase == "done"
    assert len(done.session.priorities) == 2
    assert [list(votes.values()) for votes in done.votes.values()] == [[Vote(3, 3, 3)]]


def test_weights_are_read_however_they_are_written(file: Path) -> None:
    low = "1, no time\n" * 3
    solo(f"{low}\n4 2 1\nhigh need\nhigh, medium, low\n321\nm/l/h\nstop\n", *SCHOOL)
    assert [list(votes.values()) for votes in only(file).votes.values()] == [
        [Vote(3, 2, 1), Vote(3, 2, 1), Vote(2, 1, 3)]
    ]


def test_where_all_is_a_strength_it_ends_with_that(file: Path) -> None:
    said = solo("4, yes\n" * 3 + "\n\n", *SCHOOL)
    assert "None: everything that you rated is a strength already." in said
    assert only(file).session.phase == "done"


def test_files_are_asked_for_at_the_end_and_a_folder_that_is_none_is_said(
    file: Path, tmp_path: Path
) -> None:
    (tmp_path / "letter").write_text("Dear families", encoding="utf-8")
    said = solo(f"{RATED}\n\n1\n{tmp_path}/letter\n{tmp_path}/kept\n", *SCHOOL)
    assert f"{tmp_path}/letter cannot be written: File exists." in said
    assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == [
        "picture.png",
        "ratings.csv",
        "results.docx",
    ]


# What it is about


def test_a_named_scope_is_gone_on_with_or_begun_beside_the_other(file: Path) -> None:
    solo("3\n", *SCHOOL)
    said = solo("2\n", "--level", "district", "--block", "P1BB2")
    assert "Effective family engagement, district level: 3 cards" in said
    said = solo("stop\n", *SCHOOL)
    assert "You are back: Effective family engagement, school level, card 2 of 3." in said
    assert [len(found.walks) for found in sessions(file)] == [1, 1]


def test_the_setup_asks_again_and_helps(file: Path) -> None:
    said = solo("boss\nwhat is an EL?\n2\n13\ninterpreters for families\n2\nstop\n")
    assert "Type a number from 1 to 4, or what you are: teacher, principal …" in said
    assert "Type numbers from 1 to 12" in said
    assert "That sounds like 2, Effective family engagement." in said
    assert "What the Blueprint says" in said or "English learner" in said
    assert only(file).session.levels == ("school",)


def test_another_file_is_named_again_when_it_stops(tmp_path: Path, file: Path) -> None:
    other = tmp_path / "other file.db"
    said = solo("3\n", *SCHOOL, "--db", str(other))
    assert f"assess --solo --db '{other}' goes on from there." in said
    assert not file.exists()
    assert ratings(other) == {ONE: Rating(3)}


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2", (2,)), ("1 4 5", (1, 4, 5)), ("4, 1 and 5", (1, 4, 5)), ("P1BB2", (2,)),
        ("p1 bb2", (2,)), ("P1 · BB2", (2,)), ("blueprint/p1/b2", (2,)), ("P3", (7, 8, 9)),
        ("pillar 1, building block 3", (3,)), ("P1BB2 p4b1", (2, 10)), ("all", tuple(range(1, 13))),
        ("12 12", (12,)), ("0", None), ("13", None), ("P5", None), ("P1BB4", None), ("", None),
        ("families", None), ("2 or so", None), ("P2BB", None),
    ],
)  # fmt: skip
def test_building_blocks_are_named_in_many_ways(said: str, meant: Any) -> None:
    assert blocks_in(said) == (meant and tuple(BLOCKS[place - 1] for place in meant))


# Trouble


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--solo", "--level", "boss"),
        ("--solo", "--block", "P9"),
        ("--solo", "--db", "/proc/nowhere.db"),
        ("--solo", "--db", __file__),
        ("--solo", "--save", __file__),
        ("--solo", "more"),
    ],
)
def test_bad_input_is_a_sentence_on_stderr_and_exit_code_2(words: tuple[str, ...]) -> None:
    done = assess(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip()


def test_a_broken_scale_of_the_district_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "scale.yaml").write_text("points: 3", encoding="utf-8")
    done = assess("--solo", *SCHOOL)
    assert done.returncode == 1
    assert "scale.yaml" in done.stderr


@pytest.mark.parametrize("noise", ["\x00\x1b[2J\u202e", "x" * 20_000, "🙂", "%s{}", "-1", "4 4"])
def test_whatever_is_typed_nothing_breaks(file: Path, noise: str) -> None:
    solo(f"{noise}\n3\n{noise}\nskip\n4\n{noise}\n{noise}\n", *SCHOOL)
    assert ratings(file)[ONE].value == 3


def test_bytes_that_are_no_text_are_taken_as_they_come(file: Path) -> None:
    done = subprocess.run(
        [str(COMMAND), "assess", "--solo", *SCHOOL],
        check=False,
        capture_output=True,
        input=b"\xff\xfe\n3\n",
        env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert ratings(file)[ONE].value == 3


def test_it_shows_an_example_and_stands_in_the_readme() -> None:
    assert "blueprint-bot assess --solo --level school" in assess("--help").stdout
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "`blueprint-bot assess --solo`" in readme
