"""What a person does on the page, each act a name and a small JSON body."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import SlackError
from bot.sandbox.model import Message, View
from bot.sandbox.outcome import Outcome
from bot.sandbox.page.visit import Visit, channel_of
from bot.sandbox.page.windows import Windows
from bot.sandbox.page.wording import not_delivered, refused

Body = dict[str, Any]


@dataclass(frozen=True)
class Result:
    """What the page does next; a notice is a sentence for the person."""

    notice: str = ""
    # False keeps what was typed in its box.
    done: bool = True


Act = Callable[[Visit, Windows, Body], Result]


def perform(name: str, visit: Visit, windows: Windows, body: Body) -> Result | None:
    """Do it; None when there is no act of that name."""
    act = ACTS.get(name)
    if act is None:
        return None
    try:
        return act(visit, windows, body)
    except SlackError as error:
        return Result(refused(error.code), done=False)
    except KeyError:
        # The body lacks something: the page's own mistake, not a thing that is gone.
        raise
    except LookupError:
        return Result(refused("gone"), done=False)


def say(visit: Visit, _windows: Windows, body: Body) -> Result:
    """Post what was typed, or run it when it is a slash command."""
    channel = channel_of(visit, body["channel"])
    text = str(body["text"]).strip()
    if not text:
        return Result(done=False)
    if text.startswith("/"):
        if body.get("thread"):
            return Result(refused("command_in_thread"), done=False)
        command, _, words = text.partition(" ")
        outcome = visit.actor.commands(command.strip(), words.strip(), channel.id)
        return _told(visit, outcome, f"“{command.strip()}”")
    visit.actor.says(channel.id, text, body.get("thread") or None)
    return Result()


def edit(visit: Visit, _windows: Windows, body: Body) -> Result:
    """Change one's own message."""
    text = str(body["text"]).strip()
    if not text:
        return Result(refused("no_text"), done=False)
    visit.actor.edits(_message(visit, body), text)
    return Result()


def delete(visit: Visit, _windows: Windows, body: Body) -> Result:
    """Remove one's own message."""
    message = _message(visit, body)
    if message.user != visit.person.id:
        raise SlackError("cant_delete_message")
    visit.actor.deletes(message)
    return Result()


def join(visit: Visit, _windows: Windows, body: Body) -> Result:
    """Join a public channel."""
    visit.actor.joins(channel_of(visit, body["channel"]).id)
    return Result()


def invite(visit: Visit, _windows: Windows, body: Body) -> Result:
    """Add the app to a channel."""
    visit.actor.invites_the_bot(channel_of(visit, body["channel"]).id)
    return Result()


def click(visit: Visit, windows: Windows, body: Body) -> Result:
    """Press a button or choose in a menu, after filling in what else was typed around it."""
    target = _target(visit, body)
    visit.actor.fills(target, body.get("values") or {})
    action, block, choice = body["action_id"], body["block_id"], body.get("choice")
    outcome = visit.actor.clicks(target, action, block_id=block, value=choice)
    if body.get("kind") == "feedback_buttons" and outcome.ok and isinstance(target, Message):
        windows.press(visit, target, block, action, str(choice))
    return _told(visit, outcome, "That click")


def fill(visit: Visit, _windows: Windows, body: Body) -> Result:
    """Keep what was typed or chosen in an input of a message."""
    visit.actor.fills(_target(visit, body), body["values"])
    return Result()


def submit(visit: Visit, _windows: Windows, body: Body) -> Result:
    """Submit the modal in front."""
    outcome = visit.actor.submits(body["values"])
    if outcome.errors:
        return Result(done=False)
    return _told(visit, outcome, "The form")


def close(visit: Visit, _windows: Windows, body: Body) -> Result:
    """Close the modal in front, or go back to the one under it.

    A close that arrives late closes no other modal than the one that it was meant for.
    """
    front = visit.actor.modal
    if front is not None and body.get("view") == front.id:
        visit.actor.closes_modal(whole_stack=bool(body.get("all")))
    return Result()


def shortcut(visit: Visit, _windows: Windows, body: Body) -> Result:
    """Use one of the app's shortcuts on a message."""
    outcome = visit.actor.uses_shortcut(str(body["callback_id"]), _message(visit, body))
    return _told(visit, outcome, "The shortcut")


def opened(visit: Visit, windows: Windows, _body: Body) -> Result:
    """The visit's conversation came to the front; the app hears of it when it is its own."""
    windows.read(visit)
    if visit.is_app:
        visit.actor.opens_home(visit.tab)
    return Result()


def seen(visit: Visit, windows: Windows, _body: Body) -> Result:
    """The person has read on."""
    windows.read(visit)
    return Result()


def fault(visit: Visit, _windows: Windows, body: Body) -> Result:
    """Let the app's next call, or the next event, meet with trouble."""
    faults = visit.core.faults
    kinds: dict[str, Callable[[], None]] = {
        "rate_limited": lambda: faults.rate_limit("*", retry_after=2),
        "server_error": lambda: faults.fail("*"),
        "dropped": lambda: faults.drop("*"),
        "stored_and_dropped": lambda: faults.drop("*", after_storing=True),
        "repeated": faults.repeat_next_event,
        "clear": faults.clear,
    }
    kinds[body["kind"]]()
    return Result()


ACTS: dict[str, Act] = {
    act.__name__: act
    for act in (
        say, edit, delete, join, invite, click, fill, submit, close, shortcut, opened, seen, fault
    )
}  # fmt: skip


def _message(visit: Visit, body: Body) -> Message:
    channel = channel_of(visit, body["channel"])
    message = visit.core.state.message(visit.workspace, channel.id, str(body["ts"]))
    if message is None or message.ephemeral_to not in (None, visit.person.id):
        raise SlackError("message_not_found")
    return message


def _target(visit: Visit, body: Body) -> Message | View:
    if view_id := body.get("view"):
        view = visit.workspace.views.get(view_id)
        if view is None or view.user != visit.person.id:
            raise SlackError("view_not_found")
        return view
    return _message(visit, body)


def _told(visit: Visit, outcome: Outcome, what: str) -> Result:
    if outcome.error:
        return Result(not_delivered(what, outcome.error, visit.core.registration.name), done=False)
    return Result()
