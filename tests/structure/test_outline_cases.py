"""Headings, their levels and parents, on cases that anyone can add to (`cases/outlines.yaml`)."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from pipeline.model.source import Page
from pipeline.model.span import Span, fold
from pipeline.structure import build_layout
from tests.structure.structure_helpers import cases, outline, source_of


@pytest.mark.parametrize("case", cases("outlines"), ids=lambda case: case["name"])
def test_outline(case: dict[str, Any]) -> None:
    layout = build_layout(source_of(case["text"]))
    assert [fold(line) for line in outline(layout)] == [fold(line) for line in case["outline"].splitlines()]


@pytest.mark.parametrize("case", cases("outlines"), ids=lambda case: case["name"])
def test_parents_are_headings_one_level_up(case: dict[str, Any]) -> None:
    layout = build_layout(source_of(case["text"]))
    known = {section.id: section for section in layout.sections}
    for section in layout.sections:
        if section.level == 1:
            assert section.parent is None
        else:
            assert section.parent is not None
            assert known[section.parent].level == section.level - 1
            assert known[section.parent].span.start < section.span.start


def test_a_section_covers_number_and_title_in_the_source() -> None:
    text = "青溪小学工作方案\n一、工作目标\n做好工作。\n（一）师资队伍建设（2025年）\n加强培训。\n"
    layout = build_layout(source_of(text))
    assert [text[s.span.start : s.span.end] for s in layout.sections] == ["一、工作目标", "（一）师资队伍建设"]


def test_a_heading_keeps_the_shape_of_the_source() -> None:
    layout = build_layout(
        source_of("青溪小学方案\n（一）“两免一补”政策（试行）落实\n认真做好各项工作。\n（二）其他工作\n按时完成。\n")
    )
    assert layout.sections[0].title == "“两免一补”政策（试行）落实"


def test_containers_stand_above_all_levels() -> None:
    text = "第一篇：工作方案\n青溪小学工作方案\n为做好工作，制定本方案。\n一、目标\n全面完成任务。\n"
    layout = build_layout(source_of(text))
    assert outline(layout) == ["0 第一篇 工作方案", "1 一 目标"]
    assert [s.parent for s in layout.sections] == [None, None]


def test_text_behind_a_heading_belongs_to_it_and_items_to_the_heading_above() -> None:
    items = "1、每周检查一次，并做好记录。\n2、每月通报一次，并限期整改。\n"
    text = f"青溪小学方案\n一、措施\n认真落实各项措施。\n{items}二、保障\n落实经费，专款专用。\n"
    layout = build_layout(source_of(text))
    titles = {section.id: section.title for section in layout.sections}
    found = [(block.kind, block.number, block.depth, titles[block.section or ""]) for block in layout.blocks]
    assert found == [
        ("heading", "一", 1, "措施"),
        ("paragraph", None, 0, "措施"),
        ("item", "1", 2, "措施"),
        ("item", "2", 2, "措施"),
        ("heading", "二", 1, "保障"),
        ("paragraph", None, 0, "保障"),
    ]
    assert layout.words(layout.blocks[2]) == "每周检查一次,并做好记录。"


def test_page_of_a_section() -> None:
    text = "青溪小学方案\n一、目标\n完成任务。\f二、措施\n落实责任。"
    cut = text.index("\f")
    source = source_of(text)
    pages = (Page(number=1, span=Span(0, cut)), Page(number=2, span=Span(cut + 1, len(text))))
    layout = build_layout(msgspec.structs.replace(source, pages=pages))
    assert [section.page for section in layout.sections] == [1, 2]


def test_the_signature_stands_under_no_heading() -> None:
    text = (
        "青溪小学工作方案\n一、工作目标\n按时完成各项任务。\n二、工作要求\n各处室要认真落实。\n青溪小学\n2024年3月1日\n"
    )
    layout = build_layout(source_of(text))
    under = {layout.words(block): block.section for block in layout.blocks}
    assert under["各处室要认真落实。"] == layout.sections[-1].id
    assert under["青溪小学"] is under["2024年3月1日"] is None
