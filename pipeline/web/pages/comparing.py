"""对照: plans across, rows of a standard list down; behind each cell the evidence on both sides; what plans lack."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from fastapi import Query

from pipeline.comparison.gaps import Gap
from pipeline.comparison.matrix import VERDICT_ORDER, Matrix
from pipeline.export.comparison import LEVELS, demands
from pipeline.model.rows import Verdict
from pipeline.web.matrices import column, joined
from pipeline.web.own_lists import NamedList, all_lists, list_named
from pipeline.web.pages.comparing_files import add_list, compare_docx, compare_xlsx
from pipeline.web.pages.comparing_parts import (
    ListHead,
    ListKey,
    PlanId,
    RowHead,
    Statement,
    list_head,
    row_head,
    statement_of,
)
from pipeline.web.paging import PageNumber, Pager, page_of, pager
from pipeline.web.people import Role
from pipeline.web.plans import (
    FilterDep,
    PlanChoices,
    PlanHead,
    choices,
    chosen_plans,
    head_of,
    plan_named,
)
from pipeline.web.registry import Action, Download, Page
from pipeline.web.visit import NotFound, VisitDep

# Beside each verdict's word: its meaning is never told by colour alone.
SIGNS: dict[str, str] = {
    "below": "▼",
    "meets": "✓",
    "stricter": "▲",
    "mentioned": "○",
    "not_comparable": "≠",
    "missing": "－",
}
_PLANS, _ROWS, _STATEMENTS = 6, 60, 40

Only = Annotated[Literal["", "said", "below", "missing"], Query(description="只列哪些条目")]


class CompareColumn(msgspec.Struct, frozen=True, kw_only=True):
    """A plan of the matrix, how many rows have which verdict, and how many it lacks that it could speak of."""

    plan: PlanHead
    counts: dict[str, int]
    gaps: int


class CompareLine(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the list with the verdict for each plan."""

    row: str
    name: str
    group: str
    level: str
    demands: tuple[str, ...]
    verdicts: tuple[Verdict, ...]


class ComparePage(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of the matrix: `pager` goes through the plans, `row_pager` through the rows."""

    lists: tuple[ListHead, ...]
    chosen: ListHead
    choices: PlanChoices
    columns: tuple[CompareColumn, ...]
    lines: tuple[CompareLine, ...]
    silent: int
    pager: Pager
    row_pager: Pager


class CompareCell(msgspec.Struct, frozen=True, kw_only=True):
    """One plan and one row: the evidence on both sides, or where it would belong."""

    chosen: ListHead
    plan: PlanHead
    row: RowHead
    verdict: Verdict
    statements: tuple[Statement, ...]
    more: int
    gap: Gap | None


class PlanLineOfList(msgspec.Struct, frozen=True, kw_only=True):
    """A row of a list as one plan meets it."""

    row: str
    name: str
    group: str
    verdict: Verdict
    statements: tuple[Statement, ...]
    more: int


class ComparePlan(msgspec.Struct, frozen=True, kw_only=True):
    """One plan against a list: what it says, and the rows it lacks with where they would belong."""

    chosen: ListHead
    plan: PlanHead
    counts: dict[str, int]
    lines: tuple[PlanLineOfList, ...]
    gaps: tuple[Gap, ...]
    pager: Pager


def compare_page(
    visit: VisitDep,
    wanted: FilterDep,
    standard: ListKey = "QB17",
    only: Only = "",
    page: PageNumber = 1,
    rows: Annotated[int, Query(ge=1, le=1000, description="条目的第几页")] = 1,
) -> ComparePage:
    """Plans against a list."""
    chosen = list_named(visit.settings, standard)
    plans = chosen_plans(visit.kb, wanted)
    cut = pager(page, len(plans), _PLANS)
    shown = page_of(plans, cut, _PLANS)
    found = joined(chosen, [column(visit.kb, chosen, one) for one in shown])
    kept = [place for place, row in enumerate(found.rows) if _is_wanted(only, {cell.verdict for cell in row.cells})]
    row_cut = pager(rows, len(kept), _ROWS)
    return ComparePage(
        lists=tuple(map(list_head, all_lists(visit.settings))),
        chosen=list_head(chosen),
        choices=choices(visit.kb),
        columns=tuple(
            CompareColumn(plan=head_of(one), counts=plan.counts, gaps=len(plan.gaps))
            for one, plan in zip(shown, found.plans, strict=True)
        ),
        lines=tuple(_line(chosen, found, place) for place in page_of(kept, row_cut, _ROWS)),
        silent=len(found.rows) - len(kept),
        pager=cut,
        row_pager=row_cut,
    )


def _is_wanted(only: str, verdicts: set[Verdict]) -> bool:
    if only == "said":
        return verdicts != {"missing"}
    return not only or only in verdicts


def _line(chosen: NamedList, found: Matrix, place: int) -> CompareLine:
    row, norm = found.rows[place], chosen.standard.rows[place]
    return CompareLine(
        row=row.row, name=row.name, group=row.group, level=LEVELS.get(row.level, row.level), demands=tuple(demands(norm)),
        verdicts=tuple(cell.verdict for cell in row.cells),
    )  # fmt: skip


def compare_cell(
    visit: VisitDep,
    plan: PlanId,
    row: Annotated[str, Query(max_length=60, description="条目的编号")],
    standard: ListKey = "QB17",
) -> CompareCell:
    """The evidence behind one cell."""
    chosen, stored = list_named(visit.settings, standard), plan_named(visit.kb, plan)
    norm = chosen.standard.row(row)
    if norm is None:
        raise NotFound(f"《{chosen.standard.title}》里没有条目 {row}")
    found = column(visit.kb, chosen, stored)
    cell = next(one for one in found.rows if one.row == row).cells[0]
    said = [one for one in cell.rows if one.verdict != "missing"]
    return CompareCell(
        chosen=list_head(chosen),
        plan=head_of(stored),
        row=row_head(norm),
        verdict=cell.verdict,
        statements=tuple(map(statement_of, said[:_STATEMENTS])),
        more=max(0, len(said) - _STATEMENTS),
        gap=next((gap for gap in found.plans[0].gaps if gap.row == row), None),
    )


def compare_plan(visit: VisitDep, plan: PlanId, standard: ListKey = "QB17", page: PageNumber = 1) -> ComparePlan:
    """One plan against a list, with its gaps."""
    chosen, stored = list_named(visit.settings, standard), plan_named(visit.kb, plan)
    found = column(visit.kb, chosen, stored)
    told = [row for row in found.rows if row.cells[0].verdict != "missing"]
    told.sort(key=lambda row: VERDICT_ORDER.index(row.cells[0].verdict))
    cut = pager(page, len(told), _STATEMENTS)
    return ComparePlan(
        chosen=list_head(chosen),
        plan=head_of(stored),
        counts=found.plans[0].counts,
        lines=tuple(
            PlanLineOfList(
                row=row.row, name=row.name, group=row.group, verdict=row.cells[0].verdict,
                statements=tuple(map(statement_of, row.cells[0].rows[:3])), more=max(0, len(row.cells[0].rows) - 3),
            )
            for row in page_of(told, cut, _STATEMENTS)
        ),
        gaps=found.plans[0].gaps,
        pager=cut,
    )  # fmt: skip


ITEMS = (
    Page(path="/compare", title="对照", template="compare.html", load=compare_page, tag="对照"),
    Page(path="/compare/cell", title="对照依据", template="compare_cell.html", load=compare_cell, tag="对照"),
    Page(path="/compare/plan", title="一份方案的对照", template="compare_plan.html", load=compare_plan, tag="对照"),
    Download(path="/compare/table.xlsx", title="对照表（Excel）", make=compare_xlsx, tag="对照"),
    Download(path="/compare/report.docx", title="对照报告（Word）", make=compare_docx, tag="对照"),
    Action(path="/compare/lists", title="添加标准表", run=add_list, role=Role.REVIEW, tag="对照"),
)
