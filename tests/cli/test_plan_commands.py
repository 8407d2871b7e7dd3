"""`audit`, `diff` and `compare` with many plans, as a user types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.cli.main import run

OLD = "柏溪镇小学2023年工作方案\n一、工作目标\n1.班额控制在50人以内。\n二、任务分工\n1.教务处负责编排课程表，2023年8月底前完成。\n"
NEW = (
    "柏溪镇小学2024年工作方案\n一、工作目标\n1.班额控制在45人以内。\n2.校风进一步改善。\n"
    "二、任务分工\n1.德育处负责编排课程表，2024年8月底前完成。\n"
)
LIST = """list: {id: BX, title: 柏溪镇学校要求, year: 2020}
rows:
- id: BX-1
  name: 班额
  level: school
  kind: quantitative
  implied: [班]
  thresholds:
  - {school_type: all, comparator: '<=', value: 45, unit: 人/班}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "甲.txt").write_text(OLD, encoding="utf-8")
    (tmp_path / "plans" / "乙.txt").write_text(NEW, encoding="utf-8")
    (tmp_path / "list.yaml").write_text(LIST, encoding="utf-8")
    return tmp_path


def kb(folder: Path) -> list[str]:
    return ["--kb", str(folder / "没有.sqlite")]


def test_audit_of_a_file_that_is_in_no_base(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(folder / "plans" / "乙.txt")
    assert run(["audit", path, *kb(folder), "--xlsx", str(folder / "体检.xlsx")]) == 0
    out = capsys.readouterr().out
    assert all(words in out for words in ("目标用词含糊", "进一步", "把握高", "校风", "已写入"))
    assert (folder / "体检.xlsx").stat().st_size > 0
    assert run(["audit", path, *kb(folder), "--json", "--sure", "高"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["sure"] for row in rows} == {"高"}
    assert all(row["places"][0]["document"] and row["places"][0]["spans"] for row in rows)


def test_audit_of_a_folder_and_of_one_kind(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["audit", str(folder / "plans"), *kb(folder), "--json", "--kind", "target-vague"]) == 0
    assert [row["kind"] for row in json.loads(capsys.readouterr().out)] == ["target-vague"]


def test_diff_of_two_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plans = [str(folder / "plans" / name) for name in ("甲.txt", "乙.txt")]
    assert run(["diff", *plans, *kb(folder), "--xlsx", str(folder / "变化.xlsx")]) == 0
    out = capsys.readouterr().out
    assert "数值：不超过 50人 → 不超过 45人（降低 5）" in out
    assert "责任主体：教务处 → 德育处" in out
    assert "改动" in out.splitlines()[-2]
    assert run(["diff", *plans, *kb(folder), "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["change"] for row in rows} == {"changed", "added"}


def test_compare_a_folder_with_a_list_of_ones_own(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["compare", str(folder / "plans"), "--list", str(folder / "list.yaml"), *kb(folder)]
    report, book = folder / "报告.docx", folder / "总表.xlsx"
    assert run([*words, "--docx", str(report), "--xlsx", str(book)]) == 0
    out = capsys.readouterr().out
    assert "2 份方案对照 柏溪镇学校要求" in out
    assert "低于标准" in out
    assert report.stat().st_size > 0
    assert book.stat().st_size > 0
    assert run([*words, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert sorted((row["document"][5:9], row["verdict"]) for row in rows) == [("2023", "below"), ("2024", "meets")]


def test_compare_all_and_by_level(sample_out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = ["--kb", str(sample_out / "kb.sqlite"), "--standard", "QB17", "--json"]
    assert run(["compare", "--all", *base]) == 0
    everything = {row["path"] for row in json.loads(capsys.readouterr().out)}
    assert run(["compare", "--level", "学校", *base]) == 0
    schools = {row["path"] for row in json.loads(capsys.readouterr().out)}
    assert schools < everything


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["compare", "--standard", "QB17"], "请给出方案"),
        (["compare", "x.txt"], "--standard"),
        (["compare", "x.txt", "--standard", "QB17", "--list", "y.yaml"], "--standard"),
        (["compare", "x.txt", "--list", "没有.yaml"], "没有标准表文件"),
        (["diff", "没有甲", "没有乙", "--kb", "no.sqlite"], "没有文件 没有甲"),
        (["audit", "--kb", "no.sqlite"], "先运行 cetu run"),
    ],
)
def test_wrong_use_is_told_in_chinese(words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 2
    assert told in capsys.readouterr().err
