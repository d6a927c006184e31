"""The gap report, sent to a coordinator who asks for it."""

from __future__ import annotations

import http.client
import logging

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot import delivery
from bot.blocks.gaps import gap_report, gap_table
from bot.blocks.notes import note
from bot.services import Services
from bot.who import who
from conversations import coordinators, gaps
from conversations.errors import NotAllowed

log = logging.getLogger(__name__)

_NO_TABLE = (
    "The table could not be sent as a file here. Whoever runs this app can print it with "
    "`blueprint-bot gaps`."
)


def register(app: App, services: Services) -> None:
    """Listen to the button in App Home."""

    def on_report(ack: Ack, context: BoltContext, client: WebClient) -> None:
        asker = who(context)
        with services.store.reading() as db:
            if not coordinators.is_coordinator(db, asker.tenant, asker.person):
                raise NotAllowed("Only coordinators see this report.")
            groups = gaps.group(gaps.gaps_of(db, asker.tenant, None))
        ack()
        opened = delivery.call(client, "conversations.open", users=asker.person)
        channel = opened["channel"]["id"]
        delivery.call(client, "chat.postMessage", channel=channel, **gap_report(groups))
        if groups:
            _send_table(client, channel, gap_table(groups))

    app.action("gap_report")(on_report)


def _send_table(client: WebClient, channel: str, table: str) -> None:
    """Send the table as a file, or say where else it is to be had."""
    try:
        client.files_upload_v2(
            channel=channel,
            filename="questions-without-an-answer.csv",
            title="Questions without an answer",
            content=table,
        )
    except (OSError, http.client.HTTPException, SlackClientError) as error:
        log.warning("A report was not uploaded", extra={"reason": type(error).__name__})
        delivery.call(client, "chat.postMessage", channel=channel, **note(_NO_TABLE))
