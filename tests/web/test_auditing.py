"""体检: findings plan by plan, filtered, with their places."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from pipeline.auditing import audit
from pipeline.store import KnowledgeBase
from tests.web.test_comparing import HOSTILE, add


def shown(view: dict[str, object]) -> list[str]:
    """The ids of the findings on a page."""
    plans: list[dict[str, object]] = view["plans"]  # type: ignore[assignment]
    return [line["id"] for plan in plans for group in plan["groups"] for line in group["lines"]]  # type: ignore[attr-defined]


def everything(web: TestClient, **wanted: str) -> list[str]:
    """The findings of all plans, each plan's pages in turn."""
    found: list[str] = []
    first = web.get("/api/audit", params=wanted).json()
    for number in range(1, first["pager"]["pages"] + 1):
        for plan in web.get("/api/audit", params={**wanted, "page": str(number)}).json()["plans"]:
            one = {**wanted, "plan": plan["plan"]["id"]}
            for page in range(1, web.get("/api/audit", params=one).json()["pager"]["pages"] + 1):
                found += shown(web.get("/api/audit", params={**one, "page": str(page)}).json())
    return found


@pytest.mark.parametrize("sure", ["高", "中", "低"])
def test_pages_hold_what_the_command_line_says(web: TestClient, base_path: Path, sure: str) -> None:
    with KnowledgeBase.open(base_path) as kb:
        told = [one.id for one in audit(kb, sure=sure)]  # type: ignore[arg-type]
    assert told or sure == "高"
    assert sorted(everything(web, sure=sure)) == sorted(told)


def test_filters(web: TestClient) -> None:
    view = web.get("/api/audit").json()
    kind = view["kinds"][0]
    only = web.get("/api/audit", params={"kind": kind["id"]}).json()
    assert {group["kind"] for plan in only["plans"] for group in plan["groups"]} == {kind["id"]}
    assert sum(plan["total"] for plan in only["plans"]) == kind["count"]
    heavy = web.get("/api/audit", params={"weight": "重要"}).json()
    assert {group["severity"] for plan in heavy["plans"] for group in plan["groups"]} <= {"重要"}
    assert web.get("/api/audit", params={"kind": "no-such-kind"}).json()["plans"][0]["groups"] == []
    assert web.get("/audit", params={"sure": "大概"}).status_code == 422
    assert web.get("/audit", params={"plan": "nope"}).status_code == 404
    assert "没有符合条件的方案" in web.get("/audit", params={"words": "没有这份"}).text


def test_every_finding_leads_to_its_place(web: TestClient) -> None:
    page = web.get("/audit").text
    for plan in web.get("/api/audit").json()["plans"]:
        for group in plan["groups"]:
            assert group["title"] in page
            for line in group["lines"]:
                assert line["places"]
                for place in line["places"]:
                    link = f"/facts/{place['fact']}/source" if place["fact"] else f"/documents/{place['document_id']}"
                    assert link in page


def test_the_workbook_holds_what_is_filtered(web: TestClient) -> None:
    plan = web.get("/api/audit").json()["plans"][0]["plan"]
    view = web.get("/api/audit", params={"plan": plan["id"], "sure": "低"}).json()
    book = web.get("/audit/findings.xlsx", params={"plan": plan["id"]})
    sheet = load_workbook(io.BytesIO(book.content))["体检"]
    assert sheet.max_row - 1 == view["plans"][0]["total"] > 0


def test_words_of_a_plan_are_never_markup(web: TestClient, base_path: Path) -> None:
    text = HOSTILE + "".join(f"{number}、抓好<b onclick=x>第{number}项</b>工作，适时开展。\n" for number in range(1, 5))
    plan = add(base_path, "九小.txt", text)
    page = web.get("/audit", params={"plan": plan, "sure": "低"}).text
    assert "<script>alert" not in page
    assert "<b onclick" not in page
    assert "适时" in page


def test_the_list_of_documents_learns_the_counts(web: TestClient) -> None:
    plan = web.get("/api/audit").json()["plans"][0]["plan"]["id"]
    documents = web.get("/api/documents").json()
    assert plan in documents["findings"]
