"""A reply to a reminder is read as the person who sent it would press a button."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.planning.typed_status import TypedStatus, read_status


@pytest.mark.parametrize(
    ("words", "kind", "note"),
    [
        ("done", "done", ""),
        ("Done!", "done", ""),
        ("done, all letters are out", "done", "all letters are out"),
        ("It's done: 40 letters", "done", "40 letters"),
        ("finished", "done", ""),
        ("all done", "done", ""),
        ("we finished it. Families were glad.", "done", "we finished it. Families were glad."),
        ("Sent the letters on Monday", "done", "Sent the letters on Monday"),
        ("✅ all out", "done", "all out"),
        (":white_check_mark:", "done", ""),
        ("yes", "done", ""),
        ("hecho, gracias", "done", "gracias"),
        ("feito", "done", ""),
        ("fini", "done", ""),
        ("done except the Portuguese one", "started", "except the Portuguese one"),
        ("half done", "started", ""),
        ("almost done, two to go", "started", "two to go"),
        ("started", "started", ""),
        ("in progress - first draft is with Ana", "started", "first draft is with Ana"),
        ("working on it", "started", "working on it"),
        ("still working on it", "started", "still working on it"),
        ("not blocked any more", "started", ""),
        ("blocked: waiting for the translator", "blocked", "waiting for the translator"),
        ("Waiting for the translator", "blocked", "Waiting for the translator"),
        ("We can't reach the vendor", "blocked", "We can't reach the vendor"),
        ("stuck", "blocked", ""),
        ("estamos bloqueados", None, ""),
        ("bloqueado: falta el traductor", "blocked", "falta el traductor"),
        ("on track", "on_track", ""),
        ("we are on track, thanks", "on_track", "thanks"),
        ("good, on track", "on_track", ""),
        ("going well", "on_track", ""),
        ("👍", "on_track", ""),
        ("not yet", "not_yet", ""),
        ("Not done yet, next week", "not_yet", "next week"),
        ("todavía no", "not_yet", ""),
        ("snooze till Monday", "snooze", "Monday"),
        ("snooze", "snooze", ""),
        ("snooze a week", "snooze", "a week"),
        ("Can we snooze it until next Friday?", "snooze", "next Friday?"),
        ("remind me tomorrow", "snooze", "tomorrow"),
        ("please remind me on Dec 3", "snooze", "Dec 3"),
        ("snooze for two weeks", "snooze", "for two weeks"),
        ("later", "snooze", ""),
        ("hand over to Ben", "hand_over", "Ben"),
        ("hand this over to <@U123>, I am on leave", "hand_over", "<@U123>, I am on leave"),
        ("Reassign it to Ben", "hand_over", "Ben"),
        ("Ben will take it", "hand_over", "Ben will take it"),
    ],
)
def test_replies(words: str, kind: str | None, note: str) -> None:
    found = read_status(words)
    assert ((found.kind, found.note) if found else (None, "")) == (kind, note)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Is it done?",
        "done?",
        "done? not really",
        "Blocked by the vendor?",
        "good question, who has the list",
        "later we can talk about books",
        "no idea who wrote this",
        "lista de libros",
        "The donesky file",
        "What should the letter say",
    ],
)
def test_what_says_nothing_about_the_task(words: str) -> None:
    assert read_status(words) is None


PIECES = st.sampled_from(
    [
        "done",
        "not",
        "yet",
        ",",
        "snooze",
        "till",
        "Monday",
        "hand",
        "over",
        "to",
        "É",
        "✅",
        "?",
        "İ",
    ]
)


@given(st.text() | st.lists(PIECES).map(" ".join))
def test_nothing_typed_breaks_it_and_a_note_is_what_was_typed(words: str) -> None:
    found = read_status(words)
    assert found is None or (isinstance(found, TypedStatus) and found.note in words)


def test_a_long_text_takes_no_longer_than_its_length() -> None:
    begun = process_time()
    for text in ("ok " * 1300, "-" * 4000, "it is " * 700, "a.b" * 1300, "we we're " * 440):
        read_status(text)
    assert process_time() - begun < 2
