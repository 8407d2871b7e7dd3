"""The knowledge base for requests: each thread keeps one open for reading."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.model.errors import StoreError
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.web.findings import FindingCounts


class NoBase(StoreError):
    """There is no knowledge base yet: the page that says how to begin is shown."""


class Bases:
    """Opens the knowledge base. A reader stays open in its thread, so that what it has worked out of the base is kept;
    it is opened anew where the file was replaced. `findings` keeps what audits of its plans have counted."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.findings = FindingCounts()
        self._local = threading.local()

    def exists(self) -> bool:
        """Whether there is a knowledge base."""
        return self.path.is_file()

    def reader(self) -> KnowledgeBase:
        """The base of this thread. Raises NoBase where there is none."""
        try:
            at = self.path.stat()
        except OSError:
            raise NoBase(f"还没有知识库 {self.path}") from None
        kept: tuple[tuple[int, int], KnowledgeBase] | None = getattr(self._local, "kept", None)
        if kept is not None and kept[0] == (at.st_dev, at.st_ino):
            return kept[1]
        if kept is not None:
            kept[1].close()
        base = KnowledgeBase.open(self.path)
        self._local.kept = ((at.st_dev, at.st_ino), base)
        return base

    @contextmanager
    def writer(self) -> Iterator[KnowledgeBase]:
        """The base open for writing, closed afterwards. Raises StoreError (Chinese) while another writes."""
        if not self.exists():
            raise NoBase(f"还没有知识库 {self.path}")
        with KnowledgeBase.open(self.path, write=True) as base:
            yield base
