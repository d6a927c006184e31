"""A small Bolt app for the tests, reached by real HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import TracebackType

from slack_bolt import App
from slack_bolt.adapter.starlette import SlackRequestHandler
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox.listening import Listener
from bot.sandbox.server import Sandbox


def client(sandbox: Sandbox, token: str | None = None) -> WebClient:
    """A Slack client that never repeats a call by itself."""
    return WebClient(
        token or sandbox.token(), base_url=sandbox.api_url, timeout=10, retry_handlers=[]
    )


def bolt(sandbox: Sandbox) -> App:
    """An app without listeners."""
    return App(
        client=client(sandbox),
        signing_secret=sandbox.signing_secret,
        request_verification_enabled=True,
    )


class Served:
    """A Bolt app behind a request URL; keeps each request it got."""

    def __init__(self, app: App) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.answer_with: list[Response] = []
        handler = SlackRequestHandler(app)

        @asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[None]:
            self.listener.started()
            yield

        async def slack(request: Request) -> Response:
            body = await request.body()
            self.requests.append((dict(request.headers), body))
            answer = self.answer_with.pop(0) if self.answer_with else None
            return answer or await handler.handle(request)

        route = Route("/slack/events", slack, methods=["POST"])
        self.listener = Listener(Starlette(routes=[route], lifespan=lifespan))
        self.url = f"http://127.0.0.1:{self.listener.port}/slack/events"

    def __enter__(self) -> Served:
        self.listener.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.listener.stop()
