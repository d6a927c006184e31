from __future__ import annotations

import pytest

from bot.blocks.gaps import gap_report
from bot.blocks.text import as_typed, escape, shorten
from conversations.gaps import Gap, Group


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("<@U0BOT> what about families?", "what about families?"),
        ("<!here> and <#C1|general> and <!subteam^S1|@ells>", "and and"),
        ("see <https://example.org/a|our page> now", "see our page now"),
        ("see <https://example.org/a>", "see https://example.org/a"),
        ("<mailto:ana@example.org|ana@example.org>", "ana@example.org"),
        ("5 &lt; 6 &amp; 7 &gt; 2", "5 < 6 & 7 > 2"),
        ("&amp;lt;!channel&amp;gt;", "&lt;!channel&gt;"),
        ("  two\n\nlines ", "two lines"),
        ("\u202eevil\u2066 turn", "evil turn"),
        ("half a \ud83d sign\x00", "half a sign"),
        ("می\u200cخواهم 👩\u200d🏫", "می\u200cخواهم 👩\u200d🏫"),
    ],
)
def test_words_are_read_as_they_were_typed(sent: str, typed: str) -> None:
    assert as_typed(sent) == typed


def test_what_was_typed_pings_nobody() -> None:
    assert escape("<!channel> & <@U1>") == "&lt;!channel&gt; &amp; &lt;@U1&gt;"


def test_a_cut_stands_at_a_word() -> None:
    assert shorten("one two three", 9) == "one two…"
    assert shorten("one two", 7) == "one two"
    assert shorten("x" * 20, 5) == "xxxx…"


def test_slack_makes_nothing_of_its_own_out_of_typed_words() -> None:
    gap = Gap("@here see evil.example <!channel>", None, True, (), "2026-11-17")
    message = gap_report([Group(gap.question, (gap,))])
    [shown] = [block["text"] for block in message["blocks"] if "evil" in str(block)]
    assert shown["verbatim"]
    assert "&lt;!channel&gt;" in shown["text"]
