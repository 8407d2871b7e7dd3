"""What became of one input, and of a whole run."""

from __future__ import annotations

from collections import Counter
from typing import Literal

import msgspec

from pipeline.store.versions import OlderFiles

FileStatus = Literal["ok", "skipped", "failed"]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """One input met. `path` is relative to the folder, with `/`; `reason` Chinese, empty when ok; `facts` counts by
    type. `kept` says that nothing had changed since the last run. `result` (JSON of the extraction) and `rows`
    (`pipeline.store.prepare_file`) travel from the worker to the writer and are in no report."""

    path: str
    status: FileStatus
    reason: str = ""
    warnings: tuple[str, ...] = ()
    media_type: str | None = None
    sha256: str | None = None
    pages: int | None = None
    documents: int = 0
    facts: dict[str, int] = {}
    seconds: float = 0.0
    kept: bool = False
    result: bytes | None = None
    rows: bytes | None = None

    def report_line(self) -> dict[str, object]:
        """The line of `run-report.jsonl`; field names are the contract's."""
        return {
            "path": self.path,
            "status": self.status,
            "reason": self.reason,
            "warnings": list(self.warnings),
            "media_type": self.media_type,
            "sha256": self.sha256,
            "pages": self.pages,
            "documents": self.documents,
            "facts": sum(self.facts.values()),
            "seconds": round(self.seconds, 3),
        }

    def without_payload(self) -> Outcome:
        """The same without result and rows, to be kept for the closing report."""
        return msgspec.structs.replace(self, result=None, rows=None)


class RunSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A finished run: inputs by status, facts by type, plans found, how many files had not changed (`kept`), whether the
    user broke it off, and how many files of the base were not met (`pruned`: they were taken out). `older`: files that
    other runs have added, read by another version than this one. Of single files it
    holds the first few only; `run-report.jsonl` lists all."""

    statuses: dict[str, int]
    facts: dict[str, int]
    documents: int = 0
    kept: int = 0
    seconds: float = 0.0
    interrupted: bool = False
    workbook: bool = True
    pruned: bool = False
    vanished_count: int = 0
    vanished: tuple[str, ...] = ()
    troubles: tuple[Outcome, ...] = ()
    slowest: tuple[Outcome, ...] = ()
    older: tuple[OlderFiles, ...] = ()

    def count(self, status: FileStatus) -> int:
        """How many inputs ended so."""
        return self.statuses.get(status, 0)


class Tally:
    """Counts outcomes as they come."""

    def __init__(self) -> None:
        self.statuses: Counter[str] = Counter()
        self.facts: Counter[str] = Counter()
        self.documents = self.kept = 0

    def add(self, outcome: Outcome) -> None:
        """Count one more."""
        self.statuses[outcome.status] += 1
        self.facts.update(outcome.facts)
        self.documents += outcome.documents
        self.kept += outcome.kept
