"""What a run has to do for each file, given what the knowledge base holds of it already."""

from __future__ import annotations

import os
from collections.abc import Iterable
from hashlib import file_digest
from pathlib import Path

import msgspec

from pipeline.batch.discover import Candidate
from pipeline.batch.names import result_name
from pipeline.reading.archive import SEPARATOR
from pipeline.store import StoredFile


class Stamp(msgspec.Struct, frozen=True):
    """Size in bytes and time of the last change, as the file system tells them."""

    size: int
    mtime_ns: int


class Task(msgspec.Struct, frozen=True):
    """A file to be read, with its stamp of before reading: what changes later is read again by the next run."""

    candidate: Candidate
    stamp: Stamp | None


class Kept(msgspec.Struct, frozen=True):
    """A file whose facts are here: under its own path, or (`came_from`) under the one it was moved or copied from."""

    candidate: Candidate
    stamp: Stamp | None
    stored: StoredFile
    came_from: str | None = None


class Plan(msgspec.Struct, frozen=True):
    """What is to be read, and what stays as it is."""

    tasks: tuple[Task, ...]
    kept: tuple[Kept, ...]


def plan(candidates: Iterable[Candidate], files: Iterable[StoredFile], extractor: str, results: Path) -> Plan:
    """Compare the files met with what the base knows.

    A file stays as it is if its size and time are those of the last run and its facts were made by this very version of
    program and lexicons, and if its result lies in `results`. A file that is new or whose time changed is compared by
    content where one of its size is known. Files that failed or were skipped are tried anew.
    """
    known = {file.path: file for file in files}
    by_size: dict[int, list[StoredFile]] = {}
    for file in known.values():
        if _current(file, extractor) and file.size is not None and SEPARATOR not in file.path:
            by_size.setdefault(file.size, []).append(file)
    tasks: list[Task] = []
    kept: list[Kept] = []
    for candidate in candidates:
        if candidate.reason:
            continue
        stamp = _stamp(candidate.path)
        stored = known.get(candidate.relative)
        same = stored if _same(stored, stamp, extractor) else _by_content(candidate, stamp, by_size)
        if same is None or not (results / result_name(same.path)).is_file():
            tasks.append(Task(candidate, stamp))
        else:
            kept.append(Kept(candidate, stamp, same, same.path if same.path != candidate.relative else None))
    return Plan(tuple(tasks), tuple(kept))


def _current(file: StoredFile, extractor: str) -> bool:
    return file.status == "ok" and file.extractor == extractor


def _same(file: StoredFile | None, stamp: Stamp | None, extractor: str) -> bool:
    if file is None or stamp is None or not _current(file, extractor):
        return False
    return (file.size, file.mtime_ns) == (stamp.size, stamp.mtime_ns)


def _stamp(path: str) -> Stamp | None:
    """The stamp of a file; of a member of an archive that of the archive. Null where it cannot be had."""
    try:
        found = os.stat(path.split(SEPARATOR, 1)[0])
    except (OSError, ValueError):
        return None
    return Stamp(found.st_size, found.st_mtime_ns)


def _by_content(candidate: Candidate, stamp: Stamp | None, by_size: dict[int, list[StoredFile]]) -> StoredFile | None:
    """The file with the same bytes, its own path first, else the first by path."""
    alike = by_size.get(stamp.size, []) if stamp is not None and SEPARATOR not in candidate.path else []
    if not alike:
        return None
    try:
        with open(candidate.path, "rb") as stream:
            digest = file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None
    same = sorted((file for file in alike if file.sha256 == digest), key=lambda file: file.path)
    return next((file for file in same if file.path == candidate.relative), same[0] if same else None)
