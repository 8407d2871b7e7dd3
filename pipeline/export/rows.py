"""Rows of a sheet, written as they come."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from math import isfinite
from pathlib import Path
from xml.sax.saxutils import escape

import msgspec
from xlsxwriter.worksheet import Worksheet

# Excel's own limit.
LONGEST_CELL = 32_767

# What a spreadsheet takes for the beginning of a formula, in ASCII and full width.
FORMULA_SIGNS = tuple("=+-@\t\r\n＝＋－＠")


class Painted(msgspec.Struct, frozen=True):
    """Words on a colour; the words say what the colour says."""

    text: str
    colour: str


CellValue = str | int | float | date | Painted | None


# Words that xlsxwriter writes in ways of its own: control characters (not tabs and line breaks), what looks like their escapes,
# outer blanks, what begins as marked-up text does.
_ODD = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9a-fA-F]{4}_|^(?:\\s|<r>)|\\s\\Z")


class Rows(msgspec.Struct, frozen=True):
    """The rows of one sheet, header included, in a file of their own as a workbook keeps them until it is finished: where they
    are, and how many stand below the header."""

    path: str
    count: int


class Sheet(Worksheet):  # type: ignore[misc]  # xlsxwriter is not typed
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
                if len(value) > LONGEST_CELL // 2 or _ODD.search(value):  # Excel counts some characters twice
                    return False
                form = quoted if value.startswith(FORMULA_SIGNS) else usual
                words = escape(value)
                pieces.append(f'<c r="{column}{number}" s="{form}" t="inlineStr"><is><t>{words}</t></is></c>')
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

    def give_up(self) -> str:
        """Finish the file of the rows and leave it to somebody else; gives back where it is."""
        self._write_single_row(0)
        self._opt_close()
        return str(self.row_data_filename)

    def take_over(self, rows: Rows, columns: int) -> None:
        """Take the rows of another sheet with the same columns for its own, which it may not have yet."""
        self._opt_close()
        Path(self.row_data_filename).unlink()
        self.row_data_filename: str = rows.path
        self.table.clear()
        self._check_dimensions(rows.count, columns - 1)
        self.previous_row = rows.count
