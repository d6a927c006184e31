"""Clicks of a crowd, each sent in a thread of its own, so that what is timed is the app."""

from __future__ import annotations

import http.client
import time
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.http_delivery import KEPT_SECONDS, HttpTransport
from bot.sandbox.outcome import Outcome
from bot.sandbox.server import Sandbox

_OK = 200


class Crowd:
    """Sends interactions over kept connections, as many as there are people."""

    def __init__(self, transport: HttpTransport) -> None:
        self._transport, self._address = transport, urlsplit(transport.url)
        # Lists are safe to push to and pop from in several threads.
        self._idle: list[tuple[float, http.client.HTTPConnection]] = []

    def send(self, kind: str, payload: dict[str, Any], seconds: float) -> Outcome:
        """Post once, signed, and read the acknowledgement."""
        body, headers = self._transport.signed(kind, payload)
        connection = self._connection(seconds)
        try:
            connection.request("POST", self._address.path, body, headers)
            response = connection.getresponse()
            response.read()
        except TimeoutError:
            connection.close()
            return Outcome(error="operation_timeout")
        except (OSError, http.client.HTTPException):
            connection.close()
            return Outcome(error="dispatch_failed")
        self._idle.append((time.monotonic(), connection))
        error = None if response.status == _OK else "http_service_error"
        return Outcome(response.status, "", error)

    def _connection(self, seconds: float) -> http.client.HTTPConnection:
        while self._idle:
            since, connection = self._idle.pop()
            # What is kept for longer, the app may have hung up.
            if time.monotonic() - since < KEPT_SECONDS and connection.sock is not None:
                connection.sock.settimeout(seconds)
                return connection
            connection.close()
        host, port = self._address.hostname or "", self._address.port
        return http.client.HTTPConnection(host, port, timeout=seconds)


def let_a_crowd_click(sandbox: Sandbox) -> None:
    """Let clicks be sent by whoever makes them from now on."""
    transport = sandbox.delivery.transport
    if not isinstance(transport, HttpTransport):
        raise TypeError("the app is not served over HTTP")
    sandbox.delivery.direct = Crowd(transport).send
