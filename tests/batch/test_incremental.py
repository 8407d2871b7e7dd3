"""A later run reads only what changed, and ends with what a first run over the same folder would give."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from pipeline.batch import Outcome, RunOptions, run_folder
from pipeline.model.errors import UsageError
from pipeline.reading import ocr
from pipeline.store import KnowledgeBase
from tests.batch.outputs import contents, dump

PLAN = "石桥镇中心小学{name}工作计划\n一、工作目标\n到2026年底前，{name}合格率达到{rate}%以上。\n二、职责\n总务处负责每月检查设施。\n"
OPTIONS = RunOptions(jobs=1)


def write(folder: Path, name: str, rate: int = 95) -> Path:
    path = folder / f"{name}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PLAN.format(name=path.stem, rate=rate), "utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    plans = tmp_path / "plans"
    for name in ("安全", "体育", "卫生"):
        write(plans, name)
    (plans / "空.txt").write_bytes(b"")
    (plans / "图.png").write_bytes(b"\x89PNG")
    return plans


def read_in(folder: Path, out: Path, options: RunOptions = OPTIONS) -> list[str]:
    """The files that a run read, in order of name."""
    found = outcomes(folder, out, options)
    return sorted(outcome.path for outcome in found if not outcome.kept and outcome.status != "skipped")


def outcomes(folder: Path, out: Path, options: RunOptions = OPTIONS) -> list[Outcome]:
    """What became of each file, by path."""
    seen: list[Outcome] = []
    run_folder(folder, out, options, lambda outcome, *_: seen.append(outcome))
    return sorted(seen, key=lambda outcome: outcome.path)


def same_as_fresh(folder: Path, out: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    run_folder(folder, fresh, OPTIONS)
    assert dump(out) == dump(fresh)
    assert contents(out) == contents(fresh)


def test_what_did_not_change_is_not_read_and_the_workbook_stays(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert read_in(folder, out) == ["体育.txt", "卫生.txt", "安全.txt", "空.txt"]
    before = (out / "台账.xlsx").stat().st_mtime_ns, contents(out)
    found = outcomes(folder, out)
    assert [(o.path, o.status, o.kept) for o in found] == [
        ("体育.txt", "ok", True),
        ("卫生.txt", "ok", True),
        ("图.png", "skipped", False),
        ("安全.txt", "ok", True),
        ("空.txt", "failed", False),  # what failed is tried anew
    ]
    assert ((out / "台账.xlsx").stat().st_mtime_ns, contents(out)) == before
    line = json.loads((out / "run-report.jsonl").read_text("utf-8").splitlines()[0])
    assert (line["status"], line["documents"], line["facts"]) == ("ok", 1, sum(found[0].facts.values()))
    assert line["facts"] > 0
    assert read_in(folder, out, RunOptions(jobs=1, again=True)) == ["体育.txt", "卫生.txt", "安全.txt", "空.txt"]


def test_touched_changed_new(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_folder(folder, out, OPTIONS)
    os.utime(folder / "安全.txt", ns=(1, 1))  # another time, the same content
    write(folder, "体育", rate=98)  # the same size, another content
    write(folder, "美育")
    assert read_in(folder, out) == ["体育.txt", "空.txt", "美育.txt"]
    same_as_fresh(folder, out, tmp_path)


def test_moved_renamed_copied(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_folder(folder, out, OPTIONS)
    (folder / "归档").mkdir()
    (folder / "安全.txt").rename(folder / "归档" / "安全.txt")
    (folder / "体育.txt").rename(folder / "体育（定稿）.txt")
    shutil.copy(folder / "卫生.txt", folder / "卫生副本.txt")
    assert read_in(folder, out) == ["空.txt"]
    same_as_fresh(folder, out, tmp_path)


def test_vanished_files_are_marked_and_pruned(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_folder(folder, out, OPTIONS)
    (folder / "安全.txt").unlink()
    (folder / "图.png").unlink()
    summary = run_folder(folder, out, OPTIONS)
    assert (summary.vanished, summary.pruned) == (("安全.txt",), False)
    with KnowledgeBase.open(out / "kb.sqlite") as kb:
        assert [(file.path, file.missing) for file in kb.files() if file.status == "ok"] == [
            ("体育.txt", False),
            ("卫生.txt", False),
            ("安全.txt", True),
        ]
    assert (out / "documents" / "安全.txt.json").exists()
    summary = run_folder(folder, out, RunOptions(jobs=1, prune=True))
    assert (summary.vanished, summary.pruned) == (("安全.txt",), True)
    same_as_fresh(folder, out, tmp_path)


def test_a_file_that_comes_back_is_no_longer_missing(folder: Path, tmp_path: Path) -> None:
    out, aside = tmp_path / "out", tmp_path / "安全.txt"
    run_folder(folder, out, OPTIONS)
    (folder / "安全.txt").rename(aside)
    run_folder(folder, out, OPTIONS)
    aside.rename(folder / "安全.txt")
    assert read_in(folder, out) == ["空.txt"]
    same_as_fresh(folder, out, tmp_path)


def test_other_lexicons_read_all_anew(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    run_folder(folder, out, OPTIONS)
    for module in ("run", "keeping"):
        monkeypatch.setattr(f"pipeline.batch.{module}.extractor_version", lambda: "next")
    assert read_in(folder, out) == ["体育.txt", "卫生.txt", "安全.txt", "空.txt"]


def test_a_lost_result_is_made_again(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_folder(folder, out, OPTIONS)
    before = contents(out)
    (out / "documents" / "安全.txt.json").unlink()
    assert read_in(folder, out) == ["安全.txt", "空.txt"]
    assert contents(out) == before


def test_another_folder_is_added_and_never_prunes_the_first(folder: Path, tmp_path: Path) -> None:
    out, other = tmp_path / "out", tmp_path / "other"
    write(other, "劳动")
    run_folder(folder, out, OPTIONS)
    assert run_folder(other, out, OPTIONS).vanished == ()
    with pytest.raises(UsageError, match="prune"):
        run_folder(folder, out, RunOptions(jobs=1, prune=True))


def test_an_unchanged_archive_is_not_read_again(tmp_path: Path) -> None:
    import zipfile

    plans, out = tmp_path / "plans", tmp_path / "out"
    plans.mkdir()
    with zipfile.ZipFile(plans / "全县.zip", "w") as archive:
        archive.writestr("一小.txt", PLAN.format(name="安全", rate=95))
    assert read_in(plans, out) == ["全县.zip!/一小.txt"]
    assert read_in(plans, out) == []


@pytest.mark.parametrize(("installed", "read"), [(False, False), (True, True)])
def test_pages_left_unread_are_read_once_the_recogniser_is_there(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installed: bool, read: bool
) -> None:
    out = tmp_path / "out"
    run_folder(folder, out, OPTIONS)
    words = f"第 2 页是扫描图像，没有文字层，未读取（需要 OCR；安装文字识别组件后即可读取：{ocr.INSTALL}）"
    with KnowledgeBase.open(out / "kb.sqlite", write=True) as kb, kb.transaction():
        kb.db.execute(
            "UPDATE contents SET warnings = ? WHERE key = (SELECT content FROM files WHERE path = '安全.txt')",
            (json.dumps([words], ensure_ascii=False),),
        )
    monkeypatch.setattr(ocr, "is_installed", lambda: installed)
    assert ("安全.txt" in read_in(folder, out)) == read
