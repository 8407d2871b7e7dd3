"""Ruled tables that a page break cuts without drawing a line there, as browsers print them."""

from __future__ import annotations

from tests.reading.pdf_files import HEIGHT, LEFT, TOP, Page
from tests.reading.test_pdf import read
from tests.reading.views import check_spans, rows, without_noise

XS = [LEFT, LEFT + 60, LEFT + 240, LEFT + 340]


def _lines(page: Page, upright: tuple[float, float], across: list[tuple[float, int]]) -> None:
    """Column lines between two heights, and row lines that begin at one of the columns."""
    for x in XS:
        page.canvas.line(x, HEIGHT - upright[0], x, HEIGHT - upright[1])
    for y, first in across:
        page.canvas.line(XS[first], HEIGHT - y, XS[-1], HEIGHT - y)


def _words(page: Page, y: float, row: list[str]) -> None:
    for x, words in zip(XS, row, strict=False):
        page.text(x + 4, y, words, 10)


def test_a_merged_cell_left_open_at_the_foot() -> None:
    def first(page: Page) -> None:
        _lines(page, (700, 772), [(700, 0), (724, 0), (748, 1), (772, 1)])
        _words(page, 716, ["类别", "工作任务", "责任单位"])
        _words(page, 740, ["安全", "排查校舍隐患", "总务处"])
        _words(page, 764, ["", "开展应急演练", "德育处"])

    def second(page: Page) -> None:
        _lines(page, (TOP, TOP + 48), [(TOP, 1), (TOP + 24, 0), (TOP + 48, 0)])
        _words(page, TOP + 16, ["", "检查校车台账", "保卫科"])
        _words(page, TOP + 40, ["教学", "建立听课制度", "教务处"])

    source = read(first, second)
    check_spans(source)
    (table,) = source.tables
    assert rows(source, table) == [
        ["类别", "工作任务", "责任单位"],
        ["安全", "排查校舍隐患", "总务处"],
        ["开展应急演练", "德育处"],
        ["检查校车台账", "保卫科"],
        ["教学", "建立听课制度", "教务处"],
    ]
    safety = next(cell for cell in table.cells if source.text[cell.span.start : cell.span.end] == "安全")
    assert safety.rows == 3


def test_a_last_row_without_a_lower_edge_and_a_first_one_without_an_upper() -> None:
    def first(page: Page) -> None:
        _lines(page, (700, 780), [(700, 0), (724, 0)])
        _words(page, 716, ["序号", "工作任务", "责任单位"])
        _words(page, 740, ["1", "排查校舍隐患", "总务处"])

    def second(page: Page) -> None:
        _lines(page, (TOP, TOP + 56), [(TOP + 32, 0), (TOP + 56, 0)])
        _words(page, TOP + 16, ["2", "开展应急演练", "德育处"])
        _words(page, TOP + 48, ["3", "检查校车台账", "保卫科"])

    source = read(first, second)
    check_spans(source)
    (table,) = source.tables
    assert [row[0] for row in rows(source, table)] == ["序号", "1", "2", "3"]
    assert [row[2] for row in rows(source, table)] == ["责任单位", "总务处", "德育处", "保卫科"]


def test_lines_that_only_hang_from_a_table_close_nothing() -> None:
    def draw(page: Page) -> None:
        _lines(page, (TOP, TOP + 48), [(TOP, 0), (TOP + 24, 0), (TOP + 48, 0)])
        page.canvas.line(XS[0], HEIGHT - TOP, XS[0], HEIGHT - TOP - 300)  # the edge of the page's frame
        _words(page, TOP + 16, ["序号", "工作任务", "责任单位"])
        _words(page, TOP + 40, ["1", "排查校舍隐患", "总务处"])
        page.text(XS[1], TOP + 90, "校长签字：李明")

    source = read(draw)
    assert [row[0] for row in rows(source, source.tables[0])] == ["序号", "1"]
    assert "校长签字：李明" in without_noise(source)


def test_a_row_that_goes_on_behind_a_page_break_without_lines() -> None:
    def first(page: Page) -> None:
        _lines(page, (700, 772), [(700, 0), (724, 0)])
        _words(page, 716, ["序号", "工作任务", "责任单位"])
        _words(page, 740, ["1", "排查校舍、食堂、实验室的安全隐患并", "总务处"])
        _words(page, 756, ["", "建立台账，隐患整改率达到百分之百，", ""])

    def second(page: Page) -> None:
        _lines(page, (TOP, TOP + 48), [(TOP + 24, 0), (TOP + 48, 0)])
        _words(page, TOP + 16, ["", "每月公示一次。", ""])
        _words(page, TOP + 40, ["2", "开展应急演练", "德育处"])

    source = read(first, second)
    (table,) = source.tables
    assert [row[0] for row in rows(source, table)] == ["序号", "1", "2"]
    assert "".join(rows(source, table)[1][1].split()).endswith("隐患整改率达到百分之百，每月公示一次。")


def test_a_merged_cell_goes_on_where_the_rows_are_numbered() -> None:
    def first(page: Page) -> None:
        _lines(page, (700, 748), [(700, 0), (724, 0), (748, 0)])
        _words(page, 716, ["序号", "工作任务", "责任单位"])
        _words(page, 740, ["1", "排查校舍隐患", "总务处"])

    def second(page: Page) -> None:
        _lines(page, (TOP, TOP + 96), [(TOP, 0), (TOP + 24, 0), (TOP + 72, 0), (TOP + 96, 0)])
        page.canvas.line(XS[0], HEIGHT - TOP - 48, XS[2], HEIGHT - TOP - 48)
        _words(page, TOP + 16, ["序号", "工作任务", "责任单位"])
        _words(page, TOP + 40, ["2", "开展应急演练", ""])
        _words(page, TOP + 64, ["3", "检查校车台账", ""])
        _words(page, TOP + 88, ["4", "建立听课制度", "教务处"])

    source = read(first, second)
    (table,) = source.tables
    unit = next(cell for cell in table.cells if source.text[cell.span.start : cell.span.end] == "总务处")
    assert unit.rows == 3


def test_an_empty_cell_of_a_single_numbered_row_is_empty() -> None:
    def first(page: Page) -> None:
        _lines(page, (700, 748), [(700, 0), (724, 0), (748, 0)])
        _words(page, 716, ["序号", "工作任务", "责任单位"])
        _words(page, 740, ["1", "排查校舍隐患", "总务处"])

    def second(page: Page) -> None:
        _lines(page, (TOP, TOP + 48), [(TOP, 0), (TOP + 24, 0), (TOP + 48, 0)])
        _words(page, TOP + 16, ["2", "开展应急演练", ""])
        _words(page, TOP + 40, ["3", "建立听课制度", "教务处"])

    source = read(first, second)
    (table,) = source.tables
    unit = next(cell for cell in table.cells if source.text[cell.span.start : cell.span.end] == "总务处")
    assert unit.rows == 1
