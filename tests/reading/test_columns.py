"""Pages in two columns are read column by column; lines with gaps in them are none."""

from __future__ import annotations

import pytest

from pipeline.model.source import Source
from pipeline.model.span import Span
from pipeline.reading import page_view, read_bytes
from tests.reading.pdf_files import LEFT, PITCH, SIZE, TOP, Drawing, Page, pdf
from tests.reading.views import check_spans, paragraphs

PER_LINE = 17
LETTERS = (
    "学校把课后服务同社团活动结合起来，周一到周四开放图书室和科学教室，每名学生至少参加一个社团，由任课老师签到。",
    "总务处在暑假里粉刷走廊，更换教室里老旧的灯管，九月开学以前请家长代表一同验收，验收单交档案室保存，存期五年。",
    "教导处每月听取备课组的汇报，挑选两节公开课录成视频，供外出学习的老师回看，期末由评议小组给出等第并张榜公布。",
    "德育处开学第一周讲安全，第二周讲卫生，第三周起每个班轮流升旗，值周老师做好记录，月底汇总后交分管副校长批阅。",
)
TITLE = "青溪小学课后服务与校舍修缮工作方案"


def set_lines(words: str) -> list[tuple[int, str]]:
    """The lines of a paragraph with their indents."""
    first, rest = words[: PER_LINE - 2], words[PER_LINE - 2 :]
    return [(2, first), *((0, rest[at : at + PER_LINE]) for at in range(0, len(rest), PER_LINE))]


def draw_column(page: Page, x: float, y: float, texts: tuple[str, ...]) -> None:
    for words in texts:
        for indent, line in set_lines(words):
            page.text(x + indent * SIZE, y, line)
            y += PITCH


def read_columns(*pages: tuple[tuple[str, ...], tuple[str, ...]], gap: float = 24.0, shift: float = 0.0) -> Source:
    """A file whose pages have a title over both columns and a number below."""

    def drawing(number: int, left: tuple[str, ...], right: tuple[str, ...]) -> Drawing:
        def draw(page: Page) -> None:
            if number == 1:
                page.centred(TOP - 20, TITLE, 18)
            page.text(LEFT - 20, 30, "青溪小学文件汇编", 9)
            draw_column(page, LEFT, TOP + 20, left)
            draw_column(page, LEFT + PER_LINE * SIZE + gap, TOP + 20 + shift, right)
            page.text(LEFT - 20, 800, f"— {number} —", 9)

        return draw

    source = read_bytes(pdf(*(drawing(n, *columns) for n, columns in enumerate(pages, 1))), "a.pdf")
    check_spans(source)
    return source


@pytest.mark.parametrize("gap", [18.0, 24.0, 40.0])
@pytest.mark.parametrize("shift", [0.0, 4.0, 9.0])
def test_the_left_column_is_read_before_the_right_one(gap: float, shift: float) -> None:
    one, two, three, four = LETTERS
    assert paragraphs(read_columns(((one, two), (three, four)), gap=gap, shift=shift)) == [TITLE, *LETTERS]


def test_a_paragraph_goes_on_in_the_next_column_and_on_the_next_page() -> None:
    texts = "".join(LETTERS)
    pieces = texts[: 15 + 17 * 5], texts[15 + 17 * 5 : 15 + 17 * 11]

    def draw(page: Page) -> None:
        draw_column(page, LEFT, TOP, (pieces[0],))
        for n in range(6):
            page.text(LEFT + 17 * SIZE + 24, TOP + n * PITCH, pieces[1][17 * n : 17 * n + 17])

    assert paragraphs(read_bytes(pdf(draw), "a.pdf")) == ["".join(pieces)]


def test_the_last_page_may_end_in_its_first_column() -> None:
    one, two, three, four = LETTERS
    source = read_columns(((one, two), (three, four)), ((two, one), ()))
    assert paragraphs(source) == [TITLE, *LETTERS, two, one]


def test_words_are_framed_where_they_stand() -> None:
    one, two, three, four = LETTERS

    def draw(page: Page) -> None:
        draw_column(page, LEFT, TOP, (one, two))
        draw_column(page, LEFT + PER_LINE * SIZE + 24, TOP, (three, four))

    data = pdf(draw)
    source = read_bytes(data, "a.pdf")
    start = source.text.index("德育处")
    frames = page_view(data, source.text, [Span(start, start + 3)]).frames
    assert [round(frame.x0) for frame in frames] == [round(LEFT + (PER_LINE + 2) * SIZE + 24)]


def test_fields_side_by_side_stay_on_their_lines() -> None:
    rows = [(f"责任人：第{n}组组长，副组长", f"时间：{n}月上旬，逢周一下午") for n in range(1, 9)]

    def draw(page: Page) -> None:
        for n, (one, other) in enumerate(rows):
            page.text(LEFT, TOP + n * PITCH, one)
            page.text(LEFT + 260, TOP + n * PITCH, other)

    text = read_bytes(pdf(draw), "a.pdf").text
    assert text.index(rows[0][1][:6]) < text.index("第2组")
