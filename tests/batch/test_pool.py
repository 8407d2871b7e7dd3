"""Both engines alike: a file that hangs, crashes or eats memory costs itself, never its neighbours."""

from __future__ import annotations

import io
import multiprocessing
import multiprocessing.forkserver
import os
import shutil
import threading
import time
import zipfile
from concurrent.futures import wait
from pathlib import Path

import psutil
import pytest

from pipeline.batch import pool
from pipeline.batch.cluster import DaskEngine
from pipeline.batch.discover import Candidate
from pipeline.batch.engine import Bounds, Engine, Stop
from pipeline.batch.pool import LocalEngine
from tests.batch.misbehaving import work

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def engine(name: str, bounds: Bounds) -> Engine:
    return LocalEngine(2, bounds, work) if name == "local" else DaskEngine(2, bounds, work=work, batch=4)


@pytest.mark.parametrize("name", ["local", "dask"])
def test_each_misfit_is_reported_and_the_others_go_on(name: str) -> None:
    names = ["a", "crash", "b", "hang", "c", "raise", "d", "memory", "e"]
    running = engine(name, Bounds(seconds=20, memory=4 << 30))
    found = {o.path: o for o in running.outcomes(Candidate(name, name) for name in names)}
    assert sorted(found) == sorted(names)
    assert {name for name, outcome in found.items() if outcome.status == "ok"} == set("abcde")
    assert "超过 20 秒" in found["hang"].reason
    assert "意外退出（信号 11）" in found["crash"].reason
    assert "RuntimeError" in found["raise"].reason
    assert found["memory"].status == "failed"


@pytest.mark.parametrize("name", ["local", "dask"])
def test_closing_early_leaves_no_process_and_no_thread_behind(name: str) -> None:
    before = set(psutil.Process().children(recursive=True))
    stream = engine(name, Bounds(seconds=6000, memory=0)).outcomes([Candidate("a", "a"), Candidate("b", "b")])
    assert next(stream).path in "ab"
    stream.close()
    hanging = engine(name, Bounds(seconds=6000, memory=0)).outcomes([Candidate("hang", "hang")], stop_after(2))
    assert list(hanging) == []
    assert not multiprocessing.active_children()
    assert left(before) == []
    assert not [thread for thread in threading.enumerate() if "pool" in thread.name.lower() and not thread.daemon]


@pytest.mark.parametrize(("name", "found"), [("crash", []), ("a", ["a"])])
def test_a_worker_that_a_signal_ended_says_nothing_of_its_file(
    name: str, found: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A signal to the whole group ends workers, too: their files were not reached; what is done is kept."""
    asked = iter([False])
    monkeypatch.setattr(pool, "wait", lambda futures, timeout, return_when: wait(futures, return_when=return_when))
    running = LocalEngine(1, Bounds(seconds=6000, memory=0), work).outcomes(
        [Candidate(name, name)], lambda: next(asked, True)
    )
    assert [outcome.path for outcome in running] == found


@pytest.mark.skipif(not shutil.which("setpriv"), reason="the system cannot tell a child of its parent's end here")
def test_an_office_program_ends_with_the_worker_that_called_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 3001 & echo $! > {tmp_path}/pid; wait\n", "utf-8")
    program.chmod(0o755)
    (tmp_path / "a.odt").write_bytes(odt())
    multiprocessing.forkserver._forkserver._stop()  # a new one takes over the environment  # type: ignore[attr-defined]
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    outcomes = list(LocalEngine(1, Bounds(seconds=20)).outcomes([Candidate("a.odt", str(tmp_path / "a.odt"))]))
    multiprocessing.forkserver._forkserver._stop()  # type: ignore[attr-defined]
    assert "超过 20 秒" in outcomes[0].reason
    number = int((tmp_path / "pid").read_text())
    end = time.monotonic() + 600
    while psutil.pid_exists(number) and psutil.Process(number).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < end
        time.sleep(0.1)


def odt() -> bytes:
    """What is told as an OpenDocument text."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<x/>")
    return stream.getvalue()


def stop_after(seconds: float) -> Stop:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def left(before: set[psutil.Process]) -> list[str]:
    """Processes of ours that were not there before and do not end in time; the server that workers fork from,
    and what multiprocessing itself keeps, stay until the program ends."""
    for _ in range(3000):
        new = [one for one in psutil.Process().children(recursive=True) if one not in before]
        names = [" ".join(one.cmdline()) for one in new if one.is_running()]
        names = [name for name in names if name and "forkserver" not in name and "resource_tracker" not in name]
        if not names:
            break
        time.sleep(0.1)
    return names
