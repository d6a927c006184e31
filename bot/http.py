"""The app over HTTP: Slack's requests, the install pages, calendars, and whether all is well."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from importlib.metadata import version
from typing import TypeVar

import anyio
import anyio.to_thread
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.manifest import COMMAND, EVENTS_PATH, INSTALL_PATH, NAME, REDIRECT_PATH
from bot.pages import HEADERS, link, page, paragraph
from bot.urgency import Urgency
from conversations.database import Store

# Slack's largest payload, a view with its state, stays under 250 KB before it is form-encoded.
BODY_BYTES = 1024 * 1024
# A request mostly waits: for the database to commit, or for a listener to acknowledge.
THREADS = 64

CALENDAR_PATH = "/calendar/{token}.ics"
_CALENDAR_HEADERS = {
    "Cache-Control": "private, max-age=3600",
    "Content-Disposition": 'inline; filename="due-dates.ics"',
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
_NO_CALENDAR = (
    "This calendar link does not work, or not any more. Ask for a new one in Slack, where the "
    "action plan is."
)

CalendarOf = Callable[[str], bytes | None]
"""What returns the calendar that a token opens, None where it opens none."""

T = TypeVar("T")


def http_app(
    bolt: App, store: Store, urgency: Urgency, calendar_of: CalendarOf = lambda token: None
) -> Starlette:
    """Return the web application that serves ``bolt``; ``urgency`` counts what it has to answer."""
    return Starlette(routes=_Routes(bolt, store, urgency, calendar_of).all())


class _Routes:
    def __init__(self, bolt: App, store: Store, urgency: Urgency, calendar_of: CalendarOf) -> None:
        self._bolt, self._store, self._flow = bolt, store, bolt.oauth_flow
        self._urgency, self._calendar_of = urgency, calendar_of
        self._limiter: anyio.CapacityLimiter | None = None

    def all(self) -> list[Route]:
        return [
            Route("/", self.home),
            Route("/healthz", self.healthz),
            Route(EVENTS_PATH, self.events, methods=["POST"]),
            Route(INSTALL_PATH, self.install),
            Route(REDIRECT_PATH, self.redirect),
            Route(CALENDAR_PATH, self.calendar),
        ]

    async def home(self, _: Request) -> Response:
        content = [
            paragraph(
                f"{NAME} is a Slack app. It answers questions about the Massachusetts Blueprint "
                "for English Learner Success, every sentence with its source."
            ),
            paragraph(f"In Slack, mention {NAME}, write to it, or type {COMMAND} help."),
        ]
        if self._flow is not None:
            content.append(link("Add to Slack", INSTALL_PATH))
        return HTMLResponse(page(NAME, *content), headers=HEADERS)

    async def healthz(self, _: Request) -> Response:
        try:
            unfinished = await self._in_thread(lambda: _try_database(self._store))
        except (sqlite3.Error, OSError) as error:
            reason = f"The database {self._store.path} cannot be used: {error}."
            return JSONResponse({"ok": False, "version": _version(), "reason": reason}, 503)
        return JSONResponse({"ok": True, "version": _version(), "unfinished": unfinished})

    async def events(self, request: Request) -> Response:
        if not _has_signature(request):
            return PlainTextResponse("This is not signed.", 401)
        with self._urgency.waiting():
            return await self._receive(request)

    async def _receive(self, request: Request) -> Response:
        try:
            body = await _read(request)
            # A request is read before its signature can be checked: nothing it says may break us.
            received = to_bolt_request(request, body)
        except _TooLarge:
            return PlainTextResponse("Too large.", 413)
        except ClientDisconnect:
            return Response(status_code=400)
        except (ValueError, TypeError, AttributeError, KeyError):
            return PlainTextResponse("This cannot be read.", 400)
        return await self._answer(received, self._bolt.dispatch)

    async def install(self, request: Request) -> Response:
        if self._flow is None:
            return _no_install()
        return await self._answer(to_bolt_request(request, b""), self._flow.handle_installation)

    async def redirect(self, request: Request) -> Response:
        if self._flow is None:
            return _no_install()
        return await self._answer(to_bolt_request(request, b""), self._flow.handle_callback)

    async def calendar(self, request: Request) -> Response:
        # The token opens the calendar to whoever has it: it stands in no log.
        token = request.path_params["token"]
        found = await self._in_thread(lambda: self._calendar_of(token))
        if found is None:
            return PlainTextResponse(_NO_CALENDAR, 404, headers={"Cache-Control": "no-store"})
        return Response(found, media_type="text/calendar", headers=_CALENDAR_HEADERS)

    async def _answer(
        self, request: BoltRequest, respond: Callable[[BoltRequest], BoltResponse]
    ) -> Response:
        return to_starlette_response(await self._in_thread(lambda: respond(request)))

    async def _in_thread(self, work: Callable[[], T]) -> T:
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(THREADS)
        return await anyio.to_thread.run_sync(work, limiter=self._limiter)


class _TooLarge(Exception):
    pass


def _has_signature(request: Request) -> bool:
    """Tell whether there is a signature that Bolt can check; what it is worth is Bolt's to say."""
    stamp = request.headers.get("x-slack-request-timestamp", "")
    return (stamp + request.headers.get("x-slack-signature", "")).isascii() and stamp.isdecimal()


async def _read(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_BYTES:
            raise _TooLarge
    return bytes(body)


def _try_database(store: Store) -> int:
    """Read and durably write; return how many questions are taken in and not answered yet."""
    with store.transaction() as db:
        row = db.execute("SELECT count(*) FROM inbox WHERE state != 'done'").fetchone()
        kept = db.execute("PRAGMA user_version").fetchone()[0]
        db.execute(f"PRAGMA user_version = {int(kept)}")
        return int(row[0])


def _no_install() -> Response:
    what = paragraph("This app serves one workspace; its administrator has installed it already.")
    return HTMLResponse(page("Nothing to install here", what), 404, headers=HEADERS)


def _version() -> str:
    return version("blueprint-bot")
