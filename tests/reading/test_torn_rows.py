"""Rows of tables that a page break tears apart, as office programs do."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.model.source import Source
from pipeline.reading import page_view
from pipeline.reading.reader import read_bytes
from tests.reading.pdf_files import LEFT, Drawing, Page, pdf
from tests.reading.views import cells, check_spans, without_noise

WIDTHS = (60.0, 130.0, 60.0)
STEP = 16.0
HEAD = ["序号", "措施", "责任人"]

Row = Sequence[Sequence[str]]


def drawn(top: float, rows: Sequence[Row]) -> Drawing:
    """A ruled table whose cells hold the lines given, each row as high as its fullest cell."""

    def draw(page: Page) -> None:
        ys = [top]
        for row in rows:
            ys.append(ys[-1] + STEP * max(len(lines) for lines in row) + 4)
        xs = [LEFT]
        for width in WIDTHS:
            xs.append(xs[-1] + width)
        page.grid(xs, ys)
        for row, y in zip(rows, ys, strict=False):
            for x, lines in zip(xs, row, strict=False):
                for place, words in enumerate(lines):
                    page.text(x + 5, y + STEP * (place + 1) - 2, words, 12)

    return draw


def whole(*rows: Row) -> list[Row]:
    return [[[name] for name in HEAD], *rows]


FULL = ["每月底前对学生宿舍、", "实验室和食堂的用电线"]
BEFORE: Row = [["1"], ["制定制度"], ["韦大山"]]
MULTI: Row = [["2"], ["值班教师每日两次巡查", "并做好记录"], ["上官云", "飞"]]


def read_pages(upper: Sequence[Row], lower: Sequence[Row]) -> Source:
    height = sum(STEP * max(len(lines) for lines in row) + 4 for row in upper)
    source = read_bytes(pdf(drawn(760 - height, upper), drawn(70, lower)))
    check_spans(source)
    return source


def bodies(source: Source) -> list[list[str]]:
    (table,) = source.tables
    found: dict[int, list[str]] = {}
    for row, _, _, _, words in cells(source, table):
        found.setdefault(row, []).append("".join(words.split()))
    return [found[row] for row in sorted(found)][1:]


TORN = [["3"], FULL, ["欧阳木", "子"]]
REST = [[], ["路检查一遍。"], []]


@pytest.mark.parametrize("repeated", [True, False])
def test_the_rest_of_a_row_is_put_to_it(repeated: bool) -> None:
    after: Row = [["4"], ["汇总问题"], ["严东"]]
    lower = whole(REST, after) if repeated else [REST, after]
    source = read_pages(whole(BEFORE, MULTI, TORN), lower)
    assert bodies(source) == [
        ["1", "制定制度", "韦大山"],
        ["2", "值班教师每日两次巡查并做好记录", "上官云飞"],
        ["3", "每月底前对学生宿舍、实验室和食堂的用电线路检查一遍。", "欧阳木子"],
        ["4", "汇总问题", "严东"],
    ]
    assert without_noise(source).count("序号") == 1
    assert all(source.page_at(cell.span.start) == (2 if cell.row > 3 else 1) for cell in source.tables[0].cells)


def test_a_name_and_a_sentence_torn_at_once() -> None:
    upper: Row = [["3"], ["每月底前对学生宿舍的"], ["司马长"]]
    lower: Row = [[], ["用电线路检查一遍。"], ["缨"]]
    source = read_pages(whole(BEFORE, MULTI, upper), whole(lower, [["4"], ["汇总"], ["严东"]]))
    assert bodies(source)[2] == ["3", "每月底前对学生宿舍的用电线路检查一遍。", "司马长缨"]


def test_a_row_that_is_nothing_but_the_rest() -> None:
    source = read_pages(whole(BEFORE, MULTI, TORN), whole(REST))
    assert bodies(source)[-1] == ["3", "每月底前对学生宿舍、实验室和食堂的用电线路检查一遍。", "欧阳木子"]
    assert len(source.tables) == 1


def test_over_three_pages() -> None:
    top = 760 - sum(STEP * max(map(len, row)) + 4 for row in whole(BEFORE, MULTI, TORN))
    middle = [[], ["每月底前对学生宿舍、"] * 42, []]
    source = read_bytes(pdf(drawn(top, whole(BEFORE, MULTI, TORN)), drawn(70, [middle]), drawn(70, [REST])))
    check_spans(source)
    words = bodies(source)[2][1]
    assert words.startswith("每月底前对学生宿舍、实验室和食堂的用电线每月")
    assert words.endswith("宿舍、路检查一遍。")


def test_words_on_both_pages_are_framed_where_the_row_begins() -> None:
    data = pdf(drawn(500, whole(BEFORE, MULTI, TORN)), drawn(70, whole(REST)))
    source = read_bytes(data)
    cell = next(c for c in source.tables[0].cells if c.column == 1 and c.row == 3)
    view = page_view(data, source.text, [cell.span])
    assert [round(frame.top) > 500 for frame in view.frames] == [True, True]


# The first row of the next page is a row of its own.
OWN: dict[str, tuple[Row, Row]] = {
    "room was left in the cell": ([["3"], ["每月底前检查线路"], ["韦大山"]], [[], ["对学生宿舍检查一遍。"], []]),
    "the cell that would go on ends above others": (
        [["3"], ["每月底前对学生宿舍的"], ["欧阳木", "子"]],
        [[], ["用电线路检查一遍。"], []],
    ),
    "every cell has words again": ([["3"], ["每月底前对学生宿舍的"], ["韦大山"]], [["4"], ["汇总问题"], ["严东"]]),
    "nothing stands above": ([["3"], FULL, []], [["4"], ["汇总问题"], ["严东"]]),
}


@pytest.mark.parametrize("name", OWN)
def test_rows_of_their_own_stay_so(name: str) -> None:
    upper, lower = OWN[name]
    source = read_pages(whole(BEFORE, MULTI, upper), whole(lower, [["5"], ["总结"], ["严东"]]))
    assert "".join(lower[1][0].split()) in [words for row in bodies(source) for words in row]


def test_columns_as_wide_as_their_words_are_no_torn_rows() -> None:
    """Tables fitted to their words have no room in any cell, and no cell of two lines."""
    upper = whole(BEFORE, [["2"], ["每月底前对学生宿舍的"], ["诸葛青"]])
    source = read_pages(upper, whole([[], ["值班教师每日两次巡查"], ["司马空"]]))
    assert "诸葛青" in bodies(source)[1]
    assert "司马空" in bodies(source)[2]
