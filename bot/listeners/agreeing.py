"""Reveal and agree: the board's buttons, the window for a rating, and consent of small groups."""

from __future__ import annotations

from functools import partial

from slack_bolt import App

from bot import delivery, redrawing
from bot.assessing import agreeing, reports, sessions
from bot.blocks.agreeing import Place, board_message
from bot.blocks.agreement import SAVE_AGREEMENT, Draft, agreement_modal, draft_of
from bot.blocks.evidence import evidence_modal
from bot.delivery import TryLater, Undeliverable
from bot.listeners.answers import open_modal
from bot.listeners.steering import TOO_LATE, Click, Talk, View, clicking, submitting
from bot.services import Services
from conversations.assessment import findings, service
from conversations.assessment.findings import Finding
from conversations.assessment.model import Agreement, Assessment
from conversations.assessment.session import Accepted, Agreed, Closed, Consented, MovedOn
from conversations.errors import NotFound, Refused

_NOT_CLOSED = "The ratings are still coming in. Close the self-assessment first, then show them."
_IS_OVER = "This self-assessment has ended, so there is nothing to agree on any more."
_NOT_SHOWN = (
    "This rating is not shown any more: somebody of a small group has taken back their yes."
)
_MOVED_ON = "The team has gone on to its priorities. Go back to agreeing first, on their card."
_SHOWING = "You find the ratings in the thread under the team's card."
_SHOWING_YOU = "You find the ratings in our direct messages."
_NOT_ALONE = "Others rate here too: close the self-assessment, then show the ratings."
_NOTHING_RATED = "Nothing is rated yet. Give at least one card a rating, then I can go on."
_GONE_ON = "You have finished rating already. What comes next is further down in our messages."


def register(app: App, services: Services) -> None:
    """Listen to the board's controls and to the question for consent."""
    for action_id, act in (
        ("session_reveal", _reveal),
        ("session_turn_previous", _turn),
        ("session_turn_next", _turn),
        ("session_evidence", _show_evidence),
        ("session_evidence_previous", _turn_evidence),
        ("session_evidence_next", _turn_evidence),
        ("session_agree", _open_agreement),
        ("session_reopen", _open_agreement),
        ("session_accept", _accept),
        ("session_go_on", _go_on),
        ("solo_finish", _finish_alone),
        ("session_consent_yes", partial(_consent, yes=True)),
        ("session_consent_no", partial(_consent, yes=False)),
    ):
        app.action(action_id)(clicking(services, act))
    app.view(SAVE_AGREEMENT)(submitting(services, _agree))


def draw(click: Click) -> None:
    """Draw the cards of the session anew, as whoever has just changed it waits for it."""
    sessions.draw_now(click.services, click.client, click.person.tenant, click.session)


def _reveal(click: Click) -> Talk:
    now = click.services.clock()
    with click.services.store.transaction() as db:
        assessment = click.steered(db)
        phase = assessment.session.phase
        if phase != "agreeing":
            raise Refused(_NOT_CLOSED if phase == "rating" else _IS_OVER)
        agreeing.show(db, assessment, service.BOARD, now)
        in_thread = agreeing.thread_of(db, assessment.session) is not None
    said = _SHOWING if in_thread else _SHOWING_YOU
    return lambda: click.say("Reveal and agree", said)


def _turn(click: Click) -> Talk:
    with click.services.store.reading() as db:
        assessment = click.seen(db)
        known = reports.names(db, assessment)
    place = Place(click.session, click.kept.get("i"), click.kept.get("p"))
    message = board_message(assessment, place, known)
    # The shared message shows what a facilitator chose as long as the team is at it; anybody else,
    # and everybody afterwards, turns pages of their own.
    is_own = (click.body.get("container") or {}).get("is_ephemeral")
    steers = click.person.person in assessment.session.facilitators
    shared = steers and assessment.session.phase == "agreeing"
    show = redrawing.redraw if shared or is_own else redrawing.whisper
    return lambda: show(click.client, click.body, message)


def _show_evidence(click: Click) -> Talk:
    view = _evidence(click)
    return lambda: open_modal(click.client, click.body, view)


def _turn_evidence(click: Click) -> Talk:
    view, view_id = _evidence(click), click.body["view"]["id"]

    def update() -> None:
        try:
            delivery.call(click.client, "views.update", view_id=view_id, view=view)
        except (TryLater, Undeliverable):
            open_modal(click.client, click.body, view)

    return update


def _evidence(click: Click) -> View:
    with click.services.store.reading() as db:
        assessment = click.seen(db)
        known = reports.names(db, assessment)
    finding = _finding(assessment, click)
    return evidence_modal(assessment.session, finding, known, int(click.kept.get("p", 0)))


def _finding(assessment: Assessment, click: Click) -> Finding:
    finding = findings.finding_of(assessment, str(click.carried("i")))
    if finding is None:
        over = assessment.session.phase == "cancelled"
        raise NotFound(_IS_OVER if over else _NOT_SHOWN)
    return finding


def _open_agreement(click: Click) -> Talk:
    with click.services.store.reading() as db:
        assessment = click.steered(db)
        known = reports.names(db, assessment)
    finding = _finding(assessment, click)
    if assessment.session.phase != "agreeing":
        raise Refused(_MOVED_ON if assessment.session.phase == "prioritising" else _IS_OVER)
    view = agreement_modal(assessment.session, finding, draft_of(assessment.session, finding))
    action = click.body["actions"][0]

    def talk() -> None:
        open_modal(click.client, click.body, view)
        if action["type"] == "static_select":
            # A menu tells nothing where the same is chosen again; drawn anew, it begins empty.
            page = str(action["block_id"]).split(":")[1]
            place = Place(click.session, page=int(page))
            message = board_message(assessment, place, known, drawn=action["action_ts"])
            redrawing.redraw(click.client, click.body, message)

    return talk


def _agree(click: Click) -> tuple[View | None, Talk | None]:
    draft = _draft(click)
    indicator, before = str(click.carried("i")), click.carried("b")
    event = Agreed(indicator, draft.value or 0, draft.rationale, draft.dissent, before)
    with click.services.store.transaction() as db:
        assessment, notice = service.steer(
            db,
            click.person.tenant,
            click.session,
            event,
            by=click.person.person,
            now=click.services.clock(),
        )
    session = assessment.session
    if notice == "too_late" and session.agreements.get(indicator) != _agreement(draft):
        if session.phase != "agreeing":
            raise Refused(_MOVED_ON if session.phase == "prioritising" else _IS_OVER)
        finding = _finding(assessment, click)
        return agreement_modal(session, finding, draft, overtaken=True), None
    return None, partial(draw, click)


def _draft(click: Click) -> Draft:
    values = click.values
    chosen = values["value"]["value"]["selected_option"]
    return Draft(
        int(chosen["value"]) if chosen else None,
        (values["rationale"]["rationale"]["value"] or "").strip(),
        (values["dissent"]["dissent"]["value"] or "").strip(),
    )


def _agreement(draft: Draft) -> Agreement:
    return Agreement(draft.value or 0, draft.rationale, draft.dissent)


def _accept(click: Click) -> Talk:
    _steer(click, Accepted())
    return partial(draw, click)


def _go_on(click: Click) -> Talk:
    _steer(click, MovedOn("prioritising"), then=service.PRIORITIES)
    return partial(draw, click)


def _finish_alone(click: Click) -> Talk | None:
    tenant, now = click.person.tenant, click.services.clock()
    with click.services.store.transaction() as db:
        assessment = click.steered(db)
        if not assessment.is_solo:
            raise Refused(_NOT_ALONE)
        if assessment.session.phase != "rating":
            raise Refused(_GONE_ON)
        [walk] = assessment.walks.values()
        if all(rating.value is None for rating in walk.ratings.values()):
            raise Refused(_NOTHING_RATED)
        for event in (Closed(), Accepted(), MovedOn("prioritising")):
            assessment, _ = service.steer(
                db, tenant, click.session, event, by=click.person.person, now=now
            )
        agreeing.show(db, assessment, service.PRIORITIES, now)
    return None


def _steer(click: Click, event: Accepted | MovedOn, then: str | None = None) -> None:
    now = click.services.clock()
    with click.services.store.transaction() as db:
        assessment, notice = service.steer(
            db, click.person.tenant, click.session, event, by=click.person.person, now=now
        )
        if then and not notice:
            agreeing.show(db, assessment, then, now)
    if notice:
        raise Refused(TOO_LATE)


def _consent(click: Click, *, yes: bool) -> Talk:
    participant = str(click.carried("p"))
    with click.services.store.transaction() as db:
        assessment, _ = service.steer(
            db,
            click.person.tenant,
            click.session,
            Consented(participant, yes),
            by=click.person.person,
            now=click.services.clock(),
        )
        message = agreeing.consent_of(db, assessment, participant)
    return lambda: redrawing.redraw(click.client, click.body, message)
