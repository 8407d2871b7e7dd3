"""The stretch of a sentence that stands where a question leaves its place open, found by grammar where no list knows the party."""

from __future__ import annotations

import re

import pytest

from pipeline.asking.stretches import open_place_of, stretches
from pipeline.extraction.parties import parties_in
from pipeline.lexicon import lexicons_pinned
from pipeline.store.searchtext import flat

# Question → sentence; what answers stands in 【】.
_CASES = [
    # before what is done
    ("谁致闭幕辞", "【裴校长】致闭幕辞。"),
    ("谁到河堤现场调度", "【镇防指常务副总指挥】到河堤现场调度。"),
    ("转移时谁最后离开", "先撤老人后撤青壮年，【信号员和片区引导人】最后离开。"),
    ("宣传稿由谁起草", "由【生态与艺术学院记者团】起草宣传稿。"),
    ("比赛照片由谁整理", "【校融媒体工作室】进行比赛照片整理，每周一次。"),
    ("灭火以谁为主", "消防队到达以前以【保安】为主灭火。"),
    # behind a word that charges
    ("采购单要经谁审核", "总务处填采购单，经【分管副园长】审核后下单。"),
    ("评分细则由谁解释和修订", "本细则学校授权【德育科】负责解释和修订。"),
    ("机房的课谁来排", "各班自带电脑（机房的课由【溪东校区】自行安排）。"),
    ("外出要哪位签字", "须凭【宿舍生活指导师】签字的出门条。"),
    ("晚入学找谁批", "须延后入学的，由【所在乡镇人民政府（街道）或区教育局】批准。"),
    ("哪个部门牵头防汛", "镇政府负总责，由【水利站】牵头，各村配合。"),
    # to whom, where
    ("出村要向谁报备", "离开本村要主动向【所在网格（片区）】报备，返回后再报一次。"),
    ("设备坏了报给哪些部门", "保护好现场，并及时报告【设备管理处、后勤处和基建科】，必要时报警。"),
    ("值周班对谁负责", "值周班级主要对【学校团委】负责，每日小结。"),
    ("表格交到哪里", "请于周五前把考核表（纸质）交【B3-207】。"),
    ("重伤员送哪个医院", "轻伤在医务室包扎，重伤员送【青柳县人民医院】救治。"),
    ("接送车从哪个门进", "车辆单向行驶：【南门】进，东门出。"),
]


@pytest.mark.parametrize(("question", "marked"), _CASES, ids=[question for question, _ in _CASES])
@lexicons_pinned()
def test_what_stands_in_the_open_place(question: str, marked: str) -> None:
    answer = flat(re.search("【(.+)】", marked)[1])  # type: ignore[index]
    text = re.sub("[【】]", "", marked)
    place = open_place_of(flat(question))
    assert place is not None
    told = flat(text)
    best = stretches(place, told, parties_in(text))[0]
    assert told[best.start : best.end] == answer


@pytest.mark.parametrize(
    ("question", "text", "nobody"),
    [
        ("学困生由谁认定", "教务处在第四周前完成学困生认定。", "学困生"),
        ("学风谁抓", "学生处会同辅导员抓学风。", "辅导员"),
        ("校门口护学岗谁排班", "校门口护学岗排班，政教主任负责。", "护学岗"),
        ("工钱谁来发", "财务科应当在每月15日前将工钱发到本人。", "每月15日前将工钱"),
        ("辍学的孩子归谁摸排", "牵头开展辍学学生摸底。", "学生"),
    ],
)
@lexicons_pinned()
def test_what_is_dealt_with_does_not_answer(question: str, text: str, nobody: str) -> None:
    place = open_place_of(flat(question))
    assert place is not None
    told = flat(text)
    clear = [told[one.start : one.end] for one in stretches(place, told, parties_in(text)) if one.score >= 3.5]
    assert nobody not in clear


@pytest.mark.parametrize("question", ["什么时候开会", "扣几分", "怎么办"])
@lexicons_pinned()
def test_no_place_for_a_party(question: str) -> None:
    assert open_place_of(question) is None


@pytest.mark.parametrize("question", ["归谁管", "谁负责档案室", "哪个处来抓"])
@lexicons_pinned()
def test_who_is_in_charge_names_no_deed(question: str) -> None:
    place = open_place_of(question)
    assert place is not None
    assert place.in_charge


@lexicons_pinned()
def test_of_a_line_that_is_no_sentence_the_beginning_is_read() -> None:
    place = open_place_of("材料由谁审核")
    assert place is not None
    line = "教务处经校长审核材料,由总务处报教务处。" * 20_000
    found = stretches(place, line, ("教务处", "校长", "总务处"))
    assert line[found[0].start : found[0].end] == "校长"
    assert all(0 <= one.start < one.end <= 1_000 for one in found)
