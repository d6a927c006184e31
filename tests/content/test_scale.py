"""The scale loads, a district's own takes its place, and a broken one is refused with the fix."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from content.check import problems
from content.errors import DataFileError
from content.files import DATA
from content.scale import load_scale

SHIPPED = (DATA / "scale.yaml").read_text(encoding="utf-8")

OWN = """
question: How far along are we?
dont_know: Can't tell
note: The scale of our district.
points:
- {value: 1, label: Planned, anchor: It is in a plan., stands_for: growth}
- {value: 2, label: Under way, anchor: Some classes do it., asks: Where?, stands_for: steady}
- {value: 3, label: In place, anchor: All classes do it., asks: Who says so?, stands_for: strength}
"""


def put(data_dir: Path, text: str) -> Path:
    (data_dir / "scale.yaml").write_text(text, encoding="utf-8")
    return data_dir


def test_the_shipped_scale_has_four_points_with_anchors(tmp_path: Path) -> None:
    scale = load_scale(tmp_path)
    assert scale == load_scale()
    assert [(p.value, p.label, p.stands_for) for p in scale.points] == [
        (1, "Not yet", "growth"),
        (2, "Beginning", "growth"),
        (3, "Developing", "steady"),
        (4, "Established", "strength"),
    ]
    # 4 asks what shows it, 1 and 2 what stands in the way, 3 goes straight on.
    asks = [point.asks or "" for point in scale.points]
    assert [("stands in the way" in a, "shows it" in a) for a in asks] == [
        (True, False),
        (True, False),
        (False, False),
        (False, True),
    ]


def test_a_point_is_found_by_its_value() -> None:
    scale = load_scale()
    assert scale.values == (1, 2, 3, 4)
    assert scale.point(3).label == "Developing"
    with pytest.raises(KeyError):
        scale.point(5)


def test_a_districts_own_scale_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    scale = load_scale(put(tmp_path, OWN))
    assert [point.label for point in scale.points] == ["Planned", "Under way", "In place"]
    assert scale.dont_know == "Can't tell"
    assert scale.point(1).asks is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("value: 3", "value: 5", "number the points 1, 2, 3"),
        ("value: 1", "value: 0", "number the points 1, 2, 3"),
        ("label: Beginning", "label: not yet", "“not yet” stands twice"),
        ("label: Beginning", "label: Don't know", "“Don't know” stands twice"),
        ("stands_for: strength", "stands_for: steady", "end with strength"),
        ("  stands_for: growth", "  stands_for: steady", "begin with growth"),
        ("stands_for: steady", "stands_for: fine", "point 3 stands_for must be 'growth'"),
        ("label: Not yet", "label: No", "point 1 label must be text; put it in quotation marks"),
        ("label: Not yet", f"label: {'very ' * 9}", "keep it to 40 characters"),
        ("label: Not yet", "labl: Not yet", "point 1 label is missing; add it"),
        ("points:\n", "marks: 4\npoints:\n", "marks is not known here; remove it"),
        ("points:\n", "points\n", "not valid YAML"),
    ],
)
def test_a_broken_scale_is_refused_with_the_fix(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in SHIPPED
    put(tmp_path, SHIPPED.replace(old, new, 1))
    with pytest.raises(DataFileError) as refused:
        load_scale(tmp_path)
    assert str(tmp_path / "scale.yaml") in str(refused.value)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (OWN[: OWN.index("- {value: 2")], "points are too few; give 2 to 7"),
        (OWN[: OWN.index("- {value: 1")] + "  4", "points must be a list"),
        ("", "must be made of lines like"),
    ],
)
def test_half_a_scale_is_refused_with_the_fix(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DataFileError, match=said):
        load_scale(put(tmp_path, text))


def test_content_check_finds_a_broken_scale(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(DATA, data)
    put(data, SHIPPED.replace("value: 2", "value: 7", 1))
    assert [p for p in problems(data) if "scale.yaml: number the points" in p]
    (data / "scale.yaml").unlink()
    assert [p for p in problems(data) if "scale.yaml is missing" in p]
