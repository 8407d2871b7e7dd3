"""What a run has to do for each file, given what the knowledge base holds of it already."""

from __future__ import annotations

from hashlib import file_digest

from pipeline.batch.discover import Candidate
from pipeline.batch.manifest import Entry
from pipeline.batch.names import result_name
from pipeline.batch.places import Results, is_url
from pipeline.reading import ocr
from pipeline.reading.archive import SEPARATOR
from pipeline.store import KnowledgeBase, StoredFile


class Planner:
    """Compares the files met with what the base knows.

    A file stays as it is if its size and time are those of the last run and its facts were made by this very version of
    program and lexicons, and if its result is there. A file that is new or whose time changed is compared by content. Files
    that failed or were skipped are tried anew; with `again` all are.
    """

    def __init__(self, kb: KnowledgeBase, results: Results, extractor: str, *, again: bool = False) -> None:
        self._kb = kb
        self._results = results
        self._extractor = extractor
        self._any = not again and kb.made_by(extractor)

    def entry(self, candidate: Candidate) -> Entry:
        """What is to be done about a file."""
        if candidate.reason:
            return Entry(candidate, "pass")
        if not self._any:
            return Entry(candidate, "read")
        stored = self._kb.file(candidate.relative)
        same = stored if stored is not None and self._same(stored, candidate) else self._by_content(candidate)
        if same is None or not self._results.has(result_name(same.path)):
            return Entry(candidate, "read")
        return Entry(candidate, "keep", same.path)

    def _same(self, file: StoredFile, candidate: Candidate) -> bool:
        stamp = candidate.stamp
        return self._current(file) and stamp is not None and (file.size, file.mtime_ns) == (stamp.size, stamp.mtime_ns)

    def _current(self, file: StoredFile) -> bool:
        """Whether a new reading would give the same. Pages left unread for want of a recogniser are read once it is there."""
        unread = any(ocr.INSTALL in warning for warning in file.warnings) and ocr.is_installed()
        return file.status == "ok" and file.extractor == self._extractor and not unread

    def _by_content(self, candidate: Candidate) -> StoredFile | None:
        """The file with the same bytes, its own path first, else the first by path."""
        if SEPARATOR in candidate.path or is_url(candidate.path):
            return None
        try:
            with open(candidate.path, "rb") as stream:
                digest = file_digest(stream, "sha256").hexdigest()
        except OSError:
            return None
        same = [file for file in self._kb.files_with(digest) if self._current(file) and SEPARATOR not in file.path]
        return next((file for file in same if file.path == candidate.relative), same[0] if same else None)
