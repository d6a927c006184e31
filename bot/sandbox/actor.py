"""What a person does in the workspace: says, clicks, submits, opens; each verb tells the app."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from bot.sandbox import events, inputs, interactions
from bot.sandbox.acknowledgement import apply_command_answer, apply_submission
from bot.sandbox.core import Core
from bot.sandbox.errors import SlackError
from bot.sandbox.model import Channel, Message, Person, View, Workspace
from bot.sandbox.outcome import Outcome
from bot.sandbox.payloads import message_object
from bot.sandbox.typed import as_sent

NO_ANSWER = "We had some trouble connecting. Try again?"


class Actor:
    """One person in one workspace. Verbs that wait for the app return an `Outcome`.

    Never call a verb from the sandbox's own event loop: run it in a thread.
    """

    def __init__(self, core: Core, workspace: Workspace, person: Person) -> None:
        """Act as `person`."""
        self.core = core
        self.workspace = workspace
        self.person = person

    @property
    def id(self) -> str:
        """The person's user id."""
        return self.person.id

    @property
    def mention(self) -> str:
        """How others mention the person in a text."""
        return f"<@{self.person.id}>"

    @property
    def modal(self) -> View | None:
        """The modal in front of the person, if any."""
        with self.core.state.changed:
            stack = self.workspace.stacks.get(self.id)
            return self.workspace.views[stack[-1]] if stack else None

    @property
    def home(self) -> View | None:
        """The Home tab that the app published for the person."""
        with self.core.state.changed:
            view_id = self.workspace.homes.get(self.id)
            return self.workspace.views[view_id] if view_id else None

    def direct_channel(self) -> Channel:
        """The person's direct messages with the bot."""
        return self.core.state.direct_channel(self.workspace, self.id)

    # Messages

    def says(self, channel: str, text: str, thread: str | None = None) -> Message:
        """Post a message in a channel (by `#name` or id), or in the thread of a `ts`.

        The text is as typed: `@ana`, `#general` and links are recognised, the rest is escaped.
        """
        found = self.core.state.channel(self.workspace, channel)
        if self.id not in found.members:
            raise SlackError("not_in_channel")
        if found.archived:
            raise SlackError("is_archived")
        message = Message(
            channel=found.id,
            ts=self.core.state.next_ts(),
            user=self.id,
            text=as_sent(self.workspace, text),
            thread_ts=self._thread(found, thread),
            client_msg_id=str(uuid.uuid4()),
        )
        self.core.state.put_message(self.workspace, message)
        events.message_posted(self.core, self.workspace, message)
        return message

    def mentions(self, channel: str, text: str, thread: str | None = None) -> Message:
        """Post a message that begins with a mention of the bot."""
        return self.says(channel, f"<@{self.workspace.bot_user}> {text}", thread)

    def direct_messages(self, text: str, thread: str | None = None) -> Message:
        """Write to the bot."""
        return self.says(self.direct_channel().id, text, thread)

    def edits(self, message: Message, text: str) -> None:
        """Change a message of one's own."""
        if message.user != self.id:
            raise SlackError("cant_update_message")
        before = message_object(self.core, self.workspace, message)
        message.text = as_sent(self.workspace, text)
        message.edited = True
        self.core.state.put_message(self.workspace, message)
        events.message_changed(self.core, self.workspace, message, before)

    def deletes(self, message: Message) -> None:
        """Remove a message of one's own."""
        before = message_object(self.core, self.workspace, message)
        self.core.state.remove_message(self.workspace, message)
        events.message_deleted(self.core, self.workspace, message, before)

    def joins(self, channel: str) -> Message:
        """Join a channel, which posts a `channel_join` message."""
        found = self.core.state.channel(self.workspace, channel)
        if self.id not in found.members:
            found.members.append(self.id)
            self.core.state.put_channel(self.workspace, found)
        message = Message(
            channel=found.id,
            ts=self.core.state.next_ts(),
            user=self.id,
            text=f"<@{self.id}> has joined the channel",
            subtype="channel_join",
        )
        self.core.state.put_message(self.workspace, message)
        events.message_posted(self.core, self.workspace, message)
        events.member_joined(self.core, self.workspace, found, self.person)
        return message

    def invites_the_bot(self, channel: str) -> None:
        """Add the bot to a channel, as `/invite` does."""
        found = self.core.state.channel(self.workspace, channel)
        if self.workspace.bot_user not in found.members:
            found.members.append(self.workspace.bot_user)
            self.core.state.put_channel(self.workspace, found)
            events.member_joined(self.core, self.workspace, found, self.workspace.bot)

    # Interactions

    def commands(self, command: str, text: str = "", channel: str | None = None) -> Outcome:
        """Run a slash command; without a channel, in the direct messages with the bot."""
        where = (
            self.core.state.channel(self.workspace, channel) if channel else self.direct_channel()
        )
        if self.id not in where.members:
            raise SlackError("not_in_channel")
        if command not in self.core.registration.commands:
            return Outcome(error="unknown_command")
        form = interactions.command(self.core, self.workspace, self.person, where, (command, text))
        outcome = self.core.ask(self.workspace, form, kind="slash_commands")
        return apply_command_answer(self.core, self.workspace, self.person, where, outcome)

    def fills(self, target: Message | View, values: Mapping[str, Mapping[str, Any]]) -> None:
        """Type or choose in inputs without telling the app: block_id -> action_id -> value.

        A value is what a form would post: a text, an option's value, a date, an id, a list of them,
        or None to empty the input; a label of an option will do too.
        """
        with self.core.state.changed:
            state = inputs.state_of(target, self.id)
            for block_id, by_action in values.items():
                for action_id, value in by_action.items():
                    _, element = inputs.find(target, action_id, block_id)
                    state.setdefault(block_id, {})[action_id] = inputs.value_object(element, value)
            if isinstance(target, Message):
                self.core.state.put_message(self.workspace, target)

    def clicks(
        self,
        target: Message | View,
        action_id: str | None = None,
        *,
        block_id: str | None = None,
        value: str | list[str] | None = None,
        label: str | None = None,
        selected: str | list[str] | None = None,
    ) -> Outcome:
        """Press a button or choose in a menu of a message or a view.

        `value` or `selected` is the value of an option (a list for several), a date, a text or
        an id; for buttons that share an action_id, `value` says which. `label` names a button or
        an option by what is written on it, and finds the element when there is no action_id.
        """
        choice = selected if selected is not None else value
        block, element = inputs.find(target, action_id, block_id, value=choice, label=label)
        if choice is None and label is not None and element["type"] not in inputs.BUTTONS:
            choice = label
        action = inputs.action(block, element, choice, label, self.core.state.next_ts())
        with self.core.state.changed:
            if inputs.keeps_state(element):
                state = inputs.state_of(target, self.id)
                kept = state.setdefault(block["block_id"], {})
                kept[element["action_id"]] = inputs.value_object(element, choice)
            payload = interactions.block_actions(
                self.core, self.workspace, self.person, target, action
            )
        outcome = self.core.ask(self.workspace, payload, kind="interactive")
        self._note(target, outcome)
        return outcome

    def submits(self, values: Mapping[str, Mapping[str, Any]] | None = None) -> Outcome:
        """Submit the modal in front, after filling in `values` (see `fills`)."""
        view = self._open_modal()
        if values:
            self.fills(view, values)
        view.errors = inputs.missing(view)
        if view.errors:
            self.core.state.put_view(self.workspace, view)
            return Outcome(errors=view.errors)
        payload = interactions.view_submission(self.core, self.workspace, self.person, view)
        outcome = self.core.ask(self.workspace, payload, kind="interactive")
        return apply_submission(self.core, self.workspace, view, outcome)

    def closes_modal(self, *, whole_stack: bool = False) -> None:
        """Close the modal in front, or all of them; the app is told when the view asks for it."""
        self._open_modal()
        for view in self.core.state.close_views(self.workspace, self.id, whole_stack=whole_stack):
            if view.payload.get("notify_on_close"):
                payload = interactions.view_closed(
                    self.core, self.workspace, self.person, view, is_cleared=whole_stack
                )
                self.core.ask(self.workspace, payload, kind="interactive")

    def opens_home(self, tab: str = "home") -> None:
        """Open the app's Home tab, or its Messages tab with `tab="messages"`."""
        events.home_opened(self.core, self.workspace, self.person, self.direct_channel(), tab)

    def uses_shortcut(self, callback_id: str, message: Message | None = None) -> Outcome:
        """Use a shortcut on a message, or a global one."""
        if callback_id not in self.core.registration.shortcuts:
            return Outcome(error="unknown_shortcut")
        payload = interactions.shortcut(
            self.core, self.workspace, self.person, callback_id, message
        )
        outcome = self.core.ask(self.workspace, payload, kind="interactive")
        if message is not None:
            self._note(message, outcome)
        return outcome

    def _thread(self, channel: Channel, thread: str | None) -> str | None:
        if thread is None:
            return None
        parent = self.core.state.message(self.workspace, channel.id, thread)
        if parent is None or parent.ephemeral_to:
            raise SlackError("thread_not_found")
        return parent.thread_ts or parent.ts

    def _open_modal(self) -> View:
        view = self.modal
        if view is None:
            raise LookupError(f"{self.person.name} has no modal open")
        return view

    def _note(self, target: Message | View, outcome: Outcome) -> None:
        if isinstance(target, View):
            warning = NO_ANSWER if outcome.error else None
            if target.warning != warning and target.id in self.workspace.views:
                target.warning = warning
                self.core.state.put_view(self.workspace, target)
        elif outcome.error:
            target.warnings[self.id] = outcome.error
            self.core.state.put_message(self.workspace, target)
        elif self.id in target.warnings:
            del target.warnings[self.id]
            self.core.state.put_message(self.workspace, target)
