"""The page's routes; every answer carries a policy that lets no outside content in."""

from __future__ import annotations

from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.sandbox.core import Core
from bot.sandbox.page.acts import perform
from bot.sandbox.page.screen import screen
from bot.sandbox.page.visit import visit_of
from bot.sandbox.page.windows import Windows
from bot.sandbox.rendering import Renderer

STATIC = Path(__file__).parent.parent / "static"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
# Fetch metadata of requests that this very page makes.
OWN_SITES = (None, "same-origin", "none")


def page_routes(core: Core) -> list[BaseRoute]:
    """The routes for the sandbox's application."""
    renderer = Renderer()
    windows = Windows(core)

    def page(request: Request) -> Response:
        visit = visit_of(core, request.query_params)
        return HTMLResponse(screen(visit, windows, renderer), headers=HEADERS)

    async def act(request: Request) -> Response:
        if request.headers.get("sec-fetch-site") not in OWN_SITES:
            return _answer("Another site may not act here.", 403)
        # A foreign form cannot send JSON without asking first, and nobody answers that question.
        if request.headers.get("content-type", "").partition(";")[0] != "application/json":
            return _answer("Only the page itself may act here.", 415)
        try:
            body = await request.json()
            visit = visit_of(core, request.query_params)
            name = request.path_params["act"]
            # In a thread: some acts wait for the app.
            result = await run_in_threadpool(perform, name, visit, windows, body)
        except (KeyError, TypeError, ValueError):
            return _answer("The page sent something that cannot be read.", 400)
        if result is None:
            return _answer("There is no such act.", 404)
        return _answer(result.notice, 200, done=result.done)

    async def stream(request: Request) -> Response:
        visit = visit_of(core, request.query_params)
        return StreamingResponse(
            windows.changes(visit.workspace.team_id, visit.person.id),
            media_type="text/event-stream",
            headers=HEADERS,
        )

    return [
        Route("/", page),
        Route("/page/stream", stream),
        Route("/page/{act}", act, methods=["POST"]),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]


def _answer(notice: str, status: int, *, done: bool = False) -> JSONResponse:
    return JSONResponse({"notice": notice, "done": done}, status, headers=HEADERS)
