"""Tokens: what an installation gave the app, for which workspace, until when."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from bot.sandbox.errors import SlackError
from bot.sandbox.model import Workspace

ROTATED_SECONDS = 12 * 60 * 60
CODE_SECONDS = 10 * 60


@dataclass
class Grant:
    """One bot token; an org-wide one has an enterprise and reaches all its workspaces."""

    token: str
    team_id: str
    scopes: tuple[str, ...]
    enterprise_id: str | None = None
    org_wide: bool = False
    expires_at: float | None = None
    refresh_token: str | None = None
    revoked: bool = False
    # The person who installed the app.
    user: str | None = None


@dataclass
class Code:
    """An authorization code, good for one exchange."""

    code: str
    team_id: str
    user: str
    scopes: tuple[str, ...]
    org_wide: bool
    redirect_uri: str | None
    expires_at: float


class Grants:
    """All tokens and codes of a sandbox."""

    def __init__(self) -> None:
        """Start without any."""
        self.by_token: dict[str, Grant] = {}
        self.by_refresh: dict[str, Grant] = {}
        self.codes: dict[str, Code] = {}
        # By workspace, and by enterprise for the org-wide ones.
        self._by_owner: dict[str, list[Grant]] = {}

    def add(self, grant: Grant) -> Grant:
        """Keep a token and its refresh token."""
        self.by_token[grant.token] = grant
        owner = grant.enterprise_id if grant.org_wide and grant.enterprise_id else grant.team_id
        self._by_owner.setdefault(owner, []).append(grant)
        if grant.refresh_token:
            self.by_refresh[grant.refresh_token] = grant
        return grant

    def valid(self, token: str | None, now: float) -> Grant:
        """The grant of a token that may be used, or the refusal Slack gives."""
        if not token:
            raise SlackError("not_authed")
        grant = self.by_token.get(token)
        if grant is None:
            raise SlackError("invalid_auth")
        if grant.revoked:
            raise SlackError("token_revoked")
        if grant.expires_at is not None and grant.expires_at <= now:
            raise SlackError("token_expired")
        return grant

    def issue(self, code: Code, enterprise_id: str | None, now: float, *, rotating: bool) -> Grant:
        """A new token for an exchanged code."""
        return self.add(
            Grant(
                token=_new("xoxe.xoxb-1-" if rotating else "xoxb-"),
                team_id=code.team_id,
                scopes=code.scopes,
                enterprise_id=enterprise_id,
                org_wide=code.org_wide,
                expires_at=now + ROTATED_SECONDS if rotating else None,
                refresh_token=_new("xoxe-1-") if rotating else None,
                user=code.user,
            )
        )

    def refresh(self, refresh_token: str, now: float) -> Grant:
        """A new pair for a refresh token, which works once; the old token lives on."""
        old = self.by_refresh.pop(refresh_token, None)
        if old is None or old.revoked:
            raise SlackError("invalid_refresh_token")
        return self.add(
            Grant(
                token=_new("xoxe.xoxb-1-"),
                team_id=old.team_id,
                scopes=old.scopes,
                enterprise_id=old.enterprise_id,
                org_wide=old.org_wide,
                expires_at=now + ROTATED_SECONDS,
                refresh_token=_new("xoxe-1-"),
                user=old.user,
            )
        )

    def write_code(
        self,
        team_id: str,
        user: str,
        scopes: tuple[str, ...],
        redirect_uri: str | None,
        now: float,
        *,
        org_wide: bool,
    ) -> Code:
        """An authorization code for a person who agreed."""
        code = Code(
            _new("code-"), team_id, user, scopes, org_wide, redirect_uri, now + CODE_SECONDS
        )
        self.codes[code.code] = code
        return code

    def exchange(self, code: str, redirect_uri: str | None, now: float) -> Code:
        """Take in a code; a second time, or too late, it is refused."""
        found = self.codes.pop(code, None)
        if found is None or found.expires_at <= now:
            raise SlackError("invalid_code")
        if found.redirect_uri != redirect_uri:
            raise SlackError("bad_redirect_uri")
        return found

    def of_workspace(self, workspace: Workspace) -> list[Grant]:
        """The tokens that are good for one workspace."""
        return [
            grant
            for grant in (
                *self._by_owner.get(workspace.team_id, ()),
                *self._by_owner.get(workspace.enterprise_id or "", ()),
            )
            if not grant.revoked
        ]


def _new(prefix: str) -> str:
    return prefix + secrets.token_hex(16)
