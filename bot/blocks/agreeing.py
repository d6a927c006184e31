"""The board on which a team settles its ratings: splits one by one, then all the others.

The shared message shows the place that a facilitator chose; each button carries where it leads.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.evidence import Names, told_few
from bot.blocks.indicators import distribution, label, point, short_distribution
from bot.blocks.text import (
    Block,
    actions,
    button,
    confirm,
    context,
    escape,
    header,
    option,
    plain,
    section,
)
from conversations.assessment import findings
from conversations.assessment.findings import Finding
from conversations.assessment.model import Assessment

ROWS_A_PAGE = 12

_PROTOCOL = (
    "1.  Each side says what it has seen or heard.\n"
    "2.  One minute to talk it over.\n"
    "3.  Agree on one rating. Whoever still sees it otherwise can have that written down."
)
_ENDED = "This self-assessment was ended without results, so its ratings are not shown."
_NOTHING = (
    "There is nothing to show yet: so few people rated that each of them has to agree first. I "
    "have asked them in our direct messages, and this card fills by itself."
)
_BEHIND = "What people wrote opens with *Evidence*, for members only."
_NO_WORDS = "Nobody wrote anything down for this one."


@dataclass(frozen=True)
class Place:
    """Where the board stands: at an open split, or on a page of the other indicators.

    Neither means at the first that is open.
    """

    session: str
    split: str | None = None
    page: int | None = None

    def to_value(self) -> str:
        """Return the place as a button carries it."""
        kept = {"s": self.session, "i": self.split, "p": self.page}
        return json.dumps({name: value for name, value in kept.items() if value is not None})


@dataclass(frozen=True)
class _Board:
    """The assessment with what its board leads through, and the page that is in front."""

    assessment: Assessment
    names: Names
    open_splits: Sequence[Finding]
    settling: Sequence[Finding]
    at: int

    @property
    def pages(self) -> int:
        """How many pages the other indicators take."""
        return -(-len(self.settling) // ROWS_A_PAGE)

    @property
    def is_open(self) -> bool:
        """Whether the team is still settling its ratings."""
        return self.assessment.session.phase == "agreeing"

    def place(self, at: int) -> Place:
        """Return the place that is shown ``at`` some number, splits first."""
        session = self.assessment.session.id
        if at < len(self.open_splits):
            return Place(session, split=self.open_splits[at].statement.id)
        return Place(session, page=at - len(self.open_splits))


def board_message(
    assessment: Assessment, place: Place, names: Names, drawn: str = ""
) -> dict[str, Any]:
    """Return the board at a place; what is not there any more gives the first that is open.

    ``drawn`` tells one drawing from the next, so that a menu begins anew in each.
    """
    if assessment.session.phase == "cancelled":
        return fitting.message(_ENDED, [section(_ENDED)])
    board = _board(assessment, place, names)
    if not board.open_splits and not board.settling:
        blocks = [header("Ratings"), section(_NOTHING), *_hidden(assessment)]
        return fitting.message(_NOTHING, blocks)
    if not board.is_open and place.page is None:
        return _folded_message(board)
    if board.at < len(board.open_splits):
        return _split_message(board, board.open_splits[board.at])
    return _list_message(board, board.at - len(board.open_splits), drawn)


def _board(assessment: Assessment, place: Place, names: Names) -> _Board:
    still_open = findings.open_splits(assessment) if _is_agreeing(assessment) else []
    ids = [finding.statement.id for finding in still_open]
    settling = [f for f in findings.findings(assessment) if f.statement.id not in ids]
    pages = -(-len(settling) // ROWS_A_PAGE)
    at = 0
    if place.split in ids:
        at = ids.index(place.split)
    elif place.page is not None and pages:
        at = len(ids) + min(place.page, pages - 1)
    return _Board(assessment, names, still_open, settling, at)


def _split_message(board: _Board, finding: Finding) -> dict[str, Any]:
    session, statement = board.assessment.session, finding.statement
    count = len(board.open_splits)
    which = "One split" if count == 1 else f"Split {board.at + 1} of {count}, the widest first"
    evidence = any(rating.words.strip() for rating in finding.ratings.values())
    told = told_few(session, finding, board.names) if session.evidence_in_channel else []
    blocks = [
        header("Where you see it differently"),
        context(f"{which}  ·  {label(statement.id)}  ·  {escape(statement.block_title)}"),
        section(f"*{escape(statement.title)}*\n{escape(statement.text)}"),
        section(f"*{finding.spread} points apart*\n{distribution(session.scale, finding)}"),
        *_roles(finding),
        *told,
        *([] if told else [context(_BEHIND if evidence else _NO_WORDS)]),
        section(_PROTOCOL),
        actions(*_split_controls(board, finding, has_evidence=evidence)),
        *_hidden(board.assessment),
    ]
    said = (
        f"{which}: {label(statement.id)}, {statement.title}. {finding.spread} points apart. "
        f"{short_distribution(session.scale, finding)}."
    )
    return fitting.message(escape(said), blocks)


def _split_controls(board: _Board, finding: Finding, *, has_evidence: bool) -> Iterator[Block]:
    session = board.assessment.session
    value = Place(session.id, split=finding.statement.id).to_value()
    yield button("Agree on a rating", "session_agree", value, style="primary")
    if has_evidence:
        yield button("Evidence", "session_evidence", value)
    yield from _turning(board)
    yield _go_on(board, "")


def _roles(finding: Finding) -> Iterator[Block]:
    if finding.roles:
        lowest_first = sorted(finding.roles.items(), key=lambda each: (each[1], each[0]))
        each = ", ".join(f"{role} {value}" for role, value in lowest_first)
        yield context(f"The middle rating by role: {each}")


def _folded_message(board: _Board) -> dict[str, Any]:
    """Return what stays of the board in the thread once the team has gone on."""
    title, says = _heading(board, 0)
    see = button("See all of them", "session_turn_next", board.place(0).to_value())
    blocks = [section(f"*{title}*  ·  {says}"), actions(see), *_hidden(board.assessment)]
    return fitting.message(f"{title}. {says}", blocks)


def _list_message(board: _Board, page: int, drawn: str) -> dict[str, Any]:
    assessment, session = board.assessment, board.assessment.session
    rows = board.settling[page * ROWS_A_PAGE : (page + 1) * ROWS_A_PAGE]
    proposed = len(findings.proposals(assessment)) if board.is_open else 0
    title, says = _heading(board, proposed)
    blocks = [header(title), section(says)]
    if board.pages > 1:
        blocks.append(context(f"Page {page + 1} of {board.pages}"))
    blocks += _rows(assessment, rows)
    if board.is_open:
        blocks.append(
            section(
                "Would you rather settle on another rating for one of these?",
                block_id=f"board_other:{page}:{drawn}",
                accessory=_reopening(session.id, rows),
            )
        )
    controls = [*_list_controls(board, proposed)]
    if controls:
        blocks.append(actions(*controls))
    return fitting.message(f"{title}. {says}", [*blocks, *_hidden(assessment)])


def _heading(board: _Board, proposed: int) -> tuple[str, str]:
    agreed = len(board.assessment.session.agreements)
    if not board.is_open:
        return "What you agreed on", f"{_ratings(agreed)} agreed."
    if proposed:
        accepts = "it" if proposed == 1 else f"all {proposed}"
        return (
            "Where you see it alike",
            "Where nobody is more than a point from anybody else, I propose the middle rating. "
            f"One click accepts {accepts}.",
        )
    if board.open_splits:
        return "Settled so far", f"{_ratings(agreed)} agreed."
    return "All agreed", f"{_ratings(agreed)} agreed. Next you look at what comes first."


def _ratings(count: int) -> str:
    return "1 rating is" if count == 1 else f"{count} ratings are"


def _rows(assessment: Assessment, rows: Sequence[Finding]) -> Iterator[Block]:
    """Yield the indicators, those of one building block and level together."""
    for (block, level), found in groupby(
        rows, key=lambda finding: (finding.statement.block, finding.statement.level)
    ):
        group = list(found)
        title = group[0].statement.block_title
        lines = [f"*{escape(title)}* ({label(block)}), {level} level"]
        lines += [_row(assessment, finding) for finding in group]
        yield section("\n".join(lines))


def _row(assessment: Assessment, finding: Finding) -> str:
    session, statement = assessment.session, finding.statement
    agreed = session.agreements.get(statement.id)
    if agreed:
        stands = f"*agreed: {escape(point(session.scale, agreed.value))}*"
        if agreed.dissent:
            stands += ", with a dissent"
    elif finding.median is None:
        stands = "no rating"
    elif finding.is_split:
        stands = "left open"
    else:
        stands = f"proposed: *{escape(point(session.scale, finding.median))}*"
    number = statement.id.rpartition("/")[2]
    said = escape(short_distribution(session.scale, finding))
    return f"{number}.  {escape(statement.title)}\n{said}  →  {stands}"


def _reopening(session_id: str, rows: Sequence[Finding]) -> Block:
    options = [
        option(
            f"{label(row.statement.id)}: {row.statement.title}",
            Place(session_id, split=row.statement.id).to_value(),
        )
        for row in rows
    ]
    return {
        "type": "static_select",
        "action_id": "session_reopen",
        "placeholder": plain("Choose one", limits.PLACEHOLDER),
        "options": options,
    }


def _list_controls(board: _Board, proposed: int) -> Iterator[Block]:
    if board.is_open and proposed:
        yield button(
            "Accept it" if proposed == 1 else f"Accept all {proposed}",
            "session_accept",
            board.place(board.at).to_value(),
            style="primary",
        )
    yield from _turning(board)
    if board.is_open:
        settled = not proposed and not board.open_splits
        yield _go_on(board, "primary" if settled else "")


def _turning(board: _Board) -> Iterator[Block]:
    """Yield the buttons that lead to the place before and the place after this one."""
    last = len(board.open_splits) + board.pages - 1
    for name, at in (("Previous", board.at - 1), ("Next", board.at + 1)):
        if 0 <= at <= last:
            # Two buttons of one row need two names.
            action_id = f"session_turn_{name.lower()}"
            yield button(name, action_id, board.place(at).to_value())


def _go_on(board: _Board, style: str) -> Block:
    session_id = Place(board.assessment.session.id).to_value()
    more: dict[str, Any] = {"style": style} if style else {}
    left = len(board.open_splits), len(findings.proposals(board.assessment))
    if any(left):
        splits, proposals = (_counted(n, what) for n, what in zip(left, _LEFT, strict=True))
        open_still = " and ".join(filter(None, (splits, proposals)))
        more["confirm"] = confirm(
            "Leave some open?",
            f"Still open: {open_still}. What has no agreed rating is neither a strength nor an "
            "growth area. You can come back to it.",
            "Go on",
            "Not yet",
        )
    return button("Go on to priorities", "session_go_on", session_id, **more)


_LEFT = ("split", "proposed rating")


def _counted(count: int, what: str) -> str:
    return "" if not count else f"1 {what}" if count == 1 else f"{count} {what}s"


def _hidden(assessment: Assessment) -> Iterator[Block]:
    """Say of which levels nothing is shown, and never how many people that is."""
    session = assessment.session
    unseen = [one for one in session.levels if not findings.is_shown(assessment, one)]
    small = [one for one in unseen if findings.raters(assessment, one)]
    nobody = [one for one in unseen if one not in small]
    if small:
        yield context(
            f"Not shown: {' and '.join(small)} level. Fewer than three people rated there, and "
            "not all of them have agreed to show it."
        )
    if nobody:
        yield context(f"Nobody rated at {' and '.join(nobody)} level.")


def _is_agreeing(assessment: Assessment) -> bool:
    return assessment.session.phase == "agreeing"
