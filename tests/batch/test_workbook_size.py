"""A workbook of any number of rows: written row by row, split where a sheet is full."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.batch import RunOptions, run_folder
from pipeline.batch.pool import helpers
from pipeline.export import rows as sheet_rows
from pipeline.export import write_ledger
from pipeline.export.rows import CellValue, Painted
from pipeline.export.sheets import MOST_ROWS, Column, Workbook, workbook
from pipeline.store import KnowledgeBase
from tests.batch.plans import write_plans

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = (Column("甲"), Column("乙"))

_WRITE = """
import resource, sys
from pathlib import Path
from pipeline.export.sheets import Column, workbook
with workbook(Path(sys.argv[1])) as book:
    rows = ((f"总务处每月检查第{n}号设施", n, "甲" * 60) for n in range(int(sys.argv[2])))
    book.sheet("责任清单", [Column("a"), Column("b"), Column("c")], rows)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.parametrize("rows", [0, 1, 3, 4, 8, 9, 10])
def test_rows_beyond_the_limit_go_on_in_the_next_sheet(rows: int, tmp_path: Path) -> None:
    with workbook(tmp_path / "a.xlsx") as book:
        book.sheet("清单", COLUMNS, ((str(n), n) for n in range(rows)), most=4)
        book.sheet("后面", COLUMNS, [("x", 1)])
    read = openpyxl.load_workbook(tmp_path / "a.xlsx")
    sheets = [sheet for sheet in read if sheet.title.startswith("清单")]
    assert [sheet.title for sheet in sheets] == ["清单", *(f"清单({n})" for n in range(2, len(sheets) + 1))]
    assert all(sheet.max_row <= 4 and sheet["A1"].value == "甲" for sheet in sheets)
    assert [row[1] for sheet in sheets for row in sheet.iter_rows(min_row=2, values_only=True)] == list(range(rows))
    assert read.sheetnames[-1] == "后面"
    assert MOST_ROWS == 2**20


@pytest.mark.parametrize("rows", [0, 1, 3, 4, 8, 9, 10])
def test_rows_made_elsewhere_give_the_same_bytes(rows: int, tmp_path: Path) -> None:
    values: list[tuple[CellValue, ...]] = [(f" <{n}>\n", n) for n in range(rows)]
    with workbook(tmp_path / "alone.xlsx") as book:
        book.sheet("清单", COLUMNS, values, most=4)
        book.sheet("后面", COLUMNS, [("x", 1)])
    parts = list(Workbook(Path()).rows(COLUMNS, values, most=4))
    with workbook(tmp_path / "helped.xlsx") as book:
        book.ready_sheet("清单", COLUMNS, parts)
        book.sheet("后面", COLUMNS, [("x", 1)])
    assert (tmp_path / "alone.xlsx").read_bytes() == (tmp_path / "helped.xlsx").read_bytes()
    assert not [part for part in parts if Path(part.path).exists()]


def test_helpers_write_the_same_ledger(tmp_path: Path) -> None:
    run_folder(write_plans(tmp_path / "plans", 3), tmp_path / "out", RunOptions(jobs=1))
    with KnowledgeBase.open(tmp_path / "out" / "kb.sqlite") as kb:
        assert kb.count_facts() > 3
        write_ledger(kb, [], tmp_path / "alone.xlsx")
        with helpers(2) as executor:
            write_ledger(kb, [], tmp_path / "helped.xlsx", executor)
        with ThreadPoolExecutor() as broken:
            broken.submit = _ended  # type: ignore[method-assign]
            write_ledger(kb, [], tmp_path / "ended.xlsx", broken)
    alone = (tmp_path / "alone.xlsx").read_bytes()
    assert alone == (tmp_path / "helped.xlsx").read_bytes() == (tmp_path / "ended.xlsx").read_bytes()


def _ended(*_: object) -> Future[object]:
    future: Future[object] = Future()
    future.set_exception(BrokenProcessPool("ended"))
    return future


@pytest.mark.skipif(sys.platform == "win32", reason="memory is asked for another way there")
def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    peaks = []
    for rows in (500, 15_000):
        command = [sys.executable, "-c", _WRITE, str(tmp_path / "a.xlsx"), str(rows)]
        peaks.append(int(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=900).stdout))
    assert peaks[1] < 1.1 * peaks[0]


_ODD = (
    "",
    " 前",
    "后 ",
    "a\u3000",
    "<r>b</r>",
    "&amp;",
    "_x000A_",
    "a_x00Ff_",
    "行\n行",
    "\x0b",
    "\ufffe",
    "“引”",
    '"',
    "=1",
    "组长:",
)


_VALUES: st.SearchStrategy[CellValue] = st.one_of(
    st.sampled_from(_ODD),
    st.text(max_size=8).map(lambda words: words.encode("utf-8", "replace").decode()),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(10**15), 10**15),
    st.none(),
    st.sampled_from([date(2026, 3, 1), Painted("迟", "#FF0000"), "长" * 40_000, True]),
)


@given(st.lists(st.tuples(_VALUES, _VALUES), min_size=1))
def test_the_short_way_writes_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[CellValue, CellValue]]
) -> None:
    assert _bytes(tmp_path_factory, rows) == _bytes(tmp_path_factory, rows, short=False)


def _bytes(folders: pytest.TempPathFactory, rows: list[tuple[CellValue, CellValue]], *, short: bool = True) -> bytes:
    path = folders.mktemp("book") / "a.xlsx"
    with pytest.MonkeyPatch.context() as patch:
        if not short:
            patch.setattr(sheet_rows.Sheet, "write_plain", lambda *_: False)
        with workbook(path) as book:
            book.sheet("清单", [Column("甲"), Column("乙")], rows)
    return path.read_bytes()
