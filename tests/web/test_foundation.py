"""What every page shares: headers, hosts, errors, the description of the API, the JSON twin."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline.web.app import create_app
from pipeline.web.settings import Settings


def test_a_question_is_answered_with_its_sentence(web: TestClient) -> None:
    page = web.get("/", params={"q": "谁负责控辍保学"})
    rows = web.get("/api/ask", params={"q": "谁负责控辍保学"}).json()["rows"]
    assert page.status_code == 200
    assert rows
    assert f"/facts/{rows[0]['fact']}/source" in page.text


def test_where_nothing_is_found_it_says_so(web: TestClient) -> None:
    assert "未找到" in web.get("/", params={"q": "谁负责火星移民"}).text


def test_every_answer_has_the_policy_and_no_inline_script_or_style(web: TestClient) -> None:
    for path in ("/", "/?q=组长", "/nowhere"):
        answer = web.get(path)
        assert answer.headers["content-security-policy"].startswith("default-src 'self';")
        assert " style=" not in answer.text
        assert "<style" not in answer.text
        assert "onclick" not in answer.text


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "127.0.0.1@evil.example"])
def test_a_foreign_host_name_is_refused(web: TestClient, host: str) -> None:
    assert web.get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:9000", "localhost", "[::1]:8765"])
def test_names_of_this_machine_are_known(web: TestClient, host: str) -> None:
    assert web.get("/", headers={"host": host}).status_code == 200


def test_without_a_base_the_first_visit_says_how_to_begin(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(kb=tmp_path / "kb.sqlite")), base_url="http://127.0.0.1") as client:
        page = client.get("/")
        assert page.status_code == 200
        assert "导入方案" in page.text
        assert client.get("/api/ask").status_code == 409


def test_errors_are_pages_for_people_and_json_for_programs(web: TestClient) -> None:
    assert "没有这个页面" in web.get("/nowhere").text
    told = web.get("/api/nowhere").json()
    assert (told["status"], told["title"]) == (404, "没有这个页面")
    assert told["detail"] in web.get("/nowhere").text
    assert web.get("/api/ask", params={"limit": 0}).json()["detail"] == "这些参数的值不对：limit"


def test_the_description_names_every_record_it_refers_to(web: TestClient) -> None:
    described = web.get("/api/openapi.json").json()
    schemas = described["components"]["schemas"]

    def check(node: object) -> None:
        if isinstance(node, dict):
            ref = node.get("$ref")
            if isinstance(ref, str):
                assert ref.removeprefix("#/components/schemas/") in schemas
            for value in node.values():
                check(value)
        elif isinstance(node, list):
            for value in node:
                check(value)

    check(described)
