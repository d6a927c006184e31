"""Text in Block Kit: typed words are escaped, lengths kept, sentences cut where they may be."""

from __future__ import annotations

import re
from typing import Any

from bot import limits

Block = dict[str, Any]

_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_MENTION = re.compile(r"<[@!#][^>]*>")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LINK = re.compile(r"<([^|>]+)(?:\|([^>]*))?>")


def escape(text: str) -> str:
    """Escape what a person typed, so that it pings nobody and disguises no link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shorten(text: str, limit: int) -> str:
    """Return ``text`` within ``limit`` characters, cut at a word, with an ellipsis where cut."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit // 2 else cut).rstrip() + "…"


def plain(text: str, limit: int) -> Block:
    """Return a plain_text object within ``limit``."""
    return {"type": "plain_text", "text": shorten(text, limit), "emoji": True}


def mrkdwn(text: str, limit: int = limits.SECTION_TEXT) -> Block:
    """Return a mrkdwn object; ``text`` is already escaped where a person typed it."""
    # Verbatim: Slack makes no mention or link of its own out of a plain @here or an address.
    return {"type": "mrkdwn", "text": shorten(text, limit), "verbatim": True}


def link(url: str | None, label: str) -> str:
    """Return a mrkdwn link, or the label alone where there is no address."""
    label = escape(label)
    return f"<{url}|{label}>" if url else label


def as_typed(text: str) -> str:
    """Return the words of a message as the person typed them: no mentions, no link markup.

    What cannot be seen, and could turn round or break what is shown beside it, is left out.
    """
    text = _UNSEEN.sub("", text)
    text = _MENTION.sub(" ", text)
    text = _LINK.sub(lambda match: match[2] or match[1], text)
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return " ".join(text.split())


def section(text: str, **more: Any) -> Block:
    """Return a section of mrkdwn text."""
    return {"type": "section", "text": mrkdwn(text), **more}


def context(*texts: str) -> Block:
    """Return a context block, one element for each text."""
    kept = texts[: limits.CONTEXT_ELEMENTS]
    return {"type": "context", "elements": [mrkdwn(text, limits.CONTEXT_TEXT) for text in kept]}


def header(text: str) -> Block:
    """Return a header."""
    return {"type": "header", "text": plain(text, limits.HEADER_TEXT)}


def button(label: str, action_id: str, value: str, **more: Any) -> Block:
    """Return a button; ``more`` may hold a style, an address or a confirm dialog."""
    return {
        "type": "button",
        "text": plain(label, limits.BUTTON_TEXT),
        "action_id": action_id,
        "value": value,
        **more,
    }


def actions(*elements: Block, block_id: str | None = None) -> Block:
    """Return a row of controls."""
    block: Block = {"type": "actions", "elements": list(elements[: limits.ACTIONS_ELEMENTS])}
    return block | ({"block_id": block_id} if block_id else {})


def confirm(title: str, text: str, yes: str, no: str) -> Block:
    """Return a dialog that asks before a button does something."""
    return {
        "title": plain(title, limits.CONFIRM_TITLE),
        "text": plain(text, limits.CONFIRM_TEXT),
        "confirm": plain(yes, limits.CONFIRM_BUTTON),
        "deny": plain(no, limits.CONFIRM_BUTTON),
    }


def option(label: str, value: str, description: str | None = None) -> Block:
    """Return a choice of a select, radio group or overflow menu."""
    chosen: Block = {"text": plain(label, limits.OPTION_LABEL), "value": value}
    if description:
        chosen["description"] = plain(description, limits.OPTION_DESCRIPTION)
    return chosen
