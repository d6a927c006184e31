"""The whole of it as one dialogue: from a priority of a self-assessment to the district's files."""

from __future__ import annotations

import csv
import io
from datetime import date

import docx
import pytest
from icalendar import Calendar

from bot.sandbox.actor import Actor
from bot.sandbox.model import Message
from conversations.planning import service
from conversations.planning.model import Plan, Responsible
from tests.bot.assessing import Hours, deliver
from tests.bot.planning.plans import answers, types
from tests.bot.planning.whole import Team, chosen, found, replayed
from tests.bot.stage import Stage, clicks, opened, words
from tests.bot.test_whole_assessment import agree, begins, close, prioritise, rate

pytestmark = pytest.mark.usefixtures("hours")

FIRST = "blueprint/p1/b2/classroom/1"
THANKSGIVING = date(2027, 11, 25)


def priority(stage: Stage, hours: Hours) -> Message:
    """Let a team of seven assess itself and choose; return the results."""
    session, people = begins(stage)
    rate(stage, hours, session, people)
    close(stage, hours, session, people)
    agree(stage, session)
    return prioritise(stage, hours, session, people, FIRST)


def plans_it(stage: Stage, hours: Hours, results: Message) -> Team:
    """Let Ana plan the priority for the team; Evelyn adds a father without Slack, through Ben."""
    clicks(stage, stage.ana, results, "session_plan")
    window = opened(stage.ana)
    assert "EL <team>" in words(window)
    assert stage.ana.submits().updated
    stage.ana.closes_modal()
    stage.settle()
    deliver(stage)
    team = Team(stage, hours, found(stage))
    [origin] = team.plan.origins
    assert origin.id == FIRST
    assert origin.agreed
    assert origin.evidence
    assert team.plan.owners == (stage.ana.id,)
    stage.evelyn.commands("/blueprint", "team", "#el-team")
    listed = stage.said("#el-team", viewer=stage.evelyn)[-1]
    clicks(stage, stage.evelyn, listed, "team_add_named")
    named = {"name": "Luis Ortega", "sponsor": stage.ben.id, "role": "Family member"}
    assert stage.evelyn.submits({n: {n: v} for n, v in named.items()}).updated
    stage.evelyn.closes_modal(whole_stack=True)
    return team


def explores(team: Team) -> None:
    """Say the problem, collect causes from three people at once, ask why, agree on two roots."""
    stage, plan = team.stage, team.begun
    assert "agreed: " in words(team.card)
    team.presses(stage.ana, team.card, "Use it")
    assert team.plan.problem
    team.fills_in(stage.ben, "Edit", problem="Newcomers' families hear from us late, in English.")
    team.goes_on(stage.ana, "Causes")
    team.type_at_once(
        {
            stage.ana: "letters go out in English only",
            stage.ben: "interpreters are booked too late; the bus schedule is tight",
            stage.carla: "- teachers have no training\n- no translated forms",
        }
    )
    assert len(team.plan.causes) == 5
    assert len(answers(stage, plan)) == 3
    team.presses(stage.carla, team.card, "See all and change")
    team.presses(stage.carla, opened(stage.carla), "Open", id_of(team, "interpreters"))
    team.presses(stage.carla, opened(stage.carla), "Why is that?")
    why = opened(stage.carla).blocks[1]["block_id"]
    stage.carla.submits({why: {"text": "Nobody is in charge of booking"}})
    stage.settle()
    stage.carla.closes_modal(whole_stack=True)
    team.goes_on(stage.ana, "Root causes")
    roots = [id_of(team, "letters"), id_of(team, "Nobody")]
    for actor in (stage.ana, stage.ben, stage.carla):
        team.presses(actor, team.card, "Mark root causes")
        inputs = [one["block_id"] for one in opened(actor).blocks if one["type"] == "input"]
        marks = {
            name: {"marks": [root for root in roots if root in chosen(actor, name)]}
            for name in inputs
        }
        assert actor.submits(marks).closed
        stage.settle()
    assert "3 of 7 marked it" in words(team.card)
    for root in roots:
        team.presses(stage.ana, team.card, "It is a root cause", root)
    team.fills_in(
        stage.ben, "Add data", roots[0], source="Office copies", figure="2 of 9 letters", day="May"
    )
    assert {cause.id for cause in team.plan.roots} == set(roots)


def id_of(team: Team, begins_with: str) -> str:
    causes = team.plan.causes.values()
    return next(cause.id for cause in causes if cause.text.startswith(begins_with))


def develops(team: Team) -> None:
    """Type the goal, answer each root cause; adopt an idea, adapt one, add one of their own."""
    stage, plan = team.stage, team.begun
    team.goes_on(stage.ana, "The goal")
    types(stage, plan, stage.carla, "Goal: families get every notice in their language")
    assert "*By when?*" in words(team.card)
    team.fills_in(
        stage.ana,
        "Edit the goal",
        for_whom="families of newcomers",
        how_much="from 40% to 90% of notices",
        in_words="by the end of the school year",
    )
    team.goes_on(stage.ana, "Drivers")
    letters, nobody = (cause.id for cause in team.plan.roots)
    team.fills_in(stage.ben, "Add", letters, text="Every letter goes out in the family's language")
    types(stage, plan, stage.carla, "Driver: somebody books interpreters with each conference")
    assert [d.causes for d in team.plan.drivers.values()] == [(letters,), (nobody,)]
    team.goes_on(stage.ana, "Change ideas")
    first, second = team.plan.drivers
    team.presses(stage.ben, team.card, "Find", first)
    team.presses(stage.ben, opened(stage.ben), "Adopt")
    team.presses(stage.ben, opened(stage.ben), "Adapt")
    team.sends(stage.ben, text="Translate the five letters that matter most")
    stage.ben.closes_modal()
    team.presses(stage.carla, team.card, "Find", second)
    team.presses(stage.carla, opened(stage.carla), "Add an idea of our own")
    team.sends(stage.carla, text="A booking form on the office's wall")
    stage.carla.closes_modal()
    adopted, adapted, own = team.plan.ideas.values()
    assert [idea.source is None for idea in (adopted, adapted, own)] == [False, False, True]
    assert adapted.source
    assert adapted.text != adapted.source.title
    team.goes_on(stage.ana, "Theory of action")
    assert "If we" in words(team.card)


def acts(team: Team) -> None:
    """Tasks in windows and typed, measures, considerations, the core team, where it belongs."""
    stage, plan = team.stage, team.begun
    team.goes_on(stage.ana, "Tasks")
    adopted, adapted, own = team.plan.ideas
    asking = {"what": "Ask families", "owner": stage.carla.id, "due": "2027-01-15"}
    team.fills_in(stage.ana, "Add a task", adopted, **asking)
    reading = {"owner_name": "Luis Ortega", "due_words": "by Thanksgiving"}
    team.fills_in(stage.ben, "Add a task", adapted, what="Read the letters", **reading)
    types(stage, plan, stage.carla, "Print the booking form, @ben by next Friday")
    team.presses(stage.carla, answers(stage, plan)[-1], team.plan.ideas[own].text)
    parent = team.plan.tasks[next(reversed([*team.plan.tasks][:2]))]
    assert (parent.owner, parent.due) == (Responsible(stage.ben.id, "Luis Ortega"), THANKSGIVING)
    team.goes_on(stage.ana, "Measures")
    team.fills_in(stage.ben, "Measure it", reader=stage.carla.id)
    [outcome] = team.plan.measures.values()
    assert (outcome.baseline, outcome.target, outcome.unit) == (40, 90, "%")
    team.fills_in(
        stage.ana,
        "Add a measure",
        sort="process",
        what="Conferences with interpreters",
        target="16 of 20",
        reader=stage.ben.id,
    )
    team.goes_on(stage.ana, "What else to think of")
    types(stage, plan, stage.carla, "Cost: two interpreters for six evenings")
    assert team.plan.considerations == {"cost": "two interpreters for six evenings"}
    team.goes_on(stage.ana, "The implementation team")
    team.presses(stage.ana, team.card, "Choose the core team")
    core = chosen(stage.ana, "members")[:3]
    assert stage.ana.submits({"members": {"members": core}}).updated
    stage.ana.submits({f"brings:{core[0]}": {"brings": ["1", "2", "3"]}})
    stage.settle()
    team.goes_on(stage.ana, "Where it belongs")


def looks_it_over(team: Team) -> None:
    """Mend all that is missing by the buttons beside it, and start."""
    stage, ana = team.stage, team.stage.ana
    said = words(team.goes_on(ana, "Look it over"))
    assert "*5 things are still open.* None of them stops you" in said
    _, nobody = (cause.id for cause in team.plan.roots)
    team.fills_in(ana, "Add", nobody, source="Calendar", figure="6 of 20 conferences")
    process = list(team.plan.measures)[1]
    team.fills_in(ana, "Add", process, baseline="6 of 20")
    letters = list(team.plan.tasks)[1]
    team.fills_in(ana, "Change", letters, due="2027-05-14")
    team.presses(ana, team.card, "Change", "competencies")
    core = [one.member for one in team.plan.core]
    assert ana.submits().updated
    ana.submits({f"brings:{core[1]}": {"brings": ["4", "5"]}})
    stage.settle()
    team.presses(ana, team.card, "Choose", "It is not tied")
    ana.submits({"plans": {"chosen": chosen(ana, "plans")[:1]}})
    stage.settle()
    assert "*Nothing is missing.*" in words(team.card)
    team.presses(ana, team.card, "Next: Start the plan")
    deliver(stage)
    assert team.plan.is_live


def lives(team: Team) -> None:
    """A status by a button and one that is typed, a reading, a change accepted, one declined."""
    stage, plan = team.stage, team.begun
    team.hours.passes(minutes=1)
    asking, reading, printing = team.plan.tasks
    team.card_of_plan(stage.carla, "My tasks")
    team.presses(stage.carla, opened(stage.carla), "Under way", asking)
    stage.carla.closes_modal()
    types(stage, plan, stage.ben, "done, the booking form is printed")
    types(stage, plan, stage.ben, "interpreters at 14 of 20 conferences")
    tasks = team.plan.tasks
    assert [tasks[one].status for one in (asking, reading, printing)] == [
        "under_way",
        "to_do",
        "done",
    ]
    [read] = team.plan.readings.values()
    assert (read.value, read.whole, read.by) == (14, 20, stage.ben.id)
    for label, about in (("Accept", reading), ("Decline", asking)):
        # Who answers for a task may say how it stands; another day is proposed.
        actor = stage.ben if about == reading else stage.carla
        team.card_of_plan(actor, "My tasks")
        team.presses(actor, opened(actor), "Note", about)
        team.presses(actor, opened(actor), "Change", about)
        team.sends(actor, due="2027-03-05")
        assert "passed that on" in words(opened(actor))
        actor.closes_modal(whole_stack=True)
        deliver(stage)
        team.presses(stage.ana, asked(stage, stage.ana), label)
    assert team.plan.tasks[reading].due == date(2027, 3, 5)
    assert team.plan.tasks[asking].due == date(2027, 1, 15)


def asked(stage: Stage, owner: Actor) -> Message:
    """Return the newest proposal that somebody is asked about."""
    rows = stage.rows(
        "SELECT channel, ts FROM outbox WHERE kind = ? AND recipient = ? ORDER BY ts DESC",
        service.PROPOSED,
        owner.id,
    )
    found = stage.sandbox.state.message(
        stage.sandbox.workspace(), rows[0]["channel"], rows[0]["ts"]
    )
    assert found
    return found


def exports(team: Team) -> dict[str, bytes]:
    """Let Carla have every file sent; return what is in each."""
    stage = team.stage
    team.card_of_plan(stage.carla, "Files")
    assert stage.carla.submits({"files": {"files": chosen(stage.carla, "files")}}).updated
    stage.settle()
    mine = stage.carla.direct_channel().id
    files = stage.sandbox.workspace().files.values()
    return {file.name: file.content for file in files if file.channel == mine}


def words_in(document: bytes) -> str:
    """Return all that a document says, in paragraphs and in tables."""
    file = docx.Document(io.BytesIO(document))
    cells = (cell.text for table in file.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in file.paragraphs), *cells])


def chain_of(plan: Plan) -> list[str]:
    """Return one chain of the plan, from the rating down to the measure."""
    [origin], [letters, _] = plan.origins, plan.roots
    driver = next(one for one in plan.drivers.values() if letters.id in one.causes)
    idea = next(one for one in plan.ideas.values() if one.driver == driver.id and one.source)
    task = next(one for one in plan.tasks.values() if one.idea == idea.id)
    assert idea.source
    datum, measure = letters.data[0], next(iter(plan.measures.values()))
    return [
        *(origin.title, origin.agreed, origin.evidence[0], plan.problem),
        *(letters.text, datum.figure, driver.text, idea.text, idea.source.locator),
        *(task.what, measure.what),
    ]


def test_from_a_priority_to_the_files(stage: Stage, hours: Hours) -> None:
    team = plans_it(stage, hours, priority(stage, hours))
    explores(team)
    develops(team)
    acts(team)
    looks_it_over(team)
    lives(team)
    files = exports(team)
    whole = words_in(files["action-plan.docx"])
    assert [link for link in chain_of(team.plan) if link not in whole] == []
    assert "Luis Ortega" in whole
    assert "get every notice in their language" in words_in(files["action-plan-summary.docx"])
    table = list(csv.DictReader(io.StringIO(files["tasks.csv"].decode("utf-8-sig"))))
    assert sorted((row["task"], row["status"]) for row in table) == [
        ("Ask families", "Under way"),
        ("Print the booking form", "Done"),
        ("Read the letters", "To do"),
    ]
    dates = Calendar.from_ical(files["due-dates.ics"])
    assert isinstance(dates, Calendar)
    assert {str(event["SUMMARY"]) for event in dates.events} >= {"Ask families", "Read the letters"}
    assert replayed(stage, team.plan) == team.plan
