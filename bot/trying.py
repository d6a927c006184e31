"""The app in a local, Slack-like workspace: both in one process, on two ports of this machine."""

from __future__ import annotations

import sqlite3
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bot import practice
from bot.app import compose
from bot.http import http_app
from bot.manifest import BOT_EVENTS, BOT_SCOPES, COMMAND, EVENTS_PATH, NAME, SHORTCUT
from bot.sandbox.registration import Registration
from bot.sandbox.server import Sandbox
from bot.services import Clock, now
from bot.serving import HttpLine, Serving, StopSignal
from bot.settings import Settings, forget_proxies
from bot.workspaces import CannotStart

_LOOPBACK = "127.0.0.1"
_STOP_SECONDS = 5.0


def run_sandbox(
    settings: Settings,
    port: int,
    database: Path | None,
    announce: Callable[[str], None],
    *,
    open_browser: bool,
) -> None:
    """Serve the sandbox at ``port`` until the process is asked to stop.

    Without ``database`` everything is forgotten then. Raises CannotStart with a sentence.
    """
    forget_proxies()
    stop_signal = StopSignal()
    with TemporaryDirectory() as forgotten:
        app_database = database or Path(forgotten) / "blueprint.db"
        with open_sandbox(settings, port, app_database, keep=database is not None) as sandbox:
            announce(
                f"A Slack-like workspace with {NAME} in it: {sandbox.url}\n"
                "Ctrl-C ends it"
                + (f"; it is kept in {database}." if database else " and forgets everything.")
            )
            if open_browser:
                # A browser of the terminal would hold this thread.
                threading.Thread(target=webbrowser.open, args=(sandbox.url,), daemon=True).start()
            stop_signal.wait()


@contextmanager
def open_sandbox(
    settings: Settings, port: int, database: Path, *, keep: bool, clock: Clock = now
) -> Iterator[Sandbox]:
    """Serve a sandbox with the app in it; the workspace is kept in ``database`` too, or not."""
    try:
        sandbox = Sandbox(
            registration=Registration(
                name=NAME,
                scopes=BOT_SCOPES,
                bot_events=BOT_EVENTS,
                commands=(COMMAND,),
                shortcuts={SHORTCUT: "Ask the Blueprint"},
            ),
            database=database if keep else None,
            port=port,
        )
    except sqlite3.Error as error:
        raise CannotStart(f"{database} cannot be used: {error}.") from error
    except OSError as error:
        raise CannotStart(
            f"Port {port} cannot be used ({error.strerror}). Name another one: "
            f"blueprint-bot try --port {port + 1}"
        ) from error
    with sandbox:
        serving = _serve_in(sandbox, settings, database, clock)
        try:
            yield sandbox
        finally:
            serving.stop(_STOP_SECONDS)


def _serve_in(sandbox: Sandbox, settings: Settings, database: Path, clock: Clock) -> Serving:
    composed = compose(
        replace(
            settings,
            database=database,
            bot_token=sandbox.token(),
            app_token=None,
            signing_secret=sandbox.signing_secret,
            client_id=None,
            api_url=sandbox.api_url,
            quiet_hours=False,
            private_links=True,
        ),
        clock=clock,
    )
    services = composed.services
    practice.begin(services, sandbox)
    web = http_app(composed.app, services.store, services.urgency, composed.calendar_of)
    line = HttpLine(web, 0, _LOOPBACK)
    serving = Serving(composed, line)
    serving.start()
    sandbox.deliver_to(f"http://{_LOOPBACK}:{line.port}{EVENTS_PATH}")
    return serving
