"""指标: groups with charts, filters, one name; the chart's layout."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from pipeline.store import KnowledgeBase
from pipeline.store.review_records import By
from pipeline.store.reviews import review
from pipeline.web.drawing.dots import MOST_DOTS, Value, dotted

NUMBERS = st.floats(allow_nan=True, allow_infinity=True)


def values(numbers: list[float]) -> list[Value]:
    return [Value(value=number, hollow=False, href="/", title="") for number in numbers]


@given(st.lists(NUMBERS, max_size=400))
def test_no_dot_lies_on_another_and_all_lie_on_the_chart(numbers: list[float]) -> None:
    chart = dotted(values(numbers))
    places = [(dot.x, dot.y) for dot in chart.dots]
    assert len(set(places)) == len(places) <= MOST_DOTS
    assert all(0 <= x <= chart.width and 0 <= y <= chart.axis for x, y in places)
    assert len(chart.dots) + chart.left_off == len(numbers)
    assert all(0 <= tick.x <= chart.width for tick in chart.ticks)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40))
def test_a_greater_value_never_stands_further_left(numbers: list[float]) -> None:
    chart = dotted(values(sorted(numbers)))
    xs = [dot.x for dot in chart.dots]
    assert xs == sorted(xs)


def test_the_axis_has_round_numbers() -> None:
    assert [tick.value for tick in dotted(values([61.0, 98.5])).ticks] == [60.0, 70.0, 80.0, 90.0, 100.0]


def test_groups_and_their_twin_show_the_same(web: TestClient) -> None:
    page, data = web.get("/indicators"), web.get("/api/indicators").json()
    assert data["groups"]
    assert len(page.content) < 100_000
    for group in data["groups"]:
        assert group["name"] in page.text
        assert all(row["quantity"] in page.text for row in group["rows"])
    plans = [group["plans"] for group in data["groups"]]
    assert plans == sorted(plans, reverse=True)


@pytest.mark.parametrize(("field", "key"), [("unit", "unit"), ("document", "document")])
def test_a_filter_leaves_what_it_names(web: TestClient, field: str, key: str) -> None:
    everything = web.get("/api/indicators").json()
    value = everything["groups"][0]["rows"][0][key]
    found = web.get("/api/indicators", params={field: value}).json()
    assert 0 < found["count"] <= everything["count"]
    assert {row[key] for group in found["groups"] for row in group["rows"]} == {value}


def test_targets_and_actuals_together_are_all(web: TestClient) -> None:
    counts = [
        web.get("/api/indicators", params={"status": status}).json()["count"] for status in ("", "target", "actual")
    ]
    assert counts[0] == counts[1] + counts[2]


def test_one_name_shows_all_its_rows_and_leads_to_the_comparison(web: TestClient) -> None:
    group = web.get("/api/indicators").json()["groups"][0]
    seen = web.get("/api/indicators/named", params={"name": group["name"]}).json()
    assert len(seen["group"]["rows"]) == min(group["count"], 50)
    assert (
        f"/compare/plan?plan={seen['group']['rows'][0]['document_id']}"
        in web.get("/indicators/named", params={"name": group["name"]}).text
    )
    assert web.get("/indicators/named", params={"name": "火星率"}).status_code == 404
    assert web.get("/indicators/named").status_code == 422


def test_nothing_found_says_so(web: TestClient) -> None:
    assert "没有这样的指标" in web.get("/indicators", params={"words": "<i>火星率</i>"}).text


def _judged(base: Path, fact: str, changes: dict[str, str | None]) -> None:
    with KnowledgeBase.open(base, write=True) as kb:
        review(kb, fact, changes, By(who="周老师", at="2025-03-01T08:00:00", why="核对过"))


def test_what_was_put_right_is_charted_and_listed_as_it_was_put_right(web: TestClient, base_path: Path) -> None:
    before = web.get("/api/indicators").json()
    group = next(one for one in before["groups"] if one["chart"]["dots"])
    row = next(one for one in group["rows"] if one["unit"] == group["chart_unit"])
    _judged(base_path, row["fact"], {"value": "12345", "status": "actual"})
    seen = web.get("/api/indicators/named", params={"name": group["name"]}).json()["group"]
    now = next(one for one in seen["rows"] if one["fact"] == row["fact"])
    assert (now["value"], now["status"], now["corrected"]) == (12345.0, "现状", True)
    dot = next(one for one in seen["chart"]["dots"] if one["href"] == f"/facts/{row['fact']}")
    assert "12345" in dot["title"]
    assert dot["title"].endswith("已更正")
    assert dot["hollow"]
    assert dot["x"] == max(one["x"] for one in seen["chart"]["dots"])
    assert "已更正" in web.get("/indicators/named", params={"name": group["name"]}).text
    assert sum(one["corrected"] for one in seen["rows"]) == 1


def test_a_name_put_right_moves_the_indicator_and_a_unit_counts_where_it_now_is(
    web: TestClient, base_path: Path
) -> None:
    before = web.get("/api/indicators").json()
    row = before["groups"][0]["rows"][0]
    _judged(base_path, row["fact"], {"name": "教室照明达标率", "unit": "‰"})
    found = web.get("/api/indicators", params={"words": "照明达标率"}).json()
    assert [one["fact"] for one in found["groups"][0]["rows"]] == [row["fact"]]
    assert web.get("/api/indicators", params={"unit": "‰"}).json()["count"] == 1
    assert "‰" in found["units"]
    assert web.get("/api/indicators").json()["count"] == before["count"]


def test_what_was_rejected_is_neither_listed_nor_counted(web: TestClient, base_path: Path) -> None:
    before = web.get("/api/indicators").json()
    row = before["groups"][0]["rows"][0]
    _judged(base_path, row["fact"], {"review": "rejected"})
    after = web.get("/api/indicators").json()
    assert after["count"] == before["count"] - 1
    assert row["fact"] not in {one["fact"] for group in after["groups"] for one in group["rows"]}


def test_hostile_names_and_titles_stay_words(web: TestClient, base_path: Path) -> None:
    evil = '"></title><script>alert(1)</script>{{7*7}}'
    with sqlite3.connect(base_path) as db:
        db.execute("UPDATE facts SET name = ? || name WHERE type = 'indicator'", (evil,))
        db.execute("UPDATE documents SET title = ? || title", (evil,))
    db.close()
    name = web.get("/api/indicators").json()["groups"][0]["name"]
    for page in (web.get("/indicators"), web.get("/indicators/named", params={"name": name})):
        assert page.status_code == 200
        assert "&lt;script&gt;" in page.text
        assert "<script>alert" not in page.text
