"""A plan from nothing, left half way three times; each time the app starts anew in between."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.sandbox.actor import Actor
from bot.sandbox.model import Message
from bot.sandbox.server import Sandbox
from conversations.planning.model import Plan
from tests.bot.assessing import Hours, deliver
from tests.bot.planning.plans import answers, types
from tests.bot.planning.whole import Team, found, replayed
from tests.bot.stage import Stage, opened, registration, staged, words
from tests.bot.starting import make_team


class Away:
    """The same database and workspace, with the app stopped and started anew in between."""

    def __init__(self, folder: Path, sandbox: Sandbox, hours: Hours) -> None:
        self.folder, self.sandbox, self.hours = folder, sandbox, hours

    @contextmanager
    def serving(self) -> Iterator[Stage]:
        """Serve the app, some days after it was stopped."""
        self.hours.passes(days=7)
        with staged(self.folder, self.sandbox, clock=self.hours) as stage:
            yield stage

    @contextmanager
    def back(self, before: Plan) -> Iterator[Team]:
        """Serve the app anew: everything is as it was left."""
        with self.serving() as stage:
            assert found(stage) == before
            assert replayed(stage, before) == before
            yield Team(stage, self.hours, before)


def by_command(team: Team, actor: Actor) -> Message:
    """Find the plan by the command, and return the card of where it was left."""
    assert actor.commands("/blueprint", "plan", "#el-team").ok
    team.stage.settle()
    return _goes_on(team, actor)


def by_home(team: Team, actor: Actor) -> Message:
    """Find the plan in App Home, and return the card of where it was left."""
    actor.opens_home()
    team.stage.settle()
    home = team.stage.sandbox.wait_for(lambda: actor.home)
    team.presses(actor, home, "Show", "welcoming newcomers")
    return _goes_on(team, actor)


def _goes_on(team: Team, actor: Actor) -> Message:
    """From the plan's window go to the card of the step, which is the last of the thread then."""
    window = words(opened(actor))
    assert "welcoming newcomers" in window
    assert "It is being built" in window
    team.presses(actor, opened(actor), "Go on in the thread")
    assert "the last message in the plan's thread" in words(opened(actor))
    actor.closes_modal()
    deliver(team.stage)
    return team.card


def test_from_nothing_and_left_three_times(tmp_path: Path) -> None:
    with Sandbox(registration=registration()) as sandbox:
        away = Away(tmp_path, sandbox, Hours())
        with away.serving() as stage:
            left = begins(away, stage)
        with away.back(left) as team:
            left = collects(team)
        with away.back(left) as team:
            left = tries(team)
        with away.back(left) as team:
            starts(team)


def begins(away: Away, stage: Stage) -> Plan:
    """Begin with two words, and leave with a cause half way through its whys."""
    parts = dict.fromkeys((stage.ana, stage.ben, stage.carla), ("ESL teacher", "school"))
    make_team(stage, parts, channel="C0ELTEAM")
    assert stage.ana.commands("/blueprint", "plan welcoming newcomers", "#el-team").ok
    assert opened(stage.ana).state["title"]["title"]["value"] == "welcoming newcomers"
    assert stage.ana.submits().updated
    stage.ana.closes_modal()
    deliver(stage)
    team = Team(stage, away.hours, found(stage))
    assert team.plan.origins, "what the Blueprint says about it"
    types(stage, team.begun, stage.ana, f"<@{stage.bot}> Nobody greets newcomers in their language")
    assert team.plan.problem == "Nobody greets newcomers in their language"
    team.goes_on(stage.ana, "Causes")
    types(stage, team.begun, stage.ben, "no welcome packet; the front office is on its own")
    team.presses(stage.ben, team.card, "See all and change")
    team.presses(stage.ben, opened(stage.ben), "Open")
    team.presses(stage.ben, opened(stage.ben), "Why is that?")
    return team.plan


def collects(team: Team) -> Plan:
    """Come back by the command; the window of last week still takes its answer."""
    stage = team.stage
    [why] = [one["block_id"] for one in opened(stage.ben).blocks if one["type"] == "input"]
    stage.ben.submits({why: {"text": "Nobody has the time to write one"}})
    stage.settle()
    stage.ben.closes_modal(whole_stack=True)
    assert "↳ Nobody has the time" in words(by_command(team, stage.carla))
    root = next(one.id for one in team.plan.causes.values() if one.under)
    team.goes_on(stage.ana, "Root causes")
    team.presses(stage.ana, team.card, "Mark root causes")
    for block in opened(stage.ana).blocks:
        if root in str(block):
            stage.ana.submits({block["block_id"]: {"marks": [root]}})
    stage.settle()
    team.presses(stage.ana, team.card, "It is a root cause")
    team.goes_on(stage.ana, "The goal")
    types(stage, team.begun, stage.carla, "Goal: every newcomer is greeted in the first week")
    team.goes_on(stage.ana, "Drivers")
    types(stage, team.begun, stage.ben, "Driver: there is time for a packet")
    team.goes_on(stage.ana, "Change ideas")
    return team.plan


def tries(team: Team) -> Plan:
    """Come back by App Home; leave while it is asked to which idea a task belongs."""
    stage = team.stage
    assert "there is time for a packet" in words(by_home(team, stage.ben))
    types(stage, team.begun, stage.ben, "Ideas: a packet in five languages; a greeter each day")
    assert len(team.plan.ideas) == 2
    team.goes_on(stage.ana, "Theory of action")
    team.goes_on(stage.ana, "Tasks")
    types(stage, team.begun, stage.carla, "Write the first page, @ben by next Friday")
    assert "Under which idea" in words(answers(stage, team.begun)[-1])
    assert not team.plan.tasks
    return team.plan


def starts(team: Team) -> None:
    """Come back, answer last week's question, and start the plan."""
    stage = team.stage
    asking = answers(stage, team.begun)[-1]
    assert "a packet in five languages" in words(by_home(team, stage.carla))
    team.presses(stage.carla, asking, "a packet in five languages")
    [task] = team.plan.tasks.values()
    assert task.owner
    assert (task.what, task.owner.person) == ("Write the first page", stage.ben.id)
    assert task.due
    assert "Write the first page" in words(by_command(team, stage.ana))
    team.presses(stage.ana, team.card, "All steps")
    team.presses(stage.ana, opened(stage.ana), "Go there", "review")
    stage.ana.closes_modal(whole_stack=True)
    deliver(stage)
    team.presses(stage.ana, team.card, "Next: Start the plan")
    deliver(stage)
    assert team.plan.is_live
    assert replayed(stage, team.plan) == team.plan
