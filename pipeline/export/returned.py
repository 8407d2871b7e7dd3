"""Reading a ledger workbook that comes back: the rows, or every complaint about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

import msgspec

from pipeline.export.task_sheet import BASE, FILLED_IN, ID, LOST_SHEET, SHEET, Base
from pipeline.export.workbook_checks import check_workbook, merged_cells
from pipeline.model.errors import ReadError
from pipeline.store.review_fields import CORRECTED, STATE, UNREVIEWED, VERDICT, VERDICTS
from pipeline.store.states import state_of_word, states

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.workbook import Workbook

_OURS = re.compile(rf"(?:{SHEET}|{LOST_SHEET})(?:\(\d+\))?")
_MOST_COLUMNS = 200
_MOST_SHOWN = 20
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


class _Sheet(Protocol):
    """A sheet that openpyxl reads row by row; its stubs know it only in part."""

    _worksheet_path: str

    def reset_dimensions(self) -> None: ...

    def iter_rows(self, *, max_col: int) -> Iterator[tuple[Cell | MergedCell, ...]]: ...


class ReturnedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row as it came back: where it stands in the workbook, its fact, what it was, what its cells hold now."""

    place: str
    fact: str
    base: Base
    cells: dict[str, str]


def read_returned(path: Path) -> list[ReturnedRow]:
    """The rows of a ledger workbook.

    Raises ReadError (Chinese) that lists every complaint: no workbook of ours, a column gone, an id twice, formulas, merged
    cells, words that no state has.
    """
    import openpyxl

    check_workbook(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # openpyxl raises whatever a damaged part leads it to
        raise ReadError(f"{path.name} 不是完好的 Excel 工作簿：打不开") from error
    try:
        return _Reader(path, book).read()
    except ReadError:
        raise
    except Exception as error:
        raise ReadError(f"{path.name} 的内容已损坏，读不下去") from error
    finally:
        book.close()


class _Reader:
    """Reads the sheets of one workbook and gathers what is wrong with them."""

    def __init__(self, path: Path, book: Workbook) -> None:
        self._path, self._book = path, book
        self._complaints: list[str] = []
        self._seen: dict[str, str] = {}

    def read(self) -> list[ReturnedRow]:
        names = [name for name in self._book.sheetnames if _OURS.fullmatch(name)]
        if not any(name.startswith(SHEET) for name in names):
            found = "、".join(self._book.sheetnames[:10])
            raise ReadError(
                f"{self._path.name} 里没有工作表“{SHEET}”（有：{found}），请用 cetu ledger --xlsx 导出的文件"
            )
        rows = [row for name in names for row in self._sheet(name)]
        if self._complaints:
            more = len(self._complaints) - _MOST_SHOWN
            tail = [f"……另有 {more} 处"] if more > 0 else []
            listed = "\n".join(f"  · {words}" for words in (*self._complaints[:_MOST_SHOWN], *tail))
            raise ReadError(f"{self._path.name} 没有导入，请改好后再试：\n{listed}")
        return rows

    def _sheet(self, name: str) -> Iterator[ReturnedRow]:
        sheet = cast("_Sheet", self._book[name])
        sheet.reset_dimensions()  # what other programs write there cannot be relied on
        for area in merged_cells(self._path, sheet._worksheet_path)[:5]:
            self._complaints.append(f"“{name}”有合并单元格 {area}，请取消合并")
        rows = sheet.iter_rows(max_col=_MOST_COLUMNS)
        columns = self._columns(name, next(rows, ()))
        if columns is None:
            return
        for number, cells in enumerate(rows, start=2):
            row = self._row(
                f"“{name}”第 {number} 行", {title: cells[i] for title, i in columns.items() if i < len(cells)}
            )
            if row is not None:
                yield row

    def _columns(self, name: str, head: tuple[Cell | MergedCell, ...]) -> dict[str, int] | None:
        titles = ["".join(str(cell.value or "").split()) for cell in head]
        doubles = sorted({t for t in titles if t in (*FILLED_IN, ID, BASE) and titles.count(t) > 1})
        missing = [title for title in (ID, BASE, *FILLED_IN) if title not in titles]
        if doubles:
            self._complaints.append(f"“{name}”有重复的列：{'、'.join(doubles)}")
        if missing:
            hint = "（隐藏列，请勿删除）" if {ID, BASE} & set(missing) else ""
            self._complaints.append(f"“{name}”缺少列：{'、'.join(missing)}{hint}")
        return None if doubles or missing else {title: titles.index(title) for title in (ID, BASE, *FILLED_IN)}

    def _row(self, place: str, cells: dict[str, Cell | MergedCell]) -> ReturnedRow | None:
        values = {title: self._value(place, title, cell) for title, cell in cells.items()}
        fact, filled = values.get(ID, ""), {title: values.get(title, "") for title in FILLED_IN}
        if not fact:
            if any(filled.values()):
                self._complaints.append(f"{place}没有编号：台账以外的新行不能导入")
            return None
        if fact in self._seen:
            self._complaints.append(f"{place}与{self._seen[fact]}的编号相同（{fact}）")
            return None
        self._seen[fact] = place
        try:
            base = msgspec.json.decode(values.get(BASE, ""), type=Base)
        except msgspec.MsgspecError:
            self._complaints.append(f"{place}的隐藏列“{BASE}”被改动或清空")
            return None
        if base.fact != fact:
            self._complaints.append(f"{place}的编号 {fact} 被改动（原为 {base.fact}）")
            return None
        self._check_words(place, filled)
        return ReturnedRow(
            place=place, fact=fact, base=base, cells={FILLED_IN[title]: value for title, value in filled.items()}
        )

    def _value(self, place: str, title: str, cell: Cell | MergedCell) -> str:
        if cell.data_type == "f":
            self._complaints.append(f"{place}的“{title}”是公式，请改为文字")
            return ""
        if cell.data_type == "e":
            self._complaints.append(f"{place}的“{title}”是错误值 {cell.value}")
            return ""
        words = _words(cell.value)
        return _iso(words) if title == "截止日期" else words

    def _check_words(self, place: str, filled: dict[str, str]) -> None:
        by_field = {FILLED_IN[title]: (title, value) for title, value in filled.items() if value}
        if STATE in by_field and state_of_word(by_field[STATE][1]) is None:
            hint = "（由程序按截止日期判断，不用填写）" if by_field[STATE][1] == "已逾期" else ""
            words = "、".join(row.word for row in states())
            self._complaints.append(f"{place}的“状态”不能是“{by_field[STATE][1]}”{hint}，可用：{words}")
        allowed = (UNREVIEWED, CORRECTED, *VERDICTS.values())
        if VERDICT in by_field and by_field[VERDICT][1] not in allowed:
            self._complaints.append(f"{place}的“复核”不能是“{by_field[VERDICT][1]}”，可用：{'、'.join(allowed)}")
        if "due" in by_field:
            try:
                date.fromisoformat(by_field["due"][1])
            except ValueError:
                self._complaints.append(f"{place}的“截止日期”看不懂：{by_field['due'][1]}（应写成 2025-06-30）")


def _words(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, time):
        return value.isoformat()
    return str(value if value is not None else "").replace("_x000D_", "").strip()


def _iso(words: str) -> str:
    """A day as people type it (2025年6月30日, 2025/6/30) in ISO; other words as they are."""
    match = _DATE.fullmatch(words)
    return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}" if match else words
