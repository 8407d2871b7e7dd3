"""What people have put right is what is answered, marked so; what they have rejected is answered no more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from pipeline.asking import ask, deadlines, duties, search, who
from pipeline.model.result import Deadline, Duty, Indicator, Membership
from pipeline.model.rows import AnswerRow
from pipeline.store import KnowledgeBase
from pipeline.store.review_records import By
from pipeline.store.reviews import review, undo
from tests.store.plans import Plan

LI = By(who="李老师", at="2026-03-02T09:00:00")
_TEXT = """柏树湾小学后勤工作安排
一、分工
总务处负责灶台检修,保卫科配合,2026年5月底前完成。
教务处负责教材清点。
二、指标
灶台完好率达到90%。
三、小组
成立灶台检修领导小组,组长:沈一苇(校长)。
"""


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[KnowledgeBase]:
    plan = Plan("p", _TEXT, title="柏树湾小学后勤工作安排", issuer="柏树湾小学", path="p.txt")
    plan.section("一", "分工")
    day = plan.fact(Deadline, "2026年5月底前", kind="by", end="2026-05-31")
    words = "总务处负责灶台检修,保卫科配合,2026年5月底前完成。"
    plan.fact(Duty, words, actor="总务处", actor_kind="org", part="lead", deadline=day)
    plan.fact(Duty, words, actor="保卫科", actor_kind="org", part="support", deadline=day)
    plan.fact(Duty, "教务处负责教材清点", actor="教务处", actor_kind="org")
    plan.section("二", "指标")
    plan.fact(Indicator, "达到90%", name="灶台完好率", op=">=", value=90, unit="%", status="target")
    plan.section("三", "小组")
    plan.fact(Membership, "沈一苇", person="沈一苇", position="组长", group="灶台检修领导小组", post="校长")
    with KnowledgeBase.open(tmp_path / "kb.sqlite", write=True) as base:
        base.add(*plan.done())
        yield base


def marked(rows: list[AnswerRow]) -> list[bool]:
    return [row.review == "已更正" for row in rows]


def test_nothing_is_marked_that_nobody_has_touched(kb: KnowledgeBase) -> None:
    rows = ask(kb, "灶台检修谁负责").rows
    assert [row.answer for row in rows][:1] == ["总务处"]
    assert marked(rows) == [False] * len(rows)
    assert b"review" not in msgspec.json.encode(rows[0])


def test_a_fact_is_found_by_the_words_it_was_given(kb: KnowledgeBase) -> None:
    assert ask(kb, "谁负责烟道清洗").rows == []
    review(kb, "p-f4", {"words": "教务处负责烟道清洗"}, LI)
    assert [(row.answer, row.review) for row in ask(kb, "谁负责烟道清洗").rows] == [("教务处", "已更正")]
    assert [row.answer for row in who(kb, "烟道清洗")] == ["教务处"]


def test_an_actor_put_right_is_the_answer(kb: KnowledgeBase) -> None:
    review(kb, "p-f2", {"actor": "基建科"}, LI)
    rows = ask(kb, "灶台检修谁负责").rows
    assert rows[0].answer == "基建科"
    assert rows[0].review == "已更正"
    assert "总务处" not in [row.answer for row in rows]
    assert who(kb, "灶台检修")[0].answer == "基建科"
    assert [row.fact for row in duties(kb, "基建科")] == ["p-f2"]
    assert duties(kb, "总务处") == []
    assert [row.fact for row in ask(kb, "基建科要做什么").rows] == ["p-f2"]
    assert [row.fact for row in search(kb, "基建科") if row.fact] == ["p-f2"]
    assert [row.fact for row in search(kb, "灶台检修") if row.review == "已更正"] == ["p-f2"]


def test_several_parties_put_right(kb: KnowledgeBase) -> None:
    """The ledger shows one task; a lead put right replaces what leads there, the support stays."""
    review(kb, "p-f2", {"actor": "基建科、膳食科", "support": "信息中心"}, LI)
    assert [row.fact for row in duties(kb, "膳食科")] == ["p-f2"]
    assert [row.answer for row in ask(kb, "灶台检修由谁配合").rows][:1] == ["信息中心"]
    assert duties(kb, "保卫科") == []


def test_what_was_rejected_is_not_answered(kb: KnowledgeBase) -> None:
    for fact in ("p-f2", "p-f3"):
        review(kb, fact, {"review": "rejected"}, LI)
    # Another sentence may speak of the matter, but not that which was rejected.
    found = ask(kb, "灶台检修谁负责")
    assert [row.answer for row in found.rows[: found.sure]] == ["灶台检修领导小组"]
    assert who(kb, "灶台检修") == []
    assert duties(kb, "总务处") == []
    assert [row.fact for row in search(kb, "灶台检修") if row.type == "duty"] == []
    review(kb, "p-f5", {"review": "rejected"}, LI)
    assert ask(kb, "灶台完好率要达到多少").rows == []
    review(kb, "p-f6", {"review": "rejected"}, LI)
    assert ask(kb, "灶台检修领导小组组长是谁").rows == []


def test_a_number_put_right(kb: KnowledgeBase) -> None:
    review(kb, "p-f5", {"value": "95"}, LI)
    (row,) = ask(kb, "灶台完好率要达到多少").rows
    assert (row.answer, row.value, row.review) == ("灶台完好率不低于95%", 95, "已更正")


def test_a_person_put_right(kb: KnowledgeBase) -> None:
    review(kb, "p-f6", {"person": "陶半夏"}, LI)
    assert [row.answer for row in ask(kb, "灶台检修领导小组组长是谁").rows] == ["陶半夏"]
    assert [row.answer for row in ask(kb, "陶半夏是什么职务").rows] == ["灶台检修领导小组组长（校长）"]
    assert ask(kb, "沈一苇是什么职务").rows == []


def test_a_day_put_right(kb: KnowledgeBase) -> None:
    review(kb, "p-f2", {"due": "2026-09-10"}, LI)
    assert [row.answer for row in ask(kb, "灶台检修什么时候完成").rows] == ["2026-09-10（2026-09-10）"]
    assert [row.fact for row in ask(kb, "哪些工作要在2026年9月底前完成", on="2026-07-01").rows][:1] == ["p-f2"]
    assert [row.fact for row in ask(kb, "哪些工作要在2026年5月完成").rows] == []
    assert "p-f2" in [row.fact for row in deadlines(kb, "2026-09", "2026-09")]
    assert deadlines(kb, "2026-05", "2026-05") == []


def test_undoing_brings_the_plans_words_back(kb: KnowledgeBase) -> None:
    batch = review(kb, "p-f2", {"actor": "基建科"}, LI)
    assert batch is not None
    undo(kb, batch, LI)
    rows = ask(kb, "灶台检修谁负责").rows
    assert rows[0].answer == "总务处"
    assert not any(marked(rows))
    assert duties(kb, "基建科") == []


def test_what_people_put_right_stays_first(kb: KnowledgeBase) -> None:
    review(kb, "p-f2", {"actor": "基建科"}, LI)
    review(kb, "p-f3", {"review": "rejected"}, LI)
    rows = ask(kb, "哪个处室负责灶台检修").rows
    assert (rows[0].answer, rows[0].review) == ("基建科", "已更正")
    assert "总务处" not in [row.answer for row in rows]
