"""责任: parties, groups, plans."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient


@pytest.mark.parametrize("path", ["/duties", "/duties/groups", "/duties/plans"])
def test_the_page_and_its_twin_show_the_same_names(web: TestClient, path: str) -> None:
    page, twin = web.get(path), web.get("/api" + path)
    assert page.status_code == twin.status_code == 200
    data = twin.json()
    names = [row.get("name") or row["title"] for row in data.get("rows") or data.get("groups") or data["plans"]]
    assert names
    assert all(name in page.text for name in names)
    assert len(page.content) < 100_000


def test_parties_are_chosen_by_words_kind_and_plan(web: TestClient) -> None:
    everyone = web.get("/api/duties").json()["rows"]
    first = everyone[0]
    by_name = web.get("/api/duties", params={"words": first["name"]}).json()["rows"]
    assert first["key"] in {row["key"] for row in by_name}
    groups = web.get("/api/duties", params={"kind": "group"}).json()["rows"]
    assert {row["kind"] for row in groups} == {"group"}
    plan = web.get("/api/duties/plans").json()["plans"][0]
    there = web.get("/api/duties", params={"document": plan["id"]}).json()
    assert there["document"] == plan["title"]
    assert all(row["documents"] == 1 for row in there["rows"])


def test_those_with_most_duties_come_first(web: TestClient) -> None:
    rows = web.get("/api/duties").json()["rows"]
    counts = [row["lead"] + row["support"] for row in rows]
    assert counts == sorted(counts, reverse=True)


def test_nothing_found_says_so_and_keeps_hostile_words_as_text(web: TestClient) -> None:
    for path in ("/duties", "/duties/groups", "/duties/plans"):
        page = web.get(path, params={"words": "\"><script>alert(1)</script>' OR 1=1 --"})
        assert "没有这样的" in page.text
        assert "<script>alert" not in page.text


def test_an_unknown_plan_or_kind_is_refused(web: TestClient) -> None:
    assert web.get("/duties", params={"document": "nix"}).status_code == 404
    assert web.get("/api/duties", params={"kind": "king"}).status_code == 422


def test_a_page_behind_the_last_shows_the_last(web: TestClient) -> None:
    at = web.get("/api/duties", params={"page": 999}).json()["pager"]
    assert at["page"] == at["pages"]
