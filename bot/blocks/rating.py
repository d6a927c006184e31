"""A walk as a message: the card in front, the question for evidence, a pause, the summary.

A phone's first screen holds the statement and the scale; what explains them is one tap away. Words
that a person typed stand in plain or rich text: nothing in them pings, links or formats.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.indicators import point
from bot.blocks.invitation import close_of, invitation, mentions, open_until
from bot.blocks.text import (
    Block,
    actions,
    button,
    context,
    escape,
    option,
    plain,
    section,
    shorten,
)
from bot.blocks.walk_buttons import (
    Pressed,
    card_in_front,
    evidence_row,
    go_on_row,
    scale_row,
    steering_row,
    words_on,
)
from conversations.assessment.model import Rating, Statement
from conversations.assessment.service import Walked

SOLO_FINISH = "solo_finish"

_ROOM = 440
"""Characters of a statement, why it is asked and its prompts that a phone shows with the scale."""

_NOTE_SHOWN = 300
_SKIPPED = "Those you skipped stay open: rate them, or leave them as they are."


@dataclass(frozen=True)
class Reply:
    """What is said above a card to words that were typed, and the words themselves, given back."""

    said: str
    quoted: str = ""


def walk_message(
    walked: Walked,
    reply: Reply | None = None,
    *,
    in_thread: bool = False,
    explained: Sequence[Block] = (),
) -> dict[str, Any]:
    """Return what a walk shows as it stands.

    ``in_thread`` tells where the message stands, for the hint where to type; ``explained`` is what
    the card means, where that was asked.
    """
    if not walked.is_open:
        text, blocks = _closed(walked)
    elif walked.walk.state == "card":
        text, blocks = _card(walked, explained)
    elif walked.walk.state == "evidence":
        text, blocks = _evidence(walked, explained, in_thread=in_thread)
    elif walked.walk.state == "paused":
        text, blocks = _paused(walked)
    elif walked.walk.state == "finished":
        text, blocks = _finished(walked)
    else:
        text, blocks = invitation(walked)
    said = replied(reply) if reply else []
    return fitting.message(f"{reply.said} {text}" if reply else text, [*said, *blocks])


def replied(reply: Reply) -> list[Block]:
    """Return what is said to typed words, with the words where they are given back."""
    return [section(reply.said), *([quotation(reply.quoted)] if reply.quoted else [])]


def quotation(words: str, most: int = limits.SECTION_TEXT) -> Block:
    """Return typed words as a quotation in which nothing pings, links or formats."""
    text = {"type": "text", "text": shorten(words, most)}
    return {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": [text]}]}


def moved_on(walked: Walked, place: int | None, where: str) -> dict[str, Any]:
    """Return the line that is left of a card once the walk goes on in another message.

    ``place`` is the card that it showed, None where that is not known or it showed none.
    """
    line = f"*{escape(walked.session.title)}*"
    if place is not None:
        card = walked.session.cards(walked.walk.level)[place]
        rating = walked.walk.ratings.get(card.id)
        said = f"you said *{escape(_said(walked, rating))}*" if rating else "open"
        line = f"{escape(card.title)}: {said}"
    return fitting.message(line, [context(f"{line}.  {where}")])


def _card(walked: Walked, explained: Sequence[Block]) -> tuple[str, list[Block]]:
    card, scale = card_in_front(walked), walked.session.scale
    prompts, fit = _prompts(card)
    blocks = [
        context(_progress(walked)),
        _statement(card),
        *(explained or _why(card)),
        *_earlier(walked, card),
        section(f"*{escape(scale.question)}*"),
        scale_row(walked),
        *([] if fit or not prompts or explained else [context(escape(prompts))]),
        steering_row(walked, explains=not explained),
    ]
    return f"Card {walked.walk.at + 1}: {escape(card.text)}", blocks


def _evidence(
    walked: Walked, explained: Sequence[Block], *, in_thread: bool
) -> tuple[str, list[Block]]:
    card = card_in_front(walked)
    rating = walked.walk.ratings[card.id]
    asks = walked.session.scale.point(rating.value).asks if rating.value is not None else None
    question = f"You said *{escape(_said(walked, rating))}*. {escape(asks or '')}".rstrip()
    where = "type it here" if in_thread else "reply to this message in its thread"
    hint = f"If you like: {where}, or click. Nothing about a student, please."
    blocks = [
        context(_progress(walked)),
        _statement(card),
        *explained,
        section(question),
        *([quotation(rating.words, _NOTE_SHOWN)] if rating.words else []),
        evidence_row(walked),
        context(hint),
    ]
    return question, blocks


def _paused(walked: Walked) -> tuple[str, list[Block]]:
    at, of = walked.walk.at + 1, _count(walked)
    text = (
        f"*Paused at card {at} of {of}.* {_kept(walked)} {open_until(walked.session)} Go on "
        "whenever you like, on any device."
    )
    return text, [*_for_whom(walked), section(text), go_on_row(walked, "Go on")]


def _finished(walked: Walked) -> tuple[str, list[Block]]:
    session, of, rated = walked.session, _count(walked), len(walked.walk.ratings)
    if rated == of:
        text = f"*All {of} cards are rated. Thank you!*" if of > 1 else "*Rated. Thank you!*"
    else:
        text = f"*{rated} of {of} cards are rated, {of - rated} open.* {_SKIPPED}"
    if walked.is_solo:
        then = "Your results are ready when you are. Until then you can change any answer."
    else:
        then = (
            f"You can change your answers until {close_of(session)}. Then the team goes through "
            f"all of them, with {mentions(session.facilitators)}."
        )
    blocks = [*_for_whom(walked), section(text), section(then), actions(_change(walked))]
    if buttons := _leading_on(walked, of - rated):
        blocks.append(actions(*buttons, block_id=f"finished-{walked.walk.step}"))
    return text, blocks


def _leading_on(walked: Walked, still_open: int) -> list[Block]:
    value = Pressed(walked.walk.participant).to_value()
    label = "Go to the open one" if still_open == 1 else "Go to the open ones"
    buttons = [button(label, "rating_open", value)] if still_open else []
    if walked.is_solo and walked.walk.ratings:
        finish = button("See my results", SOLO_FINISH, walked.session.id, style="primary")
        buttons.append(finish)
    return buttons


def _change(walked: Walked) -> Block:
    walk = walked.walk
    options = []
    for place, card in enumerate(walked.session.cards(walk.level), start=1):
        rating = walk.ratings.get(card.id)
        said = _said(walked, rating) if rating else "Open"
        value = Pressed(walk.participant, card.id).to_value()
        options.append(option(f"{place}. {card.title}", value, said))
    return {
        "type": "static_select",
        "action_id": "rating_change",
        "placeholder": plain("Change an answer", limits.PLACEHOLDER),
        "options": options[: limits.SELECT_OPTIONS],
    }


def _closed(walked: Walked) -> tuple[str, list[Block]]:
    session = walked.session
    title = f"“{escape(session.title)}”"
    kept = _kept(walked)
    if walked.participant.left:
        text = f"You no longer rate in {title}. {kept}"
    elif session.phase == "cancelled":
        text = f"{title} was called off. {kept} Nobody is shown what you said."
    elif walked.is_solo:
        text = f"{title} is closed, so I cannot change anything in it any more. {kept}"
    elif session.phase == "done":
        where = f" Its results are in <#{session.channel}>." if session.channel else ""
        text = f"{title} is finished. {kept}{where}"
    else:
        text = (
            f"The time to rate in {title} is over. {kept} Next, the team goes through all "
            f"answers, with {mentions(session.facilitators)}."
        )
    return text, [*_for_whom(walked), section(text)]


def _progress(walked: Walked) -> str:
    """Return where the walk stands, in words that a screen reader can say too."""
    card = card_in_front(walked)
    name = f"for {escape(walked.identity.name)}" if walked.participant.on_behalf else ""
    parts = [
        f"*Card {walked.walk.at + 1} of {_count(walked)}*",
        f"{len(walked.walk.ratings)} rated",
        name,
        card.level.capitalize(),
        escape(card.block_title),
    ]
    return "  ·  ".join(filter(None, parts))


def _statement(card: Statement) -> Block:
    title = {"type": "text", "text": card.title, "style": {"bold": True}}
    text = {"type": "text", "text": f"\n{card.text}"}
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [title, text]}],
    }


def _why(card: Statement) -> list[Block]:
    """Return why it is asked, and the prompts where they leave the scale on the first screen."""
    prompts, fit = _prompts(card)
    lines = filter(None, (card.why, prompts if fit else ""))
    said = escape("\n".join(lines))
    return [context(said)] if said else []


def _prompts(card: Statement) -> tuple[str, bool]:
    """Return one or two prompts, and whether they fit above the scale."""
    room = _ROOM - len(card.text) - len(card.why)
    two, one = ("; ".join(card.look_at[:n]) for n in (2, 1))
    said = two if len(two) <= room else one
    return f"Think of: {said}" if said else "", len(said) <= room


def _earlier(walked: Walked, card: Statement) -> Iterator[Block]:
    """Yield what was said on this card before, and the beginning of what was written."""
    rating, words = walked.walk.ratings.get(card.id), words_on(walked, card.id)
    if rating:
        yield context(f"You said: *{escape(_said(walked, rating))}*")
    if words:
        yield quotation(words, _NOTE_SHOWN)


def _for_whom(walked: Walked) -> list[Block]:
    if not walked.participant.on_behalf:
        return []
    return [context(f"You enter what *{escape(walked.identity.name)}* says.")]


def _said(walked: Walked, rating: Rating) -> str:
    scale = walked.session.scale
    return scale.dont_know if rating.value is None else point(scale, rating.value)


def _count(walked: Walked) -> int:
    return len(walked.session.cards(walked.walk.level))


def _kept(walked: Walked) -> str:
    rated = len(walked.walk.ratings)
    if rated == 0:
        return "No card was rated."
    return "Your rating is saved." if rated == 1 else f"Your {rated} ratings are saved."
