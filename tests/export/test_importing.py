"""The workbook comes back: what people changed is taken, what is damaged is refused in whole and in clear words."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.export.importing import plan_import, run_import
from pipeline.export.task_sheet import write_task_book
from pipeline.export.tasks import tasks
from pipeline.model.errors import ReadError, UsageError
from pipeline.store import KnowledgeBase
from pipeline.store.review_records import By
from pipeline.store.reviews import batches, history, review, reviews, undo
from tests.export.task_plans import TEXT, tasks_base, tasks_plan

ON = "2025-06-15"
LI = By(who="李老师", at="2025-06-15T08:00:00", why="月度更新")
ZHAO = By(who="赵主任", at="2025-06-16T08:00:00")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return tasks_base(tmp_path / "kb.sqlite")


@pytest.fixture
def book(base: Path, tmp_path: Path) -> Path:
    path = tmp_path / "台账.xlsx"
    with KnowledgeBase.open(base) as kb:
        write_task_book(kb, path, ON)
    return path


def column(sheet: Worksheet, title: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == title)


def put(sheet: Worksheet, row: int, title: str, value: object) -> None:
    sheet.cell(row, column(sheet, title)).value = value  # type: ignore[assignment]


def edit(path: Path, change: Callable[[Workbook], object]) -> Path:
    work = openpyxl.load_workbook(path)
    change(work)
    work.save(path)
    return path


# (row of the sheet, column, what is typed) → what is held of which fact then (None: nothing)
TYPED = [
    (2, "状态", "已完成", "xp-f2", {"state": "done"}),
    (2, "状态", " 办 结 ", "xp-f2", {"state": "done"}),
    (2, "状态", None, "xp-f2", {}),
    (2, "责任单位", "县发改局", "xp-f2", {"actor": "县发改局"}),
    (2, "配合单位", "县财政局", "xp-f2", {"support": "县财政局"}),
    (2, "配合单位", "县财政局 、 县住建局", "xp-f2", {}),
    (3, "截止日期", "2025年7月1日", "xp-f5", {"due": "2025-07-01"}),
    (3, "截止日期", "2025/7/1", "xp-f5", {"due": "2025-07-01"}),
    (3, "截止日期", date(2025, 7, 1), "xp-f5", {"due": "2025-07-01"}),
    (3, "截止日期", None, "xp-f5", {}),
    (3, "工作任务", "报送全校课表", "xp-f5", {"words": "报送全校课表"}),
    (3, "备注", 12.0, "xp-f5", {"remark": "12"}),
    (3, "备注", "　已交\n两次 ", "xp-f5", {"remark": "已交\n两次"}),
    (3, "复核", "已确认", "xp-f5", {"review": "confirmed"}),
    (3, "复核", "已驳回", "xp-f5", {"review": "rejected"}),
    (3, "复核", "已修改", "xp-f5", {}),
    (3, "原文", "别的话", "xp-f5", {}),
]


@pytest.mark.parametrize(("row", "title", "typed", "fact", "expected"), TYPED)
def test_what_is_typed_is_taken(
    base: Path, book: Path, row: int, title: str, typed: object, fact: str, expected: dict[str, str]
) -> None:
    edit(book, lambda work: put(work["责任台账"], row, title, typed))
    with KnowledgeBase.open(base, write=True) as kb:
        run_import(kb, plan_import(kb, book), LI)
        held = {h.field: h.new for h in history(kb, fact) if h.new is not None}
        assert held == expected
        assert len(batches(kb)) == (1 if expected else 0)
        write_task_book(kb, book, ON)
        assert plan_import(kb, book).changes == (), "what was written anew has no changes"


def test_untouched_it_changes_nothing(base: Path, book: Path) -> None:
    edit(book, lambda work: None)  # saved by another program
    with KnowledgeBase.open(base) as kb:
        plan = plan_import(kb, book)
    assert (plan.rows, plan.changes, plan.moved) == (7, (), {})


def test_rows_and_columns_may_be_moved_sorted_and_left_out(base: Path, book: Path) -> None:
    def change(work: Workbook) -> None:
        sheet = work["责任台账"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        sheet.delete_rows(1, sheet.max_row)
        for row in (rows[0], *reversed(rows[2:-1])):
            sheet.append(list(reversed(row)))
        put(sheet, 2, "备注", "倒序")
        sheet.append([])

    edit(book, change)
    with KnowledgeBase.open(base, write=True) as kb:
        plan = plan_import(kb, book)
        assert [(c.fact, c.title, c.old, c.new) for c in plan.changes] == [("xp-f13", "备注", "", "倒序")]
        assert plan.rows == 5


def test_an_import_is_one_batch_and_is_taken_back(base: Path, book: Path) -> None:
    def change(work: Workbook) -> None:
        put(work["责任台账"], 2, "状态", "进行中")
        put(work["责任台账"], 3, "状态", "已完成")
        put(work["责任台账"], 3, "备注", "已报")

    edit(book, change)
    with KnowledgeBase.open(base, write=True) as kb:
        before = list(tasks(kb, ON))
        batch = run_import(kb, plan_import(kb, book), LI)
        assert batch == 1
        made = batches(kb)[0]
        assert (made.kind, made.source, made.who, made.why, made.facts, made.changes) == (
            "import", "台账.xlsx", "李老师", "月度更新", 2, 3,
        )  # fmt: skip
        assert [t.state for t in tasks(kb, ON)][:2] == ["进行中", "已完成"]
        undo(kb, batch, ZHAO)
        held = reviews(kb)
        assert all((h.state, h.remark, h.corrections) == (None, "", {}) for h in held.values())
        assert [(t.state, t.remark) for t in tasks(kb, ON)] == [(t.state, t.remark) for t in before]


def test_what_another_has_changed_since_is_not_overwritten_unasked(base: Path, book: Path) -> None:
    def change(work: Workbook) -> None:
        put(work["责任台账"], 2, "状态", "进行中")
        put(work["责任台账"], 3, "备注", "表里写的")

    edit(book, change)
    with KnowledgeBase.open(base, write=True) as kb:
        review(kb, "xp-f2", {"state": "done"}, ZHAO)
        review(kb, "xp-f2", {"remark": "另写"}, ZHAO)
        with pytest.raises(ReadError, match=r"“责任台账”第 2 行的“状态”在导出之后已由 赵主任 改为“已完成”"):
            plan_import(kb, book)
        plan = plan_import(kb, book, overwrite=True)
        run_import(kb, plan, LI)
        assert (reviews(kb)["xp-f2"].state, reviews(kb)["xp-f2"].remark) == ("doing", "另写")


def test_after_an_extraction_anew_the_rows_are_found_again(base: Path, book: Path) -> None:
    """The file was changed and read again before the workbook came back: every id is another one."""
    edit(book, lambda work: put(work["责任台账"], 3, "状态", "已完成"))
    with KnowledgeBase.open(base, write=True) as kb:
        kb.add(*tasks_plan(TEXT.replace("一、任务\n", "一、任务\n以下各项请抓紧。\n"), name="new"))
        plan = plan_import(kb, book)
        assert [(c.fact, c.title) for c in plan.changes] == [("new-f5", "状态")]
        assert plan.moved["xp-f5"] == "new-f5"
        run_import(kb, plan, LI)
        assert reviews(kb)["new-f5"].state == "done"


def drop(title: str) -> Callable[[Workbook], object]:
    return lambda work: work["责任台账"].delete_cols(column(work["责任台账"], title))


def typed(row: int, title: str, value: object) -> Callable[[Workbook], object]:
    return lambda work: put(work["责任台账"], row, title, value)


def unknown(work: Workbook) -> None:
    """A row of another base."""
    base = json.loads(str(work["责任台账"].cell(3, column(work["责任台账"], "原值")).value))
    put(work["责任台账"], 3, "编号", "f000")
    put(work["责任台账"], 3, "原值", json.dumps(base | {"fact": "f000", "path": "别处.txt"}, ensure_ascii=False))


DAMAGED: list[tuple[str, Callable[[Workbook], object], str]] = [
    ("id column", drop("编号"), "“责任台账”缺少列：编号（隐藏列，请勿删除）"),
    ("base column", drop("原值"), "缺少列：原值（隐藏列，请勿删除）"),
    ("state column", drop("状态"), "缺少列：状态"),
    ("two columns", typed(1, "序号", "状态"), "有重复的列：状态"),
    ("no header", lambda work: work["责任台账"].delete_rows(1), "缺少列：编号、原值、状态"),
    ("id changed", typed(3, "编号", "xp-f9"), "“责任台账”第 3 行的编号 xp-f9 被改动（原为 xp-f5）"),
    ("unknown id", unknown, "“责任台账”第 3 行的编号 f000 不在知识库里"),
    ("id twice", typed(3, "编号", "xp-f2"), "“责任台账”第 3 行与“责任台账”第 2 行的编号相同（xp-f2）"),
    ("bad state", typed(2, "状态", "差不多"), "“责任台账”第 2 行的“状态”不能是“差不多”，可用：未开始、进行中、已完成"),
    ("computed state", typed(2, "状态", "已逾期"), "“已逾期”（由程序按截止日期判断，不用填写）"),
    ("bad verdict", typed(2, "复核", "同意"), "“复核”不能是“同意”，可用：未复核、已修改、已确认、已驳回"),
    ("bad date", typed(2, "截止日期", "下周"), "“截止日期”看不懂：下周（应写成 2025-06-30）"),
    ("no such date", typed(2, "截止日期", "2025-6-31"), "“截止日期”看不懂：2025-06-31"),
    ("formula", typed(2, "备注", "=A1&A2"), "“责任台账”第 2 行的“备注”是公式，请改为文字"),
    ("error value", typed(2, "备注", "#REF!"), "“备注”是错误值 #REF!"),
    ("merged", lambda work: work["责任台账"].merge_cells("C2:C4"), "“责任台账”有合并单元格 C2:C4，请取消合并"),
    ("base emptied", typed(2, "原值", None), "第 2 行的隐藏列“原值”被改动或清空"),
    ("base rubbish", typed(2, "原值", "{"), "第 2 行的隐藏列“原值”被改动或清空"),
    ("new row", lambda work: put(work["责任台账"], 12, "备注", "新增"), "“责任台账”第 12 行没有编号：台账以外的新行不能导入"),
    ("too long", typed(2, "备注", "长" * 5000), "“备注”太长"),
    ("sheet renamed", lambda work: setattr(work["责任台账"], "title", "Sheet1"), "里没有工作表“责任台账”（有：Sheet1、待核对、填写说明）"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "message"), [row[1:] for row in DAMAGED], ids=[row[0] for row in DAMAGED])
def test_a_damaged_workbook_is_refused_in_whole(
    base: Path, book: Path, change: Callable[[Workbook], object], message: str
) -> None:
    def damage(work: Workbook) -> None:
        put(work["责任台账"], 4, "状态", "已完成")
        change(work)

    edit(book, damage)
    with KnowledgeBase.open(base, write=True) as kb:
        with pytest.raises((ReadError, UsageError)) as caught:
            run_import(kb, plan_import(kb, book), LI)
        assert message in str(caught.value)
        assert batches(kb) == []


def test_every_complaint_is_listed(base: Path, book: Path) -> None:
    def change(work: Workbook) -> None:
        for row in range(2, 9):
            put(work["责任台账"], row, "状态", "差不多")
            put(work["责任台账"], row, "备注", "=1")
            put(work["责任台账"], row, "复核", "行")

    edit(book, change)
    with KnowledgeBase.open(base) as kb, pytest.raises(ReadError) as caught:
        plan_import(kb, book)
    assert str(caught.value).count("  · ") == 21
    assert "另有 1 处" in str(caught.value)


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


NO_WORKBOOKS = [
    ("text", "编号,状态\n".encode(), "不是 Excel 工作簿"),
    ("empty", b"", "不是 Excel 工作簿"),
    ("old Excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "是旧版 Excel（.xls）或加了密码的文件"),
    ("torn zip", zipped(**{"xl/workbook.xml": b"<a/>"})[:40], "不是 Excel 工作簿"),
    ("a zip of something else", zipped(**{"word/document.xml": b"<a/>"}), "不是 Excel 工作簿"),
    ("a workbook of nothing", zipped(**{"xl/workbook.xml": b"<a/>"}), "打不开"),
    ("entities", zipped(**{"xl/workbook.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'}), "不允许的 XML"),
    ("many parts", zipped(**{f"x{n}": b"" for n in range(2001)}), "解压后过大"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "message"), [row[1:] for row in NO_WORKBOOKS], ids=[row[0] for row in NO_WORKBOOKS])
def test_what_is_no_workbook(base: Path, tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(data)
    with KnowledgeBase.open(base) as kb, pytest.raises(ReadError, match=message.replace("（", "[（]")):
        plan_import(kb, path)


def test_a_zip_bomb(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.export.workbook_checks._MOST_UNPACKED", 3 << 20)
    path = tmp_path / "x.xlsx"
    path.write_bytes(zipped(**{"xl/workbook.xml": bytes(4 << 20)}))
    with KnowledgeBase.open(base) as kb, pytest.raises(ReadError, match="可能是压缩炸弹"):
        plan_import(kb, path)


def test_a_missing_file(base: Path, tmp_path: Path) -> None:
    with KnowledgeBase.open(base) as kb, pytest.raises(ReadError, match="找不到文件"):
        plan_import(kb, tmp_path / "none.xlsx")
