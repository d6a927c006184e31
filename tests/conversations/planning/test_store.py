"""A plan in the database comes out as it went in, in its order, apart from others."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest
from sqlite_utils import Database

from conversations.errors import NotFound
from conversations.planning import store, threads
from conversations.planning.exploring import CauseAdded, CauseReworded
from conversations.planning.model import Cause, Idea, Origin, Source
from conversations.planning.steering import Ended, Removed
from tests.conversations.planning.plans import (
    CHAIN,
    DISTRICT,
    NOW,
    OTHER,
    empty,
    found_team,
    start,
    stored,
    take,
    whole,
)

ORIGIN = Origin("i", "Title", "Text", "school", "b", "Block", "Pillar 1", "https://x", "2", ("a",))


def test_whatever_is_in_a_plan_comes_out_as_it_went_in(db: Database) -> None:
    plan = whole(
        id="other",
        origins=(ORIGIN,),
        session="fall",
        considerations={"families": "ELPAC", "cost": "نص عربي"},
        aligned=("team/plans/1",),
    )
    bare = replace(plan, causes={}, drivers={}, ideas={}, tasks={}, measures={}, readings={})
    assert store.insert_plan(db, bare, NOW)
    assert not store.insert_plan(db, plan, NOW)
    idea = Idea("i3", "d1", "Try", Source("s", "Title", "Locator", None), 3, 1, "adapt", "Why", 2)
    plan = replace(plan, ideas={**plan.ideas, "i3": idea})
    store.save_plan(db, bare, plan, NOW)
    assert stored(db, "other") == plan


def test_links_keep_their_order_when_they_change(db: Database) -> None:
    start(db, *CHAIN)
    take(db, CauseReworded("c1", "Other words"), Removed("c4"))
    take(db, CauseAdded("c0", "people", "Last"))
    assert list(stored(db).causes) == ["c1", "c2", "c3", "c0"]
    assert list(stored(db).bones) == ["people", "practice", "families"]


def test_a_link_is_found_by_its_id_and_in_its_workspace_only(db: Database) -> None:
    start(db, *CHAIN)
    for link in ("c1", "d1", "i1", "t1", "m1", "r1"):
        assert store.plan_of(db, DISTRICT, link) == "plan"
        assert store.plan_of(db, OTHER, link) is None
    assert store.plan_of(db, DISTRICT, "gone") is None
    with pytest.raises(NotFound):
        store.read_plan(db, OTHER, "plan")


def test_a_plan_cannot_write_over_the_links_of_another(db: Database) -> None:
    start(db, *CHAIN)
    before = stored(db)
    other = start(db, id="other")
    taken = replace(other, causes={"c1": Cause("c1", "people", "Mine now")})
    with pytest.raises(sqlite3.IntegrityError):
        store.save_plan(db, other, taken, NOW)
    assert stored(db) == before


def test_plans_are_listed_earliest_first_whatever_became_of_them(db: Database) -> None:
    found_team(db, OTHER)
    for plan_id in ("b", "a"):
        start(db, id=plan_id)
    start(db, id="ended")
    take(db, Ended(), plan_id="ended")
    store.insert_plan(db, empty(tenant=OTHER, id="elsewhere"), NOW)
    mine = [(DISTRICT, plan_id) for plan_id in ("a", "b", "ended")]
    assert store.all_plans(db) == [*mine, (OTHER, "elsewhere")]


def test_a_thread_belongs_to_a_plan(db: Database) -> None:
    threads.own(db, DISTRICT, "C1", "1.1", "plan")
    threads.own(db, DISTRICT, "C1", "1.1", "plan")
    threads.own(db, DISTRICT, "C2", "0.9", "plan")
    assert threads.of_thread(db, DISTRICT, "C1", "1.1") == "plan"
    assert threads.of_thread(db, OTHER, "C1", "1.1") is None
    assert threads.of_thread(db, DISTRICT, "C1", "9.9") is None
    assert threads.of_thread(db, DISTRICT, "C2", "0.9") == "plan"
