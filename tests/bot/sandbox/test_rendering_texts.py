"""Texts look as in Slack: styles, links, mentions, dates, quotes; and typed words stay words."""

from __future__ import annotations

import html
import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.rendering.markdown import markdown
from tests.bot.sandbox.drawing import NOW, assert_harmless, words


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("*bold* _it_ ~old~", "<strong>bold</strong> <em>it</em> <s>old</s>"),
        ("*_both_*", "<strong><em>both</em></strong>"),
        ("2*3*4 snake_case_name", "2*3*4 snake_case_name"),
        ("* not bold * and *not\nbold*", "* not bold * and *not<br>bold*"),
        ("(*bold*), *bold*.", "(<strong>bold</strong>), <strong>bold</strong>."),
        ("`*raw* <https://a.test|x>`", "<code>*raw* x</code>"),
        ("a &amp; b &lt;c&gt;", "a &amp; b &lt;c&gt;"),
        ("&gt; quoted\n> too\nnot", "<blockquote>quoted<br>too</blockquote>not"),
        ("before\n>>> all\nthe rest", "before<blockquote>all<br>the rest</blockquote>"),
        ("see\n```\n*x*\n  y\n```\nthen", "see<pre><code>*x*\n  y</code></pre>then"),
        ("• one\n• two", "• one<br>• two"),
        (":wave: :none: 1:2:3", '<span class="emoji" title=":wave:">👋</span> :none: 1:2:3'),
    ],
)
def test_mrkdwn_is_shown_as_slack_shows_it(typed: str, shown: str) -> None:
    assert words(typed) == shown


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("<@U0BEN>", "@Ben Carter"),
        ("<@U9GONE|zed>", "@zed"),
        ("<#C0ELTEAM|>", "#el-team"),
        ("<#C9SECRET|secret>", "#secret"),
        ("<!channel>", "@channel"),
        ("<!subteam^S1|@coaches>", "@coaches"),
    ],
)
def test_mentions_carry_names(typed: str, text: str) -> None:
    soup = BeautifulSoup(words(typed), "html.parser")
    assert soup.select_one(".mention").text == text  # type: ignore[union-attr]


def test_a_mention_of_the_reader_is_marked() -> None:
    assert "mention-me" in words("<@U0ANA>")
    assert "mention-me" not in words("<@U0BEN>")


def test_links_open_apart_and_keep_their_words() -> None:
    soup = BeautifulSoup(words("<https://a.test/?x=1&amp;y=2|The page> https://b.test."), "lxml")
    first, second = soup.find_all("a")
    assert (first["href"], first.text) == ("https://a.test/?x=1&y=2", "The page")
    assert (second["href"], second.text) == ("https://b.test", "https://b.test")
    assert first["rel"] == ["noopener", "noreferrer"]


@pytest.mark.parametrize(
    ("pattern", "shown"),
    [
        ("{date_short_pretty} at {time}", "Today at 2:30 PM"),
        ("{date_num}", "2026-11-20"),
        ("{date_long}", "Friday, November 20th, 2026"),
        ("{date_short}, {ago}", "Nov 20, 2026, 30 minutes ago"),
        ("{no_such_token}", "Friday"),
    ],
)
def test_dates_stand_in_the_readers_time_zone(pattern: str, shown: str) -> None:
    epoch = int(NOW.timestamp()) - 1800
    drawn = words(f"<!date^{epoch}^{pattern}|Friday>")
    assert BeautifulSoup(drawn, "html.parser").text == shown


def test_a_standard_markdown_block() -> None:
    soup = BeautifulSoup(
        markdown(
            "# Title\nSome **bold** *it* ~~old~~ `x` [page](https://a.test)\nnext line\n\n"
            "1. one\n2. two\n   - deeper\n- other\n\n> quoted\n\n```py\n**raw**\n```\n---"
        ),
        "html.parser",
    )
    heading = soup.select_one("[role=heading]")
    assert heading is not None
    assert heading.text == "Title"
    assert [item.text for item in soup.select("ol > li")] == ["one", "twodeeper"]
    assert [item.text for item in soup.select("ol ul > li")] == ["deeper"]
    assert soup.select_one("blockquote p").text == "quoted"  # type: ignore[union-attr]
    assert soup.pre.text == "**raw**"  # type: ignore[union-attr]
    assert [tag.name for tag in soup.p.find_next_sibling("p").find_all()] == [  # type: ignore[union-attr]
        "strong", "em", "s", "code", "a", "br",
    ]  # fmt: skip
    assert soup.hr is not None


@given(st.text(alphabet="<>&\"'`*_~|!@#^:/=()[]{}\\\n ahrefjscriptx0", max_size=80))
@settings(max_examples=400, deadline=None)
def test_no_typed_text_yields_a_tag(typed: str) -> None:
    escaped = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for text in (typed, escaped):
        assert_harmless(words(text))
    assert_harmless(str(markdown(typed)))


@given(st.text(max_size=200))
@settings(deadline=None)
def test_escaped_words_are_read_as_they_were_typed(typed: str) -> None:
    quiet = "".join(" " if it in "*_~`:<>&\r\0" else it for it in typed)
    without_tags = re.sub(r"<[^>]+>", "", words(quiet).replace("<br>", "\n"))
    assert html.unescape(without_tags) == quiet


def test_a_long_line_of_marks_takes_no_time() -> None:
    for text in ("*a " * 1000, "*<a>`" * 600, "_" * 3000, "<" * 3000, "*" + "<a>" * 500):
        assert words(text)
        assert markdown(text)
