"""Ways of asking that no fact answers by itself: to whom, by what number, what the paper says of itself, what is left open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.asking import ask
from pipeline.asking.fit import made_of
from pipeline.asking.lexicons import TypoRow, lexicons
from pipeline.asking.numerals import amounts, in_han
from pipeline.asking.question import bare_question
from pipeline.lexicon import load
from pipeline.model.result import Deadline, Duty
from pipeline.store import KnowledgeBase
from tests.asking.question_sets import base_of_plan
from tests.store.plans import Plan

_PLAN = Path(__file__).parent / "ways" / "樟木寨中心校.txt"


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of_plan(tmp_path_factory.mktemp("ways"), _PLAN)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("校舍安全登记表交到哪里", "总务处"),
        ("登记表报给谁", "总务处"),
        ("发现裂缝向谁报告", "值班领导"),
        ("防汛值班电话是多少", "0851-2345678"),
        ("防汛方案的文号", "樟校发〔2026〕7号"),
        ("校舍排查方案是哪天印发的", "2026-04-08"),
        ("校舍排查方案是谁发的", "樟木寨中心校"),
        ("排查有哪几种方式", "班级自查。"),
        ("校舍什么情形停用", "墙体倾斜；"),
        ("防汛总指挥是谁", "校长"),
        ("防汛副总指挥谁当", "分管后勤的副校长"),
        ("防汛领导小组组员有哪些", "总务主任"),
        ("谁来查处易燃物", "镇应急站会同派出所"),
        ("重大险情启动几级响应", "一级"),
        ("加固围墙投入多少钱", "5万元"),
        ("围墙加固的截至时间", "5月20日前"),
    ],
)
def test_first_answer(kb: KnowledgeBase, question: str, answer: str) -> None:
    rows = ask(kb, question).rows
    assert rows, question
    assert answer in rows[0].answer, (question, [row.answer for row in rows])


def test_what_is_left_open(tmp_path: Path) -> None:
    text = "樟木寨中心校防汛方案\n总务处5月20日前加固围墙。\n必须清理屋面排水沟。\n教务处编写避险教案。\n"
    plan = Plan("p", text, title="樟木寨中心校防汛方案", path="p.txt")
    day = plan.fact(Deadline, "5月20日前", kind="by", end="2026-05-20")
    plan.fact(Duty, "总务处5月20日前加固围墙", actor="总务处", actor_kind="org", deadline=day)
    plan.fact(Duty, "必须清理屋面排水沟", actor=None, actor_kind=None)
    plan.fact(Duty, "教务处编写避险教案", actor="教务处", actor_kind="org")
    with KnowledgeBase.open(tmp_path / "kb.sqlite", write=True) as kb:
        kb.add(*plan.done())

        def told(question: str) -> list[str]:
            return [row.answer for row in ask(kb, question).rows]

        assert told("防汛方案里哪些任务没有责任人") == ["必须清理屋面排水沟"]
        assert told("还有哪些工作没写完成时限") == ["必须清理屋面排水沟", "教务处编写避险教案"]
        assert told("哪些排水沟的任务没定责任人") == ["必须清理屋面排水沟"]
        assert told("游泳馆方案里哪些任务没有责任人") == []


@pytest.mark.parametrize(
    "question",
    [
        "围墙加固的咨询热线网址",
        "登记表复印件寄给谁收藏",
        "演讲比赛启动几级响应",
        "羽毛球馆联系电话",
        "校刊的文号",
        "防汛总指挥的邮箱",
    ],
)
def test_what_the_plan_does_not_say(kb: KnowledgeBase, question: str) -> None:
    assert ask(kb, question).rows == []


@pytest.mark.parametrize(
    ("word", "text", "made"),
    [
        ("路线", "按规定线路行驶", True),
        ("存活率", "苗木生存率", True),
        ("游泳池", "游泳安全教育", False),
        ("无人机", "无人值守", False),
        ("ab", "ab", False),
        ("路", "道路", False),
    ],
)
def test_words_of_another_make(word: str, text: str, *, made: bool) -> None:
    assert made_of(word, text) is made


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("五万元", {"5万元", "50000元"}),
        ("5万", {"50000", "五万"}),
        ("一百二十", {"120"}),
        ("18.6亿", {"1860000000", "186000万", "十八亿六千万"}),
        ("学校", set()),
        ("万元", set()),
    ],
)
def test_amounts_in_other_writings(word: str, forms: set[str]) -> None:
    assert set(amounts(word)) == forms


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (5, "五"),
        (10, "十"),
        (15, "十五"),
        (105, "一百零五"),
        (3005, "三千零五"),
        (50000, "五万"),
        (100500, "十万零五百"),
    ],
)
def test_numbers_in_han(number: int, words: str) -> None:
    assert in_han(number) == words


@pytest.mark.parametrize("row", load("question_typos", TypoRow), ids=lambda row: row.id)
def test_slips(row: TypoRow) -> None:
    for words in row.examples:
        assert row.right in bare_question(words, lexicons())
        assert any(wrong in words for wrong in row.wrong)
    for words in row.near_misses:
        assert not any(wrong in words for wrong in row.wrong)


def test_tasks_that_name_nobody(tmp_path: Path) -> None:
    """What an audit finds to have no owner answers too; a section that names a party somewhere, or aims, does not."""
    plan = tmp_path / "plan.txt"
    plan.write_text(
        "青石坝小学2026年劳动教育工作方案\n一、指导思想\n落实劳动教育要求，培养动手能力。\n"
        "二、重点任务\n1.建立校园种植园并分到各班。\n2.开展收割体验活动。\n3.编写一本劳动手册。\n"
        "三、后勤事务\n1.总务处添置农具。\n2.修缮工具房。\n",
        "utf-8",
    )
    for kb in base_of_plan(tmp_path, plan):
        rows = ask(kb, "劳动教育方案里哪些任务没有责任人").rows
        assert [row.answer for row in rows] == [
            "建立校园种植园并分到各班。",
            "开展收割体验活动。",
            "编写一本劳动手册。",
        ]
        assert {row.section for row in rows} == {"二、重点任务"}
        assert [row.answer for row in ask(kb, "哪些收割的工作没写责任人").rows] == ["开展收割体验活动。"]
        assert ask(kb, "劳动教育方案里哪些游泳的任务没有责任人").rows == []
