"""A workbook written row by row, so that its size costs no memory: sheets with a frozen header, filter and widths."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from math import isfinite
from pathlib import Path

import msgspec
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

# Excel's own limits.
MOST_ROWS = 1_048_576
LONGEST_CELL = 32_767

# What a spreadsheet takes for the beginning of a formula, in ASCII and full width.
FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")


class Painted(msgspec.Struct, frozen=True):
    """Words on a colour; the words say what the colour says."""

    text: str
    colour: str


CellValue = str | int | float | date | Painted | None


class Column(msgspec.Struct, frozen=True):
    """A column: its heading, its width in characters, whether it is hidden, whether people may fill it in (its heading has
    another colour), and the words it may hold (a drop-down list)."""

    title: str
    width: int = 12
    hidden: bool = False
    filled_in: bool = False
    choices: tuple[str, ...] = ()


# Words that have to be written otherwise in XML: marks, control characters, what looks like their escapes, outer blanks.
_TO_ESCAPE = re.compile("[&<>\x00-\x1f\ufffe\uffff]|_x[0-9a-fA-F]{4}_|^\\s|\\s\\Z")


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


class _Sheet(Worksheet):  # type: ignore[misc]  # xlsxwriter is not typed
    """xlsxwriter's sheet with a short way for what nearly all rows hold: plain words, numbers, or nothing. Their writing took
    most of a workbook's time; the bytes are the same (tested)."""

    def write_plain(self, line: int, row: Sequence[CellValue], forms: tuple[int, int], columns: Sequence[str]) -> bool:
        """Write a row as it comes, where it is plain; gives back whether it was. `forms`: numbers of the formats for what is
        quoted and what is not."""
        if not row or len(row) != len(columns):
            return False
        number = line + 1
        quoted, usual = forms
        pieces = [f'<row r="{number}">']
        for column, value in zip(columns, row, strict=True):
            if value is None or value == "":
                pieces.append(f'<c r="{column}{number}" s="{usual}"/>')
            elif isinstance(value, str):
                if len(value) > LONGEST_CELL or _TO_ESCAPE.search(value):
                    return False
                form = quoted if value.startswith(FORMULA_SIGNS) else usual
                pieces.append(f'<c r="{column}{number}" s="{form}" t="inlineStr"><is><t>{value}</t></is></c>')
            elif type(value) in (int, float) and isfinite(value):  # type: ignore[arg-type]
                pieces.append(f'<c r="{column}{number}" s="{usual}"><v>{value:.16G}</v></c>')
            else:
                return False
        if line > self.previous_row:
            self._write_single_row(line)  # what was written before
        if self._check_dimensions(line, 0) or self._check_dimensions(line, len(row) - 1):
            return False
        pieces.append("</row>")
        self.fh.write("".join(pieces))
        return True


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
        while self._fill(name if number == 1 else f"{name}({number})", columns, stream, most, page_title):
            number += 1

    def _fill(
        self, name: str, columns: Sequence[Column], rows: Iterator[Sequence[CellValue]], most: int, page_title: str
    ) -> bool:
        sheet = self._book.add_worksheet(name, worksheet_class=_Sheet)
        if page_title:
            sheet.set_header(f"&C&14{page_title.replace('&', '&&')}")
            sheet.set_footer("&C第 &P 页，共 &N 页")
        lay_out(sheet, columns, self._head, self._filled_in)
        line = 0
        forms = (self._quoted._get_xf_index(), self._body._get_xf_index())
        letters = [xl_col_to_name(index) for index in range(len(columns))]
        for line, row in enumerate(rows, start=1):
            if not sheet.write_plain(line, row, forms, letters):
                for index, value in enumerate(row):
                    self._write(sheet, line, index, value)
            if line + 1 >= most:
                break
        sheet.autofilter(0, 0, max(line, 1), len(columns) - 1)
        for index, column in enumerate(columns):
            if column.choices:
                self._offer(sheet, index, max(line, 1), column)
        return line + 1 >= most

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


@contextmanager
def workbook(path: Path) -> Iterator[Workbook]:
    """A workbook that is finished when the block ends."""
    book = Workbook(path)
    yield book
    book.close()
