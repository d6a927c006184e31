"""What comes first: the card with strengths and growth areas, and the windows behind it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.indicators import label, point
from bot.blocks.inputs import input_block
from bot.blocks.text import (
    Block,
    actions,
    button,
    context,
    escape,
    header,
    option,
    plain,
    section,
    shorten,
)
from conversations.assessment import findings, leverage
from conversations.assessment.leverage import Ranked
from conversations.assessment.model import MOST_PRIORITIES, Assessment, Statement, Vote

SAVE_WEIGHTS, SAVE_OWN, SAVE_CHOICE = "session_weights", "session_own", "session_choice"
ASPECTS = ("need", "impact", "ease")
NONE = "none"
AREAS_A_PAGE = 24

_SHOWN, _STRENGTHS = 10, 5
_ENDED = "This self-assessment was ended without results."
_BACK = "The team has gone back to agreeing on its ratings. This card comes to life again after it."
_CHOSEN = "That is settled. The results have all of it."
_ASKED = (
    "*Need:* how much is missing here?   *Impact:* how much would your ELs gain?   *Ease:* how "
    "doable is it this year?\nYou can leave some out and change your mind later."
)
_INCOMPLETE = (
    "*Almost.* Those on top still lack one or two of their three weights. The others are saved."
)


def priorities_message(assessment: Assessment) -> dict[str, Any]:
    """Return the card as things stand."""
    session = assessment.session
    if session.phase == "cancelled":
        return fitting.message(_ENDED, [section(_ENDED)])
    if session.phase == "agreeing":
        return fitting.message(_BACK, [section(_BACK)])
    ranked = leverage.order(assessment)
    title = "What do you want to work on?" if assessment.is_solo else "What comes first?"
    if session.phase == "done":
        return fitting.message(_CHOSEN, [section(f"*{title}*  ·  {_CHOSEN}")])
    blocks = [header(title), *_strengths(assessment)]
    blocks += _growth(assessment, ranked) if ranked else _nothing_to_grow(assessment)
    blocks += _controls(assessment, ranked)
    count = "1 growth area" if len(ranked) == 1 else f"{len(ranked)} growth areas"
    return fitting.message(f"{title} {count}.", blocks)


def weights_modal(
    assessment: Assessment,
    participant: str,
    page: int = 0,
    *,
    on_behalf_of: str = "",
    chosen: Mapping[str, Mapping[str, int]] | None = None,
    incomplete: Sequence[str] = (),
) -> dict[str, Any]:
    """Return a page of the window in which one member weighs the growth areas.

    ``chosen`` are the weights as they stand in the window where some are ``incomplete``.
    """
    session = assessment.session
    growing = [session.statement(i) for i in findings.growth_areas(assessment)]
    pages = max(-(-len(growing) // AREAS_A_PAGE), 1)
    page = min(max(page, 0), pages - 1)
    before = assessment.votes.get(participant, {})
    shown = growing[page * AREAS_A_PAGE : (page + 1) * AREAS_A_PAGE]
    shown.sort(key=lambda statement: statement.id not in incomplete)
    blocks = [section(_INCOMPLETE if incomplete else _ASKED)]
    if on_behalf_of:
        blocks.append(section(f"For *{escape(on_behalf_of)}*, as they told you."))
    for statement in shown:
        weights = (chosen or {}).get(statement.id) or _weights(before.get(statement.id))
        blocks += [_area(assessment, statement), _selects(statement.id, weights)]
    if pages > 1:
        blocks.append(context(f"Page {page + 1} of {pages}"))
    about = {"s": session.id, "p": participant, "g": page}
    return fitting.modal(
        "Weigh the growth areas",
        blocks,
        submit="Save and go on" if page + 1 < pages else "Save",
        close="Close",
        callback_id=SAVE_WEIGHTS,
        private_metadata=json.dumps(about),
    )


def pages_of_weights(assessment: Assessment) -> int:
    """Return how many pages the window takes."""
    return max(-(-len(findings.growth_areas(assessment)) // AREAS_A_PAGE), 1)


def own_modal(assessment: Assessment, participant: str) -> dict[str, Any]:
    """Return the window in which a member keeps a growth area for themselves."""
    session, kept = assessment.session, assessment.own.get(participant)
    growing = findings.growth_areas(assessment)
    none = option("None for now", NONE)
    options = {i: option(_named(session.statement(i)), i) for i in growing}
    groups = [{"label": plain("No choice", limits.OPTION_LABEL), "options": [none]}]
    for title, found in groupby(growing, key=lambda i: session.statement(i).block_title):
        label_ = plain(title, limits.OPTION_LABEL)
        groups.append({"label": label_, "options": [options[i] for i in found]})
    select: Block = {
        "type": "static_select",
        "action_id": "own",
        "placeholder": plain("Choose one", limits.PLACEHOLDER),
        "option_groups": groups,
        "initial_option": options.get(kept or "", none),
    }
    blocks = [
        section("Something that you want to grow in yourself, whatever the team chooses."),
        input_block("own", "My own priority", select, hint="Only you see this."),
        *_in_full(session.statement(kept) if kept in options else None),
    ]
    about = {"s": session.id, "p": participant}
    return fitting.modal(
        "For myself",
        blocks,
        submit="Keep it",
        close="Close",
        callback_id=SAVE_OWN,
        private_metadata=json.dumps(about),
    )


def choice_modal(assessment: Assessment) -> dict[str, Any]:
    """Return the window in which a facilitator chooses the priorities."""
    session = assessment.session
    ranked = leverage.order(assessment)
    options = [
        option(f"{n}. {_named(session.statement(one.indicator))}", one.indicator)
        for n, one in enumerate(ranked[: limits.SELECT_OPTIONS], start=1)
    ]
    select: Block = {
        "type": "multi_static_select",
        "action_id": "priorities",
        "placeholder": plain("Choose one to three", limits.PLACEHOLDER),
        "options": options,
    }
    blocks = [
        section(
            "One thing done well beats three begun. With these the self-assessment ends and the "
            "results are shown."
        ),
        input_block(
            "priorities",
            "Your priorities" if assessment.is_solo else "The team's priorities",
            select,
            hint=f"Up to {MOST_PRIORITIES}. The one that you choose first comes first.",
        ),
        section("\n".join(_lines(assessment, ranked[:_SHOWN]))),
    ]
    return fitting.modal(
        "Choose priorities",
        blocks,
        submit="Choose these",
        close="Cancel",
        callback_id=SAVE_CHOICE,
        private_metadata=json.dumps({"s": session.id}),
    )


def _strengths(assessment: Assessment) -> Iterator[Block]:
    found = findings.strengths(assessment)
    if not found:
        yield section("*Strengths:* none yet. That is what this is for.")
        return
    titles = [escape(assessment.session.statement(i).title) for i in found[:_STRENGTHS]]
    more = f" and {len(found) - len(titles)} more" if len(found) > len(titles) else ""
    count = f" ({len(found)})" if len(found) > 1 else ""
    yield section(f"*Strengths{count}:* {'; '.join(titles)}{more}.")


def _growth(assessment: Assessment, ranked: Sequence[Ranked]) -> Iterator[Block]:
    yield section("*Growth areas*, the strongest case first:")
    yield section("\n".join(_lines(assessment, ranked[:_SHOWN])))
    if len(ranked) > _SHOWN:
        yield context(f"And {len(ranked) - _SHOWN} more; all of them can be weighed and chosen.")
    if assessment.is_solo:
        return
    members = [one for one in assessment.participants.values() if not one.left]
    weighed = leverage.voters(assessment)
    said = f"{weighed} of {max(len(members), weighed)} have weighed them."
    if weighed and not leverage.votes_are_shown(assessment):
        said += " The weights count in the order from three members on."
    yield context(said)


def _lines(assessment: Assessment, ranked: Sequence[Ranked]) -> Iterator[str]:
    for n, one in enumerate(ranked, start=1):
        statement = assessment.session.statement(one.indicator)
        title = f"{n}.  *{escape(statement.title)}* ({label(statement.id)})"
        yield f"{title}\n{escape(one.reason)}"


def _nothing_to_grow(assessment: Assessment) -> Iterator[Block]:
    whose = "you rated" if assessment.is_solo else "you agreed on"
    yield section(
        f"Everything that {whose} is a strength already, so there is nothing to choose. Finish to "
        "see and keep the results."
    )


def _controls(assessment: Assessment, ranked: Sequence[Ranked]) -> Iterator[Block]:
    session_id = assessment.session.id
    row: list[Block] = []
    if ranked:
        row.append(button("Weigh them", "session_weigh", session_id))
        if not assessment.is_solo:
            row.append(button("Keep one for myself", "session_keep_own", session_id))
        row.append(button("Choose priorities", "session_choose", session_id, style="primary"))
    else:
        row.append(button("Finish", "session_finish", session_id, style="primary"))
    if not assessment.is_solo:
        row.append(button("Back to agreeing", "session_go_back", session_id))
    yield actions(*row)
    if not assessment.is_solo:
        yield context("Every member weighs. Facilitators choose, after you have talked.")


def _area(assessment: Assessment, statement: Statement) -> Block:
    session = assessment.session
    agreed = escape(point(session.scale, session.agreements[statement.id].value))
    place = f"{escape(statement.block_title)} ({label(statement.id)})"
    return section(f"*{escape(statement.title)}*\nAgreed: {agreed}  ·  {place}")


def _selects(indicator: str, weights: Mapping[str, int]) -> Block:
    return actions(
        *(_select(aspect, weights.get(aspect)) for aspect in ASPECTS),
        block_id=f"weigh:{indicator}",
    )


def _select(aspect: str, weight: int | None) -> Block:
    # The aspect stands in each choice: menus in a row have no labels of their own.
    options = {
        value: option(f"{name.capitalize()} {aspect}", str(value))
        for value, name in leverage.WEIGHTS.items()
    }
    select: Block = {
        "type": "static_select",
        "action_id": f"session_weigh_{aspect}",
        "placeholder": plain(aspect.capitalize(), limits.PLACEHOLDER),
        "options": list(options.values()),
    }
    return select | ({"initial_option": options[weight]} if weight in options else {})


def _weights(vote: Vote | None) -> Mapping[str, int]:
    return {aspect: getattr(vote, aspect) for aspect in ASPECTS} if vote else {}


def _named(statement: Statement) -> str:
    place = label(statement.id)
    return f"{shorten(statement.title, limits.OPTION_LABEL - len(place) - 9)} ({place})"


def _in_full(statement: Statement | None) -> list[Block]:
    if statement is None:
        return []
    return [section(f"*{escape(statement.title)}*\n{escape(statement.text)}")]
