"""Keeping results: the knowledge base and the JSON files beside it, file by file, in an order that no crash can tear.

The JSON file comes first and the base second: a run that dies between the two leaves the base as it was, so the next run
reads the file again and writes the same JSON once more. A few results are written in one go, which saves a third of the work:
each alone would write the pages of the indexes that it shares with others anew. A run that dies loses the few that wait.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from pipeline.api import extractor_version
from pipeline.batch.discover import Stamp
from pipeline.batch.manifest import Entry, Manifest
from pipeline.batch.names import result_name
from pipeline.batch.outcome import Outcome
from pipeline.batch.places import Results
from pipeline.model.result import from_json, to_json
from pipeline.store import KnowledgeBase, PreparedFile, StoredFile, decode_prepared, file_of

# So many results wait at most, of so many bytes, that took so many seconds to make.
_MOST_FILES, _MOST_BYTES, _MOST_SECONDS = 8, 16 << 20, 3.0


class Keeper:
    """Writes what became of files into the base and into `results`; what is so already is left alone."""

    def __init__(self, kb: KnowledgeBase, results: Results) -> None:
        self._kb = kb
        self._results = results
        self._waiting: list[tuple[Outcome, Stamp | None]] = []
        self.extractor = extractor_version()  # the same for a whole run, and slow to tell

    def read(self, outcome: Outcome, stamp: Stamp | None) -> None:
        """One result, which waits for others until `write`; a file that failed leaves no result of an earlier run behind."""
        if outcome.result is None or outcome.rows is None:
            self._note(StoredFile(path=outcome.path, status="failed", reason=outcome.reason))
            return
        self._waiting.append((outcome, stamp))
        waiting = [one for one, _ in self._waiting]
        if (
            len(waiting) >= _MOST_FILES
            or sum(len(one.result or b"") + len(one.rows or b"") for one in waiting) >= _MOST_BYTES
            or sum(one.seconds for one in waiting) >= _MOST_SECONDS
        ):
            self.write()

    def write(self) -> None:
        """Write all results that wait; to be called when no more come, however that is."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        self._results.put_all({result_name(outcome.path): outcome.result or b"" for outcome, _ in waiting})
        self._kb.add_prepared(self._prepared(outcome, stamp) for outcome, stamp in waiting)

    def _prepared(self, outcome: Outcome, stamp: Stamp | None) -> tuple[PreparedFile, StoredFile]:
        prepared = decode_prepared(outcome.rows or b"")
        size, mtime_ns = (stamp.size, stamp.mtime_ns) if stamp else (None, None)
        return prepared, file_of(prepared, self.extractor, size, mtime_ns)

    def passed_over(self, entry: Entry) -> Outcome:
        """A file that is no plan."""
        path, reason = entry.candidate.relative, entry.candidate.reason
        self._note(StoredFile(path=path, status="skipped", reason=reason))
        return Outcome(path=path, status="skipped", reason=reason)

    def unchanged(self, entry: Entry) -> Outcome:
        """A file whose facts are here already; one that came from another path gets a result of its own."""
        path, stored = entry.candidate.relative, self._kb.file(entry.same_as)
        assert stored is not None
        if entry.same_as != path:
            before = from_json(self._results.get(result_name(entry.same_as)))
            result = msgspec.structs.replace(before, source=msgspec.structs.replace(before.source, path=path))
            self._results.put(result_name(path), to_json(result))
        stamp = entry.candidate.stamp or Stamp(stored.size or 0, stored.mtime_ns or 0)
        now = msgspec.structs.replace(stored, path=path, size=stamp.size, mtime_ns=stamp.mtime_ns, missing=False)
        if now != stored:
            self._kb.put_file(now)
        return Outcome(
            path=path,
            status="ok",
            warnings=stored.warnings,
            media_type=stored.media_type,
            sha256=stored.sha256,
            pages=stored.pages,
            documents=stored.documents,
            facts=self._kb.fact_counts(stored.sha256 or ""),
            kept=True,
        )

    def part_with(self, met: Manifest, ours: Callable[[str], bool], *, forget: bool) -> Iterator[str]:
        """Mark the files of the base that are `ours` and were not met, or take them out (`forget`). What was only moved goes without a
        word: its content is here under its new path. Gives the paths marked or taken out."""
        for file in [file for file in self._kb.each_file() if ours(file.path) and not met.holds(file.path)]:
            moved = self._is_elsewhere(file, met)
            if moved or forget or file.status != "ok":
                self._results.drop(result_name(file.path))
                self._kb.remove_file(file.path)
            elif not file.missing:
                self._kb.put_file(msgspec.structs.replace(file, missing=True))
            if not moved and file.status == "ok":
                yield file.path

    def _is_elsewhere(self, file: StoredFile, met: Manifest) -> bool:
        same = self._kb.files_with(file.sha256) if file.sha256 else []
        return any(one.status == "ok" and met.holds(one.path) for one in same)

    def _note(self, file: StoredFile) -> None:
        """A file without facts. Its result goes first: a run that dies in between leaves a base that asks for it anew."""
        self._results.drop(result_name(file.path))
        before = self._kb.file(file.path)
        if before is None or (before.status, before.reason, before.missing) != (file.status, file.reason, False):
            self._kb.put_file(file)
