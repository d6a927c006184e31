"""A plan under way in a terminal: how tasks stand, what measures read, its files, its end."""

from __future__ import annotations

import re
from pathlib import Path

from bot.terminal import plan_text
from bot.terminal.console import Stopped, is_word
from bot.terminal.here import HERE
from bot.terminal.plan_files import report_here, save_files
from bot.terminal.plan_walk import Walk
from conversations.database import new_id
from conversations.planning.acting import ReadingTaken, TaskStood
from conversations.planning.model import Reading, Status
from conversations.planning.steering import Ended
from conversations.planning.typed_readings import read_reading, which_measure
from conversations.planning.typed_status import Kind, read_status

_HINT = (
    "“2 done” or “2 blocked: …” says how task 2 stands; “14 of 20 families came” reads a measure; "
    "“plan” shows all of it, “change” goes back to its steps, “files” writes it into a folder, "
    "“end” closes it. Enter or “stop” ends for today."
)
_TASK = re.compile(r"(?:task\s*)?#?(\d{1,3})\s*[:,.)–—-]?\s+(.+)", re.IGNORECASE)
_TASK_LAST = re.compile(r"(\w.*?)\s+(?:task\s*)?#?(\d{1,3})\W*", re.IGNORECASE)
_COMMAND = re.compile(rf"plan|change|files|end|{_TASK.pattern}|{_TASK_LAST.pattern}", re.IGNORECASE)
_STANDS: dict[Kind, Status] = {
    "done": "done",
    "started": "under_way",
    "on_track": "under_way",
    "blocked": "blocked",
    "not_yet": "to_do",
}
_FOLDER = "Save the plan as files? Type a folder, or press Enter to leave it."


def live(walk: Walk) -> None:
    """Show tasks and measures, and take in what is said about them, until the person stops.

    Raises Stopped or Backwards.
    """
    while walk.plan.is_live:
        told = report_here(walk.shown)
        walk.lists("Tasks", [plan_text.task(task) for task in told.tasks])
        walk.lists("Measures", [plan_text.measure(measure) for measure in told.measures])
        walk.console.say("\n".join(["", *plan_text.dim(_HINT, walk.console.width)]))
        text = walk.words(command=_COMMAND)
        if not text:
            raise Stopped
        _takes(walk, text, [task.id for task in told.tasks])


def saves(walk: Walk, folder: Path | None) -> None:
    """Write the plan's files where they are wanted; nothing is lost where they are not."""
    while True:
        if folder is None:
            walk.tell(_FOLDER)
            said = walk.console.ask("folder > ")
            if not said:
                return
            folder = Path(said).expanduser()
        try:
            saved = save_files(walk.shown, folder, walk.services.clock())
        except OSError as error:
            walk.tell(f"{folder} cannot be written: {error.strerror}.")
            folder = None
        else:
            walk.console.say("\n".join(["Saved:", *(f"  {path}" for path in saved.written)]))
            for why in dict.fromkeys(saved.left_out.values()):
                walk.tell(why)
            return


def _takes(walk: Walk, text: str, tasks: list[str]) -> None:
    if is_word(text, "plan"):
        walk.console.say(plan_text.whole(report_here(walk.shown), walk.console.width))
    elif is_word(text, "change"):
        walk.goes_to("review")
    elif is_word(text, "files"):
        saves(walk, None)
    elif is_word(text, "end"):
        walk.tell("A plan that has ended stays as it is. Type “yes” to close it.")
        if walk.agrees():
            walk.saves(Ended())
    elif told := _status_in(text):
        place, status, note = told
        if not 0 < place <= len(tasks):
            walk.tell(f"There is no task {place}.")
        elif walk.saves(TaskStood(tasks[place - 1], status, note)):
            walk.tell("Kept.")
    else:
        _reads(walk, text)


def _status_in(text: str) -> tuple[int, Status, str] | None:
    """Return the number of a task, how it stands and a note; "14 of 20" is none of that."""
    first, last = _TASK.fullmatch(text), _TASK_LAST.fullmatch(text)
    told = [(first[1], first[2])] if first else []
    told += [(last[2], last[1])] if last else []
    for place, said in told:
        status = read_status(said)
        if status and status.kind in _STANDS:
            return int(place), _STANDS[status.kind], status.note
    return None


def _reads(walk: Walk, text: str) -> None:
    shown = walk.shown
    read = read_reading(text, shown.today, shown.calendar)
    measures = {one.id: one.what for one in shown.plan.measures.values()}
    if read is None or not measures:
        walk.tell("I cannot tell a task or a reading in that. Try “2 done” or “14 of 20”.")
        return
    found = which_measure(read.words, measures)
    is_sure = len(found) == 1 or (len(measures) == 1 and not read.words)
    found = found or list(measures)
    measure = found[0]
    if not is_sure:
        walk.lists("Which measure is it?", [measures[one] for one in found])
        said = walk.ask("measure > ")
        if not said or not said.isdecimal() or not 0 < int(said) <= len(found):
            walk.tell("I have not kept it. Please type it again with the measure's number.")
            return
        measure = found[int(said) - 1]
    day = read.day or shown.today
    reading = Reading(new_id(), measure, day, read.value, read.of, text, HERE.person)
    if walk.saves(ReadingTaken(reading)):
        walk.tell(f"Kept for {plan_text.long_day(day)}: {measures[measure]}.")
