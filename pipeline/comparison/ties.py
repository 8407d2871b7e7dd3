"""On what grounds a quantity of a plan is taken for a row of a list, or why it is not."""

from __future__ import annotations

import msgspec

from pipeline.comparison.case import Finding
from pipeline.comparison.reasons import SCHOOL_TYPES
from pipeline.comparison.rows import Standard
from pipeline.comparison.statements import Statement
from pipeline.comparison.tying import Bond
from pipeline.model.rows import Verdict
from pipeline.model.span import Span

_ROLES = {
    "alias": "同一个量的叫法",
    "related": "相近而不同的量",
    "convertible": "可换算的量",
    "unclear": "口径未定的叫法",
}
_REFUSED = "语境、单位或所指对不上，不是这个量"


class TieRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A tie that was tried: the plan's fact, the row, the grounds; `verdict` null where it was refused, `reason` why."""

    row: str
    name: str
    fact: str | None
    spans: tuple[Span, ...]
    tied_by: str
    verdict: Verdict | None
    reason: str


def grounds(item: Statement, bond: Bond, finding: Finding | None = None) -> str:
    """What a tie rests on: the wording and where it stands, the unit, the school type."""
    where = "量的名称里" if bond.sure else "数字近旁"
    parts = [f"{where}的“{bond.tie.wording}”（{_ROLES[bond.tie.role]}）"]
    if item.unit:
        parts.append(f"单位 {item.unit}")
    if finding is not None and finding.school_type:
        parts.append(f"学段 {SCHOOL_TYPES[finding.school_type]}")
    return "；".join(parts)


def tie_record(standard: Standard, item: Statement, bond: Bond, findings: tuple[Finding, ...]) -> TieRecord:
    """The record of a tie and of what came of it."""
    row = standard.rows[bond.tie.row]
    first = findings[0] if findings else None
    return TieRecord(
        row=row.id,
        name=row.name,
        fact=item.fact,
        spans=item.spans,
        tied_by=grounds(item, bond, first),
        verdict=first.verdict if first is not None else None,
        reason=first.reason if first is not None else _REFUSED,
    )
