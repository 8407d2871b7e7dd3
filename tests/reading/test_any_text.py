"""Whatever words a file holds: none is lost, spans lie in order, and reading twice gives the same."""

from __future__ import annotations

from html import escape

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.model.source import Source
from pipeline.model.span import fold
from pipeline.reading.reader import read_bytes, read_text
from pipeline.structure import build_layout
from tests.reading.docx_files import docx, paragraph, table
from tests.reading.pdf_files import LEFT, TOP, Page, pdf
from tests.reading.views import check_spans

# fmt: off
PIECES = [
    "一、", "（一）", "1.", "①", "第一章", "第二条", "附件1", "工作目标", "加强管理", "到2027年达到96%以上", "组长：王小明",
    "责任单位：教务处", "各校要认真落实。", "每月开展一次排查，", "；", "“", "”", "《", "》", "3", "12.5%", "KPI", "—",
]
# fmt: on
WORDS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join)
LINES = st.lists(WORDS, min_size=1, max_size=8)
ROWS = st.integers(2, 4).flatmap(lambda n: st.lists(st.lists(WORDS, min_size=n, max_size=n), min_size=2, max_size=5))
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def bare(words: str) -> str:
    return "".join(words.split())


def check(source: Source) -> None:
    """Spans of the source and of its layout."""
    check_spans(source)
    layout = build_layout(source)
    at = 0
    for block in layout.blocks:
        assert at <= block.start < block.end <= len(layout.clean.text)
        at = block.end
        for span in layout.spans(block.start, block.end):
            assert 0 <= span.start < span.end <= len(source.text)
            assert fold(source.text[span.start]) == layout.clean.text[layout.clean.find(span.start)]
    assert build_layout(source) == layout


@QUIET
@given(st.lists(st.text(max_size=40), max_size=8), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_any_text_file(lines: list[str], encoding: str) -> None:
    text = "\n".join(["方案正文", *lines])
    text = "".join(char for char in text if char == "\n" or (char.isprintable() and not "\ud800" <= char <= "\udfff"))
    source = read_bytes(text.encode(encoding))
    assert source.text == text
    assert read_bytes(text.encode(encoding)) == source
    check(source)


@QUIET
@given(st.text(max_size=200))
def test_any_decoded_text(text: str) -> None:
    source = read_text(text)
    assert read_text(text) == source
    check(source)


@QUIET
@given(LINES, ROWS)
def test_any_words_in_a_word_file(lines: list[str], rows: list[list[str]]) -> None:
    words = [[escape(cell) for cell in row] for row in rows]
    data = docx("".join(paragraph(escape(line)) for line in lines) + table(words))
    source = read_bytes(data)
    assert read_bytes(data) == source
    assert bare(source.text) == bare("".join(lines) + "".join(cell for row in rows for cell in row))
    check(source)


@QUIET
@given(st.lists(LINES, min_size=1, max_size=3), ROWS)
def test_any_words_in_a_pdf(pages: list[list[str]], rows: list[list[str]]) -> None:
    """Each line of a page is drawn and read once; what repeats at its edges may be marked, never dropped."""

    def page_of(lines: list[str]) -> object:
        def draw(page: Page) -> None:
            for number, line in enumerate(lines):
                page.text(LEFT, TOP + 60 + 24 * number, line[:34], 12)
            page.table(TOP + 300, [[cell[:6] for cell in row] for row in rows])

        return draw

    data = pdf(*[page_of(lines) for lines in pages])  # type: ignore[arg-type]
    source = read_bytes(data)
    assert read_bytes(data) == source
    drawn = "".join(
        "".join(line[:34] for line in lines) + "".join(c[:6] for row in rows for c in row) for lines in pages
    )
    assert sorted(bare(source.text)) == sorted(bare(drawn))
    check(source)
