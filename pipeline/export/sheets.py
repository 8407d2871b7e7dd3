"""A workbook written row by row, so that its size costs no memory: sheets with a frozen header, filter and widths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec
import xlsxwriter

# Excel's own limits.
MOST_ROWS = 1_048_576
LONGEST_CELL = 32_767

CellValue = str | int | float | None


class Column(msgspec.Struct, frozen=True):
    """A column: its heading, its width in characters, and whether it is hidden."""

    title: str
    width: int = 12
    hidden: bool = False


class Workbook:
    """Writes sheets one after the other. Words of a plan never become formulas or links."""

    def __init__(self, path: Path) -> None:
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = xlsxwriter.Workbook(str(path), options)
        self._book.set_properties({"created": datetime(2000, 1, 1), "author": "策图 Cetu"})  # same facts, same bytes
        self._head = self._book.add_format(
            {"bold": True, "bg_color": "#DDE6F0", "border": 1, "text_wrap": True, "valign": "vcenter"}
        )
        self._body = self._book.add_format({"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C8C8C8"})

    def sheet(
        self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[CellValue]], most: int = MOST_ROWS
    ) -> None:
        """Write a sheet; what goes beyond `most` rows goes on in `name(2)` …"""
        stream = iter(rows)
        number = 1
        while self._fill(name if number == 1 else f"{name}({number})", columns, stream, most):
            number += 1

    def _fill(self, name: str, columns: Sequence[Column], rows: Iterator[Sequence[CellValue]], most: int) -> bool:
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width, None, {"hidden": column.hidden})
            sheet.write_string(0, index, column.title, self._head)
        line = 0
        for line, row in enumerate(rows, start=1):
            for index, value in enumerate(row):
                self._write(sheet, line, index, value)
            if line + 1 >= most:
                break
        sheet.autofilter(0, 0, max(line, 1), len(columns) - 1)
        return line + 1 >= most

    def _write(self, sheet: xlsxwriter.worksheet.Worksheet, line: int, index: int, value: CellValue) -> None:
        if value is None or value == "":
            sheet.write_blank(line, index, None, self._body)
        elif isinstance(value, str):
            sheet.write_string(line, index, value[:LONGEST_CELL], self._body)
        else:
            sheet.write_number(line, index, value, self._body)

    def close(self) -> None:
        """Finish the file."""
        self._book.close()


@contextmanager
def workbook(path: Path) -> Iterator[Workbook]:
    """A workbook that is finished when the block ends."""
    book = Workbook(path)
    yield book
    book.close()
