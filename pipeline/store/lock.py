"""One writer at a time: an operating-system lock that ends with its process, however that ends."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

from pipeline.model.errors import StoreError


class WriteLock:
    """Holds `PATH.lock` while a store is open for writing. SQLite's own locks guard single transactions only; this one
    keeps a second run out for the whole time."""

    def __init__(self, path: Path) -> None:
        self._path = path.with_name(path.name + ".lock")
        self._stream: IO[bytes] | None = None

    def acquire(self) -> None:
        """Take the lock. Raises StoreError where another process has it."""
        while True:
            stream = self._path.open("a+b")
            try:
                _lock(stream.fileno())
            except OSError as error:
                stream.close()
                raise StoreError("知识库正由另一个任务写入，请等它结束后再试") from error
            if self._is_current(stream):
                self._stream = stream
                return
            stream.close()  # its holder deleted it between our opening and our locking: take the new one

    def release(self) -> None:
        """Let go, and take the lock file away."""
        if self._stream is not None:
            self._path.unlink(missing_ok=True)
            self._stream.close()
            self._stream = None

    def _is_current(self, stream: IO[bytes]) -> bool:
        try:
            return os.path.samestat(os.fstat(stream.fileno()), self._path.stat())
        except FileNotFoundError:
            return False


def _lock(descriptor: int) -> None:
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
