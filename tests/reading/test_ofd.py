"""OFD files: paragraphs over lines and pages, tables, running lines, outline, places."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.errors import ReadError
from pipeline.model.source import Source
from pipeline.model.span import Span
from pipeline.reading import page_view, read_bytes
from pipeline.reading.limits import Limits
from pipeline.reading.ofd.objects import POINTS
from pipeline.reading.pictures import draw_page
from pipeline.structure import build_layout
from tests.reading.ofd_files import grid, ofd, stroke, words

LINES = [
    ("松岭小学防溺水工作方案", 70.0),
    ("一、工作目标", 38.8),
    ("全校师生牢固树立安全意识，全年不发生溺水事故，各班每周", 38.8),
    ("检查一次，家长签字率达到百分之百。", 27.6),
    ("二、责任分工", 38.8),
    ("德育处负责组织宣传教育，总务处负责在校园周边水域设置警", 38.8),
]


def page_one() -> str:
    made = [words(text, x, 30 + 10 * n) for n, (text, x) in enumerate(LINES)]
    return "".join([*made, words("—1—", 98, 280)])


def page_two() -> str:
    table = grid([["工作任务", "责任单位", "完成时限"], ["设置警示牌", "总务处", "2025年6月底前"]], 30, 60)
    return words("示牌，班主任负责家访。", 27.6, 30) + table + words("—2—", 98, 280)


@pytest.fixture(scope="module")
def source() -> Source:
    outline = (
        '<ofd:Outlines><ofd:OutlineElem Title="二、责任分工"><ofd:Actions><ofd:Action><ofd:Goto>'
        '<ofd:Dest Type="XYZ" PageID="0"/></ofd:Goto></ofd:Action></ofd:Actions></ofd:OutlineElem></ofd:Outlines>'
    )
    return read_bytes(ofd([page_one(), page_two()], template=words("内部资料", 20, 10), outline=outline), "防溺水.ofd")


def test_paragraphs_run_over_lines_and_pages(source: Source) -> None:
    layout = build_layout(source)
    texts = [layout.words(block) for block in layout.blocks if block.kind == "paragraph"]
    assert texts == [
        "全校师生牢固树立安全意识,全年不发生溺水事故,各班每周检查一次,家长签字率达到百分之百。",
        "德育处负责组织宣传教育,总务处负责在校园周边水域设置警示牌,班主任负责家访。",
    ]
    assert [section.title for section in layout.sections] == ["工作目标", "责任分工"]
    assert [document.title for document in layout.documents] == ["松岭小学防溺水工作方案"]


def test_running_lines_are_noise_and_pages_known(source: Source) -> None:
    noise = "".join(source.text[span.start : span.end] for span in source.noise)
    assert "".join(noise.split()) == "内部资料—1—内部资料—2—"
    assert [page.number for page in source.pages] == [1, 2]
    assert source.page_at(source.text.index("示牌，")) == 2
    assert source.media_type == "application/ofd"
    assert [source.text[hint.span.start : hint.span.end] for hint in source.hints] == ["二、责任分工"]


def test_ruled_tables(source: Source) -> None:
    (table,) = source.tables
    assert [source.text[cell.span.start : cell.span.end] for cell in table.cells] == [
        "工作任务", "责任单位", "完成时限", "设置警示牌", "总务处", "2025年6月底前",
    ]  # fmt: skip
    assert table.header_rows == 1


def test_places_in_points(source: Source) -> None:
    data = ofd([page_one(), page_two()], template=words("内部资料", 20, 10))
    text = read_bytes(data).text
    at = text.index("总务处\t")
    view = page_view(data, text, [Span(at, at + 3)])
    (frame,) = view.frames
    assert view.page == 2
    assert (view.width, view.height) == pytest.approx((210 * POINTS, 297 * POINTS))
    assert (frame.x0, frame.top) == pytest.approx((82 * POINTS, 72 * POINTS), abs=1.0)
    assert (frame.x1, frame.bottom) == pytest.approx((94 * POINTS, 76 * POINTS), abs=1.0)
    with pytest.raises(ReadError, match="OFD 的页面不能画成图片"):
        draw_page(data, 2)


def test_watermarks_stay_out_of_sentences() -> None:
    slanted = words("仅供参考", 60, 120, size=20, more=' CTM="0.7 -0.7 0.7 0.7 0 0"')
    source = read_bytes(ofd([words("各班主任负责每日点名。", 30, 30) + slanted]))
    layout = build_layout(source)
    assert [layout.words(block) for block in layout.blocks] == ["各班主任负责每日点名。"]


@pytest.mark.parametrize(
    ("pages", "reason"),
    [
        (['<ofd:ImageObject Boundary="0 0 210 297" ResourceID="4"/>'], "只有图片"),
        ([stroke(10, 10, 100, 10)], "没有文字"),
        ([], "损坏"),
    ],
)
def test_files_without_words_say_why(pages: list[str], reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        read_bytes(ofd(pages))


def test_pages_of_pictures_are_named() -> None:
    picture = '<ofd:ImageObject Boundary="0 0 210 297" ResourceID="4"/>'
    source = read_bytes(ofd([words("教导处负责排课。", 30, 30), picture]))
    assert source.warnings == ("第 2 页只有图片，没有文字，未读取；请转换为 PDF 后再做文字识别（OCR）",)


def test_limits_hold() -> None:
    with pytest.raises(ReadError, match="page_chars"):
        read_bytes(ofd([words("校" * 400, 10, 10, size=1)]), limits=Limits(page_chars=300))
    with pytest.raises(ReadError, match="pages"):
        read_bytes(ofd([words("校", 10, 10)] * 4), limits=Limits(pages=3))
    endless = words("校长负责。", 10, 10).replace("g 4 5.6", "g 999999999 5.6")
    assert read_bytes(ofd([endless])).text == "校长负责。"


@given(st.text('<>/"=MLg -.0123456789校长', max_size=60))
def test_any_attribute_is_read_or_refused(junk: str) -> None:
    safe = junk.replace("<", "").replace('"', "")
    content = words("校长负责安全。", 20, 20, more=f' CTM="{safe}"').replace("g 6", f"{safe} g 6")
    path = f'<ofd:PathObject Boundary="{safe}"><ofd:AbbreviatedData>{safe}</ofd:AbbreviatedData></ofd:PathObject>'
    with contextlib.suppress(ReadError):
        assert "校" in read_bytes(ofd([content + path])).text
