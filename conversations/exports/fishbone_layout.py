"""Where everything in a fishbone stands: a spine into the head, bones above and below it.

The bones of a side lean by the same angle, so that the causes between two of them have the same
width at any height. The first half of the bones stands above the spine, in the order of reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from conversations.exports.lettering import NARROW, Lettering
from conversations.exports.picture import (
    Paragraph,
    Part,
    Picture,
    Shape,
    Stroke,
    Style,
    fitting,
    paragraph,
    rectangle,
    snug,
)
from conversations.exports.plan_report import BoneShown, CauseShown, Fishbone
from conversations.exports.surface import Frame

NO_PROBLEM = "No problem statement yet"

_INK, _QUIET, _LINE, _ROOT = "#1b1b1b", "#4a4f57", "#2b4a6b", "#8f1414"
_HEAD_FILL, _HEAD_INK, _NAME_FILL = "#12355b", "#ffffff", "#dbe6f2"
_TWIG = "#5d6670"

_PROBLEM = Style(24, _HEAD_INK, bold=True)
_LABEL = Style(18, _HEAD_INK)
_NAME = Style(22, _INK, bold=True)
_CAUSE, _ROOT_CAUSE = Style(19, _INK), Style(19, _ROOT, bold=True)
_WHY, _ROOT_WHY = Style(17, _INK), Style(17, _ROOT, bold=True)
_DATA = Style(16, _QUIET)
_LEGEND = Style(18, _QUIET)

_MARGIN, _PAD, _LEAN, _GAP = 30, 14, 110, 16
_LEAST_LEAN, _TIP = 50, 26
_HEAD_WIDTH, _HEAD_POINT, _HEAD_PAD = 330, 36, 18
_LEAST_COLUMN, _LEAST_BONE = 370, 120
_MARK, _INDENT, _DEEPEST = 24, 20, 6
_TWIG_ROOM, _WHY_GAP, _LABEL_GAP = 8, 5, 6
_MIDDLE = 0.55
"""Where the middle of the letters is, as a share of a line's height."""


@dataclass(frozen=True)
class _Cause:
    """A cause or an answer to "why?", measured; ``twig`` is the room for a twig under it."""

    text: Paragraph
    is_root: bool
    data: tuple[Paragraph, ...]
    whys: tuple[_Cause, ...]
    twig: float

    @property
    def height(self) -> float:
        own = self.text.height + self.twig + sum(data.height for data in self.data)
        return own + sum(why.height + _WHY_GAP for why in self.whys)


@dataclass(frozen=True)
class _Bone:
    """A bone, measured; its causes are as wide as ``width``."""

    name: Paragraph
    causes: tuple[_Cause, ...]
    width: float

    @property
    def length(self) -> float:
        return sum(cause.height + _GAP for cause in self.causes) + _GAP


@dataclass(frozen=True)
class _Line:
    """Where a bone runs: from its name, at ``outer``, to the spine, at ``x`` and ``inner``."""

    x: float
    inner: float
    outer: float
    lean: float

    def at(self, y: float) -> float:
        return self.x - self.lean * (self.inner - y) / (self.inner - self.outer)


def layout(diagram: Fishbone, letters: Lettering) -> Picture:
    """Place all of a fishbone."""
    return fitting(lambda width: _draft(diagram, letters, width))


def all_causes(diagram: Fishbone) -> Iterator[CauseShown]:
    """Yield the causes of all bones, each before the answers under it."""
    for bone in diagram.bones:
        for cause in bone.causes:
            yield from _with_whys(cause)


def _with_whys(cause: CauseShown) -> Iterator[CauseShown]:
    yield cause
    for why in cause.whys:
        yield from _with_whys(why)


def _draft(diagram: Fishbone, letters: Lettering, width: float) -> Picture:
    above = diagram.bones[: (len(diagram.bones) + 1) // 2]
    below = diagram.bones[len(above) :]
    columns = max(len(above), 1)
    beside = 2 * _MARGIN + _LEAN + _TIP + _HEAD_WIDTH
    column = max((width - beside) / columns, _LEAST_COLUMN)
    width = beside + columns * column

    problem = _head_words(diagram, letters)
    half_head = sum(words.height + _LABEL_GAP for words in problem) / 2 + _HEAD_PAD
    upper, lower = (_half(half, letters, column) for half in (above, below))
    height_above = max(_names_height(upper) + _length(upper), half_head)
    height_below = max(_names_height(lower) + _length(lower), half_head) if lower else half_head
    spine = _MARGIN + height_above
    bottom = spine + height_below
    head = Frame(width - _MARGIN - _HEAD_WIDTH, spine - half_head, _HEAD_WIDTH, 2 * half_head)

    parts = [_head(problem, head), _spine(spine, head.x)]
    steepness = _LEAN / max(height_above, height_below)
    for half, outer in (
        (upper, _MARGIN + _names_height(upper)),
        (lower, bottom - _names_height(lower)),
    ):
        lean = max(steepness * abs(spine - outer), _LEAST_LEAN)
        for place, bone in enumerate(half):
            x = _MARGIN + _LEAN + (place + 1) * column
            parts.append(_placed_bone(bone, _Line(x, spine, outer, lean)))
    legend, bottom = _legend(diagram, letters, bottom + 24, width)
    whole = Part.of(*parts, legend)
    return Picture(width, bottom + _MARGIN, whole.strokes, whole.shapes, whole.written)


def _half(bones: tuple[BoneShown, ...], letters: Lettering, column: float) -> list[_Bone]:
    """Measure the bones of one side, as wide as the lean leaves room for.

    A cause loses the part of the lean that its own height takes up. How tall it is shows only once
    it is measured, so a second try takes what the first one found and is kept where it holds.
    """
    room = float(_LEAN)
    half = [_bone(bone, letters, column, column - room) for bone in bones]
    for spare in (1.1, 1.4):
        room = min(_share_of_tallest(half) * spare, 1) * _LEAN
        wider = [_bone(bone, letters, column, column - room) for bone in bones]
        if _share_of_tallest(wider) * _LEAN <= room:
            return wider
    return half


def _share_of_tallest(half: list[_Bone]) -> float:
    tallest = max((cause.height for bone in half for cause in bone.causes), default=0)
    return tallest / _length(half)


def _length(half: list[_Bone]) -> float:
    return max([_LEAST_BONE, *(bone.length for bone in half)])


def _names_height(half: list[_Bone]) -> float:
    return max((bone.name.height for bone in half), default=0) + 2 * _PAD


def _bone(bone: BoneShown, letters: Lettering, column: float, room: float) -> _Bone:
    name = snug(letters, bone.name, _NAME, column - 4 * _PAD, most=2)
    width = room - 2 * _PAD
    return _Bone(name, tuple(_cause(cause, letters, width) for cause in bone.causes), width)


def _cause(cause: CauseShown, letters: Lettering, width: float, depth: int = 0) -> _Cause:
    if depth:
        style = _ROOT_WHY if cause.is_root else _WHY
    else:
        style = _ROOT_CAUSE if cause.is_root else _CAUSE
    room = width - (_MARK if cause.is_root else 0)
    inner = width - (_INDENT if depth < _DEEPEST else 0)
    return _Cause(
        snug(letters, _with_marks(cause), style, room),
        cause.is_root,
        tuple(snug(letters, line, _DATA, width - _MARK, most=3) for line in cause.data),
        tuple(_cause(why, letters, inner, depth + 1) for why in cause.whys),
        0 if depth else _TWIG_ROOM,
    )


def _with_marks(cause: CauseShown) -> str:
    return f"{cause.text}{NARROW}({cause.marks})" if cause.marks else cause.text


def _placed_bone(bone: _Bone, line: _Line) -> Part:
    end = line.at(line.outer)
    box_width, box_height = bone.name.width + 2 * _PAD, bone.name.height + _PAD
    top = line.outer - box_height if line.outer < line.inner else line.outer
    box = Frame(end + 2 * _PAD - box_width, top, box_width, box_height)
    parts = [
        Part(
            (Stroke(((end, line.outer), (line.x, line.inner)), _LINE, 4),),
            (rectangle(box, _NAME_FILL, _LINE),),
            (bone.name.at(box.x + _PAD, box.y + _PAD / 2),),
        )
    ]
    y = min(line.inner, line.outer)
    free = abs(line.outer - line.inner) - sum(cause.height for cause in bone.causes)
    gap = free / (len(bone.causes) + 1)
    for cause in bone.causes:
        y += gap
        left = min(line.at(y), line.at(y + cause.height)) - _PAD - bone.width
        parts.append(_placed_cause(cause, left, y))
        twig = y + cause.text.height + cause.twig / 2
        parts.append(Part((Stroke(((left, twig), (line.at(twig), twig)), _TWIG, 2),)))
        y += cause.height
    return Part.of(*parts)


def _placed_cause(cause: _Cause, x: float, y: float, depth: int = 0) -> Part:
    parts = [Part(written=(cause.text.at(x + (_MARK if cause.is_root else 0), y),))]
    if cause.is_root:
        parts.append(Part(shapes=(_diamond(x + 9, y + cause.text.leading * _MIDDLE),)))
    branch = y + cause.text.height + cause.twig / 2
    y += cause.text.height + cause.twig
    for line in cause.data:
        parts.append(Part(written=(line.at(x + _MARK, y),)))
        y += line.height
    indent = _INDENT if depth < _DEEPEST else 0
    for why in cause.whys:
        y += _WHY_GAP
        parts.append(_placed_cause(why, x + indent, y, depth + 1))
        if indent:
            middle = y + why.text.leading * _MIDDLE
            parts.append(Part((_elbow(x + 6, branch, middle, x + indent - 3),)))
        y += why.height
    return Part.of(*parts)


def _diamond(x: float, y: float) -> Shape:
    return Shape(((x, y - 8), (x + 8, y), (x, y + 8), (x - 8, y)), _ROOT, _ROOT)


def _elbow(x: float, top: float, bottom: float, end: float) -> Stroke:
    return Stroke(((x, top), (x, bottom), (end, bottom)), _TWIG, 2)


def _spine(y: float, end: float) -> Part:
    tip = ((end, y), (end - _TIP, y - 13), (end - _TIP, y + 13))
    return Part((Stroke(((_MARGIN, y), (end - _TIP, y)), _LINE, 7),), (Shape(tip, _LINE, _LINE),))


def _head_words(diagram: Fishbone, letters: Lettering) -> tuple[Paragraph, ...]:
    width = _HEAD_WIDTH - _HEAD_PAD - _HEAD_POINT
    problem = letters.drawable(diagram.problem) or NO_PROBLEM
    return (
        paragraph(letters, "The problem", _LABEL, width),
        paragraph(letters, problem, _PROBLEM, width, most=14),
    )


def _head(words: tuple[Paragraph, ...], frame: Frame) -> Part:
    right, bottom = frame.x + frame.width, frame.y + frame.height
    middle, neck = frame.y + frame.height / 2, right - _HEAD_POINT
    outline = (
        (frame.x, frame.y),
        (neck, frame.y),
        (right, middle),
        (neck, bottom),
        (frame.x, bottom),
    )
    y, written = frame.y + _HEAD_PAD, []
    for lines in words:
        written.append(lines.at(frame.x + _HEAD_PAD, y))
        y += lines.height + _LABEL_GAP
    return Part((), (Shape(outline, _HEAD_FILL, _HEAD_FILL),), tuple(written))


def _legend(diagram: Fishbone, letters: Lettering, y: float, width: float) -> tuple[Part, float]:
    """Return what the signs mean, for those that are used, and where that ends."""
    causes = list(all_causes(diagram))
    entries = []
    if any(cause.is_root for cause in causes):
        entries.append(("root", "root cause, in bold"))
    if any(cause.whys for cause in causes):
        entries.append(("why", "the answer to “why?”"))
    if any(cause.marks for cause in causes):
        entries.append(("", "(2): so many members call it a root cause"))
    parts, x, end = [], float(_MARGIN), y
    for sign, text in entries:
        indent = _MARK if sign else 0
        words = snug(letters, text, _LEGEND, width - 2 * _MARGIN - indent)
        if x > _MARGIN and x + indent + words.width > width - _MARGIN:
            x, y = float(_MARGIN), end + 6
        middle = y + words.leading * _MIDDLE
        if sign == "root":
            parts.append(Part(shapes=(_diamond(x + 9, middle),)))
        elif sign == "why":
            parts.append(Part((_elbow(x + 4, y, middle, x + 18),)))
        parts.append(Part(written=(words.at(x + indent, y),)))
        x, end = x + indent + words.width + 40, max(end, y + words.height)
    return Part.of(*parts), end
