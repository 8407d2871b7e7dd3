"""The ledger as a workbook that people work in and give back: what may be filled in, and what each row is known by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import blake2s
from pathlib import Path

import msgspec

from pipeline.export.rows import CellValue, Painted
from pipeline.export.sheets import Column, workbook
from pipeline.export.tasks import Rejected, Task, lost_tasks, tasks
from pipeline.model.errors import UsageError
from pipeline.store import KnowledgeBase
from pipeline.store.review_fields import CORRECTED, REMARK, STATE, UNREVIEWED, VERDICT, VERDICTS
from pipeline.store.states import states

SHEET = "责任台账"
LOST_SHEET = "待核对"
ID, BASE = "编号", "原值"
# Which field each column that people fill in is.
FILLED_IN = {
    "状态": STATE, "责任单位": "actor", "配合单位": "support", "工作任务": "words", "截止日期": "due", "复核": VERDICT,
    "备注": REMARK,
}  # fmt: skip
_MOST_WORDS = 2000
_LONGEST_LIST = 255  # Excel's bound for a list in a cell
_HELP = (
    (
        "怎样填",
        "黄色表头的列可以改：状态、责任单位、配合单位、工作任务、截止日期、复核、备注。其余各列不必改，改了也不会导入。",
    ),
    ("导回", "改完保存，运行 cetu import 本文件：先列出改动，确认后写入；写入后可用 cetu undo 撤回。"),
    ("状态", "从列表中选。“已逾期”由程序按截止日期判断，看“预警”一列，不用填写。"),
    ("复核", "原文抽取得对，选“已确认”；这一行不该有，选“已驳回”；改过内容的行自动成为“已修改”。"),
    ("更正", "直接改格子里的字。改回原文的内容，或清空，就是取消更正。"),
    ("截止日期", "写成 2025-06-30。"),
    ("请勿", "不要删改隐藏的“编号”“原值”两列，不要合并单元格，不要用公式。整行删除或换行序、筛选都不要紧。"),
    ("预警", "规则在 ledger_lights.yaml 里：几天前亮什么灯、用什么字，可以自己定。"),
)


class Base(msgspec.Struct, frozen=True, kw_only=True):
    """What a row was when it was written: its place and words, by which it is found again after a new extraction, its
    fact, so that an id put into another row is seen, and a
    digest of each cell that may be filled in, by which a change is seen."""

    fact: str
    path: str
    document: str
    section: str
    party: str
    start: int
    words: str
    cells: dict[str, str]


def write_task_book(
    kb: KnowledgeBase, path: Path, on: str, *, document: str | None = None, rejected: Rejected = "out"
) -> None:
    """Write the ledger as it stands on a day (ISO), with what is to be checked and how to fill it in."""
    _check_day(on)
    columns = _columns()
    with kb.snapshot(), workbook(path) as book:
        rows = tasks(kb, on, document=document, rejected=rejected)
        book.sheet(SHEET, columns, _rows(rows), page_title=f"责任台账（截至 {on}）")
        book.sheet(
            LOST_SHEET, columns, _rows(lost_tasks(kb, on)), page_title="待核对：复核过而现在的方案里找不到的事项"
        )
        book.sheet("填写说明", (Column("事项", 12), Column("说明", 100)), _HELP)


def cell_digest(value: str | None) -> str:
    """A digest of a cell that does not see blanks, for Excel and people change them."""
    return blake2s("".join((value or "").split()).encode("utf-8", "replace"), digest_size=4).hexdigest()


def cells(task: Task) -> dict[str, str]:
    """What the cells that may be filled in hold for a task, by field."""
    return {
        STATE: task.state, "actor": task.lead, "support": task.support, "words": task.words, "due": task.due or "",
        VERDICT: task.verdict, REMARK: task.remark,
    }  # fmt: skip


def _columns() -> tuple[Column, ...]:
    state_words = tuple(row.word for row in states())
    if sum(len(word) + 1 for word in state_words) > _LONGEST_LIST:
        state_words = ()  # too many for a list in the cell; they are checked when the workbook comes back
    return (
        Column("序号", 6),
        Column("预警", 16),
        Column("状态", 10, filled_in=True, choices=state_words),
        Column("责任单位", 18, filled_in=True),
        Column("配合单位", 18, filled_in=True),
        Column("工作任务", 48, filled_in=True),
        Column("要求", 6),
        Column("完成时限", 16),
        Column("截止日期", 12, filled_in=True),
        Column("余（逾）天数", 8),
        Column("备注", 24, filled_in=True),
        Column("复核", 9, filled_in=True, choices=(UNREVIEWED, *VERDICTS.values(), CORRECTED)),
        Column("原文", 56),
        Column("方案", 30),
        Column("章节", 24),
        Column("页码", 6),
        Column("文件", 28),
        Column(ID, 16, hidden=True),
        Column(BASE, 16, hidden=True),
    )


def _rows(found: Iterable[Task]) -> Iterator[tuple[CellValue, ...]]:
    for number, task in enumerate(found, start=1):
        yield (
            number, Painted(task.light, task.colour), task.state, task.lead, task.support, task.words, task.modality,
            task.deadline, _day(task.due), task.days_left, task.remark, task.verdict, task.text, task.document,
            task.section, task.page, task.path, task.fact, _base(task),
        )  # fmt: skip


def _base(task: Task) -> str:
    base = Base(
        fact=task.fact, path=task.path, document=task.document, section=task.section, party=task.party, start=task.start,
        words=task.original["words"][:_MOST_WORDS], cells={n: cell_digest(value) for n, value in cells(task).items()},
    )  # fmt: skip
    return msgspec.json.encode(base).decode()


def _day(iso: str | None) -> date | str | None:
    """A day as a spreadsheet holds one; what it cannot hold (before 1900) as words."""
    try:
        day = date.fromisoformat(iso or "")
    except ValueError:
        return iso
    return day if day.year > 1900 else iso


def _check_day(on: str) -> None:
    try:
        date.fromisoformat(on)
    except ValueError:
        raise UsageError(f"日期看不懂：{on}（应写成 2025-06-30）") from None
