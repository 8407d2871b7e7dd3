"""Where there is nothing to show the pages say why: a base without plans, a plan without facts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline.store import KnowledgeBase
from pipeline.store.records import StoredFile
from pipeline.web.app import create_app
from pipeline.web.settings import Settings
from tests.store.plans import Plan
from tests.web.conftest import NOW

_NO_PLANS = "知识库里还没有方案"
PAGES = ("/", "/documents", "/duties", "/tasks", "/deadlines", "/indicators", "/compare", "/audit", "/diff", "/export")


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[TestClient]:
    """A workbench over a base in which only a file lies that could not be read."""
    path = tmp_path / "bare" / "kb.sqlite"
    with KnowledgeBase.open(path, write=True) as kb:
        kb.put_file(StoredFile(path="坏.pdf", status="failed", reason="文件损坏"))
    with TestClient(
        create_app(Settings(kb=path, user="测试员"), clock=lambda: NOW), base_url="http://127.0.0.1"
    ) as client:
        yield client


@pytest.mark.parametrize("path", PAGES)
def test_a_base_without_plans_says_so(bare: TestClient, web: TestClient, path: str) -> None:
    answer = bare.get(path)
    assert answer.status_code == 200
    assert _NO_PLANS in answer.text
    assert _NO_PLANS not in web.get(path).text


def test_where_plans_are_sent_in_it_is_not_said(bare: TestClient) -> None:
    assert _NO_PLANS not in bare.get("/import").text


def test_a_plan_without_facts_is_not_praised(bare: TestClient, tmp_path: Path) -> None:
    with KnowledgeBase.open(tmp_path / "bare" / "kb.sqlite", write=True) as kb:
        kb.add(*Plan("poem", "春游\n花开了，鸟儿在树上唱歌。\n", title="春游").done())
    for path in ("/audit", "/audit?plan=poem-d"):
        page = bare.get(path).text
        assert "没有找到事实，无从体检" in page
        assert "没有发现问题" not in page
        assert _NO_PLANS not in page
