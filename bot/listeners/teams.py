"""Teams: made, changed and left, from App Home and from under the command."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot import redrawing
from bot.blocks.rosters import roster_message
from bot.blocks.teams import (
    SAVE,
    SAVE_NAMED,
    SAVE_ROLES,
    named_member_modal,
    roles_modal,
    said_modal,
    team_modal,
)
from bot.blocks.text import escape
from bot.directory import home_of, look_up_all
from bot.listeners import coordinators, home
from bot.listeners.answers import open_modal
from bot.listeners.telling import tell
from bot.rosters import roster_of
from bot.services import Services
from bot.who import Who, who
from conversations import memberships, teams
from conversations.coordinators import is_coordinator
from conversations.database import new_id
from conversations.errors import ConversationError, NotAllowed, Refused
from conversations.teams import Team

_ASKED_FOR = frozenset(("team", "teams", "my team", "my teams", "team new", "new team"))
_WHO_MAKES = "Teams are made by a coordinator of this workspace. My Home tab says who that is."
_WHO_CHANGES = "Only the team's coordinators and the workspace's coordinators may change a team."

Window = Callable[[Who, Team], dict[str, Any] | None]


def answer_command(services: Services, asker: Who, words: str) -> dict[str, Any] | None:
    """Return the message for ``/blueprint team``, None where the words are a question."""
    if " ".join(words.casefold().split()) not in _ASKED_FOR:
        return None
    return roster_message(roster_of(services, asker))


def register(app: App, services: Services) -> None:
    """Listen to the buttons and windows of teams, and to the choice of coordinators."""
    coordinators.register(app, services)
    _register_windows(app, services)
    _register_ends(app, services)
    _register_submissions(app, services)


def _register_windows(app: App, services: Services) -> None:
    zone = services.settings.timezone

    def on_make(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        person = who(context)
        with services.store.reading() as db:
            may_make = not person.is_guest and is_coordinator(db, person.tenant, person.person)
        ack()
        if may_make:
            view = team_modal(new_id(), None, viewer=person.person, timezone=zone)
            open_modal(client, body, view)
        else:
            tell(client, body, _WHO_MAKES)

    def opens(window: Window) -> Callable[..., None]:
        def on_click(
            ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
        ) -> None:
            person, team_id = who(context), body["actions"][0]["value"]
            try:
                with services.store.reading() as db:
                    team = teams.find_team(db, person.tenant, team_id)
                    if person.is_guest or not teams.may_steer(
                        db, person.tenant, team_id, person.person
                    ):
                        raise NotAllowed(_WHO_CHANGES)
            except ConversationError as refused:
                ack()
                tell(client, body, str(refused))
                return
            ack()
            view = window(person, team)
            if view is not None:
                open_modal(client, body, view)

        return on_click

    app.action("team_make")(on_make)
    app.action("team_change")(
        opens(lambda person, team: team_modal(team.id, team, viewer=person.person, timezone=zone))
    )
    app.action("team_roles")(opens(lambda _, team: roles_modal(team)))
    app.action("team_add_named")(
        opens(lambda person, team: named_member_modal(team, new_id(), viewer=person.person))
    )


def _register_ends(app: App, services: Services) -> None:
    def on_leave(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        person, team_id = who(context), body["actions"][0]["value"]
        with services.store.transaction() as db:
            seen = teams.teams_of(db, person.tenant, person.person)
            mine = next((team.member(person.person) for team in seen if team.id == team_id), None)
            if mine is not None:
                memberships.leave(
                    db, person.tenant, team_id, mine.id, by=person.person, now=services.clock()
                )
        ack()
        _redraw(services, client, body, person)

    def on_close(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        person, team_id = who(context), body["actions"][0]["value"]
        try:
            with services.store.transaction() as db:
                teams.close_team(db, person.tenant, team_id, by=person.person, now=services.clock())
        except ConversationError as refused:
            ack()
            tell(client, body, str(refused))
            return
        ack()
        _redraw(services, client, body, person)

    app.action("team_leave")(on_leave)
    app.action("team_close")(on_close)


def _register_submissions(app: App, services: Services) -> None:
    def on_save(ack: Ack, view: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        person = who(context)
        try:
            team = _save(services, client, view, context)
        except ConversationError as refused:
            _refuse(ack, refused, "name")
            return
        following = roles_modal(team) or _saved(team)
        ack(response_action="update", view=following)
        home.publish(services, client, person)

    def on_roles(ack: Ack, view: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        person, about = who(context), json.loads(view["private_metadata"])
        values = view["state"]["values"]
        shown = [block_id.partition(":")[2] for block_id in values if block_id.startswith("role:")]
        try:
            with services.store.transaction() as db:
                for member_id in shown:
                    memberships.change_member(
                        db,
                        person.tenant,
                        about["team"],
                        member_id,
                        role=_option(values, f"role:{member_id}", "role"),
                        level=_option(values, f"level:{member_id}", "level"),
                        by=person.person,
                    )
                team = teams.find_team(db, person.tenant, about["team"])
        except ConversationError as refused:
            _refuse(ack, refused, f"role:{shown[0]}")
            return
        following = roles_modal(team, about["last"]) if about["last"] else None
        ack(response_action="update", view=following or _saved(team))
        home.publish(services, client, person)

    def on_named(ack: Ack, view: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        person, about = who(context), json.loads(view["private_metadata"])
        values = view["state"]["values"]
        sponsor = str(values["sponsor"]["sponsor"]["selected_user"])
        profile = look_up_all(client, [sponsor]).get(sponsor)
        try:
            with services.store.transaction() as db:
                memberships.add_named_member(
                    db,
                    person.tenant,
                    about["team"],
                    about["member"],
                    name=str(values["name"]["name"]["value"] or ""),
                    sponsor=sponsor,
                    role=_option(values, "role", "role"),
                    level=_option(values, "level", "level"),
                    sponsor_is_guest=profile is not None and profile.is_outsider(home_of(context)),
                    by=person.person,
                    now=services.clock(),
                )
                team = teams.find_team(db, person.tenant, about["team"])
        except ConversationError as refused:
            _refuse(ack, refused, "name")
            return
        ack(response_action="update", view=_saved(team))
        home.publish(services, client, person)

    app.view(SAVE)(on_save)
    app.view(SAVE_ROLES)(on_roles)
    app.view(SAVE_NAMED)(on_named)


def _save(
    services: Services, client: WebClient, view: dict[str, Any], context: BoltContext
) -> Team:
    person, team_id, now = who(context), view["private_metadata"], services.clock()
    values = view["state"]["values"]
    chosen = values["members"]["members"]["selected_users"]
    coordinating = values["coordinators"]["coordinators"]["selected_users"]
    with services.store.reading() as db:
        seen = [t for t in teams.open_teams(db, person.tenant) if t.id == team_id]
    known = {m.person for t in seen for m in t.members} | {p for t in seen for p in t.coordinators}
    profiles = look_up_all(client, {*chosen, *coordinating} - known)
    ours = home_of(context)
    guests = {one for one, profile in profiles.items() if profile.is_outsider(ours)}
    by: dict[str, Any] = {"by": person.person, "now": now}
    with services.store.transaction() as db:
        teams.save_team(
            db,
            person.tenant,
            team_id,
            name=str(values["name"]["name"]["value"] or ""),
            channel=values["channel"]["channel"]["selected_conversation"],
            timezone=_option(values, "timezone", "timezone"),
            **by,
        )
        names = {one: profile.name for one, profile in profiles.items()}
        memberships.set_members(
            db, person.tenant, team_id, chosen, names=names, guests=guests, **by
        )
        if "named" in values:
            _keep_named(db, person.tenant, team_id, values["named"]["named"], by)
        # Last, because who takes themselves out may change nothing from then on.
        teams.set_team_coordinators(db, person.tenant, team_id, coordinating, guests=guests, **by)
        return teams.find_team(db, person.tenant, team_id)


def _keep_named(
    db: Any, tenant: str, team_id: str, named: Mapping[str, Any], by: Mapping[str, Any]
) -> None:
    kept = {one["value"] for one in named["selected_options"]}
    for member in teams.find_team(db, tenant, team_id).members:
        if member.person is None and member.id not in kept:
            memberships.leave(db, tenant, team_id, member.id, **by)


def _refuse(ack: Ack, refused: ConversationError, field: str) -> None:
    at = refused.field if isinstance(refused, Refused) and refused.field else field
    ack(response_action="errors", errors={at: str(refused)})


def _redraw(services: Services, client: WebClient, body: dict[str, Any], person: Who) -> None:
    if body.get("response_url"):
        redrawing.redraw(client, body, roster_message(roster_of(services, person)))
    home.publish(services, client, person)


def _saved(team: Team) -> dict[str, Any]:
    count = len(team.members)
    people = "1 member" if count == 1 else f"{count} members"
    return said_modal("Saved", f"*{escape(team.name)}* has {people}. You find it in my Home tab.")


def _option(values: Mapping[str, Any], block_id: str, action_id: str) -> str:
    chosen = values[block_id][action_id]["selected_option"]
    return str(chosen["value"]) if chosen else ""
