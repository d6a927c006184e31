"""Reading what Slack refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from slack_sdk.errors import SlackApiError


@contextmanager
def refused(error: str, *paths: str) -> Iterator[None]:
    """The calls inside are answered with this error, naming these JSON pointers."""
    with pytest.raises(SlackApiError) as caught:
        yield
    answer = caught.value.response
    assert answer["error"] == error
    named = answer.get("response_metadata", {}).get("messages", [])
    for path in paths:
        assert any(f"[json-pointer:{path}]" in sentence for sentence in named), named
