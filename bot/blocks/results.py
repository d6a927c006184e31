"""The results of a self-assessment in Slack, and what their buttons open."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.evidence import NOTES_A_PAGE, Names, notes_blocks, notes_of, told_few
from bot.blocks.indicators import label, point
from bot.blocks.text import (
    Block,
    actions,
    button,
    context,
    escape,
    header,
    link,
    option,
    plain,
    section,
)
from content.ids import block_of, level_of
from conversations.assessment import findings
from conversations.assessment.model import Assessment, Session
from conversations.exports import grouping
from conversations.exports.report import PriorityShown, Report, ReportRow

MONTHS = (3, 6, 12)

_LISTED, _MOVED, _HELPS = 6, 8, 3
_CREDIT = "Plain words, not the Department's text; the scale and the ratings are not the "
_NOTHING = "Everything that was rated is a strength already, so no priority was chosen."


def results_message(assessment: Assessment, report: Report, names: Names) -> dict[str, Any]:
    """Return the results: strengths, growth areas, priorities, what has moved, and the files."""
    session = assessment.session
    blocks = [
        header(f"Results: {report.title}"),
        context(escape("  ·  ".join(filter(None, (report.team, grouping.span(report)))))),
        *_listed("Strengths", session, report.strengths, "None yet."),
        *_listed("Growth areas", session, report.growth, "None."),
        *_priorities(assessment, report, names),
        *_moved(session, report),
        actions(*_controls(assessment), block_id="results_controls"),
        context(f"{_CREDIT}Department's."),
    ]
    return fitting.message(escape(_said(session, report)), blocks)


def brief_modal(
    assessment: Assessment, report: Report, rank: int, names: Names
) -> dict[str, Any] | None:
    """Return the window with all that goes with a priority; None where none has that rank."""
    found = [one for one in report.priorities if one.rank == rank]
    if not found:
        return None
    [priority] = found
    session, rows = assessment.session, {row.indicator: row for row in report.rows}
    blocks = [header(priority.title), section(escape(priority.reason))]
    for indicator in priority.indicators:
        blocks += _brief(assessment, rows[indicator], names)
    if priority.materials:
        blocks.append(section("*What helps with it*"))
        blocks += [
            section(f"•  *{link(one.url, one.title)}*\n{escape(one.text)}")
            for one in priority.materials
        ]
    title = "Priority" if len(session.priorities) == 1 else f"Priority {rank}"
    return fitting.modal(title, blocks, close="Close")


def again_message(session: Session) -> dict[str, Any]:
    """Return the reminder to assess again, with a button that starts with the same choices."""
    title = f"Time to assess again: {session.title}"
    said = "The new results will show what has moved since then, indicator by indicator."
    blocks = [
        section(f"*{escape(title)}*\n{said}"),
        actions(button("Start again", "session_again_start", again_value(session))),
    ]
    return fitting.message(escape(f"{title}. {said}"), blocks)


def again_value(session: Session) -> str:
    """Return what a session is started with, as a button carries it."""
    ids = [statement.id for statement in session.statements]
    return json.dumps(
        {
            "blocks": list(dict.fromkeys(block_of(i) for i in ids)),
            "levels": list(dict.fromkeys(level_of(i) for i in ids)),
            "team": session.team,
        }
    )


def _listed(title: str, session: Session, ids: Sequence[str], none: str) -> Iterator[Block]:
    lines = [f"•  {_named(session, i)}" for i in ids[:_LISTED]] or [none]
    if len(ids) > _LISTED:
        lines.append(f"…and {len(ids) - _LISTED} more in the document.")
    yield section(f"*{title}*\n" + "\n".join(lines))


def _priorities(assessment: Assessment, report: Report, names: Names) -> Iterator[Block]:
    if not report.priorities:
        yield section(f"*Priorities*\n{_NOTHING}")
        return
    yield section("*Priorities*" if len(report.priorities) > 1 else "*The priority*")
    for priority in report.priorities:
        yield from _priority(assessment, priority, names)


def _priority(assessment: Assessment, priority: PriorityShown, names: Names) -> Iterator[Block]:
    session, first = assessment.session, priority.indicators[0]
    lines = [f"*{priority.rank}.  {escape(priority.title)}* ({label(first)})"]
    lines.append(escape(priority.reason))
    if beside := priority.indicators[1:]:
        lines.append("Goes with it: " + "; ".join(_named(session, i) for i in beside))
    if priority.materials:
        helps = "; ".join(link(one.url, one.title) for one in priority.materials[:_HELPS])
        lines.append(f"Helps with it: {helps}")
    value = json.dumps({"s": session.id, "r": priority.rank})
    spoken = f"Plan this priority: {priority.title}"[: limits.BUTTON_ACCESSIBILITY_LABEL]
    brief = f"What goes with it: {priority.title}"[: limits.BUTTON_ACCESSIBILITY_LABEL]
    yield section("\n".join(lines))
    finding = findings.finding_of(assessment, first)
    if session.evidence_in_channel and finding:
        yield from told_few(session, finding, names, each=1, longest=140)
    yield actions(
        button("Plan this priority", "session_plan", value, accessibility_label=spoken),
        button("What goes with it", "session_brief", value, accessibility_label=brief),
    )


def _moved(session: Session, report: Report) -> Iterator[Block]:
    """Tell what has moved since the earlier round, by how much, on which indicators."""
    compared = grouping.moves(report)
    if not compared:
        return
    moved = [row for row in compared if row.agreed != row.before]
    moved.sort(key=lambda row: -abs(_change(row)))
    since = f" since {grouping.day(report.earlier)}" if report.earlier else ""
    lines = [
        f"{_way(row)}  {_named(session, row.indicator)}: {row.before} to {row.agreed}"
        for row in moved[:_MOVED]
    ]
    if len(moved) > _MOVED:
        lines.append(f"…and {len(moved) - _MOVED} more in the document.")
    if same := len(compared) - len(moved):
        lines.append(f"=  {'1 stays' if same == 1 else f'{same} stay'} as before.")
    yield section(f"*What has moved{since}*\n" + "\n".join(lines))


def _change(row: ReportRow) -> int:
    return (row.agreed or 0) - (row.before or 0)


def _way(row: ReportRow) -> str:
    return "↑" if _change(row) > 0 else "↓"


def _controls(assessment: Assessment) -> Iterator[Block]:
    session_id = assessment.session.id
    for name, spoken in (
        ("Picture", "Picture: send me the picture of the results"),
        ("Document", "Document: send me the results as a Word file"),
        ("Table", "Table: send me all ratings as a table"),
    ):
        action_id = f"session_file_{name.lower()}"
        yield button(name, action_id, session_id, accessibility_label=spoken)
    if not assessment.is_solo and findings.growth_areas(assessment):
        yield button("For myself", "session_keep_own", session_id)
    yield {
        "type": "static_select",
        "action_id": "session_again",
        "placeholder": plain("Assess again in …", limits.PLACEHOLDER),
        "options": [
            option(_in_months(months), json.dumps({"s": session_id, "m": months}))
            for months in MONTHS
        ],
    }


def _in_months(months: int) -> str:
    return "In a year" if months == 12 else f"In {months} months"


def _brief(assessment: Assessment, row: ReportRow, names: Names) -> Iterator[Block]:
    session = assessment.session
    statement = session.statement(row.indicator)
    agreed = "" if row.agreed is None else f"Agreed: {point(session.scale, row.agreed)}.  "
    page = link(statement.url, "The Department's page")
    yield section(
        f"*{escape(statement.title)}* ({row.label})\n{escape(statement.text)}\n"
        f"{escape(agreed)}{page if statement.url else ''}"
    )
    finding = findings.finding_of(assessment, row.indicator)
    if finding:
        yield from notes_blocks(session.scale, notes_of(finding, names)[:NOTES_A_PAGE])


def _named(session: Session, indicator: str) -> str:
    return f"{escape(session.statement(indicator).title)} ({label(indicator)})"


def _said(session: Session, report: Report) -> str:
    chosen = "; ".join(f"{one.rank}. {one.title}" for one in report.priorities) or "none"
    return (
        f"Results: {session.title}. {len(report.strengths)} strengths, {len(report.growth)} "
        f"growth areas. Priorities: {chosen}."
    )
