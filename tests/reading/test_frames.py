"""Frames around words of a page, checked against what another library sees inside them."""

from __future__ import annotations

import io
from itertools import pairwise

import pdfplumber
import pytest
from PIL import Image

from pipeline.api import extract
from pipeline.model.errors import ReadError
from pipeline.model.span import Span, words_at
from pipeline.reading import PageView, draw_page, page_view, read_bytes
from scripts.corpus.make_corpus import HERE
from scripts.corpus.pdf_writer import build_pdf
from scripts.corpus.schema import load_sources
from tests.reading.docx_files import docx, paragraph
from tests.reading.pdf_files import HEIGHT, LEFT, TOP, WIDTH, Page, draws_chinese, pdf

PLANS = [plan for plan in load_sources(HERE / "sources") if not plan.is_raw]
LONG = "各学校要建立校长负责、班主任包干、家校联动的工作机制，逐一核实每一名适龄儿童的就学情况，做到一个都不能少，并于每月底前报告。"


def bare(text: str) -> str:
    """Text without blanks."""
    return "".join(text.split())


def inside(page: pdfplumber.page.Page, view: PageView) -> str:
    """The characters whose middle lies in the frames."""
    return "".join(
        char["text"]
        for frame in view.frames
        for char in page.chars
        if frame.x0 <= (char["x0"] + char["x1"]) / 2 <= frame.x1
        and frame.top <= (char["top"] + char["bottom"]) / 2 <= frame.bottom
    )


@pytest.mark.parametrize("plan", PLANS, ids=[f"plan{number}" for number, _ in enumerate(PLANS)])
def test_frames_hold_the_words_of_each_fact(plan: object) -> None:
    data = build_pdf(plan)  # type: ignore[arg-type]
    source = read_bytes(data)
    facts = extract(source).facts
    with pdfplumber.open(io.BytesIO(data)) as file:
        for fact in facts[:: max(1, len(facts) // 25)]:
            view = page_view(data, source.text, fact.spans)
            words = bare(words_at(source.text, fact.spans))
            found = bare(inside(file.pages[view.page - 1], view))
            assert found == words or (len(view.pages) > 1 and words.startswith(found))
            assert view.page == fact.page


def draw(page: Page) -> None:
    """A paragraph over lines, and a table."""
    y = page.paragraph(TOP, LONG)
    page.table(y, [["任务", "责任单位"], ["排查整改", "教务处"]])


def test_one_frame_for_each_line_and_cell() -> None:
    data = pdf(draw)
    text = read_bytes(data).text
    start, end = text.index("校长负责"), text.index("并于")
    lines = page_view(data, text, [Span(start, end)]).frames
    assert len(lines) == text.count("\n", start, end) + 1
    assert all(upper.bottom <= lower.bottom for upper, lower in pairwise(lines))
    start = text.index("排查")
    cells = page_view(data, text, [Span(start, text.index("教务处") + 3)]).frames
    assert len(cells) == 2
    assert abs(cells[0].top - cells[1].top) < 1


def test_words_over_a_page_break_are_shown_where_they_begin() -> None:
    data = pdf(lambda page: page.text(LEFT, TOP, "一、甲"), lambda page: page.text(LEFT, TOP, "二、乙"))
    text = read_bytes(data).text
    view = page_view(data, text, [Span(0, len(text))])
    assert (view.page, view.pages) == (1, (1, 2))
    assert {frame.page for frame in view.frames} == {1}
    assert {frame.page for frame in page_view(data, text, [Span(0, len(text))], page=2).frames} == {2}


def test_the_picture_shows_the_frames() -> None:
    data = pdf(draw)
    text = read_bytes(data).text
    start = text.index("教务处")
    view = page_view(data, text, [Span(start, start + 3)])
    plain, framed = (Image.open(io.BytesIO(draw_page(data, 1, f, scale=1.5))) for f in ((), view.frames))
    assert plain.size == framed.size
    assert abs(framed.width - WIDTH * 1.5) + abs(framed.height - HEIGHT * 1.5) < 3
    red = [
        (x, y)
        for x in range(framed.width)
        for y in range(framed.height)
        if framed.getpixel((x, y)) != plain.getpixel((x, y))
    ]
    assert red
    frame = view.frames[0]
    xs, ys = [x / 1.5 for x, _ in red], [y / 1.5 for _, y in red]
    assert max(abs(min(xs) - frame.x0), abs(max(xs) - frame.x1), abs(min(ys) - frame.top)) < 4


@pytest.mark.skipif(not draws_chinese(), reason="no Chinese font on this machine: pages are drawn without their words")
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_is_drawn_upright(turn: int) -> None:
    def sideways(page: Page) -> None:
        canvas = page.canvas
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(turn)
        canvas.setFont("STSong-Light", 20)
        canvas.drawString(-200, 100, "一、工作目标要明确具体")

    data = pdf(sideways)
    text = read_bytes(data).text
    view = page_view(data, text, [Span(0, len(text))])
    assert len(view.frames) == 1
    frame = view.frames[0]
    picture = Image.open(io.BytesIO(draw_page(data, 1, scale=1.0))).convert("L").point(lambda value: 255 - value)
    left, top, right, bottom = picture.getbbox() or (0, 0, 0, 0)
    assert abs(picture.width - view.width) < 2
    assert frame.x0 - 2 <= left < right <= frame.x1 + 2
    assert frame.top - 2 <= top < bottom <= frame.bottom + 2


def test_what_has_no_pages_is_told() -> None:
    for data in (docx(paragraph("一、目标")), "一、目标".encode()):
        with pytest.raises(ReadError, match="不是 PDF"):
            page_view(data, "一、目标", [Span(0, 4)])
        with pytest.raises(ReadError, match="不是 PDF"):
            draw_page(data, 1)
    data = pdf(draw)
    for page in (0, 2):
        with pytest.raises(ReadError, match="第"):
            draw_page(data, page)
    with pytest.raises(ReadError, match="第 5 页"):
        page_view(data, "甲", [Span(0, 1)], page=5)
