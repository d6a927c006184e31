"""The sandbox itself: workspaces, the Web API, the page and deliveries behind one port."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import TypeVar
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from bot import limits
from bot.sandbox import oauth, seed
from bot.sandbox.actor import Actor
from bot.sandbox.api import sign_in
from bot.sandbox.api.endpoint import arguments, call_method
from bot.sandbox.api.files import receive
from bot.sandbox.archive import SqliteArchive
from bot.sandbox.core import Core
from bot.sandbox.delivery import Delivery
from bot.sandbox.errors import SlackError
from bot.sandbox.grants import Grant
from bot.sandbox.http_delivery import HttpTransport
from bot.sandbox.listening import Listener
from bot.sandbox.model import Channel, ChannelKind, Message, Person, Workspace
from bot.sandbox.page import page_routes
from bot.sandbox.registration import Registration
from bot.sandbox.responses import respond
from bot.sandbox.seed import Seed
from bot.sandbox.sockets import SocketTransport
from bot.sandbox.workspace import new_id

Found = TypeVar("Found")
# How long a wait goes on before it looks again at things outside the sandbox.
SLICE = 0.05


class Sandbox(Core):
    """A local stand-in for Slack; a context manager that serves while it is entered."""

    def __init__(
        self,
        *,
        workspaces: int | Sequence[Seed] = 1,
        registration: Registration | None = None,
        database: Path | None = None,
        clock: Callable[[], float] = time.time,
        port: int = 0,
        rate_limits: bool = False,
        installed: bool = True,
        acknowledge_seconds: float = limits.ACKNOWLEDGE_SECONDS,
        retry_seconds: tuple[float, ...] = limits.EVENT_RETRY_SECONDS,
    ) -> None:
        """Seed the workspaces, or take them from the database where it holds them.

        With `installed=False` the app has no tokens until somebody installs it.
        """
        delivery = Delivery(acknowledge_seconds, retry_seconds)
        super().__init__(registration or Registration(), clock, delivery, rate_limits=rate_limits)
        self._archive: SqliteArchive | None = None
        self._listener = Listener(self._application(), port)
        self.url = f"http://127.0.0.1:{self._listener.port}"
        try:
            if database is not None:
                self._open(database)
            for one in seed.numbered(workspaces) if isinstance(workspaces, int) else workspaces:
                if one.team_id not in self.state.workspaces:
                    self._plant(one, installed=installed)
        except BaseException:
            self.stop()
            raise

    def _open(self, database: Path) -> None:
        self._archive = SqliteArchive(database)
        self._archive.load(self)
        self.state.archive = self._archive

    def _plant(self, one: Seed, *, installed: bool) -> None:
        workspace = seed.plant(one, int(self.clock()))
        workspace.installed = installed
        self.state.put_workspace(workspace)
        for person in workspace.people.values():
            self.state.keep(workspace, person)
        for channel in workspace.channels.values():
            self.state.keep(workspace, channel)
        if installed:
            token = f"xoxb-{one.team_id}-sandbox"
            grant = Grant(token, one.team_id, self.registration.scopes, one.enterprise_id)
            self.grants.add(grant)
            self.state.keep(workspace, grant)

    # The port

    def _application(self) -> Starlette:
        routes: list[BaseRoute] = [
            Route("/api/{method}", self._api, methods=["GET", "POST"]),
            Route("/respond/{handle}", self._respond, methods=["POST"]),
            Route("/files/upload/{upload}", self._upload, methods=["POST"]),
            Route("/files/{file}/{name}", self._download),
            Route("/archives/{channel}/p{ts}", self._permalink),
            WebSocketRoute("/socket", self._socket),
            *oauth.routes(self),
            *page_routes(self),
        ]
        return Starlette(routes=routes, lifespan=self._lifespan)

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        self.delivery.loop = asyncio.get_running_loop()
        self._listener.started()
        yield
        await self.delivery.stop()

    async def _api(self, request: Request) -> Response:
        client = request.client
        return await call_method(
            self,
            request,
            lambda: self._listener.cut((client.host, client.port)) if client else None,
        )

    async def _respond(self, request: Request) -> Response:
        try:
            args = await arguments(request)
            with self.state.changed:
                respond(self, request.path_params["handle"], args)
        except SlackError as error:
            if error.code in ("expired_url", "used_url"):
                return JSONResponse(error.answer, 404)
            return JSONResponse(error.answer)
        return PlainTextResponse("ok")

    async def _upload(self, request: Request) -> Response:
        content = await request.body()
        if receive(self, request.path_params["upload"], content):
            return PlainTextResponse(f"OK - {len(content)}")
        return PlainTextResponse("file_not_found", 404)

    async def _download(self, request: Request) -> Response:
        for workspace in self.state.workspaces.values():
            file = workspace.files.get(request.path_params["file"])
            if file is not None:
                # Downloaded, never shown: what the app sent must not run as a page of this origin.
                headers = {
                    "Content-Disposition": "attachment",
                    "X-Content-Type-Options": "nosniff",
                    "Content-Security-Policy": "default-src 'none'; sandbox",
                }
                return Response(file.content, media_type=file.mimetype, headers=headers)
        return PlainTextResponse("file_not_found", 404)

    async def _permalink(self, request: Request) -> Response:
        ts = request.path_params["ts"]
        thread = request.query_params.get("thread_ts") or f"{ts[:-6]}.{ts[-6:]}"
        query = urlencode({"in": request.path_params["channel"], "thread": thread})
        return RedirectResponse(f"/?{query}", 302)

    async def _socket(self, socket: WebSocket) -> None:
        ticket = socket.query_params.get("ticket", "")
        transport = self.delivery.transport
        if ticket not in self.tickets or not isinstance(transport, SocketTransport):
            await socket.close(1008)
            return
        self.tickets.discard(ticket)
        await transport.serve(socket)

    # Starting and stopping

    def __enter__(self) -> Sandbox:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Serve in the background."""
        self._listener.start()

    def stop(self) -> None:
        """Stop serving and close the database."""
        self._listener.stop()
        if self._archive is not None:
            self._archive.close()

    def deliver_to(self, url: str) -> None:
        """Send events and interactions to a request URL, signed."""
        # Signed with the real time, whatever the clock says: the app compares it with its own.
        secret = self.registration.signing_secret
        self.delivery.change(HttpTransport(url, secret, time.time))

    def deliver_by_socket(self) -> None:
        """Send events and interactions over Socket Mode."""
        self.delivery.change(SocketTransport(self.registration.app_id))

    def refresh_sockets(self) -> None:
        """Ask the app to make its Socket Mode connections anew."""
        transport, loop = self.delivery.transport, self.delivery.loop
        if isinstance(transport, SocketTransport) and loop is not None:
            asyncio.run_coroutine_threadsafe(transport.refresh(), loop).result()

    # For tests and tools

    @property
    def signing_secret(self) -> str:
        """The secret that requests to the app are signed with."""
        return self.registration.signing_secret

    @property
    def client_id(self) -> str:
        """The app's client id."""
        return self.registration.client_id

    @property
    def client_secret(self) -> str:
        """The app's client secret."""
        return self.registration.client_secret

    @property
    def app_token(self) -> str:
        """The app-level token for Socket Mode."""
        return self.registration.app_token

    def token(self, team: str | None = None) -> str:
        """A bot token of a workspace, the first one's without a team id."""
        return self.grants.of_workspace(self.workspace(team))[0].token

    def workspace(self, team: str | None = None) -> Workspace:
        """A workspace by team id, or the first."""
        if team is None:
            return next(iter(self.state.workspaces.values()))
        return self.state.workspaces[team]

    def person(self, name: str, team: str | None = None) -> Actor:
        """Somebody by short name or id, to act as them."""
        workspace = self.workspace(team)
        for person in workspace.people.values():
            if name in (person.id, person.name):
                return Actor(self, workspace, person)
        raise LookupError(f"nobody is called {name} in {workspace.name}")

    def add_person(
        self,
        name: str,
        real_name: str,
        title: str = "",
        *,
        home: str | None = None,
        team: str | None = None,
    ) -> Actor:
        """Somebody more in a workspace; ``home`` is the team of a guest from elsewhere."""
        workspace = self.workspace(team)
        person = Person(new_id("U"), name, real_name, title, team_id=home or workspace.team_id)
        self.state.put_person(workspace, person)
        return Actor(self, workspace, person)

    def add_people(self, count: int, title: str = "", *, team: str | None = None) -> list[Actor]:
        """Many more in a workspace, called member-1 and so on."""
        return [
            self.add_person(f"member-{n}", f"Member {n}", title, team=team)
            for n in range(1, count + 1)
        ]

    def add_channel(
        self,
        name: str,
        members: Iterable[Actor],
        *,
        kind: ChannelKind = "private",
        shared: bool = False,
        with_bot: bool = True,
        team: str | None = None,
    ) -> Channel:
        """One more channel, ``shared`` with another workspace or not."""
        workspace = self.workspace(team)
        inside = [*(member.id for member in members), *([workspace.bot_user] if with_bot else [])]
        channel = Channel(new_id("C"), name, kind, inside, shared=shared)
        channel.created = int(self.clock())
        self.state.put_channel(workspace, channel)
        return channel

    def messages(
        self,
        channel: str,
        viewer: Actor | None = None,
        thread: str | None = None,
        team: str | None = None,
    ) -> list[Message]:
        """What somebody sees in a channel or a thread; without a viewer nothing ephemeral."""
        workspace = viewer.workspace if viewer else self.workspace(team)
        found = self.state.channel(workspace, channel)
        return self.state.visible(workspace, found.id, viewer.id if viewer else None, thread)

    def uninstall(self, team: str | None = None) -> None:
        """Remove the app from a workspace, as an administrator does."""
        sign_in.remove_app(self, self.workspace(team).team_id)

    def settle(self, timeout: float = 10.0) -> None:
        """Wait until every event under way was acknowledged or given up."""
        self.delivery.settle(timeout)

    def wait_for(self, condition: Callable[[], Found | None], timeout: float = 10.0) -> Found:
        """Wait until a condition is true, and return what it gave."""
        end = time.monotonic() + timeout
        while True:
            with self.state.changed:
                revision = self.state.revision
            found = condition()
            if found:
                return found
            left = end - time.monotonic()
            if left <= 0:
                raise TimeoutError("what was waited for did not happen")
            with self.state.changed:
                self.state.changed.wait_for(
                    lambda seen=revision: self.state.revision != seen,  # type: ignore[misc]
                    min(SLICE, left),
                )
