"""Dialogues: the results in the channel, as files, compared with the round before, and again."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest

from bot.assessing import reports
from bot.assessing.agreeing import renderers
from bot.sandbox import views
from bot.sandbox.model import File, Message
from conversations import outbox
from conversations.assessment import rounds, service
from conversations.assessment.model import Session
from conversations.assessment.session import Agreed, MovedOn
from conversations.exports.report import RatingShown
from tests.bot.assessing import (
    Hours,
    begin,
    card,
    closes,
    deliver,
    rates,
    stands,
)
from tests.bot.facilitators import post
from tests.bot.stage import Stage, action_ids, clicks, opened, whispered, words

FIRST, SECOND, STRONG = (f"blueprint/p1/b2/school/{n}" for n in (1, 2, 3))
CHANNEL = "C0ELTEAM"

pytestmark = pytest.mark.usefixtures("hours")


def played(stage: Stage, hours: Hours, *values: int, **more: Any) -> Session:
    """Bring a team of three as far as its priorities, agreed on as they all rated."""
    session = begin(stage, stage.ana, stage.ben, stage.carla, **more)
    deliver(stage)
    hours.passes(minutes=30)
    for actor in (stage.ana, stage.ben, stage.carla):
        rates(stage, session, actor, *values, words=f"What {actor.person.name} wrote")
    closes(stage, session)
    services = stage.composed.services
    with services.store.transaction() as db:
        for place, value in enumerate(values):
            event = Agreed(session.statements[place].id, value)
            service.steer(
                db, session.tenant, session.id, event, by=stage.ana.id, now=services.clock()
            )
        prioritising = MovedOn("prioritising")
        service.steer(
            db, session.tenant, session.id, prioritising, by=stage.ana.id, now=services.clock()
        )
        place_ = session.channel or stage.ana.id
        service.show_together(db, session, service.PRIORITIES, place_, services.clock())
    deliver(stage)
    return session


def chooses(stage: Stage, session: Session, *indicators: str) -> Message:
    """Let Ana choose the priorities, and return the results."""
    clicks(stage, stage.ana, card(stage, session, service.PRIORITIES), "session_choose")
    assert stage.ana.submits({"priorities": {"priorities": list(indicators)}}).closed
    stage.settle()
    deliver(stage)
    return card(stage, session, service.RESULTS)


def finished(stage: Stage, hours: Hours, **more: Any) -> tuple[Session, Message]:
    session = played(stage, hours, 1, 2, 4, **more)
    return session, chooses(stage, session, FIRST)


def files(stage: Stage, channel: str) -> list[File]:
    found = stage.sandbox.workspace().files.values()
    return [file for file in found if file.channel == channel]


def test_results_stand_in_the_thread_with_all_that_came_out(stage: Stage, hours: Hours) -> None:
    session, results = finished(stage, hours)
    overview = card(stage, session, service.OVERVIEW)
    assert (results.channel, results.thread_ts) == (CHANNEL, overview.ts)
    said = words(results)
    assert "*Strengths* •  Be accountable for asset-based family contact" in said.replace("\n", " ")
    assert f"*1.  {session.statement(FIRST).title}*" in said
    assert "Agreed rating: 1, Not yet." in said
    assert "Goes with it: " + session.statement(SECOND).title in said
    assert "Helps with it:" in said
    assert "What ana wrote" not in said, "evidence is behind the button"


def test_in_a_private_channel_the_evidence_stands_with_the_priority(
    stage: Stage, hours: Hours
) -> None:
    _, results = finished(stage, hours, evidence_in_channel=True)
    assert "What ana wrote" in words(results)


def test_the_picture_comes_into_the_thread_once(stage: Stage, hours: Hours) -> None:
    session = played(stage, hours, 1, 2, 4)
    clicks(stage, stage.ana, card(stage, session, service.PRIORITIES), "session_choose")
    window = opened(stage.ana).payload
    assert stage.ana.submits({"priorities": {"priorities": [FIRST]}}).closed
    # The same window a second time, as after a lost acknowledgement.
    views.open_modal(stage.sandbox, stage.sandbox.workspace(), stage.ana.id, window)
    outcome = stage.ana.submits({"priorities": {"priorities": [FIRST]}})
    assert "came too late" in outcome.errors["priorities"]
    stage.settle()
    [picture] = files(stage, CHANNEL)
    assert picture.content.startswith(b"\x89PNG")
    assert "Agreed ratings" in picture.alt_text
    thread = card(stage, session, service.OVERVIEW).ts
    [message] = [m for m in stage.said(CHANNEL, thread) if m.files]
    assert message.files == [picture.id]


def test_where_the_picture_cannot_be_sent_the_results_stand_all_the_same(
    stage: Stage, hours: Hours
) -> None:
    stage.sandbox.faults.withhold("files.getUploadURLExternal", "missing_scope", "files:write")
    _, results = finished(stage, hours)
    assert "*Strengths*" in words(results)
    clicks(stage, stage.ben, results, "session_file_document")
    assert "could not send that file" in whispered(stage, stage.ben, results)


def test_whoever_asks_has_the_files_to_themselves(stage: Stage, hours: Hours) -> None:
    _, results = finished(stage, hours)
    mine = stage.ben.direct_channel().id
    for action_id in ("session_file_picture", "session_file_document", "session_file_table"):
        clicks(stage, stage.ben, results, action_id)
        assert "in our direct messages" in whispered(stage, stage.ben, results)
    by_name = {file.name: file for file in files(stage, mine)}
    assert by_name.keys() == {"results.png", "results.docx", "ratings.csv"}
    assert "Agreed ratings" in by_name["results.png"].alt_text
    with zipfile.ZipFile(io.BytesIO(by_name["results.docx"].content)) as document:
        text = document.read("word/document.xml").decode()
    assert "What ana wrote" in text
    assert "Ana Souza" not in text
    table = by_name["ratings.csv"].content.decode()
    assert "What ana wrote" in table
    assert "Ana Souza" not in table


def test_names_stand_in_the_files_where_the_team_chose_so(stage: Stage, hours: Hours) -> None:
    _, results = finished(stage, hours, names_shown=True)
    clicks(stage, stage.ben, results, "session_file_table")
    [table] = files(stage, stage.ben.direct_channel().id)
    assert "Ana Souza,Classroom teacher" in table.content.decode()


def test_a_report_hides_small_groups_and_its_order_tells_nothing(
    stage: Stage, hours: Hours
) -> None:
    session = begin(
        stage,
        *(stage.ana, stage.ben, stage.carla, stage.dan),
        levels={"dan": "district"},
        roles={"ana": "ESL teacher"},
    )
    services = stage.composed.services
    for actor, value in ((stage.ana, 4), (stage.ben, 1), (stage.carla, 2)):
        rates(stage, session, actor, value, words=f"What {actor.person.name} wrote")
    rates(stage, session, stage.dan, 1, words="What only Dan would write")
    with services.store.reading() as db:
        before = reports.report(services, db, session.tenant, session.id)
    assert before.raters == {}
    assert not any(row.ratings or row.median for row in before.rows)
    closes(stage, session)
    with services.store.reading() as db:
        report = reports.report(services, db, session.tenant, session.id)
    assert report.raters == {"school": 3}
    by_id = {row.indicator: row for row in report.rows}
    assert by_id[FIRST].ratings == (
        RatingShown(1, "What ben wrote", None, None),
        RatingShown(2, "What carla wrote", None, None),
        RatingShown(4, "What ana wrote", None, None),
    )
    hidden = by_id["blueprint/p1/b2/district/1"]
    assert (hidden.hidden, hidden.ratings, hidden.median) == (True, (), None)
    assert by_id[FIRST].label == "P1 · BB2 · School 1"


def test_nobody_else_gets_a_file_or_a_brief(stage: Stage, hours: Hours) -> None:
    session, results = finished(stage, hours)
    for action_id in (
        *("session_file_picture", "session_file_document", "session_file_table"),
        *("session_plan", "session_brief", "session_keep_own"),
    ):
        stage.dan.clicks(results, action_id)
        stage.settle()
        assert "belongs to another team" in whispered(stage, stage.dan, results)
        assert stage.dan.modal is None
    assert files(stage, stage.dan.direct_channel().id) == []
    again = json.dumps({"s": session.id, "m": 6})
    for actor, why in ((stage.dan, "another team"), (stage.ben, "Only those who facilitate")):
        actor.clicks(results, "session_again", selected=again)
        stage.settle()
        assert why in whispered(stage, actor, results)
    assert stage.rows("SELECT 1 FROM outbox WHERE kind = ?", rounds.AGAIN) == []


def test_the_brief_of_a_priority_has_all_that_goes_with_it(stage: Stage, hours: Hours) -> None:
    session, results = finished(stage, hours)
    clicks(stage, stage.ben, results, "session_brief")
    said = words(opened(stage.ben))
    assert session.statement(FIRST).text in said
    assert session.statement(SECOND).text in said
    assert "What ana wrote" in said
    assert "What helps with it" in said


def test_what_is_kept_for_oneself_is_found_in_the_results(stage: Stage, hours: Hours) -> None:
    session, results = finished(stage, hours)
    clicks(stage, stage.ben, results, "session_keep_own")
    assert stage.ben.submits({"own": {"own": SECOND}}).updated
    stage.settle()
    stage.ben.closes_modal(whole_stack=True)
    clicks(stage, stage.ben, results, "session_keep_own")
    assert f"*{session.statement(SECOND).title}*" in words(opened(stage.ben))


def test_it_is_time_again_months_later_in_school_hours(stage: Stage, hours: Hours) -> None:
    session, results = finished(stage, hours)
    for months in (3, 6):
        value = json.dumps({"s": session.id, "m": months})
        clicks(stage, stage.ana, results, "session_again", selected=value)
    assert "June 1, 2027" in whispered(stage, stage.ana, results)
    # What a member does afterwards stops no reminder.
    clicks(stage, stage.ben, results, "session_keep_own")
    assert stage.ben.submits({"own": {"own": SECOND}}).updated
    stage.settle()

    hours.passes(days=120)
    deliver(stage)
    assert stage.rows("SELECT 1 FROM outbox WHERE kind = ? AND state = 'sent'", rounds.AGAIN) == []
    hours.passes(days=63)
    deliver(stage)
    letter = card(stage, session, rounds.AGAIN)
    assert letter.channel == stage.ana.direct_channel().id
    assert "Time to assess again" in letter.text
    [start] = [e for block in letter.blocks for e in block.get("elements", ()) if "value" in e]
    assert start["action_id"] == "session_again_start"
    assert json.loads(start["value"]) == {
        "blocks": ["blueprint/p1/b2"],
        "levels": ["school"],
        "team": None,
    }

    # Chosen once more, it comes once more.
    value = json.dumps({"s": session.id, "m": 3})
    clicks(stage, stage.ana, results, "session_again", selected=value)
    [due] = stage.rows("SELECT due_at FROM outbox WHERE kind = ? AND state = 'due'", rounds.AGAIN)
    assert due["due_at"] > (hours.moment + timedelta(days=80)).isoformat()


def test_the_next_round_says_what_has_moved(stage: Stage, hours: Hours) -> None:
    finished(stage, hours)
    hours.passes(days=90)
    session = played(stage, hours, 3, 1, 4)
    results = chooses(stage, session, SECOND)
    said = words(results)
    assert "What has moved since December 1, 2026" in said
    assert f"↑  {session.statement(FIRST).title} (P1 · BB2 · School 1): 1 to 3" in said
    assert f"↓  {session.statement(SECOND).title} (P1 · BB2 · School 2): 2 to 1" in said
    assert "1 stays as before" in said


def test_alone_results_and_picture_come_to_oneself(stage: Stage, hours: Hours) -> None:
    session = begin(stage, stage.fay, channel=None)
    rates(stage, session, stage.fay, 1, 4, words="Mine alone")
    clicks(stage, stage.fay, post(stage, stage.fay, "solo_finish", session.id), "solo_finish")
    deliver(stage)
    shown = card(stage, session, service.PRIORITIES)
    assert action_ids(shown) == ["session_weigh", "session_choose"]
    clicks(stage, stage.fay, shown, "session_choose")
    assert stage.fay.submits({"priorities": {"priorities": [FIRST]}}).closed
    stage.settle()
    deliver(stage)
    results = card(stage, session, service.RESULTS)
    mine = stage.fay.direct_channel().id
    assert results.channel == mine
    assert "session_keep_own" not in action_ids(results)
    [picture] = files(stage, mine)
    assert picture.name == "results.png"


def test_results_are_said_only_once_there_are_any(stage: Stage, hours: Hours) -> None:
    session = played(stage, hours, 1, 2, 4)
    services = stage.composed.services
    with services.store.transaction() as db:
        service.show_together(db, session, service.RESULTS, CHANNEL, services.clock())
        row_id = db.execute("SELECT id FROM outbox WHERE kind = ?", [service.RESULTS]).fetchone()[0]
        row = outbox.read(db, session.tenant, row_id)
    assert row is not None
    assert renderers(services)[service.RESULTS](row) is None
    assert stands(stage, session).session.phase == "prioritising"
