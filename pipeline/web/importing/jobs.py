"""Imports as folders on the disk, so that any worker process can tell how one goes: what was sent, and the work on it."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path
from typing import Literal

import msgspec

from pipeline.model.errors import StoreError
from pipeline.store.lock import WriteLock
from pipeline.web.settings import Settings
from pipeline.web.working.records import JOB, UNEXPECTED, Busy, Work

JobState = Literal["running", "done", "stopped", "failed"]
# Names begin with this in the base: 导入/3/计划.pdf.
PREFIX = "导入"
# Below the folder of results: the files themselves, and what is known of each import.
FILES, RECORDS = "方案", ".imports"
_KEPT = 200


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """An import: `files` were sent (`bytes` together), `who` by and when. `names` holds the names as they were sent, by
    those they lie under, where the two differ; `refused` those that were not taken, with the reason."""

    number: int
    who: str
    at: str
    files: int
    bytes: int
    names: dict[str, str] = {}
    refused: dict[str, str] = {}
    seconds: float = 120.0
    memory: int = 0
    folder: str = ""

    @property
    def prefix(self) -> str:
        """What the paths of its files begin with in the base."""
        return f"{PREFIX}/{self.number}"


class FileLine(msgspec.Struct, frozen=True, kw_only=True):
    """What a run says of a file (see `cetu run --log-format json`); `path` is the base's."""

    path: str
    status: str
    reason: str = ""
    warnings: tuple[str, ...] = ()
    documents: int = 0
    facts: int = 0
    seconds: float = 0.0
    kept: bool = False
    done: int = 0
    total: int = 0


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How an import goes."""

    state: JobState
    done: int
    total: int
    ok: int
    skipped: int
    failed: int
    error: str = ""


class _Failure(msgspec.Struct, frozen=True):
    message: str


class _Summary(msgspec.Struct, frozen=True):
    interrupted: bool = False


class Jobs:
    """The imports of one folder of results."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._records = settings.out / RECORDS
        self._files = settings.out / FILES

    def numbers(self) -> list[int]:
        """The imports there are, the latest first."""
        with contextlib.suppress(OSError):
            names = (entry.name for entry in os.scandir(self._records) if entry.is_dir())
            return sorted((int(name) for name in names if name.isascii() and name.isdigit()), reverse=True)
        return []

    def make(self) -> tuple[int, Path]:
        """A new number, and an empty folder for the files sent."""
        number = max([*self.numbers(), *self._taken()], default=0) + 1
        while True:
            try:
                (self._records / str(number)).mkdir(parents=True)
                break
            except FileExistsError:
                number += 1
        folder = self._files / str(number)
        folder.mkdir(parents=True, exist_ok=False)
        return number, folder

    def drop(self, number: int) -> None:
        """Take away an import that came to nothing."""
        shutil.rmtree(self._files / str(number), ignore_errors=True)
        shutil.rmtree(self._records / str(number), ignore_errors=True)

    def get(self, number: int) -> Job | None:
        """An import; null where there is none, or where its files are still being received."""
        with contextlib.suppress(OSError, msgspec.DecodeError):
            return msgspec.json.decode((self._records / str(number) / JOB).read_bytes(), type=Job)
        return None

    def running(self) -> int | None:
        """The import at work, if one is."""
        return next((number for number in self.numbers()[:_KEPT] if self._work(number).works()), None)

    def start(self, job: Job) -> None:
        """Begin a run over the files of an import, in a process of its own. Raises Busy (Chinese) while another is
        at work."""
        guard = WriteLock(self._records / "start")
        try:
            guard.acquire()
        except StoreError:
            raise Busy("另一个导入正要开始，请稍后再试") from None
        try:
            if (busy := self.running()) is not None:
                raise Busy(f"第 {busy} 次导入正在进行，请等它结束后再试")
            full = msgspec.structs.replace(
                job,
                seconds=self._settings.seconds,
                memory=self._settings.memory,
                folder=str(self._files / str(job.number)),
            )
            self._work(job.number).begin(full)
        finally:
            guard.release()

    def has_files(self, number: int) -> bool:
        """Whether the files of an import are still here."""
        return (self._files / str(number)).is_dir()

    def cancel(self, number: int) -> None:
        """Ask a run to end; what it has finished is kept."""
        self._work(number).cancel()

    def lines(self, number: int) -> list[FileLine]:
        """What the run has said of each file so far."""
        return _told(self._work(number))[0]

    def progress(self, number: int) -> Progress:
        """How an import goes."""
        works = self._work(number).works()  # asked first: what is said in the meantime is then read below
        lines, ended, error = _told(self._work(number))
        state: JobState = "running" if works else "failed"
        if ended is not None:
            state = "stopped" if ended.interrupted else "done"
        elif not works:
            error = error or f"{UNEXPECTED}；已完成的部分都已保存"
        job = self.get(number)
        counts = {status: sum(line.status == status for line in lines) for status in ("ok", "skipped", "failed")}
        total = lines[-1].total if lines else (job.files if job else 0)
        return Progress(state=state, done=len(lines), total=max(total, len(lines)), error=error, **counts)

    def _work(self, number: int) -> Work:
        return Work(self._records / str(number), "pipeline.web.importing.child")

    def _taken(self) -> list[int]:
        with contextlib.suppress(OSError):
            return [int(name) for name in os.listdir(self._files) if name.isascii() and name.isdigit()]
        return []


def _told(work: Work) -> tuple[list[FileLine], _Summary | None, str]:
    """The files told of, the closing summary, and what went wrong with the run as a whole."""
    lines: list[FileLine] = []
    ended: _Summary | None = None
    error = ""
    for event, raw in work.told():
        with contextlib.suppress(msgspec.MsgspecError):
            if event == "file":
                lines.append(msgspec.json.decode(raw, type=FileLine))
            elif event == "summary":
                ended = msgspec.json.decode(raw, type=_Summary)
            elif event == "error":
                error = msgspec.json.decode(raw, type=_Failure).message
    return lines, ended, error
