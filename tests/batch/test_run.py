"""A whole run: every input in the report, bad files named, the same result for any worker count."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from pipeline.batch import RunOptions, RunSummary, run_folder
from pipeline.batch.files import only_one
from pipeline.model import labels
from pipeline.model.errors import StoreError
from pipeline.model.result import from_json
from tests.batch.outputs import dump

ROOT = Path(__file__).resolve().parents[2]
PLAN = "云岭县第三小学安全工作计划\n一、工作目标\n到2025年底前，安全教育覆盖率达到100%。\n二、职责\n总务处负责每月检查消防设施。\n"
SHEETS = ["责任清单", "指标", "时限", "人员分工", "目标", "处理情况"]


def report(out: Path) -> dict[str, dict[str, object]]:
    lines = (out / "run-report.jsonl").read_text("utf-8").splitlines()
    return {line["path"]: line for line in map(json.loads, lines)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with good plans and bad files."""
    plans = tmp_path / "plans"
    plans.mkdir()
    (plans / "好.txt").write_text(PLAN, "utf-8")
    (plans / "国标.txt").write_bytes(PLAN.encode("gb18030"))
    (plans / "空.txt").write_bytes(b"")
    (plans / "坏.pdf").write_bytes(b"%PDF-1.7\nnothing")
    (plans / "假.docx").write_bytes(b"PK\x03\x04 no zip at all")
    (plans / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (plans / "图.png").write_bytes(b"\x89PNG")
    with zipfile.ZipFile(plans / "缺.docx", "w") as package:
        package.writestr("readme.txt", "no Word file")
    return plans


def test_bad_files_are_listed_with_a_chinese_reason_and_the_others_done(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    summary = run_folder(folder, out, RunOptions(jobs=2))
    lines = report(out)
    assert set(lines) == {path.name for path in folder.iterdir()}
    assert {name for name, line in lines.items() if line["status"] == "ok"} == {"好.txt", "国标.txt"}
    assert lines["图.png"]["status"] == "skipped"
    for name in ("空.txt", "坏.pdf", "假.docx", "缺.docx", "旧.doc"):
        reason = str(lines[name]["reason"])
        assert lines[name]["status"] == "failed"
        assert any("\u4e00" <= char <= "\u9fff" for char in reason), reason
        assert "处理出错" not in reason, f"{name}: the reader should say what is wrong, not {reason}"
    assert summary.count("failed") == 5
    assert sorted(path.name for path in (out / "documents").iterdir()) == ["国标.txt.json", "好.txt.json"]


def test_the_report_has_the_contracts_fields(sample_out: Path) -> None:
    fields = {"path", "status", "reason", "warnings", "media_type", "sha256", "pages", "documents", "facts", "seconds"}
    assert all(set(line) == fields for line in report(sample_out).values())


def test_the_sample_corpus_is_done_without_failure(sample_run: tuple[RunSummary, Path], corpus: Path) -> None:
    summary, out = sample_run
    assert not [(o.path, o.reason) for o in summary.troubles if o.status == "failed"]
    plans = [path for path in corpus.rglob("*") if path.suffix in {".pdf", ".docx", ".txt"}]
    assert summary.count("ok") == len(plans) == len(list((out / "documents").iterdir()))
    assert set(summary.facts) == {"indicator", "deadline", "membership", "duty", "target", "evidence", "problem"}


def test_the_workbook_has_its_sheets_and_every_duty(sample_run: tuple[RunSummary, Path]) -> None:
    summary, out = sample_run
    book = openpyxl.load_workbook(out / "台账.xlsx")
    assert book.sheetnames == SHEETS
    assert book["责任清单"].max_row == 1 + summary.facts["duty"]
    assert book["责任清单"].freeze_panes == "A2"
    assert book["处理情况"].max_row == 1 + sum(summary.statuses.values())
    formats = {row[3] for row in book["处理情况"].iter_rows(min_row=2, values_only=True)}
    assert formats <= {*labels.MEDIA.values(), None}
    assert "文本" in formats
    for sheet in book:
        for row in sheet.iter_rows():
            assert not [cell.coordinate for cell in row if cell.data_type == "f"], "words of a plan became a formula"


def test_worker_count_and_a_second_run_change_nothing(folder: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    run_folder(folder, one, RunOptions(jobs=1))
    run_folder(folder, two, RunOptions(jobs=2))
    run_folder(folder, two, RunOptions(jobs=2))
    for path in sorted((one / "documents").iterdir()):
        assert path.read_bytes() == (two / "documents" / path.name).read_bytes()
    assert dump(one) == dump(two)


def test_results_lead_back_to_the_files(sample_out: Path) -> None:
    for path in sorted((sample_out / "documents").iterdir()):
        result = from_json(path.read_bytes())
        assert path.name.endswith(".json")
        assert result.source.chars > 0


def test_a_file_that_turned_bad_leaves_no_old_result(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_folder(folder, out)
    (folder / "好.txt").write_bytes(b"")
    run_folder(folder, out)
    assert report(out)["好.txt"]["status"] == "failed"
    assert not (out / "documents" / "好.txt.json").exists()


def test_two_runs_on_one_folder_at_once_are_refused(folder: Path, tmp_path: Path) -> None:
    with only_one(tmp_path / "out"), pytest.raises(StoreError, match="另一个"):
        run_folder(folder, tmp_path / "out")


def test_lexicons_that_are_not_valid_end_the_run_at_once(
    folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "lexicons"
    own.mkdir()
    (own / "actors.yaml").write_text("entries:\n- id: own\n  nonsense: 1\n", "utf-8")
    command = [sys.executable, "-m", "pipeline.cli", "run", str(folder), "-o", str(tmp_path / "out"), "-j", "1"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"CETU_LEXICONS": str(own)}, check=False, timeout=900)
    errors = capfd.readouterr().err
    assert done.returncode == 1
    assert errors.startswith("错误：")
    assert "actors.yaml" in errors
    assert "Traceback" not in errors


@pytest.mark.parametrize(
    "arguments",
    [["no-such-folder"], [".", "--memory", "100"], [".", "--scheduler", "tcp://x:1"], [".", "--engine", "spark"], []],
    ids=" ".join,
)
def test_wrong_use_ends_with_2(arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from pipeline.cli.main import run

    assert run(["run", *arguments, "-o", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.startswith("错误：")


def test_nothing_is_written_but_the_outputs(sample_out: Path) -> None:
    names = {path.name for path in sample_out.iterdir()}
    assert names - {".cetu.lock"} == {"kb.sqlite", "documents", "台账.xlsx", "run-report.jsonl"} | (
        names & {"graph.graphml"}
    )
