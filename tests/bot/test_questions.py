"""Dialogues: questions in every way of listening, over HTTP, in the sandbox."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.sandbox.model import Person
from bot.sandbox.seed import Seed
from bot.sandbox.server import Sandbox
from tests.bot.stage import Stage, action_ids, registration, staged, words

FAMILIES = "what should a school leader do about family engagement?"
NO_LEVEL = "what does the Blueprint say about family engagement?"
LUNCH = "what is on the lunch menu on Friday?"


def test_a_mention_is_answered_in_its_thread_once(stage: Stage) -> None:
    asked = stage.ana.mentions("#el-team", FAMILIES)
    answer = stage.answer_to(asked)
    assert answer.thread_ts == asked.ts
    assert words(answer).startswith("Effective family engagement, for school leaders")
    stage.settle()
    assert len(stage.said("#el-team", asked.ts)) == 1, "mention and message are one question"


def test_a_direct_message_is_answered_and_goes_on_at_top_level(stage: Stage) -> None:
    first = stage.carla.direct_messages("how should teachers engage families of ELs?")
    assert "for teachers" in words(stage.answer_to(first))
    stage.settle()
    second = stage.carla.direct_messages("and at the district level?")
    assert "for district leaders" in words(stage.answer_to(second))


def test_a_thread_goes_on_without_a_mention(stage: Stage) -> None:
    asked = stage.ana.mentions("#el-team", FAMILIES)
    stage.answer_to(asked)
    stage.settle()
    stage.ben.says("#el-team", "and at the district level?", thread=asked.ts)
    follow_up = stage.answer_to(asked, count=2)
    assert words(follow_up).startswith("Effective family engagement, for district leaders")


def test_among_people_it_answers_only_what_is_a_question_to_it(stage: Stage) -> None:
    asked = stage.ana.mentions("#el-team", FAMILIES)
    stage.answer_to(asked)
    stage.settle()
    for name, text in (
        ("ben", "thanks, that helps"),
        ("fay", f"<@{stage.ben.id}> can you bring this to Monday's meeting?"),
        ("ben", "sure, does 9 am work for everybody?"),
        ("fay", "and for me too"),
    ):
        stage.sandbox.person(name).says("#el-team", text, thread=asked.ts)
        stage.settle()
    assert len(stage.said("#el-team", asked.ts)) == 1
    stage.fay.says("#el-team", "what should teachers do about newcomers?", thread=asked.ts)
    assert "newcomers" in words(stage.answer_to(asked, count=2)).casefold()


def test_a_question_to_one_another_makes_the_thread_theirs(stage: Stage) -> None:
    asked = stage.ana.mentions("#el-team", FAMILIES)
    stage.answer_to(asked)
    stage.settle()
    stage.ben.says("#el-team", "what time is lunch?", thread=asked.ts)
    stage.settle()
    stage.ana.says("#el-team", "and for teachers", thread=asked.ts)
    stage.settle()
    assert len(stage.said("#el-team", asked.ts)) == 1


def test_whoever_follows_up_on_their_own_answer_is_told_what_is_not_covered(stage: Stage) -> None:
    asked = stage.ana.mentions("#el-team", FAMILIES)
    stage.answer_to(asked)
    stage.settle()
    stage.ana.says("#el-team", "how much are teachers paid?", thread=asked.ts)
    assert "not cover" in words(stage.answer_to(asked, count=2))


def test_a_thank_you_leaves_the_thread_to_the_one_who_asks(stage: Stage) -> None:
    asked = stage.ana.mentions("#el-team", FAMILIES)
    stage.answer_to(asked)
    stage.settle()
    stage.ana.says("#el-team", "thanks!", thread=asked.ts)
    stage.settle()
    assert len(stage.said("#el-team", asked.ts)) == 1, "in a channel, silence is courtesy enough"
    stage.ana.says("#el-team", "how much are teachers paid?", thread=asked.ts)
    assert "not cover" in words(stage.answer_to(asked, count=2))


def test_it_stays_quiet_where_it_is_told_to_until_it_is_mentioned(stage: Stage) -> None:
    asked = stage.ana.mentions("#el-team", FAMILIES)
    answer = stage.answer_to(asked)
    stage.settle()
    stage.ben.clicks(answer, "thread_menu", label="Stay quiet in this thread")
    stage.ben.says("#el-team", "and at the district level?", thread=asked.ts)
    stage.settle()
    assert len(stage.said("#el-team", asked.ts)) == 1
    stage.ben.mentions("#el-team", "and at the district level?", thread=asked.ts)
    assert "for district leaders" in words(stage.answer_to(asked, count=2))


def test_somebody_from_a_shared_channel_may_ask(stage: Stage) -> None:
    workspace = stage.sandbox.workspace()
    gus = Person("U9GUS", "gus", "Gus Guest", team_id="T9OTHER")
    stage.sandbox.state.put_person(workspace, gus)
    channel = stage.sandbox.state.channel(workspace, "#el-team")
    channel.shared = True
    channel.members.append(gus.id)
    asked = stage.gus.mentions("#el-team", FAMILIES)
    assert "for school leaders" in words(stage.answer_to(asked))
    [kept] = stage.rows("SELECT tenant, person FROM answers")
    assert kept == {"tenant": workspace.team_id, "person": gus.id}


def test_it_never_answers_chatter_edits_joins_or_bots(stage: Stage) -> None:
    chatter = stage.ana.says("#el-team", FAMILIES)
    stage.ana.edits(chatter, f"<@{stage.bot}> {FAMILIES}")
    stage.carla.joins("#el-team")
    stage.settle()
    assert stage.said("#el-team") == []
    assert stage.rows("SELECT * FROM inbox") == []


def test_a_command_is_answered_for_the_asker_alone_and_can_be_shared(stage: Stage) -> None:
    outcome = stage.ana.commands("/blueprint", FAMILIES, channel="#el-team")
    assert outcome.ok
    private = stage.said("#el-team", viewer=stage.ana)[-1]
    assert private.ephemeral_to == stage.ana.id
    assert FAMILIES in words(private)
    assert stage.said("#el-team", viewer=stage.ben) == []
    stage.ana.clicks(private, "answer_share")
    shared = stage.sandbox.wait_for(lambda: stage.said("#el-team", viewer=stage.ben))[-1]
    assert f"<@{stage.ana.id}> looked up:" in words(shared)
    stage.settle()
    assert [m.ephemeral_to for m in stage.said("#el-team", viewer=stage.ana)] == [None]
    stage.ben.says("#el-team", "and for teachers?", thread=shared.ts)
    assert "for teachers" in words(stage.answer_to(shared, count=2))


def test_a_double_click_shares_once(stage: Stage) -> None:
    stage.ana.commands("/blueprint", FAMILIES, channel="#el-team")
    private = stage.said("#el-team", viewer=stage.ana)[-1]
    stage.sandbox.faults.drop("chat.postMessage", after_storing=True)
    stage.ana.clicks(private, "answer_share")
    stage.ana.clicks(private, "answer_share")
    stage.sandbox.wait_for(lambda: stage.said("#el-team", viewer=stage.ben))
    stage.settle()
    assert len(stage.said("#el-team", viewer=stage.ben)) == 1


@pytest.mark.parametrize("text", ["", "help", "HELP", "?"])
def test_help_says_how_to_ask(stage: Stage, text: str) -> None:
    stage.ana.commands("/blueprint", text, channel="#general")
    assert "*Ask me*" in words(stage.said("#general", viewer=stage.ana)[-1])


def test_who_reads_what_is_asked_is_said_before_it_is_asked(stage: Stage) -> None:
    stage.ana.commands("/blueprint", "help", channel="#el-team")
    assert "Coordinators may read" in words(stage.said("#el-team", viewer=stage.ana)[-1])
    stage.ana.opens_home()
    home = stage.sandbox.wait_for(lambda: stage.ana.home)
    assert "Coordinators may read" in json.dumps(home.payload)


def test_somebody_elses_message_is_answered_by_shortcut(stage: Stage) -> None:
    message = stage.ben.says("#general", "our moms skip conferences: nobody speaks Portuguese")
    stage.ana.uses_shortcut("ask_blueprint", message)
    answer = stage.sandbox.wait_for(lambda: stage.said("#general", viewer=stage.ana))[-1]
    assert answer.ephemeral_to == stage.ana.id
    assert "family engagement" in words(answer).casefold()


def test_the_messages_tab_suggests_questions(stage: Stage) -> None:
    stage.ana.opens_home(tab="messages")
    prompts = stage.sandbox.wait_for(lambda: stage.sandbox.workspace().prompts)
    assert prompts


def test_it_asks_once_where_somebody_works_and_remembers(stage: Stage) -> None:
    asked = stage.dan.mentions("#el-team", NO_LEVEL)
    stage.answer_to(asked)
    question = stage.answer_to(asked, count=2, viewer=stage.dan)
    assert question.ephemeral_to == stage.dan.id
    stage.dan.clicks(question, "level_choose_school")
    stage.settle()
    answer, thanks = stage.said("#el-team", asked.ts, viewer=stage.dan)
    assert "for school leaders" in words(answer), "the answer itself follows"
    assert "for school leaders" in words(thanks)
    again = stage.dan.mentions("#el-team", "how do we welcome newcomers?")
    assert "for school leaders" in words(stage.answer_to(again)).casefold()
    stage.settle()
    assert len(stage.said("#el-team", again.ts, viewer=stage.dan)) == 1


def test_a_level_chosen_in_app_home_is_kept(stage: Stage) -> None:
    stage.dan.opens_home()
    home = stage.sandbox.wait_for(lambda: stage.dan.home)
    stage.dan.clicks(home, "level_setting", label="The district")
    asked = stage.dan.direct_messages(NO_LEVEL)
    assert "for district leaders" in words(stage.answer_to(asked))


def test_the_askers_click_changes_the_message_and_anybody_elses_gives_a_copy(stage: Stage) -> None:
    asked = stage.ana.mentions("#el-team", FAMILIES)
    answer = stage.answer_to(asked)
    stage.ben.clicks(answer, "answer_level_district")
    copy = stage.answer_to(asked, count=2, viewer=stage.ben)
    assert copy.ephemeral_to == stage.ben.id
    assert "for district leaders" in words(copy)
    assert "for school leaders" in words(answer)
    stage.ben.clicks(copy, "answer_level_state")
    stage.settle()
    assert "for the Department" in words(stage.said("#el-team", asked.ts, stage.ben)[-1])
    stage.ana.clicks(answer, "answer_level_classroom")
    stage.settle()
    assert "for teachers" in words(stage.said("#el-team", asked.ts)[0])
    stage.ben.says("#el-team", "any resources?", thread=asked.ts)
    assert stage.answer_to(asked, count=2)


def test_more_is_unfolded_in_place_and_folded_again(stage: Stage) -> None:
    answer = stage.answer_to(stage.ana.mentions("#el-team", FAMILIES))
    stage.ana.clicks(answer, "answer_guidance")
    stage.settle()
    opened = stage.said("#el-team", answer.thread_ts)[0]
    assert "More guidance" in words(opened)
    stage.ana.clicks(opened, "answer_less")
    stage.settle()
    assert "answer_less" not in action_ids(stage.said("#el-team", answer.thread_ts)[0])


def test_official_wording_opens_in_a_window(stage: Stage) -> None:
    answer = stage.answer_to(stage.ana.mentions("#el-team", FAMILIES))
    stage.ana.clicks(answer, "answer_official")
    modal = stage.sandbox.wait_for(lambda: stage.ana.modal)
    assert modal.payload["title"]["text"] == "Official wording"
    assert "Pillar 1 · Building Block 2 · School" in words(modal)


def test_a_vote_is_kept_with_a_word_on_why(stage: Stage) -> None:
    answer = stage.answer_to(stage.ana.mentions("#el-team", FAMILIES))
    stage.ben.clicks(answer, "answer_vote", label="Helpful")
    stage.ana.clicks(answer, "answer_vote", label="Not helpful")
    stage.sandbox.wait_for(lambda: stage.ana.modal)
    assert stage.ana.submits({"why": {"why": "I meant conferences"}}).closed
    votes = stage.rows("SELECT person, helpful, why FROM votes ORDER BY helpful")
    assert votes == [
        {"person": stage.ana.id, "helpful": 0, "why": "I meant conferences"},
        {"person": stage.ben.id, "helpful": 1, "why": None},
    ]


def test_what_is_not_covered_is_said_and_nearby_blocks_are_offered(stage: Stage) -> None:
    asked = stage.ana.mentions("#el-team", "how much are ESL teachers paid in our district?")
    declined = stage.answer_to(asked)
    assert "not cover" in words(declined)
    stage.ana.clicks(declined, "ask_block_1")
    stage.ana.clicks(declined, "ask_block_1")
    stage.settle()
    assert len(stage.said("#el-team", asked.ts)) == 2, "clicked twice, answered once"


def test_an_example_is_asked_with_a_click_and_answered_once(stage: Stage) -> None:
    greeted = stage.carla.direct_messages("hi")
    greeting = stage.answer_to(greeted)
    stage.carla.clicks(greeting, "ask_example_2")
    stage.carla.clicks(greeting, "ask_example_2")
    answer = stage.answer_to(greeted, count=2)
    assert "How do I plan with the ESL teacher?" in words(answer)
    assert "Shared responsibility" in words(answer)
    assert "thread_menu" not in action_ids(answer), "nobody else talks in direct messages"
    stage.settle()
    given = [m for m in stage.said(greeted.channel, greeted.ts) if "Shared resp" in words(m)]
    assert len(given) == 1


def test_an_example_of_the_private_help_is_answered_in_private(stage: Stage) -> None:
    stage.ana.commands("/blueprint", "", channel="#el-team")
    stage.ana.clicks(stage.said("#el-team", viewer=stage.ana)[-1], "ask_example_4")
    answer = stage.sandbox.wait_for(lambda: stage.said("#el-team", viewer=stage.ana)[1:])[-1]
    assert answer.ephemeral_to == stage.ana.id
    assert "interrupted formal education" in words(answer)


def test_a_question_cannot_be_passed_on_before_somebody_is_named(stage: Stage) -> None:
    asked = stage.ana.mentions("#el-team", LUNCH)
    declined = stage.answer_to(asked)
    stage.ana.clicks(declined, "pass_question")
    note = stage.answer_to(asked, count=2, viewer=stage.ana)
    assert "Nobody is named" in words(note)


def test_hostile_words_ping_nobody(stage: Stage) -> None:
    stage.ana.commands("/blueprint", "<!channel> & *what* about families?", channel="#el-team")
    private = stage.said("#el-team", viewer=stage.ana)[-1]
    assert not any("<!channel>" in str(block) for block in private.blocks)
    assert "<!channel>" not in private.text


def test_buttons_work_after_a_restart(tmp_path: Path) -> None:
    with Sandbox(registration=registration()) as sandbox:
        with staged(tmp_path, sandbox) as before:
            asked = before.ana.mentions("#el-team", FAMILIES)
            before.answer_to(asked)
            before.settle()
        with staged(tmp_path, sandbox) as after:
            answer = after.said("#el-team", asked.ts)[0]
            after.ana.clicks(answer, "answer_level_district")
            after.settle()
            assert "for district leaders" in words(after.said("#el-team", asked.ts)[0])
            after.ben.says("#el-team", "and for teachers?", thread=asked.ts)
            assert "for teachers" in words(after.answer_to(asked, count=2))


def test_an_organisation_is_one_tenant_and_keeps_who_asked_where(tmp_path: Path) -> None:
    schools = [
        Seed(f"T{name}", name, name.lower(), "E0COUNTY", "County", mark=str(number))
        for number, name in enumerate(("HILL", "VALE"), start=1)
    ]
    with Sandbox(workspaces=schools, registration=registration()) as sandbox:
        for workspace in sandbox.state.workspaces.values():
            for grant in sandbox.grants.of_workspace(workspace):
                grant.org_wide = True
        with staged(tmp_path, sandbox) as stage:
            asked = stage.ana.mentions("#el-team", FAMILIES)
            stage.answer_to(asked)
            stage.settle()
            assert {row["tenant"] for row in stage.rows("SELECT tenant FROM answers")} == {
                "E0COUNTY"
            }
