"""The page over real HTTP: what each person sees, what they may do, and who may ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from slack_bolt import App
from slack_sdk import WebClient

from bot.sandbox.actor import Actor
from bot.sandbox.server import Sandbox
from tests.bot.sandbox.bolt import Served, bolt
from tests.bot.sandbox.windows import Heard, Window

TEAM = "C0ELTEAM"
MODAL: dict[str, Any] = {
    "type": "modal",
    "callback_id": "form",
    "title": {"type": "plain_text", "text": "A form"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "idea",
            "label": {"type": "plain_text", "text": "Idea"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        }
    ],
}


@pytest.fixture
def windows(sandbox: Sandbox) -> Iterator[Any]:
    opened: list[Window] = []

    def window(**query: str) -> Window:
        opened.append(Window(sandbox, **query))
        return opened[-1]

    yield window
    for one in opened:
        one.http.close()


@pytest.fixture
def app(sandbox: Sandbox) -> Iterator[App]:
    made = bolt(sandbox)
    with Served(made) as served:
        sandbox.deliver_to(served.url)
        yield made


def test_nothing_from_elsewhere_is_let_in(windows: Any) -> None:
    window = windows(**{"as": "ana"})
    answer = window.http.get("/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    soup = BeautifulSoup(answer.text, "html.parser")
    assert not soup.select("[style], style, script:not([src])")
    for tag in soup.select("script[src], link[href]"):
        address = str(tag.get("src") or tag.get("href"))
        assert address.startswith("/static/")
        assert window.http.get(address).status_code == 200


def test_the_first_look(windows: Any) -> None:
    soup = windows().shows()
    assert "Riverbend Public Schools" in soup.h1.text
    assert [it.get_text(strip=True) for it in soup.select("#acting-as option")][:2] == [
        "Ana Souza, ESL teacher, grades 3-5",
        "Ben Carter, ESL teacher, grades 6-8",
    ]
    assert "Nothing leaves it" in soup.select_one("#first-hint").text
    assert soup.select_one("[data-testid=composer-main]") is not None


def test_each_window_acts_as_its_own_person(windows: Any, sandbox: Sandbox) -> None:
    ana, ben = windows(**{"as": "ana", "in": TEAM}), windows(**{"as": "ben", "in": TEAM})
    assert ana.does("say", channel=TEAM, text="Hello *all*", thread="")["done"]
    assert ben.does("say", channel=TEAM, text="Hello Ana", thread="")["done"]
    assert ana.messages() == ben.messages() == ["Hello all", "Hello Ana"]
    assert [it.user for it in sandbox.messages("#el-team")] == ["U0ANA", "U0BEN"]


def test_typed_tags_stay_words(windows: Any) -> None:
    window = windows(**{"as": "ana", "in": TEAM})
    window.does("say", channel=TEAM, text="<img src=x onerror=alert(1)> & <b>", thread="")
    soup = window.shows()
    assert window.messages() == ["<img src=x onerror=alert(1)> & <b>"]
    assert not soup.select("[data-testid=log] img, [data-testid=log] b")


def test_an_ephemeral_message_is_seen_by_one_person(windows: Any, slack: WebClient) -> None:
    slack.chat_postEphemeral(channel=TEAM, user="U0ANA", text="Just for you")
    soup = windows(**{"as": "ana", "in": TEAM}).shows()
    assert "Only visible to you" in soup.select_one("[data-testid=log]").text
    assert windows(**{"as": "ben", "in": TEAM}).messages() == []


def test_a_private_channel_is_closed_to_others(windows: Any, sandbox: Sandbox) -> None:
    sandbox.person("dan").says("leadership", "Budget")
    assert windows(**{"as": "dan", "in": "C0LEADERS"}).messages() == ["Budget"]
    ana = windows(**{"as": "ana", "in": "C0LEADERS"})
    assert "leadership" not in ana.shows().text
    assert ana.messages() == []
    answer = ana.does("say", channel="C0LEADERS", text="Hello?", thread="")
    assert not answer["done"]
    assert answer["notice"] == "You cannot see that conversation."
    assert len(sandbox.messages("leadership")) == 1


def test_a_change_of_person_leads_to_their_own_direct_messages(windows: Any) -> None:
    soup = windows(**{"as": "ben", "in": "D0ANA"}).shows()
    assert soup.body["data-channel"] == "D0BEN"


def test_threads_are_summed_up_and_opened(windows: Any, ana: Actor, sandbox: Sandbox) -> None:
    question = ana.says("#el-team", "Who?")
    ben = sandbox.person("ben")
    ben.says("#el-team", "Me", thread=question.ts)
    ben.says("#el-team", "And me", thread=question.ts)
    window = windows(**{"as": "ana", "in": TEAM})
    link = window.shows().select_one("[data-testid=thread-link]")
    assert "2 replies" in link.text
    assert window.messages() == ["Who?"]
    thread = BeautifulSoup(window.http.get(link["href"]).text, "html.parser")
    replies = thread.select("[data-testid=thread-log] .message-body")
    assert [it.get_text(strip=True) for it in replies] == ["Who?", "Me", "And me"]


def test_a_long_conversation_shows_its_end_and_on_demand_its_beginning(
    windows: Any, ana: Actor
) -> None:
    for n in range(70):
        ana.says("#el-team", f"Message {n}")
    window = windows(**{"as": "ana", "in": TEAM})
    assert window.messages() == [f"Message {n}" for n in range(10, 70)]
    whole = windows(**{"as": "ana", "in": TEAM, "whole": "yes"})
    assert window.shows().select_one(".earlier a")["href"].endswith("whole=yes")
    assert len(whole.messages()) == 70
    assert whole.shows().select_one(".earlier") is None


def test_own_messages_can_be_edited_and_deleted_others_not(
    windows: Any, ana: Actor, sandbox: Sandbox
) -> None:
    mine = ana.says("#el-team", "@ben see https://a.test & <b>")
    window, other = windows(**{"as": "ana", "in": TEAM}), windows(**{"as": "ben", "in": TEAM})
    button = window.shows().select_one("[data-edit]")
    assert button["data-edit"] == "@ben see https://a.test & <b>"
    assert other.shows().select_one("[data-edit]") is None
    for act in ("edit", "delete"):
        assert not other.does(act, channel=TEAM, ts=mine.ts, text="hacked")["done"]
    assert window.does("edit", channel=TEAM, ts=mine.ts, text="better")["done"]
    assert window.messages() == ["better (edited)"]
    assert window.does("delete", channel=TEAM, ts=mine.ts)["done"]
    assert sandbox.messages("#el-team") == []


def test_a_channel_is_joined_and_the_app_added(windows: Any, ana: Actor, sandbox: Sandbox) -> None:
    general = sandbox.workspace().channels["C0GENERAL"]
    general.members.remove("U0ANA")
    window = windows(**{"as": "ana", "in": "C0GENERAL"})
    assert window.shows().select_one("[data-testid=composer-main]") is None
    assert window.does("join", channel="C0GENERAL")["done"]
    assert "is not in this channel" in window.shows().select_one("[data-composer]").text
    assert window.does("invite", channel="C0GENERAL")["done"]
    assert "is not in this channel" not in window.shows().select_one("[data-composer]").text


def test_a_command_reaches_the_app(windows: Any, app: App) -> None:
    @app.command("/blueprint")
    def answer(ack: Any, command: dict[str, Any]) -> None:
        ack(f"You asked {command['text']}")

    window = windows(**{"as": "ana", "in": TEAM})
    assert window.does("say", channel=TEAM, text="/blueprint what is new?", thread="")["done"]
    assert window.messages() == ["You asked what is new?"]


@pytest.mark.parametrize(
    ("typed", "thread", "notice"),
    [
        ("/blueprint help", "", "“/blueprint” did not reach Blueprint. Is it running?"),
        ("/nonsense", "", "“/nonsense” is not a command here."),
        ("/blueprint help", "1.1", "Slash commands work in the main message box"),
    ],
)
def test_a_command_that_does_not_arrive_is_told_kindly(
    windows: Any, typed: str, thread: str, notice: str
) -> None:
    answer = windows(**{"as": "ana", "in": TEAM}).does(
        "say", channel=TEAM, text=typed, thread=thread
    )
    assert answer["notice"].startswith(notice)
    assert not answer["done"]


def test_a_click_opens_a_form_whose_errors_stand_beside_the_input(windows: Any, app: App) -> None:
    @app.action("open")
    def open_form(ack: Any, body: dict[str, Any], client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    @app.view("form")
    def save(ack: Any, view: dict[str, Any]) -> None:
        short = len(view["state"]["values"]["idea"]["text"]["value"]) < 5
        ack(response_action="errors", errors={"idea": "A little more, please."}) if short else ack()

    button = {"type": "button", "action_id": "open", "text": {"type": "plain_text", "text": "Go"}}
    block = {"type": "actions", "block_id": "a", "elements": [button]}
    posted = app.client.chat_postMessage(channel=TEAM, text="Go", blocks=[block])
    window, ben = windows(**{"as": "ana", "in": TEAM}), windows(**{"as": "ben", "in": TEAM})
    where = {"channel": TEAM, "ts": posted["ts"], "block_id": "a", "action_id": "open"}
    assert window.does("click", **where, choice="", values={})["done"]
    modal = window.shows().select_one("#modal")
    assert "A form" in modal.text
    assert ben.shows().select_one("#modal").text.strip() == ""

    view = modal.form["data-view"]
    theirs = {"view": view, "block_id": "idea", "action_id": "text", "choice": "x"}
    assert ben.does("click", **theirs)["notice"] == "That form is closed already."
    assert not window.does("submit", values={"idea": {"text": "Hm"}})["done"]
    modal = window.shows().select_one("#modal")
    box = modal.select_one("input[aria-invalid=true]")
    assert box["value"] == "Hm"
    assert modal.find(id=box["aria-describedby"]).text == "A little more, please."
    assert window.does("submit", values={"idea": {"text": "Home visits"}})["done"]
    assert window.shows().select_one("#modal").text.strip() == ""


def test_a_failed_click_says_so_at_the_message(windows: Any, app: App) -> None:
    button = {"type": "button", "action_id": "lost", "text": {"type": "plain_text", "text": "Go"}}
    block = {"type": "actions", "block_id": "a", "elements": [button]}
    posted = app.client.chat_postMessage(channel=TEAM, text="Go", blocks=[block])
    window = windows(**{"as": "ana", "in": TEAM})
    answer = window.does("click", channel=TEAM, ts=posted["ts"], block_id="a", action_id="lost")
    assert "Blueprint refused that click" in answer["notice"]
    assert "did not answer that" in window.shows().select_one("[data-testid=log]").text


def test_feedback_stays_pressed_for_the_person_who_pressed(windows: Any, app: App) -> None:
    app.action("vote")(lambda ack: ack())
    vote = {
        "type": "feedback_buttons",
        "action_id": "vote",
        "positive_button": {"text": {"type": "plain_text", "text": "Helpful"}, "value": "yes"},
        "negative_button": {"text": {"type": "plain_text", "text": "Not helpful"}, "value": "no"},
    }
    block = {"type": "context_actions", "block_id": "f", "elements": [vote]}
    posted = app.client.chat_postMessage(channel=TEAM, text="Was it?", blocks=[block])
    ana, ben = windows(**{"as": "ana", "in": TEAM}), windows(**{"as": "ben", "in": TEAM})
    ana.does("click", channel=TEAM, ts=posted["ts"], block_id="f", action_id="vote",
             kind="feedback_buttons", choice="yes")  # fmt: skip
    assert [it["aria-label"] for it in ana.shows().select("[aria-pressed=true]")] == ["Helpful"]
    assert ben.shows().select("[aria-pressed=true]") == []


def test_a_file_is_shown_and_offered(windows: Any, slack: WebClient) -> None:
    slack.files_upload_v2(channel=TEAM, filename="a & b.png", content=b"\x89PNG", title="A chart")
    file = windows(**{"as": "ana", "in": TEAM}).shows().select_one(".file")
    assert file.img["alt"] == "A chart"
    link = file.select_one("a[download]")
    assert link["download"] == "a & b.png"
    answer = windows().http.get(link["href"])
    assert answer.content == b"\x89PNG"


def test_home_prompts_and_status_are_shown(windows: Any, slack: WebClient, ana: Actor) -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "Hello *Ana*"}}
    slack.views_publish(user_id="U0ANA", view={"type": "home", "blocks": [section]})
    home = windows(**{"as": "ana", "in": "D0ANA", "tab": "home"}).shows()
    assert "Hello Ana" in home.select_one("[data-testid=app-home]").text
    slack.assistant_threads_setSuggestedPrompts(
        channel_id="D0ANA",
        thread_ts="",
        prompts=[{"title": "Families", "message": "And families?"}],
    )
    question = ana.direct_messages("What now?")
    slack.assistant_threads_setStatus(
        channel_id="D0ANA", thread_ts=question.ts, status="is looking it up…"
    )
    soup = windows(**{"as": "ana", "in": "D0ANA"}).shows()
    assert soup.select_one("[data-prompt]")["data-prompt"] == "And families?"
    assert "Blueprint is looking it up…" in soup.select_one("[data-testid=message]").text


def test_what_is_new_is_marked_until_it_was_read(windows: Any, slack: WebClient) -> None:
    slack.chat_postMessage(channel="U0ANA", text="A reminder")
    window = windows(**{"as": "ana", "in": TEAM})
    assert "new messages" in window.shows().select_one(".unread").text
    windows(**{"as": "ana", "in": "D0ANA"}).does("opened")
    assert window.shows().select_one(".unread") is None


def test_the_workshop_sets_trouble_up_and_lists_deliveries(
    windows: Any, app: App, sandbox: Sandbox
) -> None:
    app.event("app_mention")(lambda: None)
    app.event("message")(lambda: None)
    window = windows(**{"as": "ana", "in": TEAM})
    window.does("fault", kind="repeated")
    window.does("fault", kind="server_error")
    pending = window.shows().select("#pending li")
    assert [it.text for it in pending] == [
        "The next call meets a server error (500)",
        "The next event arrives 3 times",
    ]
    window.does("say", channel=TEAM, text="@Blueprint secret words", thread="")
    sandbox.settle()
    table = window.shows().select_one("#deliveries")
    rows = [[cell.text for cell in row.select("td")][:2] for row in table.select("tbody tr")]
    assert sorted(rows) == [["app_mention", "200"], *[["message", "200"]] * 3]
    assert "secret" not in table.text
    window.does("fault", kind="clear")
    assert window.shows().select("#pending") == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"content-type": "application/json", "sec-fetch-site": "cross-site"}, 403),
        ({"content-type": "application/json", "sec-fetch-site": "same-site"}, 403),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/json", "host": "evil.test"}, 421),
    ],
)
def test_other_sites_cannot_act(
    windows: Any, sandbox: Sandbox, headers: dict[str, str], status: int
) -> None:
    body = f'{{"channel": "{TEAM}", "text": "forged"}}'
    answer = windows().http.post("/page/say?as=ana", content=body, headers=headers)
    assert answer.status_code == status
    assert sandbox.messages("#el-team") == []


@pytest.mark.parametrize(
    ("act", "content", "status"),
    [("say", "{}", 400), ("say", "[1]", 400), ("say", "not json", 400), ("nothing", "{}", 404)],
)
def test_odd_requests_are_refused(windows: Any, act: str, content: str, status: int) -> None:
    answer = windows().http.post(
        f"/page/{act}", content=content, headers={"content-type": "application/json"}
    )
    assert answer.status_code == status
    assert answer.json()["notice"]


def test_the_stream_tells_of_changes_that_the_window_may_show(
    windows: Any, sandbox: Sandbox, slack: WebClient
) -> None:
    ana = Heard(windows(**{"as": "ana", "in": TEAM}), lines=4)
    ben = Heard(windows(**{"as": "ben", "in": TEAM}), lines=4)
    assert ana.until(2)[0] == ben.until(2)[0] == "event: hello"
    slack.chat_postEphemeral(channel=TEAM, user="U0BEN", text="Not for Ana")
    assert ben.until(4)[2] == "event: changed"
    sandbox.person("ben").says("#el-team", "For all")
    assert ana.until(4)[2:] == ["event: changed", f"data: {sandbox.state.revision}"]
    for heard in (ana, ben):
        heard.thread.join(timeout=10)
