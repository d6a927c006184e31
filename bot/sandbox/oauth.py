"""The consent page, where a person installs the app in a workspace or a whole organisation."""

from __future__ import annotations

from html import escape
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.sandbox.core import Core
from bot.sandbox.model import Workspace

LOOPBACK = {"127.0.0.1", "localhost", "::1"}

PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Install {app}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem}}
label,button{{display:block;margin:.75rem 0}}</style></head>
<body><main><h1>{app} would like to join a workspace</h1>
<p>It will be able to:</p><ul>{scopes}</ul>
<form method="post">
<label>Workspace <select name="team">{teams}</select></label>
{org}
<button name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Cancel</button>
</form></main></body></html>"""

ORG = """<label><input type="checkbox" name="org_wide" value="1">
In the whole organisation</label>"""


def routes(core: Core) -> list[Route]:
    """The address that an install link leads to."""

    async def consent(request: Request) -> Response:
        asked = dict(request.query_params)
        refusal = _refusal(core, asked)
        if refusal:
            return HTMLResponse(f"<!doctype html><title>Sorry</title><p>{escape(refusal)}", 400)
        if request.method == "GET":
            return HTMLResponse(_page(core, asked))
        form = {k: v[0] for k, v in parse_qs((await request.body()).decode()).items()}
        return _decided(core, asked, form)

    return [Route("/oauth/v2/authorize", consent, methods=["GET", "POST"])]


def _refusal(core: Core, asked: dict[str, str]) -> str | None:
    registration = core.registration
    if asked.get("client_id") != registration.client_id:
        return "invalid_client_id"
    unknown = [s for s in asked.get("scope", "").split(",") if s not in registration.scopes]
    if unknown:
        return f"invalid_scope: {', '.join(unknown)}"
    redirect = asked.get("redirect_uri", _default_redirect(core))
    if not redirect or urlsplit(redirect).hostname not in LOOPBACK:
        return "bad_redirect_uri"
    if registration.redirect_urls and not redirect.startswith(registration.redirect_urls):
        return "bad_redirect_uri"
    return None


def _default_redirect(core: Core) -> str:
    return core.registration.redirect_urls[0] if core.registration.redirect_urls else ""


def _page(core: Core, asked: dict[str, str]) -> str:
    workspaces = list(core.state.workspaces.values())
    wanted = asked.get("team")
    org = ""
    if any(workspace.enterprise_id for workspace in workspaces):
        org = ORG
    return PAGE.format(
        app=escape(core.registration.name),
        scopes="".join(f"<li>{escape(s)}</li>" for s in asked.get("scope", "").split(",")),
        teams="".join(_team_option(workspace, wanted) for workspace in workspaces),
        org=org,
    )


def _team_option(workspace: Workspace, wanted: str | None) -> str:
    selected = " selected" if workspace.team_id == wanted else ""
    return f'<option value="{workspace.team_id}"{selected}>{escape(workspace.name)}</option>'


def _decided(core: Core, asked: dict[str, str], form: dict[str, str]) -> Response:
    redirect = asked.get("redirect_uri", _default_redirect(core))
    back = {"state": asked.get("state", "")}
    workspace = core.state.workspaces.get(form.get("team", ""))
    if form.get("decision") != "allow" or workspace is None:
        back["error"] = "access_denied"
    else:
        installer = next(person for person in workspace.people.values() if person.is_admin)
        code = core.grants.write_code(
            workspace.team_id,
            installer.id,
            tuple(asked.get("scope", "").split(",")),
            asked.get("redirect_uri"),
            core.clock(),
            org_wide=bool(workspace.enterprise_id) and form.get("org_wide") == "1",
        )
        back["code"] = code.code
    joined = "&" if urlsplit(redirect).query else "?"
    return RedirectResponse(f"{redirect}{joined}{urlencode(back)}", 302)
