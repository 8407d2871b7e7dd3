"""A piece of work as a folder on the disk, so that any worker process can tell how it goes: what was asked, what was said while
it ran, and a lock that the process at work holds for as long as it lives."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from pipeline.model.errors import StoreError
from pipeline.store.lock import WriteLock

JOB, LOG, CANCEL, LOCK, READY, ERRORS = "job.json", "log.jsonl", "cancel", "run", "ready", "errors.txt"
UNEXPECTED = "处理进程意外中止（可能被系统结束）"
_START_SECONDS = 120.0


class Busy(StoreError):
    """Other work has to end first."""


class _Line(msgspec.Struct, frozen=True):
    """A line of the log before it is known what it says."""

    event: str


class Work:
    """One piece of work; `module` is what the process runs, with the folder as its argument."""

    def __init__(self, record: Path, module: str) -> None:
        self.record = record
        self._module = module

    def works(self) -> bool:
        """Whether its process lives."""
        if not (self.record / READY).exists():
            return False
        lock = WriteLock(self.record / LOCK)
        try:
            lock.acquire()
        except (StoreError, OSError):
            return True
        lock.release()
        return False

    def begin(self, asked: msgspec.Struct) -> None:
        """Start the process, what it is to do written down, and wait until it holds its lock. Raises StoreError (Chinese)."""
        for name in (READY, CANCEL, LOG):  # of the run before
            (self.record / name).unlink(missing_ok=True)
        (self.record / JOB).write_bytes(msgspec.json.encode(asked))
        with (self.record / ERRORS).open("wb") as errors:
            process = subprocess.Popen(
                [sys.executable, "-m", self._module, str(self.record)],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors, start_new_session=True,
            )  # fmt: skip
        threading.Thread(target=process.wait, daemon=True).start()
        until = time.monotonic() + _START_SECONDS
        while not (self.record / READY).exists() and process.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        if not (self.record / READY).exists():
            process.kill()
            raise StoreError("无法启动处理进程，请稍后再试")

    def cancel(self) -> None:
        """Ask the process to end."""
        (self.record / CANCEL).touch()

    def seconds(self) -> float:
        """How long ago it began; 0 where it has not."""
        try:
            return max(0.0, time.time() - (self.record / READY).stat().st_mtime)
        except OSError:
            return 0.0

    def told(self) -> Iterator[tuple[str, bytes]]:
        """What was said so far: the name of each event, and its line."""
        try:
            content = (self.record / LOG).read_bytes()
        except OSError:
            return
        for raw in content.split(b"\n")[:-1]:  # the last one may be half written
            try:
                yield msgspec.json.decode(raw, type=_Line).event, raw
            except msgspec.MsgspecError:
                continue
