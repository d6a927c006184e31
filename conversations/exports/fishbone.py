"""A cause-and-effect diagram (Ishikawa's fishbone), as a picture and in words."""

from __future__ import annotations

from conversations.exports.fishbone_layout import NO_PROBLEM, all_causes, layout
from conversations.exports.in_words import Group, counted, tell
from conversations.exports.legible import one_line
from conversations.exports.picture import draw
from conversations.exports.plan_report import CauseShown, Fishbone
from conversations.exports.surface import Surface

_LONGEST_ENTRY = 240
TITLE = "Fishbone diagram"


def fishbone(diagram: Fishbone) -> bytes:
    """Return the picture as a PNG."""
    surface, height = _drawn(diagram)
    return surface.png(height)


def fishbone_svg(diagram: Fishbone) -> bytes:
    """Return the picture as an SVG; the same diagram gives the same bytes."""
    surface, height = _drawn(diagram)
    return surface.svg(height, TITLE, fishbone_words(diagram))


def fishbone_words(diagram: Fishbone) -> str:
    """Return what the picture says, in at most 2,000 characters."""
    causes = sum(len(bone.causes) for bone in diagram.bones)
    roots = sum(cause.is_root for cause in all_causes(diagram))
    problem = one_line(diagram.problem, 500).rstrip(".") or NO_PROBLEM
    summary = (
        f"{TITLE} of the problem: {problem}. {counted(causes, 'cause')} on "
        f"{counted(len(diagram.bones), 'bone')}, {counted(roots, 'root cause')}."
    )
    in_full, in_brief = (_groups(diagram, briefly=briefly) for briefly in (False, True))
    return tell(summary, in_full, in_brief)


def _groups(diagram: Fishbone, *, briefly: bool) -> list[Group]:
    return [
        (one_line(bone.name, 80), [_entry(cause, briefly) for cause in bone.causes])
        for bone in diagram.bones
    ]


def _entry(cause: CauseShown, briefly: bool) -> str:
    said = one_line(cause.text, _LONGEST_ENTRY).rstrip(".")
    notes = ["root cause"] if cause.is_root else []
    if not briefly:
        notes += [counted(cause.marks, "mark")] if cause.marks else []
        notes += [one_line(line, _LONGEST_ENTRY).rstrip(".") for line in cause.data]
    if notes:
        said += f" ({', '.join(notes)})"
    if not briefly:
        said += "".join(f", why? {_entry(why, briefly)}" for why in cause.whys)
    return said


def _drawn(diagram: Fishbone) -> tuple[Surface, float]:
    texts = [diagram.problem, *(bone.name for bone in diagram.bones)]
    for cause in all_causes(diagram):
        texts += [cause.text, *cause.data]
    surface = Surface(1, texts)
    picture = layout(diagram, surface.letters)
    draw(picture, surface)
    return surface, picture.height
