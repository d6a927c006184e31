"""A fictional school team, the same in every sandbox, as many times as workspaces are wanted."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.model import Channel, Person, Workspace

PEOPLE = (
    ("ana", "Ana Souza", "ESL teacher, grades 3-5"),
    ("ben", "Ben Carter", "ESL teacher, grades 6-8"),
    ("carla", "Carla Reyes", "Classroom teacher, grade 4"),
    ("dan", "Dan Whitfield", "Principal"),
    ("evelyn", "Evelyn Park", "EL director"),
    ("fay", "Fay Okafor", "Instructional coach"),
)
ADMIN = "evelyn"
COLORS = ("7a4f9e", "2d7d6b", "a8512a", "2f5fa8", "9a3e63", "5d6b1f")
BOT_NAME = "Blueprint"


@dataclass(frozen=True)
class Seed:
    """What tells one workspace from another."""

    team_id: str
    name: str
    domain: str
    enterprise_id: str | None = None
    enterprise_name: str | None = None
    # Stands in every id, so that ids differ between workspaces.
    mark: str = "0"


RIVERBEND = Seed("T0RIVER", "Riverbend Public Schools", "riverbend")


def numbered(count: int) -> list[Seed]:
    """Riverbend and as many more schools as are wanted."""
    more = (Seed(f"T{n}SCHOOL", f"School {n}", f"school-{n}", mark=str(n)) for n in range(1, count))
    return [RIVERBEND, *more][:count]


def plant(seed: Seed, now: int) -> Workspace:
    """A workspace with its people, channels and direct messages with the bot."""
    mark = seed.mark
    bot = Person(
        id=f"U{mark}BLUEPRT",
        name=BOT_NAME.lower(),
        real_name=BOT_NAME,
        is_bot=True,
        bot_id=f"B{mark}BLUEPRT",
        color="1d4e89",
        team_id=seed.team_id,
    )
    people = [
        Person(
            id=f"U{mark}{name.upper()}",
            name=name,
            real_name=real_name,
            title=title,
            is_admin=name == ADMIN,
            color=color,
            team_id=seed.team_id,
        )
        for (name, real_name, title), color in zip(PEOPLE, COLORS, strict=True)
    ]
    by_name = {person.name: person.id for person in people}
    everyone = [person.id for person in people]
    leaders = [by_name[name] for name in ("dan", "evelyn", "fay")]
    channels = [
        Channel(f"C{mark}GENERAL", "general", "public", list(everyone), "News for all"),
        Channel(f"C{mark}ELTEAM", "el-team", "public", [*everyone, bot.id], "English learners"),
        Channel(f"C{mark}STAFF", "staff-room", "public", [*everyone, bot.id], "Everything else"),
        Channel(f"C{mark}LEADERS", "leadership", "private", [*leaders, bot.id]),
        *(Channel(f"D{mark}{p.name.upper()}", "", "im", [p.id, bot.id]) for p in people),
    ]
    for channel in channels:
        channel.created = now
    return Workspace(
        team_id=seed.team_id,
        name=seed.name,
        domain=seed.domain,
        bot_user=bot.id,
        enterprise_id=seed.enterprise_id,
        enterprise_name=seed.enterprise_name,
        people={person.id: person for person in [*people, bot]},
        channels={channel.id: channel for channel in channels},
    )
