"""Rows that queries give; field names are the contract's."""

from __future__ import annotations

from typing import Literal

import msgspec

from pipeline.model.span import Span

Verdict = Literal["stricter", "meets", "below", "mentioned", "missing", "not_comparable"]


class AnswerRow(msgspec.Struct, frozen=True, gc=False, kw_only=True, omit_defaults=False):
    """One answer: the few words that answer, the whole source sentence, and where it stands.

    `section` is the heading path (`一、总则 > （二）职责`). Fields that do not apply are null; `ocr` is there only where the
    words were recognised from a picture, `review` (已更正) only where people have put something right.
    """

    answer: str
    text: str
    document: str
    path: str
    spans: tuple[Span, ...]
    section: str | None
    page: int | None
    fact: str | None
    type: str
    actor: str | None = None
    part: str | None = None
    value: float | None = None
    unit: str | None = None
    op: str | None = None
    deadline: str | None = None
    person: str | None = None
    position: str | None = None
    group: str | None = None
    ocr: bool | msgspec.UnsetType = msgspec.UNSET
    review: str | msgspec.UnsetType = msgspec.UNSET


class Place(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Where something stands: `words` are the fact's own, `text` the whole sentence, `facts` the ids of the facts there."""

    document: str
    document_id: str
    path: str
    section: str | None
    page: int | None
    spans: tuple[Span, ...]
    words: str
    text: str
    facts: tuple[str, ...] = ()


class ComparisonRow(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One row of a comparison of a plan with a standard list; `reason` (Chinese) says why there is no verdict, `tied_by` by
    what words and units the plan's statement is taken for this row."""

    standard: str
    row: str
    name: str
    verdict: Verdict
    reason: str = ""
    document: str = ""
    path: str = ""
    spans: tuple[Span, ...] = ()
    text: str = ""
    plan_op: str | None = None
    plan_value: float | None = None
    plan_unit: str | None = None
    school_type: str | None = None
    status: str | None = None
    standard_op: str | None = None
    standard_value: float | None = None
    standard_unit: str | None = None
    fact: str | None = None
    tied_by: str = ""
