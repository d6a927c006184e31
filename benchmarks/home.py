"""Times App Home in a large district: what a drawing reads and how long it takes.

python -m benchmarks.home

40 teams of 15 with a plan of 50 tasks each, of which a teacher has 60 in three plans; 40
self-assessments under way; 500 Homes opened. Printed for a teacher and for who coordinates:
queries, milliseconds to read and to draw, blocks and size; then what following a change costs while
nothing has happened, and when every plan has changed at once.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from bot.blocks.home import home_view
from bot.homes.composing import look_of
from bot.services import Services
from bot.settings import Settings
from bot.who import Who
from content.scale import load_scale
from conversations import coordinators, memberships, teams
from conversations.assessment import inviting
from conversations.assessment.inviting import Invited
from conversations.assessment.model import Session, Statement
from conversations.database import Store, connect, timestamp
from conversations.homes import kept
from conversations.homes.kept import Turned
from conversations.planning import store
from conversations.planning.model import Cause, Driver, Idea, Plan, Responsible, Status, Task

TENANT, DISTRICT, TEACHER = "T0RIVER", "UDISTRICT", "U0000"
NOW = datetime(2026, 12, 1, 15, tzinfo=UTC)
TODAY = date(2026, 12, 1)
TEAMS, TASKS, MEMBERS, HOMES = 40, 50, 15, 500
HERS, HER_PLANS = 60, 3
_TIMES = 25


def main() -> None:
    """Fill a database, time both Homes and the following, and print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "district.db"
        kept_in = Store(path)
        kept_in.prepare()
        _fill(kept_in)
        services = Services(
            settings=Settings(Path(folder), Path(folder), database=path),
            store=kept_in,
            engine=cast(Any, None),
            official={},
            installers=lambda _: frozenset(),
            clock=lambda: NOW,
        )
        print(f"{'':<14}{'queries':>8}{'read ms':>9}{'draw ms':>9}{'blocks':>8}{'KiB':>6}")
        for name, person in (("teacher", TEACHER), ("coordinator", DISTRICT)):
            _home(services, path, name, person)
        _following(kept_in)


def _home(services: Services, path: Path, name: str, person: str) -> None:
    viewer = Who(TENANT, person)
    statements: list[str] = []
    with Store(path).reading() as db:
        db.conn.set_trace_callback(statements.append)
        look_of(services, db, viewer, Turned(), may_name=False)
    with Store(path).reading() as db:
        read, look = _timed(lambda: look_of(services, db, viewer, Turned(), may_name=False))
    drawn, view = _timed(lambda: home_view(look))
    size = len(str(view).encode()) / 1024
    blocks = len(view["blocks"])
    count = sum(not one.startswith(("SAVEPOINT", "RELEASE")) for one in statements)
    print(f"{name:<14}{count:>8}{read:>9.1f}{drawn:>9.1f}{blocks:>8}{size:>6.0f}")


def _following(kept_in: Store) -> None:
    with kept_in.reading() as db:
        quiet, _ = _timed(lambda: kept.has_changes(db, NOW))
    with kept_in.transaction() as db:
        db.execute("UPDATE plans SET changed_at = ?", [timestamp(NOW + timedelta(minutes=1))])
    with kept_in.reading() as db:
        busy, _ = _timed(lambda: kept.has_changes(db, NOW + timedelta(minutes=2)))
    with kept_in.transaction() as db:
        began = time.perf_counter()
        marked = kept.mark_changed(db, NOW + timedelta(minutes=2))
        marking = 1_000 * (time.perf_counter() - began)
    print(f"\nnothing has changed: {quiet:.1f} ms a second")
    print(f"every plan has changed: {busy:.1f} ms a second; {marked} Homes in {marking:.1f} ms")
    print(f"they are drawn within {marked / 60:.0f} minutes, one a second")


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    taken, result = [], None
    for _ in range(_TIMES):
        began = time.perf_counter()
        result = work()
        taken.append(1_000 * (time.perf_counter() - began))
    return statistics.median(taken), result


def _fill(kept_in: Store) -> None:
    by: dict[str, Any] = {"by": DISTRICT, "now": NOW - timedelta(days=30)}
    with kept_in.transaction() as db:
        coordinators.name_coordinator(
            db,
            TENANT,
            DISTRICT,
            named_by=DISTRICT,
            may_name=True,
            is_guest=False,
            now=by["now"],
        )
        for n in range(TEAMS):
            members = [f"U{m:04}" for m in range(n * MEMBERS, (n + 1) * MEMBERS)]
            zone: dict[str, Any] = {"channel": f"C{n:04}", "timezone": "America/New_York"}
            teams.save_team(db, TENANT, f"team{n}", name=f"School {n:02}", **zone, **by)
            memberships.set_members(
                db, TENANT, f"team{n}", members, names={}, titles={}, guests=(), **by
            )
            begun = _plan(n, members)
            bare = replace(begun, causes={}, drivers={}, ideas={}, tasks={})
            store.insert_plan(db, bare, by["now"])
            store.save_plan(db, bare, begun, by["now"])
            rating = [Invited(one, one, "school", "Other") for one in members]
            inviting.start(db, _session(n, members[0]), rating, **by)
        for n in range(HOMES):
            kept.opened(db, TENANT, f"U{n:04}" if n else DISTRICT, None, NOW)
        db.execute(
            "UPDATE homes SET shown_at = ?, looks_from = ?, hash = 'h', digest = 'd'",
            [timestamp(NOW)] * 2,
        )
    connect(kept_in.path).execute("ANALYZE").close()


def _plan(n: int, members: list[str]) -> Plan:
    hers = HERS // HER_PLANS if n < HER_PLANS else 0
    tasks = [
        Task(
            f"t{n}-{m}",
            f"i{n}",
            f"Send the letter of week {m} in the languages that families read best",
            Responsible(TEACHER if m < hers else members[m % MEMBERS]),
            (members[(m + 1) % MEMBERS],),
            due=TODAY + timedelta(days=m - 10),
            status=_status(m, hers),
            note="We are waiting for the translator" if m % 9 == 0 else "",
        )
        for m in range(TASKS)
    ]
    return Plan(
        tenant=TENANT,
        id=f"plan{n}",
        title=f"Families hear from us in their language, school {n}",
        team=f"team{n}",
        channel=f"C{n:04}",
        owners=(members[0],),
        timezone="America/New_York",
        begun_at=NOW - timedelta(days=30),
        bones={"people": "People"},
        stage="live",
        causes={f"c{n}": Cause(f"c{n}", "people", "Letters go out in English", is_root=True)},
        drivers={f"d{n}": Driver(f"d{n}", "Letters are translated", (f"c{n}",))},
        ideas={f"i{n}": Idea(f"i{n}", f"d{n}", "Translate every letter")},
        tasks={task.id: task for task in tasks},
    )


def _status(m: int, hers: int) -> Status:
    if m < hers:
        return "to_do"
    return "blocked" if m % 9 == 0 else "done" if m % 3 == 2 else "under_way"


def _session(n: int, facilitator: str) -> Session:
    words = "Families are asked which language they read best, and letters come in it. " * 3
    statements = tuple(
        Statement(
            f"blueprint/p1/b{m // 8 + 1}/school/{m % 8 + 1}",
            f"Indicator {m}",
            words,
            words,
            (words,),
            "school",
            "blueprint/p1/b1",
            "Families",
            "P1",
            None,
        )
        for m in range(32)
    )
    return Session(
        tenant=TENANT,
        id=f"session{n}",
        title="Effective family engagement, school level",
        team=f"team{n}",
        channel=f"C{n:04}",
        phase="rating",
        facilitators=(facilitator,),
        scale=load_scale(),
        statements=statements,
        timezone="America/New_York",
        started_at=NOW - timedelta(days=3),
        closes_at=NOW + timedelta(days=4),
    )


if __name__ == "__main__":
    main()
