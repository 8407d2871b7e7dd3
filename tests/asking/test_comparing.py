"""Questions over tests/asking/plans that set plans beside one another, name a school, or count from the day of asking."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.asking import Filters, ask, duties, search
from pipeline.asking.naming import is_school, named_body
from pipeline.batch import run_folder
from pipeline.lexicon import load
from pipeline.model.errors import UsageError
from pipeline.store import KnowledgeBase
from pipeline.store.heads import HeadRow, offices_of
from pipeline.store.names import actor_names

_ALL = {path.name for path in Path(__file__).with_name("plans").glob("*.txt")}


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    out = tmp_path_factory.mktemp("five")
    run_folder(Path(__file__).with_name("plans"), out)
    with KnowledgeBase.open(out / "kb.sqlite") as base:
        yield base


def answers(kb: KnowledgeBase, question: str, on: str | None = None) -> list[str]:
    return [row.answer for row in ask(kb, question, on=on).rows]


@pytest.mark.parametrize(
    ("question", "first", "count"),
    [
        ("哪所学校的班额目标最低？", "月牙湾小学：班额 不超过38人", 4),
        ("班额目标最高的是哪所学校", "沙溪口学校：初中部班额 不超过50人", 4),
        ("哪所学校的巩固率目标最高", "月牙湾小学：六年巩固率 100%", 4),
        ("哪些学校的巩固率目标低于95%", "栗园中学：巩固率 不低于94%", 1),
        ("哪些学校生均图书达到35册", "栗园中学：生均图书 达到38册", 1),
        ("哪所学校的马术课时最多", None, 0),
        ("哪所学校的班额超过九十人", None, 0),
    ],
)
def test_plans_beside_one_another(kb: KnowledgeBase, question: str, first: str | None, count: int) -> None:
    found = answers(kb, question)
    assert found[:1] == ([first] if first else [])
    assert len(found) == count


def test_who_has_most_to_do(kb: KnowledgeBase) -> None:
    first = answers(kb, "北坡镇教育管理办公室谁的任务最多")[0]
    everywhere = [
        int(row[0]) for row in kb.db.execute("SELECT count(*) FROM fact_actors WHERE role IN ('actor', 'part') GROUP BY actor")
    ]  # fmt: skip
    assert answers(kb, "谁的任务最多")[0].endswith(f"（{max(everywhere)}项）")
    assert answers(kb, "谁的任务最少")[0].endswith("（1项）")
    assert first.startswith("镇教育办（")


@pytest.mark.parametrize(
    ("question", "on", "text"),
    [
        ("白鹭洲小学最早要完成什么", "2026-04-01", "旱厕"),
        ("白鹭洲小学最晚完成的任务是哪项", None, "年度总结"),
        ("下个月底前白鹭洲小学要完成什么", "2026-05-20", "旱厕"),
        ("今年9月栗园中学有哪些事要办", "2026-03-02", "走班课表"),
        ("明年沙溪口学校要完成哪些工作", "2026-06-01", "2027"),
        ("本月底前哪些工作要完成", "2026-04-10", "消防器材"),
    ],
)
def test_dates(kb: KnowledgeBase, question: str, on: str | None, text: str) -> None:
    assert text in ask(kb, question, on=on).rows[0].text


@pytest.mark.parametrize("question", ["去年栗园中学有哪些事要办", "下个月底前白鹭洲小学要完成什么"])
def test_nothing_is_due_then(kb: KnowledgeBase, question: str) -> None:
    assert answers(kb, question, on="2031-01-05") == []


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("栗园中学校长是谁", ["纪云帆"]),
        ("白鹭洲的校长是谁", ["王槐序"]),
        ("沙溪口谁分管食堂", []),
        ("月牙湾小学的工会主席是谁", []),
        ("栗园中学谁负责旱厕改造", []),
        ("白鹭洲小学谁负责旱厕改造", ["总务处"]),
    ],
)
def test_a_school_named_is_asked_alone(kb: KnowledgeBase, question: str, answer: list[str]) -> None:
    """Another school's answer is none."""
    assert answers(kb, question)[:1] == answer


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("白鹭洲小学的校长是谁", "白鹭洲小学"),
        ("月牙湾多久通报一次", "月牙湾"),
        ("哪所小学的班额最低", None),
        ("学校的目标是什么", None),
    ],
)
def test_named_body(kb: KnowledgeBase, text: str, words: str | None) -> None:
    named = named_body(kb, text)
    assert (named.words if named else None) == words


@pytest.mark.parametrize(
    ("name", "school"), [("栗园中学", True), ("松槿乡中心校", True), ("县教育局", False), ("学校食堂", False)]
)
def test_is_school(name: str, school: bool) -> None:
    assert is_school(name) is school


def test_the_head_of_an_office_answers_for_it(kb: KnowledgeBase) -> None:
    """丁若兰 is 教导主任; what the 教导处 must do falls to her, through that post; two 张伟 stay two."""
    rows = [(row.answer[:11], row.position, row.group) for row in duties(kb, "丁若兰")]
    assert ("教导主任负责新教师跟岗", "教导主任", None) in rows
    assert ("教导处负责作业总量审核", "教务主任", "教务处") in rows
    # One 张伟 heads the 教务处 of 栗园中学; the other, of 白鹭洲小学, heads none.
    paths = {row.path for row in duties(kb, "张伟") if row.group == "教务处"}
    assert paths == {"栗园中学.txt"}


_HEADS = [(row, pair) for row in load("office_heads", HeadRow) for pair in row.examples]
_NO_HEADS = [(row, pair) for row in load("office_heads", HeadRow) for pair in row.near_misses]


@pytest.mark.parametrize(("row", "pair"), _HEADS, ids=lambda v: getattr(v, "id", v))
def test_heads(row: HeadRow, pair: str) -> None:
    post, _, office = pair.partition("=")
    assert post.endswith(row.ending)
    assert actor_names().canonical(office) in offices_of(post)


@pytest.mark.parametrize(("row", "pair"), _NO_HEADS, ids=lambda v: getattr(v, "id", v))
def test_no_heads(row: HeadRow, pair: str) -> None:
    post, _, office = pair.partition("=")
    assert actor_names().canonical(office) not in offices_of(post)


@pytest.mark.parametrize(
    ("words", "filters", "types", "paths"),
    [
        ("巩固率", Filters(kinds=("指标",)), {"indicator"}, _ALL),
        ("巩固率", Filters(kinds=("indicator",), documents=("栗园中学.txt",)), {"indicator"}, {"栗园中学.txt"}),
        ("", Filters(actor="教务处", kinds=("职责",)), {"duty"}, {"栗园中学.txt", "白鹭洲小学.txt", "沙溪口学校.txt"}),
        ("", Filters(actor="后勤处", documents=("栗园中学.txt",)), {"duty", "deadline", "indicator"}, {"栗园中学.txt"}),
        ("", Filters(since="2026-08-20", until="2026-08-28", kinds=("职责",)), {"duty"}, {"栗园中学.txt"}),
        ("", Filters(status="现状"), set(), set()),
        ("", Filters(status="已完成"), set(), set()),
        ("班额", Filters(school_type="初中", kinds=("指标",), documents=("沙溪口学校.txt",)), {"indicator"}, {"沙溪口学校.txt"}),
        ("旱厕", Filters(status="未开始"), {"duty"}, {"白鹭洲小学.txt"}),
        ("游泳池", Filters(kinds=("职责",)), set(), set()),
        ("，", Filters(kinds=("职责",)), set(), set()),
    ],
)  # fmt: skip
def test_filters(kb: KnowledgeBase, words: str, filters: Filters, types: set[str], paths: set[str]) -> None:
    rows = search(kb, words, 100, filters)
    assert {row.type for row in rows} == types
    assert {row.path for row in rows} == paths


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        (Filters(kinds=("鬼",)), "没有这种事实"),
        (Filters(status="飞行中"), "没有这种状态"),
        (Filters(since="2026", until="2025"), "晚于"),
        (Filters(since="昨天"), "看不懂"),
        (Filters(documents=("没有的.txt",)), "没有这个文件"),
    ],
)
def test_filters_refuse_nonsense(kb: KnowledgeBase, filters: Filters, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        search(kb, "", 10, filters)


def test_no_filters_are_none() -> None:
    assert not Filters()
    assert Filters(actor="教务处")


def test_the_graph_is_not_loaded(kb: KnowledgeBase) -> None:
    """No query needs networkx."""
    code = (
        "import sys\n"
        "from pipeline.asking import ask, deadlines, duties, search, who\n"
        "from pipeline.store import KnowledgeBase\n"
        f"kb = KnowledgeBase.open({str(kb.path)!r})\n"
        "assert duties(kb, '丁若兰') and ask(kb, '谁负责旱厕改造').rows and search(kb, '校') and who(kb, '旱厕')\n"
        "assert ask(kb, '总务处要做什么').rows and deadlines(kb)\n"
        "print('networkx' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
