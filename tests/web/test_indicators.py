"""指标: groups with charts, filters, one name; the chart's layout."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

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
