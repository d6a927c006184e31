"""What comes first: members weigh and keep one for themselves, a facilitator chooses."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from slack_bolt import Ack, App
from sqlite_utils import Database

from bot.assessing import agreeing
from bot.blocks.prioritising import (
    ASPECTS,
    NONE,
    SAVE_CHOICE,
    SAVE_OWN,
    SAVE_WEIGHTS,
    choice_modal,
    own_modal,
    pages_of_weights,
    weights_modal,
)
from bot.blocks.teams import said_modal
from bot.listeners import results
from bot.listeners.agreeing import draw
from bot.listeners.answers import open_modal
from bot.listeners.steering import TOO_LATE, Click, Talk, View, clicking, submitting
from bot.services import Services
from conversations.assessment import findings, service
from conversations.assessment.identities import Identity
from conversations.assessment.model import Assessment, Vote
from conversations.assessment.session import Chosen, KeptOwn, MovedOn, Voted
from conversations.errors import NotAllowed, Refused

_SAVED = "*Your weights are saved.* You can change them until the priorities are chosen."
_KEPT = "*Kept, for you alone.* You find it again under *For myself* in the results."
_TAKEN_BACK = "Nothing is kept for you now. You can choose one whenever you like."
_FOR_ANOTHER = (
    "You rated for somebody else here. What you keep for yourself needs ratings of yours."
)
_NOTHING = "There is nothing to weigh: no agreed rating stands for growth."


def register(app: App, services: Services) -> None:
    """Listen to the priorities' card and its windows."""
    for action_id, act in (
        ("session_weigh", _open_weights),
        ("session_keep_own", _open_own),
        ("session_choose", _open_choice),
        ("session_finish", _finish),
        ("session_go_back", _go_back),
    ):
        app.action(action_id)(clicking(services, act))
    for aspect in ASPECTS:
        app.action(f"session_weigh_{aspect}")(_wait_for_all)
    for callback_id, submission in (
        (SAVE_WEIGHTS, _save_weights),
        (SAVE_OWN, _save_own),
        (SAVE_CHOICE, _choose),
    ):
        app.view(callback_id)(submitting(services, submission))


def _wait_for_all(ack: Ack) -> None:
    # The window sends all its menus together when it is saved.
    ack()


def _open_weights(click: Click) -> Talk:
    with click.services.store.reading() as db:
        [mine, *_] = click.mine(db)
        assessment = click.seen(db)
        _check_prioritising(assessment)
        if not findings.growth_areas(assessment):
            raise Refused(_NOTHING)
        view = _weights_of(assessment, mine)
    return lambda: open_modal(click.client, click.body, view)


def _save_weights(click: Click) -> tuple[View | None, Talk | None]:
    participant, page = str(click.carried("p")), int(click.carried("g"))
    tenant, now = click.person.tenant, click.services.clock()
    with click.services.store.transaction() as db:
        before = click.seen(db).votes.get(participant, {})
        chosen = _chosen(click, before)
        whole = {i: weights for i, weights in chosen.items() if len(weights) == len(ASPECTS)}
        votes = {i: Vote(**weights) for i, weights in whole.items()}
        assessment, notice = service.steer(
            db, tenant, click.session, Voted(participant, votes), by=click.person.person, now=now
        )
        if notice:
            raise Refused(TOO_LATE)
        following = _after_weights(click, db, assessment, chosen, participant, page)
    return following, None


def _after_weights(
    click: Click,
    db: Database,
    assessment: Assessment,
    chosen: Mapping[str, Mapping[str, int]],
    participant: str,
    page: int,
) -> View:
    """Return the same page where something lacks, else the next, else the next person's."""
    mine = click.mine(db)
    this = next(one for one in mine if one.participant == participant)
    incomplete = [i for i, weights in chosen.items() if 0 < len(weights) < len(ASPECTS)]
    if incomplete:
        return _weights_of(assessment, this, page, chosen=chosen, incomplete=incomplete)
    if page + 1 < pages_of_weights(assessment):
        return _weights_of(assessment, this, page + 1)
    others = mine[mine.index(this) + 1 :]
    if others:
        return _weights_of(assessment, others[0])
    return said_modal("Thank you", _SAVED)


def _weights_of(
    assessment: Assessment,
    identity: Identity,
    page: int = 0,
    *,
    chosen: Mapping[str, Mapping[str, int]] | None = None,
    incomplete: list[str] | None = None,
) -> View:
    on_behalf = assessment.participants[identity.participant].on_behalf
    return weights_modal(
        assessment,
        identity.participant,
        page,
        on_behalf_of=identity.name if on_behalf else "",
        chosen=chosen,
        incomplete=incomplete or (),
    )


def _chosen(click: Click, before: Mapping[str, Vote]) -> dict[str, dict[str, int]]:
    """Return the weights in the window by indicator; a menu left alone keeps what it began with."""
    chosen: dict[str, dict[str, int]] = {}
    for block_id, menus in click.values.items():
        kind, _, indicator = block_id.partition(":")
        if kind != "weigh":
            continue
        stood = before.get(indicator)
        weights = {aspect: getattr(stood, aspect) for aspect in ASPECTS} if stood else {}
        for aspect in ASPECTS:
            menu = menus.get(f"session_weigh_{aspect}") or {}
            if option := menu.get("selected_option"):
                weights[aspect] = int(option["value"])
        chosen[indicator] = weights
    return chosen


def _open_own(click: Click) -> Talk:
    with click.services.store.reading() as db:
        mine = _myself(click, db)
        view = own_modal(click.seen(db), mine.participant)
    return lambda: open_modal(click.client, click.body, view)


def _save_own(click: Click) -> tuple[View | None, Talk | None]:
    chosen = str(click.values["own"]["own"]["selected_option"]["value"])
    kept = None if chosen == NONE else chosen
    with click.services.store.transaction() as db:
        _, notice = service.steer(
            db,
            click.person.tenant,
            click.session,
            KeptOwn(str(click.carried("p")), kept),
            by=click.person.person,
            now=click.services.clock(),
        )
    if notice:
        raise Refused(TOO_LATE)
    return said_modal("For myself", _KEPT if kept else _TAKEN_BACK), None


def _open_choice(click: Click) -> Talk:
    with click.services.store.reading() as db:
        assessment = click.steered(db)
    _check_prioritising(assessment)
    view = choice_modal(assessment)
    return lambda: open_modal(click.client, click.body, view)


def _choose(click: Click) -> tuple[View | None, Talk | None]:
    options = click.values["priorities"]["priorities"]["selected_options"]
    return None, _end(click, Chosen(tuple(option["value"] for option in options)))


def _finish(click: Click) -> Talk:
    return _end(click, Chosen(()))


def _end(click: Click, event: Chosen) -> Talk:
    """End the session; only the click that did so sends the picture, so that it is sent once."""
    now = click.services.clock()
    with click.services.store.transaction() as db:
        assessment, notice = service.steer(
            db, click.person.tenant, click.session, event, by=click.person.person, now=now
        )
        if notice:
            raise Refused(TOO_LATE)
        agreeing.show(db, assessment, service.RESULTS, now)

    def talk() -> None:
        draw(click)
        results.show_picture(click, assessment)

    return talk


def _go_back(click: Click) -> Talk:
    with click.services.store.transaction() as db:
        _, notice = service.steer(
            db,
            click.person.tenant,
            click.session,
            MovedOn("agreeing"),
            by=click.person.person,
            now=click.services.clock(),
        )
    if notice:
        raise Refused(TOO_LATE)
    return partial(draw, click)


def _myself(click: Click, db: Database) -> Identity:
    mine = click.mine(db)[0]
    if click.seen(db).participants[mine.participant].on_behalf:
        raise NotAllowed(_FOR_ANOTHER)
    return mine


def _check_prioritising(assessment: Assessment) -> None:
    if assessment.session.phase != "prioritising":
        raise Refused(TOO_LATE)
