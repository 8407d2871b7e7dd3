"""What came, went and changed from one plan to another, fact by fact."""

from __future__ import annotations

from typing import Literal

import msgspec

from pipeline.model.result import Document
from pipeline.model.rows import Place

Change = Literal["changed", "removed", "added"]


class FieldChange(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a fact (its Chinese name) before and after; `note` says what the step means (提高 3 个百分点)."""

    field: str
    before: str
    after: str
    note: str = ""


class DiffRow(msgspec.Struct, frozen=True, kw_only=True):
    """One fact that differs. `what` names it in a few words; `before` is null where it came, `after` where it went;
    `likeness` says how alike the two are (1: told apart by nothing but the fields listed)."""

    change: Change
    type: str
    what: str
    fields: tuple[FieldChange, ...] = ()
    before: Place | None = None
    after: Place | None = None
    likeness: float | None = None


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """Two plans held against each other; `same` counts the facts that say the same in both."""

    before: Document
    after: Document
    before_path: str
    after_path: str
    rows: tuple[DiffRow, ...]
    same: int
