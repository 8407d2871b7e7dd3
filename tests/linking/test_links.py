"""Links between facts: deadlines by words, row, tag and heading; quantities; problems and the measures that answer them."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extraction.board import Board
from pipeline.linking import link
from pipeline.linking.rules import link_rows, link_rules
from pipeline.model.result import Deadline, Duty, Fact, Indicator, Problem, Target
from pipeline.model.span import fold
from tests.extraction.plain_layouts import plain_board


class Plan:
    """A plain plan and facts over words of it; each word is looked up behind the one before it."""

    def __init__(self, text: str) -> None:
        self.board: Board = plain_board(text)
        self.facts: list[Fact] = []

    def _place(self, kind: str, words: str, nth: int = 1) -> dict:
        text, start = self.board.text, -1
        for _ in range(nth):
            start = text.index(fold(words), start + 1)
        return dict(self.board.place(kind, start, start + len(words), "test", key=(len(self.facts),)))

    def add(self, fact: Fact) -> str:
        self.facts.append(fact)
        return fact.id

    def deadline(self, words: str, kind: str = "by", nth: int = 1) -> str:
        return self.add(Deadline(**self._place("deadline", words, nth), kind=kind))

    def indicator(self, words: str, status: str = "target") -> str:
        place = self._place("indicator", words)
        return self.add(Indicator(**place, name="某率", op=">=", value=1, unit="%", status=status))

    def duty(self, words: str, actor: str = "教务处") -> str:
        return self.add(Duty(**self._place("duty", words), actor=actor, actor_kind="org"))

    def target(self, words: str) -> str:
        return self.add(Target(**self._place("target", words)))

    def problem(self, words: str) -> str:
        return self.add(Problem(**self._place("problem", words)))

    def linked(self) -> dict[str, Fact]:
        return {fact.id: fact for fact in link(self.board.layout, tuple(self.facts))}


@pytest.mark.parametrize(
    ("text", "statement", "dates", "expected"),
    [
        ("到2026年,建成20所示范校。", "到2026年,建成20所示范校", [("到2026年", "by")], "到2026年"),
        ("配齐器材。(责任单位:教务处;完成时限:2025年底前)", "配齐器材", [("2025年底前", "by")], "2025年底前"),
        (
            "配齐器材,每月检查。(教务处牵头,6月底前完成)",
            "配齐器材,每月检查",
            [("每月", "recurring"), ("6月底前", "by")],
            "6月底前",
        ),
        (
            "配齐器材。\n责任领导:姜某 整改时限:2025年2月20日前",
            "配齐器材",
            [("2025年2月20日前", "by")],
            "2025年2月20日前",
        ),
        ("一、总则\n(一)2025年工作任务\n1.配齐器材。", "配齐器材", [("2025年", "period")], "2025年"),
        (
            "(一)2025年工作任务\n1.3月底前配齐器材。",
            "3月底前配齐器材",
            [("2025年", "period"), ("3月底前", "by")],
            "3月底前",
        ),
        ("(一)第一阶段\n(2025年3月—5月)\n1.配齐器材。", "配齐器材", [("2025年3月—5月", "period")], "2025年3月—5月"),
        ("到2025年:配齐器材;开放场馆。", "开放场馆", [("到2025年", "by")], "到2025年"),
        ("每月检查一次。", "每月检查一次", [("每月", "recurring")], "每月"),
        ("3月制定方案,5月组织实施。", "3月制定方案,5月组织实施", [("3月", "period"), ("5月", "period")], None),
        ("5月组织实施。配齐器材。", "配齐器材", [("5月", "period")], None),
        ("一、要求\n1.3月底前报送。\n2.配齐器材。", "配齐器材", [("3月底前", "by")], None),
    ],
)
def test_deadline_of_a_statement(text: str, statement: str, dates: list[tuple[str, str]], expected: str | None) -> None:
    for kind in ("duty", "target"):
        plan = Plan(text)
        ids = {words: plan.deadline(words, form) for words, form in dates}
        fact = getattr(plan, kind)(statement)
        assert plan.linked()[fact].deadline == (ids[expected] if expected else None)


@pytest.mark.parametrize(
    ("text", "quantity", "dates", "expected"),
    [
        ("到2025年,合格率达到95%。", "达到95%", [("到2025年", "by")], "到2025年"),
        ("2025年达到95%,2026年达到98%。", "达到98%", [("2025年", "period"), ("2026年", "period")], "2026年"),
        ("合格率达到95%(2025年底前)。", "达到95%", [("2025年底前", "by")], "2025年底前"),
        ("投入3万元,每月盘点一次。", "3万元", [("每月", "recurring")], None),
        ("到2025年:合格率95%;优秀率35%。", "35%", [("到2025年", "by")], "到2025年"),
        ("一、2025年工作任务\n1.购置300套。", "300套", [("2025年", "period")], "2025年"),
    ],
)
def test_deadline_of_a_quantity(text: str, quantity: str, dates: list[tuple[str, str]], expected: str | None) -> None:
    plan = Plan(text)
    ids = {words: plan.deadline(words, form) for words, form in dates}
    wanted = plan.indicator(quantity)
    assert plan.linked()[wanted].deadline == (ids[expected] if expected else None)
    plan = Plan(text)
    for words, form in dates:
        plan.deadline(words, form)
    present = plan.indicator(quantity, status="actual")
    assert plan.linked()[present].deadline is None


def test_a_row_of_a_task_table() -> None:
    plan = Plan("工作任务\t目标值\t完成时限\n配齐器材\t达到95%\t2025年底前\n开放场馆\t达到90%\t6月底前\n")
    late, early = plan.deadline("2025年底前"), plan.deadline("6月底前")
    first, second = plan.indicator("达到95%"), plan.indicator("达到90%")
    duties = [plan.duty("配齐器材"), plan.duty("开放场馆")]
    linked = plan.linked()
    assert [linked[duty].deadline for duty in duties] == [late, early]
    assert [linked[duty].indicators for duty in duties] == [(first,), (second,)]
    assert [linked[quantity].deadline for quantity in (first, second)] == [late, early]


def test_quantities_in_a_statement() -> None:
    plan = Plan("合格率达到95%,优秀率达到35%;近视率控制在10%以内。")
    first, second, third = plan.indicator("达到95%"), plan.indicator("达到35%"), plan.indicator("控制在10%以内")
    target = plan.target("合格率达到95%,优秀率达到35%;")
    assert plan.linked()[target].indicators == (first, second)
    assert third not in plan.linked()[target].indicators


def test_measures_in_the_same_row() -> None:
    plan = Plan("存在问题\t整改措施\n图书不足\t购置图书\n")
    problem, duty = plan.problem("图书不足"), plan.duty("购置图书")
    assert plan.linked()[problem].measures == (duty,)


def test_measures_under_the_same_heading() -> None:
    plan = Plan("(一)图书方面\n图书陈旧。\n整改措施:新购图书。\n(二)场地方面\n场地不足。\n整改措施:扩建场地。\n")
    first, second = plan.problem("图书陈旧"), plan.problem("场地不足")
    duties = [plan.duty("新购图书"), plan.duty("扩建场地")]
    linked = plan.linked()
    assert (linked[first].measures, linked[second].measures) == ((duties[0],), (duties[1],))


def test_measures_by_number() -> None:
    plan = Plan("一、存在问题\n1.制度缺失。\n2.场地不足。\n二、整改措施\n1.教务处补订章程。\n2.总务处扩建操场。\n")
    first, second = plan.problem("制度缺失"), plan.problem("场地不足")
    duties = [plan.duty("教务处补订章程"), plan.duty("总务处扩建操场")]
    linked = plan.linked()
    assert (linked[first].measures, linked[second].measures) == ((duties[0],), (duties[1],))


def test_measures_by_words_where_numbers_do_not_match() -> None:
    plan = Plan(
        "一、存在问题\n1.建筑档案不规范。\n2.图书不足。\n3.经费短缺。\n二、下步整改打算\n1.总务处规范建筑档案。\n2.教务处加强教研。\n"
    )
    problems = [plan.problem(words) for words in ("建筑档案不规范", "图书不足", "经费短缺")]
    duties = [plan.duty("总务处规范建筑档案"), plan.duty("教务处加强教研")]
    linked = plan.linked()
    assert [linked[problem].measures for problem in problems] == [(duties[0],), (), ()]


def test_of_equal_ids_the_first_stays() -> None:
    plan = Plan("配齐器材。")
    duty = plan.duty("配齐器材")
    plan.facts.append(msgspec.structs.replace(plan.facts[0], rule="later"))
    facts = link(plan.board.layout, tuple(plan.facts))
    assert [(fact.id, fact.rule) for fact in facts] == [(duty, "test")]


@pytest.mark.parametrize("row", link_rows(), ids=lambda row: row.id)
def test_rows_apply_to_their_examples(row) -> None:
    pattern = getattr(link_rules(), row.kind)
    assert row.examples
    assert [example for example in row.examples if not pattern.search(fold(example))] == []
    assert [miss for miss in row.near_misses if pattern.search(fold(miss))] == []


_HEADS = ["一、目标\n", "(一)2025年\n", "1."]
_MARKS = ["(完成时限:", ")", "。", ";", ",", "\n"]
_PIECES = st.sampled_from([*_HEADS, *_MARKS, "甲乙丙", "2025年底前", "每月", "达到95%"])


@given(st.lists(_PIECES, max_size=30).map("".join))
@settings(max_examples=120, deadline=None)
def test_links_point_at_facts_of_the_same_plan(text: str) -> None:
    plan = Plan(text)
    for words, make in (
        ("2025年底前", plan.deadline),
        ("达到95%", plan.indicator),
        ("甲乙丙", plan.duty),
        ("甲乙丙", plan.problem),
    ):
        if words in text and plan.board.block_at(text.index(words)):
            make(words)
    facts = link(plan.board.layout, tuple(plan.facts))
    assert [fact.id for fact in facts] == [fact.id for fact in plan.facts]
    assert link(plan.board.layout, facts) == facts
    assert link(plan.board.layout, tuple(reversed(facts))) == tuple(reversed(facts))
    ids = {fact.id: type(fact) for fact in facts}
    for fact in facts:
        if isinstance(fact, Duty | Target | Indicator) and fact.deadline:
            assert ids[fact.deadline] is Deadline
        if isinstance(fact, Duty | Target):
            assert all(ids[one] is Indicator for one in fact.indicators)
        if isinstance(fact, Problem):
            assert all(ids[one] is Duty for one in fact.measures)
