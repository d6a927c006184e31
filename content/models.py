"""The shapes of the corpus: what a data file holds, and an item as the rest of the app sees it."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from content.ids import Kind, Level

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Language = Literal["es", "pt", "ht"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Record(_Strict):
    """One entry of a data file: an item in our own plain words."""

    id: Line
    title: Line = Field(description="Our own short name; a resource's real title")
    text: Line = Field(description="The item in plain words of our own, addressed to the role")
    keywords: tuple[Line, ...] = Field(
        min_length=1, description="Everyday words for it that are not in the text"
    )
    asked: tuple[Line, ...] = Field(
        min_length=6, max_length=12, description="Questions that people really type to find it"
    )
    related: tuple[Line, ...] = Field(
        min_length=1,
        max_length=8,
        description="Ids that the same person would also want, best first",
    )
    evidence: tuple[Line, ...] = Field(
        default=(), max_length=4, description="Indicators only: what a team could look at"
    )
    why: Line | None = Field(
        default=None, max_length=160, description="Indicators only: why a team is asked about it"
    )
    group: Line | None = Field(default=None, description="Resources only: publisher group")
    purpose: Line | None = Field(default=None, description="Resources only: what it is for")
    audience: Line | None = Field(default=None, description="Resources only: who it is for")
    pages: tuple[Line, ...] = Field(default=(), description="Resources only: page pointers")
    school_year: Line | None = Field(default=None, description="Resources only, e.g. 2021-22")
    url: Line | None = Field(default=None, description="Resources only, where known to be right")


class Item(Record):
    """A record with what follows from its id and its place in the outline."""

    kind: Kind
    level: Level | None
    block: str | None
    heading: tuple[str, ...]
    locator: str


class Acronym(_Strict):
    """An abbreviation, what it stands for, and a plain sentence on what that is."""

    short: Line
    meaning: Line
    explained: Line
    also: tuple[Line, ...] = ()


class GlossaryTerm(_Strict):
    """A word of the field that is no abbreviation, explained in plain sentences."""

    term: Line
    explained: Line
    also: tuple[Line, ...] = ()


class Bridge(_Strict):
    """One-way help from how people talk to how the corpus speaks."""

    when: tuple[Line, ...] = Field(min_length=1, description="Phrases that a question may hold")
    means: tuple[Line, ...] = Field(min_length=1, description="Terms of the corpus to look for too")


class RoleWords(_Strict):
    """How people at one level name themselves, and settings that give the level away."""

    who: tuple[Line, ...]
    where: tuple[Line, ...]


class Lexicon(_Strict):
    """The words that people use, and what they mean here."""

    acronyms: tuple[Acronym, ...]
    glossary: tuple[GlossaryTerm, ...]
    shorthand: dict[Line, Line]
    synonyms: tuple[tuple[Line, ...], ...]
    bridges: tuple[Bridge, ...]
    roles: dict[Level | Literal["neutral"], RoleWords]
    translations: dict[Language, dict[Line, Line]]
    stop_words: dict[Literal["en", "es", "pt", "ht"], tuple[Line, ...]]


class OutOfScope(_Strict):
    """A topic that people ask this app about and that the corpus does not cover."""

    topic: Line = Field(description="What it is, to complete 'The Blueprint does not cover …'")
    instead: Line = Field(description="A sentence on who or what can help")
    asked: tuple[Line, ...] = Field(min_length=6)


class InScope(_Strict):
    """More questions that an item answers, in words that out-of-scope topics often use too."""

    item: Line
    asked: tuple[Line, ...] = Field(min_length=1)


class Document(_Strict):
    """A published document."""

    title: Line
    short: Line
    url: Line | None = None


class Sources(_Strict):
    """The published documents, their publisher, and where the Department keeps them."""

    credit: Line
    dashboard: Line
    level_page: Line
    documents: dict[str, Document]
    sections: dict[str, Line]
    locators: dict[str, Line]


StandsFor = Literal["growth", "steady", "strength"]
_UPWARDS: tuple[StandsFor, ...] = ("growth", "steady", "strength")


class Point(_Strict):
    """One point of the rating scale, with what practice looks like there."""

    value: int
    label: Line = Field(max_length=40, description="Its name, short: it stands on a button")
    anchor: Line = Field(
        max_length=300, description="What it looks like there: who, how often, with what evidence"
    )
    asks: Line | None = Field(
        default=None,
        max_length=200,
        description="The question that invites evidence after this rating; none: go straight on",
    )
    stands_for: StandsFor


class Scale(_Strict):
    """The scale that people rate by, lowest point first."""

    question: Line = Field(max_length=200, description="What is asked about every indicator")
    dont_know: Line = Field(max_length=40, description="The label of the answer without a rating")
    note: Line = Field(max_length=300, description="Whose scale this is")
    points: tuple[Point, ...] = Field(min_length=2, max_length=7)

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.values != tuple(range(1, len(self.points) + 1)):
            raise ValueError("number the points 1, 2, 3 and so on, lowest first, with no gap")
        seen = {self.dont_know.casefold()}
        for point in self.points:
            if point.label.casefold() in seen:
                raise ValueError(f"the label “{point.label}” stands twice; rename one of the two")
            seen.add(point.label.casefold())
        heights = [_UPWARDS.index(point.stands_for) for point in self.points]
        if heights != sorted(heights) or heights[0] > 0 or heights[-1] < len(_UPWARDS) - 1:
            raise ValueError(
                "let stands_for begin with growth at the lowest point, end with strength at the "
                "highest, and never go back in between"
            )
        return self

    @property
    def values(self) -> tuple[int, ...]:
        """Return the values that may be given, lowest first."""
        return tuple(point.value for point in self.points)

    def point(self, value: int) -> Point:
        """Return the point of a value; raises KeyError for one that is not on the scale."""
        for point in self.points:
            if point.value == value:
                return point
        raise KeyError(value)


BoneId = Literal["people", "practice", "policy", "resources", "families", "data"]


class Bone(_Strict):
    """One bone of a fishbone diagram: a kind of cause."""

    id: BoneId
    name: Line = Field(max_length=40, description="What stands at the bone; a team may rename it")
    meaning: Line = Field(max_length=120, description="Which causes belong here, in one line")
    decisive: tuple[Line, ...] = Field(
        min_length=1, description="Words or phrases that say that a cause belongs here"
    )
    words: tuple[Line, ...] = Field(
        min_length=1, description="Words or phrases that hint at it, half as strongly"
    )
