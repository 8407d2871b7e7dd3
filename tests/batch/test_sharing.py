"""Folders added to a base beside the one it was made from."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.asking.picturing import file_content
from pipeline.batch import RunOptions, run_folder
from pipeline.batch.sharing import clean_prefix
from pipeline.cli.main import run
from pipeline.model.errors import UsageError
from pipeline.store import KnowledgeBase
from tests.batch.plans import plan, write_plans

OPTIONS = RunOptions(jobs=1)
ADDED = RunOptions(jobs=1, prefix="导入/1")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A base of two plans, with a third added that bears the name of one of the two."""
    write_plans(tmp_path / "plans", 2)
    run_folder(tmp_path / "plans", tmp_path / "out", OPTIONS)
    added = tmp_path / "out" / "方案" / "1"
    added.mkdir(parents=True)
    (added / "方案0000.txt").write_text(plan(7), "utf-8")
    run_folder(added, tmp_path / "out", ADDED)
    return tmp_path / "out"


def state(out: Path) -> dict[str, bool]:
    """The files of a base, and whether each is marked as missing."""
    with KnowledgeBase.open(out / "kb.sqlite") as kb:
        return {file.path: file.missing for file in kb.files()}


def test_what_is_added_stands_beside_what_is_there(out: Path) -> None:
    assert state(out) == {"方案0000.txt": False, "方案0001.txt": False, "导入/1/方案0000.txt": False}


def test_a_later_run_over_the_first_folder_leaves_what_was_added(out: Path, tmp_path: Path) -> None:
    (tmp_path / "plans" / "方案0001.txt").unlink()
    summary = run_folder(tmp_path / "plans", out, OPTIONS)
    assert summary.vanished == ("方案0001.txt",)
    assert state(out) == {"方案0000.txt": False, "方案0001.txt": True, "导入/1/方案0000.txt": False}
    run_folder(tmp_path / "plans", out, RunOptions(jobs=1, prune=True))
    assert state(out) == {"方案0000.txt": False, "导入/1/方案0000.txt": False}


def test_a_run_over_what_was_added_minds_only_its_own(out: Path) -> None:
    (out / "方案" / "1" / "方案0000.txt").unlink()
    assert run_folder(out / "方案" / "1", out, ADDED).vanished == ("导入/1/方案0000.txt",)
    assert state(out) == {"方案0000.txt": False, "方案0001.txt": False, "导入/1/方案0000.txt": True}


def test_files_of_every_folder_are_found_again_also_after_the_base_was_moved(out: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere"
    shutil.move(out, moved)
    with KnowledgeBase.open(moved / "kb.sqlite") as kb:
        for path, number in (("方案0000.txt", 0), ("导入/1/方案0000.txt", 7)):
            file = kb.file(path)
            assert file is not None
            assert file_content(kb, path, file.sha256).decode() == plan(number)
        assert kb.whereabouts("导入/12/x.txt") == tmp_path / "plans" / "导入/12/x.txt"


def make_older(out: Path, path: str) -> None:
    """Let it seem that a file was read by an earlier version."""
    with KnowledgeBase.open(out / "kb.sqlite", write=True) as kb, kb.transaction():
        kb.db.execute(
            "UPDATE contents SET extractor = '0+earlier' WHERE key = (SELECT content FROM files WHERE path = ?)",
            (path,),
        )


def test_a_run_tells_of_what_others_added_with_another_version(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["run", str(tmp_path / "plans"), "-o", str(out), "-j", "1", "--quiet"]
    assert run(arguments) == 0
    assert "另一版" not in capsys.readouterr().out
    make_older(out, "导入/1/方案0000.txt")
    assert run(arguments) == 0
    said = "".join(capsys.readouterr().out.split())
    assert "“导入/1/”下有1个文件是另一版程序或词表读取的，结果可能不同。重新读取：cetu" in said
    assert f"--as导入/1-o{out}" in said.replace("'", "")
    assert run([*arguments, "--log-format", "json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["older"] == [{"prefix": "导入/1", "files": 1}]
    summary = run_folder(out / "方案" / "1", out, ADDED)
    assert (summary.kept, summary.older) == (0, ())


def test_older_files_of_the_first_folder_are_told_of_too(out: Path, tmp_path: Path) -> None:
    make_older(out, "方案0000.txt")
    (older,) = run_folder(out / "方案" / "1", out, ADDED).older
    assert (older.prefix, older.files, older.folder) == ("", 1, tmp_path / "plans")
    (tmp_path / "plans" / "方案0000.txt").unlink()
    assert run_folder(tmp_path / "plans", out, OPTIONS).older == (), "what is gone cannot be read again"


def test_report_and_workbook_tell_of_all_files(out: Path, tmp_path: Path) -> None:
    def told() -> set[str]:
        lines = (out / "run-report.jsonl").read_text("utf-8").splitlines()
        reported = {json.loads(line)["path"] for line in lines}
        sheet = load_workbook(out / "台账.xlsx", read_only=True)["处理情况"]
        assert {row[0] for row in sheet.iter_rows(min_row=2, values_only=True)} == reported
        return reported

    assert told() == set(state(out))
    run_folder(tmp_path / "plans", out, RunOptions(jobs=1, again=True))
    assert told() == set(state(out))


@pytest.mark.parametrize("words", ["/", "../x", "a/../b", "a//b", "./a", "a\\b", "a\nb", ".a", "x" * 200])
def test_a_prefix_is_a_plain_path(words: str) -> None:
    with pytest.raises(UsageError):
        clean_prefix(words)
