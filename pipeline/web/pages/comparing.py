"""对照: plans across, rows of a standard list down; behind each cell the evidence on both sides; what plans lack."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from fastapi import File, Query, Response, UploadFile

from pipeline.comparison.gaps import Gap
from pipeline.comparison.matrix import VERDICT_ORDER, Matrix
from pipeline.comparison.rows import StandardRow
from pipeline.export.comparison import LEVELS, demands, operator_of, write_comparison
from pipeline.export.matrix import write_matrix
from pipeline.export.report import write_report
from pipeline.model import labels
from pipeline.model.errors import UsageError
from pipeline.model.rows import ComparisonRow, Verdict
from pipeline.store import KnowledgeBase, StoredDocument
from pipeline.web.matrices import column, joined
from pipeline.web.own_lists import MOST_BYTES, NamedList, all_lists, keep_list, list_named
from pipeline.web.paging import PageNumber, Pager, page_of, pager
from pipeline.web.people import Role
from pipeline.web.plans import (
    FilterDep,
    PlanChoices,
    PlanFilter,
    PlanHead,
    choices,
    chosen_plans,
    head_of,
    plan_named,
)
from pipeline.web.registry import Action, Done, Download, Page
from pipeline.web.render import link
from pipeline.web.sending import as_file
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
_MOST_IN_FILE = 200

ListKey = Annotated[str, Query(max_length=60, description="标准表的编号")]
PlanId = Annotated[str, Query(max_length=40, pattern=r"^[0-9A-Za-z_-]*$", description="方案的编号")]
Only = Annotated[Literal["", "said", "below", "missing"], Query(description="只列哪些条目")]


class ListHead(msgspec.Struct, frozen=True, kw_only=True):
    """A standard list by its name."""

    key: str
    title: str
    doc_no: str
    rows: int
    own: bool


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
        lists=tuple(map(_head, all_lists(visit.settings))),
        chosen=_head(chosen),
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


def _head(one: NamedList) -> ListHead:
    info = one.standard.info
    return ListHead(key=one.key, title=info.title, doc_no=info.doc_no, rows=len(one.standard.rows), own=one.own)


def _line(chosen: NamedList, found: Matrix, place: int) -> CompareLine:
    row, norm = found.rows[place], chosen.standard.rows[place]
    return CompareLine(
        row=row.row, name=row.name, group=row.group, level=LEVELS.get(row.level, row.level), demands=tuple(demands(norm)),
        verdicts=tuple(cell.verdict for cell in row.cells),
    )  # fmt: skip


def _statement(row: ComparisonRow) -> Statement:
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


def _row_head(row: StandardRow) -> RowHead:
    return RowHead(
        id=row.id, name=row.name, group=row.group, level=LEVELS.get(row.level, row.level), demands=tuple(demands(row)),
        source=row.source, evidence=row.evidence, confirmed=row.confirmed,
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
        chosen=_head(chosen),
        plan=head_of(stored),
        row=_row_head(norm),
        verdict=cell.verdict,
        statements=tuple(map(_statement, said[:_STATEMENTS])),
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
        chosen=_head(chosen),
        plan=head_of(stored),
        counts=found.plans[0].counts,
        lines=tuple(
            PlanLineOfList(
                row=row.row, name=row.name, group=row.group, verdict=row.cells[0].verdict,
                statements=tuple(map(_statement, row.cells[0].rows[:3])), more=max(0, len(row.cells[0].rows) - 3),
            )
            for row in page_of(told, cut, _STATEMENTS)
        ),
        gaps=found.plans[0].gaps,
        pager=cut,
    )  # fmt: skip


def _for_file(kb: KnowledgeBase, wanted: PlanFilter, plan: str) -> list[StoredDocument]:
    found = [plan_named(kb, plan)] if plan else list(chosen_plans(kb, wanted))
    if not found:
        raise UsageError("没有符合条件的方案")
    if len(found) > _MOST_IN_FILE:
        raise UsageError(
            f"符合条件的方案有 {len(found)} 份，一个文件最多 {_MOST_IN_FILE} 份：请先按层级、文件夹或标题缩小范围"
        )
    return found


def compare_xlsx(visit: VisitDep, wanted: FilterDep, standard: ListKey = "QB17", plan: PlanId = "") -> Response:
    """The matrix as an Excel workbook."""
    chosen = list_named(visit.settings, standard)
    with visit.kb.snapshot():
        found = joined(chosen, [column(visit.kb, chosen, one) for one in _for_file(visit.kb, wanted, plan)])
    if plan:
        only = found.plans[0]
        return as_file(
            lambda path: write_comparison(found.findings(), chosen.standard, path, only.gaps), f"{only.title}-对照.xlsx"
        )
    return as_file(lambda path: write_matrix(found, chosen.standard, path), f"{chosen.standard.title}-对照.xlsx")


def compare_docx(visit: VisitDep, wanted: FilterDep, standard: ListKey = "QB17", plan: PlanId = "") -> Response:
    """The matrix as a Word report."""
    chosen = list_named(visit.settings, standard)
    with visit.kb.snapshot():
        found = joined(chosen, [column(visit.kb, chosen, one) for one in _for_file(visit.kb, wanted, plan)])
    name = found.plans[0].title if plan else chosen.standard.title
    return as_file(lambda path: write_report(found, chosen.standard, path), f"{name}-对照报告.docx")


def add_list(visit: VisitDep, file: Annotated[UploadFile, File(description="标准表（YAML）")]) -> Done:
    """Check a list of one's own and keep it."""
    data = file.file.read(MOST_BYTES + 1)
    if not data:
        raise UsageError("请先选择一个标准表文件（YAML）")
    kept = keep_list(visit.settings, file.filename or "", data)
    return Done(
        message=f"标准表《{kept.standard.title}》没有问题，共 {len(kept.standard.rows)} 条，已可对照",
        to=link("/compare", standard=kept.key),
        made={"standard": kept.key, "rows": len(kept.standard.rows)},
    )


ITEMS = (
    Page(path="/compare", title="对照", template="compare.html", load=compare_page, tag="对照"),
    Page(path="/compare/cell", title="对照依据", template="compare_cell.html", load=compare_cell, tag="对照"),
    Page(path="/compare/plan", title="一份方案的对照", template="compare_plan.html", load=compare_plan, tag="对照"),
    Download(path="/compare/table.xlsx", title="对照表（Excel）", make=compare_xlsx, tag="对照"),
    Download(path="/compare/report.docx", title="对照报告（Word）", make=compare_docx, tag="对照"),
    Action(path="/compare/lists", title="添加标准表", run=add_list, role=Role.REVIEW, tag="对照"),
)
