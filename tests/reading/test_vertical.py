"""Words set from top to bottom: whole pages, and the cells of narrow columns."""

from __future__ import annotations

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont

from pipeline.model.source import Source
from pipeline.reading.reader import read_bytes
from tests.reading.pdf_files import FONT, HEIGHT, LEFT, RIGHT, SIZE, Drawing, Page, pdf

_TEXTS = (
    "白鹭洲中学图书角建设方案",
    "为方便同学课间阅读，经校务会讨论，制定本方案。",
    "一、建设目标",
    "每个班级设图书角一处，藏书不少于一百册，每学期更换两次。",
    "二、任务分工",
    "（一）图书室负责选书。语文组每月推荐书目。",
)
_PER_COLUMN = 18


def _columns() -> list[str]:
    return [text[at : at + _PER_COLUMN] for text in _TEXTS for at in range(0, len(text), _PER_COLUMN)]


def _below_each_other(page: Page, x: float, y: float, words: str, pitch: float = 20.0) -> None:
    for place, char in enumerate(words):
        page.text(x, y + pitch * place, char, 14)


def _single(page: Page) -> None:
    for place, words in enumerate(_columns()):
        _below_each_other(page, RIGHT - 24 * place, 100, words)


def _numbered(page: Page) -> None:
    _single(page)
    page.centred(810, "— 1 —", 10)


def _left_column_first(page: Page) -> None:
    for place, words in reversed(list(enumerate(_columns()))):
        _below_each_other(page, RIGHT - 24 * place, 100, words)


def _vertical_font(page: Page) -> None:
    font = UnicodeCIDFont(FONT, isVertical=True)
    font.name = font.fontName = "Columns"
    pdfmetrics.registerFont(font)
    page.canvas.setFont("Columns", 14)
    for place, words in enumerate(_columns()):
        page.canvas.drawString(RIGHT - 24 * place, HEIGHT - 100, words)


def _lying(page: Page, x: float, y: float, words: str, degrees: int = -90, size: float = SIZE) -> None:
    page.canvas.saveState()
    page.canvas.translate(x, HEIGHT - y)
    page.canvas.rotate(degrees)
    page.canvas.setFont(FONT, size)
    page.canvas.drawString(0, 0, words)
    page.canvas.restoreState()


def _turned_page(page: Page) -> None:
    for place, words in enumerate(_columns()):
        _lying(page, RIGHT - 24 * place, 100, words)


@pytest.mark.parametrize("drawing", [_single, _numbered, _left_column_first, _vertical_font, _turned_page])
def test_columns_from_right_to_left(drawing: Drawing) -> None:
    source = read_bytes(pdf(drawing))
    noise = {place for span in source.noise for place in range(span.start, span.end)}
    text = "".join(char for place, char in enumerate(source.text) if place not in noise)
    assert ["".join(part.split()) for part in text.split("\n\n")] == list(_TEXTS)
    assert not source.warnings


def test_numbers_that_lie_in_a_column() -> None:
    def drawing(page: Page) -> None:
        _single(page)
        x = RIGHT - 24 * len(_columns())
        _below_each_other(page, x, 100, "投入")
        _lying(page, x + 2, 128, "120", size=14)
        _below_each_other(page, x, 168, "万元购书。")

    assert "".join(read_bytes(pdf(drawing)).text.split()).endswith("投入120万元购书。")


def test_words_amid_a_page_that_stand_below_each_other_are_told_of() -> None:
    def drawing(page: Page) -> None:
        y = page.paragraph(100, "学校每学期组织两次读书分享，由语文组安排，图书室协助，各班按时参加。" * 6)
        for place, words in enumerate(_columns()[:2]):
            _below_each_other(page, RIGHT - 24 * place, y + 60, words)

    assert any("竖排" in warning for warning in read_bytes(pdf(drawing)).warnings)


def test_a_column_of_few_words_is_not_told_of() -> None:
    def drawing(page: Page) -> None:
        for row in range(12):
            page.text(LEFT, 100 + 20 * row, f"学生{row + 1}号")
            page.text(LEFT + 100, 100 + 20 * row, "男女"[row % 2])
            page.text(LEFT + 200, 100 + 20 * row, "是")

    assert not read_bytes(pdf(drawing)).warnings


_XS, _YS = (LEFT, LEFT + 30, LEFT + 230, LEFT + 270, RIGHT), (120.0, 200.0, 230.0, 260.0)
_ROWS = (("1", "整理图书", "罗一鸣", "3月底"), ("2", "登记借阅", "秦小川", "每周"))


def _table(page: Page, stand: bool, degrees: int = -90) -> None:
    page.grid(_XS, _YS)
    for x, words in ((_XS[0], "序号"), (_XS[2], "责任人")):
        if stand:
            _below_each_other(page, x + 8, 145, words)
        else:
            _lying(page, x + (8 if degrees < 0 else 22), 130 if degrees < 0 else 190, words, degrees)
    page.text(_XS[1] + 60, 160, "工作任务")
    page.text(_XS[3] + 60, 160, "完成时限")
    for row, words in enumerate(_ROWS):
        for x, word in zip(_XS, words, strict=False):
            page.text(x + 2, _YS[row + 1] + 20, word, 10)


def _words(source: Source) -> list[str]:
    return ["".join(source.text[cell.span.start : cell.span.end].split()) for cell in source.tables[0].cells]


@pytest.mark.parametrize(("stand", "degrees"), [(True, 0), (False, -90), (False, 90)])
def test_names_of_narrow_columns(stand: bool, degrees: int) -> None:
    source = read_bytes(pdf(lambda page: _table(page, stand, degrees)))
    assert _words(source) == ["序号", "工作任务", "责任人", "完成时限", *(word for row in _ROWS for word in row)]
    assert source.tables[0].header_rows == 1
    assert not source.noise


def test_characters_drawn_upon_each_other_in_a_cell() -> None:
    def drawing(page: Page) -> None:
        _table(page, stand=True)
        for place, char in enumerate("附件名册"):
            page.text(_XS[1] + 8, 150 + 0.4 * place, char, 10)

    assert _words(read_bytes(pdf(drawing)))[1].startswith("附件名册")


def test_a_watermark_that_lies_over_a_table_stays_out_of_it() -> None:
    def drawing(page: Page) -> None:
        _table(page, stand=True)
        _lying(page, _XS[1] + 20, 125, "内部资料", size=44)

    source = read_bytes(pdf(drawing))
    assert not any("内" in words for words in _words(source))
    assert "内部资料" in "".join(source.text[span.start : span.end] for span in source.noise)
