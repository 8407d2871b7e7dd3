"""Questions that several plans answer together: what a superior demands, persons of several bodies, sums, what a month holds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.asking import ask
from pipeline.store import KnowledgeBase
from tests.asking.question_sets import base_of_texts

_COUNTY = """松岭县教育局文件
松岭县教育局关于印发《松岭县2025—2026学年学校管理工作方案》的通知

各学校:
现将方案印发给你们。
                松岭县教育局
               2025年8月18日

松岭县2025—2026学年学校管理工作方案
一、目标
(一)起始年级班额:小学不超过45人,初中不超过50人。
(二)各校学生出勤率不低于98%。
二、任务
(一)教师每学年参加校本培训不少于40学时。
(二)各校应急疏散演练每学期不少于3次。
(三)专职保安:寄宿学校不少于4名,其他学校不少于2名。
三、报送
各校于2026年6月20日前提交全年总结,材料报姚承志。
2026年3月开展春季督查。
"""
_FERRY = """云渡镇中心小学2025—2026学年工作计划
组长:石敬之(校长);副组长:邵云舒、鲁望
一、每班人数不超过47人。
二、出勤率99%。
三、教师培训全学年36学时。
四、疏散演练每学期4次,由邵云舒组织,其中夜间演练1次。
五、配备保安3名。
六、家长会每学期2次。
七、列支5万元用于教师培训。
八、2026年3月12日植树活动;2026年6月25日前全年总结报县教育局。
九、法治副校长由派出所所长裴长风兼任。
"""
_STONE = """石桥乡九年一贯制学校2025—2026学年工作要点
校长屠仲明任领导小组组长,不设副组长。
【班额】小学部每班40人以内,初中部每班52人以内。
【出勤】出勤率97%。
【师训】每位教师全学年校本研修60学时。
【演练】疏散演练本学期2次。
【保安】保安2名。
【经费】投入经费3.5万元,其中图书1万元。
2026年6月18日前将全年总结报县教育局姚承志。
10月20日前完成学籍核对。
"""
_TRIAL = """松岭县实验小学2025—2026学年重点任务
序号	任务	要求	责任人	时限
1	班额	每班不超过44人	副校长 尤静	9月5日
2	出勤	出勤率98.5%	校医 井兰	全学年
3	教师研训	人均72学时	教导主任 郗文	2026年6月30日
4	疏散演练	每月1次	安全员 司明	全学年
5	读书节	图书漂流	尤静	2026年3月20日前
"""
_TOWN = """云渡镇人民政府2025—2026学年校园周边整治方案
召集人:镇长巩大海。联络员由派出所所长裴长风担任。
2025年10月31日前完成摊点清理。
经费由镇财政安排2万元。
"""
_BUREAU, _CENTRAL, _NINE, _EXPERIMENT, _GOVERNMENT = (
    "松岭县教育局", "云渡镇中心小学", "石桥乡九年一贯制学校", "松岭县实验小学", "云渡镇人民政府",
)  # fmt: skip


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    plans = {"县": _COUNTY, "云渡": _FERRY, "石桥": _STONE, "实小": _TRIAL, "镇": _TOWN}
    yield from base_of_texts(tmp_path_factory.mktemp("between"), plans)


def told(kb: KnowledgeBase, question: str) -> dict[str, str]:
    """What each body is told to say."""
    return {body: words for body, _, words in (row.answer.partition("：") for row in ask(kb, question).rows)}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("疏散演练次数没达到县教育局要求的学校有哪些", {_NINE: f"本学期2次（{_BUREAU}：每学期不少于3次）"}),
        ("教师培训学时定得比县里低的学校", {_CENTRAL: f"36学时（{_BUREAU}：不少于40学时）"}),
        ("哪些学校出勤率比县里要求的高", {_CENTRAL: "99%", _EXPERIMENT: "98.5%"}),
        # stage by stage: 40 of 45 and 52 of 50 in one school, 47 of 45 in the other
        ("哪些学校的班额超过县里的上限？县里是多少，它定了多少", {_CENTRAL: "47人", _NINE: "初中52人以内"}),
        ("哪所初中的班额超出了县里的上限", {_NINE: "初中52人以内"}),
        ("哪个学校给县教育局报全年总结的日子比局里规定的晚", {_CENTRAL: "2026年6月25日前"}),
        # what is met, what is the same, and the demand said first
        ("哪些学校的演练次数达到了县教育局的要求", {_CENTRAL: "每学期4次", _EXPERIMENT: "每月1次"}),
        ("对照县里的要求，哪些学校的培训学时不够", {_CENTRAL: "36学时"}),
        ("县里要求每学期演练3次，哪些学校没做到", {_NINE: "本学期2次"}),
        ("各校出勤率是多少", {_CENTRAL: "99%", _NINE: "97%", _EXPERIMENT: "98.5%"}),
        # which of two demands holds for a school is not told; and one that nobody makes
        ("保安人数没达到县教育局要求的学校", {}),
        ("哪些学校的午睡时间超过县里标准", {}),
        # the same against a number
        ("哪些学校疏散演练每学期不到3次", {_NINE: "本学期2次"}),
        # persons
        ("裴长风在哪些单位的材料里出现？都担任什么", {_CENTRAL: "兼任", _GOVERNMENT: "联络员"}),
        ("有哪些人在不止一个单位的文件里被提到", {"裴长风": _GOVERNMENT}),
        ("哪几所学校写明要把材料报给姚承志", {_NINE: "将全年总结报县教育局姚承志"}),
        ("哪些学校把副组长是谁写明白了？分别是谁", {_CENTRAL: "邵云舒、鲁望"}),
        # what a month holds, in the words of the plans
        ("10月底前要完成哪些事", {_GOVERNMENT: "完成摊点清理", _NINE: "完成学籍核对"}),
        (
            "明年3月份县里、镇里和各校都有什么安排",
            {_BUREAU: "春季督查", _CENTRAL: "植树活动", _EXPERIMENT: "读书节"},
        ),
        # in everyday words, and in the cells of a table
        ("哪所学校对老师的培训学时要求最多", {_EXPERIMENT: "72学时", _NINE: "60学时", _CENTRAL: "36学时"}),
        ("班级人数卡得最紧的是哪个学校，最多几个人一班", {_NINE: "", _EXPERIMENT: "", _CENTRAL: ""}),
        ("疏散演练各校点名由谁来组织", {_CENTRAL: "邵云舒", _EXPERIMENT: "司明"}),
        ("各校疏散演练每学期几次", {_CENTRAL: "每学期4次", _NINE: "2次", _EXPERIMENT: "每月1次"}),
    ],
)
def test_bodies_and_what_they_say(kb: KnowledgeBase, question: str, expected: dict[str, str]) -> None:
    found = told(kb, question)
    assert set(found) == set(expected)
    assert {body: words for body, words in expected.items() if words not in found[body]} == {}


@pytest.mark.parametrize(
    ("question", "bodies"),
    [
        ("哪几所学校没有具体点名的副组长", {_NINE, _EXPERIMENT}),
        ("明年3月份没有安排任何事情的是哪所学校", {_NINE}),
    ],
)
def test_who_says_nothing(kb: KnowledgeBase, question: str, bodies: set[str]) -> None:
    assert {row.answer for row in ask(kb, question).rows} == bodies


@pytest.mark.parametrize(
    ("question", "first"),
    [
        (
            "云渡小学、石桥两所学校的经费合计多少万元",
            "8.5万元（云渡镇中心小学：5万元；石桥乡九年一贯制学校：3.5万元）",
        ),
        ("县实小和石桥学校谁的班额低", "石桥乡九年一贯制学校"),
        ("云渡小学和石桥学校的演练次数差在哪", "云渡镇中心小学：每学期4次；石桥乡九年一贯制学校：本学期2次"),
        ("2026年6月份几号前要交总结这类材料？哪个学校最早", "石桥乡九年一贯制学校：将全年总结报县教育局姚承志"),
    ],
)
def test_first_answer(kb: KnowledgeBase, question: str, first: str) -> None:
    assert ask(kb, question).rows[0].answer.startswith(first)


@pytest.mark.parametrize(
    "question",
    [
        "云渡小学和县实小的经费合计多少万元",  # one of them tells none
        "云渡小学和松岭实小的出勤率和班额加起来是多少",
        "上学年哪所学校的实际出勤率最高",
    ],
)
def test_what_is_not_told_is_refused(kb: KnowledgeBase, question: str) -> None:
    assert not ask(kb, question).sure
