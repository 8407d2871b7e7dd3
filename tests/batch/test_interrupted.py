"""Ctrl-C ends a real `cetu run` in seconds, with everything finished so far kept and no process left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from pipeline.batch import RunOptions, run_folder
from pipeline.store import KnowledgeBase
from tests.batch.outputs import contents, dump
from tests.batch.plans import write_plans

ROOT = Path(__file__).resolve().parents[2]
FILES = 400
_PATIENCE = 600.0  # how soon is not tried here: a slow machine may take its time
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no process groups there")


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """A program in a session of its own, as from a terminal: Ctrl-C reaches it also where these tests run in the background of
    a shell, which has them ignore it, and what they start with them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
    finally:
        signal.signal(signal.SIGINT, before)


def session(number: int) -> list[psutil.Process]:
    """The processes of a session that still run."""
    found = []
    for process in psutil.process_iter():
        try:
            if os.getsid(process.pid) == number and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


def wait_for(condition: object, seconds: float) -> bool:
    """Wait until a condition holds; false where it does not in time."""
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def results(out: Path) -> int:
    folder = out / "documents"
    return sum(1 for name in os.listdir(folder) if not name.startswith(".")) if folder.is_dir() else 0


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_what_was_finished_is_kept(how: signal.Signals, tmp_path: Path) -> None:
    folder, out = write_plans(tmp_path / "plans", FILES), tmp_path / "out"
    run = start(["-m", "pipeline.cli", "run", str(folder), "-o", str(out), "-j", "2"])
    assert wait_for(lambda: results(out) >= 10, _PATIENCE)
    os.killpg(run.pid, how)
    _, errors = run.communicate(timeout=_PATIENCE)
    assert run.returncode == 130
    assert "再次运行会接着处理" in errors.decode()
    assert wait_for(lambda: not session(run.pid), _PATIENCE), session(run.pid)
    lines = [json.loads(line) for line in (out / "run-report.jsonl").read_text("utf-8").splitlines()]
    done = {line["path"] for line in lines if line["status"] == "ok"}
    assert len(lines) == FILES
    assert 10 <= len(done) < FILES
    with KnowledgeBase.open(out / "kb.sqlite") as kb:
        assert {file.path for file in kb.each_file()} == done
    assert set(contents(out)) == {f"{path}.json" for path in done}
    assert {path.name for path in out.iterdir()} <= {
        ".cetu.lock", "kb.sqlite", "documents", "台账.xlsx", "run-report.jsonl"
    }  # fmt: skip


def test_the_next_run_goes_on_to_the_same_end(tmp_path: Path) -> None:
    folder, out, whole = write_plans(tmp_path / "plans", 60), tmp_path / "out", tmp_path / "whole"
    run = start(["-m", "pipeline.cli", "run", str(folder), "-o", str(out), "-j", "1", "--quiet"])
    assert wait_for(lambda: results(out) >= 5, _PATIENCE)
    os.killpg(run.pid, signal.SIGINT)
    run.communicate(timeout=_PATIENCE)
    summary = run_folder(folder, out, RunOptions(jobs=2))
    assert summary.kept >= 5
    run_folder(folder, whole, RunOptions(jobs=2))
    assert (dump(out), contents(out)) == (dump(whole), contents(whole))


_HANGING = """
import sys
from pipeline.batch.discover import Candidate
from pipeline.batch.engine import Bounds
from pipeline.batch.pool import LocalEngine
from tests.batch.misbehaving import work

if __name__ == "__main__":
    stream = LocalEngine(2, Bounds(seconds=6000), work).outcomes([Candidate("a", "a"), Candidate("hang", "hang")])
    print(next(stream).path, flush=True)
    next(stream)
"""


def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "hanging.py"
    script.write_text(_HANGING, "utf-8")
    run = start([str(script)])
    assert run.stdout is not None
    assert run.stdout.readline() == b"a\n"
    assert wait_for(lambda: len(session(run.pid)) > 2, _PATIENCE)
    run.kill()
    run.communicate()
    assert wait_for(lambda: not session(run.pid), _PATIENCE), session(run.pid)
