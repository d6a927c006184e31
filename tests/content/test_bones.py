"""The bones of the fishbone load, and a broken file is refused with what to change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from content.bones import load_bones
from content.check import problems
from content.errors import DataFileError
from content.files import DATA, digest

SHIPPED = (DATA / "bones.yaml").read_text(encoding="utf-8")


def test_the_six_bones_in_the_order_in_which_they_are_drawn() -> None:
    assert [(bone.id, bone.name) for bone in load_bones()] == [
        ("people", "People"),
        ("practice", "Practice"),
        ("policy", "Policy and scheduling"),
        ("resources", "Resources"),
        ("families", "Families and community"),
        ("data", "Data"),
    ]
    assert all(bone.meaning for bone in load_bones())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: practice", "id: people", "give each of people, practice, policy"),
        ("id: practice", "id: weather", "1.id"),
        ("name: Practice", "nam: Practice", "1.name"),
    ],
)
def test_a_broken_file_is_refused_with_what_to_change(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    (tmp_path / "bones.yaml").write_text(SHIPPED.replace(old, new), encoding="utf-8")
    with pytest.raises(DataFileError, match=said):
        load_bones(tmp_path)


def test_a_word_that_belongs_to_two_bones_is_found(tmp_path: Path) -> None:
    shutil.copytree(DATA, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "bones.yaml"
    path.write_text(SHIPPED.replace("decisive: [budget,", "decisive: [parents, budget,"), "utf-8")
    found = problems(tmp_path)
    assert any("“parents” to resources and to families" in problem for problem in found)
    assert digest(tmp_path) != digest()
