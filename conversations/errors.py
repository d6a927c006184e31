"""What can go wrong in a conversation: each error has a code and a sentence to act on."""

from __future__ import annotations


class ConversationError(Exception):
    """Something a person asked for cannot be done; the message is a sentence for that person."""

    code = "conversation"


class NotAllowed(ConversationError):
    """The person may not do this; the message says who may."""

    code = "not_allowed"


class NotFound(ConversationError):
    """What was named is not there (any more)."""

    code = "not_found"


class Refused(ConversationError):
    """What was typed cannot be used; the message says what to change, ``field`` says where."""

    code = "refused"

    def __init__(self, message: str, field: str | None = None) -> None:
        """Refuse with a sentence; ``field`` names the input that it belongs to."""
        super().__init__(message)
        self.field = field
