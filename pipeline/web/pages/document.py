"""A plan for reading: heading tree, text with its facts marked; and the way from a fact to its place there."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import Path, Query, Response
from fastapi.responses import RedirectResponse

from pipeline.asking.document_view import Block, TreeLine, document_view
from pipeline.asking.paper import has_pages
from pipeline.model import labels
from pipeline.model.errors import UsageError
from pipeline.model.result import FACT_TYPES, Document
from pipeline.store import KnowledgeBase, StoredDocument
from pipeline.web.findings import FindingCount
from pipeline.web.registry import Download, Page
from pipeline.web.render import link
from pipeline.web.visit import NotFound, VisitDep

Id = Annotated[str, Path(pattern=r"^[0-9A-Za-z_-]{1,40}$", description="编号")]


class KindChoice(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of fact in the legend: how many there are, whether they are marked, what to choose to turn it about."""

    type: str
    sign: str
    facts: int
    shown: bool
    turned: str


class DocumentPage(msgspec.Struct, frozen=True, kw_only=True):
    """A slice of a plan. `kinds` are those marked (empty: all), parted by points as in the address; `mark` the fact that is
    shown with emphasis; `paper`: whether its pages can be shown; `page` the page the slice begins on."""

    plan: Document
    path: str
    paths: tuple[str, ...]
    media_type: str
    pages: int | None
    paper: bool
    part: int
    parts: int
    kinds: str
    mark: str
    blocks: tuple[Block, ...]
    tree: tuple[TreeLine, ...]
    more_headings: int
    legend: tuple[KindChoice, ...]
    facts: int
    findings: FindingCount | None
    first: StoredPlan | None = None


class StoredPlan(msgspec.Struct, frozen=True, kw_only=True):
    """Another plan that this one repeats."""

    id: str
    title: str


def document_page(
    visit: VisitDep,
    id: Id,
    part: Annotated[int | None, Query(ge=1, le=1_000_000, description="第几段")] = None,
    kinds: Annotated[str, Query(max_length=100, description="只标这几类事实，用点隔开")] = "",
    mark: Annotated[str, Query(max_length=40, description="突出显示的事实")] = "",
) -> DocumentPage:
    """A plan: its text in slices, with its facts marked."""
    kb = visit.kb
    chosen = tuple(kind for kind in dict.fromkeys(kinds.split(".")) if kind in FACT_TYPES)
    try:
        view = document_view(kb, id, part=part, kinds=chosen, aim=mark or None)
    except UsageError as error:
        raise NotFound(str(error)) from None
    plan = view.stored.document
    counted = {} if plan.duplicate_of else visit.bases.findings.count(kb, [id], 1)
    return DocumentPage(
        plan=plan,
        path=view.stored.path,
        paths=_paths(kb, view.stored),
        media_type=view.media_type,
        pages=view.pages,
        paper=has_pages(view.media_type, view.pages),
        part=view.part,
        parts=view.parts,
        kinds=".".join(chosen),
        mark=mark,
        blocks=view.blocks,
        tree=view.tree,
        more_headings=view.more_headings,
        legend=_legend(view.facts, chosen),
        facts=sum(view.facts.values()),
        findings=counted.get(id),
        first=_first(kb, plan),
    )


def fact_source(visit: VisitDep, id: Id) -> Response:
    """To the place of a fact in its document, its words emphasised."""
    stored = visit.kb.fact(id)
    if stored is None:
        raise NotFound(f"知识库中没有这个事实：{id}")
    return RedirectResponse(f"{link('/documents/' + stored.fact.document, mark=id)}#fact-{id}", status_code=303)


def _legend(counts: dict[str, int], chosen: tuple[str, ...]) -> tuple[KindChoice, ...]:
    there = [kind for kind in labels.TYPE_SIGNS if counts.get(kind)]
    return tuple(
        KindChoice(
            type=kind,
            sign=labels.TYPE_SIGNS[kind],
            facts=counts[kind],
            shown=not chosen or kind in chosen,
            turned=".".join(one for one in there if (one in chosen) != (one == kind)),
        )
        for kind in there
    )


def _paths(kb: KnowledgeBase, stored: StoredDocument) -> tuple[str, ...]:
    """The files that have this very content."""
    return tuple(one.path for one in kb.files_with(stored.sha256))


def _first(kb: KnowledgeBase, plan: Document) -> StoredPlan | None:
    other = plan.duplicate_of or plan.similar_to
    row = kb.db.execute("SELECT id, title FROM documents WHERE id = ? LIMIT 1", (other,)).fetchone() if other else None
    return StoredPlan(id=row["id"], title=row["title"]) if row else None


ITEMS = (
    Page(path="/documents/{id}", title="方案原文", template="document.html", load=document_page, tag="文档"),
    Download(path="/facts/{id}/source", title="事实在原文中的位置", make=fact_source, tag="事实"),
)
