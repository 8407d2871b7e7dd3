"""The commands as a user types them: Chinese on the screen, one JSON array with --json, exit codes."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from pipeline.cli.main import run
from pipeline.model.rows import AnswerRow

# `ocr` is there only where words were recognised from a picture.
ROW_FIELDS = set(AnswerRow.__struct_fields__) - {"ocr", "review"}
PLAN = "云岭县第三小学工作计划\n一、工作目标\n到2025年底，巩固率达到99%以上。\n二、分工\n教务处负责学籍管理。\n"


@pytest.fixture
def kb(sample_out: Path) -> list[str]:
    return ["--kb", str(sample_out / "kb.sqlite")]


def fact_id(capsys: pytest.CaptureFixture[str], kb: list[str]) -> str:
    run(["who", "控辍保学", *kb, "--json", "--limit", "1"])
    return str(json.loads(capsys.readouterr().out)[0]["fact"])


QUERIES = [
    ["who", "控辍保学"],
    ["duties", "教务处"],
    ["ask", "谁负责控辍保学？"],
    ["search", "班额"],
    ["search", "校"],
    ["deadlines", "--from", "2024-01-01", "--to", "2027年"],
]


@pytest.mark.parametrize("query", QUERIES, ids=" ".join)
def test_queries_give_rows_with_the_contracts_fields(
    query: list[str], kb: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*query, *kb, "--json", "--limit", "3"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert 0 < len(rows) <= 3
    for row in rows:
        assert set(row) == ROW_FIELDS
        assert row["text"]
        assert row["answer"]


@pytest.mark.parametrize("query", QUERIES, ids=" ".join)
def test_queries_on_the_screen_name_the_place(
    query: list[str], kb: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*query, *kb, "--limit", "2"]) == 0
    out = capsys.readouterr().out
    assert "1. " in out
    assert "《" in out


def test_a_question_the_plans_do_not_answer(kb: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    question = "谁负责火星登陆？"
    assert run(["ask", question, *kb, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert run(["ask", question, *kb]) == 0
    assert "未找到" in capsys.readouterr().out


def test_show_gives_the_place_and_the_rule(kb: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    fact = fact_id(capsys, kb)
    assert run(["show", fact, *kb]) == 0
    out = capsys.readouterr().out
    assert all(word in out for word in ("出处", "规则", fact))


def test_extract_reads_files_and_standard_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "计划.txt"
    path.write_bytes(PLAN.encode("gb18030"))
    assert run(["extract", str(path), "--with-text"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["text"] == PLAN
    assert {fact["type"] for fact in result["facts"]} >= {"indicator", "duty", "target", "deadline"}
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PLAN.encode("utf-8"))))
    assert run(["extract", "-"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert "text" not in again
    assert again["facts"] == [{**fact, "id": mine["id"], "document": mine["document"], "section": mine["section"]}
                              | {key: mine[key] for key in ("deadline", "indicators", "measures") if key in mine}
                              for fact, mine in zip(result["facts"], again["facts"], strict=True)]  # fmt: skip


def test_compare_a_file_and_a_plan_of_the_store(
    kb: list[str], corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = next(iter(sorted(corpus.glob("云岭县第三中学*.docx"))))
    sheet = tmp_path / "对照.xlsx"
    assert run(["compare", str(path), "--standard", "QB17", "--json", "--xlsx", str(sheet)]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["verdict"] for row in rows} >= {"meets", "missing"}
    assert sheet.stat().st_size > 0
    title = next(row["document"] for row in rows if row["document"])
    assert run(["compare", title, "--standard", "QB17", *kb, "--json"]) == 0
    stored = json.loads(capsys.readouterr().out)
    same = ("row", "verdict", "plan_value", "text", "reason")
    assert [[row[key] for key in same] for row in stored] == [[row[key] for key in same] for row in rows]
    assert run(["compare", str(path), "--standard", "QB17"]) == 0
    assert "达到标准" in capsys.readouterr().out


def test_standards(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["standards"]) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in ("QB17", "BB12", "MG17", "OT"))
    assert run(["standards", "QB17", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 41
    assert run(["standards", "QB17"]) == 0
    assert "小学" in capsys.readouterr().out


def test_graph_is_written(kb: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import networkx

    path = tmp_path / "g.graphml"
    assert run(["graph", *kb, "-o", str(path)]) == 0
    assert "个节点" in capsys.readouterr().out
    assert networkx.read_graphml(path).number_of_nodes() > 100


WRONG_USE = [
    ([], "缺少命令"),
    (["nonsense"], "没有这个命令"),
    (["who"], "缺少参数"),
    (["who", "x", "--odd"], "没有选项"),
    (["who", "x", "--limit", "0"], "--limit 的值不对"),
    (["who", "x", "--limit", "many"], "--limit 的值不对"),
    (["who", "x", "--limit"], "用法不对"),
    (["run", "no-such-folder"], "找不到文件夹"),
    (["deadlines", "--from", "昨天"], "日期看不懂"),
    (["compare", "no-such-plan", "--standard", "QB17", "--kb", "no.sqlite"], "没有文件"),
    (["standards", "XX"], "XX"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG_USE, ids=lambda value: str(value)[:40])
def test_wrong_use_is_told_in_chinese(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("错误：")
    assert message in captured.err


@pytest.mark.parametrize(
    "arguments", [["who", "x", "--kb", "no.sqlite"], ["extract", "no-such-file.txt"], ["show", "f0", "--kb", __file__]]
)
def test_what_fails_ends_with_1_and_a_chinese_reason(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 1
    error = capsys.readouterr().err
    assert error.startswith("错误：")
    assert "Traceback" not in error


def test_run_reports_and_exits_with_1_where_a_file_failed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plans = tmp_path / "plans"
    plans.mkdir()
    (plans / "好.txt").write_text(PLAN, "utf-8")
    assert run(["run", str(plans), "-o", str(tmp_path / "out"), "--quiet"]) == 0
    assert "处理结果" in capsys.readouterr().out
    (plans / "坏.pdf").write_bytes(b"%PDF-1.7")
    assert run(["run", str(plans), "-o", str(tmp_path / "out"), "--log-format", "json"]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {line["path"]: line["status"] for line in lines[:-1]} == {"好.txt": "ok", "坏.pdf": "failed"}
    assert (lines[-1]["event"], lines[-1]["ok"], lines[-1]["failed"], lines[-1]["kept"]) == ("summary", 1, 1, 1)


def test_help_is_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(word in out for word in ("用法：", "选项", "命令", "run", "compare"))
    assert not [word for word in ("Usage", "Options", "Commands", "Show this") if word in out]
    assert run(["who", "--help"]) == 0
    out = capsys.readouterr().out
    assert "显示本帮助" in out
    assert "Usage" not in out


WRITERS = [
    ["export", "{}/知识库.csv"],
    ["export", "{}/知识库.xlsx"],
    ["graph", "-o", "{}/图.graphml"],
    ["ledger", "--xlsx", "{}/台账.xlsx"],
    ["deadlines", "--ics", "{}/时限.ics"],
    ["audit", "--xlsx", "{}/体检.xlsx"],
    ["compare", "--all", "--standard", "QB17", "--docx", "{}/报告.docx"],
]


@pytest.mark.parametrize("command", WRITERS, ids=" ".join)
def test_a_file_that_cannot_be_written_is_told_in_chinese(
    command: list[str], kb: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "没有"
    assert run([*(word.format(missing) for word in command), *kb]) == 2
    assert f"没有文件夹 {missing}" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["甲.csv", "甲.xlsx", "甲.md"])
def test_a_folder_of_that_name_is_told_in_chinese(
    name: str, kb: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).mkdir()
    assert run(["export", str(tmp_path / name), *kb]) == 1
    assert f"错误：无法写入 {tmp_path / name}：这是一个文件夹" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_results_cannot_go_below_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "方案").mkdir()
    (tmp_path / "文件").write_text("x", encoding="utf-8")
    assert run(["run", str(tmp_path / "方案"), "-o", str(tmp_path / "文件" / "结果")]) == 1
    assert "错误：路径中有一段不是文件夹" in capsys.readouterr().err


def test_a_base_damaged_inside_is_told_in_chinese(
    sample_out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damaged = tmp_path / "kb.sqlite"
    content = bytearray((sample_out / "kb.sqlite").read_bytes())
    content[4096:] = b"\x5a" * (len(content) - 4096)  # the first page still says what it is
    damaged.write_bytes(content)
    assert run(["search", "班额", "--kb", str(damaged)]) == 1
    err = capsys.readouterr().err
    assert err.startswith("错误：知识库")
    assert "已损坏" in err
