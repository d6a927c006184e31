"""A walk through rating cards, and what comes after it, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from bot.blocks.indicators import label, point
from bot.blocks.rating_windows import Meaning
from bot.blocks.walk_buttons import card_in_front, words_on
from bot.terminal.console import listed, wrapped
from content.models import Scale
from conversations.assessment import findings
from conversations.assessment.leverage import Ranked
from conversations.assessment.model import Assessment, Rating, Statement
from conversations.assessment.service import Walked
from conversations.exports import grouping
from conversations.exports.legible import legible
from conversations.exports.report import Report, ReportRow

DONT_KNOW = "d"
"""The key beside the answer that is no rating."""

_PROMPTS = 2
_ROOM_FOR_ANCHORS = 50
_FIRST = (
    "Type a number, and what you have seen if you like: “3, interpreters come to conferences”. "
    "Other words that help: skip, back, stop; “?” for what a card means; or ask me a question."
)


def card(walked: Walked, width: int, *, is_first: bool) -> str:
    """Return the card in front: the statement, why it is asked, the scale, what was said before.

    The ``is_first`` one on the screen explains the points of the scale, and what can be typed.
    """
    statement, scale = card_in_front(walked), walked.session.scale
    lines = ["", *_dim(_progress(walked), width), *_bold(statement.title, width)]
    lines += wrapped(statement.text, width)
    lines += _dim(statement.why, width)
    if statement.look_at:
        lines += _dim(f"Think of: {'; '.join(statement.look_at[:_PROMPTS])}.", width)
    lines += ["", *_bold(scale.question, width)]
    lines += _points(scale, width) if is_first else _labels(scale, width)
    lines += _said_before(walked, statement, width)
    if is_first:
        lines += ["", *_dim(_FIRST, width)]
    return "\n".join(lines)


def card_again(walked: Walked, width: int) -> str:
    """Return a few lines of the card in front, after something else was said."""
    statement, scale = card_in_front(walked), walked.session.scale
    lines = ["", *_dim(_progress(walked), width), *_bold(statement.title, width)]
    return "\n".join([*lines, *_labels(scale, width)])


def evidence(walked: Walked, width: int) -> str:
    """Return the question for evidence that follows a rating."""
    scale, rating = walked.session.scale, walked.walk.ratings[card_in_front(walked).id]
    asks = scale.point(rating.value).asks if rating.value is not None else None
    lines = wrapped(f"You said {said(scale, rating)}. {asks or ''}".rstrip(), width)
    if rating.words:
        lines += _note(rating.words, width)
    return "\n".join([*lines, *_dim("Enter goes on. Nothing about a student, please.", width)])


def meaning(meant: Meaning, width: int) -> str:
    """Return what explains a card."""
    statement, scale = meant.statement, meant.scale
    lines = [*_heading("Why it is asked"), *wrapped(statement.why, width, "  ")]
    lines += [*_heading("What to look at"), *listed(statement.look_at, width)]
    lines += [*_heading(scale.question), *_points(scale, width)]
    lines += [*_heading(statement.block_title), *wrapped(meant.block, width, "  ")]
    if meant.official:
        lines += [*_heading("The Department's own wording"), *wrapped(meant.official, width, "  ")]
    lines += ["", *_dim(f"{scale.note} {statement.locator}", width)]
    return "\n".join([*lines, *filter(None, [statement.url])])


def finished(walked: Walked, width: int) -> str:
    """Return what was said on each card, and what can be done now."""
    cards, ratings = walked.session.cards(walked.walk.level), walked.walk.ratings
    still_open = len(cards) - len(ratings)
    heading = (
        f"All {len(cards)} cards are rated. Thank you!"
        if not still_open
        else f"{len(ratings)} of {len(cards)} cards are rated, {still_open} open."
    )
    lines = ["", *_bold(heading, width)]
    for place, statement in enumerate(cards, start=1):
        rating = ratings.get(statement.id)
        answer = said(walked.session.scale, rating) if rating else "open"
        lines += wrapped(f"{place:>3}  {statement.title}: {answer}", width, "", "     ")
    ways = "A card's number changes its answer. "
    ways += "“open” goes to those still open. " if still_open else ""
    ways += "Enter shows your results; then nothing can be changed any more. “stop” stops for now."
    return "\n".join([*lines, "", *wrapped(ways, width)])


def strengths(assessment: Assessment, width: int) -> str:
    """Return what is a strength already."""
    found = [assessment.session.statement(i) for i in findings.strengths(assessment)]
    lines = _heading("Your strengths")
    if not found:
        return "\n".join([*lines, "  None yet. That is what this is for."])
    return "\n".join([*lines, *listed((_named(statement) for statement in found), width)])


def growth(assessment: Assessment, ranked: Sequence[Ranked], width: int) -> str:
    """Return the growth areas in their order, each with the sentence that says why."""
    lines = _heading("Where you can grow, the strongest case first")
    for place, one in enumerate(ranked, start=1):
        statement = assessment.session.statement(one.indicator)
        lines += wrapped(f"{place:>3}. {_named(statement)}", width, "", "     ")
        lines += wrapped(one.reason, width, "     ")
    return "\n".join(lines)


def area(assessment: Assessment, indicator: str, place: str, width: int) -> str:
    """Return a growth area that is to be weighed."""
    statement = assessment.session.statement(indicator)
    value = assessment.session.agreements[indicator].value
    lines = ["", *_dim(place, width), *_bold(statement.title, width)]
    lines += wrapped(statement.text, width)
    return "\n".join([*lines, *wrapped(f"You rated it {_point(assessment, value)}.", width)])


def results(assessment: Assessment, report: Report, width: int) -> str:
    """Return what was chosen, with what was noted, what helps with it, and what has moved."""
    rows = {row.indicator: row for row in report.rows}
    lines = _heading("Your priorities" if len(report.priorities) > 1 else "Your priority")
    if not report.priorities:
        lines += wrapped("None: everything that you rated is a strength already.", width, "  ")
    for priority in report.priorities:
        lines += ["", *_bold(f"{priority.rank}. {priority.title}", width)]
        lines += wrapped(priority.reason, width, "  ")
        for indicator in priority.indicators:
            lines += _indicator(assessment, rows[indicator], width)
        if priority.materials:
            lines += wrapped("What helps with it:", width, "  ")
        for one in priority.materials:
            lines += listed([f"{one.title}: {one.text}" if one.text else one.title], width)
            lines += [f"    {one.url}"] if one.url else []
    return "\n".join([*lines, *_moved(assessment, report, width)])


def said(scale: Scale, rating: Rating) -> str:
    """Return a rating with its name."""
    return scale.dont_know if rating.value is None else point(scale, rating.value)


def _points(scale: Scale, width: int) -> Iterator[str]:
    longest = max(len(one.label) for one in scale.points)
    for one in scale.points:
        start = f"  {one.value}  {one.label:<{longest}}  "
        if width - len(start) >= _ROOM_FOR_ANCHORS:
            yield from wrapped(one.anchor, width, start, " " * len(start))
        else:
            yield from wrapped(one.label, width, f"  {one.value}  ", "     ")
            yield from wrapped(one.anchor, width, "     ")
    yield from wrapped(scale.dont_know, width, f"  {DONT_KNOW}  ", "     ")


def _labels(scale: Scale, width: int) -> list[str]:
    labels = [f"{one.value} {one.label}" for one in scale.points]
    labels.append(f"{DONT_KNOW} {scale.dont_know}")
    # A number stays on the line of its label.
    tied = " · ".join(one.replace(" ", "\u00a0") for one in labels)
    return [line.replace("\u00a0", " ") for line in wrapped(tied, width, "  ")]


def _progress(walked: Walked) -> str:
    count, rated = len(walked.session.cards(walked.walk.level)), len(walked.walk.ratings)
    block = card_in_front(walked).block_title
    return f"Card {walked.walk.at + 1} of {count} · {rated} rated · {block}"


def _said_before(walked: Walked, statement: Statement, width: int) -> list[str]:
    rating, words = walked.walk.ratings.get(statement.id), words_on(walked, statement.id)
    answer = said(walked.session.scale, rating) if rating else ""
    lines = wrapped(f"You said: {answer}. Enter leaves it so.", width) if rating else []
    return [*lines, *(_note(words, width) if words else [])]


def _indicator(assessment: Assessment, row: ReportRow, width: int) -> Iterator[str]:
    statement = assessment.session.statement(row.indicator)
    agreed = f": {_point(assessment, row.agreed)}" if row.agreed else ""
    yield from wrapped(f"{_named(statement)}{agreed}", width, "  ")
    yield from wrapped(statement.text, width, "    ")
    for rating in row.ratings:
        if rating.words:
            yield from _note(rating.words, width, "    ")


def _moved(assessment: Assessment, report: Report, width: int) -> Iterator[str]:
    moved = [row for row in grouping.moves(report) if row.agreed != row.before]
    if moved and report.earlier:
        yield from _heading(f"What has moved since {grouping.day(report.earlier)}")
        for row in moved:
            statement = assessment.session.statement(row.indicator)
            yield from listed([f"{_named(statement)}: {row.before} to {row.agreed}"], width)


def _note(words: str, width: int, indent: str = "") -> list[str]:
    return wrapped(f"Your note: “{legible(words)}”", width, indent)


def _named(statement: Statement) -> str:
    return f"{statement.title} ({label(statement.id)})"


def _point(assessment: Assessment, value: int) -> str:
    return point(assessment.session.scale, value)


def _heading(text: str) -> list[str]:
    return ["", click.style(text, fg="cyan", bold=True)]


def _bold(text: str, width: int) -> list[str]:
    return [click.style(line, bold=True) for line in wrapped(text, width)]


def _dim(text: str, width: int) -> list[str]:
    return [click.style(line, dim=True) for line in wrapped(text, width)]
