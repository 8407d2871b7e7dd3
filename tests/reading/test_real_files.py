"""Real files that no script of ours made (`../shared/files`, no part of the project)."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pdfplumber
import pytest

from pipeline.model.errors import ReadError
from pipeline.reading import Limits, ocr, read
from tests.reading.views import check_spans, noise_words, without_noise

FILES = Path(__file__).parents[2].parent / "shared" / "files"
pytestmark = pytest.mark.skipif(not FILES.is_dir(), reason="the real files (../shared/files) are not here")


def _bare(text: str | None) -> str:
    return "".join((text or "").split())


def test_table_cells_are_those_of_pdfplumber() -> None:
    path = FILES / "financial_tables_9p.pdf"
    source = read(path)
    check_spans(source)
    ours = Counter(_bare(source.text[c.span.start : c.span.end]) for table in source.tables for c in table.cells)
    theirs: Counter[str] = Counter()
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            tables = [table for table in page.extract_tables() if len(table[0]) > 1]
            theirs.update(_bare(cell) for table in tables for row in table for cell in row if cell is not None)
    del ours[""], theirs[""]
    assert ours == theirs
    assert sum(ours.values()) > 700


def test_header_and_page_numbers_of_a_report_are_noise() -> None:
    source = read(FILES / "financial_tables_9p.pdf")
    words = noise_words(source)
    assert words.count("比亚迪股份有限公司2025年第一季度报告") == 9
    assert [word for word in words if word.isdigit()] == [str(number) for number in range(1, 10)]
    assert "真实、准确、完整，没有虚假记载、误导性陈述或重大遗漏" in without_noise(source).replace("\n", "")


def test_a_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    with pytest.raises(ReadError, match=r"扫描件.*8 页"):
        read(FILES / "book_scan_8p.pdf")


@pytest.mark.skipif(not ocr.is_installed(), reason="the recogniser (cetu[ocr]) is not installed")
def test_a_page_of_a_scan_read_by_the_recogniser() -> None:
    source = read(FILES / "book_scan_8p.pdf", limits=Limits(ocr_pages=1))
    check_spans(source)
    assert source.ocr_pages == (1,)
    assert "没有文字层" in source.warnings[1]
    assert "离开了商品体就不存在" in _bare(source.text)
    assert len(_bare(source.text)) > 700


def test_an_old_word_file() -> None:
    source = read(FILES / "word97_from_wps.doc")
    check_spans(source)
    words = [source.text[hint.span.start : hint.span.end] for hint in source.hints]
    assert [word[:2] for word in words if word[0] in "一二三四"] == ["一、", "二、", "三、", "四、"]
    (table,) = source.tables
    assert table.header_rows == 1
    assert {cell.column for cell in table.cells} == set(range(4))


def test_a_plan_in_word() -> None:
    source = read(FILES / "digital_economy_plan.docx")
    check_spans(source)
    assert "国发〔2021〕29号" in source.text
    headings = [line for line in source.text.splitlines() if re.match(r"[一二三四五六七八九]、", line)]
    assert len(headings) >= 8


def test_text_that_stands_in_boxes_alone() -> None:
    text = read(FILES / "text_boxes.docx").text
    for words in ("Student falls ill", "Department of Education:"):
        assert text.count(words) == 1
