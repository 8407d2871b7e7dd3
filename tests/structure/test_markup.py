"""Marks of light markup are no words; what looks like them but is none stays."""

from __future__ import annotations

import pytest

from pipeline.reading import read_text
from pipeline.structure import build_layout
from pipeline.structure.lines import raw_text
from pipeline.structure.markup import mark_at

BOLD = {
    "要加强**课后服务**管理": "要加强课后服务管理",
    "**组　长：**钱学礼": "组 长:钱学礼",
    "***一、总体目标***": "一、总体目标",
    "由 `总务科` 采购": "由 总务科 采购",
    "1\\. 排查": "1. 排查",
    "**（一）摸底**": "(一)摸底",
    # masked names and numbers, blanks to fill in
    "张**、李**": "张**、李**",
    "赵**(校长)、钱**(教师)": "赵**(校长)、钱**(教师)",
    "138****5678": "138****5678",
    "____年__月": "____年__月",
    "2**3": "2**3",
    "20**年3月至20**年6月": "20**年3月至20**年6月",
    # page marks left inside a line
    "第1页共4页各村要组织巡第2页共4页查": "各村要组织巡查",
}


@pytest.mark.parametrize("written", BOLD)
def test_words_without_marks(written: str) -> None:
    assert raw_text(read_text(written)).text == BOLD[written]


HEADS = [
    ("## 一、总则", "一、总则", 2, False, False),
    ("- 排查隐患", "排查隐患", 0, True, False),
    ("* [x] 已完成", "已完成", 0, True, False),
    ("●排查隐患", "排查隐患", 0, True, False),
    ("> 各班落实", "各班落实", 0, True, False),
    ("---", "---", 0, False, True),
    ("| --- | :-: |", "| --- | :-: |", 0, False, True),
    ("————————————", "————————————", 0, False, True),
    ("────★────", "────★────", 0, False, True),
    ("——张老师的话", "——张老师的话", 0, False, False),
    ("— 3 —", "— 3 —", 0, False, False),
    ("- 3 -", "- 3 -", 0, False, False),
    ("-5℃以下停课", "-5℃以下停课", 0, False, False),
    ("#1教学楼", "#1教学楼", 0, False, False),
    ("> 95%为优秀", "> 95%为优秀", 0, False, False),
]


@pytest.mark.parametrize(("line", "words", "depth", "item", "rule"), HEADS)
def test_marks_at_the_head_of_a_line(line: str, words: str, depth: int, item: bool, rule: bool) -> None:
    mark = mark_at(line, 0, len(line))
    assert (line[mark.start :], mark.depth, mark.item, mark.rule) == (words, depth, item, rule)


PASTED = """# 芦湾小学冬季安全工作方案

## 一、组织领导

**组长**：钱学礼
- **副组长：** 孙冬梅

---

## 二、任务分工

| 工作任务 | 责任单位 | 完成时限 |
| --- | :---: | --- |
| **检修锅炉** | 总务处 | 2025年11月底前 |
| 组织演练 | 德育处 | 每学期一次 |

**三、工作要求**

各年级组要抓好落实。
"""


def test_a_pasted_plan() -> None:
    layout = build_layout(read_text(PASTED))
    assert [(section.number, section.title) for section in layout.sections] == [
        ("一", "组织领导"),
        ("二", "任务分工"),
        ("三", "工作要求"),
    ]
    assert [document.title for document in layout.documents] == ["芦湾小学冬季安全工作方案"]
    rows = [
        [layout.clean.text[cell.start : cell.end] for cell in block.cells] for block in layout.blocks if block.cells
    ]
    assert rows == [
        ["工作任务", "责任单位", "完成时限"],
        ["检修锅炉", "总务处", "2025年11月底前"],
        ["组织演练", "德育处", "每学期一次"],
    ]
    assert [layout.words(block) for block in layout.blocks if block.kind == "paragraph"] == [
        "组长:钱学礼",
        "副组长: 孙冬梅",
        "各年级组要抓好落实。",
    ]
