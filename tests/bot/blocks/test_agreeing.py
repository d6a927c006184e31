"""The board, the priorities, the results and their windows, held against Slack's limits."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import Any

import pytest

from bot.blocks import fitting
from bot.blocks.agreeing import Place, board_message
from bot.blocks.agreement import Draft, agreement_modal
from bot.blocks.consent import consent_message
from bot.blocks.evidence import evidence_modal
from bot.blocks.prioritising import (
    choice_modal,
    own_modal,
    pages_of_weights,
    priorities_message,
    weights_modal,
)
from bot.blocks.results import again_message, again_value, brief_modal, results_message
from bot.limits import BUTTON_VALUE, MESSAGE_BLOCK_TEXT
from bot.sandbox.checks import check_message, check_view
from content import ids
from content.loader import load
from content.scale import load_scale
from conversations.assessment import findings, leverage
from conversations.assessment.model import (
    LONGEST_WORDS,
    Agreement,
    Assessment,
    Participant,
    Phase,
    Priority,
    Rating,
    Session,
    Statement,
    Vote,
    Walk,
)
from conversations.exports.report import Material, PriorityShown, RatingShown, Report, ReportRow

LEVELS = ("classroom", "school", "district")
NOW = datetime(2026, 12, 1, 15, tzinfo=UTC)
LONG = ("<!channel> & " * 200)[:LONGEST_WORDS]
SCALE = load_scale()


@lru_cache(maxsize=1)
def statements() -> tuple[Statement, ...]:
    corpus = load()
    return tuple(
        Statement(
            id=i,
            title=corpus.items[i].title or "",
            text=corpus.items[i].text,
            why="",
            look_at=(),
            level=str(ids.level_of(i)),
            block=str(ids.block_of(i)),
            block_title=corpus.items[str(ids.block_of(i))].title or "",
            locator="",
            url=f"https://www.doe.mass.edu/ele/blueprint/{i}.html",
        )
        for i in ids.all_ids()
        if ids.kind_of(i) == "indicator" and ids.level_of(i) in LEVELS
    )


@lru_cache(maxsize=4)
def largest(*, splits: bool = True) -> Assessment:
    """Return 200 people who rated all of the Blueprint and wrote as much as they could."""
    session = Session(
        tenant="T",
        id="0123456789abcdef",
        title="<" * 120,
        team="0123456789abcdef",
        channel="C",
        phase="agreeing",
        facilitators=("U1",),
        scale=SCALE,
        statements=statements(),
        timezone="America/New_York",
        started_at=NOW,
        closed_at=NOW,
        ended_at=NOW,
        names_shown=True,
        evidence_in_channel=True,
    )
    participants, walks = {}, {}
    for number in range(200):
        level = LEVELS[number % len(LEVELS)]
        one = f"{number:016x}"
        values = (1, 2, 3, 4, None) if splits else (1, 2)
        participants[one] = Participant(one, level, "Classroom teacher" if number % 2 else "Coach")
        ratings = {
            statement.id: Rating(values[(number + place) % len(values)], LONG)
            for place, statement in enumerate(session.cards(level))
        }
        walks[one] = Walk(one, level, "finished", ratings=ratings)
    return Assessment(session, participants, walks)


NAMES = {f"{number:016x}": "<" * 80 for number in range(200)}


def settled(phase: Phase = "prioritising", value: int = 1) -> Assessment:
    """Return the same, agreed on everything, all of it growth (or strength)."""
    whole = largest()
    agreed = {s.id: Agreement(value, LONG, LONG) for s in whole.session.statements}
    session: Any = replace(whole.session, phase=phase, agreements=agreed)
    growing = [s.id for s in whole.session.statements]
    votes = {one: {i: Vote(3, 3, 3) for i in growing} for one in whole.participants}
    return replace(whole, session=session, votes=votes)


def keeps_limits(message: dict[str, Any]) -> dict[str, Any]:
    check_message(message["text"], message["blocks"])
    assert fitting.text_length(message["blocks"]) <= MESSAGE_BLOCK_TEXT
    assert "more than fits here" not in json.dumps(message), "cut where nobody chose to"
    assert not [text for text in formatted(message["blocks"]) if "<!" in text or "<<" in text]
    return message


def fits(view: dict[str, Any] | None) -> None:
    check_view(view, "modal")
    assert not [text for text in formatted(view) if "<!" in text or "<<" in text]


def formatted(value: Any) -> Iterator[str]:
    """Yield the texts in which a mention or a link would be one."""
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        for inner in value.values():
            yield from formatted(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from formatted(inner)


def places(assessment: Assessment) -> Iterator[Place]:
    session = assessment.session.id
    for finding in findings.open_splits(assessment):
        yield Place(session, split=finding.statement.id)
    for page in range(12):
        yield Place(session, page=page)


@pytest.mark.parametrize(
    "made",
    [
        largest,
        partial(largest, splits=False),
        partial(settled, "agreeing"),
        partial(settled, "done"),
        partial(settled, "cancelled"),
    ],
)
def test_every_place_of_the_board_keeps_slacks_limits(made: Callable[[], Assessment]) -> None:
    assessment = made()
    for place in places(assessment):
        keeps_limits(board_message(assessment, place, NAMES, "1780000000.000100"))


def test_the_pages_of_the_board_have_every_indicator_once() -> None:
    assessment = settled("agreeing")
    shown = []
    for page in range(8):
        place = Place(assessment.session.id, page=page)
        blocks = board_message(assessment, place, {})["blocks"]
        menu = next(block["accessory"] for block in blocks if "accessory" in block)
        shown += [json.loads(option["value"])["i"] for option in menu["options"]]
    assert shown == [statement.id for statement in assessment.session.statements]


def test_the_pages_of_the_evidence_have_every_note_once() -> None:
    session, finding = largest().session, findings.findings(largest())[0]
    ratings = {f"{n:03}": Rating(1 + n % 4, f"note {n:03}.") for n in range(45)}
    pages = [
        json.dumps(evidence_modal(session, replace(finding, ratings=ratings), {}, page))
        for page in range(3)
    ]
    for n in range(45):
        assert sum(page.count(f"note {n:03}.") for page in pages) == 1
    assert "session_evidence_next" not in pages[2]


def test_the_windows_of_the_board_keep_slacks_limits() -> None:
    session, finding = largest().session, findings.findings(largest())[0]
    for page in range(12):
        fits(evidence_modal(session, finding, NAMES, page))
    full = Draft(4, LONG, LONG)
    fits(agreement_modal(session, finding, full))
    stands = replace(session, agreements={finding.statement.id: Agreement(3, LONG, LONG)})
    fits(agreement_modal(stands, finding, full, overtaken=True))


def test_consent_keeps_slacks_limits() -> None:
    session = largest().session
    for consents in (None, True, False):
        asked = Participant("0123456789abcdef", "district", "Coach", True, consents=consents)
        keeps_limits(consent_message(session, asked, 2, on_behalf_of="<" * 80))


@pytest.mark.parametrize("made", [settled, partial(settled, "done"), partial(settled, value=4)])
def test_priorities_keep_slacks_limits(made: Callable[[], Assessment]) -> None:
    keeps_limits(priorities_message(made()))


def test_the_windows_of_the_priorities_keep_slacks_limits() -> None:
    assessment = settled()
    one = next(iter(assessment.participants))
    growing = findings.growth_areas(assessment)
    for page in range(pages_of_weights(assessment)):
        shown = weights_modal(assessment, one, page, on_behalf_of="<" * 80, incomplete=growing[:3])
        fits(shown)
    kept = replace(assessment, own={one: growing[5]})
    fits(own_modal(kept, one))
    fits(choice_modal(assessment))


def reported(assessment: Assessment) -> Report:
    """Return the report of it, with the longest of everything."""
    session = assessment.session
    rows = tuple(
        ReportRow(
            indicator=s.id,
            label=s.id,
            statement=s.text,
            block=s.block_title,
            block_id=s.block,
            level=s.level,
            ratings=(RatingShown(1, LONG, None, None),),
            median=1,
            agreed=1 if n % 2 else 4,
            before=4 if n % 2 else 1,
        )
        for n, s in enumerate(session.statements)
    )
    materials = (Material("M" * 103, "t" * 600, "https://example.org/" + "a" * 120),) * 6
    reasons = {one.indicator: one.reason for one in leverage.order(assessment)}
    priorities = tuple(
        PriorityShown(
            one.rank,
            session.statement(one.indicators[0]).title,
            one.indicators,
            reasons[one.indicators[0]],
            materials,
        )
        for one in session.priorities
    )
    every = tuple(s.id for s in session.statements)
    return Report(
        title=session.title,
        team="<" * 80,
        started=NOW.date(),
        closed=NOW.date(),
        raters={"school": 200},
        scale=SCALE,
        rows=rows,
        strengths=every,
        growth=every,
        priorities=priorities,
        earlier=NOW.date(),
    )


def finished() -> Assessment:
    assessment = settled("done")
    growing = findings.growth_areas(assessment)
    chosen = tuple(Priority(n, tuple(growing[n * 5 : n * 5 + 5])) for n in (1, 2, 3))
    return replace(assessment, session=replace(assessment.session, priorities=chosen))


def test_results_and_briefs_keep_slacks_limits() -> None:
    assessment = finished()
    report = reported(assessment)
    shown = keeps_limits(results_message(assessment, report, NAMES))
    kinds = [block["type"] for block in shown["blocks"]]
    assert "actions" in kinds, "nothing was cut that people click on"
    for rank in (1, 2, 3):
        view = brief_modal(assessment, report, rank, NAMES)
        assert view is not None
        fits(view)
    assert brief_modal(assessment, report, 4, NAMES) is None


def test_what_moved_most_is_told_first() -> None:
    assessment = finished()
    report = reported(assessment)
    rows = list(report.rows)
    rows[0], rows[1] = replace(rows[0], before=3), replace(rows[1], before=1)
    one, two = (assessment.session.statements[n].title for n in (0, 2))
    message = results_message(assessment, replace(report, rows=tuple(rows)), {})
    [moved] = [text for text in formatted(message["blocks"]) if "What has moved" in text]
    assert f"↓  {two}" not in moved, "from 1 to 4 it went up"
    assert f"↑  {two}" in moved
    assert one not in moved, "a smaller step stands behind those that are listed"
    assert "1 stays as before" in moved


def test_a_new_round_fits_its_button() -> None:
    session = largest().session
    keeps_limits(again_message(session))
    assert len(again_value(session)) <= BUTTON_VALUE
