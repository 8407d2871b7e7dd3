"""Lists, rows and statements as the pages of 对照 show them."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import Query

from pipeline.comparison.rows import StandardRow
from pipeline.export.comparison import LEVELS, demands, operator_of
from pipeline.model import labels
from pipeline.model.rows import ComparisonRow, Verdict
from pipeline.web.own_lists import NamedList

ListKey = Annotated[str, Query(max_length=60, description="标准表的编号")]
PlanId = Annotated[str, Query(max_length=40, pattern=r"^[0-9A-Za-z_-]*$", description="方案的编号")]


class ListHead(msgspec.Struct, frozen=True, kw_only=True):
    """A standard list by its name."""

    key: str
    title: str
    doc_no: str
    rows: int
    own: bool


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """What a plan says of a row: its words, the amount as understood, the norm, the verdict with its reasons."""

    verdict: Verdict
    said: str
    norm: str
    school: str
    status: str
    text: str
    reason: str
    tied_by: str
    fact: str | None


class RowHead(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a list as people read it."""

    id: str
    name: str
    group: str
    level: str
    demands: tuple[str, ...]
    source: str
    evidence: tuple[str, ...]
    confirmed: bool


def list_head(one: NamedList) -> ListHead:
    """A list by its name."""
    info = one.standard.info
    return ListHead(key=one.key, title=info.title, doc_no=info.doc_no, rows=len(one.standard.rows), own=one.own)


def statement_of(row: ComparisonRow) -> Statement:
    """What a finding says, in words."""
    said = labels.quantity(row.plan_op, row.plan_value, None, row.plan_unit) if row.plan_value is not None else ""
    norm = row.standard_value is not None
    return Statement(
        verdict=row.verdict,
        said=said,
        norm=labels.quantity(operator_of(row.standard_op), row.standard_value, None, row.standard_unit) if norm else "",
        school=labels.SCHOOL_TYPES.get(row.school_type or "", ""),
        status=labels.STATUSES.get(row.status or "", ""),
        text=" ".join(row.text.split()),
        reason=row.reason,
        tied_by=row.tied_by,
        fact=row.fact,
    )


def row_head(row: StandardRow) -> RowHead:
    """A row of a list, in words."""
    return RowHead(
        id=row.id, name=row.name, group=row.group, level=LEVELS.get(row.level, row.level), demands=tuple(demands(row)),
        source=row.source, evidence=row.evidence, confirmed=row.confirmed,
    )  # fmt: skip
