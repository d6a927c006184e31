"""Dialogues off the usual way: nothing said, private copies, others' answers, odd clicks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.blocks.answer import Shown
from bot.sandbox.model import Message
from bot.sandbox.seed import Seed
from bot.sandbox.server import Sandbox
from tests.bot.stage import Stage, action_ids, registration, staged, words

FAMILIES = "what should a school leader do about family engagement?"
NO_LEVEL = "what does the Blueprint say about family engagement?"
PAY = "how much are ESL teachers paid in our district?"


def test_a_mention_without_words_is_answered_with_what_to_do(stage: Stage) -> None:
    asked = stage.ana.mentions("#el-team", "")
    assert "could not find a question" in words(stage.answer_to(asked))


@pytest.mark.parametrize("text", ["\u200b", "\u202e\u202c", "?!", "…"])
def test_what_says_nothing_is_answered_too(stage: Stage, text: str) -> None:
    asked = stage.ana.direct_messages(text)
    assert "could not find a question" in words(stage.answer_to(asked))


def test_an_answer_survives_a_slack_that_does_not_know_its_blocks(stage: Stage) -> None:
    stage.sandbox.faults.refuse("chat.postMessage", "invalid_blocks")
    answer = stage.answer_to(stage.ana.mentions("#el-team", FAMILIES))
    assert "family engagement, for school leaders" in answer.text
    assert not answer.blocks
    stage.settle()
    assert stage.rows("SELECT outcome FROM inbox") == [{"outcome": "answered"}]


def test_where_it_may_not_post_the_asker_is_told(stage: Stage) -> None:
    stage.sandbox.faults.refuse("chat.postMessage", "restricted_action")
    stage.ana.mentions("#el-team", FAMILIES)
    stage.settle()
    [told] = stage.said("#el-team", viewer=stage.ana)
    assert told.ephemeral_to == stage.ana.id
    assert "does not let me answer" in words(told)
    assert stage.rows("SELECT outcome FROM inbox") == [{"outcome": "restricted_action"}]


def test_who_chose_everywhere_is_not_asked_where_they_work(stage: Stage) -> None:
    stage.dan.opens_home()
    home = stage.sandbox.wait_for(lambda: stage.dan.home)
    stage.dan.clicks(home, "level_setting", value="everybody")
    stage.settle()
    asked = stage.dan.mentions("#el-team", NO_LEVEL)
    stage.answer_to(asked)
    stage.settle()
    assert len(stage.said("#el-team", asked.ts, viewer=stage.dan)) == 1


def private_answer(stage: Stage) -> Message:
    stage.ana.commands("/blueprint", FAMILIES, channel="#el-team")
    return stage.said("#el-team", viewer=stage.ana)[-1]


def test_a_shared_answer_says_who_asked_what_however_often_it_is_redrawn(stage: Stage) -> None:
    stage.ana.clicks(private_answer(stage), "answer_share")
    shared = stage.sandbox.wait_for(lambda: stage.said("#el-team", viewer=stage.ben))[-1]
    stage.ana.clicks(shared, "answer_level_district")
    stage.settle()
    redrawn = stage.said("#el-team", viewer=stage.ben)[-1]
    assert "for district leaders" in words(redrawn)
    assert f"<@{stage.ana.id}> looked up:" in words(redrawn)
    assert FAMILIES in words(redrawn)


def test_a_nearest_block_says_what_was_asked_however_often_it_is_redrawn(stage: Stage) -> None:
    asked = stage.ana.mentions("#el-team", PAY)
    stage.ana.clicks(stage.answer_to(asked), "ask_block_1")
    near = stage.answer_to(asked, count=2)
    assert "What does the Blueprint say about" in words(near)
    stage.ana.clicks(near, "answer_level_district")
    stage.settle()
    redrawn = stage.said("#el-team", asked.ts)[1]
    assert "for district leaders" in words(redrawn)
    assert "What does the Blueprint say about" in words(redrawn)


def test_nobody_shares_what_somebody_else_asked_in_private(stage: Stage) -> None:
    private = private_answer(stage)
    stage.ben.clicks(private, "answer_share")
    stage.settle()
    assert [m for m in stage.said("#el-team", viewer=stage.carla) if not m.ephemeral_to] == []


def test_where_the_bot_is_no_member_it_shares_by_the_click(stage: Stage) -> None:
    stage.ana.commands("/blueprint", FAMILIES, channel="#general")
    stage.ana.clicks(stage.said("#general", viewer=stage.ana)[-1], "answer_share")
    shared = stage.sandbox.wait_for(lambda: stage.said("#general", viewer=stage.ben))[-1]
    assert FAMILIES in words(shared)
    stage.settle()
    assert len(stage.said("#general", viewer=stage.ben)) == 1


def test_what_people_ask_one_another_is_not_kept(stage: Stage) -> None:
    asked = stage.ana.mentions("#el-team", FAMILIES)
    stage.answer_to(asked)
    stage.settle()
    stage.ben.says("#el-team", "does 9 am work for everybody?", thread=asked.ts)
    stage.settle()
    assert [row["question"] for row in stage.rows("SELECT question FROM answers")] == [FAMILIES]
    assert stage.rows("SELECT 1 FROM inbox WHERE body IS NOT NULL") == []


def test_people_talking_to_each_other_are_not_told_what_is_not_covered(stage: Stage) -> None:
    asked = stage.ana.mentions("#el-team", FAMILIES)
    stage.answer_to(asked)
    stage.settle()
    stage.ben.says("#el-team", "I will bring the agenda on Monday", thread=asked.ts)
    stage.settle()
    stage.ana.says("#el-team", "how much are teachers paid?", thread=asked.ts)
    stage.settle()
    assert len(stage.said("#el-team", asked.ts)) == 1


def test_levels_looked_at_in_a_private_copy_do_not_steer_the_thread(stage: Stage) -> None:
    asked = stage.ana.mentions("#el-team", FAMILIES)
    answer = stage.answer_to(asked)
    stage.settle()
    stage.ben.clicks(answer, "answer_level_district")
    copy = stage.answer_to(asked, count=2, viewer=stage.ben)
    context = "SELECT context FROM threads WHERE thread_ts = ?"
    before = stage.rows(context, asked.ts)
    stage.ben.clicks(copy, "answer_level_state")
    stage.settle()
    assert stage.rows(context, asked.ts) == before
    stage.ana.clicks(answer, "answer_level_classroom")
    stage.settle()
    assert stage.rows(context, asked.ts) != before, "the asker's own choice does"


def test_who_only_looks_at_an_answer_does_not_take_the_thread_over(stage: Stage) -> None:
    asked = stage.ana.mentions("#el-team", FAMILIES)
    answer = stage.answer_to(asked)
    stage.settle()
    for _ in range(5):
        stage.ben.clicks(answer, "answer_level_district")
    stage.settle()
    stage.ana.says("#el-team", "how much are teachers paid?", thread=asked.ts)
    assert "not cover" in words(stage.answer_to(asked, count=2))


def test_a_block_that_is_no_longer_there_is_said_in_words(stage: Stage) -> None:
    asked = stage.ana.mentions("#el-team", PAY)
    declined = stage.answer_to(asked)
    change_button(declined, "ask_block_1", "blueprint/p9/b9")
    stage.ana.clicks(declined, "ask_block_1")
    note = words(stage.answer_to(asked, 2, viewer=stage.ana))
    assert "in your own words" in note


@pytest.mark.parametrize(
    "value",
    [
        "not json",
        "[]",
        json.dumps({"a": "0123"}),
        Shown("0123456789abcdef", "district").to_value(),
    ],
)
def test_a_button_of_another_version_asks_to_ask_again(stage: Stage, value: str) -> None:
    asked = stage.ana.mentions("#el-team", FAMILIES)
    answer = stage.answer_to(asked)
    stage.settle()
    change_button(answer, "answer_level_district", value)
    stage.ana.clicks(answer, "answer_level_district")
    assert "no longer have this answer" in words(stage.answer_to(asked, 2, viewer=stage.ana))


def change_button(message: Message, action_id: str, value: str) -> None:
    [button] = [
        element
        for block in message.blocks
        for element in block.get("elements", ())
        if element.get("action_id") == action_id
    ]
    button["value"] = value


def test_a_report_whose_table_cannot_be_sent_says_so(stage: Stage) -> None:
    stage.evelyn.opens_home()
    home = stage.sandbox.wait_for(lambda: stage.evelyn.home)
    stage.evelyn.clicks(home, "coordinator_choose", selected=[stage.evelyn.id])
    stage.answer_to(stage.ana.mentions("#el-team", PAY))
    stage.sandbox.faults.withhold("files.getUploadURLExternal", "missing_scope", "files:write")
    drawn = stage.sandbox.wait_for(
        lambda: view if (view := stage.evelyn.home) and "gap_report" in action_ids(view) else None
    )
    stage.evelyn.clicks(drawn, "gap_report")
    channel = stage.evelyn.direct_channel().id
    assert stage.sandbox.wait_for(
        lambda: [m for m in stage.said(channel) if "table could not" in words(m)]
    )


def test_an_answer_of_another_tenant_is_not_found(stage: Stage) -> None:
    asked = stage.ana.mentions("#el-team", FAMILIES)
    answer = stage.answer_to(asked)
    stage.settle()
    with stage.composed.services.store.transaction() as db:
        db.execute("UPDATE answers SET tenant = 'T0OTHER'")
    stage.ana.clicks(answer, "answer_level_district")
    assert "no longer have this answer" in words(stage.answer_to(asked, 2, viewer=stage.ana))
    assert stage.rows("SELECT 1 FROM answers WHERE tenant != 'T0OTHER'") == []


def test_an_organisation_is_one_tenant_in_commands_and_clicks_too(tmp_path: Path) -> None:
    seed = Seed("THILL", "HILL", "hill", "E0COUNTY", "County", mark="1")
    with Sandbox(workspaces=[seed], registration=registration()) as sandbox:
        for workspace in sandbox.state.workspaces.values():
            for grant in sandbox.grants.of_workspace(workspace):
                grant.org_wide = True
        with staged(tmp_path, sandbox) as stage:
            private = private_answer(stage)
            stage.ana.clicks(private, "answer_level_district")
            stage.ana.clicks(private, "answer_vote", label="Helpful")
            stage.settle()
            for table in ("answers", "votes", "threads"):
                found = stage.rows(f"SELECT DISTINCT tenant FROM {table}")  # noqa: S608
                assert found == [{"tenant": "E0COUNTY"}]
