"""The workbook of a comparison, read back with openpyxl."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.comparison import standard
from pipeline.export.comparison import write_comparison
from pipeline.model import labels
from pipeline.model.rows import ComparisonRow
from pipeline.model.span import Span


def _row(row: str, verdict: str, **fields: object) -> ComparisonRow:
    name = standard("QB17").row(row)
    assert name is not None
    return ComparisonRow(standard="QB17", row=row, name=name.name, verdict=verdict, **fields)  # type: ignore[arg-type]


ROWS = (
    _row(
        "QB17-G5", "below", text="=1+1 班额不超过50人。", plan_op="<=", plan_value=50.0, plan_unit="人",
        standard_op="<=", standard_value=45.0, standard_unit="人/班", school_type="primary", status="target",
        document="青石小学方案", path="a.docx", spans=(Span(0, 5),), fact="f1",
    ),
    _row("QB17-R4", "stricter", text="@生均", plan_op="=", plan_value=6.0, plan_unit="平方米"),
    _row("QB17-R5", "not_comparable", reason="口径不同", text="-7"),
    _row("QB17-Q7", "mentioned", reason="定性要求", text="+开齐开足课程。"),
    _row("QB17-G2", "missing", reason="县级指标，学校计划可以不写"),
    _row("QB17-Q3", "missing"),
)  # fmt: skip


@pytest.fixture(scope="module")
def book_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("xlsx") / "对照.xlsx"
    write_comparison(ROWS, standard("QB17"), path)
    return path


def _cells(path: Path, sheet: str) -> list[dict[str, object]]:
    lines = list(load_workbook(path)[sheet].iter_rows(values_only=True))
    return [dict(zip(map(str, lines[0]), line, strict=True)) for line in lines[1:]]


def test_sheets_and_headers(book_path: Path) -> None:
    book = load_workbook(book_path)
    assert book.sheetnames == ["对照", "缺项", "说明"]
    for name in ("对照", "缺项"):
        assert book[name].freeze_panes == "A2"
        assert book[name].auto_filter.ref
        assert book[name].print_title_rows == "$1:$1"


def test_found_rows_hold_values_and_words(book_path: Path) -> None:
    first = _cells(book_path, "对照")[0]
    assert first["条目编号"] == "QB17-G5"
    assert first["结论"] == "低于标准"
    assert (first["计划写的"], first["计划数值"]) == ("不超过 50人", 50)
    assert (first["标准要求"], first["标准数值"], first["适用学段"]) == ("不超过 45人/班", 45, "小学")
    assert (first["现状/目标"], first["事实编号"]) == ("目标", "f1")


def test_every_verdict_has_words_and_a_colour_of_its_own(book_path: Path) -> None:
    sheet = load_workbook(book_path)["对照"]
    seen = {sheet.cell(line, 4).value: sheet.cell(line, 4).fill.fgColor.rgb for line in range(2, 6)}
    assert set(seen) == {labels.VERDICTS[row.verdict] for row in ROWS[:4]}
    assert len(set(seen.values())) == len(seen)


def test_words_of_a_plan_are_never_formulas(book_path: Path) -> None:
    texts = [cell for row in load_workbook(book_path)["对照"].iter_rows(min_row=2) for cell in row if cell.value]
    assert {cell.value for cell in texts} >= {"=1+1 班额不超过50人。", "@生均", "-7", "+开齐开足课程。"}
    assert all(cell.data_type != "f" for cell in texts)


def test_gaps_tell_what_the_standard_wants(book_path: Path) -> None:
    gaps = {row["条目编号"]: row for row in _cells(book_path, "缺项")}
    assert set(gaps) == {"QB17-G2", "QB17-Q3"}
    assert gaps["QB17-G2"]["提示"] == "县级指标，学校计划可以不写"
    assert gaps["QB17-G2"]["层级"] == "县"
    assert "章程" in str(gaps["QB17-Q3"]["可用的佐证材料"])


def test_explanations_count_the_verdicts(book_path: Path) -> None:
    lines = [row[:2] for row in load_workbook(book_path)["说明"].iter_rows(values_only=True)]
    assert ("低于标准", 1) in lines
    assert ("未提及", 2) in lines
    assert ("方案", "青石小学方案") in lines


def test_an_empty_comparison_is_a_valid_workbook(tmp_path: Path) -> None:
    write_comparison((), standard("OT"), tmp_path / "空.xlsx")
    assert load_workbook(tmp_path / "空.xlsx")["对照"].max_row == 1


def test_same_rows_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_comparison(ROWS, standard("QB17"), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
