"""The composition root: everything is built here, out of the settings."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from slack_bolt import App
from slack_sdk import WebClient

from bot import cleaning, errors, intake, listeners, worker
from bot.assessing import sessions
from bot.homes import following
from bot.knowledge import open_engine
from bot.oauth import bolt_arguments, listen_for_removal, open_workspaces
from bot.planning import calendars, going_on
from bot.reminding import running
from bot.renderers import ARRIVALS, renderers
from bot.services import Clock, Services, now
from bot.settings import Settings
from bot.workspaces import Workspaces, client_for
from content.official import store as official
from conversations.database import Store

log = logging.getLogger(__name__)

_THREADS = 24
_CONNECTIONS = 8
_IDLE_SECONDS = 1.0


@dataclass(frozen=True)
class Composed:
    """The app with what it stands on; ``background`` is what runs beside its listeners."""

    app: App
    services: Services
    workspaces: Workspaces

    def background(self, stop: threading.Event) -> None:
        """Finish what an earlier run left open and send what is due, until ``stop`` is set."""
        notifier = worker.notifier_for(
            self.services, self._client_for, renderers(self.services), ARRIVALS
        )
        others = [
            threading.Thread(target=self._finish_open, args=(stop,), name="inbox"),
            threading.Thread(
                target=going_on.run,
                args=(self.services, self._client_for, stop),
                name="plans",
            ),
            threading.Thread(
                target=sessions.run,
                args=(self.services, self._client_for, stop),
                name="sessions",
            ),
            threading.Thread(
                target=following.run,
                args=(self.services, self._client_for, stop),
                name="homes",
            ),
            threading.Thread(target=running.run, args=(self.services, stop), name="reminders"),
            threading.Thread(target=cleaning.run, args=(self.services, stop), name="cleaning"),
        ]
        for thread in others:
            thread.start()
        worker.run(self.services, notifier, stop)
        for thread in others:
            thread.join()

    def calendar_of(self, token: str) -> bytes | None:
        """Return the calendar that a private link opens, None where it opens none."""
        return calendars.calendar_of(self.services, self._client_for, token)

    def _client_for(self, tenant: str) -> WebClient | None:
        return client_for(self.services.settings, self.workspaces, tenant)

    def _finish_open(self, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                # What waits for a thread here is held too, however long that takes: it goes first.
                self.app.listener_runner.listener_executor.submit(int).result()
                intake.finish_open(self.app, self.services)
            except Exception:
                log.exception("Open messages could not be taken up")
            stop.wait(_IDLE_SECONDS)


def create_app(settings: Settings, *, clock: Clock = now) -> App:
    """Compose the Bolt app.

    Raises SettingsError for settings that Slack cannot be reached with, ContentError for data
    files that cannot be read, CannotStart where Slack does not know the token.
    """
    return compose(settings, clock=clock).app


def compose(settings: Settings, *, clock: Clock = now) -> Composed:
    """Compose the app and what runs beside it; raises as ``create_app`` does."""
    settings.slack_mode()
    engine = open_engine(settings)
    store = Store(settings.database, keep=_CONNECTIONS)
    store.prepare()
    workspaces = open_workspaces(settings, store, clock)
    services = Services(
        settings=settings,
        store=store,
        engine=engine,
        official=official.read(settings.data_dir),
        installers=workspaces.installers,
        clock=clock,
    )
    app = App(
        name="blueprint",
        before_authorize=intake.leave_out_bots,
        listener_executor=ThreadPoolExecutor(_THREADS, thread_name_prefix="listener"),
        **bolt_arguments(settings, store, workspaces, clock),
    )
    intake.install(app, services)
    errors.install(app)
    listeners.register(app, services)
    listen_for_removal(app, workspaces)
    return Composed(app, services, workspaces)
