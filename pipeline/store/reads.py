"""What a knowledge base is asked for: its files, plans, headings and facts, and what runs have noted of themselves."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from pipeline.model.errors import UsageError
from pipeline.model.result import FACT_TYPES
from pipeline.store import reading
from pipeline.store.records import StoredDocument, StoredFact, StoredFile, StoredSection


class Reads:
    """Reads one base. What comes as a list or one by one has an order that does not depend on the order of adding."""

    def __init__(self, path: Path, db: sqlite3.Connection) -> None:
        self.path = path
        self.db = db

    def files(self) -> list[StoredFile]:
        """Every file met, by path."""
        return list(reading.files(self.db))

    def each_file(self) -> Iterator[StoredFile]:
        """The same one by one."""
        return reading.files(self.db)

    def files_with(self, sha256: str) -> list[StoredFile]:
        """The files of one content, by path."""
        return list(reading.files(self.db, "WHERE c.sha256 = ?", (sha256,)))

    def file(self, path: str) -> StoredFile | None:
        """One file by its path."""
        return reading.file(self.db, path)

    def documents(self) -> list[StoredDocument]:
        """Every plan, by path and place."""
        return list(reading.documents(self.db))

    def sections(self, document: str | None = None) -> Iterator[StoredSection]:
        """Headings of one document (id, title or path) or of all."""
        for key in self.document_keys(document) if document is not None else (None,):
            yield from reading.sections(self.db, key)

    def facts(self, *, type: str | None = None, document: str | None = None) -> Iterator[StoredFact]:
        """Facts by path and place in the text; of one type, of one document (its id, title or path)."""
        if type is not None and type not in FACT_TYPES:
            raise UsageError(f"没有这种事实：{type}（有 {'、'.join(FACT_TYPES)}）")
        condition, values = ("AND f.type = ?", [type]) if type else ("", [])
        order = "ORDER BY f.start, f.end DESC, f.id"
        for key in self.document_keys(document) if document is not None else self._all_documents():
            yield from reading.facts_where(self.db, f"WHERE f.document = ? {condition} {order}", (key, *values))

    def fact(self, id: str) -> StoredFact | None:
        """A fact by its id; null where there is none."""
        return next(reading.facts_where(self.db, "WHERE f.id = ? ORDER BY path, f.key LIMIT 1", (id,)), None)

    def source_text(self, document: str) -> str:
        """The source text of the file that holds a document (its id, title or path)."""
        return reading.source_text(self.db, self.document_keys(document)[0])

    def document_keys(self, words: str) -> tuple[int, ...]:
        """Keys of the documents that an id, title or path names. Raises UsageError where none does."""
        keys = reading.document_keys(self.db, words)
        if not keys:
            raise UsageError(f"知识库中没有这个文件或方案：{words}")
        return keys

    def _all_documents(self) -> list[int]:
        rows = self.db.execute(
            f"SELECT d.key, {reading.PATH.format(content='d.content')} AS path FROM documents d ORDER BY path, d.start, d.key"
        )
        return [row[0] for row in rows]

    def is_from(self, folder: Path | str) -> bool:
        """Whether the last run was over this folder; also where there was none."""
        row = self.db.execute("SELECT value FROM meta WHERE name = 'folder'").fetchone()
        return row is None or row[0] == folder_words(folder)

    def folder(self) -> Path | None:
        """The folder of the last run; null where none was noted."""
        row = self.db.execute("SELECT value FROM meta WHERE name = 'folder'").fetchone()
        return Path(row[0]) if row else None

    def roots(self) -> dict[str, Path]:
        """The folders that runs have added under a path of their own, by that path."""
        home = self.path.resolve().parent
        return {prefix: home / words for prefix, words in self.roots_noted().items()}

    def roots_noted(self) -> dict[str, str]:
        """The same as they were noted: relative to the base's own folder where they lie below it."""
        row = self.db.execute("SELECT value FROM meta WHERE name = 'roots'").fetchone()
        return dict(json.loads(row[0])) if row else {}

    def whereabouts(self, path: str) -> Path | None:
        """Where a file of the base lies on the disk; null where nobody has noted it."""
        for prefix, folder in self.roots().items():
            if path.startswith(f"{prefix}/"):
                return folder / path[len(prefix) + 1 :]
        home = self.folder()
        return home / path if home is not None else None

    def extractor_of(self, sha256: str) -> str | None:
        """What version of the rules made the facts of a content; null where the content is not here."""
        row = self.db.execute("SELECT extractor FROM contents WHERE sha256 = ?", (sha256,)).fetchone()
        return str(row[0]) if row else None

    def fact_counts(self, sha256: str) -> dict[str, int]:
        """Facts of a content by type."""
        return reading.fact_counts(self.db, sha256)

    def made_by(self, extractor: str) -> bool:
        """Whether any facts here were made by this version of the rules."""
        return self.db.execute("SELECT 1 FROM contents WHERE extractor = ?", (extractor,)).fetchone() is not None

    def count_facts(self) -> int:
        """How many facts there are."""
        return int(self.db.execute("SELECT count(*) FROM facts").fetchone()[0])

    def workbook(self) -> str | None:
        """What version wrote the workbook; null where something changed since."""
        row = self.db.execute("SELECT value FROM meta WHERE name = 'workbook'").fetchone()
        return str(row[0]) if row else None


def folder_words(folder: Path | str) -> str:
    """How a folder, or a URL, is noted."""
    return os.fsencode(folder.resolve()).decode("utf-8", "replace") if isinstance(folder, Path) else folder
