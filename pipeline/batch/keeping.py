"""Keeping results: the knowledge base and the JSON files beside it, file by file, in an order that no crash can tear.

The JSON file comes first and the base second: a run that dies between the two leaves the base as it was, so the next run
reads the file again and writes the same JSON once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from pipeline.api import extractor_version
from pipeline.batch.discover import Candidate
from pipeline.batch.files import write_whole
from pipeline.batch.names import result_name
from pipeline.batch.outcome import Outcome
from pipeline.batch.planning import Kept, Stamp
from pipeline.model.result import from_json, to_json
from pipeline.store import KnowledgeBase, StoredFile, decode_passages


class Keeper:
    """Writes what became of files into the base and into `results`; what is so already is left alone."""

    def __init__(self, kb: KnowledgeBase, results: Path) -> None:
        self._kb = kb
        self._results = results

    def read(self, outcome: Outcome, stamp: Stamp | None) -> None:
        """One result; a file that failed leaves no result of an earlier run behind."""
        if outcome.result is None or outcome.text is None:
            self._note(StoredFile(path=outcome.path, status="failed", reason=outcome.reason))
            return
        write_whole(self._results / result_name(outcome.path), outcome.result)
        self._kb.add(
            from_json(outcome.result),
            outcome.text,
            decode_passages(outcome.passages),
            extractor=extractor_version(),
            size=stamp.size if stamp else None,
            mtime_ns=stamp.mtime_ns if stamp else None,
        )

    def passed_over(self, candidates: Iterable[Candidate]) -> list[Outcome]:
        """The files that are no plans."""
        skipped = [
            Outcome(path=candidate.relative, status="skipped", reason=candidate.reason)
            for candidate in candidates
            if candidate.reason
        ]
        for outcome in skipped:
            self._note(StoredFile(path=outcome.path, status="skipped", reason=outcome.reason))
        return skipped

    def unchanged(self, kept: Sequence[Kept]) -> list[Outcome]:
        """The files whose facts are here already; those that came from another path get a result of their own."""
        counts = self._kb.fact_counts() if kept else {}
        return [self._keep(one, counts) for one in kept]

    def part_with(self, candidates: Iterable[Candidate], *, forget: bool) -> tuple[str, ...]:
        """Mark the files of the base that were not met, or take them out (`forget`). What was only moved goes without a
        word: its content is here under its new path. Returns the paths marked or taken out."""
        met = {candidate.relative for candidate in candidates}
        files = self._kb.files()
        contents = {file.sha256 for file in files if file.path in met and file.status == "ok"}
        gone = []
        for file in files:
            if file.path in met:
                continue
            moved = file.sha256 is not None and file.sha256 in contents
            if moved or forget or file.status != "ok":
                (self._results / result_name(file.path)).unlink(missing_ok=True)
                self._kb.remove_file(file.path)
            elif not file.missing:
                self._kb.put_file(msgspec.structs.replace(file, missing=True))
            if not moved and file.status == "ok":
                gone.append(file.path)
        return tuple(gone)

    def _keep(self, kept: Kept, counts: dict[str, dict[str, int]]) -> Outcome:
        stored, path = kept.stored, kept.candidate.relative
        if kept.came_from is not None:
            before = from_json((self._results / result_name(kept.came_from)).read_bytes())
            result = msgspec.structs.replace(before, source=msgspec.structs.replace(before.source, path=path))
            write_whole(self._results / result_name(path), to_json(result))
        stamp = kept.stamp or Stamp(stored.size or 0, stored.mtime_ns or 0)
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
            facts=counts.get(stored.sha256 or "", {}),
            kept=True,
        )

    def _note(self, file: StoredFile) -> None:
        """A file without facts. Its result goes first: a run that dies in between leaves a base that asks for it anew."""
        (self._results / result_name(file.path)).unlink(missing_ok=True)
        before = self._kb.file(file.path)
        if before is None or (before.status, before.reason, before.missing) != (file.status, file.reason, False):
            self._kb.put_file(file)
