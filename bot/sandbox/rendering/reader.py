"""Who is reading: the names, the time zone and the hour that turn ids and tokens into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Reader:
    """The person a text is rendered for; ``people`` and ``channels`` map ids to names."""

    id: str
    now: datetime
    people: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("America/New_York"))
    # People who can be chosen in a select: members without the app itself.
    choosable: Mapping[str, str] = field(default_factory=dict)
    # The address of a channel, to which its id is added.
    channel_address: str = "/?in="
    # Where a picture may come from without leaving this computer, as URL prefixes.
    own_addresses: tuple[str, ...] = ()

    def local(self, moment: datetime) -> datetime:
        """The moment on the reader's clock."""
        return moment.astimezone(self.timezone)
