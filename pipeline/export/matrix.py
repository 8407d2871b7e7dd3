"""Many plans against one list as a workbook: 总表 (plans across, rows down), 明细, 缺项, 汇总, 说明.

Verdicts are told by words and by colour, never by colour alone.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import xlsxwriter

from pipeline.comparison.matrix import VERDICT_ORDER, Cell, Matrix
from pipeline.comparison.rows import Standard
from pipeline.export.comparison import (
    FOUND,
    LEVELS,
    RULES,
    VERDICT,
    Formats,
    demands,
    found_cells,
    new_sheet,
    put,
)
from pipeline.export.sheets import Column
from pipeline.model import labels

_HEAD = (Column("条目编号", 12), Column("分组", 14), Column("标准条目", 28), Column("层级", 9), Column("标准要求", 34))
_LACKING = (
    Column("方案", 36),
    Column("条目编号", 12),
    Column("分组", 16),
    Column("标准条目", 30),
    Column("标准要求", 36),
    Column("建议写在", 40),
    Column("为什么", 30),
    Column("文件", 36),
)
_NARROW = 15


def write_matrix(matrix: Matrix, standard: Standard, path: Path) -> None:
    """Write a matrix as an Excel workbook."""
    book = xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"created": datetime(2000, 1, 1), "author": "策图 Cetu"})  # same plans, same bytes
    formats = Formats(book)
    _overview(book, matrix, standard, formats)
    _details(book, matrix, standard, formats)
    _lacking(book, matrix, standard, formats)
    _counts(book, matrix, formats)
    _explain(book, matrix, standard, formats)
    book.close()


def in_words(cell: Cell) -> str:
    """A cell in words: the verdict, and what the plan says where one statement stands for it."""
    words = labels.VERDICTS[cell.verdict]
    row = next((one for one in cell.rows if one.verdict == cell.verdict), None)
    said = labels.quantity(row.plan_op, row.plan_value, None, row.plan_unit) if row is not None else ""
    more = f"（共 {len(cell.rows)} 处）" if len(cell.rows) > 1 else ""
    return f"{words}\n{said}{more}" if said or more else words


def _overview(book: xlsxwriter.Workbook, matrix: Matrix, standard: Standard, formats: Formats) -> None:
    columns = (*_HEAD, *(Column(plan.title, _NARROW) for plan in matrix.plans))
    sheet = new_sheet(book, "总表", columns, formats)
    sheet.set_row(0, 60)
    sheet.freeze_panes(1, 3)
    by_id = {row.id: row for row in standard.rows}
    for line, row in enumerate(matrix.rows, start=1):
        head = (row.row, row.group, row.name, LEVELS.get(row.level, row.level), "；".join(demands(by_id[row.row])))
        for column, value in enumerate(head):
            put(sheet, line, column, value, formats.body)
        for column, cell in enumerate(row.cells, start=len(head)):
            put(sheet, line, column, in_words(cell), formats.verdicts[cell.verdict])
    sheet.autofilter(0, 0, max(len(matrix.rows), 1), len(columns) - 1)


def _details(book: xlsxwriter.Workbook, matrix: Matrix, standard: Standard, formats: Formats) -> None:
    sheet = new_sheet(book, "明细", FOUND, formats)
    by_id = {row.id: row for row in standard.rows}
    line = 0
    for row in matrix.findings():
        if row.verdict == "missing":
            continue
        line += 1
        for column, value in enumerate(found_cells(row, by_id.get(row.row))):
            put(sheet, line, column, value, formats.verdicts[row.verdict] if column == VERDICT else formats.body)
    sheet.autofilter(0, 0, max(line, 1), len(FOUND) - 1)


def _lacking(book: xlsxwriter.Workbook, matrix: Matrix, standard: Standard, formats: Formats) -> None:
    sheet = new_sheet(book, "缺项", _LACKING, formats)
    by_id = {row.id: row for row in standard.rows}
    line = 0
    for plan in matrix.plans:
        for gap in plan.gaps:
            line += 1
            wanted = "；".join(demands(by_id[gap.row]))
            cells = (plan.title, gap.row, gap.group, gap.name, wanted, gap.section or "（另设）", gap.why, plan.path)
            for column, value in enumerate(cells):
                put(sheet, line, column, value, formats.body)
    sheet.autofilter(0, 0, max(line, 1), len(_LACKING) - 1)


def _counts(book: xlsxwriter.Workbook, matrix: Matrix, formats: Formats) -> None:
    titles = tuple(labels.VERDICTS[verdict] for verdict in VERDICT_ORDER)
    columns = (Column("方案", 44), Column("单位", 26), *(Column(title, 10) for title in titles), Column("文件", 44))
    sheet = new_sheet(book, "汇总", columns, formats)
    for line, plan in enumerate(matrix.plans, start=1):
        put(sheet, line, 0, plan.title, formats.body)
        put(sheet, line, 1, plan.document.issuer or "", formats.body)
        for column, verdict in enumerate(VERDICT_ORDER, start=2):
            put(sheet, line, column, plan.counts.get(verdict, 0), formats.body)
        put(sheet, line, len(columns) - 1, plan.path, formats.body)
    sheet.autofilter(0, 0, max(len(matrix.plans), 1), len(columns) - 1)


def _explain(book: xlsxwriter.Workbook, matrix: Matrix, standard: Standard, formats: Formats) -> None:
    sheet = book.add_worksheet("说明")
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, f"{len(matrix.plans)} 份方案与《{standard.title}》（{standard.id}）的对照", formats.title)
    line = 2
    for verdict in VERDICT_ORDER:
        put(sheet, line, 0, labels.VERDICTS[verdict], formats.verdicts[verdict])
        put(sheet, line, 1, f"{matrix.counts().get(verdict, 0)} 格（一份方案的一条为一格）", formats.body)
        line += 1
    cell = "一格有几处原文时，格里写最不利的结论：低于标准在先，其次达到标准、严于标准；各处原文见“明细”。"
    for text in (cell, *RULES):
        line += 1
        put(sheet, line, 0, "规则", formats.head)
        put(sheet, line, 1, text, formats.body)
