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


def _cut(paragraph: str, widths: tuple[int, ...]) -> list[str]:
    """The lines of a paragraph, whose lengths go round in `widths`, as marks are set closer or wider."""
    lines, at, turn = [], 0, 0
    while at < len(paragraph):
        lines.append(paragraph[at : at + widths[turn % len(widths)]])
        at += len(lines[-1])
        turn += 1
    return lines


def test_lines_of_a_wide_page_that_differ_by_a_few_characters_go_on() -> None:
    """Most lines are titles, none of the others ends at the same column, and most of those are cut in mid-sentence."""
    paragraphs = [
        (
            "渔港管理站要在每年休渔期开始前逐船核对证书和救生设备，登记船东的联系方式，对年久失修的木质渔船提出停航意见，并协调维修厂"
            "安排船台和工时，保证复查合格的船只在开捕之前全部离坞；站里留存检查照片，按月报送渔业科备查，不得以收费代替整改。"
        ),
        (
            "冷库值班人员每两小时记录一次库温和氨气浓度，发现读数超出范围立即通知设备班并疏散附近的装卸工人，设备班到场后先关闭供液阀门"
            "再查找泄漏点，处置过程由安全员全程拍摄；未经安全员签字同意，任何人不得重新开启机组，违者由站长约谈并通报。"
        ),
        (
            "码头食堂从鱼市采购的水产品应当附有检测单，验收时由厨师长和保管员两人同时在场称重，票据当天交给会计入账；对来源不明或者没有"
            "冰鲜条件的水产品一律退回，连续两次退回的摊位不再列入采购名单，由保管员书面告知市场管理方并存档备查。"
        ),
    ]
    lines: list[str] = []
    for number in (1, 2, 3):
        long = paragraphs[number - 1] + paragraphs[number % 3]
        lines += [
            f"{number}. 第{number}项",
            *(f"要点{sign}" for sign in "甲乙丙丁戊己庚辛壬"),
            *_cut(long, (44, 46, 43, 47)),
        ]
    text = build_layout(source_of("\n".join(lines) + "\n")).clean.text
    assert "并协调维修厂安排船台" in text
    assert all(line in text for line in ("再查找泄漏点", "一律退回,连续两次退回的摊位"))
    assert text.count("\n") == 3 * 11 - 1
