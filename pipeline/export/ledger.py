"""The 台账: one workbook with everything the knowledge base holds, each row leading back to its source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor
from pathlib import Path

import msgspec

from pipeline.export.rows import CellValue, Rows
from pipeline.export.sheets import Column, Workbook, workbook
from pipeline.model import labels
from pipeline.model.result import Deadline, Duty, Indicator, Membership, Target
from pipeline.store import KnowledgeBase, StoredFact, held


class FileLine(msgspec.Struct, frozen=True, kw_only=True):
    """One input of a run, for the sheet 处理情况."""

    path: str
    status: str
    reason: str
    media_type: str = ""
    pages: int | None = None
    documents: int = 0
    facts: int = 0
    seconds: float = 0.0


_PLACE = (
    Column("方案", 32),
    Column("章节", 28),
    Column("页码", 6),
    Column("原文", 60),
    Column("文件", 32),
    Column("规则", 20),
    Column("编号", 16, hidden=True),
)
_DUTIES = (
    Column("责任主体", 18),
    Column("主体类别", 9),
    Column("分工", 8),
    Column("要求", 8),
    Column("职责内容", 60),
    Column("完成时限", 18),
    *_PLACE,
)
_INDICATORS = (
    Column("指标", 26),
    Column("适用范围", 16),
    Column("要求", 9),
    Column("数值", 10),
    Column("上限", 10),
    Column("单位", 12),
    Column("现状/目标", 10),
    Column("时限", 16),
    *_PLACE,
)
_DEADLINES = (
    Column("时限", 22),
    Column("类别", 8),
    Column("开始", 12),
    Column("结束", 12),
    Column("频率", 14),
    Column("限期", 10),
    *_PLACE,
)
_MEMBERS = (Column("姓名", 10), Column("职位", 14), Column("小组", 34), Column("职务", 18), *_PLACE)
_TARGETS = (Column("目标", 60), Column("时限", 18), *_PLACE)
_FILES = (
    Column("文件", 48),
    Column("情况", 8),
    Column("原因或提示", 60),
    Column("格式", 8),
    Column("页数", 8),
    Column("方案数", 8),
    Column("事实数", 8),
    Column("用时（秒）", 10),
)
_PLANS = (
    Column("方案", 40),
    Column("发文单位", 20),
    Column("日期", 12),
    Column("文号", 18),
    Column("文件", 40),
    Column("事实数", 8),
)


def write_ledger(kb: KnowledgeBase, files: Iterable[FileLine], path: Path, helpers: Executor | None = None) -> None:
    """Write the workbook for everything in `kb`; `files` are the inputs of this run. `helpers` make the rows of several sheets at
    once, in processes that read the base themselves; the bytes are the same."""
    made = _made_by(helpers, kb.path) if helpers else None
    with workbook(path) as book:
        if made:
            for sheet, rows in zip(_FACT_SHEETS, made, strict=True):
                book.ready_sheet(sheet.name, sheet.columns, rows)
        else:
            _fact_sheets(kb, book)
        book.sheet("处理情况", _FILES, _file_rows(files))


def _made_by(helpers: Executor, base: Path) -> list[list[Rows]] | None:
    """The rows of each sheet of facts; none where a helper was ended, as by the system for want of memory."""
    under_way = [helpers.submit(rows_of, base, number) for number in range(len(_FACT_SHEETS))]
    try:
        return [future.result() for future in under_way]
    except BrokenExecutor:
        for future in under_way:
            if future.exception() is None:
                for rows in future.result():
                    Path(rows.path).unlink(missing_ok=True)
        return None


def rows_of(base: Path, number: int) -> list[Rows]:
    """The rows of one sheet of facts of the base at `base`."""
    sheet = _FACT_SHEETS[number]
    with KnowledgeBase.open(base) as kb:
        return list(Workbook(Path()).rows(sheet.columns, map(sheet.row, held.facts(kb, type=sheet.type))))


def write_facts(kb: KnowledgeBase, path: Path) -> None:
    """Write the workbook without a run: all facts and the plans they stand in."""
    with workbook(path) as book:
        _fact_sheets(kb, book)
        book.sheet("方案", _PLANS, _plan_rows(kb))


def _fact_sheets(kb: KnowledgeBase, book: Workbook) -> None:
    for sheet in _FACT_SHEETS:
        book.sheet(sheet.name, sheet.columns, map(sheet.row, held.facts(kb, type=sheet.type)))


def _place(stored: StoredFact) -> tuple[CellValue, ...]:
    fact = stored.fact
    page = f"{fact.page}{labels.OCR}" if fact.ocr is True else fact.page
    return (stored.document, stored.section, page, stored.text, stored.path, fact.rule, fact.id)


def _duty(stored: StoredFact) -> tuple[CellValue, ...]:
    fact = stored.fact
    assert isinstance(fact, Duty)
    return (
        fact.who or "（未写明）",
        labels.ACTOR_KINDS.get(fact.actor_kind or "", ""),
        labels.PARTS[fact.part],
        labels.MODALITIES[fact.modality],
        stored.words,
        stored.due,
        *_place(stored),
    )


def _indicator(stored: StoredFact) -> tuple[CellValue, ...]:
    fact = stored.fact
    assert isinstance(fact, Indicator)
    ratio = fact.unit == "1:x"
    return (
        fact.name,
        "、".join(fact.scope),
        labels.OPS[fact.op],
        f"1:{labels.number(fact.value)}" if ratio else fact.value,
        fact.value_max,
        "" if ratio else fact.unit,
        labels.STATUSES[fact.status],
        stored.due,
        *_place(stored),
    )


def _deadline(stored: StoredFact) -> tuple[CellValue, ...]:
    fact = stored.fact
    assert isinstance(fact, Deadline)
    return (
        stored.words,
        labels.DEADLINE_KINDS[fact.kind],
        fact.start,
        fact.end,
        labels.frequency(fact.freq, fact.times),
        labels.duration(fact.duration),
        *_place(stored),
    )


def _member(stored: StoredFact) -> tuple[CellValue, ...]:
    fact = stored.fact
    assert isinstance(fact, Membership)
    return (fact.person, fact.position, fact.group, fact.post, *_place(stored))


def _target(stored: StoredFact) -> tuple[CellValue, ...]:
    assert isinstance(stored.fact, Target)
    return (stored.words, stored.due, *_place(stored))


class _FactSheet(msgspec.Struct, frozen=True):
    """A sheet of all facts of a type."""

    name: str
    type: str
    columns: tuple[Column, ...]
    row: Callable[[StoredFact], tuple[CellValue, ...]]


_FACT_SHEETS = (
    _FactSheet("责任清单", "duty", _DUTIES, _duty),
    _FactSheet("指标", "indicator", _INDICATORS, _indicator),
    _FactSheet("时限", "deadline", _DEADLINES, _deadline),
    _FactSheet("人员分工", "membership", _MEMBERS, _member),
    _FactSheet("目标", "target", _TARGETS, _target),
)


def _plan_rows(kb: KnowledgeBase) -> Iterator[tuple[CellValue, ...]]:
    for stored in kb.documents():
        plan = stored.document
        yield (plan.title, plan.issuer, plan.issued, plan.number, stored.path, stored.facts)


def _file_rows(files: Iterable[FileLine]) -> Iterator[tuple[CellValue, ...]]:
    for line in files:
        yield (
            line.path,
            labels.FILE_STATUSES.get(line.status, line.status),
            line.reason,
            labels.MEDIA.get(line.media_type, line.media_type),
            line.pages,
            line.documents,
            line.facts,
            round(line.seconds, 2),
        )
