"""Lines put together to paragraphs (`cases/paragraphs.yaml`)."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.model.span import Span, words_at
from pipeline.structure import build_layout
from tests.structure.structure_helpers import cases, source_of


@pytest.mark.parametrize("case", cases("paragraphs"), ids=lambda case: case["name"])
def test_paragraphs(case: dict[str, Any]) -> None:
    lines = {"hard_lines": case.get("hard", False), "soft_lines": case.get("soft", False)}
    layout = build_layout(source_of(case["text"], **lines))
    assert layout.clean.text.split("\n") == case["paragraphs"]


def test_a_torn_statement_has_several_spans_and_none_holds_the_noise() -> None:
    text = "学校建立了安全领导小组，落实了安全责任，学校安装有\n\n1 监控摄像头，对校门进行监控。\n"
    layout = build_layout(source_of(text))
    start = layout.clean.text.index("学校安装")
    spans = layout.spans(start, len(layout.clean.text))
    assert [text[span.start : span.end] for span in spans] == ["学校安装有", "监控摄像头，对校门进行监控。"]


def test_marked_noise_is_in_no_span() -> None:
    text = "学校要加强管理，各处室要认\n云岭县教育局文件\n真落实各项工作。\n"
    at = text.index("云岭县")
    layout = build_layout(source_of(text, noise=(Span(at, at + 8),)))
    assert "云岭县教育局文件" not in layout.clean.text
    assert "云岭县教育局文件" not in words_at(text, layout.spans(0, len(layout.clean.text)))


def test_numbers_torn_by_a_line_break_are_whole_again() -> None:
    text = "全县共有小学二十所，其中完全小学五所，计划投入资金约\n300万元用于校舍改造和设备更新，\n3年内完成。\n"
    assert "3年内完成" in build_layout(source_of(text)).clean.text
