"""对照 as files, and standard lists of one's own."""

from __future__ import annotations

from typing import Annotated

from fastapi import File, Response, UploadFile

from pipeline.export.comparison import write_comparison
from pipeline.export.matrix import write_matrix
from pipeline.export.report import write_report
from pipeline.model.errors import UsageError
from pipeline.store import KnowledgeBase, StoredDocument
from pipeline.web.matrices import column, joined
from pipeline.web.own_lists import MOST_BYTES, keep_list, list_named
from pipeline.web.pages.comparing_parts import ListKey, PlanId
from pipeline.web.plans import (
    FilterDep,
    PlanFilter,
    chosen_plans,
    plan_named,
)
from pipeline.web.registry import Done
from pipeline.web.render import link
from pipeline.web.sending import as_file
from pipeline.web.visit import VisitDep

_MOST_IN_FILE = 200


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
