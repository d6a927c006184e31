"""What people type at a rating card is read as a colleague beside them would read it."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.models import Point, Scale
from content.scale import load_scale
from conversations.assessment.typed import Typed, read

OURS = load_scale()


def scale_of(*labels: str) -> Scale:
    stands_for = ["growth", *["steady"] * (len(labels) - 2), "strength"]
    points = [
        Point.model_validate({"value": n, "label": label, "anchor": "…", "stands_for": meaning})
        for n, (label, meaning) in enumerate(zip(labels, stands_for, strict=True), 1)
    ]
    return Scale(question="?", dont_know="Not my area", note="…", points=tuple(points))


DISTRICT = scale_of(
    "Emerging", "Approaching standard", "At standard", "Above standard", "Exemplary"
)
NUMBERED = scale_of("1 - Not yet", "2 - Getting there", "3 - There")
DIGITS = scale_of("0", "1", "2")
PICTURES = scale_of("👎", "👍")
LETTERS = scale_of("A", "B", "C", "D", "E", "F", "G")
SCALES = (OURS, DISTRICT, NUMBERED, PICTURES, LETTERS)


def in_walk(text: str, scale: Scale = OURS) -> Typed:
    return read(text, scale, own_thread=True)


def at_top(text: str, scale: Scale = OURS) -> Typed:
    return read(text, scale, own_thread=False)


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("3", 3, ""),
        ("3.", 3, ""),
        ("(3)", 3, ""),
        (" *3* ", 3, ""),
        ("3️⃣", 3, ""),
        ("３", 3, ""),
        (":three:", 3, ""),
        ("3 :+1: 🎉", 3, ""),
        ("3 :white_check_mark: we have it", 3, "we have it"),
        ("3 - We have interpreters", 3, "We have interpreters"),
        ("3 – we have interpreters", 3, "we have interpreters"),
        ("3, we have interpreters but not at open house", 3,
         "we have interpreters but not at open house"),
        ("3: Yes.\nAt conferences.", 3, "Yes.\nAt conferences."),
        ("3\n- flyers\n- interpreters", 3, "- flyers\n- interpreters"),
        ("3 because we have ONE", 3, "because we have ONE"),
        ("2 since our liaison left", 2, "since our liaison left"),
        ("(3) we have it", 3, "we have it"),
        ("3) we have it", 3, "we have it"),
        ("3...we have it", 3, "we have it"),
        ("3, 2 interpreters at each conference", 3, "2 interpreters at each conference"),
        ("3 - 2 interpreters at each conference", 3, "2 interpreters at each conference"),
        ("4, 100%", 4, "100%"),
        ('3 "We all do it"', 3, '"We all do it"'),
        ("I'd say 3", 3, ""),
        ("I’d say a 3", 3, ""),
        ("a 3 for us", 3, ""),
        ("3 I think", 3, ""),
        ("3ish", 3, ""),
        ("maybe a 2, since nobody speaks Creole", 2, "since nobody speaks Creole"),
        ("we are at a 2, sadly", 2, "sadly"),
        ("rating 4", 4, ""),
        ("my rating is 4", 4, ""),
        ("no, 2", 2, ""),
        ("change it to 2", 2, ""),
        ("4/4", 4, ""),
        ("3 out of 4", 3, ""),
        ("three", 3, ""),
        ("3 - Developing", 3, ""),
        ("3 (developing): we do", 3, "we do"),
        ("Developing (3)", 3, ""),
        ("developing", 3, ""),
        ("DEVELOPING!", 3, ""),
        ("Developing: We meet weekly", 3, "We meet weekly"),
        ("not yet", 1, ""),
        ("Not yet. We plan it.", 1, "We plan it."),
        ("we're beginning", 2, ""),
        ("yo diría un 2", 2, ""),
        ("3 porque tenemos intérpretes", 3, "porque tenemos intérpretes"),
    ],
)  # fmt: skip
def test_a_rating_is_read_anywhere_with_the_words_beside_it(
    text: str, value: int, words: str
) -> None:
    assert in_walk(text) == Typed("rate", value, words)
    assert at_top(text) == Typed("rate", value, words)


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("3 we have interpreters", 3, "we have interpreters"),
        ("3 most of our teachers do", 3, "most of our teachers do"),
        ("3 progress in every room", 3, "progress in every room"),
        ("3 working on it", 3, "working on it"),
        ("3-we have it", 3, "we have it"),
        ("2 no interpreters", 2, "no interpreters"),
        ("1 nothing in place", 1, "nothing in place"),
        ("4 handbook is translated", 4, "handbook is translated"),
        ("3 tenemos intérpretes", 3, "tenemos intérpretes"),
        ("not yet but we plan to", 1, "but we plan to"),
        ("not there yet", 1, ""),
        ("3?", 3, ""),
        ("level 3", 3, ""),
        ("dev", 3, ""),
        ("estab", 4, ""),
        ("begining", 2, ""),
        ("devloping, we meet", 3, "we meet"),
        ("notyet", 1, ""),
        ("not yte", 1, ""),
        ("not sure, maybe a 2", 2, ""),
    ],
)
def test_less_is_enough_in_the_walks_own_thread(text: str, value: int, words: str) -> None:
    assert in_walk(text) == Typed("rate", value, words)
    assert at_top(text) == Typed("words", words=text)


@pytest.mark.parametrize(
    "text",
    [
        "3 interpreters came on Monday",
        "3 new bilingual paras",
        "2 of our teachers",
        "2 or 3 teachers do",
        "3 out of 4 schools have one",
        "2 year grant",
        "1 teacher speaks Spanish",
        "1 interpreter for the whole district",
        "3 working groups meet",
        "two now speak Portuguese",
        "one great teacher does it all",
        "three teachers came",
        "3 times a year",
        "3-4 times a year",
        "3-year plan",
        "3rd grade teachers do",
        "3:30 meeting on Mondays",
        "3/4/2025 open house",
        "3,000 families",
        "3 % of staff",
        "2021, we began",
        "617-555-0100",
        "1. We have interpreters\n2. We translate forms",
        "more than 3",
        "3 is too high",
        "Developing our program takes time",
        "Beginning in 2019 we met weekly",
        "We're developing a plan",
        "not yet translated",
        "not",
        "not set",
        "not, yet we try",
        "next, we plan a survey",
        "later, we trained everybody",
        "start with newcomers",
        "not sure but I think it happens",
        "we skip this one in May",
        "",
        " \n",
    ],
)
def test_evidence_stays_evidence(text: str) -> None:
    assert in_walk(text) == Typed("words", words=text)
    assert at_top(text) == Typed("words", words=text)


@pytest.mark.parametrize(
    "text",
    [
        "3 ways to engage families?",
        "what does developing mean for newcomers?",
        "next steps for SLIFE?",
        "help families",
        "done?",
        "help",
        "developing?",
        "3?",
        "3, or is that too much?",
        "3. How do we start",
        "Developing: what does it look like",
        "skip, we are an elementary school",
        "WIDA level 3",
        "level 3",
        "4-6 grade newcomers",
        "why",
    ],
)
def test_at_top_level_what_may_be_a_question_is_one(text: str) -> None:
    assert at_top(text) == Typed("words", words=text)


@pytest.mark.parametrize(
    "text", ["7", "0, because", "3.5", "½", "3½", "3-4", "2 or 3", "between 2 and 3", "3+", "-1",
             "3/5", "3 out of 5", "2024", "3, 4"]
)  # fmt: skip
def test_what_the_scale_lacks_is_told_and_the_text_kept(text: str) -> None:
    assert in_walk(text) == Typed("out_of_scale", None, text)
    assert at_top(text) == Typed("out_of_scale", None, text)


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("dont_know", "don't know|I don’t know|idk|no idea|not sure|I'm really not sure|can't say"
         "|I don't know enough about this to say|no sé|não sei|mwen pa konnen"),
        ("skip", "skip|Skip this one please|pass|next one|next question|N/A|saltar|pular|sote"),
        ("back", "back|go back|previous|the previous one|atrás|voltar|tounen"),
        ("next", "next|Go on!|continue|done|I'm done|that's all|siguiente|próximo"),
        ("pause", "stop for now|pause|later|stop|I'll continue tomorrow|I have to go|done for today"
         "|más tarde|depois|kanpe"),
        ("resume", "resume|go on rating|start|where was I|where was I?|let's go|continue where I"
         " left off"),
        ("explain", "what does this mean?|explain|what do you mean|why do you ask|?|??"
         "|I don't know what this means|¿qué significa esto?|kisa sa vle di"),
    ],
)  # fmt: skip
def test_everyday_words_steer_the_walk(kind: str, texts: str) -> None:
    for text in texts.split("|"):
        assert in_walk(text) == Typed(kind), text  # type: ignore[arg-type]
        assert at_top(text) == Typed(kind), text  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["help", "why?", "huh?", "for example?", "what does a 3 mean?", "what is developing?"]
)
def test_a_short_question_in_the_walk_asks_what_is_meant(text: str) -> None:
    assert in_walk(text) == Typed("explain")
    assert at_top(text) == Typed("words", words=text)


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("skip, We are an elementary school", Typed("skip", words="We are an elementary school")),
        ("Don't know - I am new here", Typed("dont_know", words="I am new here")),
        ("idk because I'm new", Typed("dont_know", words="because I'm new")),
        ("stop for now, the bell rang", Typed("pause", words="the bell rang")),
    ],
)
def test_a_reason_beside_a_way_to_steer_is_kept(text: str, read_as: Typed) -> None:
    assert in_walk(text) == read_as


@pytest.mark.parametrize(
    ("scale", "text", "read_as"),
    [
        (DISTRICT, "5, all of us", Typed("rate", 5, "all of us")),
        (DISTRICT, "6", Typed("out_of_scale", words="6")),
        (DISTRICT, "4/4", Typed("out_of_scale", words="4/4")),
        (DISTRICT, "we're at standard", Typed("rate", 3)),
        (DISTRICT, "above", Typed("rate", 4)),
        (DISTRICT, "At", Typed("words", words="At")),
        (DISTRICT, "standard", Typed("words", words="standard")),
        (DISTRICT, "emergng: newcomers only", Typed("rate", 1, "newcomers only")),
        (DISTRICT, "not my area", Typed("dont_know")),
        (DISTRICT, "Not my area: ask Ana", Typed("dont_know", words="ask Ana")),
        (DIGITS, "1", Typed("rate", 1)),
        (NUMBERED, "getting there", Typed("rate", 2)),
        (NUMBERED, "2 - getting there, we meet", Typed("rate", 2, "we meet")),
        (PICTURES, "👍", Typed("rate", 2)),
        (LETTERS, "a 3 for us", Typed("rate", 3)),
        (LETTERS, "A: we do", Typed("rate", 1, "we do")),
        (LETTERS, "a lot of work", Typed("words", words="a lot of work")),
    ],
)
def test_a_districts_own_scale_is_read_as_well(scale: Scale, text: str, read_as: Typed) -> None:
    assert in_walk(text, scale) == read_as


PIECES = """
3 4 1. 0 3.5 ½ / - – , ; : ? not yet developing dev begining skip back idk i'd say because we of
interpreters out and İ ß ́ 🎉 :three: what does mean ( ) * don't know but no rating level a is
"""
pieces = st.sampled_from(["\n", "", *PIECES.split()])
texts = st.one_of(st.text(max_size=60), st.lists(pieces, max_size=8).map(" ".join))


@given(texts, st.sampled_from(SCALES), st.booleans())
def test_any_text_is_read_and_none_grows(text: str, scale: Scale, own_thread: bool) -> None:
    typed = read(text, scale, own_thread=own_thread)
    assert (typed.value in scale.values) if typed.kind == "rate" else typed.value is None
    assert typed.words in text
    if typed.kind in ("words", "out_of_scale"):
        assert typed.words == text


@pytest.mark.parametrize("scale", SCALES)
def test_each_value_and_each_label_is_read_as_itself(scale: Scale) -> None:
    for point in scale.points:
        for own_thread in (True, False):
            assert read(str(point.value), scale, own_thread=own_thread) == Typed(
                "rate", point.value
            )
            assert read(point.label, scale, own_thread=own_thread) == Typed("rate", point.value)


@pytest.mark.parametrize(
    "text", ["3" + " " * 40_000 + "x", "3 " * 20_000, " " * 40_000 + "x", "3" + ":a" * 20_000,
             "3" * 40_000, "not " * 10_000, "3 here" + " here" * 9_000 + " x", "1, " * 13_000 + "x",
             "what " + " " * 40_000 + "x", " -" * 9_000 + "3"]
)  # fmt: skip
def test_a_very_long_text_is_read_at_once(text: str) -> None:
    started = process_time()
    in_walk(text)
    assert process_time() - started < 2
