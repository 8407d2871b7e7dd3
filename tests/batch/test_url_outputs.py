"""Results behind a URL: one run at a time, and on a real server that speaks S3 what a folder gives."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import fsspec
import msgspec
import pytest
from fsspec import AbstractFileSystem

from pipeline.batch import RunOptions, remote_lock, run_folder
from pipeline.batch.remote_lock import NAME, STALE_AFTER, Holder, only_one_at
from pipeline.model.errors import StoreError
from tests.batch.outputs import contents, dump
from tests.batch.plans import plan, write_plans

ROOT = Path(__file__).resolve().parents[2]
URL = "memory://locked/结果"
OPTIONS = RunOptions(jobs=1)


@pytest.fixture
def memory() -> Iterator[AbstractFileSystem]:
    """Places in memory, empty again afterwards."""
    system = fsspec.filesystem("memory")
    yield system
    for path in system.glob("/locked/**"):
        if system.isfile(path):
            system.rm_file(path)


def put_lock(system: AbstractFileSystem, token: str, renewed: float) -> None:
    """A lock of a run elsewhere."""
    system.pipe_file(f"/locked/结果/{NAME}", msgspec.json.encode(Holder(token, renewed)))


def test_a_second_run_says_that_another_is_at_work(memory: AbstractFileSystem, tmp_path: Path) -> None:
    plans = write_plans(tmp_path / "plans", 1)
    with only_one_at(memory, "/locked/结果", URL), pytest.raises(StoreError, match="另一个 cetu run 正在写入"):
        run_folder(plans, URL, OPTIONS)
    assert not memory.exists("/locked/结果/kb.sqlite")
    assert run_folder(plans, URL, OPTIONS).count("ok") == 1
    assert not memory.exists(f"/locked/结果/{NAME}")


def test_a_lock_that_nobody_renews_gives_way(memory: AbstractFileSystem, tmp_path: Path) -> None:
    plans = write_plans(tmp_path / "plans", 1)
    put_lock(memory, "elsewhere", time.time() - 5)
    with pytest.raises(StoreError, match=r"10 分钟后自动解除，或先删除 memory://locked/结果/\.cetu\.lock"):
        run_folder(plans, URL, OPTIONS)
    put_lock(memory, "elsewhere", time.time() - STALE_AFTER - 1)
    assert run_folder(plans, URL, OPTIONS).count("ok") == 1


def test_a_run_ended_from_outside_leaves_the_way_free_on_its_machine(
    memory: AbstractFileSystem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CETU_CACHE", str(tmp_path / "cache"))
    with only_one_at(memory, "/locked/结果", URL):
        with pytest.raises(StoreError, match="另一个"), only_one_at(memory, "/locked/结果", URL):
            pass
        left = memory.cat_file(f"/locked/结果/{NAME}")
    memory.pipe_file(f"/locked/结果/{NAME}", left)  # as a run leaves it that had no time to take it away
    with only_one_at(memory, "/locked/结果", URL) as check:
        check()


def test_a_run_whose_lock_was_taken_over_sends_nothing(
    memory: AbstractFileSystem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans = write_plans(tmp_path / "plans", 1)
    with pytest.raises(StoreError, match="没有发送"):
        run_folder(plans, URL, OPTIONS, lambda *_: put_lock(memory, "elsewhere", time.time()))
    assert not memory.exists("/locked/结果/kb.sqlite")
    assert memory.exists(f"/locked/结果/{NAME}"), "the other run's lock stays"


def test_the_lock_is_renewed(memory: AbstractFileSystem, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote_lock, "_RENEWED_EVERY", 0.01)

    def renewed() -> float:
        return msgspec.json.decode(memory.cat_file(f"/locked/结果/{NAME}"), type=Holder).renewed

    with only_one_at(memory, "/locked/结果", URL):
        first, until = renewed(), time.monotonic() + 600
        while renewed() == first:
            assert time.monotonic() < until
            time.sleep(0.01)


@pytest.fixture(scope="module")
def bucket() -> Iterator[dict[str, str]]:
    """A server that speaks S3, with a bucket; the environment of a program that is to use it."""
    server = pytest.importorskip("moto.server", reason="the S3 server of the tests (moto, flask) is not installed")
    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    _, port = running.get_host_and_port()
    yield {
        **os.environ,
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "made-up",
        "AWS_SECRET_ACCESS_KEY": "made-up",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "NO_PROXY": "127.0.0.1",
    }
    running.stop()


def system_of(environment: dict[str, str]) -> AbstractFileSystem:
    """The bucket's file system in this process."""
    return fsspec.filesystem(
        "s3",
        key=environment["AWS_ACCESS_KEY_ID"],
        secret=environment["AWS_SECRET_ACCESS_KEY"],
        endpoint_url=environment["AWS_ENDPOINT_URL"],
        client_kwargs={"region_name": "eu-west-1"},
        skip_instance_cache=True,
    )


def cetu(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command."""
    command = [sys.executable, "-m", "pipeline.cli", "run", *arguments, "-j", "1", "--quiet"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=900)


@pytest.mark.filterwarnings("ignore")
def test_s3_gives_what_a_folder_gives(bucket: dict[str, str], tmp_path: Path) -> None:
    plans = write_plans(tmp_path / "plans", 3)
    (plans / "空.txt").write_bytes(b"")
    run_folder(plans, tmp_path / "local", OPTIONS)
    s3 = system_of(bucket)
    s3.mkdir("plans")
    s3.put(f"{plans}/", "plans/云岭县/", recursive=True)
    source, target = "s3://plans/云岭县", "s3://plans/结果"
    done = cetu(bucket, source, "-o", target)
    assert done.returncode == 1, done.stderr  # one file is empty
    assert "空.txt" in done.stderr + done.stdout
    s3.invalidate_cache()
    s3.get("plans/结果/", f"{tmp_path}/got/", recursive=True)
    assert contents(tmp_path / "got") == contents(tmp_path / "local")
    rows = [row for row in dump(tmp_path / "got") if not row.startswith(("files", "meta"))]
    assert rows == [row for row in dump(tmp_path / "local") if not row.startswith(("files", "meta"))]
    assert not s3.exists(f"plans/结果/{NAME}")
    s3.pipe_file("plans/云岭县/方案0001.txt", plan(77).encode())
    s3.rm_file("plans/云岭县/空.txt")
    again = cetu(bucket, source, "-o", target)
    assert again.returncode == 0, again.stderr
    s3.invalidate_cache()
    assert plan(77).splitlines()[0].encode() in s3.cat_file("plans/结果/documents/方案0001.txt.json")
    with only_one_at(s3, "plans/结果", target):
        second = cetu(bucket, source, "-o", target)
    assert second.returncode == 1
    assert "另一个 cetu run 正在写入 s3://plans/结果" in second.stderr
    assert "Traceback" not in second.stderr
