"""Answers out of tables: the row that a question names, the column that it asks for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.asking import ask
from pipeline.asking.tables.grid import grids
from pipeline.store import KnowledgeBase
from tests.asking.question_sets import base_of_texts

_TEACHERS = """榆林桥学校2025年秋季教师任课一览表
制表：教导处

|序号|姓名|职称|任教学科|周课时|兼职|
|--|--|--|--|--|--|
|1|闻一川|高级|九年级物理|8|工会主席|
|2|栾雨桐|一级|九年级化学|6|实验室管理员|
|3|耿小帆|二级|八年级地理|10| |
"""
_BUDGET = """榆林桥学校2026年预算项目明细表

序号\t项目名称\t金额(万元)\t资金来源\t经办人\t备注
1\t操场修缮\t46\t县级专项\t敖志远\t须公开招标
2\t器材购置\t18.5\t县财政\t谯小雪\t
3\t校车租赁\t16\t残联补助\t苟晓春\t2辆
"""
_CONTACTS = """榆林桥学校应急通讯录
姓名\t职务\t手机
孟庆川\t校长\t13900550001
申雨\t总务主任\t13900550002
毛师傅\t供电所\t6625598
"""


_SCORES = """榆林桥镇2025年秋季督导得分通报

学校\t教学质量(30)\t安全卫生(25)\t总分\t名次
榆林桥学校\t28.5\t23\t51.5\t1
石坝小学\t27\t23.5\t50.5\t2
三里铺小学\t21\t16\t37\t3
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of_texts(
        tmp_path_factory.mktemp("tables"), {"任课": _TEACHERS, "预算": _BUDGET, "通讯录": _CONTACTS, "得分": _SCORES}
    )


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("谁教九年级化学", "栾雨桐"),
        ("操场修缮预算多少万", "46"),
        ("器材购置是谁经办的", "谯小雪"),
        ("租校车租几辆", "2辆"),
        ("总务主任手机号多少", "13900550002"),
        ("操场修缮的资金来源是什么", "县级专项"),
        ("这次督导垫底的是哪所学校", "三里铺小学"),
        ("督导得分第二名是哪所学校", "石坝小学"),
        ("石坝小学安全卫生得了多少分", "23.5"),
    ],
)
def test_first_answer(kb: KnowledgeBase, question: str, expected: str) -> None:
    assert [row.answer for row in ask(kb, question).rows[:1]] == [expected]


@pytest.mark.parametrize("question", ["谁教七年级历史", "器材购置的备注是什么", "空调采购预算多少万"])
def test_no_such_row_or_an_empty_cell(kb: KnowledgeBase, question: str) -> None:
    assert not ask(kb, question).sure


def test_short_rows_stand_under_their_names(kb: KnowledgeBase) -> None:
    """The last cells of a row may be left out; of a row below merged cells the first are those above."""
    keys = [row[0] for row in kb.db.execute("SELECT key FROM passages WHERE kind = 'row' ORDER BY key")]
    cells = {row.cells[1]: row.cells for grid in grids(kb, keys) for row in grid.rows}
    assert cells["器材购置"] == ("2", "器材购置", "18.5", "县财政", "谯小雪", "")
    assert cells["耿小帆"] == ("3", "耿小帆", "二级", "八年级地理", "10", "")
