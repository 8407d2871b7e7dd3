"""A plan kept twice: the second is left out of lists, but every link of its own page leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from fastapi.testclient import TestClient

from pipeline.api import extract_with_layout
from pipeline.reading import read
from pipeline.store import KnowledgeBase, passages_of
from pipeline.web.app import create_app
from pipeline.web.settings import Settings
from tests.web.conftest import NOW, ROOT


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[TestClient]:
    plan = min((ROOT / "corpus").glob("*.txt"))
    with KnowledgeBase.open(tmp_path / "kb.sqlite", write=True) as kb:
        for name, tail in (("a.txt", ""), ("b.txt", "\n\n")):
            (tmp_path / name).write_bytes(plan.read_bytes() + tail.encode())
            extraction, layout = extract_with_layout(msgspec.structs.replace(read(tmp_path / name), path=name))
            kb.add(extraction, passages=passages_of(layout))
    app = create_app(Settings(kb=tmp_path / "kb.sqlite", user="测试员"), clock=lambda: NOW)
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield client


def test_a_copy_is_audited_and_compared_where_it_is_asked_for(desk: TestClient) -> None:
    first, second = (row["document"] for row in desk.get("/api/documents").json()["rows"])
    for path in (f"/audit?plan={second}", f"/compare/plan?plan={second}", f"/diff?before={second}"):
        assert desk.get(path).status_code == 200, path
    difference = desk.get("/api/diff", params={"before": first, "after": second}).json()["result"]
    assert difference["counts"] == {"changed": 0, "removed": 0, "added": 0}
    assert difference["same"] > 0
    assert desk.get("/audit?plan=none").status_code == 404
