"""A workbook written row by row, so that its size costs no memory: sheets with a frozen header, filter and widths."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import msgspec
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from pipeline.export.rows import FORMULA_SIGNS, LONGEST_CELL, CellValue, Painted, Rows, Sheet

# Excel's own limit.
MOST_ROWS = 1_048_576


class Column(msgspec.Struct, frozen=True):
    """A column: its heading, its width in characters, whether it is hidden, whether people may fill it in (its heading has
    another colour), and the words it may hold (a drop-down list)."""

    title: str
    width: int = 12
    hidden: bool = False
    filled_in: bool = False
    choices: tuple[str, ...] = ()


def lay_out(sheet: Worksheet, columns: Sequence[Column], head: Format, filled_in: Format | None = None) -> None:
    """The frozen header with the columns' titles and widths, printed on every page; `filled_in` for titles of columns that
    people fill in."""
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width, None, {"hidden": column.hidden})
        sheet.write_string(0, index, column.title, filled_in if column.filled_in and filled_in else head)


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
        self._book.use_zip64()  # a full sheet may be larger than 2 GB
        self._book.set_properties({"created": datetime(2000, 1, 1), "author": "策图 Cetu"})  # same facts, same bytes
        self._head = self._book.add_format(
            {"bold": True, "bg_color": "#DDE6F0", "border": 1, "text_wrap": True, "valign": "vcenter"}
        )
        self._filled_in = self._book.add_format(
            {"bold": True, "bg_color": "#FFF2CC", "border": 1, "text_wrap": True, "valign": "vcenter"}
        )
        self._plain = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C8C8C8"}
        self._body = self._book.add_format(self._plain)
        # Excel keeps such a cell as text also when it is edited.
        self._quoted = self._book.add_format(self._plain | {"quote_prefix": True})
        self._day = self._book.add_format(self._plain | {"num_format": "yyyy-mm-dd", "align": "left"})
        self._paint: dict[str, xlsxwriter.format.Format] = {}

    def sheet(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Iterable[Sequence[CellValue]],
        most: int = MOST_ROWS,
        page_title: str = "",
    ) -> None:
        """Write a sheet; what goes beyond `most` rows goes on in `name(2)` … `page_title` heads each printed page."""
        stream = iter(rows)
        number = 1
        while self._fill(_numbered(name, number), columns, stream, most, page_title):
            number += 1

    def ready_sheet(self, name: str, columns: Sequence[Column], parts: Iterable[Rows]) -> None:
        """A sheet whose rows are there already (`rows`); its further parts become `name(2)` …"""
        for number, part in enumerate(parts, start=1):
            sheet = self._begin(_numbered(name, number), columns, "")
            sheet.take_over(part, len(columns))
            self._end(sheet, columns, part.count)

    def rows(
        self, columns: Sequence[Column], rows: Iterable[Sequence[CellValue]], most: int = MOST_ROWS
    ) -> Iterator[Rows]:
        """The rows of a sheet alone, for a workbook of another process; the files are its own from then on. This workbook
        cannot be finished any more."""
        self._book.fileclosed = True
        stream = iter(rows)
        count = most
        while count + 1 >= most:
            sheet = self._begin("", columns, "")
            count = self._lines(sheet, columns, stream, most)
            yield Rows(sheet.give_up(), count)

    def _fill(
        self, name: str, columns: Sequence[Column], rows: Iterator[Sequence[CellValue]], most: int, page_title: str
    ) -> bool:
        sheet = self._begin(name, columns, page_title)
        count = self._lines(sheet, columns, rows, most)
        self._end(sheet, columns, count)
        return count + 1 >= most

    def _begin(self, name: str, columns: Sequence[Column], page_title: str) -> Sheet:
        sheet: Sheet = self._book.add_worksheet(name, worksheet_class=Sheet)
        if page_title:
            sheet.set_header(f"&C&14{page_title.replace('&', '&&')}")
            sheet.set_footer("&C第 &P 页，共 &N 页")
        lay_out(sheet, columns, self._head, self._filled_in)
        return sheet

    def _lines(self, sheet: Sheet, columns: Sequence[Column], rows: Iterator[Sequence[CellValue]], most: int) -> int:
        """Write rows until the sheet is full; gives back how many."""
        line = 0
        forms = (self._quoted._get_xf_index(), self._body._get_xf_index())
        letters = [xl_col_to_name(index) for index in range(len(columns))]
        for line, row in enumerate(rows, start=1):
            if not sheet.write_plain(line, row, forms, letters):
                for index, value in enumerate(row):
                    self._write(sheet, line, index, value)
            if line + 1 >= most:
                break
        return line

    def _end(self, sheet: Sheet, columns: Sequence[Column], count: int) -> None:
        sheet.autofilter(0, 0, max(count, 1), len(columns) - 1)
        for index, column in enumerate(columns):
            if column.choices:
                self._offer(sheet, index, max(count, 1), column)

    def _write(self, sheet: xlsxwriter.worksheet.Worksheet, line: int, index: int, value: CellValue) -> None:
        if value is None or value == "":
            sheet.write_blank(line, index, None, self._body)
        elif isinstance(value, str):
            form = self._quoted if value.startswith(FORMULA_SIGNS) else self._body
            sheet.write_string(line, index, value[:LONGEST_CELL], form)
        elif isinstance(value, Painted):
            sheet.write_string(line, index, value.text, self._painted(value.colour))
        elif isinstance(value, date):
            sheet.write_datetime(line, index, datetime(value.year, value.month, value.day), self._day)
        else:
            sheet.write_number(line, index, value, self._body)

    def _painted(self, colour: str) -> xlsxwriter.format.Format:
        if colour not in self._paint:
            self._paint[colour] = self._book.add_format(self._plain | {"bg_color": colour})
        return self._paint[colour]

    @staticmethod
    def _offer(sheet: xlsxwriter.worksheet.Worksheet, index: int, last: int, column: Column) -> None:
        rule = {"validate": "list", "source": list(column.choices), "error_title": "不能这样填",
                "error_message": "请从列表中选择"}  # fmt: skip
        sheet.data_validation(1, index, last, index, rule)

    def close(self) -> None:
        """Finish the file."""
        self._book.close()


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}({number})"


@contextmanager
def workbook(path: Path) -> Iterator[Workbook]:
    """A workbook that is finished when the block ends."""
    book = Workbook(path)
    yield book
    book.close()
