"""The cluster gives what the local run gives, also where a worker is lost; inputs and outputs behind URLs."""

from __future__ import annotations

import json
from pathlib import Path

import fsspec
import psutil
import pytest

from pipeline.batch import Outcome, RunOptions, RunSummary, place_of, run_folder
from pipeline.model.errors import UsageError
from tests.batch.outputs import contents, dump
from tests.batch.plans import plan, write_plans

pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
DASK = RunOptions(jobs=2, engine="dask")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    plans = write_plans(tmp_path_factory.mktemp("cluster") / "plans", 78)
    (plans / "空.txt").write_bytes(b"")
    (plans / "图.png").write_bytes(b"\x89PNG")
    return plans


@pytest.fixture(scope="module")
def local(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("cluster") / "local"
    run_folder(folder, out, RunOptions(jobs=2))
    return out


def workers() -> list[psutil.Process]:
    """The processes of the cluster on this machine."""
    children = psutil.Process().children(recursive=True)
    return [one for one in children if "multiprocessing.spawn" in " ".join(one.cmdline())]


def test_a_worker_killed_in_the_middle_changes_nothing(folder: Path, local: Path, tmp_path: Path) -> None:
    killed: list[int] = []

    def kill_once(outcome: Outcome, done: int, total: int) -> None:
        if outcome.status == "ok" and not killed:
            victim = workers()[0]
            killed.append(victim.pid)
            victim.kill()

    summary = run_folder(folder, tmp_path / "out", DASK, kill_once)
    assert killed
    assert (summary.count("ok"), summary.count("failed"), summary.count("skipped")) == (78, 1, 1)
    assert dump(tmp_path / "out") == dump(local)
    assert contents(tmp_path / "out") == contents(local)


def test_no_such_cluster(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="集群"):
        run_folder(folder, tmp_path / "out", RunOptions(engine="dask", scheduler="tcp://127.0.0.1:9"))


def run_between(source: str, target: str, options: RunOptions) -> tuple[RunSummary, list[str]]:
    """A run between two places; also the paths that were read."""
    read: list[str] = []

    def note(outcome: Outcome, done: int, total: int) -> None:
        if not outcome.kept and outcome.status == "ok":
            read.append(outcome.path)

    return run_folder(place_of(source), place_of(target), options, note), sorted(read)


@pytest.mark.parametrize("engine", ["local", "dask"])
def test_urls_give_what_folders_give(engine: str, folder: Path, local: Path, tmp_path: Path) -> None:
    options = RunOptions(jobs=1, engine="dask" if engine == "dask" else "local")
    source, target = f"local://{folder}", f"memory://{engine}/结果"
    summary, read = run_between(source, target, options)
    assert len(read) == summary.count("ok") == 78
    memory = fsspec.filesystem("memory")
    memory.get(f"/{engine}/结果/", f"{tmp_path}/got/", recursive=True)
    assert contents(tmp_path / "got") == contents(local)
    lines = (tmp_path / "got" / "run-report.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["path"] for line in lines][-1] == "空.txt"
    rows = [row for row in dump(tmp_path / "got") if not row.startswith(("files", "meta"))]
    assert rows == [row for row in dump(local) if not row.startswith(("files", "meta"))]


def test_a_second_run_between_urls_reads_what_changed(tmp_path: Path) -> None:
    plans = write_plans(tmp_path / "plans", 3)
    source, target = f"local://{plans}", "memory://again/结果"
    assert len(run_between(source, target, RunOptions(jobs=1))[1]) == 3
    (plans / "方案0001.txt").write_text(plan(77), "utf-8")
    (plans / "方案0002.txt").unlink()
    summary, read = run_between(source, target, RunOptions(jobs=1))
    assert (read, summary.vanished, summary.kept) == (["方案0001.txt"], ("方案0002.txt",), 1)
    run_between(source, target, RunOptions(jobs=1, prune=True))
    assert not fsspec.filesystem("memory").exists("/again/结果/documents/方案0002.txt.json")


def test_places_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="找不到文件夹"):
        run_between("local:///no/such/folder", str(tmp_path / "out"), RunOptions())
    with pytest.raises(UsageError, match="不能打开"):
        run_between("nosuch://x", str(tmp_path / "out"), RunOptions())
    assert place_of(f"file://{tmp_path}") == tmp_path
