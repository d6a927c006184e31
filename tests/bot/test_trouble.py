"""What people see when something fails: a sentence and a number, and never a traceback."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest

from bot import limits
from bot.sandbox.actor import Actor
from bot.sandbox.server import Sandbox
from tests.bot.stage import Stage, registration, staged, words

FAMILIES = "what should a school leader do about family engagement?"


def break_engine(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(stage.composed.services.engine, "answer", broken)


def test_an_error_is_a_short_apology_with_the_number_of_the_log(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    break_engine(stage, monkeypatch)
    stage.ana.mentions("#el-team", FAMILIES)
    [apology] = stage.sandbox.wait_for(lambda: stage.said("#el-team", viewer=stage.ana))
    assert apology.ephemeral_to == stage.ana.id
    [number] = re.findall(r"number ([0-9A-F]{6})", words(apology))
    [record] = [r for r in caplog.records if getattr(r, "reference", None) == number]
    assert record.exc_info
    assert record.levelno == logging.ERROR
    assert "boom" not in words(apology)


def test_a_command_that_fails_is_acknowledged_with_the_apology(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_engine(stage, monkeypatch)
    assert stage.ana.commands("/blueprint", FAMILIES, channel="#el-team").ok
    assert "went wrong" in words(stage.said("#el-team", viewer=stage.ana)[-1])


def test_a_click_that_fails_apologises_to_who_clicked(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = stage.ana.mentions("#el-team", FAMILIES)
    answer = stage.answer_to(asked)
    stage.settle()
    break_engine(stage, monkeypatch)
    stage.ana.clicks(answer, "answer_level_district")
    assert "went wrong" in words(stage.answer_to(asked, 2, viewer=stage.ana))


def test_a_month_old_answer_still_works(tmp_path: Path) -> None:
    start = 1_763_400_000.0
    moved = [start]
    with (
        Sandbox(registration=registration(), clock=lambda: moved[0]) as sandbox,
        staged(tmp_path, sandbox) as stage,
    ):
        asked = stage.ana.mentions("#el-team", FAMILIES)
        answer = stage.answer_to(asked)
        stage.settle()
        moved[0] += 31 * 24 * 3600
        stage.ana.clicks(answer, "answer_level_district")
        stage.settle()
        assert "for district leaders" in words(stage.said("#el-team", asked.ts)[0])


def test_a_private_answer_whose_address_has_expired_is_given_anew(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.ana.commands("/blueprint", FAMILIES, channel="#el-team")
    private = stage.said("#el-team", viewer=stage.ana)[-1]
    monkeypatch.setattr(limits, "RESPONSE_URL_SECONDS", -1.0)
    stage.ana.clicks(private, "answer_level_district")

    def anew() -> bool:
        return "for district leaders" in words(stage.said("#el-team", viewer=stage.ana)[-1])

    assert stage.sandbox.wait_for(anew)


def test_an_answer_that_is_kept_no_longer_says_so(stage: Stage) -> None:
    asked = stage.ana.mentions("#el-team", FAMILIES)
    answer = stage.answer_to(asked)
    stage.settle()
    with stage.composed.services.store.transaction() as db:
        db.execute("DELETE FROM answers")
    stage.ana.clicks(answer, "answer_level_district")
    assert "no longer have this answer" in words(stage.answer_to(asked, 2, viewer=stage.ana))


def test_a_window_that_cannot_be_opened_in_time_says_so(stage: Stage) -> None:
    asked = stage.ana.mentions("#el-team", FAMILIES)
    answer = stage.answer_to(asked)
    stage.sandbox.faults.refuse("views.open", "expired_trigger_id")
    stage.ana.clicks(answer, "answer_official")
    assert "click once more" in words(stage.answer_to(asked, 2, viewer=stage.ana))


def test_the_bot_where_it_was_removed_in_between_breaks_nothing(stage: Stage) -> None:
    stage.sandbox.faults.refuse("chat.postMessage", "channel_not_found")
    stage.ana.mentions("#el-team", FAMILIES)
    stage.settle()
    [row] = stage.rows("SELECT state, outcome, body FROM inbox")
    assert row == {"state": "done", "outcome": "channel_not_found", "body": None}


def direct(stage: Stage, actor: Actor) -> str:
    [message] = stage.said(actor.direct_channel().id)
    return words(message)


@pytest.mark.parametrize("late", ["expired_trigger_id", "trigger_expired"])
def test_a_window_of_app_home_that_comes_too_late_is_told_in_a_direct_message(
    stage: Stage, late: str
) -> None:
    stage.ana.opens_home()
    home = stage.sandbox.wait_for(lambda: stage.ana.home)
    stage.sandbox.faults.refuse("views.open", late)
    stage.ana.clicks(home, "session_prepare")
    stage.settle()
    assert "Please click once more" in direct(stage, stage.ana)
    assert stage.ana.clicks(home, "session_prepare").ok
    stage.settle()
    assert stage.ana.modal


def test_what_app_home_cannot_say_in_a_window_is_said_in_a_direct_message(stage: Stage) -> None:
    stage.evelyn.opens_home()
    home = stage.sandbox.wait_for(lambda: stage.evelyn.home)
    stage.evelyn.person.is_admin = False
    stage.sandbox.faults.refuse("views.open", "expired_trigger_id")
    stage.evelyn.clicks(home, "coordinator_choose", selected=[stage.evelyn.id])
    stage.settle()
    assert "named by a coordinator" in direct(stage, stage.evelyn)
