"""An ASGI application served on the loopback by a thread of its own."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import suppress
from typing import cast

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

LOOPBACK = "127.0.0.1"
# The name `localhost` is safe too: a page of another site cannot send it as its Host.
HOSTS = {"127.0.0.1", "localhost"}
START_SECONDS = 10.0
TICK_SECONDS = 1.0
PING_SECONDS = 0.3
END_SECONDS = 1.0


class OwnHostOnly:
    """Refuses requests to another name, as DNS rebinding makes, and acts of another site's page."""

    def __init__(self, app: ASGIApp) -> None:
        """Guard an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        named = headers.get(b"host", b"").decode("latin-1")
        if named.rsplit(":", 1)[0] not in HOSTS:
            await _refuse(scope, receive, send, 421)
        elif headers.get(b"sec-fetch-site") == b"cross-site" and _acts(scope):
            await _refuse(scope, receive, send, 403)
        else:
            await self.app(scope, receive, send)


def _acts(scope: Scope) -> bool:
    if scope["type"] == "websocket":
        return True
    return bool(scope["method"] != "GET" or scope["path"].startswith("/api/"))


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    # Read to the end: closing before that would reset the connection, and the answer is lost.
    while (await receive()).get("more_body"):
        pass
    headers = [(b"content-type", b"text/plain"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"This is a local sandbox."})


class _Server(uvicorn.Server):
    """A server that stops at once when it is told to."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._told: asyncio.Event | None = None

    async def main_loop(self) -> None:
        self._told = asyncio.Event()
        while not await self.on_tick(0):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), TICK_SECONDS)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for one in sockets or ():
            one.close()
        # Their connections are cut by now: what still runs finds nobody to answer.
        if tasks := set(self.server_state.tasks):
            _, left = await asyncio.wait(tasks, timeout=END_SECONDS)
            for task in left:
                task.cancel()
        await self.lifespan.shutdown()

    def tell(self) -> None:
        """Stop; called on the server's loop."""
        self.should_exit = True
        if self._told is not None:
            self._told.set()


class Listener:
    """A web server on 127.0.0.1 that starts and stops with its owner."""

    def __init__(self, app: ASGIApp, port: int = 0) -> None:
        """Take the port now (0: a free one), so that the address is known before the start."""
        self._transports: dict[tuple[str, int], asyncio.Transport] = {}
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind((LOOPBACK, port))
        except OSError:
            self._socket.close()
            raise
        self.port = int(self._socket.getsockname()[1])
        transports = self._transports

        class Protocol(H11Protocol):
            """Remembers its connection, so that it can be cut off."""

            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                stream = cast(asyncio.Transport, transport)
                super().connection_made(stream)
                transports[stream.get_extra_info("peername")] = stream

            def connection_lost(self, exc: Exception | None) -> None:
                if self.client:
                    transports.pop(self.client, None)
                super().connection_lost(exc)

        config = uvicorn.Config(
            OwnHostOnly(app),
            http=Protocol,
            ws="websockets-sansio",
            # slack_sdk cannot hang up while it waits for a frame: often there is one.
            ws_ping_interval=PING_SECONDS,
            lifespan="on",
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
        )
        self._server = _Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, name="sandbox", daemon=True
        )
        self._started = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def started(self) -> None:
        """To be called by the application when it is ready, from its event loop."""
        self._loop = asyncio.get_running_loop()
        self._started.set()

    def start(self) -> None:
        """Serve, and return when the application is ready."""
        self._socket.listen(512)
        self._thread.start()
        if not self._started.wait(START_SECONDS):
            raise RuntimeError("the sandbox did not start")

    def cut(self, client: tuple[str, int]) -> None:
        """Close the connection of a client without an answer."""
        transport = self._transports.pop(client, None)
        if transport is not None:
            transport.abort()

    def stop(self) -> None:
        """Close all connections and wait for the thread to end."""
        if self._thread.is_alive() and self._loop is not None:
            self._loop.call_soon_threadsafe(self._end)
            self._thread.join(START_SECONDS)
        self._socket.close()

    def _end(self) -> None:
        self._server.tell()
        # Streams to open pages never end by themselves.
        for transport in list(self._transports.values()):
            transport.abort()
