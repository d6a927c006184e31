"""The window with a plan's files, and the private calendar link."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bot.blocks import fitting
from bot.blocks.inputs import input_block
from bot.blocks.planning.shown import value
from bot.blocks.text import Block, actions, button, confirm, context, header, option, section
from bot.planning.files import FILES
from conversations.planning.model import Plan

OPEN, SEND = "plan_files", "plan_files_send"
SUBSCRIBE, RENEW, STOP = "plan_calendar_make", "plan_calendar_renew", "plan_calendar_stop"

TO_ME, TO_ALL = "me", "thread"

_TO_ALL = "In the plan's thread, for everybody"
_ABOUT_LINK = (
    "A private link shows the due dates in the calendar on your phone, and keeps them up to date "
    "by itself. Whoever has the link sees the dates, the tasks and the names beside them, without "
    "a password."
)
_HAS_LINK = (
    "You have a link already. I cannot show it again; a new one takes its place. Whoever has the "
    "link sees the dates, the tasks and the names beside them."
)
_STOPPED = "Your link has stopped working. Calendars that fetched it get nothing new."
_NO_LINK = (
    "Choose the calendar file above and import it into your calendar. (A link that keeps itself up "
    "to date is possible where this app is served over HTTP with a public address; whoever runs it "
    "can tell.)"
)
_SHOWN_ONCE = (
    "*Your calendar link.* Copy it now: I show it only this once, and only to you. Keep it to "
    "yourself; whoever has it sees the due dates."
)
_ON_APPLE = (
    "*iPhone, iPad:* copy this address. In *Calendar*, tap *Calendars*, *Add Calendar*, *Add "
    "Subscription Calendar*, and paste it. (Mac: *File*, *New Calendar Subscription*.)"
)
_ELSEWHERE = (
    "*Android, Google:* on a computer, open calendar.google.com. Beside *Other calendars* choose "
    "the plus sign, *From URL*, and paste this address; your phone then shows it too.\n"
    "*Outlook:* *Add calendar*, *Subscribe from web*, and paste it."
)


@dataclass(frozen=True)
class Subscription:
    """How somebody stands to the calendar link of a plan; ``address`` of one made just now."""

    state: Literal["impossible", "none", "given", "stopped"]
    address: str = ""


def files_window(plan: Plan, subscription: Subscription, *, for_everybody: bool) -> dict[str, Any]:
    """Return the window; ``for_everybody`` where the person may post in the plan's thread."""
    blocks = list(_files(plan, for_everybody))
    blocks.append(header("Due dates in my own calendar"))
    blocks += _calendar(plan, subscription)
    return fitting.modal(
        "Files of the plan",
        blocks,
        submit="Send",
        close="Close",
        callback_id=SEND,
        private_metadata=value(plan),
    )


def _files(plan: Plan, for_everybody: bool) -> Iterator[Block]:
    offered = [file for file in FILES if not file.lacking(plan)]
    boxes = {
        "type": "checkboxes",
        "action_id": "files",
        "options": [option(file.title, file.key, file.about) for file in offered],
    }
    yield input_block("files", "Which files?", boxes)
    if for_everybody:
        places = [option("To me, in our direct messages", TO_ME), option(_TO_ALL, TO_ALL)]
        yield input_block(
            "where",
            "Where to?",
            {
                "type": "radio_buttons",
                "action_id": "where",
                "options": places,
                "initial_option": places[0],
            },
        )
    lacking = dict.fromkeys(filter(None, (file.lacking(plan) for file in FILES)))
    if lacking:
        yield context(" ".join(lacking))


def _calendar(plan: Plan, subscription: Subscription) -> Iterator[Block]:
    if subscription.state == "impossible":
        yield section(_NO_LINK)
        return
    if subscription.address:
        yield from _link(subscription.address)
    elif subscription.state == "stopped":
        yield section(_STOPPED)
    else:
        yield section(_HAS_LINK if subscription.state == "given" else _ABOUT_LINK)
    yield actions(*_choices(plan, subscription), block_id="plan_calendar")


def _link(address: str) -> Sequence[Block]:
    on_apple = f"webcal://{address.partition('://')[2]}"
    # Each address stands alone, so that a phone copies it whole.
    return (
        section(_SHOWN_ONCE),
        section(f"{_ON_APPLE}\n```{on_apple}```"),
        section(f"{_ELSEWHERE}\n```{address}```"),
    )


def _choices(plan: Plan, subscription: Subscription) -> Iterator[Block]:
    if subscription.state != "given":
        yield button("Subscribe in my calendar", SUBSCRIBE, value(plan))
        return
    sure = confirm(
        "A new link?",
        "The link that you have now stops working, wherever you put it.",
        "Make a new one",
        "Keep it",
    )
    yield button("Make a new link", RENEW, value(plan), confirm=sure)
    yield button(
        "Stop it", STOP, value(plan), accessibility_label="Stop my calendar link", style="danger"
    )
