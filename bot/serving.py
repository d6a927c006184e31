"""Serves the app over HTTP or Socket Mode, until it is asked to stop."""

from __future__ import annotations

import http.client
import logging
import signal
import socket
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any, Protocol

import uvicorn
from slack_bolt import App
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.request import SocketModeRequest
from starlette.applications import Starlette

from bot.app import Composed, compose
from bot.http import http_app
from bot.settings import Settings
from bot.urgency import Urgency
from bot.workspaces import CannotStart

log = logging.getLogger(__name__)

STOP_SECONDS = 25.0
_REQUEST_SECONDS = 20
_SOCKET_THREADS = 32


def serve(settings: Settings, announce: Callable[[str], None]) -> bool:
    """Serve until the process is asked to stop; False where something had to be cut off.

    ``announce`` is given one line that says how and where. Raises SettingsError, ContentError or
    CannotStart, each with a sentence.
    """
    mode = settings.slack_mode()
    try:
        composed = compose(settings)
    except (sqlite3.Error, OSError) as error:
        raise CannotStart(
            f"The database {settings.database} cannot be opened: {error}. Set BLUEPRINT_DB to a "
            "file that this user may write."
        ) from error
    if mode == "socket":
        urgency = composed.services.urgency
        socket_line = SocketLine(composed.app, settings.app_token or "", urgency)
        return _run(composed, socket_line, f"by Socket Mode with {settings.slack_url}", announce)
    services = composed.services
    web = http_app(composed.app, services.store, services.urgency, composed.calendar_of)
    line = HttpLine(web, settings.port_number())
    where = f"over HTTP at http://localhost:{line.port}"
    return _run(composed, line, where, announce, line.ended)


def _run(
    composed: Composed,
    line: Line,
    where: str,
    announce: Callable[[str], None],
    ended: threading.Event | None = None,
) -> bool:
    stop_signal = StopSignal()
    serving = Serving(composed, line)
    serving.start()
    announce(f"Serving {where}; database {composed.services.settings.database}. Ctrl-C stops it.")
    log.info("Serving", extra={"where": where})
    asked = stop_signal.wait(ended)
    finished = serving.stop()
    if finished:
        log.info("Stopped")
    else:
        log.warning("Stopped before everything was finished; the next start takes it up")
    return asked and finished


class Line(Protocol):
    """How Slack's requests reach the app."""

    def start(self) -> None:
        """Begin to take requests. Raises CannotStart."""
        ...

    def stop(self, seconds: float) -> bool:
        """Take nothing new, finish what is under way; False if that took too long."""
        ...


class HttpLine:
    """A web server in a thread of its own."""

    def __init__(self, web: Starlette, port: int, host: str = "") -> None:
        """Take the port, on all interfaces unless ``host`` is given. Raises CannotStart."""
        try:
            self._socket = socket.create_server((host, port), backlog=1024)
        except OSError as error:
            raise CannotStart(
                f"Port {port} cannot be used ({error.strerror}). Stop what listens there, or set "
                "PORT to another number."
            ) from error
        self.port: int = self._socket.getsockname()[1]
        self.ended = threading.Event()
        self._server = uvicorn.Server(
            uvicorn.Config(
                web,
                log_config=None,
                access_log=False,
                lifespan="off",
                ws="none",
                server_header=False,
                timeout_graceful_shutdown=_REQUEST_SECONDS,
            )
        )
        self._thread = threading.Thread(target=self._run, name="http", daemon=True)

    def start(self) -> None:
        """Begin to take requests."""
        self._thread.start()

    def stop(self, seconds: float) -> bool:
        """Close the port, finish the requests under way."""
        self._server.should_exit = True
        self._thread.join(seconds)
        self._socket.close()
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self.ended.set()


class SocketLine:
    """A WebSocket that the app opens to Slack, and opens again whenever it closes."""

    def __init__(self, app: App, app_token: str, urgency: Urgency) -> None:
        """Prepare a connection with the app-level token; ``urgency`` counts what comes by it."""
        self._handler = _Handler(app, app_token, urgency, concurrency=_SOCKET_THREADS)

    def start(self) -> None:
        """Connect. Raises CannotStart."""
        try:
            self._handler.client.connect()
        except SlackApiError as error:
            self._handler.client.close()
            raise CannotStart(
                f"Slack does not accept SLACK_APP_TOKEN ({error.response.get('error')}). Make one "
                "with the scope connections:write at api.slack.com/apps, your app, Basic "
                "Information, App-Level Tokens, and see that Socket Mode is on."
            ) from error
        except (OSError, http.client.HTTPException, SlackClientError) as error:
            self._handler.client.close()
            raise CannotStart(
                f"Slack does not answer ({type(error).__name__}). Check the network and the proxy, "
                "then start again."
            ) from error

    def stop(self, seconds: float) -> bool:
        """Leave new requests to Slack, which repeats them; finish those under way; disconnect."""
        finished = self._handler.finish(seconds)
        self._handler.client.close()
        return finished


class _Handler(SocketModeHandler):
    """Bolt's handler, that can be told to take no more."""

    def __init__(self, app: App, app_token: str, urgency: Urgency, *, concurrency: int) -> None:
        super().__init__(app, app_token, concurrency=concurrency)
        self._urgency = urgency
        self._changed = threading.Condition()
        self._under_way = 0
        self._stopping = False

    def handle(self, client: Any, req: SocketModeRequest) -> None:
        with self._changed:
            if self._stopping:
                return
            self._under_way += 1
        try:
            with self._urgency.waiting():
                super().handle(client, req)
        finally:
            with self._changed:
                self._under_way -= 1
                self._changed.notify_all()

    def finish(self, seconds: float) -> bool:
        with self._changed:
            self._stopping = True
            return self._changed.wait_for(lambda: not self._under_way, seconds)


class Serving:
    """The app at work: the line to Slack, and what runs beside it."""

    def __init__(self, composed: Composed, line: Line) -> None:
        """Put them together; ``start`` begins."""
        self._app, self._services, self._line = composed.app, composed.services, line
        self._stop = threading.Event()
        self._background = threading.Thread(
            target=composed.background, args=(self._stop,), name="background", daemon=True
        )

    def start(self) -> None:
        """Begin. Raises CannotStart."""
        self._line.start()
        self._background.start()

    def stop(self, seconds: float = STOP_SECONDS) -> bool:
        """Take nothing new, finish what is under way; False if some of it did not finish in time.

        What did not is finished at the next start: it was committed before Slack was told.
        """
        deadline = time.monotonic() + seconds
        self._stop.set()
        finished = self._line.stop(seconds)
        # What runs beside may still hand something to the listeners, so they end last.
        self._background.join(_until(deadline))
        finished &= not self._background.is_alive()
        finished &= _finish(self._app.listener_runner.listener_executor, _until(deadline))
        finished &= _finish(self._services.talkers, _until(deadline))
        if finished:
            self._services.store.close()
        return finished


def _finish(executor: Executor, seconds: float) -> bool:
    ending = threading.Thread(target=executor.shutdown, name="finishing", daemon=True)
    ending.start()
    ending.join(seconds)
    return not ending.is_alive()


def _until(deadline: float) -> float:
    return max(0.0, deadline - time.monotonic())


class StopSignal:
    """A request to stop, by SIGTERM or Ctrl-C. A second one acts at once."""

    def __init__(self) -> None:
        """Listen from now on; only in the main thread."""
        self._asked = threading.Event()
        numbers = (signal.SIGINT, signal.SIGTERM)
        self._before = {number: signal.signal(number, self._leave) for number in numbers}

    def wait(self, ended: threading.Event | None = None) -> bool:
        """Wait to be asked; False if the server ``ended`` by itself."""
        # In slices, because Windows hears no Ctrl-C while it waits.
        while not self._asked.wait(0.5):
            if ended is not None and ended.is_set():
                return False
        return True

    def _leave(self, *_: object) -> None:
        self._asked.set()
        for number, handler in self._before.items():
            signal.signal(number, handler)
