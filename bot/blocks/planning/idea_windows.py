"""The windows of change ideas: a driver with its ideas and suggestions, one idea, a new one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot import limits
from bot.blocks import fitting
from bot.blocks.inputs import input_block, select_one
from bot.blocks.planning.ideas import QUICK_WIN, in_place
from bot.blocks.planning.labels import VERDICTS, WEIGHTS
from bot.blocks.planning.shown import value
from bot.blocks.text import (
    Block,
    actions,
    button,
    context,
    escape,
    header,
    link,
    plain,
    section,
    shorten,
)
from bot.planning.suggestions import Suggestion
from conversations.planning import chain
from conversations.planning.model import LONGEST_LINE, Driver, Idea, Plan, Source
from conversations.planning.weighing import in_order, is_quick_win

ADOPT, ADAPT, ADD, OPEN = "plan_idea_adopt", "plan_idea_adapt", "plan_idea_add", "plan_idea_open"
SAVE_NEW, SAVE = "plan_idea_save_new", "plan_idea_save"
IMPACT, EASE, PAGE = "plan_idea_impact", "plan_idea_ease", "plan_driver_page"
REMOVE, DRIVER_WINDOW = "plan_remove", "plan_driver_window"
OPEN_WEIGHT = "0"
"""The choice of a weight that is still open."""

_A_PAGE = 20
_PLAIN_WORDS = 320
_CREDIT = (
    "*Adopt* takes an idea as it is, *Adapt* lets you say it in your own words. Plain words, not "
    "the Department's text; found by the words of your driver."
)
_WEIGHING = (
    "*Impact:* how much would it do for your ELs?   *Ease:* how doable is it this year?\n"
    "What is chosen here counts for the whole team; you can change it."
)


@dataclass(frozen=True)
class DriverWindow:
    """A driver as its window shows it: which page of its ideas, and what else could be tried.

    ``fresh`` begins the ids of what is adopted in it, so that a click counts once.
    """

    plan: Plan
    driver: Driver
    suggestions: Sequence[Suggestion]
    fresh: str
    page: int = 0


def driver_ideas_window(shown: DriverWindow) -> dict[str, Any]:
    """Return the window of a driver: its ideas, each to be weighed, and suggestions, cited."""
    plan, driver = shown.plan, shown.driver
    ordered = in_order(chain.ideas_of(plan, driver.id))
    pages = max(-(-len(ordered) // _A_PAGE), 1)
    page = min(max(shown.page, 0), pages - 1)
    blocks = [section(f"*Driver:* {escape(driver.text)}"), *_answers(plan, driver)]
    if ordered:
        blocks.append(context(_WEIGHING))
    for idea in ordered[page * _A_PAGE : (page + 1) * _A_PAGE]:
        blocks += _idea(plan, idea)
    blocks += _turning(shown, page, pages)
    blocks.append(actions(button("Add an idea of our own", ADD, value(plan, driver=driver.id))))
    if shown.suggestions:
        blocks += [header("You could try"), context(_CREDIT)]
    for place, suggestion in enumerate(shown.suggestions):
        blocks += _suggestion(shown, suggestion, place)
    return fitting.modal(
        "Change ideas",
        blocks,
        close="Close",
        callback_id=DRIVER_WINDOW,
        private_metadata=value(plan, id=driver.id, g=page),
    )


def new_idea_window(
    plan: Plan,
    number: str,
    driver: str | None,
    suggestion: Suggestion | None = None,
    *,
    back: tuple[str, int] | None = None,
) -> dict[str, Any]:
    """Return the window for an idea of the team's own, or for a suggestion in its words.

    ``back`` are the driver and the page of the window behind, if it is a driver's.
    """
    begun = suggestion.idea if suggestion else ""
    blocks: list[Block] = []
    if suggestion:
        blocks.append(section(_cited(suggestion.source, suggestion.text)))
    hint = "Small and soon: what could you try within a month?"
    label = "In your words" if suggestion else "What could you try?"
    blocks.append(input_block("text", label, _text(begun), hint=hint))
    if driver is None:
        blocks.append(_driver_input(plan, None))
    more = {"i": suggestion.source.id} if suggestion else {}
    return fitting.modal(
        "Adapt the idea" if suggestion else "A change idea",
        blocks,
        submit="Add",
        close="Cancel",
        callback_id=SAVE_NEW,
        private_metadata=value(plan, id=number, driver=driver, b=back, **more),
    )


def idea_window(plan: Plan, idea: Idea, *, back: tuple[str, int] | None = None) -> dict[str, Any]:
    """Return the window of an idea: its words and source, its weights, its driver."""
    blocks = [input_block("text", "The change idea", _text(idea.text))]
    if idea.source:
        blocks.append(context(f"From {_named(idea.source)}"))
    blocks += [
        _weight_input("impact", "Impact", idea.impact, "How much would it do for your ELs?"),
        _weight_input("ease", "Ease", idea.ease, "How doable is it this year?"),
        _driver_input(plan, idea.driver),
        actions(button("Take it out", REMOVE, value(plan, id=idea.id))),
    ]
    return fitting.modal(
        "The change idea",
        blocks,
        submit="Save",
        close="Cancel",
        callback_id=SAVE,
        private_metadata=value(plan, id=idea.id, b=back),
    )


def _answers(plan: Plan, driver: Driver) -> Iterator[Block]:
    causes = [plan.causes[cause].text for cause in chain.answered(plan, driver)][:3]
    if causes:
        yield context(f"It answers: {escape(shorten('; '.join(causes), 300))}")


def _idea(plan: Plan, idea: Idea) -> Iterator[Block]:
    said = escape(idea.text)
    if idea.source and idea.text == idea.source.title:
        said += f"\n_{link(idea.source.url, idea.source.locator)}_"
    elif idea.source:
        said += f"\n_From {_named(idea.source)}_"
    if is_quick_win(idea):
        said += f"\n_A {QUICK_WIN}_"
    if idea.verdict:
        said += f"\n_{VERDICTS[idea.verdict]}_"
    spoken = _spoken(f"Edit {idea.text}")
    edit = button("Edit", OPEN, value(plan, id=idea.id), accessibility_label=spoken)
    yield section(said, accessory=edit)
    yield actions(
        _weight(plan, idea, IMPACT, "Impact", idea.impact),
        _weight(plan, idea, EASE, "Ease", idea.ease),
    )


def _weight(plan: Plan, idea: Idea, action_id: str, name: str, chosen: int | None) -> Block:
    values = {w: value(plan, id=idea.id, w=w) for w in sorted(WEIGHTS, reverse=True)}
    labels = {values[w]: f"{name}: {WEIGHTS[w].lower()}" for w in values}
    select = select_one(action_id, labels, values.get(chosen or 0))
    return {**select, "placeholder": plain(f"{name}?", limits.PLACEHOLDER)}


def _weight_input(name: str, label: str, chosen: int | None, hint: str) -> Block:
    labels = {str(w): WEIGHTS[w] for w in sorted(WEIGHTS, reverse=True)} | {
        OPEN_WEIGHT: "Not weighed yet"
    }
    return input_block(name, label, select_one(name, labels, str(chosen or OPEN_WEIGHT)), hint=hint)


def _turning(shown: DriverWindow, page: int, pages: int) -> Iterator[Block]:
    if pages == 1:
        return
    yield context(f"Page {page + 1} of {pages}, by impact and ease")
    following = (page + 1) % pages
    label = "Next page" if following else "First page"
    yield actions(button(label, PAGE, value(shown.plan, id=shown.driver.id, g=following)))


def _suggestion(shown: DriverWindow, suggestion: Suggestion, place: int) -> Iterator[Block]:
    plan, source = shown.plan, suggestion.source
    if taken := _adopted(plan, source.id):
        yield context(f"✓  {link(source.url, source.title)}: {_where(plan, shown.driver, taken)}")
        return
    yield section(_cited(source, suggestion.text))
    kept = value(plan, id=shown.driver.id, i=source.id, n=f"{shown.fresh}{place}")
    yield actions(
        button("Adopt", ADOPT, kept, accessibility_label=_spoken(f"Adopt {suggestion.idea}")),
        button("Adapt", ADAPT, kept, accessibility_label=_spoken(f"Adapt {suggestion.idea}")),
    )


def _adopted(plan: Plan, item_id: str) -> Idea | None:
    mine = (one for one in plan.ideas.values() if one.source and one.source.id == item_id)
    return next(mine, None)


def _where(plan: Plan, driver: Driver, idea: Idea) -> str:
    if idea.driver == driver.id:
        return "among your ideas"
    other = escape(shorten(plan.drivers[idea.driver].text, 100))
    return f"among your ideas, under “{other}”"


def _cited(source: Source, text: str) -> str:
    said = escape(shorten(text, _PLAIN_WORDS))
    return f"*{link(source.url, source.title)}*\n{said}\n_{escape(source.locator)}_"


def _named(source: Source) -> str:
    return f"{link(source.url, source.title)} ({escape(source.locator)})"


def _driver_input(plan: Plan, chosen: str | None) -> Block:
    labels: Mapping[str, str] = {
        one.id: one.text for one in list(in_place(plan))[: limits.SELECT_OPTIONS]
    }
    return input_block("driver", "Under which driver?", select_one("driver", labels, chosen))


def _text(begun: str) -> Block:
    element: Block = {
        "type": "plain_text_input",
        "action_id": "text",
        "multiline": True,
        "max_length": LONGEST_LINE,
        "placeholder": plain(
            "Such as: book interpreters when the conference is set", limits.PLACEHOLDER
        ),
    }
    return element | ({"initial_value": begun[:LONGEST_LINE]} if begun else {})


def _spoken(text: str) -> str:
    return str(plain(text, limits.BUTTON_ACCESSIBILITY_LABEL)["text"])
