"""The order of change ideas by impact and ease."""

from __future__ import annotations

from conversations.planning.model import Idea
from conversations.planning.weighing import in_order, is_quick_win


def idea(name: str, impact: int | None, ease: int | None) -> Idea:
    return Idea(name, "d", name, None, impact, ease)


def test_heavier_ideas_come_first_and_impact_settles_a_tie() -> None:
    ideas = [idea("open", None, None), idea("easy", 1, 3), idea("deep", 3, 1), idea("best", 3, 3)]
    assert [one.id for one in in_order(ideas)] == ["best", "deep", "easy", "open"]


def test_what_is_equal_stays_in_the_order_in_which_it_came_up() -> None:
    assert [one.id for one in in_order([idea("a", 2, 2), idea("b", 2, 2)])] == ["a", "b"]


def test_a_quick_win_is_easy_and_does_more_than_a_little() -> None:
    assert is_quick_win(idea("a", 3, 3))
    assert is_quick_win(idea("b", 2, 3))
    assert not is_quick_win(idea("c", 1, 3))
    assert not is_quick_win(idea("d", 3, 2))
    assert not is_quick_win(idea("e", None, 3))
