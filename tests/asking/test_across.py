"""Questions over several plans (tests/asking/across): the most, the earliest, the most often, how many, which not, one by one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.asking import ask
from pipeline.batch import run_folder
from pipeline.store import KnowledgeBase
from tests.asking.question_sets import base_of_texts

_PLANS = Path(__file__).with_name("across")


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    out = tmp_path_factory.mktemp("across")
    run_folder(_PLANS, out)
    with KnowledgeBase.open(out / "kb.sqlite") as base:
        yield base


def bodies(kb: KnowledgeBase, question: str) -> list[str]:
    """The bodies of the answers, in order."""
    return [row.answer.partition("：")[0] for row in ask(kb, question).rows]


_DONGLING, _QINGHE, _BEITANG, _HEXI, _NANYUAN = "东岭镇中心小学", "青禾小学", "北塘小学", "河西中学", "南苑实验学校"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # the lowest and the highest; 大班额 is not 班额; who is bound by a letter of responsibility is its body
        ("哪所学校的班额目标最低", [_DONGLING, _QINGHE, _BEITANG, _HEXI]),
        ("哪所学校班额定得最高", [_HEXI, _BEITANG, _QINGHE, _DONGLING]),
        ("生均图书哪所学校最多", [_HEXI, _BEITANG, _QINGHE, _DONGLING]),
        ("体质合格率最低的学校是哪家", [_DONGLING, _HEXI, _QINGHE, _BEITANG]),
        ("教师培训学时最多的是哪所学校", [_HEXI, _BEITANG, _QINGHE, _DONGLING]),
        ("哪所学校灭火器配得多", [_NANYUAN, _BEITANG]),
        ("哪所小学的班额最高", [_BEITANG, _QINGHE, _DONGLING]),
        ("哪所中学的班额最低", [_HEXI]),
        # the strictest upper bound is the lowest; none at all is lower than any share
        ("哪个学校辍学率控制得最严", [_DONGLING, _QINGHE, _HEXI]),
        ("辍学率指标定得最松的学校", [_HEXI, _QINGHE, _DONGLING]),
        # two or three that are named
        ("青禾小学和河西中学谁的班额目标低", [_QINGHE, _HEXI]),
        ("青禾小学和北塘小学相比谁的生均图书更多", [_BEITANG, _QINGHE]),
        ("青禾小学、河西中学和北塘小学哪个班额最低", [_QINGHE, _BEITANG, _HEXI]),
        # on one side of a number
        ("哪些学校辍学率是零", [_DONGLING]),
        ("班额在45人以内的学校有哪些", [_DONGLING, _QINGHE]),
        ("哪些学校培训80学时以上", [_HEXI, _BEITANG]),
        # the earliest, the latest, the most often
        ("哪所学校校舍排查最先做完", [_BEITANG, _HEXI, _QINGHE, _DONGLING]),
        ("哪个学校的校舍安全排查最晚完成", [_DONGLING, _QINGHE, _HEXI]),
        ("哪所学校消防演练最频繁", [_NANYUAN, _QINGHE, _DONGLING, _HEXI, _BEITANG]),
        ("消防演练次数最少的是哪所学校", [_BEITANG, _DONGLING, _HEXI, _QINGHE, _NANYUAN]),
        # in everyday words, of any body
        ("哪家一个班允许坐的人最多", [_HEXI, _BEITANG, _QINGHE, _DONGLING]),
        ("按人头算，书配得最少的是哪所学校", [_DONGLING, _QINGHE, _BEITANG, _HEXI]),
        ("学生体测过关的比例哪个单位要求最高", [_BEITANG, _QINGHE, _HEXI, _DONGLING]),
        ("谁家的计划对灭火器只字未提", [_DONGLING, _HEXI, _QINGHE]),
        # by a day
        ("哪些学校9月底前要完成校舍排查", [_BEITANG, _HEXI, _QINGHE]),
        ("哪些学校年底前配齐图书", [_QINGHE, _BEITANG, _HEXI]),
        # which say nothing of it
        ("哪些学校没有写生均图书", [_NANYUAN]),
        ("哪几个学校没有安排消防演练", []),
        # what only one of them does, as often as asked, who it is of
        ("哪些学校每月开展消防演练", [_NANYUAN, _QINGHE]),
        ("哪些学校设了心理辅导室", [_HEXI]),
        ("周建国是哪个学校的副组长", [_NANYUAN]),
        ("罗平是哪个学校的", [_HEXI]),
        ("哪所学校的骑马课最多", []),
    ],
)
def test_bodies_in_order(kb: KnowledgeBase, question: str, expected: list[str]) -> None:
    assert bodies(kb, question) == expected


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("河西中学的生均图书比北塘小学多多少", "相差5册（河西中学：生均图书 达到35册；北塘小学：生均图书 30册）"),
        (
            "北塘小学体质合格率比青禾小学高多少",
            "相差1个百分点（北塘小学：体质健康合格率 达到96%；青禾小学：学生体质健康合格率 达到95%以上）",
        ),
        ("几所学校定了辍学率目标", "3所：东岭镇中心小学、青禾小学、河西中学"),
        ("有几所学校班额不超过45人", "2所：东岭镇中心小学、青禾小学"),
        ("哪所学校的家访最勤", "青禾小学：每学期不少于2次"),
        ("哪所学校优质课评选最早", "河西中学：4月30日前（2026-04-30）"),
        ("周建国是哪个组的副组长", "领导小组副组长"),
        ("哪个文件奖励5000元", "东岭镇中心小学2026年度目标管理责任书"),
    ],
)
def test_first_answer(kb: KnowledgeBase, question: str, first: str) -> None:
    assert ask(kb, question).rows[0].answer == first


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("各校生均图书分别是多少", {_BEITANG: "30册", _DONGLING: "20册", _QINGHE: "25册", _HEXI: "35册"}),
        ("青禾小学与北塘小学的生均图书分别是多少", {_QINGHE: "25册", _BEITANG: "30册"}),
        ("各校的班额目标是多少", {_BEITANG: "48人", _DONGLING: "40人", _QINGHE: "45人", _HEXI: "50人"}),
        ("各校领导小组组长分别是谁", {_BEITANG: "范志强", _QINGHE: "陈启明", _HEXI: "黄志远", _NANYUAN: "孙立军"}),
        ("各校消防演练各多久一次", {_BEITANG: "每学期一次", _HEXI: "每季度1次", _NANYUAN: "每月两次"}),
    ],
)
def test_one_by_one(kb: KnowledgeBase, question: str, expected: dict[str, str]) -> None:
    told = {body: answer for body, _, answer in (row.answer.partition("：") for row in ask(kb, question).rows)}
    assert {body: words for body, words in expected.items() if words not in told.get(body, "")} == {}


def test_every_answer_leads_back_to_its_sentence(kb: KnowledgeBase) -> None:
    for row in ask(kb, "哪所学校消防演练最频繁").rows:
        assert "消防演练" in row.text
        assert row.spans


def test_who_says_nothing_is_told_however_often_others_say_it(tmp_path_factory: pytest.TempPathFactory) -> None:
    often = "\n".join(f"{n}、第{n}周开展垃圾分类活动。" for n in range(1, 900))
    plans = {
        "一": f"云杉镇中心小学工作计划\n{often}\n",
        "二": "雪松镇初级中学工作计划\n一、工作\n1、开展垃圾分类活动。\n",
        "三": "银杏镇初级中学工作计划\n一、工作\n1、开展读书活动。\n",
    }
    for base in base_of_texts(tmp_path_factory.mktemp("silent"), plans):
        assert bodies(base, "哪些学校没有写垃圾分类") == ["银杏镇初级中学"]
