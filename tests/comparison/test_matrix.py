"""Many plans against a list: cells, counts, gaps; and the topics that place a gap."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.api import extract_with_layout
from pipeline.comparison.gaps import Gap
from pipeline.comparison.lexicons import Topic, topics
from pipeline.comparison.matrix import VERDICT_ORDER, Matrix, matrix
from pipeline.model.errors import UsageError
from pipeline.reading import read_text
from pipeline.store import KnowledgeBase, passages_of

PLANS = {
    "学校/甲.txt": "临溪县柳湾小学2023年工作方案\n一、工作目标\n1.班额控制在50人以内。\n2.生均校舍建筑面积达到6平方米。\n"
    "二、主要措施\n（一）加强教师队伍建设\n1.教务处组织教师培训，每学期两次。\n（二）改善办学条件\n1.总务处负责更新设备。\n",
    "学校/乙.txt": "临溪县桃源小学2023年工作方案\n一、工作目标\n1.班额控制在45人以内。\n"
    "2.生均教学及辅助用房面积达到5平方米以上。\n3.公用经费的5%用于教师培训。\n",
    "县/丙.txt": "临溪县教育局2023年工作要点\n一、目标\n1.小学班额控制在48人以内，初中班额控制在50人以内。\n"
    "2.教师培训经费不低于教职工工资总额的1.5%。\n",
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with KnowledgeBase.open(tmp_path_factory.mktemp("matrix") / "kb.sqlite", write=True) as kb:
        for path, text in PLANS.items():
            extraction, layout = extract_with_layout(read_text(text, path=path))
            kb.add(extraction, passages=passages_of(layout))
        yield kb


@pytest.fixture(scope="module")
def schools(base: KnowledgeBase) -> Matrix:
    return matrix(base, ["学校"], "QB17")


def verdicts(found: Matrix, row: str) -> list[str]:
    return [cell.verdict for one in found.rows if one.row == row for cell in one.cells]


def test_rows_are_the_lists_and_columns_the_plans(schools: Matrix) -> None:
    assert [plan.title for plan in schools.plans] == ["临溪县桃源小学2023年工作方案", "临溪县柳湾小学2023年工作方案"]
    assert [row.row for row in schools.rows][:3] == ["QB17-R1", "QB17-R2", "QB17-R3"]
    assert all(len(row.cells) == 2 for row in schools.rows)


def test_verdicts_and_traps(schools: Matrix) -> None:
    assert verdicts(schools, "QB17-G5") == ["meets", "below"]
    assert verdicts(schools, "QB17-R4") == ["stricter", "not_comparable"]
    assert verdicts(schools, "QB17-Q4") == ["meets", "missing"]


def test_a_share_of_wages_is_never_held_against_a_share_of_running_costs(base: KnowledgeBase) -> None:
    assert verdicts(matrix(base, ["县"], "QB17"), "QB17-Q4") == ["not_comparable"]


def test_counts_are_those_of_the_cells(schools: Matrix) -> None:
    for place, plan in enumerate(schools.plans):
        told = [row.cells[place].verdict for row in schools.rows]
        assert plan.counts == {key: told.count(key) for key in VERDICT_ORDER if key in told}
    assert sum(schools.counts().values()) == 2 * len(schools.rows)
    assert len(schools.findings()) >= 2 * len(schools.rows)


@pytest.mark.parametrize(
    ("row", "section"),
    [
        ("QB17-R2", "二、主要措施 > (一)加强教师队伍建设"),
        ("QB17-R6", "二、主要措施 > (二)改善办学条件"),
        ("QB17-R7", "二、主要措施 > (二)改善办学条件"),
    ],
)
def test_a_gap_belongs_where_the_plan_deals_with_such_matters(schools: Matrix, row: str, section: str) -> None:
    gaps = {gap.row: gap for gap in schools.plans[1].gaps}
    assert gaps[row].section == section
    reason = next(one.cells[1].rows[0].reason for one in schools.rows if one.row == row)
    assert section in reason


def test_gaps_are_missing_rows_that_are_the_schools_own(schools: Matrix) -> None:
    for place, plan in enumerate(schools.plans):
        missing = {row.row for row in schools.rows if row.cells[place].verdict == "missing"}
        own = {row.row for row in schools.rows if row.level in ("school", "student")}
        named = {gap.row for gap in plan.gaps}
        assert named <= missing & own
        assert all(isinstance(gap, Gap) and gap.why for gap in plan.gaps)


def test_choice_of_plans(base: KnowledgeBase) -> None:
    assert len(matrix(base, (), "QB17").plans) == 3
    assert [plan.path for plan in matrix(base, (), "QB17", level="县区").plans] == ["县/丙.txt"]
    with pytest.raises(UsageError, match="没有层级"):
        matrix(base, (), "QB17", level="省")
    with pytest.raises(UsageError, match="没有这个"):
        matrix(base, ["没有的学校"], "QB17")


def test_the_order_of_names_makes_no_difference(base: KnowledgeBase) -> None:
    assert matrix(base, ["县", "学校"], "QB17") == matrix(base, ["学校", "县"], "QB17")


@pytest.mark.parametrize("row", topics(), ids=lambda row: row.id)
def test_topics(row: Topic) -> None:
    def first(name: str) -> str:
        return next((one.id for one in topics() if any(word in name for word in one.words)), "")

    assert all(first(name) == row.id for name in row.examples)
    assert all(first(name) != row.id for name in row.near_misses)
