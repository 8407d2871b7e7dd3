"""Papers that divide the work among leaders: who is charged with what, who holds which post."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.asking import ask
from pipeline.store import KnowledgeBase
from tests.asking.question_sets import base_of_texts

_PLANS = {
    "学校": """云溪县第二中学领导班子成员工作分工

为进一步明确职责，现将学校领导班子成员分工通知如下：
一、周明远（党总支书记、校长）：主持学校全面工作，分管人事、财务工作。联系高三年级。
二、何淑芬 副校长：分管教学、教研、招生工作，分管教务处、教科室。
三、李建成 党总支副书记：协助书记抓党建工作，负责德育、团队工作，分管政教处、团委。
四、王海涛 副校长：负责安全、后勤、基建工作；分管总务处、保卫科，联系高一年级。
五、工会主席孙丽：负责工会工作，教职工福利、退休教师工作。
""",
    "局": """云溪县教育局关于调整局领导工作分工的通知
各股室、各直属单位：经研究，现将局领导工作分工调整如下：一、罗振邦党组书记、局长：主持局全面工作。二、谢文清党组成员、副局长：协助局长分管\
基础教育、学前教育、民办教育工作。分管基教股、民教股。三、邓小慧党组成员、副局长，县教育督导室主任：协助局长分管教育督导、安全稳定、信访工作。\
分管督导室、安稳股。四、马志强副科级干部：协助分管财务、项目建设工作。联系教育基金会。
""",
}


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    yield from base_of_texts(tmp_path_factory.mktemp("divided_work"), _PLANS)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("云溪二中教学工作归哪位领导管", "何淑芬"),
        ("云溪二中安全工作谁分管", "王海涛"),
        ("云溪县教育局谁分管学前教育", "谢文清"),
        ("信访工作找哪位领导", "邓小慧"),
        ("谁联系高三年级", "周明远"),
        ("团委归谁分管", "李建成"),
        ("云溪二中校长是谁", "周明远"),
        ("云溪县教育局局长是谁", "罗振邦"),
        ("县教育督导室主任是谁", "邓小慧"),
        ("工会主席是谁", "孙丽"),
        ("党总支副书记是谁", "李建成"),
        ("谢文清是什么职务", "党组成员、副局长"),
        ("周明远担任什么职务", "党总支书记、校长"),
        ("马志强负责什么", "协助分管财务、项目建设工作。"),
    ],
)
def test_first_answer(kb: KnowledgeBase, question: str, first: str) -> None:
    assert ask(kb, question).rows[0].answer == first


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("何淑芬管哪些处室", "分管教务处、教科室"),
        ("谢文清分管哪些股室", "分管基教股、民教股"),
        ("王海涛联系哪个年级", "联系高一年级"),
    ],
)
def test_what_falls_to_a_person(kb: KnowledgeBase, question: str, said: str) -> None:
    assert any(said in row.answer for row in ask(kb, question).rows[:2])


def test_who_holds_a_post_that_several_hold(kb: KnowledgeBase) -> None:
    assert [row.answer for row in ask(kb, "云溪二中副校长有哪些人").rows][:2] == ["何淑芬", "王海涛"]
