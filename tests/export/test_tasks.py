"""The ledger's rows: who leads and helps, when, how far, which light; and the workbook that people work in."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from pipeline.export.lights import Light, days_left, light_of, lights
from pipeline.export.task_sheet import write_task_book
from pipeline.export.tasks import by_urgency, lost_tasks, tasks
from pipeline.lexicon.loader import USER_FOLDER
from pipeline.model.errors import LexiconError, UsageError
from pipeline.store import KnowledgeBase
from pipeline.store.review_records import By
from pipeline.store.reviews import review
from pipeline.store.states import State, state_of_word, states
from tests.export.task_plans import tasks_base, tasks_plan

ON = "2025-06-15"
LI = By(who="李老师", at="2025-06-15T08:00:00", why="核对")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return tasks_base(tmp_path / "kb.sqlite")


# lead, support, due, days left, status, light
ROWS = [
    ("县教育局", "县财政局、县住建局", "2025-06-10", -5, "已逾期", "红灯·已逾期"),
    ("教务处", "", "2025-06-20", 5, "未开始", "黄灯·临近"),
    ("总务处", "", "2025-07-10", 25, "未开始", "蓝灯·一月内"),
    ("安保处", "", "2026-01-31", 230, "未开始", "绿灯·正常"),
    ("德育处", "", None, None, "未开始", "常态·周期工作"),
    ("工会", "", None, None, "未开始", "无灯·未写时限"),
    ("@网络中心", "", None, None, "未开始", "无灯·未写时限"),
]


def test_one_row_for_each_task(base: Path) -> None:
    with KnowledgeBase.open(base) as kb:
        found = list(tasks(kb, ON))
    assert [(t.lead, t.support, t.due, t.days_left, t.status, t.light) for t in found] == ROWS
    first = found[0]
    assert (first.fact, set(first.facts)) == ("xp-f2", {"xp-f1", "xp-f2", "xp-f3"})
    assert (first.document, first.section, first.path) == ("杏坡县教育局重点任务分工", "一、任务", "任务/分工.txt")
    assert first.words in first.text
    assert [t.lead for t in sorted(found, key=by_urgency)][:3] == ["县教育局", "教务处", "总务处"]


# What people say → what the row then shows.
SAID = [
    ("xp-f2", {"state": "done"}, {"state": "已完成", "status": "已完成", "light": "灰灯·已办结"}),
    ("xp-f2", {"state": "doing"}, {"state": "进行中", "status": "已逾期", "light": "红灯·已逾期"}),
    ("xp-f2", {"due": "2025-12"}, {"due": "2025-12-31", "light": "绿灯·正常", "verdict": "已修改"}),
    ("xp-f2", {"actor": "县发改局"}, {"lead": "县发改局", "support": "县财政局、县住建局"}),
    ("xp-f2", {"support": "县审计局"}, {"lead": "县教育局", "support": "县审计局"}),
    ("xp-f3", {"review": "rejected"}, {"lead": "县教育局", "support": "县住建局", "verdict": "未复核"}),
    ("xp-f1", {"state": "doing", "remark": "已招标"}, {"state": "进行中", "remark": "已招标"}),
    ("xp-f2", {"review": "confirmed"}, {"verdict": "已确认", "reviewed_by": "李老师"}),
]


@pytest.mark.parametrize(("fact", "said", "shown"), SAID)
def test_what_people_say_is_shown(base: Path, fact: str, said: dict[str, str], shown: dict[str, str]) -> None:
    with KnowledgeBase.open(base, write=True) as kb:
        review(kb, fact, said, LI)
        task = next(iter(tasks(kb, ON)))
    assert {name: getattr(task, name) for name in shown} == shown
    assert task.original == {
        "actor": "县教育局",
        "words": "完成校舍加固",
        "due": "2025-06-10",
        "support": "县住建局" if fact == "xp-f3" else "县财政局、县住建局",
    }


def test_rejected_rows_are_left_out_unless_asked_for(base: Path) -> None:
    with KnowledgeBase.open(base, write=True) as kb:
        review(kb, "xp-f5", {"review": "rejected"}, LI)
        assert len(list(tasks(kb, ON))) == len(ROWS) - 1
        assert len(list(tasks(kb, ON, rejected="in"))) == len(ROWS)


def test_what_is_in_no_plan_any_more_is_shown_to_be_checked(base: Path, tmp_path: Path) -> None:
    with KnowledgeBase.open(base, write=True) as kb:
        review(kb, "xp-f5", {"state": "doing", "remark": "已收齐"}, LI)
        kb.remove_file("任务/分工.txt")
        lost = list(lost_tasks(kb, ON))
        write_task_book(kb, tmp_path / "a.xlsx", ON)
    assert [(t.fact, t.lead, t.words, t.state, t.remark, t.check) for t in lost] == [
        ("xp-f5", "教务处", "报送课表", "进行中", "已收齐", True)
    ]
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["待核对"]
    assert sheet["F2"].value == "报送课表"


def test_the_workbook(base: Path, tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    with KnowledgeBase.open(base) as kb:
        write_task_book(kb, path, ON)
        write_task_book(kb, tmp_path / "again.xlsx", ON)
    assert path.read_bytes() == (tmp_path / "again.xlsx").read_bytes()
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["责任台账", "待核对", "填写说明"]
    sheet = book["责任台账"]
    head = [cell.value for cell in sheet[1]]
    column = {title: sheet.cell(1, number).column_letter for number, title in enumerate(head, start=1)}
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:{column['原值']}{len(ROWS) + 1}"
    assert (sheet.print_title_rows, sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == (
        "$1:$1",
        "landscape",
        0,
    )
    assert "截至 2025-06-15" in sheet.oddHeader.center.text
    assert sheet.column_dimensions[column["编号"]].hidden
    assert sheet.column_dimensions[column["工作任务"]].width > 30
    lists = {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation}
    assert lists[f"{column['状态']}2:{column['状态']}8"] == '"未开始,进行中,已完成,已暂停,已取消"'
    assert lists[f"{column['复核']}2:{column['复核']}8"] == '"未复核,已确认,已驳回,已修改"'
    row = {title: sheet.cell(2, number) for number, title in enumerate(head, start=1)}
    assert (row["预警"].value, row["预警"].fill.start_color.rgb) == ("红灯·已逾期", "FFF4B6B6")
    assert row["截止日期"].value == datetime(2025, 6, 10)
    assert (row["编号"].value, row["责任单位"].value, row["配合单位"].value) == (
        "xp-f2",
        "县教育局",
        "县财政局、县住建局",
    )
    odd = {title: sheet.cell(8, number) for number, title in enumerate(head, start=1)}
    for title in ("责任单位", "工作任务"):
        assert odd[title].data_type == "s", "words of a plan are no formulas"
        assert odd[title].quotePrefix


def test_a_day_that_is_none(base: Path, tmp_path: Path) -> None:
    with KnowledgeBase.open(base) as kb, pytest.raises(UsageError, match="日期看不懂"):
        write_task_book(kb, tmp_path / "a.xlsx", "2025-02-30")


# --- lexicons --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "word"), [(row, word) for row in states() for word in (row.word, *row.forms, *row.examples)]
)
def test_words_of_states(row: State, word: str) -> None:
    assert state_of_word(word) == row


@pytest.mark.parametrize(("row", "word"), [(row, word) for row in states() for word in row.near_misses])
def test_near_misses_of_states(row: State, word: str) -> None:
    assert state_of_word(word) != row


def shining(case: str) -> Light:
    left = re.fullmatch(r"(剩|逾期)(\d+)天", case)
    days = int(left[2]) * (1 if left[1] == "剩" else -1) if left else None
    return light_of(closed=case in ("已完成", "已取消"), recurring=case == "周期", days_left=days)


@pytest.mark.parametrize(("row", "case"), [(row, case) for row in lights() for case in row.examples])
def test_examples_of_lights(row: Light, case: str) -> None:
    assert shining(case) == row


@pytest.mark.parametrize(("row", "case"), [(row, case) for row in lights() for case in row.near_misses])
def test_near_misses_of_lights(row: Light, case: str) -> None:
    assert shining(case) != row


def test_a_bureau_sets_its_own_lights(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own"
    own.mkdir()
    rows = (
        '- {id: near, when: due, days: 4, word: 橙灯·催办, colour: "#FFC000"}\n'
        '- {id: soon, when: due, days: 60, word: 蓝灯, colour: "#0000FF"}\n'
    )
    (own / "ledger_lights.yaml").write_text(f"entries:\n{rows}", "utf-8")
    monkeypatch.setenv(USER_FOLDER, str(own))
    with KnowledgeBase.open(base) as kb:
        assert [t.light for t in tasks(kb, ON)][:3] == ["红灯·已逾期", "蓝灯", "蓝灯"]
        assert [t.light for t in tasks(kb, "2025-06-17")][1] == "橙灯·催办"


BROKEN = [
    "{id: a, when: due, word: 灯, colour: red}",
    "{id: a, when: soon, word: 灯, colour: '#FFFFFF'}",
    "{id: a, when: due, word: '', colour: '#FFFFFF'}",
]


@pytest.mark.parametrize("row", BROKEN)
def test_broken_rules_are_refused(row: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ledger_lights.yaml").write_text(f"entries:\n- {row}\n", "utf-8")
    monkeypatch.setenv(USER_FOLDER, str(tmp_path))
    with pytest.raises(LexiconError, match=r"ledger_lights.yaml 第 1 行"):
        lights()


DAYS = [("2025-06-15", 0), ("2025-06-16", 1), ("2024-06-15", -365), (None, None), ("2025-02-31", None)]


@pytest.mark.parametrize(("due", "left"), DAYS)
def test_days_left(due: str | None, left: int | None) -> None:
    assert days_left(due, ON) == left


def test_a_task_whose_first_duty_changed_keeps_its_state(base: Path) -> None:
    """A better rule finds another leader of the same task: the row still shows what was said of it."""
    with KnowledgeBase.open(base, write=True) as kb:
        review(kb, "xp-f2", {"state": "doing"}, LI)
        extraction, text = tasks_plan()
        kb.add(extraction, text)
        assert next(iter(tasks(kb, ON))).state == "进行中"
