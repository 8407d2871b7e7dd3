"""A comparison with a standard list as a workbook: 对照 (every finding), 缺项 (what the plan is silent on), 说明.

Verdicts are told by words and by colour, never by colour alone. Words of a plan never become formulas or links.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

from pipeline.comparison.gaps import Gap
from pipeline.comparison.reasons import SCHOOL_TYPES
from pipeline.comparison.rows import Standard, StandardRow
from pipeline.export.rows import LONGEST_CELL, CellValue
from pipeline.export.sheets import Column, lay_out
from pipeline.model import labels
from pipeline.model.rows import ComparisonRow

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# Fill and ink of each verdict, light enough to be read in black and white print.
COLOURS = {
    "stricter": ("#C6E0B4", "#1E4620"),
    "meets": ("#E2EFDA", "#1E4620"),
    "below": ("#F8CBAD", "#7F1D1D"),
    "mentioned": ("#FFF2CC", "#5F4700"),
    "missing": ("#E7E6E6", "#404040"),
    "not_comparable": ("#D9E1F2", "#1F3864"),
}
LEVELS = {
    "school": "学校",
    "county": "县",
    "inter_school_cv": "校际差异",
    "national": "国家",
    "student": "学生",
}
FOUND = (
    Column("条目编号", 14),
    Column("分组", 16),
    Column("标准条目", 30),
    Column("结论", 11),
    Column("计划写的", 16),
    Column("计划数值", 10),
    Column("计划单位", 12),
    Column("现状/目标", 10),
    Column("标准要求", 20),
    Column("标准数值", 10),
    Column("标准单位", 14),
    Column("适用学段", 14),
    Column("理由与提示", 46),
    Column("原文", 60),
    Column("对应依据", 36),
    Column("方案", 30),
    Column("文件", 30),
    Column("事实编号", 16, hidden=True),
)
VERDICT = 3
_GAPS = (
    Column("条目编号", 14),
    Column("分组", 18),
    Column("标准条目", 34),
    Column("层级", 10),
    Column("标准要求", 40),
    Column("可用的佐证材料", 34),
    Column("出处", 34),
    Column("提示", 34),
    Column("建议写在", 40),
    Column("为什么", 30),
)
RULES = (
    "严于标准、达到标准、低于标准：计划的数值与标准是同一个量，单位、分母、学段、年份都对得上，才下结论。",
    "已提及：计划说到了这一条，但没有数值，或者按规则不能判断，原因见“理由与提示”。",
    "口径不同：看起来相近，其实是另一个量（如生均校舍建筑面积与生均教学及辅助用房面积），只列出，不比较。",
    "未提及：计划里没有找到与这一条有关的内容，见“缺项”。",
    "县级指标不由一所学校的计划判断；校际差异系数不由一份计划计算；国家目标只作参考。",
    "标准值未经证实的，只提示不判断；约、力争、逐步、基本等词旁边的数，不作判断。",
    "早于标准发布年份的计划，只作差距参考。",
    "结论由程序按规则得出，供人核对；每一条都可以按原文找到出处。",
)


def write_comparison(rows: Sequence[ComparisonRow], standard: Standard, path: Path, gaps: Sequence[Gap] = ()) -> None:
    """Write a comparison as an Excel workbook; `gaps` say where in the plan what it lacks would belong."""
    where = {gap.row: gap for gap in gaps}
    book = xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"created": datetime(2000, 1, 1), "author": "策图 Cetu"})  # same rows, same bytes
    formats = Formats(book)
    by_id = {row.id: row for row in standard.rows}
    found = [row for row in rows if row.verdict != "missing"]
    missing = [row for row in rows if row.verdict == "missing"]
    sheet = new_sheet(book, "对照", FOUND, formats)
    for line, row in enumerate(found, start=1):
        verdict = formats.verdicts[row.verdict]
        for column, value in enumerate(found_cells(row, by_id.get(row.row))):
            put(sheet, line, column, value, verdict if column == VERDICT else formats.body)
    sheet.autofilter(0, 0, max(len(found), 1), len(FOUND) - 1)
    lacking = new_sheet(book, "缺项", _GAPS, formats)
    for line, row in enumerate(missing, start=1):
        for column, value in enumerate((*_gap_cells(row, by_id.get(row.row)), *_where(where.get(row.row)))):
            put(lacking, line, column, value, formats.body)
    lacking.autofilter(0, 0, max(len(missing), 1), len(_GAPS) - 1)
    _explain(book, rows, standard, formats)
    book.close()


class Formats:
    """The formats of one workbook."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        border = {"border": 1, "border_color": "#C8C8C8", "text_wrap": True}
        self.head: Format = book.add_format({**border, "bold": True, "bg_color": "#DDE6F0", "valign": "vcenter"})
        self.body: Format = book.add_format({**border, "valign": "top"})
        self.title: Format = book.add_format({"bold": True, "font_size": 14})
        self.verdicts: dict[str, Format] = {
            key: book.add_format({**border, "valign": "top", "bold": True, "bg_color": fill, "font_color": ink})
            for key, (fill, ink) in COLOURS.items()
        }


def new_sheet(book: xlsxwriter.Workbook, name: str, columns: Sequence[Column], formats: Formats) -> Worksheet:
    sheet = book.add_worksheet(name)
    lay_out(sheet, columns, formats.head)
    return sheet


def found_cells(row: ComparisonRow, standard_row: StandardRow | None) -> tuple[CellValue, ...]:
    return (
        row.row,
        standard_row.group if standard_row else "",
        row.name,
        labels.VERDICTS[row.verdict],
        labels.quantity(row.plan_op, row.plan_value, None, row.plan_unit),
        row.plan_value,
        row.plan_unit,
        labels.STATUSES.get(row.status or "", ""),
        labels.quantity(operator_of(row.standard_op), row.standard_value, None, row.standard_unit),
        row.standard_value,
        row.standard_unit,
        SCHOOL_TYPES.get(row.school_type or "", ""),
        row.reason,
        row.text,
        row.tied_by,
        row.document,
        row.path,
        row.fact,
    )


def _gap_cells(row: ComparisonRow, standard_row: StandardRow | None) -> tuple[CellValue, ...]:
    if standard_row is None:
        return (row.row, "", row.name, "", "", "", "", row.reason)
    return (
        row.row,
        standard_row.group,
        row.name,
        LEVELS.get(standard_row.level, standard_row.level),
        "；".join(demands(standard_row)),
        "、".join(standard_row.evidence),
        standard_row.source,
        row.reason,
    )


def _where(gap: Gap | None) -> tuple[CellValue, ...]:
    return (gap.section or "（另设）", gap.why) if gap is not None else ("", "")


def demands(row: StandardRow) -> list[str]:
    """A row's values in words, each once: `小学 不低于 4.2人/百名学生`."""
    found: dict[str, None] = {}
    for item in row.thresholds:
        value = labels.quantity(operator_of(item.comparator), item.number, None, item.unit) or item.value_ref
        if isinstance(item.value, tuple):
            value = f"{item.value[0]:g}～{item.value[1]:g}{item.unit}"
        elif isinstance(item.value, str):
            value = f"{item.value} {item.unit}"
        years = f"（{item.years} 年）" if item.years else ""
        mark = "" if row.confirmed and item.confirmed else "（未经证实）"
        if value:
            found[f"{SCHOOL_TYPES[item.school_type]} {value}{years}{mark}"] = None
    return list(found) or ["定性要求"]


def operator_of(comparator: str | None) -> str | None:
    return "=" if comparator == "==" else comparator


def _explain(book: xlsxwriter.Workbook, rows: Sequence[ComparisonRow], standard: Standard, formats: Formats) -> None:
    sheet = book.add_worksheet("说明")
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 90)
    info = standard.info
    sheet.write_string(0, 0, f"与《{info.title}》（{info.id}）的对照", formats.title)
    plans = "、".join(dict.fromkeys(row.document for row in rows if row.document))
    lines = [
        ("方案", plans),
        ("标准", f"{info.title}　{info.issuer}　{info.doc_no}".strip()),
        ("结构", info.structure),
        ("达标办法", info.pass_rule),
        ("前提", info.prerequisite),
        ("不计入", info.excluded),
        ("附注", info.note or info.year_note),
    ]
    line = 2
    for title, text in lines:
        if text:
            put(sheet, line, 0, title, formats.head)
            put(sheet, line, 1, text, formats.body)
            line += 1
    line += 1
    counts: Counter[str] = Counter(row.verdict for row in rows)
    put(sheet, line, 0, "结论", formats.head)
    put(sheet, line, 1, "条数（一条标准可有几处原文，各算一条）", formats.head)
    for verdict, words in labels.VERDICTS.items():
        line += 1
        put(sheet, line, 0, words, formats.verdicts[verdict])
        put(sheet, line, 1, counts.get(verdict, 0), formats.body)
    for text in RULES:
        line += 1
        put(sheet, line + 1, 0, "规则", formats.head)
        put(sheet, line + 1, 1, text, formats.body)


def put(sheet: Worksheet, line: int, column: int, value: CellValue, form: Format) -> None:
    if value is None or value == "":
        sheet.write_blank(line, column, None, form)
    elif isinstance(value, str):
        sheet.write_string(line, column, value[:LONGEST_CELL], form)
    else:
        sheet.write_number(line, column, value, form)
