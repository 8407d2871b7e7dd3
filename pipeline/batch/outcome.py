"""What became of one input, and of a whole run."""

from __future__ import annotations

from typing import Literal

import msgspec

FileStatus = Literal["ok", "skipped", "failed"]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """One input met. `path` is relative to the folder, with `/`; `reason` Chinese, empty when ok; `facts` counts by
    type. `kept` says that nothing had changed since the last run. `result` (JSON of the extraction), `text` and
    `passages` (JSON) travel from the worker to the writer and are in no report."""

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
    text: str | None = None
    passages: bytes = b"[]"

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
        """The same without result and text, to be kept for the closing report."""
        return msgspec.structs.replace(self, result=None, text=None, passages=b"[]")


class RunSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A finished run: outcomes sorted by path, whether the user broke it off, and the paths of the base that were not
    met (`pruned`: they were taken out)."""

    outcomes: tuple[Outcome, ...]
    interrupted: bool = False
    vanished: tuple[str, ...] = ()
    pruned: bool = False

    def kept(self) -> int:
        """How many files had not changed."""
        return sum(outcome.kept for outcome in self.outcomes)

    def count(self, status: FileStatus) -> int:
        """How many inputs ended so."""
        return sum(outcome.status == status for outcome in self.outcomes)

    def facts(self) -> dict[str, int]:
        """Facts by type over all files read."""
        total: dict[str, int] = {}
        for outcome in self.outcomes:
            for kind, number in outcome.facts.items():
                total[kind] = total.get(kind, 0) + number
        return total
