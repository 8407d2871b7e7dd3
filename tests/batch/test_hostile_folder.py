"""A real `cetu run` over a folder of files made to do harm: each with a clear reason or a clean result, nothing written outside
the output folder, nobody called."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest

from scripts.hostile import PLAN, Made, make

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices are made another way there")


class Ran(NamedTuple):
    """What a run over the hostile folder left."""

    made: list[Made]
    report: dict[str, dict[str, object]]
    place: Path
    code: int
    errors: str
    calls: int
    before: dict[str, tuple[int, int]]


def state(*folders: Path) -> dict[str, tuple[int, int]]:
    """Every file and folder with size and time, links not followed."""
    return {
        os.path.join(parent, name): (found.st_size, found.st_mtime_ns)
        for folder in folders
        for parent, names, files in os.walk(folder)
        for name in [*names, *files, "."]
        for found in [os.lstat(os.path.join(parent, name))]
    }


def cetu(place: Path, *arguments: str, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[bytes]:
    """The command, with a home and a temporary folder of its own."""
    home = place / "home"
    home.mkdir(exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(home), "TMPDIR": str(home), "CETU_CACHE": ""}
    command = [*before, sys.executable, "-B", "-m", "pipeline.cli", *arguments]
    return subprocess.run(command, cwd=home, env=environment, capture_output=True, check=False, timeout=1800)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    place = tmp_path_factory.mktemp("hostile")
    (place / "plans").mkdir()
    (place / "outside").mkdir()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        made = make(place / "plans", place / "outside", f"127.0.0.1:{listener.getsockname()[1]}")
        before = state(place / "plans", place / "outside")
        done = cetu(
            place, "run", str(place / "plans"), "-o", str(place / "out"), "-j", "2", "--timeout", "120", "--quiet"
        )
        calls = 0
        try:
            listener.accept()[0].close()
            calls += 1
        except TimeoutError:
            pass
    lines = map(json.loads, (place / "out" / "run-report.jsonl").read_text("utf-8").splitlines())
    report = {line["path"]: line for line in lines}
    yield Ran(made, report, place, done.returncode, done.stderr.decode(), calls, before)
    (place / "plans" / "锁着").chmod(0o700)
    shutil.rmtree(place / "plans")


def test_each_file_is_told_of_rightly(ran: Ran) -> None:
    assert {one.name for one in ran.made} == set(ran.report)
    wrong = []
    for one in ran.made:
        line = ran.report[one.name]
        status, reason = str(line["status"]), str(line["reason"])
        if not re.fullmatch(one.status, status) or not re.search(one.reason, reason):
            wrong.append((one, status, reason))
        if status != "ok":
            assert re.search("[\u4e00-\u9fff]", reason), one
        assert "处理出错" not in reason, (one, reason)
    assert wrong == []


def test_exit_code_and_no_trace(ran: Ran) -> None:
    assert ran.code == 1
    assert "Traceback" not in ran.errors


def test_nothing_is_written_outside_the_output_folder(ran: Ran) -> None:
    assert state(ran.place / "plans", ran.place / "outside") == ran.before
    assert list((ran.place / "home").iterdir()) == []
    assert {path.name for path in ran.place.iterdir()} == {"plans", "outside", "home", "out"}
    assert {path.name for path in (ran.place / "out").iterdir()} == {
        ".cetu.lock", "kb.sqlite", "documents", "台账.xlsx", "run-report.jsonl"
    }  # fmt: skip


def test_nobody_is_called(ran: Ran) -> None:
    assert ran.calls == 0


def test_names_are_safe_in_every_output(ran: Ran) -> None:
    assert all(path.isprintable() for path in ran.report)
    ok = {path for path, line in ran.report.items() if line["status"] == "ok"}
    names = [path.name for path in (ran.place / "out" / "documents").iterdir()]
    assert len(names) == len(ok)
    for name in names:
        assert name.isprintable()
        assert len(name.encode()) <= 255
        assert not set(name) & set('<>:"|?*\\/')
        assert not name.startswith(("-", "."))
    book = openpyxl.load_workbook(ran.place / "out" / "台账.xlsx", read_only=True)
    cells = [value for row in book["处理情况"].iter_rows(values_only=True) for value in row[:1]]
    book.close()
    assert set(ran.report) <= set(cells)
    for format_ in ("csv", "jsonl", "md", "graphml"):
        done = cetu(
            ran.place, "export", "--kb", str(ran.place / "out" / "kb.sqlite"), "--format", format_,
            "-o", str(ran.place / "home" / f"out.{format_}"),
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()
    shutil.rmtree(ran.place / "home")


@pytest.mark.skipif(
    not shutil.which("unshare") or subprocess.run(["unshare", "-rn", "true"], check=False).returncode != 0,
    reason="the system does not let us switch networking off",
)
def test_everything_works_with_networking_off(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / "方案.txt").write_text(PLAN, "utf-8")
    off = ("unshare", "-rn")
    out = str(tmp_path / "out")
    done = cetu(tmp_path, "run", str(tmp_path / "plans"), "-o", out, "-j", "1", before=off)
    assert done.returncode == 0, done.stderr.decode()
    done = cetu(tmp_path, "ask", "谁负责检查设施？", "--kb", f"{out}/kb.sqlite", before=off)
    assert (done.returncode, "总务处" in done.stdout.decode()) == (0, True)
