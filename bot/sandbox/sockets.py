"""Delivery by Socket Mode: WebSocket connections of the app, envelopes and acknowledgements."""

from __future__ import annotations

import asyncio
import itertools
import json
import secrets
import uuid
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot import limits
from bot.sandbox.delivery import Retry
from bot.sandbox.outcome import Outcome

REASONS = {"http_timeout": "timeout", "connection_failed": "socket_disconnected"}


class SocketTransport:
    """Hands each payload to one of the open connections, in turn."""

    def __init__(self, app_id: str) -> None:
        """Start without connections."""
        self.app_id = app_id
        self._connections: list[WebSocket] = []
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._turn = itertools.count()
        self._connected: asyncio.Condition = asyncio.Condition()

    @property
    def count(self) -> int:
        """How many connections are open."""
        return len(self._connections)

    async def serve(self, socket: WebSocket) -> None:
        """Greet a new connection and read its acknowledgements until it goes."""
        await socket.accept()
        if self.count >= limits.SOCKET_CONNECTIONS:
            await self._goodbye(socket, "too_many_websockets")
            return
        self._connections.append(socket)
        hello = {
            "type": "hello",
            "num_connections": self.count,
            "debug_info": {"host": "sandbox", "approximate_connection_time": 18_060},
            "connection_info": {"app_id": self.app_id},
        }
        try:
            await socket.send_text(json.dumps(hello))
            async with self._connected:
                self._connected.notify_all()
            while True:
                self._acknowledged(await socket.receive_text())
        except WebSocketDisconnect:
            pass
        finally:
            if socket in self._connections:
                self._connections.remove(socket)

    def _acknowledged(self, text: str) -> None:
        try:
            answer = json.loads(text)
        except ValueError:
            return
        if isinstance(answer, dict):
            waiting = self._waiting.get(str(answer.get("envelope_id")))
            if waiting is not None and not waiting.done():
                waiting.set_result(answer.get("payload"))

    async def send(
        self, kind: str, payload: dict[str, Any], retry: Retry | None, seconds: float
    ) -> Outcome:
        """Deliver one envelope and wait for its acknowledgement."""
        envelope_id = str(uuid.uuid4())
        envelope: dict[str, Any] = {
            "envelope_id": envelope_id,
            "payload": payload,
            "type": kind,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope["retry_attempt"] = retry.number if retry else 0
            envelope["retry_reason"] = REASONS.get(retry.reason, "unknown") if retry else ""
        waiting = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = waiting
        try:
            async with asyncio.timeout(seconds):
                socket = await self._next_connection()
                await socket.send_text(json.dumps(envelope))
                return Outcome(200, await waiting)
        except TimeoutError:
            return Outcome(error="operation_timeout" if self.count else "dispatch_failed")
        except (RuntimeError, WebSocketDisconnect):
            # The connection went while it was written to.
            return Outcome(error="dispatch_failed")
        finally:
            del self._waiting[envelope_id]

    async def _next_connection(self) -> WebSocket:
        async with self._connected:
            await self._connected.wait_for(lambda: bool(self._connections))
            return self._connections[next(self._turn) % self.count]

    async def refresh(self) -> None:
        """Ask every connection to be made anew, as Slack does every few hours."""
        for socket in list(self._connections):
            await self._goodbye(socket, "refresh_requested")

    async def _goodbye(self, socket: WebSocket, reason: str) -> None:
        if socket in self._connections:
            self._connections.remove(socket)
        debug = {"host": f"sandbox-{secrets.token_hex(2)}"}
        message = {"type": "disconnect", "reason": reason, "debug_info": debug}
        await socket.send_text(json.dumps(message))
        await socket.close()

    async def close(self) -> None:
        """Close all connections."""
        for socket in list(self._connections):
            await socket.close(1001)
        self._connections.clear()
