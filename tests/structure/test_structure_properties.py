"""What holds for any text at all."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.layout import Layout
from pipeline.model.source import Cell, HeadingHint, Source, Table
from pipeline.model.span import Span, fold
from pipeline.structure import build_layout, clauses, sentences
from tests.structure.structure_helpers import source_of

# Pieces that plans are made of, so that random texts reach the rules.
# fmt: off
PIECES = [
    "一、", "二、", "三、", "（一）", "（二）", "1.", "2.", "1、", "（1）",
    "①", "②", "第一章", "第二章", "第一条", "第一篇：", "§1.", "附件1", "A.",
    "〔2024〕5号", "......3", "目录", "指导思想", "工作目标", "工作方案", "青溪小学", "柳河中学工作方案", "责任书",
    "2024年3月1日", "二〇二四年三月", "校长职责", "总则", "加强管理",
    "认真落实各项工作要求", "为做好工作，特制定本方案", "组长：李某某", "责任单位",
    "相关文章", "上一篇：无", "小编整理", "。", "，", "；", "：", "、", "（",
    "）", "“", "”", "《", "》", "|", "3", "12.5%", "x",
    "\n", "\n\n", "\n", " ", "\u3000\u3000", "\t", "\f", "# ", " 2 ",
    "\n— 3 —\n", "总 则", "\u200b", "\ufeff", "\x00",
]
# fmt: on
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
    st.text(max_size=80),
)


@st.composite
def sources(draw: st.DrawFn) -> Source:
    text = draw(TEXTS)
    offset = st.integers(0, len(text))
    noise = draw(st.lists(st.tuples(offset, offset), max_size=2))
    hints = draw(st.lists(st.tuples(offset, offset, st.integers(0, 3)), max_size=2))
    return source_of(
        text,
        hard_lines=draw(st.booleans()),
        noise=tuple(Span(min(pair), max(pair)) for pair in noise),
        hints=tuple(HeadingHint(span=Span(min(a, b), max(a, b)), level=level) for a, b, level in hints),
    )


def check(source: Source, layout: Layout) -> None:
    text = layout.clean.text
    assert len(text) == len(layout.clean.origin)
    assert list(layout.clean.origin) == sorted(set(layout.clean.origin))
    for char, offset in zip(text, layout.clean.origin, strict=True):
        assert char in "\n " or fold(source.text[offset]) == char
    at = 0
    documents = {document.id: document for document in layout.documents}
    sections = {section.id: section for section in layout.sections}
    assert len(documents) == len(layout.documents)
    assert len(sections) == len(layout.sections)
    for block in layout.blocks:
        assert at <= block.start < block.end <= len(text)
        at = block.end
        assert not text[block.start].isspace()
        assert not text[block.end - 1].isspace()
        span = documents[block.document].span
        for piece in layout.spans(block.start, block.end):
            assert span.contains(piece)
        if block.section is not None:
            assert sections[block.section].document == block.document
    ends = 0
    for document in layout.documents:
        assert ends <= document.span.start < document.span.end <= len(source.text)
        ends = document.span.end
        if document.title_span is not None:
            assert document.span.contains(document.title_span)
    starts = [section.span.start for section in layout.sections]
    assert starts == sorted(starts)
    for section in layout.sections:
        assert documents[section.document].span.contains(section.span)
        assert section.title
        assert section.parent is None or sections[section.parent].level == section.level - 1


@settings(max_examples=300, deadline=None)
@given(sources())
def test_any_text_gives_a_sound_layout(source: Source) -> None:
    check(source, build_layout(source))


@settings(max_examples=60, deadline=None)
@given(sources())
def test_the_same_source_gives_the_same_layout(source: Source) -> None:
    assert build_layout(source) == build_layout(source)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.text("字\n、 3", max_size=6)), max_size=8))
def test_any_table_gives_a_sound_layout(fields: list[tuple[int, int, str]]) -> None:
    text, cells, seen = "", [], set()
    for row, column, words in sorted(fields):
        if (row, column) not in seen:
            seen.add((row, column))
            cells.append(
                Cell(span=Span(len(text), len(text) + len(words)), row=row, column=column, rows=1 + column % 2)
            )
            text += words + "\t"
    table = Table(span=Span(0, len(text)), cells=tuple(cells), header_rows=1)
    source = source_of(text + "\n后面的正文。", tables=(table,), hard_lines=True)
    check(source, build_layout(source))


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_nothing_of_a_plan_is_lost(text: str) -> None:
    """All words of a plan without numbers, titles and noise stand in its blocks, in order."""
    layout = build_layout(source_of(text, hard_lines=True))
    held = {offset for block in layout.blocks for offset in range(block.start, block.end)}
    titles = [document.title_span for document in layout.documents if document.title_span]
    numbers = set("一二三四五六七八九十第章节条篇编部分附件表录0123456789①②§()（）.、:。;!?,# \n|-—…")
    for document in layout.documents:
        if document.duplicate_of or "目" in text or "编" in text or "篇" in text or "文章" in text or "|" in text:
            continue
        first, last = layout.clean.find(document.span.start), layout.clean.find(document.span.end)
        for at in range(first, last):
            offset = layout.clean.origin[at]
            if at in held or any(span.start <= offset < span.end for span in titles):
                continue
            assert (
                layout.clean.text[at].isspace()
                or layout.clean.text[at] in numbers
                or not layout.clean.text[at].isalnum()
            )


@settings(max_examples=100, deadline=None)
@given(st.text("学校要。；，、（）“”\n 3", max_size=60))
def test_sentences_and_clauses_lie_in_order_and_clauses_inside_sentences(text: str) -> None:
    for cut in (sentences, clauses):
        at = 0
        for start, end in cut(text, 0, len(text)):
            assert at <= start < end <= len(text)
            at = end
    held = sentences(text, 0, len(text))
    for start, end in clauses(text, 0, len(text)):
        assert any(first <= start and end <= last for first, last in held)


# fmt: off
HOSTILE = [
    "一、", "（", "1.", "第一条", "（一）\n", "一、\n", "1 a\n",
    "# a\n", "a\tb\tc\n", "“", "《\n", "学校、\n", "附件1\n", "青溪小学工作方案\n",
    "至", "1", "\n", "校长职责\n1.做好。\n", "校长职责\n", "目录\n", "一、目标……1\n", "学校要，\n", "3\n", "I.",
]
# fmt: on


@pytest.mark.parametrize("piece", HOSTILE, ids=lambda piece: repr(piece).strip("'"))
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    def seconds(times: int) -> float:
        source = source_of(piece * times)
        took = []
        for _ in range(2):  # the lesser of two, of our own work: what else the machine does is no growth
            before = time.process_time()
            build_layout(source)
            took.append(time.process_time() - before)
        return min(took)

    seconds(50)
    short, long = max(seconds(500), 0.01), seconds(5000)
    assert long < 40 * short
