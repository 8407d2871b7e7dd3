"""The commands of the ledger as a clerk types them, from the workbook that goes out to the file that is forgotten."""

from __future__ import annotations

import json
import re
from pathlib import Path

import icalendar
import openpyxl
import pytest

from pipeline.batch import run_folder
from pipeline.cli.main import run
from pipeline.store import KnowledgeBase
from pipeline.store.review_records import By
from pipeline.store.reviews import review
from tests.export.task_plans import tasks_base

ON = ["--on", "2025-06-15"]


@pytest.fixture
def kb(tmp_path: Path) -> list[str]:
    return ["--kb", str(tasks_base(tmp_path / "kb.sqlite"))]


def filled_in(path: Path, **cells: str) -> Path:
    book = openpyxl.load_workbook(path)
    for cell, value in cells.items():
        book["责任台账"][cell] = value
    book.save(path)
    return path


def test_ledger_on_the_screen_and_as_json(kb: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ledger", *ON, *kb, "--limit", "2"]) == 0
    out = capsys.readouterr().out
    assert all(words in out for words in ("红灯·已逾期", "县教育局（县财政局、县住建局）", "共 7 项", "只显示前 2 项"))
    assert run(["ledger", *ON, *kb, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["fact"] for row in rows[:2]] == ["xp-f2", "xp-f5"]
    assert {"lead", "support", "due", "state", "status", "light", "text", "document", "section", "page"} <= set(rows[0])
    assert run(["ledger", *kb, "--json", "--document", "杏坡县教育局重点任务分工"]) == 0


def test_out_and_back_and_undone(kb: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "台账.xlsx"
    assert run(["ledger", *ON, *kb, "--xlsx", str(path)]) == 0
    filled_in(path, C2="进行中", K3="已收齐")
    assert run(["import", str(path), *kb]) == 0
    out = capsys.readouterr().out
    assert all(
        words in out for words in ("7 行中 2 行有改动", "未开始", "进行中", "已收齐", "尚未写入：加 --yes 确认写入")
    )
    assert run(["undo", *kb]) == 0
    assert "还没有导入或复核记录" in capsys.readouterr().out
    assert run(["import", str(path), *kb, "--yes", "--by", "李老师", "--why", "月报"]) == 0
    assert "已写入，批次 1；撤回用 cetu undo 1" in capsys.readouterr().out
    assert run(["undo", *kb]) == 0
    assert re.search(r"1 │ 导入 │ \d{4}-\d\d-\d\d \d\d:\d\d:\d\d │ 李老师 │ 月报", capsys.readouterr().out)
    assert run(["import", str(path), *kb, "--yes"]) == 0
    assert "没有改动" in capsys.readouterr().out
    assert run(["undo", "1", *kb]) == 0
    assert "已撤回第 1 批" in capsys.readouterr().out
    with KnowledgeBase.open(kb[1]) as base:
        assert base.db.execute("SELECT count(*) FROM changes").fetchone()[0] == 4


WRONG = [
    (["ledger", "--on", "2025-06"], 2, "请写出哪一天"),
    (["ledger", "--on", "昨天"], 2, "日期看不懂"),
    (["ledger", "--document", "无"], 2, "没有这个文件或方案"),
    (["import"], 2, "缺少参数"),
    (["import", "none.xlsx"], 1, "找不到文件"),
    (["undo", "7"], 2, "没有第 7 批改动"),
    (["undo", "x"], 2, "的值不对"),
    (["export"], 2, "请写出导出到哪个文件"),
    (["export", "-o", "a.docx"], 2, "看不出格式"),
    (["export", "-o", "a", "--format", "pdf"], 2, "可用的值有 xlsx、csv"),
    (["forget", "无此方案"], 2, "没有这个文件或方案"),
    (["deadlines", "--ics", "a.ics", "--on", "2025"], 2, "请写出哪一天"),
]


@pytest.mark.parametrize(("arguments", "code", "message"), WRONG)
def test_wrong_use(
    arguments: list[str], code: int, message: str, kb: list[str], capsys: pytest.CaptureFixture[str],
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert run([*arguments, *kb]) == code
    captured = capsys.readouterr()
    assert message in captured.err
    assert "Error" not in captured.err
    assert [entry.name for entry in tmp_path.iterdir()] == ["kb.sqlite"], "what fails leaves no file behind"


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.ttl", "a.md"])
def test_export(name: str, kb: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "-o", str(tmp_path / name), *ON, *kb]) == 0
    assert "已写入" in capsys.readouterr().out
    once = (tmp_path / name).read_bytes()
    assert run(["export", str(tmp_path / name), *ON, *kb]) == 0
    assert (tmp_path / name).read_bytes() == once
    assert "杏坡县教育局重点任务分工" in (tmp_path / name).read_text("utf-8-sig")


def test_calendar(kb: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "d.ics"
    assert run(["deadlines", "--ics", str(path), *ON, "--to", "2025-12", *kb]) == 0
    assert "4 个日程" in capsys.readouterr().out
    assert len(icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")) == 4


def test_forget_everywhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """After a real run: what a file left in the store, in its result, in the workbook and in the report goes."""
    plans, out = tmp_path / "plans", tmp_path / "out"
    plans.mkdir()
    (plans / "鼋.txt").write_text("鼋鼍中学工作计划\n一、目标\n教务处负责黼黻登记，2025年底前完成鼋鼍整理。\n", "utf-8")
    (plans / "他.txt").write_text("石桥小学工作计划\n一、目标\n总务处负责修缮。\n", "utf-8")
    run_folder(plans, out)
    kb = ["--kb", str(out / "kb.sqlite")]
    assert run(["forget", "鼋.txt", *kb]) == 0
    assert "尚未删除" in capsys.readouterr().out
    run(["ledger", *kb, *ON, "--xlsx", str(tmp_path / "t.xlsx"), "--document", "鼋.txt"])
    assert run(["import", str(filled_in(tmp_path / "t.xlsx", C2="进行中")), *kb, "--yes"]) == 0
    assert run(["forget", "鼋.txt", *kb, "--yes"]) == 2
    assert "请用 --reviews delete 一并删除" in capsys.readouterr().err
    assert run(["forget", "鼋.txt", *kb, "--yes", "--reviews", "delete"]) == 0
    assert "已删除" in capsys.readouterr().out
    for path in out.rglob("*"):
        if path.is_file() and path.suffix != ".xlsx":
            assert "鼍".encode() not in path.read_bytes(), path.name
            assert "鼋" not in path.name
    book = openpyxl.load_workbook(out / "台账.xlsx")
    words = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    assert "鼋" not in words
    assert "总务处" in words
    assert [json.loads(line)["path"] for line in (out / "run-report.jsonl").read_text("utf-8").splitlines()] == [
        "他.txt"
    ]


def test_a_card_tells_what_was_put_right(kb: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with KnowledgeBase.open(kb[1], write=True) as base:
        duty = next(one for one in base.facts(type="duty"))
        review(base, duty.fact.id, {"actor": "杏坡县档案馆"}, By(who="李老师", at="2025-06-01T08:00:00"))
    assert run(["show", duty.fact.id, *kb]) == 0
    assert "已更正　责任主体：杏坡县档案馆" in capsys.readouterr().out
    with KnowledgeBase.open(kb[1], write=True) as base:
        review(base, duty.fact.id, {"review": "rejected"}, By(who="李老师", at="2025-06-01T08:00:00"))
    assert run(["show", duty.fact.id, *kb]) == 0
    assert "已驳回" in capsys.readouterr().out
