"""Follow-ups inherit or drop what was said before, as people expect."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from retrieval.answer import Answer, NotCovered
from retrieval.engine import Engine
from retrieval.reading import Context


@dataclass
class Talk:
    """A conversation: ``asks`` says something, the answer is kept."""

    engine: Engine
    context: Context = field(default_factory=Context)
    last: Answer | NotCovered | None = None

    def asks(self, question: str) -> Answer:
        self.last = self.engine.answer(question, self.context)
        self.context = self.last.context
        assert isinstance(self.last, Answer), self.last.message
        return self.last

    def is_told(self, question: str) -> NotCovered:
        self.last = self.engine.answer(question, self.context)
        self.context = self.last.context
        assert isinstance(self.last, NotCovered)
        return self.last


@pytest.fixture
def talk(engine: Engine) -> Talk:
    return Talk(engine)


def kinds(answer: Answer) -> list[str]:
    return [citation.item["kind"] for citation in answer.citations]


def test_another_level_keeps_the_topic(talk: Talk) -> None:
    first = talk.asks("What should a school leader do about family engagement?")
    assert first.level == "school"
    second = talk.asks("and teachers?")
    assert second.level == "classroom"
    assert second.blocks[0]["id"] == first.blocks[0]["id"] == "blueprint/p1/b2"
    third = talk.asks("and at the district level?")
    assert (third.level, third.blocks[0]["id"]) == ("district", "blueprint/p1/b2")


def test_resources_on_that_puts_resources_first(talk: Talk) -> None:
    talk.asks("how should a principal review the master schedule so ELs keep core classes?")
    assert kinds(talk.asks("any resources on that?"))[0] == "resource"


def test_the_second_one_is_the_second_that_was_shown(talk: Talk) -> None:
    first = talk.asks("What should a school leader do about family engagement?")
    second = talk.asks("tell me more about the second one")
    assert second.citations[0].item["id"] == first.citations[1].item["id"]
    assert len(second.citations) > 1


def test_a_number_beyond_the_list_means_the_last(talk: Talk) -> None:
    first = talk.asks("interpreters")
    assert talk.asks("#40").citations[0].item["id"] == first.citations[-1].item["id"]


def test_forget_that_drops_topic_and_level(talk: Talk) -> None:
    talk.asks("What should a school leader do about family engagement?")
    fresh = talk.asks("forget that, how do we hire more bilingual staff")
    assert fresh.level is None
    assert fresh.blocks[0]["id"] == "blueprint/p2/b1"


def test_a_question_of_its_own_is_not_mixed_with_the_last(talk: Talk) -> None:
    talk.asks("What should a school leader do about family engagement?")
    other = talk.asks("What should districts do to get students internships")
    assert other.blocks[0]["id"] == "blueprint/p4/b2"
    assert other.level == "district"


def test_thanks_and_an_uncovered_question_leave_the_topic_alone(talk: Talk) -> None:
    talk.asks("What should a school leader do about family engagement?")
    talk.is_told("thanks!")
    talk.is_told("who won the celtics game")
    assert talk.asks("and the state?").blocks[0]["id"] == "blueprint/p1/b2"


def test_a_follow_up_in_portuguese_stays_in_portuguese(talk: Talk) -> None:
    talk.asks("O que a direção da escola deve fazer para trazer as famílias?")
    second = talk.asks("e o professor?")
    assert (second.level, second.blocks[0]["id"]) == ("classroom", "blueprint/p1/b2")


def test_a_block_named_by_its_code_is_remembered(talk: Talk) -> None:
    talk.asks("P3 BB2 for districts")
    second = talk.asks("and teachers?")
    assert (second.level, second.blocks[0]["id"]) == ("classroom", "blueprint/p3/b2")
    assert talk.asks("what about building block 1?").blocks[0]["id"] == "blueprint/p3/b1"


def test_a_block_pointed_at_is_remembered(talk: Talk) -> None:
    talk.asks("what are the building blocks of pillar 4?")
    assert talk.asks("the second one").citations[0].item["id"] == "blueprint/p4/b2"
    third = talk.asks("for principals")
    assert (third.level, third.blocks[0]["id"]) == ("school", "blueprint/p4/b2")


def test_dots_after_forget_that_cut_nothing_off(talk: Talk) -> None:
    talk.asks("What should a school leader do about family engagement?")
    fresh = talk.asks("forget that… how do we hire more bilingual staff")
    assert fresh.blocks[0]["id"] == "blueprint/p2/b1"


def test_forget_it_forgets(talk: Talk) -> None:
    talk.asks("What should a school leader do about family engagement?")
    talk.is_told("forget it")
    assert talk.context == Context()


@pytest.mark.parametrize(
    "said",
    ["🙂", "asdfgh qwerty", "any good pizza", "salary of teachers", "how many minutes of ESL?"],
)
def test_what_has_no_answer_has_none_in_a_conversation_either(talk: Talk, said: str) -> None:
    talk.asks("What should a school leader do about family engagement?")
    talk.is_told(said)


def test_a_complaint_is_no_question(talk: Talk) -> None:
    talk.asks("What should a school leader do about family engagement?")
    assert "sorry" in talk.is_told("that's not what I asked").message


def test_the_intro_one_is_one_of_those_just_spoken_of(talk: Talk) -> None:
    talk.asks("is there a course to learn how to use the Blueprint")
    answer = talk.asks("how many points do I get for the intro one")
    assert "learning/modules/1" in [c.item["id"] for c in answer.citations]
