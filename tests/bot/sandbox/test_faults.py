"""Trouble on demand, and Slack's rate limits."""

from __future__ import annotations

from http.client import RemoteDisconnected

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.rates import Meter
from bot.sandbox.server import Sandbox
from tests.bot.sandbox.bolt import client
from tests.bot.sandbox.clocks import Clock
from tests.bot.sandbox.refusals import refused

CHANNEL = "C0ELTEAM"


def post(slack: WebClient, channel: str = CHANNEL) -> None:
    slack.chat_postMessage(channel=channel, text="hello")


def test_too_many_calls_and_server_errors_on_demand(sandbox: Sandbox, slack: WebClient) -> None:
    sandbox.faults.rate_limit("chat.postMessage", retry_after=7)
    sandbox.faults.fail("chat.postMessage")
    assert len(sandbox.faults.pending()) == 2
    with pytest.raises(SlackApiError, match="ratelimited") as caught:
        post(slack)
    answer = caught.value.response
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")
    with pytest.raises(SlackApiError) as caught:
        post(slack)
    assert caught.value.response.status_code == 500
    assert sandbox.messages("#el-team") == []
    post(slack)
    assert sandbox.faults.pending() == []


@pytest.mark.parametrize("after_storing", [False, True])
def test_a_dropped_connection(sandbox: Sandbox, slack: WebClient, after_storing: bool) -> None:
    sandbox.faults.drop("chat.postMessage", after_storing=after_storing)
    with pytest.raises((RemoteDisconnected, ConnectionResetError)):
        post(slack)
    assert len(sandbox.messages("#el-team")) == int(after_storing)


def test_an_answer_that_comes_late_has_had_its_effect(sandbox: Sandbox) -> None:
    sandbox.faults.slow_down("chat.postMessage", 0.5)
    form = {"token": sandbox.token(), "channel": CHANNEL, "text": "hello"}
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{sandbox.api_url}chat.postMessage", data=form, timeout=0.2)
    assert len(sandbox.messages("#el-team")) == 1


def test_a_method_that_a_plan_or_policy_lacks(sandbox: Sandbox, slack: WebClient) -> None:
    sandbox.faults.withhold("views.publish")
    sandbox.faults.withhold("users.info", "missing_scope", needed="users:read")
    sandbox.faults.refuse("chat.postMessage", "fatal_error")
    with refused("unknown_method"):
        slack.views_publish(user_id="U0ANA", view={"type": "home", "blocks": []})
    for _ in range(2):
        with refused("missing_scope"):
            slack.users_info(user="U0ANA")
    with refused("fatal_error"):
        post(slack)
    sandbox.faults.clear()
    assert slack.users_info(user="U0ANA")["ok"]
    post(slack)


def test_posts_to_a_channel_are_limited(clock: Clock) -> None:
    with Sandbox(clock=clock, rate_limits=True) as sandbox:
        slack = client(sandbox)
        for _ in range(5):
            post(slack)
        with pytest.raises(SlackApiError) as caught:
            post(slack)
        assert caught.value.response.headers["retry-after"] == "1"
        post(slack, "C0STAFF")
        clock.passes(1)
        post(slack)
        assert len(sandbox.messages("#el-team")) == 6


def test_tiers_are_counted_for_each_workspace_and_minute(clock: Clock) -> None:
    meter = Meter(clock, enabled=True)
    waits = [meter.wait("T1", "users.list", 2, None) for _ in range(21)]
    assert (waits[:20], waits[20]) == ([0] * 20, 60)
    assert meter.wait("T2", "users.list", 2, None) == 0
    clock.passes(60)
    assert meter.wait("T1", "users.list", 2, None) == 0
    sent = sum(meter.wait("T3", "chat.postMessage", None, f"C{n}") == 0 for n in range(400))
    assert sent == 300
