"""复核记录: what people changed, batch by batch, and taking a batch back; what was judged and is in no plan any more."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import Form, Path

from pipeline.api.ledger import batches, orphans, undo
from pipeline.store import KnowledgeBase
from pipeline.store.review_fields import FIELD_NAMES
from pipeline.store.review_records import Batch
from pipeline.web.correcting import logged
from pipeline.web.pages.judging import Who, Why
from pipeline.web.paging import PageNumber, Pager, page_of, pager
from pipeline.web.people import Role
from pipeline.web.registry import Action, Done, Page
from pipeline.web.visit import VisitDep

_SIZE = 30
_SHOWN = 3
_MOST_LOST = 50
_KINDS = {"review": "复核", "import": "导入台账", "undo": "撤回"}


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A value changed. `lost`: the fact is in no plan any more."""

    fact: str
    words: str
    title: str
    before: str
    after: str
    lost: bool


class BatchLine(msgspec.Struct, frozen=True, kw_only=True):
    """A batch with the first of its changes."""

    number: int
    kind: str
    at: str
    who: str
    why: str
    source: str
    facts: int
    changes: int
    undoes: int | None
    undone_by: int | None
    first: tuple[Change, ...]


class Lost(msgspec.Struct, frozen=True, kw_only=True):
    """What was said of a fact that no plan holds any more (待核对)."""

    fact: str
    document: str
    section: str
    words: str
    verdict: str
    who: str


class ReviewsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Batches, the newest first; `lost` at most so many of `all_lost`."""

    rows: tuple[BatchLine, ...]
    pager: Pager
    lost: tuple[Lost, ...]
    all_lost: int


def reviews_page(visit: VisitDep, page: PageNumber = 1) -> ReviewsPage:
    """What people changed."""
    kb = visit.kb
    found = kb.remember(("batches",), lambda: list(reversed(batches(kb))))
    lost = kb.remember(("lost reviews",), lambda: orphans(kb))
    at = pager(page, len(found), _SIZE)
    return ReviewsPage(
        rows=tuple(_line(kb, one) for one in page_of(found, at, _SIZE)),
        pager=at,
        lost=tuple(
            Lost(
                fact=one.fact, document=one.anchor.document, section=one.anchor.section, words=one.anchor.words[:200],
                verdict=one.verdict_word, who=one.who,
            )
            for one in lost[:_MOST_LOST]
        ),
        all_lost=len(lost),
    )  # fmt: skip


def undo_batch(
    visit: VisitDep,
    batch: Annotated[int, Path(ge=1, le=2**53, description="批次")],
    back: Annotated[
        str, Form(pattern=r"^/(reviews|facts/[0-9A-Za-z_-]{1,40})$", description="之后回到哪一页")
    ] = "/reviews",
    why: Why = "",
    who: Who = "",
) -> Done:
    """Take a batch back, by one more batch."""
    with visit.bases.writer() as kb:
        made = undo(kb, batch, visit.by(why, who))
    return Done(
        message=f"已撤回第 {batch} 批（记为第 {made} 批；再撤回它就恢复原来的改动）", to=back, made={"batch": made}
    )


def _line(kb: KnowledgeBase, one: Batch) -> BatchLine:
    rows = kb.db.execute(
        "SELECT c.field, c.old, c.new, r.fact, r.words, NOT EXISTS (SELECT 1 FROM facts WHERE id = r.fact) AS lost "
        "FROM changes c JOIN reviewed r ON r.key = c.reviewed WHERE c.batch = ? ORDER BY c.number LIMIT ?",
        (one.number, _SHOWN),
    )
    return BatchLine(
        number=one.number, kind=_KINDS.get(one.kind, one.kind), at=one.at.replace("T", " "), who=one.who, why=one.why,
        source=one.source, facts=one.facts, changes=one.changes, undoes=one.undoes, undone_by=one.undone_by,
        first=tuple(
            Change(
                fact=row["fact"], words=" ".join(row["words"].split())[:60], lost=bool(row["lost"]),
                title=FIELD_NAMES.get(row["field"], row["field"]),
                before=logged(row["field"], row["old"])[:60], after=logged(row["field"], row["new"])[:60],
            )
            for row in rows
        ),
    )  # fmt: skip


ITEMS = (
    Page(path="/reviews", title="复核记录", template="reviews.html", load=reviews_page, role=Role.REVIEW, tag="事实"),
    Action(path="/reviews/{batch}/undo", title="撤回一批改动", run=undo_batch, role=Role.REVIEW, tag="事实"),
)
