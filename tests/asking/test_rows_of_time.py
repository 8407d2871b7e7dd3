"""Rosters and calendars: the row of a day or a week, the cell of the column asked for; lists of names and what they are called."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.asking import ask
from pipeline.asking.cells import cells_of
from pipeline.store import KnowledgeBase
from tests.asking.question_sets import base_of_texts

_ROSTER = """柏杨中学2026年国庆假期值班安排表

各处室：
现将值班安排如下：
日期\t带班领导\t值班人员\t值班电话
10月1日\t陶景行（校长）\t苗春雨、岳小川\t6320011
10月2日\t顾海棠（副校长）\t翟 明、封立春\t6320012
10月4日-5日\t梁木兰（总务主任）\t路遥远、费晓峰\t6320014
注意事项：
1.值班人员每两小时巡查校园一次并做好记录。
2.遇有突发事件，值班人员应立即报告带班领导。
柏杨中学办公室
2026年9月25日
"""
_CALENDAR = """望湖小学2026年春季学期行事历

周次   日期        工作内容                 责任部门
1    3.2-3.8     开学典礼（2日）、安全第一课       德育处
2    3.9-3.15    家校联系周、作业展评       教导处
3    3.16-3.22   校园艺术节报名            艺体组
4    3.23-3.29   诗词吟诵赛；视力筛查       语文组   校医室
"""
_LINES = """望湖小学寒假值班安排
2月1日：薛向阳、常青
2月4日（星期三）带班：薛向阳  值班：华筝、钟离
"""
_SCORES = """望湖小学班级考核细则
| 项目 | 考核内容 | 分值 | 责任人 |
|---|---|---|---|
| 卫生 | 教室干净整洁 | 20 | 钟离 |
| 纪律 | 课间不追逐打闹 | 30 | 荀安 |
"""
_HONOURS = """清河区教育局关于表彰先进的决定
各校：
决定授予3所学校“教学质量先进单位”称号。
1.教学质量先进单位名单（3所）
柏杨中学  望湖小学  清溪实验学校
2.优秀教师名单（5名）
柏杨中学：苗春雨  翟 明
望湖小学：费晓峰  尤一帆  温如玉
3.优秀班主任名单（2名）
岳小川（柏杨中学）、安宁（望湖小学）
4.师德标兵（2名）
舒小雅 柏杨中学；  费晓峰 望湖小学
5.奖励标准：优秀教师每人奖励2000元。
"""
_MINUTES = """清溪实验学校校长办公会会议纪要
时间：2026年4月13日
主持人：方正平
记录：宁静
韩雪松  副校长  负责教学、教研工作。分管教务处、教科室。联系高二年级。
一、关于校园欺凌排查。会议听取了政教处主任的汇报，决定由政教处牵头，各年级组配合，开展排查。
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of_texts(
        tmp_path_factory.mktemp("rosters"),
        {"值班表": _ROSTER, "行事历": _CALENDAR, "寒假": _LINES, "考核": _SCORES, "表彰": _HONOURS, "纪要": _MINUTES},
    )


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("10月2日谁值班", "翟 明、封立春"),
        ("国庆10月2号带班的领导是谁", "顾海棠（副校长）"),
        ("10月5号是哪位领导带班", "梁木兰（总务主任）"),
        ("10月1日值班电话是多少", "6320011"),
        ("第2周有什么安排", "家校联系周、作业展评"),
        ("第三周的责任部门", "艺体组"),
        ("3月10号那周有什么活动", "家校联系周、作业展评"),
        ("第2周是几号到几号", "3.9-3.15"),
        ("开学典礼是哪天", "2日（2026-03-02）"),
        ("2月4日谁带班", "薛向阳"),
        ("2月1日值班的是谁", "薛向阳、常青"),
        ("艺术节报名归谁", "艺体组"),
        ("视力筛查归谁管", "校医室"),
        ("诗词吟诵赛归哪个组管", "语文组"),
        ("卫生占多少分", "20"),
        ("谁被评为优秀班主任", "岳小川（柏杨中学）、安宁（望湖小学）"),
        ("望湖小学有哪些优秀教师", "费晓峰、尤一帆、温如玉"),
        ("清溪实验学校得了什么称号", "教学质量先进单位"),
        ("翟明获得什么称号", "优秀教师"),
        ("安宁被评为什么", "优秀班主任"),
        ("师德标兵都有谁", "舒小雅、柏杨中学、费晓峰、望湖小学"),
        ("韩雪松分管哪几个部门", "分管教务处、教科室。"),
        ("会议由谁主持", "方正平"),
        ("谁做的会议记录", "宁静"),
    ],
)
def test_first_answer(kb: KnowledgeBase, question: str, expected: str) -> None:
    assert [row.answer for row in ask(kb, question).rows[:1]] == [expected]


@pytest.mark.parametrize("question", ["第9周有什么安排", "5月20日谁带班", "第五周的责任部门是哪个"])
def test_no_row_of_that_time(kb: KnowledgeBase, question: str) -> None:
    assert not ask(kb, question).sure


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("卫生\t20\t", ["卫生", "20", ""]),
        ("| 卫生 | 教室干净 | 20 |", ["卫生", "教室干净", "20"]),
        ("2    3.9-3.15    家校联系周、作业展评", ["2", "3.9-3.15", "家校联系周、作业展评"]),
        ("卫生\n20\n钟离", ["卫生", "20", "钟离"]),
        ("话筒│4支│报告厅", ["话筒", "4支", "报告厅"]),
        ("│话筒│4支││", ["话筒", "4支", ""]),
        ("垫子｜｜钟离", ["垫子", "", "钟离"]),
        ("出勤|20|按时到岗", ["出勤", "20", "按时到岗"]),
        ("1 / 操场翻新 / 2026/6/30", ["1", "操场翻新", "2026/6/30"]),
        ("语文 / 数学", ["语文 / 数学"]),
        ("一个 句子。", ["一个 句子。"]),
    ],
)
def test_cells_of_a_row(row: str, cells: list[str]) -> None:
    assert cells_of(row) == cells
