"""An answer with `ok: false`, on its way out."""

from __future__ import annotations

from typing import Any


class SlackError(Exception):
    """A call that Slack refuses, with its error code and the rest of the answer's fields."""

    def __init__(self, code: str, messages: list[str] | None = None, **fields: Any) -> None:
        """Keep the code, and the sentences of `response_metadata.messages`."""
        super().__init__(code, *(messages or ()))
        self.code = code
        self.fields = dict(fields)
        if messages:
            self.fields["response_metadata"] = {"messages": messages}

    @property
    def answer(self) -> dict[str, Any]:
        """The body of the refusal."""
        return {"ok": False, "error": self.code, **self.fields}
