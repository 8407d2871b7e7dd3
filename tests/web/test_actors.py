"""One party: duties, seats, deadlines, the graph and its table."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient

from pipeline.graph import vicinity
from pipeline.store import KnowledgeBase, parties

HOSTILE = "</text></svg><script>alert(1)</script>\"'&{{7*7}}处"
SVG = "{http://www.w3.org/2000/svg}"


def first(web: TestClient, **chosen: str) -> dict[str, str]:
    row: dict[str, str] = web.get("/api/duties", params=chosen).json()["rows"][0]
    return row


def test_the_page_shows_the_duties_the_graph_and_the_same_as_a_table(web: TestClient) -> None:
    key = first(web)["key"]
    page, data = web.get(f"/actors/{key}").text, web.get(f"/api/actors/{key}").json()
    assert data["rows"]
    assert all(f"/facts/{row['fact']}" in page for row in data["rows"])
    assert page.count('class="node node-') == len(data["graph"]["boxes"])
    assert page.count('class="edge edge-') - 7 == len(data["graph"]["curves"])  # seven kinds in the legend
    assert len(data["ties"]) == len(data["graph"]["curves"])
    assert {tie["source"] for tie in data["ties"]} <= {box["id"] for box in data["graph"]["boxes"]}


def test_a_group_shows_its_members_and_a_person_its_seat(web: TestClient) -> None:
    groups = web.get("/api/duties/groups").json()["groups"]
    group = next(one for one in groups if one["members"])
    seen = web.get(f"/api/actors/{group['key']}").json()
    kinds = {box["kind"] for box in seen["graph"]["boxes"]}
    assert "person" in kinds
    person = web.get(f"/api/actors/{group['members'][0]['key']}").json()
    assert any(row["group"] for row in person["seats"])


def test_two_steps_see_what_one_sees(web: TestClient) -> None:
    key = first(web)["key"]
    one, two = (web.get(f"/api/actors/{key}", params={"hops": n, "most": 200}).json() for n in (1, 2))
    assert {box["id"] for box in one["graph"]["boxes"]} <= {box["id"] for box in two["graph"]["boxes"]}


def test_a_hostile_name_stays_text_and_the_svg_well_formed(web: TestClient, base_path: Path) -> None:
    key = first(web)["key"]
    with sqlite3.connect(base_path) as db:
        db.execute("UPDATE actors SET name = ?, reversed = ? WHERE key = ?", (HOSTILE, HOSTILE[::-1], int(key)))
    db.close()
    for path in ("/duties", f"/actors/{key}", "/actors?name=%3Cscript%3E"):
        page = web.get(path)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "49处" not in page.text
    page = web.get(f"/actors/{key}").text
    svg = page[page.index('<svg class="graph-svg"') :]
    root = ElementTree.fromstring(
        svg[: svg.index("</svg>") + 6].replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    )
    assert HOSTILE in {title.text for title in root.iter(f"{SVG}title")}


@pytest.mark.parametrize("key", ["0", "12345", str((1 << 63) - 1)])
def test_an_unknown_party_is_not_found(web: TestClient, key: str) -> None:
    assert web.get(f"/actors/{key}").status_code == 404
    assert web.get(f"/api/actors/{key}").json()["status"] == 404


@pytest.mark.parametrize("path", ["/actors/x", "/actors/-1", "/actors/99999999999999999999"])
def test_what_is_no_key_is_refused(web: TestClient, path: str) -> None:
    assert web.get(path).status_code == 422


def test_a_party_is_found_by_name_and_issuer(web: TestClient) -> None:
    one = first(web)
    found = web.get("/api/actors", params={"name": one["name"], "scope": one["scope"]}).json()["rows"]
    assert one["key"] in {row["key"] for row in found}
    assert web.get("/api/actors", params={"name": one["name"], "scope": "无此单位"}).json()["rows"] == []


def test_no_more_than_two_hundred_nodes_and_it_says_there_is_more(base_path: Path) -> None:
    with sqlite3.connect(base_path) as db:
        key, document = db.execute(
            "SELECT x.actor, f.document FROM fact_actors x JOIN facts f ON f.key = x.fact WHERE x.role = 'actor' LIMIT 1"
        ).fetchone()
        for number in range(600):
            name = f"第{number}科"
            db.execute("INSERT INTO actors VALUES (?, 'x', 'org', ?, ?)", (number + 1, name, name[::-1]))
            db.execute("INSERT INTO actor_links VALUES (?, ?, 'part_of', ?, '', NULL)", (document, number + 1, key))
    db.close()
    with KnowledgeBase.open(base_path) as kb:
        actor = parties.actor(kb, key)
        assert actor is not None
        for hops in (1, 2):
            near = vicinity(kb, actor, hops, 10_000)
            assert len(near.nodes) <= 200
            assert near.left_off
            assert any(one.kind == "duty" for one in near.nodes)
            known = {one.id for one in near.nodes}
            assert all(tie.source in known and tie.target in known for tie in near.ties)
        assert vicinity(kb, actor, 2, 50) == vicinity(kb, actor, 2, 50)
