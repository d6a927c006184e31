"""A large action plan, invented: what the drawings and documents are measured and tested with.

40 causes on six bones, 6 primary drivers, 30 change ideas, 60 tasks, 8 measures with readings.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

from conversations.exports.plan_report import (
    BoneShown,
    CauseShown,
    CoreMember,
    DriverDiagram,
    DriverShown,
    Fishbone,
    GoalShown,
    IdeaShown,
    MeasureShown,
    PlanReport,
    RatingBehind,
    ReadingShown,
    TaskShown,
)
from conversations.exports.report import Material

PROBLEM = (
    "Newcomers in grades 6 to 8 fall behind: 14 of 40 reached their ACCESS progress target in May "
    "2026, against 61% of all English learners in the school."
)
GOAL = (
    "By June 15, 2027, 24 of 40 newcomers in grades 6 to 8 (60%, up from 35%) reach their ACCESS "
    "progress target."
)

_BONES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "People",
        (
            "*Content teachers have had no coaching in planning for newcomers",
            "One ESL teacher for 40 newcomers in three grades",
            "Paraprofessionals are pulled away to cover other classes",
            "Long-term substitutes in two of six science sections",
            "Counselors meet newcomers only when something has gone wrong",
            "Bilingual staff translate on top of their own work",
            "New teachers are paired with mentors from other subjects",
        ),
    ),
    (
        "Practice",
        (
            "*Lessons for newcomers are simplified, not scaffolded",
            "Home languages are seldom used for thinking and drafting",
            "Students talk for less than five minutes in most lessons",
            "Vocabulary is taught from lists, apart from the texts",
            "Units name content goals and no language goals",
            "Feedback corrects grammar and says little about meaning",
            "Grouping by English level keeps newcomers among themselves",
        ),
    ),
    (
        "Policy and scheduling",
        (
            "*ESL is scheduled against science and social studies",
            "Newcomers who enroll after October are placed where there is a seat",
            "Common planning time leaves out the ESL teacher",
            "Electives are the first thing to go from a newcomer's schedule",
            "Exit criteria are known to few teachers",
            "Grading policy counts late work against students who started late",
            "Bell schedule has no block long enough for a project",
        ),
    ),
    (
        "Resources",
        (
            "*Core texts come in English only and at one reading level",
            "The library has eleven books in Portuguese and none in kreyòl ayisyen",
            "Bilingual dictionaries are kept in one classroom",
            "Title III funds are spent on software that few open",
            "Tablets for translation are shared by two floors",
            "No science kits with visuals and labels to fill in",
        ),
    ),
    (
        "Families and community",
        (
            "*Families get the schedule and the report card in English only",
            "Interpreters were at 9 of 20 conferences",
            "Families who work evenings cannot come at 6:30 p.m.",
            "ELPAC has members from two of the seven language groups",
            "Community partners learn of newcomers weeks after they arrive",
            "Transportation from the late program ends at Main Street",
            "Nobody calls in the first week to say what is going well",
        ),
    ),
    (
        "Data",
        (
            "*ACCESS results reach teachers in October, as a spreadsheet without a meeting",
            "Schooling before arrival is not recorded",
            "Common assessments are not broken out for newcomers",
            "Attendance in the first six weeks is not looked at",
            "Progress in the home language is not known",
            "Walkthroughs have no look-for about language",
        ),
    ),
)
_WHYS = (
    "Planning happens alone, at home",
    "The master schedule is built before enrollment is known",
    "ESL sections are placed last, where a room is free",
    "The schedule committee has no ESL teacher on it",
    "The committee was set up before the program was",
)
_DATA = (
    "ACCESS results, May 2026: 14 of 40 made progress",
    "Walkthroughs, March 2026: scaffolds in 6 of 22 lessons",
    "Family survey, April 2026: 31 of 88 understood the report card",
)

_DRIVERS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "Teachers plan every unit with language in mind",
        ("Common planning with the ESL teacher", "Coaching in scaffolding"),
        (
            "Give each grade team one common planning block a week with the ESL teacher",
            "Write one language goal for each unit, with the words and structures it needs",
            "Coach two teachers a quarter: plan, teach and look back together",
            "Visit each other's lessons with one look-for about language",
            "Keep a shelf of scaffolds that worked, by unit",
        ),
    ),
    (
        "Newcomers take part in grade-level lessons",
        ("Time to talk in every lesson", "Home languages as a resource"),
        (
            "Start each lesson with three minutes of talk in pairs, in any language",
            "Draft in the home language first, then write in English with a partner",
            "Use sentence frames that grow with the student, not with the worksheet",
            "Mix language groups in projects, with a role for everybody",
            "Let students choose how they show what they know",
        ),
    ),
    (
        "A schedule that puts newcomers in the room",
        ("The master schedule begins with ESL", "A landing place for late enrollment"),
        (
            "Place ESL sections first when the master schedule is built",
            "Put an ESL teacher on the schedule committee",
            "Hold eight seats in grade 7 for students who enroll after October",
            "Co-teach science in two sections instead of pulling students out",
            "Keep one elective on every newcomer's schedule",
        ),
    ),
    (
        "Texts and tools that newcomers can use",
        ("Texts at more than one level", "Books in home languages"),
        (
            "Find a companion text at two reading levels for each core unit",
            "Order books in Portuguese, Spanish and kreyòl ayisyen with Title III funds",
            "Put bilingual dictionaries in every classroom",
            "Label the science kits with students, in the languages of the class",
            "Ask students which of the software they open, and stop paying for the rest",
        ),
    ),
    (
        "Families know how their children are doing, in their language",
        ("Interpreters wherever it matters", "News in the languages that families read"),
        (
            "Book interpreters for all 20 conferences before dates are announced",
            "Send the schedule and the report card in the family's language",
            "Offer conferences at noon and on Saturday as well",
            "Call every new family in the first week with one good thing",
            "Invite ELPAC members from all seven language groups",
        ),
    ),
    (
        "Teams look at newcomers' progress together and in time",
        (),
        (
            "Meet on ACCESS results within two weeks of their arrival",
            "Ask about schooling before arrival on enrollment, and tell the teachers",
            "Break out common assessments for newcomers each quarter",
            "Look at attendance in weeks two, four and six",
            "Add one look-for about language to the walkthrough form",
        ),
    ),
)
_SOURCES = (
    "P1 · BB2 · School 1",
    "",
    "P2 · BB1 · School 3",
    "Strategies 4 · 3",
    "P3 · BB3 · Classroom 3",
    "",
    "Resource 12",
)
_VERDICTS = ("", "", "", "Adopted", "", "Adapted", "", "", "", "", "Abandoned")
_PEOPLE = (
    "Evelyn Park",
    "Marcus Silva",
    "Rose-Laure Jean-Baptiste",
    "Dana O'Brien",
    "Sokha Chann",
    "Layla Haddad",
    "Tomás Ferreira",
)
_STATUSES = ("Not started", "Under way", "Done", "Stuck")


def large_plan() -> PlanReport:
    """Return the plan, the same each time."""
    drivers = tuple(_drivers())
    return PlanReport(
        title="Newcomers in grades 6 to 8",
        team="Lincoln Middle School implementation team",
        as_of=date(2026, 11, 30),
        cycle=2,
        state="Under way",
        ratings=_RATINGS,
        problem=PROBLEM,
        fishbone=Fishbone(PROBLEM, tuple(_bones())),
        goal=GoalShown(
            GOAL,
            what="reach their ACCESS progress target",
            for_whom="newcomers in grades 6 to 8",
            how_much="from 14 of 40 (35%) to 24 of 40 (60%)",
            by_when=date(2027, 6, 15),
            serves="District goal 2: every English learner on track within six years",
        ),
        diagram=DriverDiagram(GOAL, drivers),
        theory=(
            "If we plan every unit with language in mind, build the schedule around ESL and speak "
            "with families in their language, by coaching, common planning time and booked "
            "interpreters, then newcomers take part in grade-level lessons from their first month, "
            "so that 24 of 40 reach their ACCESS progress target by June 15, 2027."
        ),
        measures=tuple(_measures(drivers)),
        considerations=(
            ("Cost", "Interpreters: $3,200 a year. Books: $4,500 from Title III, once."),
            ("Schedule", "Common planning needs the second lunch block on Tuesdays."),
            ("Professional learning", "Four afternoons of coaching, of the eleven already set."),
            ("Families", "Two parents of the ELPAC read the letters before they go out."),
        ),
        core=(
            CoreMember("Evelyn Park", "EL coordinator", ("Facilitation", "Data for improvement")),
            CoreMember("Marcus Silva", "Grade 7 science", ("Knowledge of the practice",)),
            CoreMember("Rose-Laure Jean-Baptiste", "Family liaison", ("Community and equity",)),
            CoreMember("Dana O'Brien", "Assistant principal", ("Facilitation",)),
        ),
        uncovered=("Change management",),
        coherence=(
            (
                "Required academic plan",
                (
                    Material("School improvement plan", "Goal 2, multilingual learners", None),
                    Material("Professional development plan", "Coaching, years 1 and 2", None),
                ),
            ),
            (
                "Rubric elements",
                (Material("Objectives · Rubric 2", "Goals are measurable and dated.", None),),
            ),
        ),
        missing=(
            "Two tasks have no date yet: Order books; Label the science kits.",
            "Evelyn Park has nine tasks: who can take two of them?",
        ),
        earlier=(
            "Cycle 1: adopted “Call every new family in the first week”.",
            "Cycle 1: abandoned “Pull newcomers out of science for vocabulary”.",
        ),
    )


_RATINGS = (
    RatingBehind(
        "P1 · BB2 · School 1",
        "We take down the barriers that families meet",
        "Effective family engagement",
        "2 (Beginning)",
        (
            "Interpreters were at 9 of 20 conferences.",
            "The front office calls home in Spanish and Portuguese; other languages have no plan.",
        ),
    ),
    RatingBehind(
        "P3 · BB1 · School 2",
        "Schedules give English learners the whole curriculum",
        "Equitable access to meaningful and rigorous programming",
        "1 (Not yet)",
        ("ESL is scheduled against science in two of three grades.",),
    ),
    RatingBehind(
        "P2 · BB1 · School 3",
        "Teachers plan together for language and content",
        "Educator preparation and development",
        "2 (Beginning)",
    ),
)


def _bones() -> Iterator[BoneShown]:
    numbers = count()
    for name, causes in _BONES:
        yield BoneShown(name, tuple(_cause(text, next(numbers)) for text in causes))


def _cause(text: str, number: int) -> CauseShown:
    is_root = text.startswith("*")
    depth = number % (len(_WHYS) + 1) if number % 7 in (0, 2) else 0
    return CauseShown(
        text.lstrip("*"),
        is_root=is_root,
        marks=4 if is_root else number % 3,
        data=(_DATA[number % len(_DATA)],) if number % 5 == 0 else (),
        whys=_chain(depth),
    )


def _chain(depth: int) -> tuple[CauseShown, ...]:
    """Return the answers to so many whys, each under the one before; a fifth one is a root."""
    whys: tuple[CauseShown, ...] = ()
    for place in reversed(range(depth)):
        whys = (CauseShown(_WHYS[place], is_root=place == len(_WHYS) - 1, whys=whys),)
    return whys


def _drivers() -> Iterator[DriverShown]:
    numbers = count()
    roots = [text.lstrip("*") for _, causes in _BONES for text in causes if text.startswith("*")]
    for (text, secondary, ideas), root in zip(_DRIVERS, roots, strict=True):
        shown = tuple(_idea(idea, next(numbers), text) for idea in ideas)
        cut = (len(shown) + 1) // 2
        parts = (shown[:cut], shown[cut:])
        yield DriverShown(
            text,
            causes=(root,),
            secondary=tuple(
                DriverShown(name, ideas=part) for name, part in zip(secondary, parts, strict=False)
            ),
            ideas=() if secondary else shown,
        )


def _idea(text: str, number: int, driver: str) -> IdeaShown:
    return IdeaShown(
        text,
        source=_SOURCES[number % len(_SOURCES)],
        url="https://www.doe.mass.edu/ele/blueprint/" if _SOURCES[number % len(_SOURCES)] else None,
        impact=3 - number % 3,
        ease=None if number % 11 == 9 else 1 + number % 3,
        verdict=_VERDICTS[number % len(_VERDICTS)],
        tasks=tuple(_task(text, 2 * number + place, driver) for place in range(2)),
    )


def _task(idea: str, number: int, driver: str) -> TaskShown:
    starts = date(2026, 11, 2) + timedelta(days=3 * number)
    status = _STATUSES[number % len(_STATUSES)]
    what = "Agree who does what for" if number % 2 == 0 else "Try with one grade team"
    return TaskShown(
        id=f"t{number + 1}",
        what=f"{what}: {idea[0].lower()}{idea[1:]}",
        owner=_PEOPLE[number % len(_PEOPLE)],
        support=(_PEOPLE[(number + 3) % len(_PEOPLE)],) if number % 3 == 0 else (),
        starts=starts,
        due=None if number in (33, 37) else starts + timedelta(days=14),
        status=status,
        note="Waiting for the room list" if status == "Stuck" else "",
        shows="Sign-in sheet and two samples of student work",
        is_done=status == "Done",
        idea=idea,
        driver=driver,
    )


def _measures(drivers: tuple[DriverShown, ...]) -> Iterator[MeasureShown]:
    yield _measure("outcome", "Newcomers who reach their ACCESS target", "the goal", 35, 60, 40)
    yield _measure("outcome", "Newcomers on grade in science", "the goal", 30, 50, 40)
    whats = (
        "Units with a language goal",
        "Lessons in which students talk for five minutes or more",
        "Newcomers in grade-level science",
        "Units with texts at two levels",
        "Conferences with an interpreter",
    )
    for place, (what, driver) in enumerate(zip(whats, drivers, strict=False)):
        yield _measure("process", what, driver.text, 20 + 5 * place, 80, 20)
    yield MeasureShown(
        "balancing",
        "Hours of meetings a teacher has in a week",
        "the load of teachers",
        "hours",
        3.5,
        4,
        "each month",
        "Dana O'Brien",
        tuple(
            ReadingShown(date(2026, 9, 15) + timedelta(days=30 * step), 3.5 + step % 3 * 0.25)
            for step in range(9)
        ),
    )


def _measure(
    sort: str, what: str, serves: str, baseline: float, target: float, of: float
) -> MeasureShown:
    readings = tuple(
        ReadingShown(
            date(2026, 9, 15) + timedelta(days=30 * step),
            round(of * (baseline + (target - baseline) * step / 10) / 100) + step % 2,
            of,
        )
        for step in range(9)
    )
    return MeasureShown(
        sort, what, serves, "%", baseline, target, "each month", "Evelyn Park", readings
    )
