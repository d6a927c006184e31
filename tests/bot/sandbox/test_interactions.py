"""Clicks, modals, commands and shortcuts, through a real Bolt app over signed HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot.sandbox.actor import Actor
from bot.sandbox.model import Message
from bot.sandbox.server import Sandbox
from tests.bot.sandbox.bolt import Served, bolt, client
from tests.bot.sandbox.clocks import Clock
from tests.bot.sandbox.refusals import refused

CHANNEL = "C0ELTEAM"
Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(name: str) -> Json:
    return {"text": plain(name.title()), "value": name}


def modal(title: str, **more: Any) -> Json:
    question = {
        "type": "input",
        "block_id": "note",
        "label": plain("Note"),
        "element": {"type": "plain_text_input", "action_id": "text"},
    }
    given = {"type": "modal", "title": plain(title), "submit": plain("Save"), "blocks": [question]}
    return given | {"callback_id": "note"} | more


CARD = [
    {
        "type": "actions",
        "block_id": "card",
        "elements": [
            {"type": "button", "text": plain("Open"), "action_id": "open", "value": "v1"},
            {
                "type": "static_select",
                "action_id": "level",
                "options": [option("school"), option("district")],
            },
            {
                "type": "checkboxes",
                "action_id": "who",
                "options": [option("ana"), option("ben")],
                "initial_options": [option("ana")],
            },
        ],
    }
]


@pytest.fixture
def app(sandbox: Sandbox) -> App:
    return bolt(sandbox)


@pytest.fixture
def served(sandbox: Sandbox, app: App) -> Iterator[Served]:
    with Served(app) as served:
        sandbox.deliver_to(served.url)
        yield served
        sandbox.settle()


@pytest.fixture
def card(sandbox: Sandbox, slack: WebClient) -> Message:
    slack.chat_postMessage(channel=CHANNEL, text="card", blocks=CARD)
    return sandbox.messages("#el-team")[-1]


def payload(served: Served) -> Any:
    return json.loads(parse_qs(served.requests[-1][1].decode())["payload"][0])


def test_a_click_carries_what_slack_sends(served: Served, card: Message, ana: Actor) -> None:
    ana.clicks(card, "level", value="district")
    body = payload(served)
    assert body["type"] == "block_actions"
    assert body["user"] == {"id": "U0ANA", "username": "ana", "name": "ana", "team_id": "T0RIVER"}
    assert body["container"]["message_ts"] == card.ts
    assert body["channel"] == {"id": CHANNEL, "name": "el-team"}
    assert body["message"]["blocks"][0]["block_id"] == "card"
    (action,) = body["actions"]
    assert action["selected_option"]["value"] == "district"
    values = body["state"]["values"]["card"]
    assert values["level"]["selected_option"]["value"] == "district"
    assert [chosen["value"] for chosen in values["who"]["selected_options"]] == ["ana"]
    ana.clicks(card, label="Open")
    action = payload(served)["actions"][0]
    assert (action["value"], action["text"]["text"]) == ("v1", "Open")


def test_elements_without_an_action_id_are_given_one(
    sandbox: Sandbox, served: Served, slack: WebClient, ana: Actor
) -> None:
    blocks = [{"type": "actions", "elements": [{"type": "button", "text": plain("Bare")}]}]
    slack.chat_postMessage(channel=CHANNEL, text="card", blocks=blocks)
    ana.clicks(sandbox.messages("#el-team")[-1], label="Bare")
    assert payload(served)["actions"][0]["action_id"]


def test_a_click_nobody_answers_leaves_a_warning(served: Served, card: Message, ana: Actor) -> None:
    outcome = ana.clicks(card, "open")
    assert (outcome.status, outcome.error) == (404, "http_client_error")
    assert card.warnings == {ana.id: "http_client_error"}


def test_a_modal_opens_is_refused_and_closes(
    sandbox: Sandbox, served: Served, app: App, card: Message, ana: Actor
) -> None:
    @app.action("open")
    def opens(ack: Any, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=modal("Note"))

    @app.view("note")
    def takes(ack: Any, view: Json) -> None:
        text = view["state"]["values"]["note"]["text"]["value"]
        if text == "again":
            ack(response_action="update", view=modal("Again"))
        elif text == "more":
            ack(response_action="push", view=modal("More"))
        else:
            ack(
                **({} if text == "fine" else {"response_action": "errors", "errors": {"note": "?"}})
            )

    ana.clicks(card, "open")
    view = sandbox.wait_for(lambda: ana.modal)
    assert ana.submits().errors == {"note": "Please complete this required field."}
    assert ana.submits({"note": {"text": "bad"}}).errors == {"note": "?"}
    assert view.state["note"]["text"]["value"] == "bad"
    assert ana.submits({"note": {"text": "again"}}).updated
    assert view.payload["title"]["text"] == "Again"
    assert ana.submits({"note": {"text": "more"}}).pushed
    assert ana.modal
    assert (ana.modal.previous_id, ana.modal.root_id) == (view.id, view.id)
    assert ana.submits({"note": {"text": "fine"}}).closed
    assert ana.modal is view


def test_errors_for_a_field_that_is_not_there_trouble_the_person(
    sandbox: Sandbox, served: Served, app: App, card: Message, ana: Actor
) -> None:
    @app.action("open")
    def opens(ack: Any, body: Json, client: WebClient) -> None:
        client.views_open(trigger_id=body["trigger_id"], view=modal("Note"))
        ack()

    @app.view("note")
    def takes(ack: Any) -> None:
        ack(response_action="errors", errors={"elsewhere": "?"})

    ana.clicks(card, "open")
    assert ana.submits({"note": {"text": "x"}}).error == "invalid_errors"
    assert ana.modal
    assert ana.modal.warning


def test_a_trigger_id_works_once_and_shortly(
    sandbox: Sandbox, served: Served, card: Message, ana: Actor, slack: WebClient, clock: Clock
) -> None:
    ana.clicks(card, "open")
    trigger = payload(served)["trigger_id"]
    with refused("invalid_arguments", "/view/title/text"):
        slack.views_open(trigger_id=trigger, view=modal("x" * 25))
    view = slack.views_open(trigger_id=trigger, view=modal("Note"))["view"]
    with refused("exchanged_trigger_id"):
        slack.views_open(trigger_id=trigger, view=modal("Note"))
    with refused("invalid_trigger_id"):
        slack.views_open(trigger_id="1.2.3", view=modal("Note"))
    slack.views_update(view_id=view["id"], view=modal("Changed"), hash=view["hash"])
    with refused("hash_conflict"):
        slack.views_update(view_id=view["id"], view=modal("Late"), hash=view["hash"])
    with refused("not_found"):
        slack.views_update(view_id="V0", view=modal("Nowhere"))
    ana.clicks(card, "open")
    clock.passes(3)
    with refused("expired_trigger_id"):
        slack.views_open(trigger_id=payload(served)["trigger_id"], view=modal("Late"))


def test_a_trigger_id_belongs_to_its_workspace() -> None:
    with Sandbox(workspaces=2) as sandbox:
        trigger = sandbox.handles.new_trigger("T0RIVER", "U0ANA")
        stranger = client(sandbox, sandbox.token("T1SCHOOL"))
        with refused("invalid_trigger_id"):
            stranger.views_open(trigger_id=trigger, view=modal("Note"))


def test_at_most_three_views_on_top_of_each_other(
    served: Served, card: Message, ana: Actor, slack: WebClient
) -> None:
    button = {"type": "button", "text": plain("On"), "action_id": "on"}
    blocks = [{"type": "actions", "elements": [button]}]
    ana.clicks(card, "open")
    with refused("invalid_trigger_id"):
        slack.views_push(trigger_id=payload(served)["trigger_id"], view=modal("0", blocks=blocks))
    ana.clicks(card, "open")
    slack.views_open(trigger_id=payload(served)["trigger_id"], view=modal("1", blocks=blocks))
    ana.clicks(card, "open")
    with refused("invalid_trigger_id"):
        slack.views_push(trigger_id=payload(served)["trigger_id"], view=modal("2", blocks=blocks))
    for title in ("2", "3"):
        assert ana.modal
        ana.clicks(ana.modal, "on")
        slack.views_push(trigger_id=payload(served)["trigger_id"], view=modal(title, blocks=blocks))
    assert ana.modal
    ana.clicks(ana.modal, "on")
    with refused("push_limit_reached"):
        slack.views_push(trigger_id=payload(served)["trigger_id"], view=modal("4", blocks=blocks))


def test_closing_is_told_only_where_asked(
    sandbox: Sandbox, served: Served, app: App, card: Message, ana: Actor, slack: WebClient
) -> None:
    for notify in (False, True):
        ana.clicks(card, "open")
        trigger = payload(served)["trigger_id"]
        slack.views_open(trigger_id=trigger, view=modal("Note", notify_on_close=notify))
        before = len(served.requests)
        ana.closes_modal()
        assert len(served.requests) == before + notify
    assert payload(served)["type"] == "view_closed"
    assert ana.modal is None


def test_home_is_published_for_each_person(
    sandbox: Sandbox, served: Served, app: App, ana: Actor, slack: WebClient
) -> None:
    tabs: list[str] = []

    @app.event("app_home_opened")
    def opened(event: Json, client: WebClient) -> None:
        tabs.append(event["tab"])
        text = {"type": "section", "text": plain("Hello")}
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [text]})

    ana.opens_home()
    home = sandbox.wait_for(lambda: ana.home)
    assert home.blocks[0]["text"]["text"] == "Hello"
    assert sandbox.person("ben").home is None
    ana.opens_home("messages")
    sandbox.wait_for(lambda: tabs == ["home", "messages"])


def test_a_command_is_answered_for_the_person_or_for_all(
    sandbox: Sandbox, served: Served, app: App, ana: Actor
) -> None:
    @app.command("/blueprint")
    def asks(ack: Any, command: Json) -> None:
        if command["text"] == "help":
            ack("Ask me.")
        else:
            ack(text=command["user_name"], response_type="in_channel")

    assert ana.commands("/blueprint", "help", "#el-team").ok
    assert ana.commands("/blueprint", "all", "#el-team").ok
    assert [m.text for m in sandbox.messages("#el-team", viewer=ana)] == ["Ask me.", "ana"]
    assert [m.text for m in sandbox.messages("#el-team")] == ["ana"]
    form = parse_qs(served.requests[-1][1].decode())
    assert form["channel_name"] == ["el-team"]
    assert form["team_domain"] == ["riverbend"]
    assert ana.commands("/unheard").error == "unknown_command"


def test_a_message_shortcut_brings_the_message(
    served: Served, app: App, ana: Actor, sandbox: Sandbox
) -> None:
    seen: list[Json] = []

    @app.shortcut({"type": "message_action", "callback_id": "ask_blueprint"})
    def asked(ack: Any, shortcut: Json) -> None:
        ack()
        seen.append(shortcut)

    message = sandbox.person("ben").says("#general", "What about families?")
    assert ana.uses_shortcut("ask_blueprint", message).ok
    assert seen[0]["message"]["text"] == "What about families?"
    assert seen[0]["channel"]["id"] == "C0GENERAL"
    assert seen[0]["response_url"].startswith(sandbox.url)


def test_a_response_url_replaces_adds_and_deletes(
    sandbox: Sandbox, served: Served, app: App, card: Message, ana: Actor
) -> None:
    app.message()(lambda: None)
    ana.says("#el-team", "Thanks", thread=card.ts)
    sandbox.settle()
    ana.clicks(card, "open")
    url = payload(served)["response_url"]
    assert httpx.post(url, json={"text": "new", "replace_original": True}).text == "ok"
    assert (card.text, card.blocks) == ("new", [])
    httpx.post(url, json={"text": "aside", "thread_ts": card.ts})
    httpx.post(url, json={"text": "aloud", "response_type": "in_channel"})
    assert [m.text for m in sandbox.messages("#el-team", thread=card.ts)] == ["new", "Thanks"]
    hers = [m.text for m in sandbox.messages("#el-team", ana, card.ts)]
    assert hers == ["new", "Thanks", "aside"]
    assert httpx.post(url, json={"blocks": [{"type": "poll"}]}).json()["error"] == "invalid_blocks"
    httpx.post(url, json={"delete_original": True})
    assert [m.text for m in sandbox.messages("#el-team")] == ["aloud"]
    sixth = httpx.post(url, json={"text": "once too often"})
    assert (sixth.status_code, sixth.json()["error"]) == (404, "used_url")


def test_a_response_url_reaches_an_ephemeral_message_for_half_an_hour(
    sandbox: Sandbox, served: Served, ana: Actor, slack: WebClient, clock: Clock
) -> None:
    slack.chat_postEphemeral(channel=CHANNEL, user=ana.id, text="psst", blocks=CARD)
    (message,) = sandbox.messages("#el-team", viewer=ana)
    ana.clicks(message, "open")
    body = payload(served)
    assert body["container"]["is_ephemeral"]
    assert "message" not in body
    clock.passes(30 * 60 - 1)
    httpx.post(body["response_url"], json={"text": "psst!", "replace_original": True})
    assert [m.text for m in sandbox.messages("#el-team", viewer=ana)] == ["psst!"]
    clock.passes(1)
    late = httpx.post(body["response_url"], json={"text": "late"})
    assert (late.status_code, late.json()["error"]) == (404, "expired_url")
