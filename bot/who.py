"""Who did something, where: tenant and person, as Slack's payload says."""

from __future__ import annotations

from dataclasses import dataclass

from slack_bolt import BoltContext


@dataclass(frozen=True)
class Who:
    """A person in a tenant. A guest comes from a shared channel: may ask, never join or steer."""

    tenant: str
    person: str
    is_guest: bool = False


def tenant_of(context: BoltContext) -> str:
    """Return the enterprise id of an org-wide install, else the workspace's team id."""
    whole = context.enterprise_id if context.is_enterprise_install else None
    return whole or context.team_id or context.enterprise_id or ""


def who(context: BoltContext) -> Who:
    """Return who acted, out of Bolt's actor context."""
    person = context.actor_user_id or context.user_id or ""
    if context.is_enterprise_install:
        guest = context.actor_enterprise_id not in (None, context.enterprise_id)
    else:
        guest = context.actor_team_id not in (None, context.team_id)
        # Members of the same organisation are no strangers.
        same = context.enterprise_id and context.actor_enterprise_id == context.enterprise_id
        guest = guest and not same
    return Who(tenant_of(context), person, guest)
