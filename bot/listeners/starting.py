"""Starting a self-assessment: the window, what it would be, the start."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot import delivery, questions
from bot.assessing import facilitating, starting
from bot.assessing.corpus import BLOCKS
from bot.assessing.raters import Starter, crowd_of
from bot.assessing.starting import Draft
from bot.blocks.answer import Shown
from bot.blocks.confirming import BEGIN, confirm_window, started_window, waiting_window
from bot.blocks.starting import (
    ME,
    OWN,
    START,
    WHO,
    Choices,
    blocks_of,
    chosen,
    start_window,
    turned,
)
from bot.blocks.teams import said_modal
from bot.blocks.text import escape
from bot.blocks.under_way import PREPARE, under_way_message
from bot.delivery import TryLater, Undeliverable
from bot.directory import home_of, insider
from bot.listeners import home
from bot.listeners.answers import open_modal
from bot.listeners.telling import tell
from bot.services import Services
from bot.who import Who, who
from content.ids import LEVELS
from conversations import answers
from conversations.assessment import drafts
from conversations.database import new_id
from conversations.errors import ConversationError, NotAllowed, NotFound, Refused
from retrieval.answer import Answer

# Slack waits three seconds for the answer to a window.
_SECONDS = 2.0
_WENT_WRONG = "Sorry, that went wrong on my side. Please try once more."
_GUEST = "Self-assessments belong to the workspace that invited you."
_GONE = "I no longer have that answer. Choose the building blocks yourself."

View = dict[str, Any]


def register(app: App, services: Services) -> None:
    """Listen to the buttons that open the window, and to all that happens in it."""

    def opening(prefill: Callable[[Services, Who, str], Choices]) -> Callable[..., None]:
        def on_click(
            ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
        ) -> None:
            ack()
            try:
                person = insider(client, context, body)
                choices = prefill(services, person, str(body["actions"][0]["value"]))
            except ConversationError as refused:
                tell(client, body, str(refused))
                return
            open_modal(client, body, window(services, person, new_id(), choices))

        return on_click

    app.action(PREPARE)(opening(_prefilled))
    app.action("session_prepare_answer")(opening(_from_answer))
    app.action("session_again_start")(opening(_as_before))
    app.action(WHO)(_changing(services, _turn))
    app.action("session_change")(_changing(services, _change))
    app.action("session_fewer")(_changing(services, _take_fewer))
    app.action("session_channel")(_changing(services, _choose_channel))
    app.action("session_direct")(_changing(services, _choose_channel))
    app.view(START)(_confirming(services))
    app.view(BEGIN)(_beginning(services))


def answer_command(
    services: Services, client: WebClient, asker: Who, body: dict[str, Any], words: str
) -> dict[str, Any] | None:
    """Open the window for ``/blueprint assess``, None then; or return what is under way already.

    ``words`` may name what to assess. Raises NotAllowed for guests.
    """
    if asker.is_guest:
        raise NotAllowed(_GUEST)
    scope = _scope_of(services, words)
    with services.store.reading() as db:
        under_way = facilitating.under_way(services, db, asker)
    own = [one for one in under_way if one.cards or one.facilitates]
    if own:
        return under_way_message(own, json.dumps({"scope": scope}))
    choices = _usual(services, asker, scope, None)
    open_modal(client, body, window(services, asker, new_id(), choices))
    return None


def window(
    services: Services, person: Who, draft_id: str, choices: Choices, said: str | None = None
) -> View:
    """Return the start window with what was chosen so far."""
    with services.store.reading() as db:
        teams = starting.teams_for(db, person)
    return start_window(
        draft_id,
        choices,
        teams=teams,
        titles=starting.titles(services),
        said=escape(said) if said else None,
    )


def _scope_of(services: Services, words: str) -> list[str]:
    """Return the building blocks that words name or are about, the first ones."""
    found = services.engine.answer(words) if words else None
    return [block["id"] for block in found.blocks] if isinstance(found, Answer) else []


def _usual(services: Services, person: Who, scope: Sequence[str], level: str | None) -> Choices:
    with services.store.reading() as db:
        return starting.usual_choices(services, db, person, scope, level)


def _prefilled(services: Services, person: Who, value: str) -> Choices:
    scope = json.loads(value).get("scope", ())
    return _usual(services, person, [one for one in scope if one in BLOCKS], None)


def _from_answer(services: Services, person: Who, value: str) -> Choices:
    shown = Shown.from_value(value)
    with services.store.reading() as db:
        given = answers.find(db, person.tenant, shown.answer_id)
    if given is None:
        raise NotFound(_GONE)
    result = questions.result_of(services, given, shown.level)
    if not isinstance(result, Answer):
        return _usual(services, person, (), None)
    blocks = [block["id"] for block in result.blocks]
    if blocks and result.heading.startswith(services.engine.title(blocks[0])):
        # What the answer is about as a whole; others only have a word in it.
        blocks = blocks[:1]
    return _usual(services, person, blocks, shown.level or result.level)


def _as_before(services: Services, person: Who, value: str) -> Choices:
    before = json.loads(value)
    levels = [level for level in before["levels"] if level in LEVELS]
    level = levels[0] if len(levels) == 1 else OWN
    choices = _usual(services, person, [one for one in before["blocks"] if one in BLOCKS], level)
    with services.store.reading() as db:
        teams = starting.teams_for(db, person)
        day = starting.usual_day(services, db, person.tenant, None)
    if before["team"] not in {team.id for team in teams}:
        return choices
    moved = replace(choices, who=before["team"])
    return turned(moved, teams, viewer=person.person, day=day)


# What a control of the window does; returns the view that it leads to.
_Change = Callable[[Services, Starter, Mapping[str, Any]], View]


def _changing(services: Services, change: _Change) -> Callable[..., None]:
    def on_change(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        # First of all: Slack may take longer to tell about a channel than it waits for us.
        ack()
        try:
            by = _starter(client, context, body)
            view = change(services, by, body)
        except ConversationError as refused:
            tell(client, body, str(refused))
            return
        _update(client, body, view)

    return on_change


def _turn(services: Services, by: Starter, body: Mapping[str, Any]) -> View:
    with services.store.reading() as db:
        teams = starting.teams_for(db, by.who)
        now_chosen = chosen(body["view"])
        team = next((team for team in teams if team.id == now_chosen.team), None)
        day = starting.usual_day(services, db, by.who.tenant, team)
    choices = turned(now_chosen, teams, viewer=by.who.person, day=day)
    return window(services, by.who, body["view"]["private_metadata"], choices)


def _change(services: Services, by: Starter, body: Mapping[str, Any]) -> View:
    draft_id, draft = _kept(services, by, body)
    return window(services, by.who, draft_id, draft.choices)


def _take_fewer(services: Services, by: Starter, body: Mapping[str, Any]) -> View:
    draft_id, draft = _kept(services, by, body)
    levels = {one.level for one in draft.raters}
    scope = starting.fewer(blocks_of(draft.choices.scope, BLOCKS), levels)
    return _keep(
        services, by, draft_id, replace(draft, choices=replace(draft.choices, scope=scope))
    )


def _choose_channel(services: Services, by: Starter, body: Mapping[str, Any]) -> View:
    draft_id, draft = _kept(services, by, body)
    channel = body["actions"][0].get("selected_conversation")
    try:
        moved = starting.seen_in(by, draft, channel)
    except Refused as refused:
        return _confirm(services, by, draft_id, draft, str(refused))
    return _keep(services, by, draft_id, moved)


def _kept(services: Services, by: Starter, body: Mapping[str, Any]) -> tuple[str, Draft]:
    draft_id = str(body["view"]["private_metadata"])
    with services.store.reading() as db:
        kept = drafts.find(db, by.who.tenant, draft_id, by.who.person)
    return draft_id, Draft.from_json(kept)


def _keep(services: Services, by: Starter, draft_id: str, draft: Draft) -> View:
    with services.store.transaction() as db:
        drafts.keep(
            db,
            by.who.tenant,
            draft_id,
            person=by.who.person,
            choices=draft.to_json(),
            now=services.clock(),
        )
    return _confirm(services, by, draft_id, draft)


def _confirm(
    services: Services, by: Starter, draft_id: str, draft: Draft, said: str | None = None
) -> View:
    with services.store.reading() as db:
        return confirm_window(starting.plan_of(services, db, by.who, draft_id, draft), said)


def _confirming(services: Services) -> Callable[..., None]:
    def on_next(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        view = body["view"]
        draft_id, choices = str(view["private_metadata"]), chosen(view)

        def prepare() -> View:
            by = _starter(client, context, body)
            draft = starting.draft_of(services, by, choices, crowd_of(by, choices))
            return _keep(services, by, draft_id, draft)

        # Many people take longer to look up than Slack waits.
        pool = ThreadPoolExecutor(1, thread_name_prefix="starting")
        prepared = pool.submit(prepare)
        pool.shutdown(wait=False)
        in_time = bool(wait([prepared], _SECONDS).done)
        if not in_time:
            ack(response_action="update", view=waiting_window())
        try:
            following = prepared.result()
        except ConversationError as refused:
            if in_time:
                _refuse(ack, view, refused)
                return
            following = window(services, who(context), draft_id, choices, str(refused))
        except Exception:
            if not in_time:
                anew = window(services, who(context), draft_id, choices, _WENT_WRONG)
                _update(client, body, anew)
            raise
        if in_time:
            ack(response_action="update", view=following)
        else:
            _update(client, body, following)

    return on_next


def _beginning(services: Services) -> Callable[..., None]:
    def on_start(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        try:
            by = _starter(client, context, body)
            draft_id, draft = _kept(services, by, body)
            with services.store.transaction() as db:
                session = starting.begin(services, db, by.who, draft_id, draft)
        except Refused as refused:
            anew = window(services, by.who, draft_id, draft.choices, str(refused))
            ack(response_action="update", view=anew)
            return
        except ConversationError as refused:
            ack(response_action="update", view=said_modal("Not possible", escape(str(refused))))
            return
        rates = by.who.person in {one.person for one in draft.raters}
        alone = draft.choices.who == ME
        ack(
            response_action="update",
            view=started_window(session.title, session.channel, alone=alone, rates=rates),
        )
        home.publish(services, client, by.who)

    return on_start


def _refuse(ack: Ack, view: Mapping[str, Any], refused: ConversationError) -> None:
    inputs = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    field = refused.field if isinstance(refused, Refused) else None
    at = next((one for one in inputs if one.partition(":")[0] == field), inputs[0])
    ack(response_action="errors", errors={at: str(refused)})


def _starter(client: WebClient, context: BoltContext, body: Mapping[str, Any]) -> Starter:
    person = insider(client, context, body)
    return Starter(person, client, home_of(context), str(context.bot_user_id))


def _update(client: WebClient, body: Mapping[str, Any], view: View) -> None:
    try:
        delivery.call(client, "views.update", view_id=body["view"]["id"], view=view)
    except (TryLater, Undeliverable):
        # Whoever has closed the window wants none.
        return
