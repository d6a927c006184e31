"""files.*: the upload in three steps that slack_sdk's files_upload_v2 takes."""

from __future__ import annotations

import mimetypes
from typing import Any

from bot.sandbox import events, inputs
from bot.sandbox.api.calls import Call, Family
from bot.sandbox.checks import check_message
from bot.sandbox.core import Core, Upload
from bot.sandbox.errors import SlackError
from bot.sandbox.model import Channel, File, Message
from bot.sandbox.payloads import file_object, message_object
from bot.sandbox.posting import parsed
from bot.sandbox.workspace import new_id

family = Family()


@family.method("files.getUploadURLExternal", "files:write", tier=4)
def get_upload_url(call: Call) -> dict[str, Any]:
    """A URL to send a file's content to."""
    name = call.need("filename")
    try:
        length = int(call.need("length"))
    except ValueError:
        raise SlackError("invalid_arguments") from None
    if length < 1:
        raise SlackError("file_upload_size_restricted")
    upload = Upload(
        new_id("F"), call.workspace.team_id, name, length, call.optional("alt_txt") or ""
    )
    call.core.uploads[upload.id] = upload
    return {"file_id": upload.id, "upload_url": f"{call.core.url}/files/upload/{upload.id}"}


def receive(core: Core, upload_id: str, content: bytes) -> bool:
    """Keep the content that arrived for a place, if it is as long as was said."""
    upload = core.uploads.get(upload_id)
    if upload is None or len(content) != upload.length:
        return False
    upload.content = content
    return True


@family.method("files.completeUploadExternal", "files:write", tier=4)
def complete_upload(call: Call) -> dict[str, Any]:
    """Finish uploads, and share them in a channel or a thread when one is given."""
    wanted = parsed(call.args.get("files"), "invalid_arguments")
    if not isinstance(wanted, list) or not wanted:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: files"])
    channel = _channel(call)
    thread_ts = call.optional("thread_ts")
    blocks = parsed(call.args.get("blocks"), "invalid_blocks_format")
    if blocks:
        check_message("", blocks)
    ts = call.core.state.next_ts()
    files = [_finished(call, one, channel, ts) for one in wanted]
    for file in files:
        call.core.state.put_file(call.workspace, file)
    if channel is not None:
        message = Message(
            channel=channel.id,
            ts=ts,
            user=call.workspace.bot_user,
            text=call.optional("initial_comment") or "",
            blocks=inputs.with_ids(blocks or []),
            thread_ts=thread_ts,
            bot_id=call.workspace.bot.bot_id,
            files=[file.id for file in files],
        )
        call.core.state.put_message(call.workspace, message)
        events.message_posted(call.core, call.workspace, message)
    return {"files": [file_object(call.core, file) for file in files]}


@family.method("files.delete", "files:write", tier=3)
def delete(call: Call) -> dict[str, Any]:
    """Delete a file of the app's own; a message that held nothing else goes with it."""
    file = call.workspace.files.get(call.need("file"))
    if file is None:
        raise SlackError("file_not_found")
    if file.user != call.workspace.bot_user:
        raise SlackError("cant_delete_file")
    call.core.state.remove_file(call.workspace, file)
    message = call.core.state.message(call.workspace, file.channel or "", file.ts or "")
    if message is not None:
        before = message_object(call.core, call.workspace, message)
        message.files.remove(file.id)
        if message.files or message.text or message.blocks:
            call.core.state.put_message(call.workspace, message)
        else:
            call.core.state.remove_message(call.workspace, message)
            events.message_deleted(call.core, call.workspace, message, before)
    return {}


def _channel(call: Call) -> Channel | None:
    wanted = call.optional("channel_id") or (call.optional("channels") or "").split(",")[0]
    if not wanted:
        return None
    channel = Call(call.core, call.grant, call.workspace, {"channel": wanted}).channel(member=True)
    if channel.archived:
        raise SlackError("is_archived")
    return channel


def _finished(call: Call, wanted: Any, channel: Channel | None, ts: str) -> File:
    upload = call.core.uploads.get(str(wanted.get("id"))) if isinstance(wanted, dict) else None
    if upload is None or upload.team_id != call.workspace.team_id:
        raise SlackError("file_not_found")
    if upload.content is None:
        raise SlackError("file_not_found")
    del call.core.uploads[upload.id]
    return File(
        id=upload.id,
        name=upload.name,
        title=str(wanted.get("title") or upload.name),
        mimetype=mimetypes.guess_type(upload.name)[0] or "application/octet-stream",
        size=upload.length,
        content=upload.content,
        user=call.workspace.bot_user,
        channel=channel.id if channel else None,
        ts=ts,
        alt_text=upload.alt_text,
    )
