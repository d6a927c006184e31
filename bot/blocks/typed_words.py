"""What is said back to words typed at a walk where it cannot simply go on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.blocks import fitting
from bot.blocks.rating import Reply, replied
from bot.blocks.text import Block, actions, button, escape
from bot.blocks.walk_buttons import Pressed, card_in_front
from conversations.assessment.model import LONGEST_WORDS
from conversations.assessment.service import Walked

_TOO_LONG = (
    f"I have not saved this: a note has room for {LONGEST_WORDS:,} characters. Please shorten it, "
    "and write it in the thread of the card that you mean."
)
_TOO_LONG_FOR_A_BUTTON = (
    "They are too long for me to hold on to, so please shorten them and send them again."
)
_QUESTION = "It is a question"
# What the example buttons of a greeting do too: ask the words in their value.
_ASK = "ask_example_0"


def student_warning(kept: Pressed, what: str, *, is_rated: bool) -> dict[str, Any]:
    """Return the warning before words are saved that look like a student's data.

    ``kept`` has the words; ``what`` says what they look like, such as "a name with a grade".
    """
    saved = "Your rating is saved, the words are not yet." if is_rated else "I have saved nothing."
    said = f"{saved} They look like {escape(what)}, and nothing about a student belongs here."
    save = button("Save it all the same", "rating_save", kept.to_value(), style="danger")
    without = Pressed(kept.participant).to_value()
    buttons = [
        button("I'll write it anew", "rating_anew", kept.to_value(), style="primary"),
        button("Leave it out", "rating_go_on", without),
        save,
    ]
    if not kept.fits:
        buttons = buttons[1:2]
        said = f"{said} {_TOO_LONG_FOR_A_BUTTON}"
    return fitting.message(said, [*replied(Reply(said, kept.words or "")), actions(*buttons)])


def which_walk(words: str, offered: Sequence[Walked], *, is_note: bool) -> dict[str, Any]:
    """Return the question whose words these are, where they could belong to several cards.

    ``is_note`` where they are no command: a note on a card, or a question after all.
    """
    name, what = ("keep", "Note on card") if is_note else ("which", "Card")
    buttons = [
        _offer(walked, f"{name}_{place}", words, what=what) for place, walked in enumerate(offered)
    ]
    if any(button is None for button in buttons):
        return fitting.message(_TOO_LONG, replied(Reply(_TOO_LONG, words)))
    if is_note:
        buttons.append(button(_QUESTION, _ASK, words))
    said = "Is this a note on a card, or a question to me?" if is_note else "Which one do you mean?"
    row = actions(*(one for one in buttons if one))
    return fitting.message(said, [*replied(Reply(said, words)), row])


def keep_as_note(walked: Walked, words: str) -> list[Block]:
    """Return the offer to keep what was answered as a question as a note on the card after all."""
    keep = _offer(walked, "keep_0", words, "Keep my words as a note")
    return [actions(keep)] if keep else []


def _offer(
    walked: Walked, name: str, words: str, label: str | None = None, *, what: str = "Card"
) -> Block | None:
    """Return the button that gives words to a walk, None where it has no room for them."""
    card = card_in_front(walked)
    pressed = Pressed(walked.walk.participant, card.id, words=words)
    whose = f" (for {walked.identity.name})" if walked.participant.on_behalf else ""
    label = label or f"{what} {walked.walk.at + 1}{whose}: {card.title}"
    return button(label, f"rating_{name}", pressed.to_value()) if pressed.fits else None
