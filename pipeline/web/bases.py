"""The knowledge base for requests: each thread keeps one open for reading."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.model.errors import StoreError
from pipeline.store.common_memory import CommonMemory
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.web.findings import FindingCounts

# Device and number of the file: another one under the same path is another base.
_Identity = tuple[int, int]


class NoBase(StoreError):
    """There is no knowledge base yet: the page that says how to begin is shown."""


class Bases:
    """Opens the knowledge base. A reader stays open in its thread, opened anew where the file was replaced; all share
    what they have worked out of the base. `findings` keeps what audits of its plans have counted."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.findings = FindingCounts()
        self._local = threading.local()
        self._opening = threading.Lock()
        self._common: tuple[_Identity, CommonMemory] | None = None

    def exists(self) -> bool:
        """Whether there is a knowledge base."""
        return self.path.is_file()

    def reader(self) -> KnowledgeBase:
        """The base of this thread. Raises NoBase where there is none."""
        try:
            at = self.path.stat()
        except OSError:
            raise NoBase(f"还没有知识库 {self.path}") from None
        identity = (at.st_dev, at.st_ino)
        kept: tuple[_Identity, KnowledgeBase] | None = getattr(self._local, "kept", None)
        if kept is not None and kept[0] == identity:
            return kept[1]
        if kept is not None:
            kept[1].close()
        base = KnowledgeBase.open(self.path, common=self._memory(identity))
        self._local.kept = (identity, base)
        return base

    def _memory(self, identity: _Identity) -> CommonMemory:
        """What the readers of this file share. That of a file that was replaced is left to its last readers."""
        with self._opening:
            if self._common is None or self._common[0] != identity:
                KnowledgeBase.open(self.path).close()  # an older base is brought up to date, a damaged one refused
                self._common = (identity, CommonMemory(self.path))
            return self._common[1]

    @contextmanager
    def writer(self) -> Iterator[KnowledgeBase]:
        """The base open for writing, closed afterwards. Raises StoreError (Chinese) while another writes."""
        if not self.exists():
            raise NoBase(f"还没有知识库 {self.path}")
        with KnowledgeBase.open(self.path, write=True) as base:
            yield base
