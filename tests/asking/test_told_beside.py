"""Answers that another part of the sentence, the line above or the row beside tells: the deed asked for, the month that leads a list,
the cells that rows share, whom to turn to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.asking import ask
from pipeline.batch import run_folder
from pipeline.store import KnowledgeBase
from tests.asking.question_sets import base_of_plan

_PLAN = Path(__file__).parent / "ways" / "梨树坪小学.txt"
_CALENDAR = """<html><head><meta charset="utf-8"><title>竹溪中学第一学期行事历</title></head><body><h1>竹溪中学第一学期行事历</h1>
<table border="1"><tr><th>周次</th><th>日期</th><th>主要工作</th><th>责任处室</th></tr>
<tr><td rowspan="3">第一周</td><td rowspan="3">9月1日-9月7日</td><td>开学典礼</td><td>德育处</td></tr>
<tr><td>全校视力筛查</td><td>卫生室</td></tr><tr><td>消防器材检修</td><td>总务处</td></tr>
<tr><td rowspan="2">第二周</td><td rowspan="2">9月8日-9月14日</td><td>师徒结对仪式</td><td>教科室</td></tr>
<tr><td>初三动员大会</td><td>教务处</td></tr></table></body></html>"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of_plan(tmp_path_factory.mktemp("beside"), _PLAN)


@pytest.fixture(scope="module")
def calendar(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    home = tmp_path_factory.mktemp("calendar")
    (home / "in").mkdir()
    (home / "in" / "行事历.html").write_text(_CALENDAR, "utf-8")
    run_folder(home / "in", home / "out")
    with KnowledgeBase.open(home / "out" / "kb.sqlite") as base:
        yield base


def first(kb: KnowledgeBase, question: str) -> str:
    rows = ask(kb, question, 5).rows
    return rows[0].answer if rows else ""


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        # the deed asked for
        ("教师培训由谁考核", "教务处"),
        ("谁给教师培训保障经费", "总务处"),
        ("卫生死角扣几分", "2分"),
        ("卫生合格的班得几分", "3分"),
        ("谁在放学后巡查校门口", "巡查组"),
        # the case asked for
        ("谁负责四年级的路队", "周老师"),
        ("谁负责二年级的路队", "何老师"),
        ("数学组教研组长是谁", "周老师"),
        ("哪个局管校园管理", "县教体局"),
        # who approves, who sits where
        ("教师请长假谁签字", "分管副校长"),
        ("老师临时外出谁同意", "年级组(处)负责人"),
        ("护路员由哪些人当", "8名家长志愿者和2名保安"),
        ("谁是校园管理领导小组副组长", "教务主任"),
        # times above
        ("家委会什么时候改选", "九月份"),
        ("参观农业科技园是哪个月", "十月份"),
        # amounts and terms
        ("学生最多能读几年", "最长学习年限八年"),
        ("整治摊点搞多长时间", "一个月"),
        ("班级量化多久考评一次", "半年小结"),
        # places, numbers, people
        ("食谱贴在哪里", "学校公示栏"),
        ("着火了打什么电话", "119"),
        ("水电坏了通知谁", "后勤管理员"),
        # what follows
        ("寝室里点蚊香怎么罚", "否则将给予通报批评。"),
        ("养猫被发现怎么处理", "没收并通知家长领回"),
        ("换床位后谁清点东西", "生活老师"),
        ("低年级交作品有问题联系谁", "吴老师,联系电话:6512340"),
    ],
)
def test_first_answer(kb: KnowledgeBase, question: str, answer: str) -> None:
    assert first(kb, question) == answer


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("九月份有哪些安排", ["召开新生家长会", "改选家长委员会"]),
        ("10月要做什么", ["组织三年级参观农业科技园", "开展教师板书比赛"]),
        ("六年级1班走几号疏散路线", ["1号疏散路线"]),
        ("五(1)班走几号路线", ["2号疏散路线"]),
    ],
)
def test_sentences_that_answer(kb: KnowledgeBase, question: str, words: list[str]) -> None:
    told = " ".join(row.text for row in ask(kb, question, 5).rows)
    assert all(word in told for word in words), told


@pytest.mark.parametrize(
    "question", ["暑假哪天开始放", "2月26日干什么", "期末考试哪天考", "疏散演练哪天进行", "家长会几号开门"]
)
def test_what_the_plan_does_not_say(kb: KnowledgeBase, question: str) -> None:
    assert ask(kb, question).rows == []


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("视力筛查安排在第几周", "第一周 9月1日-9月7日"),
        ("初三动员大会是什么时候", "第二周 9月8日-9月14日"),
        ("师徒结对由哪个处室负责", "教科室"),
    ],
)
def test_cells_that_rows_share(calendar: KnowledgeBase, question: str, answer: str) -> None:
    assert first(calendar, question) == answer


def test_what_is_listed_at_a_date(calendar: KnowledgeBase) -> None:
    told = [row.text for row in ask(calendar, "第一周要做什么").rows]
    assert [words in text for words, text in zip(["开学典礼", "视力筛查", "消防器材"], told, strict=True)] == [True] * 3
    assert ["消防器材检修" in row.text for row in ask(calendar, "总务处第一周要干啥").rows] == [True]
