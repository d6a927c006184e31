"""Two real processes remind on one database while one or the other is killed at random moments."""

from __future__ import annotations

from benchmarks.reminder_kills import play


def test_each_reminder_arrives_once_though_its_process_is_killed_and_slack_is_in_trouble() -> None:
    played = play(kills=6)
    assert played.kills == 6
    assert played.agreement.tasks == 36
    assert played.agreement.is_perfect, played.lines()


def test_where_nobody_may_look_a_reminder_may_be_missing_but_none_comes_twice() -> None:
    played = play(kills=3, unreadable=True)
    assert played.agreement.doubled == 0
    assert set(played.agreement.outcomes) <= {"sent", "failed: unsure"}
    assert played.agreement.elsewhere == played.agreement.unknown == 0
