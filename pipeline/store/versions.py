"""Which files of a base were read by another version of program and lexicons than the one at hand, and which state it is in."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import msgspec

from pipeline.store.knowledge_base import KnowledgeBase

# Facts follow from a content and what read it; the log of changes only grows, but for what is forgotten.
_STATE = (
    "SELECT sha256, extractor FROM contents ORDER BY sha256",
    "SELECT path, status, reason, sha256, missing FROM files ORDER BY path",
    "SELECT count(*), max(number) FROM changes",
    "SELECT fact, matched FROM reviewed ORDER BY fact",
)


class OlderFiles(msgspec.Struct, frozen=True, kw_only=True):
    """So many `files` below a path (`prefix`; empty: of the base's own folder) that an older version has read, and the
    folder in which they lie (null where nobody has noted it)."""

    prefix: str
    files: int
    folder: Path | None


def older_files(kb: KnowledgeBase, extractor: str) -> tuple[OlderFiles, ...]:
    """The files that a new reading could find more in, by the path they were added under. Those that are gone from their
    folder are left out: nobody can read them again."""
    roots = kb.roots()
    counts: dict[str, int] = {}
    rows = kb.db.execute(
        "SELECT f.path FROM files f JOIN contents c ON c.key = f.content "
        "WHERE c.extractor != ? AND f.status = 'ok' AND f.missing = 0",
        (extractor,),
    )
    for (path,) in rows:
        prefix = max((one for one in roots if path.startswith(f"{one}/")), key=len, default="")
        counts[prefix] = counts.get(prefix, 0) + 1
    return tuple(
        OlderFiles(prefix=prefix, files=count, folder=roots[prefix] if prefix else kb.folder())
        for prefix, count in sorted(counts.items())
    )


def state_of(kb: KnowledgeBase) -> str:
    """A digest of what the base holds: its contents and what read them, its files, and what people have said. Two bases, or
    one at two times, with the same digest give the same exports."""
    return kb.remember(("digest of state",), lambda: _digest(kb))


def _digest(kb: KnowledgeBase) -> str:
    digest = sha256()
    for select in _STATE:
        for row in kb.db.execute(select):
            digest.update(repr(tuple(row)).encode("utf-8", "replace"))
        digest.update(b"\n")
    return digest.hexdigest()
