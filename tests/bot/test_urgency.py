"""Who waits for an acknowledgement goes first."""

from __future__ import annotations

import threading

from bot.urgency import Urgency


def test_what_can_wait_lets_everybody_pass_who_waits() -> None:
    urgency = Urgency()
    assert urgency.let_pass(0)
    begun, told = threading.Event(), []

    def draw() -> None:
        begun.set()
        told.append(urgency.let_pass(10))

    with urgency.waiting():
        with urgency.waiting():
            drawing = threading.Thread(target=draw)
            drawing.start()
            begun.wait(10)
            assert not urgency.let_pass(0)
        assert told == [], "somebody is waiting still"
    drawing.join(10)
    assert told == [True]


def test_patience_has_an_end() -> None:
    urgency = Urgency()
    with urgency.waiting():
        assert not urgency.let_pass(0.01)
