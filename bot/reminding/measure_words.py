"""What words that answer the question for a reading do, and what is said about that."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

from bot.blocks.notes import note
from bot.blocks.planning.readings import kept_message
from bot.blocks.text import escape
from bot.planning import looks
from bot.planning.hearing import readings
from bot.planning.hearing.typed import Typed
from bot.reminding import seeing
from bot.reminding.task_words import Answered, Words
from bot.services import Services
from conversations.assessment.students import student_data
from conversations.errors import NotAllowed, NotFound, Refused
from conversations.planning import service
from conversations.planning.model import Measure, Plan
from conversations.planning.typed_readings import read_reading, which_measure
from conversations.reminders.kinds import MEASURE
from conversations.reminders.threads import Reminded

_GONE = "This measure is not in its plan any more, so it need not be read."
_NO_NUMBER = (
    "I could not find a number in this, so I have kept nothing. Please say what it reads, such as "
    "“14 of 20” or “70%”:"
)


def take_in(services: Services, db: Database, about: Reminded, words: Words, key: str) -> Answered:
    """Keep the reading that words give. Raises NotFound where the measure is gone."""
    plan, measure = _measure(db, about)
    typed = _typed(services, db, plan, about, words, key)
    try:
        reading = read_reading(words.said, typed.today, typed.calendar)
        if reading is None:
            raise Refused(_NO_NUMBER)
        if what := student_data(words.said):
            raise Refused(f"This looks like {what}. Please say it for a group of students:")
        heard = readings.of(typed, reading, [measure])
        taken = service.take(
            db,
            plan.tenant,
            plan.id,
            heard.events,
            by=about.person,
            now=services.clock(),
            proposal_id=key,
        )
    except (Refused, NotAllowed) as refused:
        quoted = "\n>".join(escape(words.said).splitlines())
        return Answered("nothing", note(f"{escape(str(refused))}\n>{quoted}"))
    return Answered("stood", heard.reply(looks.shown(services, db, taken.plan), taken))


def told_again(services: Services, db: Database, about: Reminded, key: str) -> Answered:
    """Return what is said about a reading that an earlier attempt kept. Raises NotFound."""
    plan, _ = _measure(db, about)
    first = _typed(services, db, plan, about, Words("", ""), key).new_id()
    return Answered("stood", kept_message(looks.shown(services, db, plan), first))


def meant(
    services: Services, db: Database, reminded: Sequence[Reminded], words: str
) -> Reminded | None:
    """Return the measure that words at top level plainly read; None where that is not sure."""
    found: dict[str, tuple[Reminded, Measure]] = {}
    for one in reminded:
        if one.subject_type == MEASURE:
            try:
                found[one.subject_id] = one, _measure(db, one)[1]
            except NotFound:
                continue
    if not found:
        return None
    person, tenant = reminded[0].person, reminded[0].tenant
    today = seeing.today_of(services, db, tenant, person)
    calendar = seeing.calendar_of(services, db, tenant, person)
    reading = read_reading(words, today, calendar)
    if reading is None or not readings.is_sure(words, reading):
        return None
    texts = {key: f"{measure.what} {measure.unit}" for key, (_, measure) in found.items()}
    alike = which_measure(reading.words, texts) or list(found)
    return found[alike[0]][0] if len(alike) == 1 else None


def _measure(db: Database, about: Reminded) -> tuple[Plan, Measure]:
    plan = seeing.plan_of(db, about.tenant, about.subject_id)
    measure = plan.measures.get(about.subject_id)
    if measure is None or not plan.is_live:
        raise NotFound(_GONE)
    return plan, measure


def _typed(
    services: Services, db: Database, plan: Plan, about: Reminded, words: Words, key: str
) -> Typed:
    return Typed(
        plan=plan,
        words=words.said,
        raw=words.raw,
        by=about.person,
        named=True,
        today=plan.today(services.clock()),
        calendar=looks.calendar_of(db, plan),
        key=key,
        team=looks.team_of(db, plan),
    )
