"""Targets: marked texts, the cue rows' own examples both ways, and properties."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import extract
from pipeline.extraction import targets
from pipeline.extraction.actors import recognise
from pipeline.extraction.target_cues import cue_rows, target_cues
from pipeline.model.result import Target
from pipeline.model.span import fold, words_at
from pipeline.reading import read_text
from pipeline.segmentation import Segmentation
from tests.extraction.plain_layouts import plain_board

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "targets.yaml").read_text("utf-8"))
_GOALS_AS_TITLES = """云水县湿地公园建设计划
一、发展目标
1．健全公园巡护网络体系。统筹布局观鸟屋，扩大巡护范围。
2．全县新建45座观鸟屋。保持步道完好。
3．培育湿地讲解队伍。选拔志愿讲解员，定期开展业务培训。
4．办好湿地主题展览。每年更新展陈内容，吸引家庭参观。
二、保障措施
1．新建3座停车场。由县交通局实施。
2．各部门密切配合。加强协作。
"""
_MARKED = re.compile(r"<([^<>]+)>")


def targets_in(text: str) -> list[str]:
    board = plain_board(text)
    source = board.layout.source.text
    return ["".join(source[span.start : span.end] for span in fact.spans) for fact in targets.extract(board)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.split("\n", 1)[0][:20])
def test_case(case: str) -> None:
    assert targets_in(_MARKED.sub(r"\1", case)) == _MARKED.findall(case)


@pytest.mark.parametrize("row", cue_rows(), ids=lambda row: row.id)
def test_rows_apply_to_their_examples(row) -> None:
    cues = target_cues()
    own = {entry.row.id: entry for entry in cues.rows[row.kind]}[row.id]

    def applies(words: str) -> bool:
        words = fold(words)
        if row.kind not in ("label", "goals", "not_goals", "review", "duties", "told", "lead"):
            words = words.rstrip("。;")
        return own.search(words) is not None

    assert row.examples
    assert [example for example in row.examples if not applies(example)] == []
    assert [miss for miss in row.near_misses if applies(miss)] == []


def test_a_party_that_is_told_what_to_do_has_a_duty_not_a_goal() -> None:
    text = "校长要关心每一位教师,使教师安心工作。\n关心每一位教师,使教师安心工作。"
    board = plain_board(text)
    board = msgspec.structs.replace(board, segmentation=Segmentation(b"\x01" * (len(text) + 1)))
    board = msgspec.structs.replace(board, actors=recognise(board))
    found = targets.extract(board)
    assert [fact.spans[0].start for fact in found] == [text.index("\n") + 1]


def test_cells_of_a_row_of_tabs_stand_alone() -> None:
    text = "县级粮库评价表\n库容\t县级中心库房面积≥800平方米\t查看图纸\t得满分\n不得分\t年入库量\t≥500吨\t查看台账\n"
    found = [fact for fact in extract(text).facts if isinstance(fact, Target)]
    assert [words_at(text, fact.spans) for fact in found] == ["县级中心库房面积≥800平方米"]


@given(st.text(alphabet="到2025年实现达100%目标,。;:\n一、使各校不低于(", max_size=80))
@settings(max_examples=150, deadline=None)
def test_spans_are_in_order_and_apart(text: str) -> None:
    found = targets.extract(plain_board(text))
    ends = [(fact.spans[0].start, fact.spans[-1].end) for fact in found]
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(ends))
    assert len({fact.id for fact in found}) == len(found)


def test_hostile_text_does_not_hang() -> None:
    for unit in ("达到", "不低于1", "实现,", "(使", "到2025年", "更加"):
        targets.extract(plain_board(unit * 10_000))
        targets.extract(plain_board((unit + "。") * 3_000))


def test_a_value_alone_in_its_cell_states_no_goal() -> None:
    text = "云溪中学任务表\n重点任务\t工作目标\t完成时间\n引进教练员\t不少于6人\t2027年6月\n控辍保学\t辍学率为零\t2027年底\n"
    found = [fact for fact in extract(text).facts if isinstance(fact, Target)]
    assert [text[fact.spans[0].start : fact.spans[-1].end] for fact in found] == ["辍学率为零"]


def test_goals_do_not_reach_the_sections_beside_those_headed_as_goals() -> None:
    text = (
        "云溪中学五年规划\n一、各育目标\n(一)德育\n1.德育目标\n学生知礼守信，乐于助人。\n2.德育管理\n每周召开一次班主任会。\n举办家长开放日。\n"
        "(二)智育\n1.教学目标\n学生会思考、善表达。\n2.教学内容\n开齐国家课程，编写校本教材。\n"
    )
    found = [fact for fact in extract(text).facts if isinstance(fact, Target)]
    assert ["".join(text[span.start : span.end] for span in fact.spans) for fact in found] == [
        "学生知礼守信，乐于助人。",
        "学生会思考、善表达。",
    ]


def test_fields_under_a_heading_of_goals() -> None:
    """What stands behind the colon of a short title under goals is a goal; under measures it is none."""
    source = read_text(
        "某校安全计划\n一、工作目标\n1、宿舍管理：寄宿生无伤害事故，就寝秩序良好。\n2、食品保障：食堂无中毒事件。\n"
        "二、工作措施\n1、宿舍管理：寄宿生无伤害事故，就寝秩序良好。\n"
    )
    found = [fact for fact in extract(source).facts if isinstance(fact, Target)]
    assert [words_at(source.text, fact.spans) for fact in found] == [
        "寄宿生无伤害事故，就寝秩序良好。",
        "食堂无中毒事件。",
    ]


def test_a_title_under_goals_that_says_how_many_is_one_too() -> None:
    source = read_text(_GOALS_AS_TITLES)
    found = [
        source.text[fact.spans[0].start : fact.spans[0].end]
        for fact in extract(source).facts
        if isinstance(fact, Target)
    ]
    assert found == [
        "统筹布局观鸟屋，扩大巡护范围。", "全县新建45座观鸟屋。", "保持步道完好。", "选拔志愿讲解员，定期开展业务培训。",
        "每年更新展陈内容，吸引家庭参观。",
    ]  # fmt: skip
