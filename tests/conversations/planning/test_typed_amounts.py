"""Where a measure stands, as people type it; and who and when, as they choose it in a window."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.errors import Refused
from conversations.planning.chosen_days import chosen_day
from conversations.planning.typed_amounts import Amount, in_words, read_amount, together
from tests.conversations.planning.plans import CALENDAR, TODAY

FRIDAY = date(2026, 12, 4)


def amount(words: str) -> Amount | None:
    return read_amount(words, "target", today=TODAY, calendar=CALENDAR)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("14 of 20", Amount(70, "%")),
        ("14 of 20 conferences", Amount(70, "%")),
        ("70%", Amount(70, "%")),
        ("62.5 percent", Amount(62.5, "%")),
        ("35", Amount(35)),
        ("35 families", Amount(35, "families")),
        ("1,200", Amount(1200)),
        ("none", Amount(0)),
        ("  ", None),
    ],
)
def test_amounts_as_they_are_typed(words: str, said: Amount | None) -> None:
    assert amount(words) == said


@pytest.mark.parametrize("words", ["more families", "5 or 6", "21 of 20"])
def test_what_is_no_one_number_is_asked_for_again(words: str) -> None:
    with pytest.raises(Refused) as refused:
        amount(words)
    assert refused.value.field == "target"
    assert "14 of 20" in str(refused.value)


def test_a_bare_number_means_what_the_other_one_counts() -> None:
    assert together(Amount(40, "%"), Amount(70)) == "%"
    assert together(Amount(12), Amount(35, "families")) == "families"
    assert together(None, Amount(35)) == ""
    for other in (Amount(300), Amount(35, "families")):
        with pytest.raises(Refused, match="percent"):
            together(Amount(40, "%"), other)


@given(st.integers(0, 10**6).map(lambda n: n / 10), st.sampled_from(["%", "", "families"]))
def test_an_amount_is_read_back_as_it_was_shown(value: float, unit: str) -> None:
    assert amount(in_words(value, unit)) == Amount(value, unit)


@given(st.text(max_size=60))
def test_anything_typed_is_an_amount_or_a_sentence(words: str) -> None:
    try:
        read = amount(words)
    except Refused:
        return
    assert read is None or read.unit == read.unit.strip()


@given(st.text(max_size=60), st.none() | st.dates(TODAY, date(2027, 6, 30)))
def test_any_words_for_a_day_are_one_or_come_back(words: str, picked: date | None) -> None:
    try:
        day = chosen_day(picked, words, None, "due", today=TODAY, calendar=CALENDAR)
    except Refused:
        return
    assert day == picked or picked is None


def test_a_typed_day_takes_the_place_of_the_one_that_was_there() -> None:
    def chosen(picked: date | None, words: str, before: date | None) -> date | None:
        return chosen_day(picked, words, before, "due", today=TODAY, calendar=CALENDAR)

    before = date(2026, 12, 9)
    assert chosen(before, "Friday", before) == FRIDAY
    assert chosen(FRIDAY, "Friday", before) == FRIDAY
    assert chosen(None, "", before) is None
    with pytest.raises(Refused, match="Friday, December 4, 2026"):
        chosen(date(2026, 12, 10), "Friday", before)
