"""People as Slack knows them: their names, who is an admin, who belongs to the workspace."""

from __future__ import annotations

import http.client
import logging
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from slack_bolt import BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.services import Services
from bot.who import Who, who
from conversations.errors import NotAllowed

log = logging.getLogger(__name__)

# A window has to be answered within three seconds, whatever Slack takes to tell who is who.
_SECONDS = 1.5
_AT_ONCE = 8
# The list of a large district, and those who may be missing in it.
_A_PAGE, _MOST_PAGES, _MOST_ASKED = 1_000, 15, 20
_SLACKBOT = "USLACKBOT"


@dataclass(frozen=True)
class Profile:
    """One person, with the ids of the workspaces and the organisation that they belong to.

    ``is_colleague`` is false for apps, for people who have left and for strangers.
    """

    name: str
    title: str
    is_admin: bool
    is_colleague: bool
    belongs_to: frozenset[str]
    timezone: str | None = None

    def is_outsider(self, home: Collection[str]) -> bool:
        """Tell whether a person is no colleague of those whose ids are ``home``."""
        return not self.is_colleague or not self.belongs_to & set(home)


def look_up(client: WebClient, person: str) -> Profile | None:
    """Return what Slack says about a person, None where it does not say."""
    try:
        # This method takes a form, not JSON.
        answered: Any = client.api_call("users.info", params={"user": person}).data
    except (SlackApiError, SlackClientError, OSError, http.client.HTTPException) as error:
        refused = error.response.get("error") if isinstance(error, SlackApiError) else None
        log.warning(
            "Slack did not say who somebody is", extra={"reason": refused or type(error).__name__}
        )
        return None
    return _profile(answered["user"])


def look_up_all(client: WebClient, people: Collection[str]) -> dict[str, Profile]:
    """Return what Slack says in time; whoever it says nothing about is left out."""
    if not people:
        return {}
    pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="directory")
    asked = {pool.submit(partial(look_up, client, person)): person for person in people}
    done, _ = wait(asked, _SECONDS)
    pool.shutdown(wait=False, cancel_futures=True)
    return {asked[one]: profile for one in done if (profile := one.result()) is not None}


def look_up_many(client: WebClient, people: Collection[str]) -> dict[str, Profile]:
    """Return what Slack says of more people than can be asked about one by one.

    They are looked for in the list of the workspace; this may take some seconds.
    """
    found: dict[str, Profile] = {}
    wanted, cursor = set(people), ""
    for _ in range(_MOST_PAGES):
        try:
            given = {"limit": _A_PAGE, "cursor": cursor}
            page: Any = client.api_call("users.list", params=given).data
        except (SlackApiError, SlackClientError, OSError, http.client.HTTPException) as error:
            log.warning("Slack did not list people", extra={"reason": type(error).__name__})
            break
        found |= {u["id"]: _profile(u) for u in page["members"] if u["id"] in wanted}
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor or len(found) == len(wanted):
            break
    return found | look_up_all(client, sorted(wanted - found.keys())[:_MOST_ASKED])


def home_of(context: BoltContext) -> frozenset[str]:
    """Return the ids of the workspace and the organisation in which something happened."""
    return frozenset(filter(None, (context.team_id, context.enterprise_id)))


def insider(client: WebClient, context: BoltContext, body: Mapping[str, Any]) -> Who:
    """Return who clicked or submitted; raises NotAllowed for people from another workspace."""
    person, ours = who(context), home_of(context)
    # In these payloads, Bolt takes everybody for a member.
    if not person.is_guest and body["user"].get("team_id") not in (None, *ours):
        # Perhaps a colleague from another workspace of the same organisation.
        profile = look_up(client, person.person)
        person = replace(person, is_guest=profile is None or profile.is_outsider(ours))
    if person.is_guest:
        raise NotAllowed("Teams and self-assessments belong to the workspace that invited you.")
    return person


def may_name_coordinators(services: Services, client: WebClient, person: Who) -> bool | None:
    """Tell whether a person installed the app or is an admin; None where Slack does not say."""
    if person.is_guest:
        return False
    if person.person in services.installers(person.tenant):
        return True
    profile = look_up(client, person.person)
    if profile is None:
        return None
    return profile.is_admin and not profile.is_outsider((person.tenant,))


def _profile(user: Mapping[str, Any]) -> Profile:
    organisation = user.get("enterprise_user") or {}
    no_colleague = (
        any(user.get(flag) for flag in ("is_stranger", "is_bot", "deleted"))
        or user.get("id") == _SLACKBOT
    )
    profile = user.get("profile") or {}
    name = user.get("real_name") or profile.get("real_name")
    return Profile(
        name=str(name or user.get("name") or ""),
        title=str(profile.get("title") or ""),
        is_admin=bool(user.get("is_admin") or user.get("is_owner")),
        is_colleague=not no_colleague,
        belongs_to=frozenset(
            {user.get("team_id"), organisation.get("enterprise_id"), *organisation.get("teams", ())}
            - {None}
        ),
        timezone=user.get("tz") or None,
    )
