"""kill -9 at any moment, run again: store, results and workbook are those of an undisturbed run."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from pipeline.batch import RunOptions, run_folder
from tests.batch.outputs import contents, dump

ROOT = Path(__file__).resolve().parents[2]
PLAN = "柳河乡中心小学第{n}号安全方案\n一、目标\n到2026年底前，第{n}项合格率达到9{n}%以上。\n二、职责\n总务处负责每月检查设施。\n"

# A run that ends itself the hard way before its n-th act that changes something on disk.
_DYING = """
import os, signal, sys
from pathlib import Path
from pipeline.batch import RunOptions, run_folder
from pipeline.batch import files, keeping
from pipeline.store import KnowledgeBase

left = int(sys.argv[3])

def dying(act):
    def run(*args, **kwargs):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return act(*args, **kwargs)
    return run

files.os.replace = dying(os.replace)
files.os.fsync = dying(os.fsync)
KnowledgeBase.add_prepared = dying(KnowledgeBase.add_prepared)
KnowledgeBase.put_file = dying(KnowledgeBase.put_file)
KnowledgeBase.remove_file = dying(KnowledgeBase.remove_file)
KnowledgeBase.note_workbook = dying(KnowledgeBase.note_workbook)
KnowledgeBase.close = dying(KnowledgeBase.close)
if __name__ == "__main__":
    run_folder(Path(sys.argv[1]), Path(sys.argv[2]), RunOptions(jobs=1, prune=True))
"""


def plans(folder: Path) -> Path:
    """Plans, a bad file, one that is no plan."""
    folder.mkdir()
    for number in range(3):
        (folder / f"方案{number}.txt").write_text(PLAN.format(n=number), "utf-8")
    (folder / "空.txt").write_bytes(b"")
    (folder / "图.png").write_bytes(b"\x89PNG")
    return folder


def changed(folder: Path) -> None:
    """What happens to a folder between two runs: changed, moved, gone, new."""
    (folder / "方案0.txt").write_text(PLAN.format(n=7), "utf-8")
    (folder / "方案1.txt").rename(folder / "方案一.txt")
    (folder / "方案2.txt").unlink()
    (folder / "方案9.txt").write_text(PLAN.format(n=9), "utf-8")


def workbook(out: Path) -> list[list[tuple[object, ...]]]:
    """All cells but the seconds of 处理情况."""
    book = openpyxl.load_workbook(out / "台账.xlsx", read_only=True)
    rows = [[tuple(row) for row in sheet.iter_rows(values_only=True)] for sheet in book]
    book.close()
    return [*rows[:-1], [row[:-1] for row in rows[-1]]]


def die(script: Path, folder: Path, out: Path, after: int) -> bool:
    """Run until the n-th act; true where the run was killed. All its processes go with it."""
    run = subprocess.Popen(
        [sys.executable, str(script), str(folder), str(out), str(after)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, start_new_session=True,
    )  # fmt: skip
    code = run.wait(timeout=900)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(run.pid, signal.SIGKILL)
    return code == -signal.SIGKILL


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed another way there")
@pytest.mark.parametrize(
    ("second", "points"),
    [(False, (0, 2, 4, 7, 10)), (True, (1, 3, 5, 8, 12))],
    ids=["first run", "run after changes"],
)
def test_killed_at_many_points(second: bool, points: tuple[int, ...], tmp_path: Path) -> None:
    folder, whole = plans(tmp_path / "plans"), tmp_path / "whole"
    script = tmp_path / "dying.py"
    script.write_text(_DYING, "utf-8")
    base = tmp_path / "base"
    if second:
        run_folder(folder, base, RunOptions(jobs=1))
        changed(folder)
    run_folder(folder, whole, RunOptions(jobs=1))
    expected = dump(whole), contents(whole), workbook(whole)
    killed = 0
    for after in points:
        out = tmp_path / f"out{after}"
        if second:
            subprocess.run(["cp", "-a", str(base), str(out)], check=True)
        killed += die(script, folder, out, after)
        run_folder(folder, out, RunOptions(jobs=1, prune=True))
        assert (dump(out), contents(out), workbook(out)) == expected, f"killed before act {after}"
        names = {path.name for path in out.iterdir()}
        assert names == {".cetu.lock", "kb.sqlite", "documents", "台账.xlsx", "run-report.jsonl"}
    assert killed == len(points)
