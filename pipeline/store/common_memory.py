"""What the readers of one process have worked out of a base, kept together until somebody writes."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

from pipeline.store.connection import open_watcher

T = TypeVar("T")
_MOST = 50_000


class CommonMemory:
    """Values by key for one version of the base, shared by readers in several threads.

    SQLite numbers the versions it has seen for each connection apart, so that one connection watches for all readers.
    """

    def __init__(self, path: Path) -> None:
        self._db = open_watcher(path)
        self._watching = threading.Lock()
        self._keeping = threading.Lock()
        self._version: int | None = None
        self._values: dict[tuple[str, ...], object] = {}
        self._making: dict[tuple[str, ...], threading.Lock] = {}
        self.kept: dict[str, object] = {}  # what outlives a write, with what tells whether it still holds

    def version(self) -> int:
        """The version of the base now."""
        with self._watching:
            return int(self._db.execute("PRAGMA data_version").fetchone()[0])

    def snapshot_version(self, db: sqlite3.Connection) -> int | None:
        """Begin a transaction on a reader's connection and tell which version it reads; null where somebody wrote meanwhile."""
        before = self.version()
        db.execute("BEGIN")
        db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()  # only a read fixes what the transaction sees
        return before if self.version() == before else None

    def value(self, version: int, key: tuple[str, ...], make: Callable[[], T]) -> T:
        """The value kept for a key; made where there is none for this version, by one thread while others wait for it.

        `make` must read the base at this very version, and must not ask for its own key.
        """
        with self._keeping:
            if version != self._version or len(self._values) >= _MOST:
                self._version, self._values, self._making = version, {}, {}
            values = self._values
            making = self._making.setdefault(key, threading.Lock())
        with making:
            if key not in values:
                values[key] = make()
            return cast(T, values[key])

    def close(self) -> None:
        """Stop watching."""
        with self._watching:
            self._db.close()
