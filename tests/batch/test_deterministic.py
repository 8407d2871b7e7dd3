"""The same store and the same JSON, byte for byte, for any order of files, worker count, time zone, locale and hash seed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.batch.outputs import contents, dump
from tests.batch.plans import write_plans

ROOT = Path(__file__).resolve().parents[2]

_RUN = """
import sys
from pathlib import Path
from pipeline.batch import RunOptions, run, run_folder

if __name__ == "__main__":
    if sys.argv[3] != "as they come":  # what the file system, and the workers, might do
        walk, entries = run.walk_place, run.Manifest.entries
        key = {"backwards": lambda one: one.relative, "by the middle": lambda one: one.relative[2:][::-1]}[sys.argv[3]]
        run.walk_place = lambda place: sorted(walk(place), key=key, reverse=True)
        run.Manifest.entries = lambda self, action: sorted(
            entries(self, action), key=lambda entry: key(entry.candidate), reverse=True
        )
    summary = run_folder(Path(sys.argv[1]), Path(sys.argv[2]), RunOptions(jobs=int(sys.argv[4])))
    assert summary.count("failed") == 1, summary.troubles
"""
WAYS = {
    "as they come": ("as they come", "1", {"TZ": "UTC", "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}),
    "backwards": ("backwards", "2", {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1", "LC_ALL": "C"}),
    "by the middle": (
        "by the middle",
        "3",
        {"TZ": "America/Anchorage", "PYTHONHASHSEED": "31337", "LC_ALL": "tr_TR.UTF-8"},
    ),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, corpus: Path) -> Path:
    """Some of our own plans in each format, short ones, a copy, bad files."""
    plans = write_plans(tmp_path_factory.mktemp("deterministic") / "plans", 6)
    for ending in (".pdf", ".docx", ".txt"):
        for path in sorted(corpus.glob(f"*{ending}"), key=lambda one: one.stat().st_size)[:2]:
            shutil.copy(path, plans)
    shutil.copy(plans / "方案0003.txt", plans / "副本.txt")
    (plans / "空.txt").write_bytes(b"")
    (plans / "图.png").write_bytes(b"\x89PNG")
    return plans


def test_nothing_but_the_files_decides(folder: Path, tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(_RUN, "utf-8")
    found = {}
    for name, (order, jobs, environment) in WAYS.items():
        out = tmp_path / name
        subprocess.run(
            [sys.executable, str(script), str(folder), str(out), order, jobs],
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), **environment}, check=True, timeout=900,
        )  # fmt: skip
        found[name] = (dump(out), contents(out))
    first = found.pop("as they come")
    assert len(first[1]) == 13
    for name, other in found.items():
        assert other[1] == first[1], name
        assert other[0] == first[0], name
