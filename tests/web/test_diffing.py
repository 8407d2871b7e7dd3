"""比对: two plans side by side; and what the page offers to choose from."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from pipeline.api import extract_with_layout
from pipeline.comparison.diff import diff
from pipeline.model.source import Source
from pipeline.store import KnowledgeBase, passages_of

PLAN = (
    "柏川县第二小学{year}年安全工作计划\n一、工作目标\n到{year}年底前，隐患整改率达到{rate}%以上。\n"
    "二、职责分工\n{who}负责每月检查消防设施。\n三、其他\n{more}\n"
)


@pytest.fixture
def two(base_path: Path) -> tuple[str, str]:
    """The plan of one year and of the next, in the base; their ids."""
    ids = []
    with KnowledgeBase.open(base_path, write=True) as kb:
        for year, rate, who, more in (
            (2023, 95, "总务处", "保卫科负责每周巡查校园。"),
            (2024, 98, "德育处", "<script>alert(1)</script>医务室负责每日晨检。"),
        ):
            text = PLAN.format(year=year, rate=rate, who=who, more=more)
            source = Source(path=f"安全/{year}.txt", sha256=f"{year}" * 16, media_type="text/plain", text=text)
            extraction, layout = extract_with_layout(source)
            kb.add(extraction, text, passages_of(layout))
            ids.append(extraction.documents[0].id)
    return ids[0], ids[1]


def test_what_changed_stands_side_by_side(web: TestClient, base_path: Path, two: tuple[str, str]) -> None:
    view = web.get("/api/diff", params={"before": two[0], "after": two[1]}).json()["result"]
    with KnowledgeBase.open(base_path) as kb:
        told = diff(kb, *two)
    assert len(view["lines"]) == len(told.rows) == sum(view["counts"].values())
    assert view["same"] == told.same
    steps = {(field["field"], field["before"], field["after"]) for line in view["lines"] for field in line["fields"]}
    assert ("责任主体", "总务处", "德育处") in steps
    assert any(name == "数值" and "95" in before and "98" in after for name, before, after in steps)
    page = web.get("/diff", params={"before": two[0], "after": two[1]}).text
    for line in view["lines"]:
        for side in (line["before"], line["after"]):
            assert side is None or f"/facts/{side['fact']}/source" in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_filters(web: TestClient, two: tuple[str, str]) -> None:
    given = {"before": two[0], "after": two[1]}
    whole = web.get("/api/diff", params=given).json()["result"]
    for change, count in whole["counts"].items():
        part = web.get("/api/diff", params={**given, "change": change}).json()["result"]
        assert len(part["lines"]) == count
    duties = web.get("/api/diff", params={**given, "type": "duty"}).json()["result"]
    assert len(duties["lines"]) == whole["types"]["duty"] > 0
    back = web.get("/api/diff", params={"before": two[1], "after": two[0]}).json()["result"]
    assert back["counts"]["added"] == whole["counts"]["removed"]


def test_pairs_suggest_themselves(web: TestClient, two: tuple[str, str]) -> None:
    pairs = web.get("/api/diff", params={"words": "柏川县第二小学"}).json()["pairs"]
    assert [(one["before"]["id"], one["after"]["id"]) for one in pairs] == [two]
    assert web.get("/api/diff", params={"after": two[1]}).json()["pairs"][0]["after"]["id"] == two[0]
    assert f"before={two[0]}&amp;after={two[1]}" in web.get("/diff", params={"words": "柏川"}).text


def test_the_workbook(web: TestClient, two: tuple[str, str]) -> None:
    book = web.get("/diff/table.xlsx", params={"before": two[0], "after": two[1]})
    assert load_workbook(io.BytesIO(book.content)).sheetnames == ["变化", "方案"]


def test_what_cannot_be_compared(web: TestClient, two: tuple[str, str]) -> None:
    assert web.get("/diff", params={"before": two[0], "after": two[0]}).status_code == 409
    assert web.get("/diff", params={"before": two[0], "after": "nope"}).status_code == 404
    assert web.get("/diff", params={"before": "../x"}).status_code == 422
    assert web.get("/diff/table.xlsx", params={"before": two[0]}).status_code == 422
    assert "选两份方案" in web.get("/diff", params={"words": "没有这份"}).text
