"""Which of several times or numbers of one sentence answers: the one of the part that speaks of what is asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.asking import ask
from pipeline.store import KnowledgeBase
from tests.asking.question_sets import base_of_texts

_PLANS = {
    "汇演": """雾凇岭镇中心小学文艺汇演安排
一、报送
各年级组于5月12日前、合唱队于5月26日前把节目单交艺术组。
演出服装一周内洗净归还；贵重的乐器，一天内归还。
道具登记后值周教师在4个工作日内清点，清点完毕后在公告栏公示9个工作日。
二、经费
镇财政每年安排资金7万元、村集体每年安排资金2万元，用于汇演布景和服装。
评价总分180分，合格分值120分，优秀分值160分。
汇演经费由2030年的3.1万元增加到2031年的4.6万元。
奖项设置：“金嗓子”奖9名，入围奖6名；“银笛手”奖7名，入围奖4名。
到2032年，器乐社团达到12个；戏曲社团达到3个。
到2035年，器乐社团达到18个；戏曲社团达到5个。
值守时间为早上6:20-7:10,傍晚4:40-5:20,晚上8:50-9:30,值守教师须到岗。
艺术处联系人：岳小禾，电话：5550101；器材室联系人：柴立群，电话：5550202。
三、检查
灯光音响要做到一学期一度的检修。
对镇级以上剧团每六年至少开展一次回访；对校内社团，每二至四年开展一次回访。
四、轮值
及时汇总每天排练情况，次日下午第二节课前送交艺术组长。
3月18日前，艺术组完成节目初选工作（其中3月20日之后各班级做好节目彩排的准备工作）。
按参演人数的6%、14%、31%设立一等奖、二等奖和三等奖。
""",
}


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of_texts(tmp_path_factory.mktemp("which"), _PLANS)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("合唱队的节目单几号前交", "5月26日前"),  # the party stands in the value's own part
        ("各年级组的节目单几号前交", "5月12日前"),
        ("贵重的乐器多长时间内归还", "一天内"),  # the clause before a value at its beginning
        ("演出服装多长时间内洗净归还", "一周内"),
        ("道具清点完毕后公示多少天", "9个工作日"),
        ("镇财政每年给汇演布景和服装安排多少钱", "7万元"),
        ("村集体每年给汇演布景和服装安排多少钱", "2万元"),
        ("汇演优秀分值是多少", "160分"),
        ("汇演合格分值是多少", "120分"),
        ("2031年汇演经费多少钱", "4.6万元"),
        ("银笛手的入围奖有几名", "4名"),  # what stands before it up to the semicolon tells two alike apart
        ("值守教师傍晚几点到岗", "傍晚4:40-5:20"),  # of the part of the day asked about
        ("汇演的事器材室联系人是谁", "柴立群，电话：5550202"),  # of the part of the sentence asked about
        ("到2035年器乐社团达到多少个", "18个"),  # of the year asked about
        ("到2032年器乐社团达到多少个", "12个"),
        ("灯光音响多久检修一次", "一学期一度"),  # the whole of a value before a part of it
        ("对校内社团几年开展一次回访", "每二至四年"),
        ("排练情况什么时候送交艺术组长", "次日下午第二节课前"),
        ("节目初选几号前完成", "3月18日前"),  # a value that leads has what stands behind it
    ],
)
def test_first_answer(kb: KnowledgeBase, question: str, answer: str) -> None:
    rows = ask(kb, question, 5).rows
    assert rows
    assert answer in rows[0].answer


@pytest.mark.parametrize(("question", "answer"), [("三等奖占参演人数多少", "31%"), ("一等奖占参演人数多少", "6%")])
def test_values_in_a_row_stay_as_their_names_say(kb: KnowledgeBase, question: str, answer: str) -> None:
    assert answer in ask(kb, question, 5).rows[0].answer
