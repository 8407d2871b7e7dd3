"""Questions in words that no plan has: answered from the sentence most like them, and only where it tells what is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.asking import ask
from pipeline.asking.grams import grams_of
from pipeline.asking.likeness import most_like
from pipeline.asking.odds import Odds
from pipeline.asking.ordinals import of_another
from pipeline.asking.slots import filling, slot_of
from pipeline.asking.words import terms_of
from pipeline.lexicon import lexicons_pinned
from pipeline.store import KnowledgeBase
from tests.asking.question_sets import base_of_plan

_PLAN = Path(__file__).parent / "ways" / "青柳镇中心学校.txt"


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of_plan(tmp_path_factory.mktemp("ranked"), _PLAN)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("供货合同签多久", "9-12个月"),
        ("校务会的材料提前几天送", "3日"),
        ("偷采河砂归哪个站管", "镇水利站"),
        ("老师几天批一次周志", "每周"),
        ("危险品这块找谁", "陆明川"),
        ("跳闸出故障了通知谁", "宿舍管理员"),
        ("试卷装订小组的组长是谁", "顾小满"),
        ("救护设备采购最后报谁批", "分管校长"),
        ("第二考点几点开门", "7:50"),
    ],
)
def test_a_sentence_that_tells_it_answers(kb: KnowledgeBase, question: str, answer: str) -> None:
    rows = ask(kb, question).rows
    assert rows, question
    assert answer in rows[0].answer, [row.answer for row in rows]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("锅炉漏水了先干什么", "先停炉断电"),
        ("厨师发热拉肚子怎么办", "当天就离开灶间"),
        ("把床架弄坏了怎么办", "按原价赔偿"),
        ("家长来探望孩子在哪登记", "传达室登记"),
    ],
)
def test_a_whole_sentence_answers(kb: KnowledgeBase, question: str, words: str) -> None:
    rows = ask(kb, question).rows
    assert rows, question
    assert words in rows[0].text


@pytest.mark.parametrize(
    "question",
    [
        "供货商一年补贴多少钱",
        "锅炉哪天安装",
        "食堂承包费多少",
        "马术课谁来教",
        "游泳馆几点开门",
        "二级险情由谁处理",
        "羽毛球队教练叫什么",
    ],
)
def test_what_no_sentence_tells(kb: KnowledgeBase, question: str) -> None:
    assert [row.answer for row in ask(kb, question).rows] == []


@pytest.mark.parametrize(
    ("question", "text", "party", "fits"),
    [
        ("公示多少天", "审核3个工作日,公示5个工作日", "5个工作日", True),
        ("公示多少天", "审核3个工作日,公示5个工作日", "3个工作日", False),
    ],
)
@lexicons_pinned()
def test_the_place_that_a_question_leaves_open(question: str, text: str, party: str, fits: bool) -> None:
    slot = slot_of(question)
    assert slot is not None
    assert (filling(slot, text, party) >= 1) is fits


@lexicons_pinned()
def test_no_place_is_open() -> None:
    assert slot_of("什么时候开会") is None
    assert slot_of("谁") is None


@pytest.mark.parametrize(
    ("asked", "text", "other"),
    [
        ("第二批次几点截止", "第三批次18点截止", True),
        ("第二批次几点截止", "第2批次18点截止", False),
        ("第十二考场在哪", "第12考场设在三楼", False),
        ("第二十场谁赢", "第20场、第21场", False),
        ("第二批次几点截止", "18点截止", False),
        ("几点截止", "第三批次18点截止", False),
        ("II级响应谁到场", "三级响应,值班领导到场", True),
        ("II级响应谁到场", "Ⅱ级响应,值班领导到场", False),
        ("二级预警谁到场", "2级预警时到场", False),
        ("民办园几号报名", "公办园6月1日起报名", True),
        ("公办园几号报名", "公办园、民办园6月1日起报名", False),
        ("国家助学金多少", "国家奖学金每人8000元", True),
        ("国家助学金归谁管", "国家奖助学金由学工处管", False),
        ("四年级哪天春游", "三、四、五年级周五春游", False),
        ("四年级哪天春游", "一年级、3-5年级周五春游", False),
        ("四年级哪天春游", "一至三年级周五春游", True),
        ("二年级谁带队", "三年级由李老师带队", True),
    ],
)
@lexicons_pinned()
def test_of_things_told_apart_by_numbers(asked: str, text: str, other: bool) -> None:
    assert of_another(asked, text) is other


def test_of_a_whole_paper_typed_as_a_question_the_beginning_is_asked(kb: KnowledgeBase) -> None:
    asked = "供货合同签多久"
    assert ask(kb, f"{asked}{' ' * 400}床架由谁负责").rows == ask(kb, asked).rows != []


@lexicons_pinned()
def test_the_rarer_a_piece_the_more_it_weighs(kb: KnowledgeBase) -> None:
    grams = grams_of(kb, "供货合同", "供货合同", terms_of(kb, "供货合同"))
    common = grams_of(kb, "学生", "学生", terms_of(kb, "学生"))
    assert set(grams.pairs) == {"供货", "货合", "合同"}
    assert max(common.pairs.values()) < grams.pairs["合同"]
    assert grams.share([("签订供货合同", 1.0)]) == pytest.approx(1.0)
    assert grams.share([("签订合同", 1.0)]) < 0.6
    assert grams.share([]) == grams_of(kb, "", "", ()).share([("供货合同", 1.0)]) == 0.0


@lexicons_pinned()
def test_a_pair_that_only_came_together_is_none(kb: KnowledgeBase) -> None:
    assert "供合" not in grams_of(kb, "供合同", "供货合同", ()).pairs


@lexicons_pinned()
def test_the_sentence_most_like_a_question_comes_first(kb: KnowledgeBase) -> None:
    grams = grams_of(kb, "批周志", "批周志", ())
    found = most_like(kb, grams, ())
    assert "看一遍学生周志" in found[0].hit.text
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert most_like(kb, grams_of(kb, "围棋", "围棋", ()), ()) == []


def test_odds_rise_with_what_is_covered() -> None:
    little = Odds(covered=0.2, own=0.3, matter=0.2, rarest=0.1, length=2)
    much = Odds(covered=0.9, own=0.9, matter=0.9, rarest=0.9, length=8)
    assert little.value("any") < 0 < much.value("any")
    assert much.value("who") < much.value("any")  # nearly every sentence names a party
