"""One window's whole screen, drawn from the workspace as it stands."""

from __future__ import annotations

from bot.sandbox.model import View
from bot.sandbox.page.conversation import begins_earlier, rows, status_of, view_body
from bot.sandbox.page.visit import Visit, members, name_of, named_channels
from bot.sandbox.page.windows import Windows
from bot.sandbox.page.wording import waiting
from bot.sandbox.rendering import Renderer


def screen(visit: Visit, windows: Windows, renderer: Renderer) -> str:
    """The page as HTML; a window redraws itself by asking for it again."""
    workspace, core = visit.workspace, visit.core
    with core.state.changed:
        modal, home = visit.actor.modal, visit.actor.home
        prompts = workspace.prompts.get((visit.channel.id, visit.thread)) or (
            workspace.prompts.get((visit.channel.id, None)) if visit.is_app else None
        )
        channels = named_channels(visit)
        direct = core.state.direct_channel(workspace, visit.person.id)
        return renderer.page(
            "page.html",
            visit=visit,
            workspace=workspace,
            app=core.registration,
            revision=core.state.revision,
            people=sorted(members(workspace), key=name_of),
            name_of=name_of,
            channels=channels,
            direct=direct,
            unread={it.id for it in (*channels, direct) if windows.unread(visit, it)},
            member=visit.person.id in visit.channel.members,
            has_app=workspace.bot_user in visit.channel.members,
            rows=[] if visit.shows_home else rows(visit, renderer, windows, None),
            begins_earlier=begins_earlier(visit),
            thread_rows=rows(visit, renderer, windows, visit.thread) if visit.thread else [],
            status=status_of(visit, None),
            thread_status=status_of(visit, visit.thread) if visit.thread else "",
            prompts=prompts,
            modal=modal,
            modal_body=view_body(visit, renderer, modal) if modal else "",
            modal_depth=_depth(visit, modal),
            home_body=view_body(visit, renderer, home) if home and visit.shows_home else "",
            deliveries=windows.deliveries,
            pending=[waiting(line) for line in core.faults.pending()],
            reader=visit.reader(),
        )


def _depth(visit: Visit, modal: View | None) -> int:
    stack = visit.workspace.stacks.get(visit.person.id, [])
    return stack.index(modal.id) + 1 if modal and modal.id in stack else 0
