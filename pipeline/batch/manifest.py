"""What a run has met and what became of it, in a file beside the results: a run over a million files needs no more memory
than one over a hundred."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

import msgspec

from pipeline.batch.discover import Candidate, Stamp
from pipeline.batch.outcome import Outcome

# What is done about a file: read, kept as it is, or passed over (it is no plan).
Action = Literal["read", "keep", "pass"]


class Entry(msgspec.Struct, frozen=True):
    """A file met and what is done about it; `same_as` is the path under which its content is known (`keep`)."""

    candidate: Candidate
    action: Action
    same_as: str = ""


_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -2048;
CREATE TABLE met (path TEXT PRIMARY KEY, action TEXT, entry BLOB) WITHOUT ROWID;
CREATE TABLE done (path TEXT PRIMARY KEY, status TEXT, seconds REAL, outcome BLOB) WITHOUT ROWID;
CREATE TABLE vanished (path TEXT PRIMARY KEY) WITHOUT ROWID;
BEGIN;
"""


class Manifest:
    """Holds the entries and outcomes of one run, by path. Lives in `path` until closed; nothing of it outlives the run."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Close and delete the file."""
        self._db.close()
        self._path.unlink(missing_ok=True)

    def __enter__(self) -> Manifest:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def meet(self, entry: Entry) -> None:
        """Note a file met."""
        one = entry.candidate
        stamp = (one.stamp.size, one.stamp.mtime_ns) if one.stamp else None
        blob = msgspec.msgpack.encode((os.fsencode(one.path), one.reason, stamp, entry.same_as))
        self._db.execute("INSERT OR REPLACE INTO met VALUES (?, ?, ?)", (one.relative, entry.action, blob))

    def entries(self, action: Action) -> Iterator[Entry]:
        """The files of one action, by path."""
        for path, blob in self._db.execute("SELECT path, entry FROM met WHERE action = ? ORDER BY path", (action,)):
            place, reason, stamp, same_as = msgspec.msgpack.decode(blob)
            candidate = Candidate(path, os.fsdecode(place), reason, Stamp(*stamp) if stamp else None)
            yield Entry(candidate, action, same_as)

    def stamp(self, path: str) -> Stamp | None:
        """The stamp of a file met."""
        row = self._db.execute("SELECT entry FROM met WHERE path = ?", (path,)).fetchone()
        stamp = msgspec.msgpack.decode(row[0])[2] if row else None
        return Stamp(*stamp) if stamp else None

    def holds(self, path: str) -> bool:
        """Whether a file was met."""
        return self._db.execute("SELECT 1 FROM met WHERE path = ?", (path,)).fetchone() is not None

    def count(self) -> int:
        """How many files were met."""
        return int(self._db.execute("SELECT count(*) FROM met").fetchone()[0])

    def count_of(self, action: Action) -> int:
        """How many of them one thing is done about."""
        return int(self._db.execute("SELECT count(*) FROM met WHERE action = ?", (action,)).fetchone()[0])

    def finish(self, outcome: Outcome) -> None:
        """Note what became of a file."""
        kept = outcome.without_payload()
        row = (kept.path, kept.status, kept.seconds, msgspec.msgpack.encode(kept))
        self._db.execute("INSERT OR REPLACE INTO done VALUES (?, ?, ?, ?)", row)

    def lose(self, path: str) -> None:
        """Note a file of the base that was not met."""
        self._db.execute("INSERT OR IGNORE INTO vanished VALUES (?)", (path,))

    def vanished(self) -> Iterator[str]:
        """The files of the base that were not met, by path."""
        return (row[0] for row in self._db.execute("SELECT path FROM vanished ORDER BY path"))

    def outcomes(self) -> Iterator[Outcome]:
        """What became of each file, by path."""
        return _decoded(self._db.execute("SELECT outcome FROM done ORDER BY path"))

    def troubles(self) -> Iterator[Outcome]:
        """What became of the files that gave no result, by path; those that failed first."""
        return _decoded(self._db.execute("SELECT outcome FROM done WHERE status != 'ok' ORDER BY status, path"))

    def slowest(self, most: int) -> list[Outcome]:
        """The files that took longest."""
        query = "SELECT outcome FROM done WHERE seconds > 0 ORDER BY seconds DESC, path LIMIT ?"
        return list(_decoded(self._db.execute(query, (most,))))

    def left(self) -> Iterator[Entry]:
        """The files that were met and not come to."""
        for action in ("keep", "read"):
            for entry in self.entries(action):
                query = "SELECT 1 FROM done WHERE path = ?"
                if self._db.execute(query, (entry.candidate.relative,)).fetchone() is None:
                    yield entry


def _decoded(rows: Iterable[tuple[bytes]]) -> Iterator[Outcome]:
    return (msgspec.msgpack.decode(row[0], type=Outcome) for row in rows)
