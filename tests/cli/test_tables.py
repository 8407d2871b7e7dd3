"""Tables on screens: a narrow one gets the rows one below the other, nothing is lost; more rows than shown are told of."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from pipeline.cli import output
from pipeline.cli.main import run

COLUMNS = ("编号", "指标", "结论", "原文", "页")
ROWS = [
    ("甲-1", "每百名学生高于规定学历教师数", "低于标准", "每百名学生拥有高于规定学历教师三人，比规定少一人。", 3),
    ("甲-2", "班额", "未提及", "", None),
    ("甲-3", "生均校舍面积", "达到标准", "生均校舍面积六平方米。" * 9, 12),
]


def drawn(width: int, monkeypatch: pytest.MonkeyPatch, silent: str = "") -> str:
    screen = io.StringIO()
    monkeypatch.setattr(output, "console", lambda: Console(width=width, file=screen, highlight=False))
    output.print_table("对照", COLUMNS, ROWS, silent)
    return screen.getvalue()


def letters(text: str) -> str:
    return "".join(re.findall(r"\w", text))


@pytest.mark.parametrize("width", [30, 50, 60, 80, 120, 200])
def test_no_line_is_wider_than_the_screen_and_no_word_is_lost(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    page = drawn(width, monkeypatch)
    assert all(cell_len(line) <= width for line in page.splitlines())
    if width < 60:
        for row in ROWS:
            assert all(letters(str(cell)) in letters(page) for cell in row if cell is not None)


def test_a_wide_screen_gets_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    page = drawn(120, monkeypatch)
    assert "┃ 编号" in page
    assert re.search(r"│  3 │$", page, re.MULTILINE)  # numbers stand right, also where some rows have none


def test_a_narrow_screen_gets_rows_one_below_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [line.rstrip() for line in drawn(60, monkeypatch).splitlines()]
    assert lines[:2] == ["对照", "甲-1　每百名学生高于规定学历教师数"]
    assert "甲-2　班额" in lines
    assert lines[lines.index("甲-2　班额") + 1] == "  结论：未提及"


def test_cells_that_say_nothing_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [line.rstrip() for line in drawn(60, monkeypatch, silent="未提及").splitlines()]
    assert lines[lines.index("甲-2　班额") + 1] == "甲-3　生均校舍面积"


def test_that_there_are_more_answers_is_said(sample_out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kb = ["--kb", str(sample_out / "kb.sqlite")]
    for query in (["who", "安全"], ["duties", "教务处"], ["ask", "谁负责安全？"], ["search", "安全"], ["deadlines"]):
        assert run([*query, *kb, "--limit", "2"]) == 0
        out = capsys.readouterr().out
        assert "2. " in out
        assert "3. " not in out.splitlines()[-2]
        assert out.endswith("只显示前 2 条，用 --limit 多看一些\n")
        assert run([*query, *kb, "--limit", "2", "--json"]) == 0
        assert len(json.loads(capsys.readouterr().out)) == 2


def test_nothing_is_said_where_all_are_shown(sample_out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kb = ["--kb", str(sample_out / "kb.sqlite")]
    run(["who", "控辍保学", *kb, "--json", "--limit", "1000"])
    all_of_them = len(json.loads(capsys.readouterr().out))
    run(["who", "控辍保学", *kb, "--limit", str(all_of_them)])
    assert "只显示" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["standards", "QB17", "--limit", "3"], "只显示前 3 条，共 41 条"),
        (["compare", "--all", "--standard", "QB17", "--limit", "1"], "只显示前 1 条，共"),
        (["audit", "--limit", "1"], "只显示前 1 条，共"),
        (["ledger", "--on", "2025-07-01", "--limit", "1"], "只显示前 1 项，共"),
    ],
)
def test_that_there_are_more_rows_is_said(
    command: list[str], told: str, sample_out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kb = [] if command[0] == "standards" else ["--kb", str(sample_out / "kb.sqlite")]
    assert run([*command, *kb]) == 0
    assert told in capsys.readouterr().out


def test_a_kind_of_finding_that_is_not_there(sample_out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kb = ["--kb", str(sample_out / "kb.sqlite")]
    assert run(["audit", "--kind", "没有这一类", *kb]) == 2
    assert "任务无责任人" in capsys.readouterr().err
    assert run(["audit", "--kind", "任务无时限", *kb, "--json"]) == 0
    assert {one["kind"] for one in json.loads(capsys.readouterr().out)} == {"duty-no-date"}


def test_an_empty_question(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "  "]) == 2
    assert "请写要问的话" in capsys.readouterr().err
