"""Questions are read as a colleague would read them."""

from __future__ import annotations

import pytest

from retrieval.answer import UNCLEAR, Answer, NotCovered
from retrieval.engine import Engine
from retrieval.knowledge import Knowledge
from retrieval.reading import Reader


@pytest.fixture(scope="session")
def reader(knowledge: Knowledge) -> Reader:
    return Reader(knowledge)


@pytest.mark.parametrize(
    ("question", "level"),
    [
        ("What should a school leader do about family engagement?", "school"),
        ("principal q: nobody comes to open house", "school"),
        ("middle school principal. my kids go silent", "school"),
        ("AP here, how do we schedule esl?", "school"),
        ("what does the state do there?", "state"),
        ("who at the department checks on this", "state"),
        ("5th gr teacher. how do i bring in where my kids come from", "classroom"),
        ("i teach us government, how do I include everyone", "classroom"),
        ("what can central office do about excuses", "district"),
        ("school committee member here: what do we fund", "district"),
        ("as a building admin I need to hire", "school"),
        ("and teachers?", "classroom"),
        ("superintendent asked what our plan is", "district"),
        ("¿Qué debe hacer la directora de la escuela?", "school"),
    ],
)
def test_role_words_give_the_level(reader: Reader, question: str, level: str) -> None:
    assert reader.read(question).level == level


@pytest.mark.parametrize(
    "question",
    [
        "interpreters",
        "kids who thrive in high school",
        "state seal of biliteracy",
        "what does culturally responsive mean",
        "after school clubs",
        "who takes AP classes",
    ],
)
def test_a_role_word_in_passing_gives_no_level(reader: Reader, question: str) -> None:
    assert reader.read(question).level is None


def test_the_askers_own_level_counts_where_the_words_name_none(reader: Reader) -> None:
    assert reader.read("interpreters for conferences", level="district").level == "district"
    assert reader.read("what should teachers do", level="district").level == "classroom"


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("pillar 3 building block 2 for districts", "blueprint/p3/b2"),
        ("P2 BB3 - whats in there for teachers", "blueprint/p2/b3"),
        ("p3b1 school", "blueprint/p3/b1"),
        ("third pillar second building block", "blueprint/p3/b2"),
        ("1.2 for principals", "blueprint/p1/b2"),
        ("Effective Family Engagement building block - what's under state?", "blueprint/p1/b2"),
        ("what does pillar two say", "blueprint/p2"),
        ("strategy 5 in the leaders guide", "leaders/strategies/5"),
        ("what is module 2 about", "learning/modules/2"),
    ],
)
def test_parts_of_the_outline_are_known_by_number_and_title(
    reader: Reader, question: str, named: str
) -> None:
    assert reader.read(question).references.named == (named,)


@pytest.mark.parametrize(
    "question",
    [
        "my class is 40 percent newcomers, 2.5 gpa needed?",
        "see p 3 of the flyer about school culture and clubs",
        "period 2 is a problem",
        "my 3.2 kids are stuck",
        "level 2.1 on WIDA speaking",
        "4.2 overall, what now",
    ],
)
def test_other_numbers_name_nothing(reader: Reader, question: str) -> None:
    assert not reader.read(question).references.any


@pytest.mark.parametrize(
    ("question", "blocks"),
    [
        ("P3BB2", ["blueprint/p3/b2"]),
        ("p1/b3", ["blueprint/p1/b3"]),
        ("show me P2 BB1", ["blueprint/p2/b1"]),
        ("P4", ["blueprint/p4/b1", "blueprint/p4/b2", "blueprint/p4/b3"]),
        ("pillar 1 block 2 and pillar 3 block 1", ["blueprint/p1/b2", "blueprint/p3/b1"]),
        ("building block 2 of pillar 3", ["blueprint/p3/b2"]),
        ("pilar 3 bloque 2 para distritos", ["blueprint/p3/b2"]),
    ],
)
def test_a_code_alone_is_answered_with_its_block(
    engine: Engine, question: str, blocks: list[str]
) -> None:
    answer = engine.answer(question)
    assert isinstance(answer, Answer)
    assert [block["id"] for block in answer.blocks] == blocks


@pytest.mark.parametrize(
    "question", ["pillar 5", "pillar 3 building block 7", "what does P9 BB1 say"]
)
def test_a_number_that_the_outline_lacks_is_said(engine: Engine, question: str) -> None:
    answer = engine.answer(question)
    assert isinstance(answer, NotCovered)
    assert "four pillars" in answer.message


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("What are the five plans?", 5),
        ("what are the seven strategies", 7),
        ("list the resources", 37),
        ("what are the three steps", 3),
        ("¿Cuáles son los cuatro pilares?", 4),
        ("what are the four pillars?", 4),
        ("list the building blocks", 12),
        ("what are the building blocks of pillar 2", 3),
        ("which plans are required", 5),
        ("what are the competencies", 5),
    ],
)
def test_a_list_asked_for_is_given_whole(engine: Engine, question: str, count: int) -> None:
    answer = engine.answer(question)
    assert not isinstance(answer, NotCovered)
    assert len(answer.citations) == count


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("interpretter", "interpreter"),
        ("newcommers", "newcomers"),
        ("bluprint", "blueprint"),
        ("famly", "family"),
    ],
)
def test_a_misspelled_word_is_read_as_the_corpus_spells_it(
    reader: Reader, typed: str, meant: str
) -> None:
    assert reader.read(f"help with {typed}").spelling.respelled == {typed: meant}


def test_a_misspelled_role_is_a_role(reader: Reader) -> None:
    assert reader.read("i'm on the school comittee, what do we fund").level == "district"


@pytest.mark.parametrize("word", ["sweet", "layers", "yapping", "8am", "kyiv"])
def test_a_real_word_is_not_taken_for_a_slip(reader: Reader, word: str) -> None:
    assert reader.read(f"help with {word}").spelling.respelled == {}


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("¿Cómo ayudo a los padres que no hablan inglés?", "es"),
        ("o que a escola deve fazer pelas famílias?", "pt"),
        ("Kisa pwofesè a ka fè pou paran yo?", "ht"),
        ("what do we do for families", "en"),
        ("intérpretes para conferencias", "es"),
        ("ELPAC", "en"),
    ],
)
def test_the_language_of_a_question_is_recognised(
    reader: Reader, question: str, language: str
) -> None:
    assert reader.read(question).language == language


def test_a_question_in_another_language_finds_the_same_block(engine: Engine) -> None:
    english = engine.search("interpreters for parents at conferences", 5)
    spanish = engine.search("intérpretes para los padres en las reuniones con maestros", 5)
    portuguese = engine.search("intérpretes para os pais nas reuniões com professores", 5)
    creole = engine.search("entèprèt pou paran yo nan reyinyon ak pwofesè", 5)
    for found in (spanish, portuguese, creole):
        assert {i for i, _ in found} & {i for i, _ in english}


def test_ap_is_a_person_or_a_program_by_the_words_around_it(reader: Reader) -> None:
    person = reader.read("I'm an AP, how do we order books").spelling.words
    assert person[2:4] == ("assistant", "principal")
    program = reader.read("which AP classes can they take").terms
    assert "placement" in program.weights
    both = reader.read("AP here. who gets into AP bio?").spelling.words
    assert both.count("ap") == 1


def test_words_after_other_than_do_not_steer_the_search(reader: Reader) -> None:
    terms = reader.read("tools for families other than interpreters").terms
    assert terms.own["interpret"] == 0.0
    assert terms.own["famili"] == 1.0
    assert not {"translat", "servic"} & terms.weights.keys()


def test_words_after_not_about_end_at_the_comma(reader: Reader) -> None:
    assert reader.read("not about families, just about hiring").terms.own["hire"] == 1.0
    assert reader.read("we don't want to lose good staff").terms.own["lose"] == 1.0


def test_resources_that_are_not_wanted_are_not_put_first(engine: Engine) -> None:
    answer = engine.answer("I don't want resources, just what teachers should do for families")
    assert isinstance(answer, Answer)
    assert answer.sections[0].heading == "What the Blueprint says"


def test_both_topics_of_a_message_are_found(engine: Engine) -> None:
    ids = [i for i, _ in engine.search("interpreters for parents, and also scheduling esl", 8)]
    assert any(i.startswith("blueprint/p1/b2") for i in ids)
    assert any(i.startswith("blueprint/p3/b1") for i in ids)


@pytest.mark.parametrize(
    ("question", "level"),
    [
        ("how do I evaluate an ESL teacher", None),
        ("what should my principal do for newcomers", "school"),
        ("reviews of teachers here are box checking. what could central office change", "district"),
        ("is a principal supposed to thank the teachers", "school"),
        ("from the department head's point of view, planning", "school"),
    ],
)
def test_whom_a_question_is_about(reader: Reader, question: str, level: str | None) -> None:
    assert reader.read(question).level == level


def test_two_roles_side_by_side_are_both_meant(reader: Reader) -> None:
    assert reader.read("what should teachers and principals do").levels == ("classroom", "school")
    assert reader.read("principals who talk to teachers").levels == ()


@pytest.mark.parametrize(
    "said", ["I want to quit", "i'm so tired", "my students are driving me crazy"]
)
def test_a_hard_day_gets_kind_words_and_no_statements(engine: Engine, said: str) -> None:
    answer = engine.answer(said)
    assert isinstance(answer, NotCovered)
    assert "sorry" in answer.message


@pytest.mark.parametrize("said", ["the", "who is it for", "what about it", "why", "can you"])
def test_function_words_alone_are_no_question(engine: Engine, said: str) -> None:
    answer = engine.answer(said)
    assert isinstance(answer, NotCovered)
    assert answer.reason == UNCLEAR


@pytest.mark.parametrize("said", ["hi", "Hello there!", "thanks!", "hola", "bye", "hi, thanks"])
def test_small_talk_gets_a_human_line_and_an_invitation(engine: Engine, said: str) -> None:
    answer = engine.answer(said)
    assert isinstance(answer, NotCovered)
    assert answer.reason == UNCLEAR
    assert answer.suggestions
    assert "not cover" not in answer.message


@pytest.mark.parametrize(
    "nonsense", ["", "   ", "???", "👍", "😡😡", "\x00\x01\x02", "qwlkej zxmnc vbqq", "x" * 20_000]
)
def test_nothing_to_read_is_said_kindly(engine: Engine, nonsense: str) -> None:
    answer = engine.answer(nonsense)
    assert isinstance(answer, NotCovered)
    assert not answer.to_json()["answered"]


def test_a_very_long_message_is_read_to_a_limit(engine: Engine) -> None:
    story = "we had a long meeting about the boiler. " * 500
    answer = engine.answer("how do we get interpreters for parents? " + story)
    assert answer.question.startswith("how do we get")
