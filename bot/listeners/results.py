"""Results: files to whoever asks for them, the brief of a priority, and when to assess again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from slack_bolt import App
from slack_sdk import WebClient
from sqlite_utils import Database

from bot import redrawing
from bot.assessing import agreeing, reports
from bot.blocks.notes import note
from bot.blocks.results import brief_modal
from bot.listeners.answers import open_modal
from bot.listeners.steering import Click, Talk, clicking
from bot.services import Services
from bot.uploads import Upload, direct_channel, upload
from conversations.assessment import rounds
from conversations.assessment.model import Assessment
from conversations.errors import NotFound, Refused
from conversations.exports import grouping
from conversations.exports.document import document
from conversations.exports.heat_strip import heat_strip, heat_strip_words
from conversations.exports.report import Report
from conversations.exports.table import rating_table

_NOT_YET = "There are no results yet."
_SENT = "I have sent it to you in our direct messages."
_NO_FILES = (
    "I could not send that file. Perhaps files are switched off here; whoever runs this app can "
    "allow me to send them. The results themselves stay in Slack."
)
_GONE = "That priority is not among those chosen."


@dataclass(frozen=True)
class _File:
    """A file of the results: its name, its title, and how it is made; ``said`` for a picture."""

    name: str
    title: str
    made: Callable[[Report], str | bytes]
    said: Callable[[Report], str] | None = None


_PICTURE = _File("results.png", "Picture of the results", heat_strip, heat_strip_words)
_FILES = {
    "session_file_picture": _PICTURE,
    "session_file_document": _File(
        "results.docx", "Results", lambda report: document(report, heat_strip(report))
    ),
    # The mark at the beginning tells Excel which letters these are.
    "session_file_table": _File(
        "ratings.csv", "All ratings", lambda report: "\ufeff" + rating_table(report)
    ),
}


def register(app: App, services: Services) -> None:
    """Listen to the buttons of the results."""
    for action_id, file in _FILES.items():
        app.action(action_id)(clicking(services, partial(_send, file)))
    app.action("session_brief")(clicking(services, _open_brief))
    app.action("session_again")(clicking(services, _assess_again))


def show_picture(click: Click, assessment: Assessment) -> None:
    """Show the picture where the results stand: in the thread, or to somebody alone.

    It is sent at most once; whoever misses it has the button.
    """
    with click.services.store.reading() as db:
        thread = agreeing.thread_of(db, assessment.session)
        report = _report(click, db)
    if thread:
        _upload(click.client, _PICTURE, report, *thread)
    elif assessment.is_solo:
        _upload(click.client, _PICTURE, report, _direct(click))


def _send(file: _File, click: Click) -> Talk:
    with click.services.store.reading() as db:
        if click.seen(db).session.phase != "done":
            raise Refused(_NOT_YET)
        report = _report(click, db)

    def talk() -> None:
        channel = _direct(click)
        sent = _upload(click.client, file, report, channel)
        if not sent:
            redrawing.whisper(click.client, click.body, note(_NO_FILES))
        elif (click.body.get("container") or {}).get("channel_id") != channel:
            redrawing.whisper(click.client, click.body, note(_SENT))

    return talk


def _open_brief(click: Click) -> Talk:
    with click.services.store.reading() as db:
        assessment = click.seen(db)
        known = reports.names(db, assessment)
        view = brief_modal(assessment, _report(click, db), int(click.carried("r")), known)
    if view is None:
        raise NotFound(_GONE)
    return lambda: open_modal(click.client, click.body, view)


def _assess_again(click: Click) -> Talk:
    months, now = int(click.carried("m")), click.services.clock()
    with click.services.store.transaction() as db:
        session = click.steered(db).session
        day = rounds.assess_again(db, session, click.person.person, months, now)
    said = note(f"I will remind you on {grouping.day(day)}. Another choice moves the day.")
    return lambda: redrawing.whisper(click.client, click.body, said)


def _report(click: Click, db: Database) -> Report:
    return reports.report(click.services, db, click.person.tenant, click.session)


def _direct(click: Click) -> str:
    return direct_channel(click.client, click.person.person)


def _upload(
    client: WebClient, file: _File, report: Report, channel: str, thread_ts: str | None = None
) -> bool:
    """Upload a file; return whether Slack took it."""
    words = file.said(report) if file.said else None
    made = Upload(file.name, file.title, file.made(report), words)
    return upload(client, made, channel, thread_ts) is not None
