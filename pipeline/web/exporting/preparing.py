"""Files of the whole base that take long to make: a folder for each format with the work on it and the file made last.

Whoever asks for a format that is being made waits for the same file. One is made at a time, few wait. A file is kept for a day,
and not beyond the forgetting of a plan (`pipeline.batch.forgetting`).
"""

from __future__ import annotations

import contextlib
import shutil
import time
from importlib import metadata
from pathlib import Path
from typing import Literal

import msgspec

from pipeline.batch.names import EXPORTS
from pipeline.model.errors import StoreError
from pipeline.store.lock import WriteLock
from pipeline.web.exporting.formats import TOLD
from pipeline.web.settings import Settings
from pipeline.web.working.records import JOB, UNEXPECTED, Busy, Work

PreparingState = Literal["none", "waiting", "running", "done", "stopped", "failed"]
MADE, TURN, START, ENDING = "made.json", "turn", "start", ".file"
MOST_WAITING = 3
_KEPT_SECONDS = 24 * 3600.0


def version() -> str:
    """The version of the program: another one may write a file otherwise."""
    return metadata.version("cetu")


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A file asked for: the format, the day it bears, the base; `who` asked and when."""

    name: str
    day: str
    kb: str
    who: str
    at: str


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was made: where it lies in its folder, of which state of the base (`state`, by which version of the program),
    as of when (`at`: when it was asked for), how much it holds, how long it took."""

    file: str
    day: str
    at: str
    state: str
    version: str
    facts: int
    bytes: int
    seconds: float


class Preparing(msgspec.Struct, frozen=True, kw_only=True):
    """How the making of a file goes: facts read so far (`done`) of `total`, and for how long it has been at work."""

    state: PreparingState
    done: int = 0
    total: int = 0
    seconds: int = 0
    error: str = ""

    @property
    def under_way(self) -> bool:
        """Whether there is something to wait for."""
        return self.state in ("waiting", "running")


class _Read(msgspec.Struct, frozen=True):
    done: int = 0
    total: int = 0


class _Failure(msgspec.Struct, frozen=True):
    message: str


class Preparations:
    """The files of one folder of results."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._home = settings.out / EXPORTS

    def start(self, wanted: Wanted) -> None:
        """Begin to make a file; where it is being made already, that will do. Raises Busy (Chinese) where too many wait."""
        self._home.mkdir(parents=True, exist_ok=True, mode=0o700)
        guard = WriteLock(self._home / START)
        try:
            guard.acquire()
        except StoreError:
            raise Busy("另一个导出正要开始，请稍后再试") from None
        try:
            busy = [name for name in TOLD if self._work(name).works()]
            if wanted.name in busy:
                return
            if len(busy) > MOST_WAITING:
                raise Busy(f"已有 {len(busy)} 种格式在准备或排队，请等其中一种完成后再试")
            self._sweep()
            (self._home / wanted.name).mkdir(exist_ok=True, mode=0o700)
            self._work(wanted.name).begin(wanted)
        finally:
            guard.release()

    def asked_by(self, name: str) -> str:
        """Who asked for the file that is being made."""
        with contextlib.suppress(OSError, msgspec.DecodeError):
            return msgspec.json.decode((self._home / name / JOB).read_bytes(), type=Wanted).who
        return ""

    def cancel(self, name: str) -> None:
        """Ask a making to end."""
        self._work(name).cancel()

    def progress(self, name: str) -> Preparing:
        """How the making of a format goes, or went."""
        work = self._work(name)
        works = work.works()  # asked first: what is said in the meantime is then read below
        read, error = _Read(), ""
        state: PreparingState = "waiting" if works else "none"
        for event, raw in work.told():
            if event == "read":
                read, state = msgspec.json.decode(raw, type=_Read), "running"
            elif event == "made":
                read, state = _Read(read.total, read.total), "done"
            elif event == "error":
                state, error = "failed", msgspec.json.decode(raw, type=_Failure).message
            elif event == "summary":
                state = "stopped"
        if state in ("waiting", "running") and not works:
            state, error = "failed", UNEXPECTED
        if state == "done" and self.made(name) is None:
            state = "none"  # it has been taken away since
        seconds = int(work.seconds()) if works else 0
        return Preparing(state=state, done=read.done, total=read.total, seconds=seconds, error=error)

    def made(self, name: str) -> Made | None:
        """The file made last, as long as it is kept."""
        with contextlib.suppress(OSError, msgspec.DecodeError):
            made = msgspec.json.decode((self._home / name / MADE).read_bytes(), type=Made)
            if time.time() - (self._home / name / made.file).stat().st_mtime < _KEPT_SECONDS:
                return made
        return None

    def path(self, name: str, made: Made) -> Path:
        """Where a file lies."""
        return self._home / name / made.file

    def _sweep(self) -> None:
        """Take away the files that are kept no longer, while nobody begins another."""
        for name in TOLD:
            if (self._home / name).is_dir() and self.made(name) is None and not self._work(name).works():
                shutil.rmtree(self._home / name, ignore_errors=True)

    def _work(self, name: str) -> Work:
        return Work(self._home / name, "pipeline.web.exporting.child")
