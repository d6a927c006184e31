"""A team rates while the app, a real process, is killed at random moments."""

from __future__ import annotations

from benchmarks.assessment_kills import play


def test_no_rating_is_lost_or_doubled_or_late_when_the_app_is_killed() -> None:
    played = play(kills=4, members=6)
    assert played.acknowledged > 0
    assert played.clicked_again > 0, "no kill met a click"
    assert (played.lost, played.after_the_close) == (0, 0)
    assert played.is_replayed
