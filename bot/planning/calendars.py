"""The due dates of a plan behind a private link, which a calendar fetches by itself."""

from __future__ import annotations

from bot.http import CALENDAR_PATH
from bot.planning import looks
from bot.planning.naming import names_in
from bot.planning.reports import report
from bot.services import Services
from bot.settings import Settings
from bot.worker import ClientFor
from conversations import calendar_links
from conversations.errors import NotFound
from conversations.exports.due_dates import due_dates
from conversations.planning import store
from conversations.planning.permissions import may_see


def calendar_of(services: Services, client_for: ClientFor, token: str) -> bytes | None:
    """Return the calendar that a token opens; None where it opens none, or none any more.

    Whether its person may still see the plan is asked each time.
    """
    with services.store.reading() as db:
        link = calendar_links.find(db, token)
        if link is None:
            return None
        try:
            plan = store.read_plan(db, link.tenant, link.plan)
        except NotFound:
            return None
        if not may_see(db, plan, link.person):
            return None
        shown = looks.shown(services, db, plan)
    names = names_in(client_for(plan.tenant), shown)
    return due_dates(report(shown, names), now=services.clock())


def has_links(settings: Settings) -> bool:
    """Tell whether a phone can reach this app: it is served over HTTP, at a known address."""
    return settings.public_url is not None and settings.slack_mode() == "http"


def address(settings: Settings, token: str) -> str:
    """Return the address that a token's calendar is fetched from, beginning with ``https``."""
    return f"{str(settings.public_url).rstrip('/')}{CALENDAR_PATH.format(token=token)}"
