"""比对: two plans side by side, fact by fact."""

from __future__ import annotations

import zlib
from typing import Annotated, Literal

import msgspec
from fastapi import Query, Response

from pipeline.comparison.diff import Difference, difference
from pipeline.comparison.diff.partners import partners, partners_of
from pipeline.comparison.diff.records import Change, FieldChange
from pipeline.comparison.plan_facts import load_plan
from pipeline.export.audit import write_difference
from pipeline.model.errors import UsageError
from pipeline.model.rows import Place
from pipeline.store import KnowledgeBase, StoredDocument
from pipeline.store.kept_up import of_contents
from pipeline.store.keys import content_of
from pipeline.store.standing import of_plans
from pipeline.web.findings import known_plans
from pipeline.web.paging import PageNumber, Pager, page_of, pager
from pipeline.web.plans import PlanFilter as _PlanFilter
from pipeline.web.plans import PlanHead, chosen_plans, head_of, plan_named
from pipeline.web.registry import Download, Page
from pipeline.web.sending import as_file
from pipeline.web.visit import VisitDep

_CHOICES, _PAIRS, _ROWS = 60, 12, 30
_LONGEST = 300
_DIFFERENCE = msgspec.msgpack.Decoder(Difference)
CHANGES: dict[Change, str] = {"changed": "改动", "removed": "减少", "added": "增加"}

PlanId = Annotated[str, Query(max_length=40, pattern=r"^[0-9A-Za-z_-]*$", description="方案的编号")]
FactType = Annotated[
    Literal["", "target", "indicator", "duty", "membership", "deadline", "evidence", "problem"],
    Query(description="事实的种类"),
]


class PlanPair(msgspec.Struct, frozen=True, kw_only=True):
    """Two plans that are likely the same plan of different years."""

    before: PlanHead
    after: PlanHead


class DiffPlace(msgspec.Struct, frozen=True, kw_only=True):
    """One side of a row."""

    text: str
    section: str
    page: int | None
    fact: str | None


class DiffLine(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that differs."""

    change: Change
    type: str
    what: str
    fields: tuple[FieldChange, ...]
    before: DiffPlace | None
    after: DiffPlace | None


class DiffResult(msgspec.Struct, frozen=True, kw_only=True):
    """What came, went and changed; `counts` by change, `types` by kind of fact, of all rows."""

    lines: tuple[DiffLine, ...]
    counts: dict[str, int]
    types: dict[str, int]
    same: int
    pager: Pager


class DiffPage(msgspec.Struct, frozen=True, kw_only=True):
    """The plans to choose from (those that hold `words`, the first of `matching`), pairs that suggest themselves, and where
    two are chosen what differs."""

    before: PlanHead | None
    after: PlanHead | None
    plans: tuple[PlanHead, ...]
    matching: int
    pairs: tuple[PlanPair, ...]
    result: DiffResult | None


def diff_page(
    visit: VisitDep,
    before: PlanId = "",
    after: PlanId = "",
    words: Annotated[str, Query(max_length=100, description="标题、单位或文件名里的字")] = "",
    change: Annotated[Literal["", "changed", "removed", "added"], Query(description="只看哪种变化")] = "",
    type: FactType = "",
    page: PageNumber = 1,
) -> DiffPage:
    """Two plans held against each other."""
    kb = visit.kb
    left, right = (plan_named(kb, one) if one else None for one in (before, after))
    found = list(chosen_plans(kb, _PlanFilter(words=words.strip())))
    offered = [one for one in (left, right) if one is not None]
    offered += [one for one in found[:_CHOICES] if one not in offered]
    return DiffPage(
        before=head_of(left) if left else None,
        after=head_of(right) if right else None,
        plans=tuple(map(head_of, offered)),
        matching=len(found),
        pairs=() if left and right else _pairs(kb, left or right, words.strip()),
        result=_result(_difference(kb, left, right), change, type, page) if left and right else None,
    )


def _pairs(kb: KnowledgeBase, only: StoredDocument | None, words: str) -> tuple[PlanPair, ...]:
    """Pairs that suggest themselves: of one plan that is chosen already, or of all whose titles hold the words."""
    if only is not None:
        others = partners_of(only, known_plans(kb))[:_PAIRS]
        return tuple(PlanPair(before=head_of(only), after=head_of(one)) for one in others)
    pairs = of_plans(kb, ("plan pairs",), lambda: partners(known_plans(kb)))
    wanted = [pair for pair in pairs if not words or any(words in one.document.title for one in pair)]
    return tuple(PlanPair(before=head_of(left), after=head_of(right)) for left, right in wanted[:_PAIRS])


def _difference(kb: KnowledgeBase, left: StoredDocument, right: StoredDocument) -> Difference:
    if left.key == right.key:
        raise UsageError("两边选的是同一份方案，请换一份")

    def make() -> bytes:
        return zlib.compress(msgspec.msgpack.encode(difference(load_plan(kb, left), load_plan(kb, right))), 1)

    both = (content_of(left.key), content_of(right.key))
    return _DIFFERENCE.decode(zlib.decompress(of_contents(kb, ("diff", str(left.key), str(right.key)), both, make)))


def _result(found: Difference, change: str, type: str, page: int) -> DiffResult:
    rows = [row for row in found.rows if change in ("", row.change) and type in ("", row.type)]
    cut = pager(page, len(rows), _ROWS)
    types = dict.fromkeys(row.type for row in found.rows)
    return DiffResult(
        lines=tuple(
            DiffLine(
                change=row.change, type=row.type, what=row.what, fields=row.fields, before=_place(row.before),
                after=_place(row.after),
            )
            for row in page_of(rows, cut, _ROWS)
        ),
        counts={name: sum(row.change == name for row in found.rows) for name in CHANGES},
        types={name: sum(row.type == name for row in found.rows) for name in types},
        same=found.same,
        pager=cut,
    )  # fmt: skip


def _place(place: Place | None) -> DiffPlace | None:
    if place is None:
        return None
    text = " ".join(place.text.split())
    return DiffPlace(
        text=text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…",
        section=place.section or "",
        page=place.page,
        fact=place.facts[0] if place.facts else None,
    )


def diff_xlsx(visit: VisitDep, before: PlanId, after: PlanId) -> Response:
    """The difference as an Excel workbook."""
    kb = visit.kb
    with kb.snapshot():
        left, right = plan_named(kb, before), plan_named(kb, after)
        found = _difference(kb, left, right)
    return as_file(lambda path: write_difference(found, path), f"{right.document.title}-比对.xlsx")


ITEMS = (
    Page(path="/diff", title="比对", template="diff.html", load=diff_page, tag="比对"),
    Download(path="/diff/table.xlsx", title="比对结果（Excel）", make=diff_xlsx, tag="比对"),
)
