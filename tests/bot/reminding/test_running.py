"""What goes on by itself: any hour in the practice workspace, and trouble with one thing only."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.sandbox.server import Sandbox
from tests.bot.assessing import Hours
from tests.bot.reminding.playing import (
    FRIDAY,
    carried_out,
    letters,
    morning,
    reminders,
)
from tests.bot.stage import Stage, registration, staged


def test_in_the_practice_workspace_reminders_come_at_any_hour(tmp_path: Path, hours: Hours) -> None:
    with (
        Sandbox(registration=registration()) as sandbox,
        staged(tmp_path, sandbox, clock=hours, quiet_hours=False) as stage,
    ):
        carried_out(stage)
        hours.moment = datetime(2026, 12, 5, 8, 0, tzinfo=UTC)
        morning(stage, hours)
        assert len(reminders(stage, stage.ben)) == 1


@pytest.mark.usefixtures("hours")
def test_trouble_with_one_task_is_kept_from_the_others(
    stage: Stage, hours: Hours, caplog: pytest.LogCaptureFixture
) -> None:
    more = [letters(stage.ben, FRIDAY, f"t{n}") for n in range(1, 4)]
    carried_out(stage, *more)
    with stage.composed.services.store.transaction() as db:
        db.execute("UPDATE tasks SET owner = '{}' WHERE id = 't1'")
    for _ in range(3):
        morning(stage, hours, days=1)
    told = {
        row["subject_id"]
        for row in stage.rows("SELECT subject_id FROM outbox WHERE kind = 'task_reminder'")
    }
    assert told == {"t2", "t3"}
    assert "Something cannot be worked on; the rest goes on" in caplog.text
    assert "Reminders cannot be worked on" not in caplog.text
