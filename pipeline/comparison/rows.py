"""Standard lists as records: what a file in `lexicons/standards/` says, field by field (see docs/standards.md)."""

from __future__ import annotations

from typing import Literal

import msgspec

Level = Literal["school", "county", "inter_school_cv", "national", "student"]
Kind = Literal["quantitative", "qualitative", "rule", "gate", "cv_component", "veto"]
SchoolType = Literal[
    "primary",
    "junior",
    "compulsory",
    "nine_year",
    "twelve_year",
    "complete_secondary",
    "senior",
    "special",
    "teaching_point",
    "all",
]
Comparator = Literal[">=", "<=", "==", "<", ">", "between", "qualitative"]
Proof = Literal["both", "pass", "fail", "estimate"]
Formula = Literal[
    "same", "complement", "complement_power", "hundred_over", "inverse", "share_of", "zero_share", "limit"
]


class Threshold(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One value of a row. `when`/`unless`: words the statement must/must not hold; `grades`: school years it is for."""

    school_type: SchoolType
    comparator: Comparator
    value: float | tuple[float, float] | str | None = None
    unit: str = ""
    applies_to: str = ""
    value_ref: str = ""
    years: str = ""
    years_confirmed: bool = True
    confirmed: bool = True
    confirmed_by: tuple[str, ...] = ()
    region: str = ""
    sub_quantity: str = ""
    age: int | None = None
    encouraged: bool = False
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    grades: tuple[int, ...] = ()

    @property
    def number(self) -> float | None:
        """The bound as one number; null for ranges, times of day and values given elsewhere."""
        return self.value if isinstance(self.value, float) else None


class Conversion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another quantity from which something may be concluded, and no more than `proves` says.

    `formula` computes it where that needs no further data; `cues` are words that turn a statement in the row's own
    wording into this other quantity; `requires` are words one of which the statement must hold; `units` are those the
    statement may be counted in (empty: any).
    """

    wording: str
    how: str
    proves: Proof
    conclude: str = ""
    school_type: SchoolType | None = None
    formula: Formula | None = None
    power: int = 1
    base: float = 100.0
    cues: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()


class StandardRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of a list. The fields behind `unconfirmed_part` are for the machine; all of them may be left out."""

    id: str
    name: str
    level: Level
    kind: Kind
    list_no: int | None = None
    group: str = ""
    thresholds: tuple[Threshold, ...] = ()
    aliases: tuple[str, ...] = ()
    related_not_comparable: tuple[str, ...] = ()
    convertible: tuple[Conversion, ...] = ()
    keywords: tuple[str, ...] = ()
    unit_variants: tuple[str, ...] = ()
    convert: str = ""
    evidence: tuple[str, ...] = ()
    note: str = ""
    source: str = ""
    confirmed: bool = True
    confirmed_by: tuple[str, ...] = ()
    unconfirmed_part: str = ""
    unclear: tuple[str, ...] = ()
    generic: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    base: tuple[str, ...] = ()
    other_base: tuple[str, ...] = ()
    base_optional: bool = False
    implied: tuple[str, ...] = ()
    zero_words: tuple[str, ...] = ()
    stage_in_name: bool = False

    @property
    def measured(self) -> bool:
        """Whether the row has a number or a quantity to compare with."""
        return any(item.comparator != "qualitative" for item in self.thresholds)


class ListInfo(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The head of a list."""

    id: str
    title: str
    issuer: str = ""
    doc_no: str = ""
    year: int | None = None
    structure: str = ""
    pass_rule: str = ""
    prerequisite: str = ""
    excluded: str = ""
    numbering: str = ""
    year_note: str = ""
    note: str = ""
    cv_method: str = ""


class Standard(msgspec.Struct, frozen=True, kw_only=True):
    """A standard list: its head, its rows in order, and the name of the file it came from."""

    info: ListInfo
    rows: tuple[StandardRow, ...]
    file: str = ""

    @property
    def id(self) -> str:
        """The list's key, as in `--standard ID`."""
        return self.info.id

    @property
    def title(self) -> str:
        """The list's title."""
        return self.info.title

    def row(self, row_id: str) -> StandardRow | None:
        """The row with this id, if there is one."""
        return next((row for row in self.rows if row.id == row_id), None)
