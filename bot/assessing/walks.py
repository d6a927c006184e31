"""What a walk says in Slack: what leaves by itself, and what answers typed words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.assessing.walk_words import Heard, Outcome
from bot.blocks import fitting
from bot.blocks.indicators import point
from bot.blocks.invitation import nudge
from bot.blocks.rating import Reply, walk_message
from bot.blocks.rating_windows import Meaning, meaning_blocks
from bot.blocks.text import Block, escape
from bot.blocks.typed_words import student_warning
from bot.blocks.walk_buttons import Pressed
from bot.services import Services
from bot.worker import Renderer
from conversations import outbox
from conversations.assessment import service
from conversations.assessment.model import LONGEST_WORDS, Statement
from conversations.assessment.service import Walked
from conversations.assessment.students import student_data
from conversations.errors import NotAllowed, NotFound

_A_STUDENT = "a student's data"
_TOO_LONG = (
    f"A note has room for {LONGEST_WORDS:,} characters, with what stands there already. This would "
    "be more, so I have not saved it. Please copy it from here or from your message, and shorten "
    "it."
)
_SAYS: Mapping[Heard, str] = {
    "saved": "Saved for {title}: {rating}.",
    "noted": "Noted for {title}.",
    "kept_note": "I keep this as your note on this card. What is your rating? (If you meant to ask "
    "me something, please end it with a question mark.)",
    "skipped": "Skipped for now: {title}. “Back” returns to it.",
    "first": "This is the first card.",
    "out_of_scale": "The scale here has {values}, so I have not saved this:",
    "too_long": _TOO_LONG,
    "rated_too_long": f"Your rating for {{title}} is saved. {_TOO_LONG}",
    "no_card": "No card was open, so I did not guess which one you mean and have not saved this:",
    "no_words": "I can only keep words. Please say in a few what it shows.",
    "closed": "I have not saved this:",
}
_GIVEN_BACK = frozenset(("out_of_scale", "too_long", "rated_too_long", "no_card", "closed"))


def renderers(services: Services) -> Mapping[str, Renderer]:
    """Return how an invitation and a nudge are said, as things stand when they leave."""

    def invited(row: outbox.Row) -> dict[str, Any] | None:
        walked = _stands(services, row, row.occurrence)
        return walk_message(walked) if walked and walked.is_open else None

    def nudged(row: outbox.Row) -> dict[str, Any] | None:
        walked = _stands(services, row, row.occurrence.rpartition(" ")[2])
        if walked is None or not walked.is_open or walked.walk.state == "finished":
            return None
        return nudge(walked)

    return {service.INVITATION: invited, service.NUDGE: nudged}


def meaning_of(services: Services, walked: Walked, statement: Statement) -> Meaning:
    """Return what explains a statement of a session."""
    try:
        block = str(services.engine.item(statement.block)["text"])
    except KeyError:
        # The session keeps statements that a later edition may lack.
        block = ""
    official = services.official.get(statement.id)
    return Meaning(statement, walked.session.scale, block, official)


def answer_to(
    services: Services,
    outcome: Outcome,
    *,
    in_thread: bool,
    beneath: Sequence[Block] = (),
) -> dict[str, Any]:
    """Return the message that answers typed words: mostly the next card, with a word about them.

    ``beneath`` is put under it.
    """
    walked, told = outcome.walked, outcome.told
    card = None if told.place is None else walked.session.cards(walked.walk.level)[told.place]
    if card and told.heard in ("student", "rated_student"):
        kept = Pressed(walked.walk.participant, card.id, words=outcome.words)
        what = student_data(outcome.words) or _A_STUDENT
        return student_warning(kept, what, is_rated=told.heard == "rated_student")
    explained: Sequence[Block] = ()
    if told.heard == "explain":
        front = walked.session.cards(walked.walk.level)[walked.walk.at]
        explained = meaning_blocks(meaning_of(services, walked, front))
    message = walk_message(walked, _reply(outcome, card), in_thread=in_thread, explained=explained)
    return fitting.message(message["text"], [*message["blocks"], *beneath])


def _reply(outcome: Outcome, card: Statement | None) -> Reply | None:
    walked, heard = outcome.walked, outcome.told.heard
    says = _SAYS.get(heard)
    if says is None or (heard == "saved" and walked.walk.state == "evidence"):
        return None
    *values, last = map(str, walked.session.scale.values)
    said = says.format(
        title=f"_{escape(card.title)}_" if card else "",
        rating=f"*{escape(_rating(walked, card))}*" if card else "",
        values=f"{', '.join(values)} and {last}",
    )
    return Reply(said, outcome.words if heard in _GIVEN_BACK else "")


def _rating(walked: Walked, card: Statement) -> str:
    scale, rating = walked.session.scale, walked.walk.ratings.get(card.id)
    return scale.dont_know if rating is None or rating.value is None else point(scale, rating.value)


def _stands(services: Services, row: outbox.Row, participant: str) -> Walked | None:
    with services.store.reading() as db:
        try:
            return service.look(db, row.tenant, participant, by=row.recipient, now=services.clock())
        except (NotAllowed, NotFound):
            # Forgotten, or another sponsor's by now.
            return None
