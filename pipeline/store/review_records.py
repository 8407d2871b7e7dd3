"""What is said of facts, as records."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from pipeline.store.anchors import Anchor, Matched
from pipeline.store.review_fields import CORRECTED, UNREVIEWED, VERDICTS


class By(msgspec.Struct, frozen=True, kw_only=True):
    """Who changes something, when (ISO, given by the caller) and why."""

    who: str
    at: str
    why: str = ""


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """New values for fields of a fact; null takes one away."""

    fact: str
    changes: Mapping[str, str | None]


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """What is held of a fact now. `corrections` maps fields put right to their values; `orphan`: it is in no plan any more
    (待核对), `anchor` then says where it was; `matched` how it was found again after a new extraction."""

    fact: str
    anchor: Anchor
    matched: Matched = "id"
    orphan: bool = False
    state: str | None = None
    verdict: str | None = None
    remark: str = ""
    corrections: Mapping[str, str] = {}
    who: str = ""
    at: str = ""

    @property
    def verdict_word(self) -> str:
        """未复核 · 已确认 · 已修改 · 已驳回."""
        if self.verdict == "rejected":
            return VERDICTS["rejected"]
        return CORRECTED if self.corrections else VERDICTS.get(self.verdict or "", UNREVIEWED)


class HistoryEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the log. `kind` review · import · undo; `undone`: its batch was taken back."""

    number: int
    batch: int
    fact: str
    field: str
    old: str | None
    new: str | None
    kind: str
    who: str
    at: str
    why: str
    source: str
    undone: bool


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """What was done in one go. `source` is the name of the workbook it came from."""

    number: int
    kind: str
    who: str
    at: str
    why: str
    source: str
    undoes: int | None
    undone_by: int | None
    facts: int
    changes: int
