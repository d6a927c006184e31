"""``blueprint-bot plan``, as a person types it into a pipe: a real file, and real processes."""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner

from bot.cli import cli
from conversations.database import Store
from conversations.planning import history, store
from conversations.planning.model import Plan, Responsible
from tests.bot.test_cli import COMMAND, ROOT

TITLE = "Families hear from us too late\n"
PROBLEM = "Families of newcomers seldom come to conferences\n"
CAUSES = "Letters go out in English only; Interpreters are booked too late\n"
WHY = "why 2\nNobody is in charge of booking\n\n\n"
ROOTS = "1 3\nHome language survey, October 2026\n14 of 40 families\n\n"
GOAL = "More families come to conferences\nfamilies of newcomers\nto 16 of 20\nin a year\n\n\n"
DRIVERS = "Every letter in the family's language\n\nOne person books interpreters\n\n\n"
IDEAS = "1\n3 2\n\nA booking calendar\n\n\n\n"
THEORY = "\n"
TASKS = (
    "Translate the welcome letter in 3 weeks\n\nNext week's letter in Spanish\n\n"
    "Set up the calendar\nin 2 months\nRuth Gold\na first booking\n\n\n"
)
MEASURES = "Families who come to conferences\n9 of 20\n16 of 20\n4\n\n"
REST = "40 hours of interpreters\n\n\n\n" + "3\n" + "\n"
STEPS = (PROBLEM, CAUSES + WHY, ROOTS, GOAL, DRIVERS, IDEAS, THEORY, TASKS, MEASURES, REST)
WHOLE = TITLE + "".join(STEPS)


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


def walk(typed: str, *words: str) -> str:
    done = CliRunner().invoke(cli, ["plan", *words], input=typed)
    assert (done.exit_code, done.stderr) == (0, ""), done.exception
    return " ".join(done.stdout.split())


def plans(file: Path) -> list[Plan]:
    with Store(file).reading() as db:
        found = [store.read_plan(db, *known) for known in store.all_plans(db)]
        assert [history.replay(db, plan.tenant, plan.id) for plan in found] == found
        assert not db["outbox"].count_where("state != 'cancelled'"), "nothing is to be sent"
    return found


def only(file: Path) -> Plan:
    [plan] = plans(file)
    return plan


def texts(links: Any) -> list[str]:
    return [link.text for link in links.values()]


# The whole way


def test_the_whole_walk_from_a_few_words_to_files(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    done = subprocess.run(
        [str(COMMAND), "plan", "--save", str(folder)],
        check=False, capture_output=True, text=True, input=WHOLE, cwd=ROOT, env=dict(os.environ),
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    said = " ".join(done.stdout.split())
    steps = (
        "What is the plan about?",
        "What is not working yet, and for whom?",
        "1 is on the bone “Families and community”.",
        "Why is it that “Interpreters are booked too late”?",
        "Which would make the problem go away",
        "What shows “Letters go out in English only”?",
        "What will be different?",
        "What would have to change, so that this is no longer true: Letters go out",
        "What could you try for: Every letter in the family's language",
        "Pillar 1 · Building Block 2",
        "If we work on every letter",
        "Who does what for:",
        "Where does it stand now?",
        "Cost: What will it cost",
        "Which of these does your plan belong to?",
        "No data stands behind the root cause “Nobody is in charge of booking” yet",
        "The plan is under way.",
        "Saved:",
        "2 done” or",
    )
    places = [said.find(step) for step in steps]
    assert -1 not in places, steps[places.index(-1)]
    assert places == sorted(places)

    plan = only(file)
    assert (plan.stage, plan.owners, plan.team) == ("live", ("local",), None)
    assert [cause.text for cause in plan.roots] == [
        "Letters go out in English only",
        "Nobody is in charge of booking",
    ]
    assert plan.roots[0].data[0].source == "Home language survey"
    assert plan.goal is not None
    assert (plan.goal.for_whom, plan.goal.how_much) == ("families of newcomers", "to 16 of 20")
    adopted, own = plan.ideas.values()
    assert adopted.source is not None
    assert (adopted.text, adopted.impact, adopted.ease) == (adopted.source.title, 3, 2)
    assert (own.text, own.source) == ("A booking calendar", None)
    first, second = plan.tasks.values()
    assert (first.what, first.owner) == ("Translate the welcome letter", Responsible("local"))
    assert first.due is not None
    days = first.due - plan.today(plan.begun_at)
    assert timedelta(14) < days <= timedelta(28)
    assert first.shows == "Next week's letter in Spanish"
    assert second.owner == Responsible("local", "Ruth Gold")
    [measure] = plan.measures.values()
    assert (measure.sort, measure.baseline, measure.target, measure.unit, measure.every) == (
        *("outcome", 45, 80, "%"),
        "term",
    )
    assert plan.considerations == {"cost": "40 hours of interpreters"}
    assert plan.aligned == ("team/plans/3",)

    whole = docx.Document(io.BytesIO((folder / "action-plan.docx").read_bytes()))
    assert PROBLEM.strip() in [paragraph.text for paragraph in whole.paragraphs]
    with (folder / "tasks.csv").open(encoding="utf-8-sig", newline="") as table:
        assert [row["owner"] for row in csv.DictReader(table)] == ["Me", "Ruth Gold (with Me)"]
    assert (folder / "fishbone.png").read_bytes().startswith(b"\x89PNG")
    assert b"Translate the welcome letter" in (folder / "due-dates.ics").read_bytes()


def test_a_plan_begins_from_a_priority_of_the_last_self_assessment(file: Path) -> None:
    rated = "3\n1, no time for it\n4\nsign-in sheets\n\n3 2 1\n1\n\n"
    block = ("--level", "school", "--block", "P1BB2")
    done = CliRunner().invoke(cli, ["assess", "--solo", *block], input=rated)
    assert done.exit_code == 0, done.exception
    said = walk("7\n1\n\nstop\n")
    assert "Your priorities 1 Resource a welcoming, equal partnership" in said
    assert "Please type a number from 1 to 1" in said
    assert "We rated this “1, Not yet.”" in said or "We rated this “1, Not yet”." in said
    plan = only(file)
    assert plan.origins[0].id == "blueprint/p1/b2/school/2"
    assert plan.problem.startswith("Resource a welcoming, equal partnership")
    assert "no time for it" in plan.problem
    walk(f"\n{TITLE}stop\n", "--new")
    assert [known.title for known in plans(file)] == [plan.title, TITLE.strip()]


# Stopping and going on


@pytest.mark.parametrize("steps", range(1, 10))
def test_who_stops_goes_on_with_the_same_step(file: Path, steps: int) -> None:
    said = walk(TITLE + "".join(STEPS[:steps]))
    assert said.endswith(
        "Stopped. Everything that you said is saved; blueprint-bot plan goes on from there."
    )
    before = only(file)
    said = walk("stop\n")
    assert f"You are back: {TITLE.strip()}." in said
    assert only(file) == before
    walk("".join(STEPS[steps:]) + "\nstop\n")
    assert only(file).stage == "live"


@pytest.mark.parametrize("end", ["", "stop\n", "stop for now, class starts\n", "later\n"])
def test_what_was_said_last_is_kept_however_it_ends(file: Path, end: str) -> None:
    walk(TITLE + PROBLEM + CAUSES + end)
    assert len(only(file).causes) == 2


def test_ctrl_c_stops_kindly(file: Path) -> None:
    running = subprocess.Popen(
        [str(COMMAND), "plan"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    assert running.stdin is not None
    assert running.stdout is not None
    running.stdin.write(TITLE + PROBLEM)
    running.stdin.flush()
    said = ""
    while "Collect what may be behind the problem" not in said:
        said += running.stdout.readline()
    running.send_signal(signal.SIGINT)
    rest, errors = running.communicate(timeout=20)
    assert "Everything that you said is saved" in " ".join(rest.split())
    assert (running.returncode, errors) == (0, "")
    assert only(file).problem == PROBLEM.strip()


def test_a_process_that_is_killed_loses_nothing(file: Path) -> None:
    running = subprocess.Popen(
        [str(COMMAND), "plan"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    assert running.stdin is not None
    assert running.stdout is not None
    running.stdin.write(TITLE + PROBLEM + CAUSES)
    running.stdin.flush()
    said = ""
    while "2 is on the bone" not in said:
        said += running.stdout.readline()
    running.kill()
    running.communicate(timeout=20)
    assert texts(only(file).causes) == CAUSES.strip().split("; ")
    assert "You are back" in walk("stop\n")


def test_nothing_is_begun_by_who_stops_first(file: Path) -> None:
    for typed in ("", "stop\n", "\n"):
        assert walk(typed).endswith("begins whenever you like.")
    assert plans(file) == []


# Steering and asking


def test_steps_are_walked_forth_and_back_and_explained(file: Path) -> None:
    said = walk(f"{TITLE}back\n?\nwhat is an EL?\nskip\nback\n{PROBLEM}next\nstop\n")
    assert "This is the first step." in said
    assert "Step 1: explore the problem (fishbone)" in said
    assert "Plain words, not the Department's text." in said
    assert "What the Blueprint says" in said or "Glossary" in said
    assert only(file).stage == "roots"
    assert "There are no causes to choose among yet" in said


def test_what_looks_like_a_student_is_asked_about(file: Path) -> None:
    typed = "Maria Lopez in 3rd grade is not greeted\n"
    said = walk(f"{TITLE}{typed}\nback\n{typed}Newcomers are not greeted\nstop\n")
    assert "I have not saved this: it looks like" in said
    assert only(file).problem == "Newcomers are not greeted"
    walk(f"back\n{typed}save\nstop\n")
    assert only(file).problem == typed.strip()


def test_causes_are_moved_and_taken_out_and_said_once(file: Path) -> None:
    said = walk(f"{TITLE}{PROBLEM}{CAUSES}{CAUSES}move 1\n1\nmove 1\n9\nwhy 2\nNo time\n\nwhy 8\n")
    assert "among the causes already" in said
    assert "There is no number 8 in the list." in said
    plan = only(file)
    assert next(iter(plan.causes.values())).bone == next(iter(plan.bones))
    said = walk("drop 2\nno\ndrop 2\nyes\nstop\n")
    assert "With it would go 1 cause." in said
    assert "It stays." in said
    assert texts(only(file).causes) == ["Letters go out in English only"]


def test_why_is_asked_five_times_at_most(file: Path) -> None:
    whys = "".join(f"Because of number {n}\n" for n in range(6))
    said = walk(f"{TITLE}{PROBLEM}Letters go out in English only\nwhy 1\n{whys}stop\n")
    assert "that is enough" in said
    assert len(only(file).causes) == 6


def test_a_goal_is_said_at_once_and_its_parts_are_changed(file: Path) -> None:
    walk(TITLE + "next\n" * 3)
    said = walk("More families come by the end of the year\n\n\n\nwhen\nsoon\ntomorrow\nmuch\n"
                "by half\n\nstop\n")  # fmt: skip
    assert "I cannot read that as a day." in said
    plan = only(file)
    assert plan.goal is not None
    assert (plan.goal.what, plan.goal.how_much) == ("More families come", "by half")
    assert plan.goal.by_when is not None
    days = plan.goal.by_when - plan.today(plan.begun_at)
    assert days <= timedelta(2), "tomorrow is a day here, and stops nothing"


def test_drivers_and_ideas_go_under_others_and_out_again(file: Path) -> None:
    walk(TITLE + "".join(STEPS[:4]))
    said = walk(DRIVERS[:-1] + "under 1\nA list of languages\n\nA third\n2\nA fourth\n7\n\n")
    assert "I have not added it" in said
    assert len(only(file).drivers) == 4
    under = [driver for driver in only(file).drivers.values() if driver.under]
    assert texts({d.id: d for d in under}) == ["A list of languages"]
    said = walk("9\n2: Interpreters at every conference\n4 4\n1 3\n\n\n\nstop\n")
    assert "There is no suggestion of that number." in said
    [idea] = only(file).ideas.values()
    assert (idea.text, idea.impact, idea.ease) == ("Interpreters at every conference", 1, 3)
    assert idea.source is not None
    walk("skip\nskip\nskip\nmore 1\nA glossary\n\n\ndrop 1\nstop\n")
    assert len(only(file).ideas) == 1


def test_tasks_and_measures_are_changed(file: Path) -> None:
    walk(TITLE + "".join(STEPS[:9]))
    walk("back\nback\nchange 1\nTrain translators\nin 5 weeks\nBen\ndrop 2\nstop\n")
    [task] = only(file).tasks.values()
    assert (task.what, task.owner) == ("Train translators", Responsible("local", "Ben"))
    assert task.revision == 1
    said = walk("next\nbalancing: Hours of overtime\n5 or 6\n5\n4\n\nchange 2\n10%\n3 days\nstop\n")
    assert "I cannot read that as a number." in said
    assert "The other one is in percent." in said
    outcome, balancing = only(file).measures.values()
    assert (balancing.sort, balancing.what) == ("balancing", "Hours of overtime")
    assert (balancing.baseline, balancing.target) == (5, 4)
    assert outcome.target == 80


def test_the_review_leads_to_what_is_missing(file: Path) -> None:
    walk(TITLE + "next\n" * 11)
    said = walk("99\n2\nstop\n")
    assert "The problem is not put into words yet" in said
    assert only(file).stage == "roots"


# Under way


def test_a_plan_under_way_takes_status_and_readings(file: Path, tmp_path: Path) -> None:
    walk(WHOLE + "\nstop\n")
    said = walk(
        "1 done\ndone 9\n2 blocked: waiting for Ruth\n14 of 20 families came to conferences\n"
        f"something else\nplan\nfiles\n{tmp_path}/out\nstop\n"
    )
    assert "There is no task 9." in said
    assert "I cannot tell a task or a reading in that." in said
    assert "latest 14 of 20 (70%)" in said
    plan = only(file)
    assert [(t.status, t.note) for t in plan.tasks.values()] == [
        ("done", ""),
        ("blocked", "waiting for Ruth"),
    ]
    [reading] = plan.readings.values()
    assert (reading.value, reading.whole) == (14, 20)
    assert (tmp_path / "out" / "action-plan-summary.docx").is_file()
    assert "Stopped." in walk("\n", "--save", str(tmp_path / "again"))
    assert (tmp_path / "again" / "tasks.csv").is_file()
    assert "has ended" in walk("end\nyes\n")
    assert "What is the plan about?" in walk("stop\n")


def test_files_go_elsewhere_where_a_folder_cannot_be_written(file: Path, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("Dear families", encoding="utf-8")
    said = walk(TITLE + "next\n" * 12 + f"{tmp_path}/letter\n{tmp_path}/kept\nstop\n")
    assert f"{tmp_path}/letter cannot be written: File exists." in said
    assert "No task has a due date yet" in said
    names = sorted(path.name for path in (tmp_path / "kept").iterdir())
    assert names == ["action-plan-summary.docx", "action-plan.docx"]


@pytest.mark.parametrize("noise", ["\x00\x1b[2J\u202e", "x" * 20_000, "🙂", "%s{}", "-1", "4 4"])
def test_whatever_is_typed_nothing_breaks(file: Path, noise: str) -> None:
    walk(f"{noise}\nStop it\n" + f"{noise}\n{noise}\nnext\n" * 12 + f"{noise}\n" * 3)
    assert len(plans(file)) == 1
