"""What a team and a person want to hear: kinds muted or spaced otherwise, each or once a day.

The functions work inside the caller's transaction. When a person may be written to is in
``personal_hours``.
"""

from __future__ import annotations

from typing import Literal, get_args

from sqlite_utils import Database

from conversations.errors import Refused
from conversations.reminders import looks
from conversations.reminders.cadence import AHEAD, EVERY, Cadence
from conversations.reminders.kinds import Muted
from conversations.teams import check_may_steer, find_team

Delivery = Literal["each", "daily"]

SPANS: dict[str, range] = {"week": range(2, 31), "overdue": range(1, 11)}
"""How many days before a due day, and how many school days apart, a team may choose."""

_ON, _OFF = "on", "off"
_DELIVERY = "delivery"


def cadence_of(db: Database, tenant: str, team: str | None) -> Cadence:
    """Return which steps a team wants; a plan of somebody alone has all of them."""
    chosen = _chosen(db, tenant, "team", team or "")
    return Cadence(
        ahead=_days(chosen.get("week"), AHEAD),
        day_before=chosen.get("day_before") != _OFF,
        due=chosen.get("due") != _OFF,
        every=_days(chosen.get("overdue"), EVERY),
        needs_you=chosen.get("needs_you") != _OFF,
    )


def wants(db: Database, tenant: str, team: str | None, kind: Muted) -> bool:
    """Tell whether a team wants a kind of message."""
    return _chosen(db, tenant, "team", team or "").get(kind) != _OFF


def choose_for_team(
    db: Database,
    tenant: str,
    team: str,
    kind: Muted,
    *,
    wanted: bool,
    days: int | None = None,
    by: str,
) -> None:
    """Mute a kind for a team or let it be said again, ``days`` ahead or apart; None as usual.

    Raises NotAllowed, NotFound or Refused.
    """
    find_team(db, tenant, team)
    check_may_steer(db, tenant, team, by)
    if kind not in get_args(Muted):
        raise Refused("Please choose one of the kinds of reminders.", "kind")
    span = SPANS.get(kind, range(0))
    if days is not None and days not in span:
        said = f"from {span[0]} to {span[-1]} days" if span else "no number of days"
        raise Refused(f"Please choose {said}.", kind)
    choice = _OFF if not wanted else _ON if days is None else str(days)
    _keep(db, tenant, "team", team, kind, choice)


def delivery_of(db: Database, tenant: str, person: str) -> Delivery:
    """Return whether somebody hears of each thing by itself, or of all once a day."""
    chosen = _chosen(db, tenant, "person", person).get(_DELIVERY)
    return "daily" if chosen == "daily" else "each"


def choose_delivery(db: Database, tenant: str, delivery: Delivery, *, by: str) -> None:
    """Keep how somebody wants to hear. Raises Refused."""
    if delivery not in get_args(Delivery):
        raise Refused("Please choose one message each, or one a day.", _DELIVERY)
    _keep(db, tenant, "person", by, _DELIVERY, delivery)


def _keep(db: Database, tenant: str, scope: str, id_: str, kind: str, choice: str) -> None:
    db.execute(
        "INSERT OR REPLACE INTO reminder_choices (tenant, scope, id, kind, choice)"
        " VALUES (?, ?, ?, ?, ?)",
        [tenant, scope, id_, kind, choice],
    )
    looks.forget_all(db, tenant)


def _chosen(db: Database, tenant: str, scope: str, id_: str) -> dict[str, str]:
    rows = db.execute(
        "SELECT kind, choice FROM reminder_choices WHERE tenant = ? AND scope = ? AND id = ?",
        [tenant, scope, id_],
    )
    return dict(rows.fetchall())


def _days(choice: str | None, usual: int) -> int | None:
    if choice == _OFF:
        return None
    return int(choice) if choice and choice != _ON else usual
