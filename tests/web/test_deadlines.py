"""时限: months with their edges, the list, what comes back, the calendar file."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from pipeline.export.calendar.due import Asked, dated, recurring
from pipeline.store import KnowledgeBase
from pipeline.store.review_records import By
from pipeline.store.reviews import review
from pipeline.web.calendar import month_of

REFUSED = (400, 409, 422)
BY = By(who="李老师", at="2025-03-01T09:00:00")


@given(st.integers(1, 9999), st.integers(1, 12))
def test_a_month_has_whole_weeks_from_monday_and_each_of_its_days_once(year: int, month: int) -> None:
    found = month_of(f"{year:04}-{month:02}")
    assert found is not None
    days = [day for week in found.weeks for day in week]
    inside = [day for day in days if day.startswith(found.iso)]
    assert len(days) % 7 == 0
    assert inside == sorted(set(inside))
    assert inside[0].endswith("-01")
    first = date.fromisoformat(inside[0])
    assert days.index(inside[0]) == first.weekday()
    last = date.fromisoformat(inside[-1])
    assert last == date.max or (last + timedelta(days=1)).day == 1
    if found.behind:
        assert month_of(found.behind).before == found.iso  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("iso", "before", "behind"),
    [
        ("2025-01", "2024-12", "2025-02"),
        ("2024-12", "2024-11", "2025-01"),
        ("0001-01", None, "0001-02"),
        ("9999-12", "9999-11", None),
    ],
)
def test_months_beside_a_month(iso: str, before: str | None, behind: str | None) -> None:
    found = month_of(iso)
    assert found is not None
    assert (found.before, found.behind) == (before, behind)


@pytest.mark.parametrize("words", ["2025-13", "2025-00", "0000-01", "2025", "25-1", "'; --", "２０２５-0"])
def test_what_is_no_month_is_refused(web: TestClient, words: str) -> None:
    assert month_of(words) is None
    answer = web.get("/deadlines", params={"month": words})
    assert answer.status_code in REFUSED
    assert "月份看不懂" in answer.text


@pytest.mark.parametrize("iso", ["0001-01", "9999-12", "2024-02", "2025-03"])
def test_every_month_can_be_shown(web: TestClient, iso: str) -> None:
    page = web.get("/deadlines", params={"month": iso})
    assert page.status_code == 200
    assert len(page.content) < 100_000


def test_a_month_counts_what_the_list_holds(web: TestClient) -> None:
    months = [f"{year}-{month:02}" for year in (2024, 2025) for month in (3, 6, 9, 12)]
    counts = []
    for iso in months:
        seen = web.get("/api/deadlines", params={"month": iso}).json()
        cells = [cell for week in seen["weeks"] for cell in week]
        assert sum(cell["count"] for cell in cells if cell["inside"]) == seen["count"]
        assert all(len(cell["rows"]) == min(cell["count"], 3) for cell in cells)
        assert sum(one["count"] for one in seen["lights"]) == seen["count"]
        for cell in cells:
            if cell["count"]:
                there = web.get("/api/deadlines/list", params={"since": cell["day"], "until": cell["day"]}).json()
                # the list also holds what has begun by then and ends later
                assert sum(row["last"] == cell["day"] for row in there["rows"]) == cell["count"]
        counts.append(seen["count"])
    assert sum(counts) > 0


def test_the_list_is_ordered_and_bounded_by_its_span_light_and_owner(web: TestClient) -> None:
    everything = web.get("/api/deadlines/list", params={"since": "0001"}).json()
    days = [row["last"] for row in everything["rows"]]
    assert days
    assert days == sorted(days)
    late = web.get("/api/deadlines/list", params={"since": "0001", "light": "红灯·已逾期"}).json()
    assert {row["light"] for row in late["rows"]} <= {"红灯·已逾期"}
    who = next(row["who"] for row in everything["rows"] if row["who"] and "、" not in row["who"])
    own = web.get("/api/deadlines/list", params={"since": "0001", "owner": who}).json()
    assert 0 < own["pager"]["total"] <= everything["pager"]["total"]
    assert web.get("/api/deadlines/list", params={"since": "2025-06", "until": "2025-01"}).status_code in REFUSED
    assert web.get("/api/deadlines/list", params={"since": "2025-02-31"}).status_code in REFUSED
    assert "没有这样的时限" in web.get("/deadlines/list", params={"owner": "火星<b>处"}).text


def test_what_comes_back_stands_apart_by_period(web: TestClient) -> None:
    page = web.get("/api/deadlines/recurring").json()
    assert page["rows"]
    assert all(row["every"] and not row["last"] for row in page["rows"])
    one = page["comes"][0]
    chosen = web.get("/api/deadlines/recurring", params={"freq": one["freq"]}).json()
    assert chosen["pager"]["total"] == one["count"]
    assert all(f"/facts/{row['fact']}" in web.get("/deadlines/recurring").text for row in page["rows"][:5])


def test_what_people_said_bears_on_deadlines(base_path: Path) -> None:
    with KnowledgeBase.open(base_path, write=True) as kb:
        rows = kb.db.execute(
            "SELECT d.id, l.target FROM links l JOIN facts d ON d.key = l.source JOIN facts t ON t.key = l.target "
            "WHERE l.relation = 'due' AND d.type = 'duty' AND t.freq IS NULL AND t.due_to IS NOT NULL "
            "GROUP BY l.target HAVING count(*) = 1 ORDER BY l.target"
        ).fetchall()
        known = {one.key for one in dated(kb, Asked())}
        fact, target = next((row[0], row[1]) for row in rows if row[1] in known)
        review(kb, fact, {"state": "done"}, BY)
        assert [one.closed for one in dated(kb, Asked()) if one.key == target] == [True]
        review(kb, fact, {"due": "2031-05-05"}, BY)
        moved = dated(kb, Asked(since="2031-05-01", until="2031-05-31"))
        assert [one.last for one in moved if one.closed] == ["2031-05-05"]
        assert target not in {one.key for one in dated(kb, Asked())}
        review(kb, fact, {"review": "rejected"}, BY)
        assert not [one for one in dated(kb, Asked()) if one.last == "2031-05-05" and one.closed]
        assert recurring(kb, Asked())


def test_the_calendar_file_is_sent_under_its_name_and_leaves_nothing_behind(
    web: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "made"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    answer = web.get("/deadlines.ics", params={"since": "2024", "until": "2026"})
    assert answer.content.startswith(b"BEGIN:VCALENDAR")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert "filename*=UTF-8''%E6%97%B6%E9%99%90.ics" in answer.headers["content-disposition"]
    assert list(folder.iterdir()) == []
    assert web.get("/deadlines.ics", params={"document": "没有这份方案"}).status_code in REFUSED
    assert list(folder.iterdir()) == []


def test_hostile_words_of_a_plan_stay_words(web: TestClient, base_path: Path) -> None:
    evil = "<script>alert(1)</script>\" onmouseover='x'"
    with sqlite3.connect(base_path) as db:
        db.execute("UPDATE passages SET text = ? || text", (evil,))
        db.execute("UPDATE facts SET words = ? || words", (evil,))
    db.close()
    for path in ("/deadlines?month=2025-06", "/deadlines/list?since=0001", "/deadlines/recurring"):
        page = web.get(path).text
        assert "&lt;script&gt;" in page
        assert "<script>alert" not in page


def test_an_empty_month_leads_to_the_nearest_that_hold_something(web: TestClient) -> None:
    far = web.get("/api/deadlines", params={"month": "2099-01"}).json()
    (before,) = far["nearest"]
    assert web.get("/api/deadlines", params={"month": before}).json()["count"] > 0
    assert f"month={before}" in web.get("/deadlines", params={"month": "2099-01"}).text
    assert web.get("/api/deadlines", params={"month": before}).json()["nearest"] == []
