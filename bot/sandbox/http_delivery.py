"""Delivery by signed HTTP requests, as to a request URL."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import httpx

from bot.sandbox.delivery import Retry
from bot.sandbox.outcome import Outcome

CONNECTIONS = 200
# Shorter than the five seconds after which uvicorn hangs up, lest a request meets that.
KEPT_SECONDS = 2.0


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's v0 signature of a request body."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class HttpTransport:
    """One request URL for events, interactions and commands."""

    def __init__(self, url: str, signing_secret: str, clock: Callable[[], float]) -> None:
        """Deliver to `url`; `clock` gives the timestamps that are signed."""
        self.url = url
        self.signing_secret = signing_secret
        self.clock = clock
        pool = httpx.Limits(
            max_connections=CONNECTIONS,
            max_keepalive_connections=CONNECTIONS,
            keepalive_expiry=KEPT_SECONDS,
        )
        # The client's own queue slows down the more wait in it; in this line they cost nothing.
        self._room = asyncio.Semaphore(CONNECTIONS)
        # No timeout of its own: `send` bounds the whole exchange. No proxies: all is loopback.
        self.client = httpx.AsyncClient(limits=pool, timeout=None, trust_env=False)  # noqa: S113

    async def send(
        self, kind: str, payload: dict[str, Any], retry: Retry | None, seconds: float
    ) -> Outcome:
        """Post once, signed, and read the acknowledgement."""
        async with self._room:
            return await self._post(kind, payload, retry, seconds)

    async def _post(
        self, kind: str, payload: dict[str, Any], retry: Retry | None, seconds: float
    ) -> Outcome:
        body, headers = self.signed(kind, payload)
        if retry:
            headers["X-Slack-Retry-Num"] = str(retry.number)
            headers["X-Slack-Retry-Reason"] = retry.reason
        try:
            async with asyncio.timeout(seconds):
                response = await self.client.post(self.url, content=body, headers=headers)
        except TimeoutError:
            return Outcome(error="operation_timeout")
        except httpx.HTTPError:
            return Outcome(error="dispatch_failed")
        return _outcome(response)

    def signed(self, kind: str, payload: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
        """Return the body of a request and the headers that Slack sends with it."""
        if kind == "events_api":
            content_type = "application/json"
            body = json.dumps(payload, ensure_ascii=False).encode()
        else:
            content_type = "application/x-www-form-urlencoded"
            form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
            body = urlencode(form).encode()
        timestamp = str(int(self.clock()))
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (sandbox)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self.signing_secret, timestamp, body),
        }
        return body, headers

    async def close(self) -> None:
        """Close the kept connections."""
        await self.client.aclose()


def _outcome(response: httpx.Response) -> Outcome:
    headers = {name.lower(): value for name, value in response.headers.items()}
    body: Any = response.text
    if "json" in headers.get("content-type", "") and body:
        try:
            body = response.json()
        except ValueError:
            return Outcome(response.status_code, body, "http_client_error", headers)
    error = None
    if response.status_code >= 500:
        error = "http_service_error"
    elif response.status_code >= 300:
        error = "http_client_error"
    return Outcome(response.status_code, body, error, headers)
