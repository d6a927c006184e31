"""Reads to whom a task is handed over: a mention, or the name of somebody in the team."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conversations.assessment.words.folding import fold
from conversations.planning.model import Responsible
from conversations.teams import Member, Team

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_WHY = re.compile(r"\W*(?:\b(?:because|since|as|so that)\b)?\W*", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")


def to_whom(said: str, raw: str, team: Team | None) -> tuple[Responsible | None, str]:
    """Return to whom a task goes, None where that is not sure, and what was said about why.

    ``said`` are the words after "hand over to", ``raw`` the message with its mentions.
    """
    if mentioned := _MENTION.findall(raw):
        # Anybody else is chosen in a window, where it turns out whether they are a colleague.
        known = team is not None and mentioned[0] in team.people
        return (Responsible(mentioned[0]) if known else None), _why(said)
    for length in (3, 2, 1):
        found = [one for one in _named(team) if _begins(said, one[0], length)]
        people = {one for _, one in found}
        if len(people) == 1:
            names = max((name for name, _ in found), key=len)
            return people.pop(), _why(_after(said, names))
        if people:
            break
    return None, said.strip()


def _named(team: Team | None) -> Iterator[tuple[str, Responsible]]:
    """Yield each name that a member goes by."""
    for member in team.members if team else ():
        who = _responsible(member)
        if who is None:
            continue
        names = _WORD.findall(member.name)
        yield member.name, who
        yield from ((name, who) for name in names[:1] + names[-1:])


def _responsible(member: Member) -> Responsible | None:
    if member.person:
        return Responsible(member.person)
    return Responsible(member.sponsor, member.name) if member.sponsor else None


def _begins(said: str, name: str, words: int) -> bool:
    if len(name.split()) != words:
        return False
    return re.match(rf"\W*{re.escape(_folded(name))}(?!\w)", _folded(said)) is not None


def _after(said: str, name: str) -> str:
    words = list(_WORD.finditer(said))
    count = len(name.split())
    return said[words[count - 1].end() :] if len(words) >= count else ""


def _why(said: str) -> str:
    return said[_WHY.match(said).end() :].strip()  # type: ignore[union-attr]


def _folded(text: str) -> str:
    return fold(text).folded
