"""The buttons of a walk through rating cards, and what each of them carries."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from bot import limits
from bot.blocks.text import Block, actions, button, plain
from conversations.assessment.model import Statement
from conversations.assessment.service import Walked

_NAMES = {"participant": "p", "indicator": "i", "seen": "s", "value": "v", "words": "w"}


@dataclass(frozen=True)
class Pressed:
    """What a button carries: whose walk, which card, the step that it showed, perhaps words."""

    participant: str
    indicator: str | None = None
    seen: int | None = None
    value: int | None = None
    words: str | None = None

    def to_value(self) -> str:
        """Return it as a button holds it."""
        kept = {short: getattr(self, name) for name, short in _NAMES.items()}
        said = {short: value for short, value in kept.items() if value is not None}
        return json.dumps(said, separators=(",", ":"), ensure_ascii=False)

    @classmethod
    def from_value(cls, value: str) -> Pressed:
        """Return what a button holds; raises ValueError, KeyError or TypeError."""
        kept = json.loads(value)
        return cls(**{name: kept[short] for name, short in _NAMES.items() if short in kept})

    @property
    def fits(self) -> bool:
        """Whether a button has room for it."""
        return len(self.to_value()) <= limits.BUTTON_VALUE


def card_in_front(walked: Walked) -> Statement:
    """Return the statement of the card in front."""
    return walked.session.cards(walked.walk.level)[walked.walk.at]


def words_on(walked: Walked, indicator: str) -> str:
    """Return what somebody wrote on a card, before or after rating it."""
    rating = walked.walk.ratings.get(indicator)
    return rating.words if rating else walked.walk.notes.get(indicator, "")


def walk_button(
    walked: Walked, label: str, name: str, *, value: int | None = None, **more: Any
) -> Block:
    """Return a button that answers to the card in front, at the step that is shown."""
    walk = walked.walk
    pressed = Pressed(walk.participant, card_in_front(walked).id, walk.step, value)
    return button(label, f"rating_{name}", pressed.to_value(), **more)


def scale_row(walked: Walked) -> Block:
    """Return the points of the scale as buttons, and "Don't know"; what was said stands out."""
    scale = walked.session.scale
    rating = walked.walk.ratings.get(card_in_front(walked).id)
    buttons = []
    for point in scale.points:
        spoken = plain(
            f"{point.value}, {point.label}: {point.anchor}", limits.BUTTON_ACCESSIBILITY_LABEL
        )
        said: dict[str, Any] = {"accessibility_label": spoken["text"]}
        if rating and rating.value == point.value:
            said["style"] = "primary"
        label = f"{point.value} · {point.label}"
        name = f"rate_{point.value}"
        buttons.append(walk_button(walked, label, name, value=point.value, **said))
    unsure: dict[str, Any] = {"style": "primary"} if rating and rating.value is None else {}
    buttons.append(walk_button(walked, scale.dont_know, "dont_know", **unsure))
    return actions(*buttons, block_id=f"scale-{walked.walk.step}")


def steering_row(walked: Walked, *, explains: bool = True) -> Block:
    """Return the buttons that leave the card without a rating, and those that help with it."""
    card, walk = card_in_front(walked), walked.walk
    rated, words = card.id in walk.ratings, words_on(walked, card.id)
    buttons = [
        walk_button(walked, "Next" if rated else "Skip", "skip"),
        *([walk_button(walked, "Back", "back")] if walk.at else []),
        *([walk_button(walked, "What does this mean?", "explain")] if explains else []),
    ]
    if rated or words:
        buttons.append(walk_button(walked, "Change my note" if words else "Add a note", "note"))
    buttons.append(walk_button(walked, "Pause", "pause"))
    return actions(*buttons, block_id=f"steering-{walk.step}")


def evidence_row(walked: Walked) -> Block:
    """Return the buttons under the question for evidence."""
    words = words_on(walked, card_in_front(walked).id)
    return actions(
        walk_button(walked, "Change my note" if words else "Write a note", "note", style="primary"),
        walk_button(walked, "Next", "next"),
        walk_button(walked, "Back", "back"),
        walk_button(walked, "Pause", "pause"),
        block_id=f"evidence-{walked.walk.step}",
    )


def go_on_row(walked: Walked, label: str) -> Block:
    """Return the one button that begins a walk or takes it up again, whenever it is clicked."""
    pressed = Pressed(walked.walk.participant)
    return actions(button(label, "rating_go_on", pressed.to_value(), style="primary"))
