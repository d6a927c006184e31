"""What somebody leaves in plans, for the tests of forgetting."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from conversations.planning import pictures, service, threads
from conversations.planning.acting import MeasureAdded, ReadingTaken, TaskAdded, TaskStood
from conversations.planning.developing import DriverAdded, IdeaAdded, TheoryWritten
from conversations.planning.exploring import CauseAdded, DatumAdded, Framed, Marked
from conversations.planning.model import Datum, Measure, Origin, Reading, Responsible
from conversations.planning.pictures import Shown
from conversations.planning.steering import StageChosen
from conversations.planning.wording import proposed_problem
from tests.conversations.planning.plans import (
    ANA,
    BEN,
    CHAIN,
    DISTRICT,
    EVELYN,
    NOW,
    TODAY,
    start,
    take,
)

RUTH = "Ruth Gold"


def plans_with_ana(db: Database, words: str) -> None:
    """Let Ana own a plan, add, mark, be given tasks, propose, answer, and plan alone.

    ``words`` are what she noted beside a rating.
    """
    noted = Origin("i", "Greeting", "", "school", "b", "B", "", None, evidence=(words, "Forms"))
    begun: dict[str, Any] = {"owners": (ANA, EVELYN), "origins": (noted,)}
    start(db, Framed(proposed_problem((noted,))), by=ANA, **begun)
    take(db, *CHAIN[1:])
    measure = Measure("m4", "process", f"What <@{ANA}> counts", reader=Responsible(ANA))
    ruths = Responsible(ANA, RUTH)
    for event, by in (
        (CauseAdded("c5", "people", f"Only <@{ANA}|Ana Lopes> knows how"), EVELYN),
        (DatumAdded("c5", Datum("x", f"<@{ANA}>", "fall", f"{ANA} asked 20")), EVELYN),
        (Marked("c2", ANA), ANA),
        (Marked("c2", BEN), BEN),
        (Marked("c2", EVELYN), EVELYN),
        (DriverAdded("d4", f"<@{ANA}> has time", ("c5",)), EVELYN),
        (IdeaAdded("i3", "d4", f"Free <@{ANA}> on Fridays"), EVELYN),
        (TaskAdded("t3", "i3", f"Ask <@{ANA}>", ruths, (ANA, BEN), shows=f"{ANA} is free"), EVELYN),
        (TaskStood("t3", "under_way", f"<@{ANA}> helps"), ANA),
        # Nothing to be told apart from the note before it by, once she is forgotten.
        (TaskStood("t3", "under_way", "somebody helps"), ANA),
        (MeasureAdded(measure), EVELYN),
        (ReadingTaken(Reading("r3", "m4", TODAY, 3, words=f"<@{ANA}>", by=ANA)), ANA),
        (StageChosen("live"), EVELYN),
    ):
        take(db, event, by=by)
    take(db, TheoryWritten(f"If <@{ANA}> can"), by=BEN, proposal_id="of-ben")
    take(db, CauseAdded("c6", "people", "No time", by=BEN), by=BEN, proposal_id="asked")
    service.answer(db, DISTRICT, "of-ben-0", accept=True, by=ANA, now=NOW)
    # She proposed it before she was one of the owners.
    db.execute(
        "INSERT INTO plan_proposals (tenant, id, plan, event, person, at, state)"
        " SELECT tenant, 'of-ana', plan, replace(replace(event, ?, ?), 'c6', 'c7'), ?, at, 'open'"
        " FROM plan_proposals WHERE id = 'asked-0'",
        [BEN, ANA, ANA],
    )
    threads.own(db, DISTRICT, "DUANA", "9.1", "plan")
    mine: dict[str, Any] = {"id": "mine", "team": None, "channel": None, "owners": (ANA,)}
    start(db, Framed(words), CauseAdded("mine", "people", words, by=ANA), by=ANA, **mine)
    threads.own(db, DISTRICT, "D1", "9.2", "mine")
    pictures.replace(db, DISTRICT, "mine", "fishbone", Shown("F1", "what it shows"), NOW)
