"""How fast messages that nobody waits for go to a workspace, so that answers find room there."""

from __future__ import annotations

from datetime import timedelta

from bot import limits
from conversations.outbox import Pace

_AT_ONCE = 20
_LEFT_TO_ANSWERS = 40

PACE = Pace(
    timedelta(minutes=1) / (limits.POSTS_PER_MINUTE_IN_A_WORKSPACE - _LEFT_TO_ANSWERS - _AT_ONCE),
    at_once=_AT_ONCE,
)
"""In no minute more than a workspace takes, less what a sudden rush of answers may need.

Whatever is answered counts towards it as well: the more is asked, the fewer reminders go.
"""

RATE_LIMITED = "ratelimited"
"""The reason of what Slack asked to be sent later."""
