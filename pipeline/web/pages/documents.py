"""文档: the list of plans, and the files that gave none."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from fastapi import Query

from pipeline.store.listing import Facets, PlanLine, Wanted, facets, plan_lines
from pipeline.web.findings import FindingCount
from pipeline.web.paging import PageNumber, Pager, pager
from pipeline.web.registry import Page
from pipeline.web.visit import VisitDep

_SIZE = 50
_COUNTED = 3
Sort = Literal["path", "title", "kind", "level", "school", "-year", "year", "-facts", "facts"]
ReadingWord = Literal["", "read", "failed", "skipped", "missing"]
Text = Annotated[str, Query(max_length=200)]


class DocumentsPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the list. `findings`: the audit's counts by the plans' ids, of those counted so far; `facets` the values
    to filter by."""

    rows: tuple[PlanLine, ...]
    findings: dict[str, FindingCount]
    facets: Facets
    pager: Pager
    sort: Sort


def documents_page(
    visit: VisitDep,
    words: Annotated[str, Query(max_length=100, description="标题、单位或文件名里的词")] = "",
    kind: Text = "",
    level: Text = "",
    school: Text = "",
    year: Annotated[str, Query(max_length=10)] = "",
    reading: Annotated[ReadingWord, Query(description="阅读情况")] = "",
    sort: Annotated[Sort, Query(description="排序")] = "path",
    page: PageNumber = 1,
) -> DocumentsPage:
    """The plans of the knowledge base, filtered, sorted, page by page."""
    kb = visit.kb
    wanted = Wanted(words=words, kind=kind, level=level, school=school.strip(), year=year, reading=reading or None)
    down, order = sort.startswith("-"), sort.removeprefix("-")
    # Nobody leafs to the millionth page: SQL is asked for the page and, where it is behind the end, for the last.
    found = plan_lines(kb, wanted, order=order, down=down, first=(page - 1) * _SIZE, most=_SIZE)  # type: ignore[arg-type]
    at = pager(page, found.total, _SIZE)
    if at.page != page:
        found = plan_lines(kb, wanted, order=order, down=down, first=(at.page - 1) * _SIZE, most=_SIZE)  # type: ignore[arg-type]
    plans = [row.document for row in found.lines if row.document and not row.repeats]
    return DocumentsPage(
        rows=found.lines,
        findings=visit.bases.findings.count(kb, plans, _COUNTED),
        facets=facets(kb),
        pager=at,
        sort=sort,
    )


ITEMS = (Page(path="/documents", title="文档", template="documents.html", load=documents_page, tag="文档"),)
