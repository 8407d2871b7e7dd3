"""导出: every format, under safe names, and nothing left behind."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from pipeline.export.formats import FORMATS, write_as
from pipeline.store import KnowledgeBase
from pipeline.web.sending import file_name


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_what_the_command_line_writes(
    web: TestClient, base_path: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    answer = web.get(f"/export/{name}")
    assert answer.status_code == 200
    assert "2025-03-01" in answer.headers["content-disposition"]
    with KnowledgeBase.open(base_path) as kb:
        write_as(name, kb, tmp_path / "same", "2025-03-01")
    assert answer.content == (tmp_path / "same").read_bytes()
    assert list(scratch.iterdir()) == []


def test_the_ledger_tells_of_all_files(web: TestClient, base_path: Path) -> None:
    book = load_workbook(io.BytesIO(web.get("/export/ledger").content))
    with KnowledgeBase.open(base_path) as kb:
        paths = {one.path for one in kb.files()}
    assert {row[0] for row in book["处理情况"].iter_rows(min_row=2, values_only=True)} == paths


def test_the_page_offers_them_all(web: TestClient) -> None:
    page = web.get("/export").text
    for name in (*FORMATS, "ledger"):
        assert f'href="/export/{name}"' in page
    assert {one["name"] for one in web.get("/api/export").json()["formats"]} == {*FORMATS, "ledger"}


@pytest.mark.parametrize("name", ["nope", "sqlite"])
def test_no_other_format(web: TestClient, name: str) -> None:
    assert web.get(f"/export/{name}").status_code == 404
    assert web.get("/export/..%2f..%2fetc%2fpasswd").status_code == 404
    assert web.get("/export/A").status_code == 422


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("甲\r\nSet-Cookie: a=b.xlsx", "甲__Set-Cookie_ a=b.xlsx"),
        ("../../x.xlsx", ".._.._x.xlsx"),
        ('a"b;c.csv', "a_b_c.csv"),
        ("策" * 300 + ".docx", "策" * 80 + ".docx"),
        ("\u202egnp.md", "_gnp.md"),
    ],
)
def test_names_break_no_header(title: str, name: str) -> None:
    assert file_name(title) == name
