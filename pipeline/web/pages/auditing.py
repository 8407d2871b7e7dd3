"""体检: what in the plans cannot be checked off later or does not fit together, plan by plan, with the places."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec
from fastapi import Query, Response

from pipeline.auditing import SURENESS, Finding, Severity, Sureness, audit_plan, kinds
from pipeline.auditing.numbers import superiors_of
from pipeline.export.audit import write_audit
from pipeline.model.errors import UsageError
from pipeline.model.rows import Place
from pipeline.store import KnowledgeBase, StoredDocument
from pipeline.store.kept_up import of_contents
from pipeline.store.keys import content_of
from pipeline.store.standing import of_plans
from pipeline.web.findings import known_plans
from pipeline.web.paging import PageNumber, Pager, page_of, pager
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
from pipeline.web.registry import Download, Page
from pipeline.web.sending import as_file
from pipeline.web.visit import Visit, VisitDep

_PLANS, _EACH, _ALL, _PLACES = 6, 8, 30, 3
_MOST_IN_FILE = 500
_LONGEST = 240
_FOUND = msgspec.msgpack.Decoder(tuple[Finding, ...])

Kind = Annotated[str, Query(max_length=60, description="类别的编号")]
Sure = Annotated[Sureness, Query(description="把握不低于")]
Weight = Annotated[Literal["", "重要", "一般", "提示"], Query(description="分量")]
PlanId = Annotated[str, Query(max_length=40, pattern=r"^[0-9A-Za-z_-]*$", description="方案的编号")]


class AuditPlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where a finding stands."""

    text: str
    section: str
    page: int | None
    document: str
    document_id: str
    fact: str | None


class AuditLine(msgspec.Struct, frozen=True, kw_only=True):
    """A finding."""

    id: str
    kind: str
    severity: Severity
    sure: Sureness
    why: str
    places: tuple[AuditPlace, ...]
    count: int


class AuditGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Findings of one kind in one plan, what the kind means and what to do about it."""

    kind: str
    title: str
    severity: Severity
    advice: str
    lines: tuple[AuditLine, ...]


class AuditPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A plan with its findings; `total` of them there are, `hidden` are not shown here. Of a plan without `facts` nothing
    can be found out."""

    plan: PlanHead
    groups: tuple[AuditGroup, ...]
    total: int
    hidden: int
    facts: int


class AuditKindHead(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of finding: how many of it stand in the plans of this page."""

    id: str
    title: str
    severity: Severity
    why: str
    count: int


class AuditPage(msgspec.Struct, frozen=True, kw_only=True):
    """Plans with their findings; `only` is the plan looked at alone, if one is."""

    plans: tuple[AuditPlan, ...]
    kinds: tuple[AuditKindHead, ...]
    choices: PlanChoices
    only: PlanHead | None
    sure: Sureness
    pager: Pager


def audit_page(
    visit: VisitDep,
    wanted: FilterDep,
    kind: Kind = "",
    sure: Sure = "中",
    weight: Weight = "",
    plan: PlanId = "",
    page: PageNumber = 1,
) -> AuditPage:
    """The audit's findings, some plans at a time; all those of one plan with `plan`."""
    only = plan_named(visit.kb, plan) if plan else None
    chosen = [only] if only else list(chosen_plans(visit.kb, wanted))
    cut = pager(page, len(chosen), _PLANS)
    shown = [(one, findings_of(visit, one)) for one in ([only] if only else page_of(chosen, cut, _PLANS))]
    left = [(one, [item for item in found if _fits(item, "", sure, weight)]) for one, found in shown]
    counts = {
        row.id: sum(item.kind == row.id for _, found in left for item in found) for row in kinds() if not row.ignored
    }
    plans = [(one, [item for item in found if kind in ("", item.kind)]) for one, found in left]
    if only:
        cut = pager(page, len(plans[0][1]), _ALL)
        parts: tuple[AuditPlan, ...] = (_plan(only, page_of(plans[0][1], cut, _ALL), len(plans[0][1])),)
    else:
        parts = tuple(_plan(one, found[:_EACH], len(found)) for one, found in plans)
    return AuditPage(
        plans=parts,
        kinds=tuple(
            AuditKindHead(id=row.id, title=row.title, severity=row.severity, why=row.why, count=counts[row.id])
            for row in kinds()
            if counts.get(row.id) or row.id == kind
        ),
        choices=choices(visit.kb),
        only=head_of(only) if only else None,
        sure=sure,
        pager=cut,
    )


def findings_of(visit: Visit, plan: StoredDocument) -> tuple[Finding, ...]:
    """All findings about a plan, worked out again only after it (or one above it) was read anew or somebody said
    something of it; the counts beside the documents learn of them."""
    kb: KnowledgeBase = visit.kb

    def make() -> bytes:
        found = audit_plan(kb, plan, known_plans(kb))
        visit.bases.findings.keep(kb, plan.document.id, found)
        return zlib.compress(msgspec.msgpack.encode(found), 1)

    contents = (content_of(plan.key), *of_plans(kb, ("superiors", str(plan.key)), lambda: _superiors(kb, plan)))
    return _FOUND.decode(zlib.decompress(of_contents(kb, ("audit", str(plan.key)), contents, make)))


def _superiors(kb: KnowledgeBase, plan: StoredDocument) -> tuple[int, ...]:
    """The contents of the plans that an audit holds a plan's numbers against."""
    known = {one.document.id: one.key for one in known_plans(kb)}
    above = superiors_of(plan.document, (one.document for one in known_plans(kb)))
    return tuple(content_of(known[one.id]) for one in above)


def _fits(one: Finding, kind: str, sure: Sureness, weight: str) -> bool:
    return kind in ("", one.kind) and weight in ("", one.severity) and SURENESS.index(one.sure) <= SURENESS.index(sure)


def _plan(plan: StoredDocument, found: Sequence[Finding], total: int) -> AuditPlan:
    groups: dict[str, list[Finding]] = {}
    for one in found:
        groups.setdefault(one.kind, []).append(one)
    return AuditPlan(
        plan=head_of(plan),
        groups=tuple(
            AuditGroup(
                kind=kind, title=some[0].title, severity=some[0].severity, advice=some[0].advice, lines=tuple(map(_line, some))
            )
            for kind, some in groups.items()
        ),
        total=total,
        hidden=total - len(found),
        facts=plan.facts,
    )  # fmt: skip


def _line(one: Finding) -> AuditLine:
    return AuditLine(
        id=one.id, kind=one.kind, severity=one.severity, sure=one.sure, why=one.why,
        places=tuple(map(_place, one.places[:_PLACES])), count=one.count,
    )  # fmt: skip


def _place(place: Place) -> AuditPlace:
    text = " ".join(place.text.split())
    return AuditPlace(
        text=text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…",
        section=place.section or "",
        page=place.page,
        document=place.document,
        document_id=place.document_id,
        fact=place.facts[0] if place.facts else None,
    )


def audit_xlsx(
    visit: VisitDep,
    wanted: FilterDep,
    kind: Kind = "",
    sure: Sure = "低",
    weight: Weight = "",
    plan: PlanId = "",
) -> Response:
    """The findings as an Excel workbook."""
    with visit.kb.snapshot():
        chosen = [plan_named(visit.kb, plan)] if plan else _bounded(visit.kb, wanted)
        found = [item for one in chosen for item in findings_of(visit, one) if _fits(item, kind, sure, weight)]
    name = f"{chosen[0].document.title}-体检" if plan else "方案体检"
    return as_file(lambda path: write_audit(found, path), f"{name}.xlsx")


def _bounded(kb: KnowledgeBase, wanted: PlanFilter) -> Sequence[StoredDocument]:
    found = chosen_plans(kb, wanted)
    if len(found) > _MOST_IN_FILE:
        raise UsageError(
            f"符合条件的方案有 {len(found)} 份，一个文件最多 {_MOST_IN_FILE} 份：请先按层级、文件夹或标题缩小范围，"
            "或用 cetu audit --xlsx 一次查完"
        )
    return found


ITEMS = (
    Page(path="/audit", title="体检", template="audit.html", load=audit_page, tag="体检"),
    Download(path="/audit/findings.xlsx", title="体检结果（Excel）", make=audit_xlsx, tag="体检"),
)
