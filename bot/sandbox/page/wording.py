"""Sentences for what did not work, in the words of the person in front of the page."""

from __future__ import annotations

_REFUSED = {
    "cant_delete_message": "You can only delete messages of your own.",
    "cant_update_message": "You can only edit messages of your own.",
    "channel_not_found": "You cannot see that conversation.",
    "command_in_thread": "Slash commands work in the main message box, not in a thread.",
    "gone": "That is not there any more. The page shows how things stand now.",
    "is_archived": "This channel is archived. Nobody can write in it.",
    "message_not_found": "That message is not there any more.",
    "no_text": "Write something first, or delete the message.",
    "not_in_channel": "Join this channel first, then write in it.",
    "view_not_found": "That form is closed already.",
}
_NOT_DELIVERED = {
    "app_not_installed": "{app} is not installed here any more.",
    "dispatch_failed": "{what} did not reach {app}. Is it running?",
    "http_client_error": "{app} refused {what_later}.",
    "http_service_error": "{app} ran into a problem with {what_later}.",
    "operation_timeout": "{app} did not answer within three seconds.",
    "unknown_command": "{what} is not a command here. Type / to see the ones there are.",
}


_WAITING = {
    "rate_limited": "is told to wait (429)",
    "server_error": "meets a server error (500)",
    "drop_before": "gets no answer",
    "drop_after": "works, but gets no answer",
    "slow": "is answered late",
}


def waiting(line: str) -> str:
    """A fault that waits to happen, as the buttons that set it up name it."""
    method, _, kind = line.partition(": ")
    called = "The next call" if method == "*" else method
    if method == "next event":
        return f"The next event arrives {kind}"
    return f"{called} {_WAITING.get(kind, kind)}"


def refused(code: str) -> str:
    """Why the workspace did not let a person do something."""
    return _REFUSED.get(code, f"That did not work ({code}).")


def not_delivered(what: str, error: str, app: str) -> str:
    """What became of something sent to the app that it did not acknowledge."""
    sentence = _NOT_DELIVERED.get(error, "{what} failed.")
    later = what[0].lower() + what[1:]
    words = sentence.format(what=what, what_later=later, app=app)
    return words if error == "unknown_command" else f"{words} Try again. ({error})"
