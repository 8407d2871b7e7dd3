"""`KnowledgeBase`: one SQLite file of plans and their facts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from pipeline.model.errors import StoreError, UsageError, system_words
from pipeline.model.result import Extraction
from pipeline.store import finding, writer
from pipeline.store.common_memory import CommonMemory
from pipeline.store.connection import as_store_error, close_writer, many_rows, open_for_reading, open_for_writing
from pipeline.store.lock import WriteLock
from pipeline.store.passages import Passage
from pipeline.store.preparing import PreparedFile, file_of, prepare_file
from pipeline.store.reads import Reads, folder_words
from pipeline.store.records import StoredFile
from pipeline.store.remembering import Remembered
from pipeline.store.searchtext import SEARCH_VERSION

T = TypeVar("T")
# Large values kept; a question makes about ten.
_RECENT = 48


class KnowledgeBase(Reads):
    """The knowledge base. Open it with `KnowledgeBase.open`, best in a `with`.

    >>> with KnowledgeBase.open("outputs/kb.sqlite") as kb:  # doctest: +SKIP
    ...     for fact in kb.facts(type="duty"):
    ...         print(fact.fact.actor, fact.words)

    Many may read while one writes. What is read comes in an order that does not depend on the order of adding.
    """

    def __init__(
        self, path: Path, db: sqlite3.Connection, lock: WriteLock | None, common: CommonMemory | None = None
    ) -> None:
        super().__init__(path, db)
        self._lock = lock
        self._common = common
        self._reads: int | None = None  # the version a snapshot reads, where readers share what they remember
        self._depth = 0
        self._remembered = Remembered()
        self._kept: dict[str, object] = {}
        self._recent = Remembered(_RECENT)

    @classmethod
    def open(
        cls, path: str | Path, *, write: bool = False, migrate: bool = True, common: CommonMemory | None = None
    ) -> KnowledgeBase:
        """Open a knowledge base; with `write` it is made where there is none, without `migrate` an older one is refused
        rather than brought up to date. Readers in several threads may share what they remember (`common`).

        Raises StoreError (Chinese) if it is missing, damaged, of a newer version, not ours, or being written by another.
        """
        path = Path(path)
        if not write:
            return cls(path, open_for_reading(path, migrate=migrate), None, common)
        lock = WriteLock(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except OSError as error:
            raise StoreError(f"知识库 {path} 不可写：{system_words(error)}") from error
        try:
            kb = cls(path, open_for_writing(path), lock)
            with kb.transaction():
                if writer.search_version(kb.db) != SEARCH_VERSION:
                    writer.rebuild_index(kb.db)
        except BaseException:
            lock.release()
            raise
        return kb

    def close(self) -> None:
        """Close; after writing, a single file is left. Closing twice does nothing."""
        try:
            if self._lock is None:
                self.db.close()
            else:
                close_writer(self.db)
        finally:
            if self._lock is not None:
                self._lock.release()

    def __enter__(self) -> KnowledgeBase:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Several changes as one: all of them are kept, or none. May be nested; the outermost decides."""
        if self._lock is None:
            raise StoreError("知识库以只读方式打开，不能写入")
        try:
            with self._transaction():
                yield
        except sqlite3.Error as error:
            raise as_store_error(error, self.path) from error

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """What is read inside is one state of the base, whatever another writes meanwhile. May be nested."""
        if self.db.in_transaction:
            yield
            return
        if self._common is None:
            self.db.execute("BEGIN")
        else:
            self._reads = self._common.snapshot_version(self.db)
        try:
            yield
        finally:
            self._reads = None
            self.db.rollback()  # nothing was written

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        if self._depth == 0:
            self.db.execute("BEGIN IMMEDIATE")
        self._depth += 1
        try:
            yield
        except BaseException:
            if self._depth == 1 and self.db.in_transaction:
                self.db.execute("ROLLBACK")
            raise
        else:
            if self._depth == 1:
                self.db.execute("COMMIT")
        finally:
            self._depth -= 1

    def add(
        self,
        extraction: Extraction,
        text: str | None = None,
        passages: tuple[Passage, ...] = (),
        *,
        extractor: str = "",
        size: int | None = None,
        mtime_ns: int | None = None,
    ) -> None:
        """Put one file's result in, in the place of what was known of this path and of the same content.

        `text` is the source text (else `extraction.text`); `passages` come from `passages_of(layout)`: with them a
        sentence torn by a page's edge stays whole. Adding twice changes nothing.
        """
        words = extraction.text if text is None else text
        if not isinstance(words, str):
            raise UsageError("写入知识库需要原文（text）")
        prepared = prepare_file(extraction, words, passages)
        self.add_prepared([(prepared, file_of(prepared, extractor, size, mtime_ns))])

    def add_prepared(self, files: Iterable[tuple[PreparedFile, StoredFile]]) -> None:
        """The same for rows that another process prepared: those of several files, all or none."""
        with self.many_files(), self.transaction():
            writer.add(self.db, files)

    def many_files(self) -> AbstractContextManager[None]:
        """Inside, files are put in with less work: SQLite keeps its statements from one call of `add_prepared` to the next."""
        return many_rows(self.db)

    def put_file(self, file: StoredFile) -> None:
        """Note a file that gave no result (failed, skipped), or another path of content that is known: what an earlier
        run found under this path goes, unless the file is `ok` and its content (`sha256`) is here."""
        with self.transaction():
            row = None
            if file.status == "ok":
                row = self.db.execute("SELECT key FROM contents WHERE sha256 = ?", (file.sha256,)).fetchone()
                if row is None:
                    raise UsageError(f"知识库中没有 {file.path} 的内容")
            writer.put_file(self.db, file, row["key"] if row else None)

    def note_folder(self, folder: Path | str) -> None:
        """Keep in mind where the files lie that paths are relative to: a folder, or a URL."""
        with self.transaction():
            self.db.execute("INSERT OR REPLACE INTO meta VALUES ('folder', ?)", (folder_words(folder),))

    def note_root(self, prefix: str, folder: Path) -> None:
        """Keep in mind that the files whose paths begin with `prefix/` lie in a folder of their own. A folder below that
        of the base is kept relative to it: the two may be moved together."""
        home, here = self.path.resolve().parent, folder.resolve()
        words = here.relative_to(home).as_posix() if here.is_relative_to(home) else folder_words(here)
        with self.transaction():
            known = {**self.roots_noted(), prefix: words}
            value = json.dumps(known, ensure_ascii=False, sort_keys=True)
            self.db.execute("INSERT OR REPLACE INTO meta VALUES ('roots', ?)", (value,))

    def note_workbook(self, version: str) -> None:
        """Keep in mind that the workbook was written from what is here now, by this version."""
        with self.transaction():
            self.db.execute("INSERT OR REPLACE INTO meta VALUES ('workbook', ?)", (version,))

    def remove_file(self, path: str) -> bool:
        """Take a file and all that came from it away. False where the path is not known."""
        with self.transaction():
            return writer.remove_file(self.db, path)

    def size(self) -> int:
        """Number of passages; counted anew only after another connection has written."""
        return self.remember(("size",), lambda: finding.size(self.db))

    def remember(self, key: tuple[str, ...], make: Callable[[], T]) -> T:
        """What `make` reads from the base, read anew only after another connection has written. A writer keeps nothing, and
        where readers share what they remember only a snapshot keeps something: it alone knows which version it reads."""
        if self._lock is not None:
            return make()
        if self._common is not None:
            return make() if self._reads is None else self._common.value(self._reads, key, make)
        return self._remembered.value(self._version(), key, make)

    @property
    def kept(self) -> dict[str, object] | None:
        """What readers keep over writes, each with what tells whether it still holds (`standing`, `kept_up`); null for a writer."""
        if self._lock is not None:
            return None
        return self._common.kept if self._common is not None else self._kept

    def recent(self, key: tuple[str, ...], make: Callable[[], T]) -> T:
        """The same for large values that one question asks for again and again: only a few are kept."""
        return make() if self._lock is not None else self._recent.value(self._version(), key, make)

    def _version(self) -> int:
        return int(self.db.execute("PRAGMA data_version").fetchone()[0])
