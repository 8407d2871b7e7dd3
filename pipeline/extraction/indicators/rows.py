"""Rows of the lexicons that indicators rest on."""

from __future__ import annotations

from typing import Literal

from pipeline.lexicon import Entry
from pipeline.model.result import Status

NumeralForm = Literal["", "one", "small", "round", "han", "digits"]
NameKind = Literal[
    "measure",
    "lead",
    "cut",
    "trail",
    "stop",
    "opener",
    "change",
    "generic",
    "attribute",
    "nothing",
    "bare",
    "people",
    "average",
    "alone",
    "linking",
    "allot",
    "payment",
    "keep",
    "whole",
    "joining",
    "given",
    "compound",
    "money",
    "sized",
]


class RefusalRow(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether a number expression measures something (`not_indicators.yaml`); conditions left out hold always."""

    verdict: Literal["keep", "drop"]
    units: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    numeral: NumeralForm = ""
    bounded: bool | None = None
    before: str = ""
    after: str = ""
    near: str = ""
    cue: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    quoted: bool | None = None
    times: bool | None = None
    overlap: bool | None = None


class NameRow(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that shape the name of what is measured (`measures.yaml`). `drop`: a cut verb that never stays
    in a name; `measured: false`: one that does stay before a measure (新增营业面积)."""

    kind: NameKind
    words: tuple[str, ...]
    share: bool = False
    drop: bool = False
    measured: bool = True
    suffix: str = ""
    amount: str = ""


class StatusRow(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words that tell wanted from reached (`status_cues.yaml`); `needs` are words of which one must be there before
    patterns are tried. `local`: tells of its own clause only, not of the rest of its sentence (常住人口3万人,建档率92%)."""

    local: bool = False
    place: Literal["clause", "heading", "title", "column", "behind", "quantity"]
    status: Status
    weight: int
    words: tuple[str, ...]
    pattern: bool = False
    needs: str = ""


class ScopeRow(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a quantity may hold for (`school_types.yaml`); `name` empty: the words as written; several names
    are parted by 、. `blocked`: words that hold one of the words and are none. Kind `tier`: words that count only where
    nothing else stands before the number (县达到30%)."""

    kind: Literal["stage", "school", "grade", "group", "place", "tier"]
    words: tuple[str, ...]
    name: str = ""
    alone: bool = False
    blocked: tuple[str, ...] = ()


class HeaderRow(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words in the headers of a table's columns (`indicator_tables.yaml`)."""

    kind: Literal["name", "unit", "serial", "value", "actual", "target", "people"]
    words: tuple[str, ...]
