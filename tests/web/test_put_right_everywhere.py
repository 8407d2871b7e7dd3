"""What people put right or reject stands so on every page about who does what: lists, groups, plans, the party's own page, graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from pipeline.model.result import Duty, Membership
from pipeline.store import KnowledgeBase
from pipeline.store.review_records import By
from pipeline.store.reviews import review
from pipeline.web.app import create_app
from pipeline.web.settings import Settings
from tests.store.plans import Plan
from tests.web.conftest import NOW

_TEXT = (
    "云台小学工作方案\n教务处负责编制课表。\n教务处负责检查备课。\n总务处负责清查食堂。\n组长：江一鸣\n副组长：路小满\n"
)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    plan = Plan("p", _TEXT, title="云台小学工作方案", issuer="云台小学")
    plan.fact(Duty, "编制课表", actor="教务处", actor_kind="org")
    plan.fact(Duty, "检查备课", actor="教务处", actor_kind="org")
    plan.fact(Duty, "清查食堂", actor="总务处", actor_kind="org")
    plan.fact(Membership, "江一鸣", person="江一鸣", position="组长", group="膳食小组")
    plan.fact(Membership, "路小满", person="路小满", position="副组长", group="膳食小组")
    path = tmp_path / "kb.sqlite"
    with KnowledgeBase.open(path, write=True) as kb:
        kb.add(*plan.done())
    return path


@pytest.fixture
def desk(base: Path) -> Iterator[TestClient]:
    app = create_app(Settings(kb=base, user="测试员"), clock=lambda: NOW)
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield client


def judge(base: Path, fact: str, **changes: str) -> None:
    with KnowledgeBase.open(base, write=True) as kb:
        review(kb, fact, changes, By(who="周老师", at="2025-03-01T08:00:00", why="核对过"))


def listed(desk: TestClient) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in desk.get("/api/duties").json()["rows"]}


def shown(desk: TestClient, key: str) -> tuple[set[str], set[str]]:
    """The duties of a party's page, as rows and as nodes of the graph."""
    page = desk.get(f"/api/actors/{key}").json()
    drawn = {one["href"].removeprefix("/facts/") for one in page["graph"]["boxes"] if one["kind"] == "duty"}
    return {row["fact"] for row in page["rows"]}, drawn


@pytest.mark.parametrize("name", ["总务处", "课程中心"], ids=["a party of the plan", "a party that no plan names"])
def test_a_duty_given_to_another_counts_and_shows_there(desk: TestClient, base: Path, name: str) -> None:
    before = listed(desk)
    judge(base, "p-f1", actor=name)
    after = listed(desk)
    assert after["教务处"]["lead"] == before["教务处"]["lead"] - 1
    assert after[name]["lead"] == (before[name]["lead"] if name in before else 0) + 1
    assert after[name]["documents"] == 1
    assert shown(desk, after["教务处"]["key"]) == ({"p-f2"}, {"p-f2"})
    rows, drawn = shown(desk, after[name]["key"])
    assert "p-f1" in rows & drawn
    page = desk.get(f"/actors/{after[name]['key']}").text
    assert "已更正" in page
    (plan,) = desk.get("/api/duties/plans").json()["plans"]
    assert {one["name"]: one["duties"] for one in plan["parties"]}[name] == after[name]["lead"]
    here = desk.get("/api/duties", params={"document": plan["id"]}).json()["rows"]
    assert name in {row["name"] for row in here}
    found = desk.get("/api/actors", params={"name": name}).json()["rows"]
    assert [row["key"] for row in found] == [after[name]["key"]]


def test_a_duty_rejected_is_nobodys(desk: TestClient, base: Path) -> None:
    judge(base, "p-f3", review="rejected")
    assert "总务处" not in listed(desk)
    (plan,) = desk.get("/api/duties/plans").json()["plans"]
    assert plan["duties"] == 2
    judge(base, "p-f1", review="rejected")
    after = listed(desk)["教务处"]
    assert (after["lead"], shown(desk, after["key"])) == (1, ({"p-f2"}, {"p-f2"}))


def test_a_seat_put_right_is_in_the_roster(desk: TestClient, base: Path) -> None:
    judge(base, "p-f4", person="闻人静")
    (group,) = desk.get("/api/duties/groups").json()["groups"]
    assert [(one["name"], one["position"]) for one in group["members"]] == [("闻人静", "组长"), ("路小满", "副组长")]
    assert group["seats"] == 2
    people = listed(desk)
    assert people["闻人静"]["seats"] == 1
    assert "江一鸣" not in people
    page = desk.get(f"/actors/{people['闻人静']['key']}")
    assert page.status_code == 200
    assert "膳食小组" in page.text
    judge(base, "p-f5", review="rejected")
    (group,) = desk.get("/api/duties/groups").json()["groups"]
    assert [one["name"] for one in group["members"]] == ["闻人静"]


def test_what_is_taken_back_stands_as_the_plan_says(desk: TestClient, base: Path) -> None:
    before = desk.get("/api/duties").json()
    judge(base, "p-f1", actor="课程中心")
    judge(base, "p-f1", actor="")
    assert desk.get("/api/duties").json() == before
