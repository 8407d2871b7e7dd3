"""问: the first visit's examples are questions this very base answers."""

from __future__ import annotations

from fastapi.testclient import TestClient


def test_each_example_is_answered(web: TestClient) -> None:
    examples = web.get("/api/ask").json()["examples"]
    assert len(examples) >= 3
    for question in examples:
        assert web.get("/api/ask", params={"q": question}).json()["rows"], question
