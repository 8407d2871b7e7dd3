"""Audit findings and differences of two plans as workbooks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.auditing import Finding, kinds
from pipeline.comparison.diff import Difference, DiffRow
from pipeline.export.rows import CellValue, Painted
from pipeline.export.sheets import Column, workbook
from pipeline.model import labels
from pipeline.model.rows import Place

_FINDINGS = (
    Column("方案", 32),
    Column("分量", 8),
    Column("把握", 8),
    Column("类别", 20),
    Column("问题", 44),
    Column("建议", 30),
    Column("章节", 28),
    Column("页码", 6),
    Column("处数", 6),
    Column("原文", 70),
    Column("文件", 32),
    Column("事实编号", 18, hidden=True),
    Column("编号", 16, hidden=True),
)
_KINDS = (Column("类别", 22), Column("分量", 8), Column("条数", 8), Column("为什么算问题", 50), Column("建议", 40))
_CHANGES = (
    Column("变化", 8),
    Column("种类", 10),
    Column("事项", 34),
    Column("字段", 12),
    Column("甲", 26),
    Column("乙", 26),
    Column("说明", 18),
    Column("甲的原文", 54),
    Column("甲的章节", 24),
    Column("甲的页码", 8),
    Column("乙的原文", 54),
    Column("乙的章节", 24),
    Column("乙的页码", 8),
    Column("甲的事实编号", 16, hidden=True),
    Column("乙的事实编号", 16, hidden=True),
)
_COLOURS = {"重要": "#F8CBAD", "一般": "#FFF2CC", "提示": "#DDEBF7"}
_MARKS = {"changed": ("改动", "#FFF2CC"), "removed": ("减少", "#F8CBAD"), "added": ("增加", "#C6E0B4")}


def write_audit(found: Sequence[Finding], path: Path) -> None:
    """Write findings as an Excel workbook: one row each, and how many there are of each kind."""
    counts = Counter(one.kind for one in found)
    with workbook(path) as book:
        book.sheet("体检", _FINDINGS, map(_finding, found), page_title="方案可考核性体检")
        book.sheet(
            "类别", _KINDS, ((row.title, _weight(row.severity), counts[row.id], row.why, row.advice) for row in kinds())
        )


def _finding(one: Finding) -> tuple[CellValue, ...]:
    texts = list(dict.fromkeys(place.text for place in one.places))
    return (
        one.document,
        _weight(one.severity),
        one.sure,
        one.title,
        one.why,
        one.advice,
        one.section,
        one.places[0].page,
        one.count,
        "\n".join(texts),
        one.path,
        "、".join(fact for place in one.places for fact in place.facts),
        one.id,
    )


def _weight(severity: str) -> Painted:
    return Painted(severity, _COLOURS[severity])


def write_difference(found: Difference, path: Path) -> None:
    """Write a difference as an Excel workbook: one row for each field that changed, each fact that came or went."""
    plans = (Column("", 8), Column("方案", 50), Column("文件", 60))
    both = (("甲", found.before.title, found.before_path), ("乙", found.after.title, found.after_path))
    with workbook(path) as book:
        book.sheet("变化", _CHANGES, (line for row in found.rows for line in _changes(row)), page_title="方案变化对照")
        book.sheet("方案", plans, (*both, ("", f"相同的事项 {found.same} 项", "")))


def _changes(row: DiffRow) -> Iterator[tuple[CellValue, ...]]:
    mark = Painted(*_MARKS[row.change])
    fields = [(one.field, one.before, one.after, one.note) for one in row.fields] or [
        ("", row.before.words if row.before else "", row.after.words if row.after else "", "")
    ]
    for field in fields:
        yield (
            mark, labels.TYPES[row.type], row.what, *field, *_place(row.before), *_place(row.after),
            _fact(row.before), _fact(row.after),
        )  # fmt: skip


def _place(place: Place | None) -> tuple[CellValue, ...]:
    return (place.text, place.section, place.page) if place is not None else ("", "", None)


def _fact(place: Place | None) -> str:
    return "、".join(place.facts) if place is not None else ""
