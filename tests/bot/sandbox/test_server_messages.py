"""Messages as the app posts, changes and reads them."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient

from bot.sandbox.actor import Actor
from bot.sandbox.server import Sandbox
from tests.bot.sandbox.refusals import refused

TEAM_CHANNEL = "C0ELTEAM"
BUTTON = {"type": "button", "text": {"type": "plain_text", "text": "Go"}, "action_id": "go"}


def test_a_token_knows_its_workspace(sandbox: Sandbox, slack: WebClient) -> None:
    answer = slack.auth_test()
    assert (answer["team_id"], answer["user_id"]) == ("T0RIVER", "U0BLUEPRT")
    assert answer["bot_id"] == "B0BLUEPRT"


def test_a_thread_counts_its_replies(sandbox: Sandbox, slack: WebClient, ana: Actor) -> None:
    asked = ana.says("#el-team", "a < b & c, see @ben")
    slack.chat_postMessage(channel=TEAM_CHANNEL, text="one", thread_ts=asked.ts)
    second = slack.chat_postMessage(channel=TEAM_CHANNEL, text="two", thread_ts=asked.ts)
    (parent,) = slack.conversations_history(channel=TEAM_CHANNEL)["messages"]
    assert parent["text"] == "a &lt; b &amp; c, see <@U0BEN>"
    assert (parent["reply_count"], parent["reply_users_count"]) == (2, 1)
    assert parent["latest_reply"] == second["ts"]
    thread = slack.conversations_replies(channel=TEAM_CHANNEL, ts=asked.ts)["messages"]
    assert [message["text"] for message in thread[1:]] == ["one", "two"]
    assert thread[1]["parent_user_id"] == ana.id


def test_a_broadcast_reply_stands_in_the_channel_too(slack: WebClient, ana: Actor) -> None:
    asked = ana.says("#el-team", "hello")
    slack.chat_postMessage(
        channel=TEAM_CHANNEL, text="for all", thread_ts=asked.ts, reply_broadcast=True
    )
    newest = slack.conversations_history(channel=TEAM_CHANNEL)["messages"][0]
    assert (newest["text"], newest["subtype"]) == ("for all", "thread_broadcast")


def test_metadata_comes_back_only_when_asked_for(slack: WebClient) -> None:
    metadata = {"event_type": "reminder", "event_payload": {"row": "r1"}}
    sent = slack.chat_postMessage(channel=TEAM_CHANNEL, text="due", metadata=metadata)
    (plain,) = slack.conversations_history(channel=TEAM_CHANNEL)["messages"]
    assert "metadata" not in plain
    (full,) = slack.conversations_history(
        channel=TEAM_CHANNEL, include_all_metadata=True, oldest=sent["ts"], inclusive=True
    )["messages"]
    assert full["metadata"] == metadata
    (reply,) = slack.conversations_replies(
        channel=TEAM_CHANNEL, ts=sent["ts"], include_all_metadata=True
    )["messages"]
    assert reply["metadata"] == metadata
    with refused("invalid_metadata_schema"):
        slack.chat_postMessage(channel=TEAM_CHANNEL, text="x", metadata={"event_type": "y"})


def test_history_comes_in_pages(slack: WebClient) -> None:
    sent = [slack.chat_postMessage(channel=TEAM_CHANNEL, text=str(n))["ts"] for n in range(5)]
    first = slack.conversations_history(channel=TEAM_CHANNEL, limit=3)
    assert [m["text"] for m in first["messages"]] == ["4", "3", "2"]
    cursor = first["response_metadata"]["next_cursor"]
    rest = slack.conversations_history(channel=TEAM_CHANNEL, limit=3, cursor=cursor)
    assert [m["text"] for m in rest["messages"]] == ["1", "0"]
    assert not rest["has_more"]
    between = slack.conversations_history(
        channel=TEAM_CHANNEL, oldest=sent[1], latest=sent[3], inclusive=True
    )
    assert [m["text"] for m in between["messages"]] == ["3", "2", "1"]


def test_an_ephemeral_message_is_for_one_person(
    sandbox: Sandbox, slack: WebClient, ana: Actor
) -> None:
    sent = slack.chat_postEphemeral(channel=TEAM_CHANNEL, user=ana.id, text="just you")
    assert [m.text for m in sandbox.messages("#el-team", viewer=ana)] == ["just you"]
    assert sandbox.messages("#el-team", viewer=sandbox.person("ben")) == []
    assert slack.conversations_history(channel=TEAM_CHANNEL)["messages"] == []
    with refused("message_not_found"):
        slack.chat_update(channel=TEAM_CHANNEL, ts=sent["message_ts"], text="changed")


def test_an_ephemeral_reply_shows_only_in_a_thread_that_has_begun(
    sandbox: Sandbox, slack: WebClient, ana: Actor
) -> None:
    asked = ana.says("#el-team", "hello")
    reply: Any = {"channel": TEAM_CHANNEL, "user": ana.id, "thread_ts": asked.ts}
    slack.chat_postEphemeral(**reply, text="too early")
    slack.chat_postMessage(channel=TEAM_CHANNEL, thread_ts=asked.ts, text="answer")
    slack.chat_postEphemeral(**reply, text="just you")
    thread = [m.text for m in sandbox.messages("#el-team", ana, asked.ts)]
    assert thread == ["hello", "answer", "just you"]


def test_an_update_with_text_alone_takes_the_blocks_away(slack: WebClient, ana: Actor) -> None:
    blocks = [{"type": "actions", "block_id": "b", "elements": [BUTTON]}]
    sent = slack.chat_postMessage(channel=TEAM_CHANNEL, text="one", blocks=blocks)
    redrawn = slack.chat_update(channel=TEAM_CHANNEL, ts=sent["ts"], text="two", blocks=blocks)
    assert "edited" not in redrawn["message"]
    metadata = {"event_type": "card", "event_payload": {}}
    marked = slack.api_call(
        "chat.update", json={"channel": TEAM_CHANNEL, "ts": sent["ts"], "metadata": metadata}
    )
    assert (marked["text"], marked["message"]["blocks"][0]["block_id"]) == ("two", "b")
    bare = slack.chat_update(channel=TEAM_CHANNEL, ts=sent["ts"], text="three")
    assert "blocks" not in bare["message"]
    assert "edited" in bare["message"]
    hers = ana.says("#el-team", "mine")
    with refused("cant_update_message"):
        slack.chat_update(channel=TEAM_CHANNEL, ts=hers.ts, text="yours")
    with refused("cant_delete_message"):
        slack.chat_delete(channel=TEAM_CHANNEL, ts=hers.ts)


def test_a_deleted_message_is_gone(slack: WebClient) -> None:
    sent = slack.chat_postMessage(channel=TEAM_CHANNEL, text="oops")
    slack.chat_delete(channel=TEAM_CHANNEL, ts=sent["ts"])
    assert slack.conversations_history(channel=TEAM_CHANNEL)["messages"] == []
    with refused("message_not_found"):
        slack.chat_delete(channel=TEAM_CHANNEL, ts=sent["ts"])


def test_a_permalink_leads_to_the_page(slack: WebClient, sandbox: Sandbox) -> None:
    sent = slack.chat_postMessage(channel=TEAM_CHANNEL, text="here")
    link = slack.chat_getPermalink(channel=TEAM_CHANNEL, message_ts=sent["ts"])["permalink"]
    assert link.startswith(f"{sandbox.url}/archives/{TEAM_CHANNEL}/p")


def test_places_where_the_bot_may_not_write(sandbox: Sandbox, slack: WebClient, ana: Actor) -> None:
    with refused("not_in_channel"):
        slack.chat_postMessage(channel="C0GENERAL", text="hello")
    with refused("channel_not_found"):
        slack.chat_postMessage(channel="C0NOWHERE", text="hello")
    with refused("channel_not_found"):
        slack.chat_update(channel="#el-team", ts="1.000001", text="this needs the id")
    with refused("thread_not_found"):
        slack.chat_postMessage(channel=TEAM_CHANNEL, text="hello", thread_ts="1.000001")
    with refused("user_not_found"):
        slack.chat_postEphemeral(channel=TEAM_CHANNEL, user="U0NOBODY", text="hello")
    with refused("user_not_in_channel"):
        slack.chat_postEphemeral(channel="C0LEADERS", user=ana.id, text="hello")
    workspace = sandbox.workspace()
    workspace.channels[TEAM_CHANNEL].archived = True
    with refused("is_archived"):
        slack.chat_postMessage(channel=TEAM_CHANNEL, text="hello")


@pytest.mark.parametrize("text", ["", "   "])
def test_a_message_needs_words(slack: WebClient, text: str) -> None:
    with refused("no_text"):
        slack.api_call("chat.postMessage", params={"channel": TEAM_CHANNEL, "text": text})


def test_direct_messages_and_people(sandbox: Sandbox, slack: WebClient, ana: Actor) -> None:
    channel = slack.conversations_open(users=ana.id)["channel"]["id"]
    assert channel == ana.direct_channel().id
    slack.chat_postMessage(channel=ana.id, text="by user id")
    assert [m.text for m in sandbox.messages(channel, viewer=ana)] == ["by user id"]
    profile = slack.users_info(user=ana.id)["user"]
    assert (profile["real_name"], profile["tz"]) == ("Ana Souza", "America/New_York")
    assert len(slack.users_list()["members"]) == 7
    members = slack.conversations_members(channel="C0LEADERS", limit=2)
    assert members["members"] == ["U0DAN", "U0EVELYN"]
    assert members["response_metadata"]["next_cursor"]
    info = slack.conversations_info(channel=TEAM_CHANNEL)["channel"]
    assert (info["name"], info["is_member"], info["is_private"]) == ("el-team", True, False)


def test_a_file_is_uploaded_and_shared_in_a_thread(
    sandbox: Sandbox, slack: WebClient, ana: Actor
) -> None:
    asked = ana.says("#el-team", "the plan, please")
    slack.files_upload_v2(
        channel=TEAM_CHANNEL,
        thread_ts=asked.ts,
        content="goal,owner\n",
        filename="plan.csv",
        title="Our plan",
        initial_comment="Here it is",
    )
    reply = sandbox.messages("#el-team", thread=asked.ts)[-1]
    file = sandbox.workspace().files[reply.files[0]]
    assert (reply.text, file.title, file.content) == ("Here it is", "Our plan", b"goal,owner\n")


def test_a_file_is_deleted_with_the_message_that_held_nothing_else(
    sandbox: Sandbox, slack: WebClient, ana: Actor
) -> None:
    asked = ana.says("#el-team", "the picture, please")
    for comment in ("", "Here it is"):
        slack.files_upload_v2(
            channel=TEAM_CHANNEL,
            thread_ts=asked.ts,
            content=b"\x89PNG",
            filename="picture.png",
            initial_comment=comment,
        )
    first, second = list(sandbox.workspace().files)
    for file in (first, second):
        slack.files_delete(file=file)
    assert sandbox.workspace().files == {}
    assert [m.text for m in sandbox.messages("#el-team", thread=asked.ts)[1:]] == ["Here it is"]
    with refused("file_not_found"):
        slack.files_delete(file=first)


def test_status_and_suggested_prompts(sandbox: Sandbox, slack: WebClient, ana: Actor) -> None:
    asked = ana.direct_messages("what now?")
    slack.assistant_threads_setStatus(
        channel_id=asked.channel, thread_ts=asked.ts, status="is looking it up"
    )
    workspace = sandbox.workspace()
    assert workspace.statuses[asked.channel, asked.ts].text == "is looking it up"
    slack.chat_postMessage(channel=asked.channel, thread_ts=asked.ts, text="found")
    assert not workspace.statuses
    prompts = [{"title": "Families", "message": "How do we engage families?"}]
    slack.assistant_threads_setSuggestedPrompts(
        channel_id=asked.channel, thread_ts=asked.ts, prompts=prompts
    )
    assert workspace.prompts[asked.channel, asked.ts].prompts == prompts
    with refused("invalid_arguments"):
        slack.assistant_threads_setSuggestedPrompts(
            channel_id=asked.channel, thread_ts=asked.ts, prompts=prompts * 5
        )
