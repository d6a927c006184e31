"""The app in a process of its own, at a time of day that is given."""

from __future__ import annotations

import threading
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event

from benchmarks.school_morning import Clock
from bot.app import compose
from bot.http import http_app
from bot.serving import HttpLine, Serving
from bot.settings import Settings


def work(settings: Settings, clock: Clock) -> None:
    """Run what runs beside the app's listeners, until the process is killed."""
    compose(settings, clock=clock).background(threading.Event())


def serve(settings: Settings, clock: Clock, port: Connection, stop: Event) -> None:
    """Serve all of the app over HTTP until ``stop`` is set; its port is told."""
    composed = compose(settings, clock=clock)
    services = composed.services
    web = http_app(composed.app, services.store, services.urgency, composed.calendar_of)
    line = HttpLine(web, 0, "127.0.0.1")
    serving = Serving(composed, line)
    serving.start()
    port.send(line.port)
    stop.wait()
    serving.stop()
