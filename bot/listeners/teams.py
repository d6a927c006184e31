"""Teams: made, changed and left, from App Home and from under the command."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from sqlite_utils import Database

from bot import redrawing
from bot.blocks.rosters import CLOSE, CLOSE_SENT, MENU, close_window, roster_message
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
from bot.directory import home_of, insider, look_up_all
from bot.listeners import clicks, coordinators, home
from bot.listeners.answers import open_modal
from bot.listeners.clicks import Talk, submitting
from bot.listeners.telling import tell
from bot.rosters import roster_of
from bot.services import Services
from bot.who import Who
from conversations import memberships, teams
from conversations.database import new_id
from conversations.errors import ConversationError, Refused
from conversations.teams import Team

_ASKED_FOR = frozenset(("team", "teams", "my team", "my teams", "team new", "new team"))

Values = Mapping[str, Mapping[str, Any]]
View = dict[str, Any]
# What a button does for whoever pressed it, with its value: a window to open, or None.
Click = Callable[[Services, Who, str], View | None]
# What a window that was sent does, out of its metadata and values; returns what follows it.
Submission = Callable[[Services, WebClient, Who, Collection[str], View], View]


def answer_command(services: Services, asker: Who, words: str) -> dict[str, Any] | None:
    """Return the message for ``/blueprint team``, None where the words are a question."""
    if " ".join(words.casefold().split()) not in _ASKED_FOR:
        return None
    return roster_message(roster_of(services, asker))


def register(app: App, services: Services) -> None:
    """Listen to the buttons and windows of teams, and to the choice of coordinators."""
    coordinators.register(app, services)
    for action_id, click in (
        ("team_make", _make),
        ("team_change", _change),
        ("team_roles", _roles),
        ("team_add_named", _add_named),
        ("team_leave", _leave),
        ("team_close", _close),
    ):
        app.action(action_id)(_clicking(services, click))
    for chosen, click in (
        ("team_change", _change),
        ("team_roles", _roles),
        ("team_add_named", _add_named),
        (CLOSE, _ask_to_close),
    ):
        app.action(MENU, matchers=[choosing(chosen)])(_clicking(services, click))
    app.view(CLOSE_SENT)(submitting(services, _close_sent, clicks.Click))
    for callback_id, submission in (
        (SAVE, _save),
        (SAVE_ROLES, _save_roles),
        (SAVE_NAMED, _save_named),
    ):
        app.view(callback_id)(_submitting(services, submission))


def _clicking(services: Services, click: Click) -> Callable[..., None]:
    def on_click(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        try:
            person = insider(client, context, body)
            view = click(services, person, _team_of(body))
        except ConversationError as refused:
            ack()
            tell(client, body, str(refused))
            return
        ack()
        if view is not None:
            open_modal(client, body, view)
            return
        if body.get("response_url"):
            redrawing.redraw(client, body, roster_message(roster_of(services, person)))
        home.publish(services, client, person)

    return on_click


def _submitting(services: Services, submission: Submission) -> Callable[..., None]:
    def on_submission(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        view = body["view"]
        try:
            person = insider(client, context, body)
            following = submission(services, client, person, home_of(context), view)
        except ConversationError as refused:
            first = next(b["block_id"] for b in view["blocks"] if b["type"] == "input")
            at = refused.field if isinstance(refused, Refused) else None
            ack(response_action="errors", errors={at or first: str(refused)})
            return
        ack(response_action="update", view=following)
        home.publish(services, client, person)

    return on_submission


def choosing(wanted: str) -> Callable[[dict[str, Any]], bool]:
    """Return what tells whether somebody chose something in the menu of a team."""

    def chose(body: dict[str, Any]) -> bool:
        option = body["actions"][0].get("selected_option") or {}
        return bool(json.loads(option.get("value") or "{}").get("do") == wanted)

    return chose


def _team_of(body: Mapping[str, Any]) -> str:
    """Return what a button, or a choice in the menu of a team, is about."""
    action = body["actions"][0]
    if option := action.get("selected_option"):
        return str(json.loads(option["value"])["team"])
    return str(action["value"])


def _make(services: Services, person: Who, _: str) -> View:
    with services.store.reading() as db:
        teams.check_may_make(db, person.tenant, person.person)
    zone = services.settings.timezone
    return team_modal(new_id(), None, viewer=person.person, timezone=zone)


def _change(services: Services, person: Who, team_id: str) -> View:
    team = _steered(services, person, team_id)
    return team_modal(team.id, team, viewer=person.person, timezone=team.timezone)


def _roles(services: Services, person: Who, team_id: str) -> View | None:
    return roles_modal(_steered(services, person, team_id))


def _add_named(services: Services, person: Who, team_id: str) -> View:
    team = _steered(services, person, team_id)
    return named_member_modal(team, new_id(), viewer=person.person)


def _leave(services: Services, person: Who, team_id: str) -> None:
    with services.store.transaction() as db:
        mine = teams.find_team(db, person.tenant, team_id).member(person.person)
        # A second click finds that they have left already.
        if mine is not None:
            now = services.clock()
            memberships.leave(db, person.tenant, team_id, mine.id, by=person.person, now=now)


def _ask_to_close(services: Services, person: Who, team_id: str) -> View:
    return close_window(_steered(services, person, team_id))


def _close_sent(click: clicks.Click) -> tuple[View | None, Talk | None]:
    _close(click.services, click.person, str(click.carried("team")))
    return None, lambda: home.publish(click.services, click.client, click.person)


def _close(services: Services, person: Who, team_id: str) -> None:
    with services.store.transaction() as db:
        teams.close_team(db, person.tenant, team_id, by=person.person, now=services.clock())


def _steered(services: Services, person: Who, team_id: str) -> Team:
    with services.store.reading() as db:
        teams.check_may_steer(db, person.tenant, team_id, person.person)
        return teams.find_team(db, person.tenant, team_id)


def _save(
    services: Services, client: WebClient, person: Who, ours: Collection[str], view: View
) -> View:
    team_id, values = view["private_metadata"], view["state"]["values"]
    chosen = values["members"]["members"]["selected_users"]
    coordinating = values["coordinators"]["coordinators"]["selected_users"]
    with services.store.reading() as db:
        before = [team for team in teams.open_teams(db, person.tenant) if team.id == team_id]
    known = {one for team in before for one in (*team.people, *team.coordinators)}
    profiles = look_up_all(client, {*chosen, *coordinating} - known)
    guests = {one for one, profile in profiles.items() if profile.is_outsider(ours)}
    newcomers: dict[str, Any] = {
        "names": {one: profile.name for one, profile in profiles.items()},
        "titles": {one: profile.title for one, profile in profiles.items()},
    }
    by: dict[str, Any] = {"by": person.person, "now": services.clock()}
    with services.store.transaction() as db:
        teams.save_team(
            db,
            person.tenant,
            team_id,
            name=str(values["name"]["name"]["value"] or ""),
            channel=values["channel"]["channel"]["selected_conversation"],
            timezone=_option(values, "timezone"),
            **by,
        )
        memberships.set_members(
            db, person.tenant, team_id, chosen, guests=guests, **newcomers, **by
        )
        if "named" in values:
            _keep_named(db, person.tenant, team_id, values["named"]["named"], by)
        # Last, because who takes themselves out may change nothing from then on.
        teams.set_team_coordinators(db, person.tenant, team_id, coordinating, guests=guests, **by)
        team = teams.find_team(db, person.tenant, team_id)
    return roles_modal(team) or _saved(team)


def _keep_named(
    db: Database, tenant: str, team_id: str, named: Mapping[str, Any], by: Mapping[str, Any]
) -> None:
    kept = {one["value"] for one in named["selected_options"]}
    for member in teams.find_team(db, tenant, team_id).members:
        if member.person is None and member.id not in kept:
            memberships.leave(db, tenant, team_id, member.id, **by)


def _save_roles(
    services: Services, client: WebClient, person: Who, ours: Collection[str], view: View
) -> View:
    about, values = json.loads(view["private_metadata"]), view["state"]["values"]
    shown = [block_id.partition(":")[2] for block_id in values if block_id.startswith("role:")]
    anew = _sponsored_anew(_steered(services, person, about["team"]), values)
    profiles = look_up_all(client, set(anew.values()))
    with services.store.transaction() as db:
        for member_id in shown:
            memberships.change_member(
                db,
                person.tenant,
                about["team"],
                member_id,
                role=_option(values, f"role:{member_id}"),
                level=_option(values, f"level:{member_id}"),
                by=person.person,
            )
        for member_id, sponsor in anew.items():
            profile = profiles.get(sponsor)
            try:
                memberships.change_sponsor(
                    db,
                    person.tenant,
                    about["team"],
                    member_id,
                    sponsor,
                    is_guest=profile is not None and profile.is_outsider(ours),
                    by=person.person,
                )
            except Refused as refused:
                # Of several on one page, it is said beside the one that is meant.
                raise Refused(str(refused), f"sponsor:{member_id}") from refused
        team = teams.find_team(db, person.tenant, about["team"])
    following = roles_modal(team, about["last"]) if about["last"] else None
    return following or _saved(team)


def _sponsored_anew(team: Team, values: Values) -> dict[str, str]:
    """Return the sponsors that were chosen in place of others, by member."""
    anew = {}
    for member in team.members:
        shown = values.get(f"sponsor:{member.id}")
        chosen = shown["sponsor"]["selected_user"] if shown else None
        if chosen and chosen != member.sponsor:
            anew[member.id] = str(chosen)
    return anew


def _save_named(
    services: Services, client: WebClient, person: Who, ours: Collection[str], view: View
) -> View:
    about, values = json.loads(view["private_metadata"]), view["state"]["values"]
    sponsor = str(values["sponsor"]["sponsor"]["selected_user"])
    profile = look_up_all(client, [sponsor]).get(sponsor)
    with services.store.transaction() as db:
        memberships.add_named_member(
            db,
            person.tenant,
            about["team"],
            about["member"],
            name=str(values["name"]["name"]["value"] or ""),
            sponsor=sponsor,
            role=_option(values, "role"),
            level=_option(values, "level"),
            sponsor_is_guest=profile is not None and profile.is_outsider(ours),
            by=person.person,
            now=services.clock(),
        )
        return _saved(teams.find_team(db, person.tenant, about["team"]))


def _saved(team: Team) -> View:
    count = len(team.members)
    people = "1 member" if count == 1 else f"{count} members"
    return said_modal(
        "Saved", f"*{escape(team.name)}* has {people}. They see it in my Home tab too."
    )


def _option(values: Values, block_id: str) -> str:
    chosen = next(iter(values[block_id].values()))["selected_option"]
    return str(chosen["value"]) if chosen else ""
