"""The log: one JSON object a line, and at the default level nothing that anybody wrote."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Literal, TextIO

Level = Literal["debug", "info", "warning"]

# What every record has; anything else was given as ``extra``.
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# What libraries log before they raise, which is then told by whoever catches it; and that our
# client comes before the token which Bolt finds in the environment for itself.
_TOLD_TWICE = {
    "slack_sdk.web.base_client": ("Failed to send a request to Slack API server",),
    "slack_bolt.App": ("Failed to retrieve WSS URL", "As you gave `client` as well"),
}
_OURS = ("bot", "conversations", "retrieval", "content")


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return time, level, logger, message, the extra fields and any traceback."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        extra = {name: value for name, value in vars(record).items() if name not in _STANDARD}
        line |= {name: value for name, value in extra.items() if name not in line}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def start_logging(level: Level = "info", stream: TextIO | None = None) -> None:
    """Log to ``stream``, or standard error.

    Libraries stay at warnings, because below that they log what people wrote; ``debug`` lets all
    of it through.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.DEBUG if level == "debug" else logging.WARNING)
    for name in _OURS:
        logging.getLogger(name).setLevel(level.upper())
    for name in _TOLD_TWICE:
        logging.getLogger(name).addFilter(_is_news)
    logging.captureWarnings(True)


def _is_news(record: logging.LogRecord) -> bool:
    said = record.getMessage()
    return not any(said.startswith(known) for known in _TOLD_TWICE[record.name])
