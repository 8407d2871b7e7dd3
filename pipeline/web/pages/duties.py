"""责任: who does what, by party, by group and by plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec
from fastapi import Query

from pipeline.asking.obligations import borne_by
from pipeline.model.rows import AnswerRow
from pipeline.store import parties as store
from pipeline.store import plan_duties
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.parties import Chosen, Party, PartyCounts
from pipeline.store.reading import document_keys
from pipeline.store.records import StoredActor
from pipeline.store.seats import members
from pipeline.web.paging import PageNumber, Pager, page_of, pager
from pipeline.web.registry import Page
from pipeline.web.visit import NotFound, VisitDep

_PARTIES, _GROUPS, _PLANS = 50, 12, 30
_MEMBERS, _DUTIES, _NAMES = 30, 4, 6

Words = Annotated[str, Query(max_length=100, description="名称或发文单位里的字")]
Kind = Annotated[Literal["", "person", "post", "org", "group", "unknown"], Query(description="主体的类别")]
DocumentId = Annotated[str, Query(max_length=300, description="方案的编号")]


class PartyLine(PartyCounts, frozen=True, kw_only=True):
    """A party with its counts; `key` opens its page."""

    key: str


class DutiesPage(msgspec.Struct, frozen=True, kw_only=True):
    """Parties, those with most duties first; `document` is the title of the plan they are counted in."""

    rows: tuple[PartyLine, ...]
    pager: Pager
    document: str


class MemberLine(msgspec.Struct, frozen=True, kw_only=True):
    """A member of a group."""

    key: str
    name: str
    position: str
    post: str
    fact: str | None


class GroupCard(msgspec.Struct, frozen=True, kw_only=True):
    """A group, its members (the first of them), its duties (the first of them)."""

    key: str
    name: str
    scope: str
    members: tuple[MemberLine, ...]
    seats: int
    rows: tuple[AnswerRow, ...]
    duties: int


class GroupsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Groups, those with most duties first."""

    groups: tuple[GroupCard, ...]
    pager: Pager


class NamedParty(msgspec.Struct, frozen=True, kw_only=True):
    """A party that a plan names, and how many of its duties it bears."""

    key: str
    name: str
    duties: int


class PlanLine(msgspec.Struct, frozen=True, kw_only=True):
    """A plan and who bears most of it."""

    id: str
    title: str
    issuer: str
    path: str
    duties: int
    parties: tuple[NamedParty, ...]


class PlansPage(msgspec.Struct, frozen=True, kw_only=True):
    """Plans that lay duties on somebody, by title."""

    plans: tuple[PlanLine, ...]
    pager: Pager


def duties_page(
    visit: VisitDep, words: Words = "", kind: Kind = "", document: DocumentId = "", page: PageNumber = 1
) -> DutiesPage:
    """Who does what, by party."""
    chosen, title = _plan_of(visit.kb, document)
    found = store.parties(visit.kb, Chosen(words=words, kind=kind, document=chosen))
    at = pager(page, len(found), _PARTIES)
    return DutiesPage(rows=lines(visit.kb, page_of(found, at, _PARTIES)), pager=at, document=title)


def groups_page(visit: VisitDep, words: Words = "", page: PageNumber = 1) -> GroupsPage:
    """Groups with their members and duties."""
    found = store.parties(visit.kb, Chosen(words=words, kind="group"))
    at = pager(page, len(found), _GROUPS)
    shown = page_of(found, at, _GROUPS)
    scopes = store.scope_words(visit.kb.db, (one.scope for one in shown))
    return GroupsPage(groups=tuple(_group(visit.kb, one, scopes[one.scope]) for one in shown), pager=at)


def plans_page(visit: VisitDep, words: Words = "", page: PageNumber = 1) -> PlansPage:
    """Plans and whom they lay duties on."""
    found = plan_duties.plans_with_duties(visit.kb, words)
    at = pager(page, len(found), _PLANS)
    shown = plan_duties.plan_duties(visit.kb, page_of(found, at, _PLANS), _NAMES)
    return PlansPage(
        plans=tuple(
            PlanLine(
                id=one.id, title=one.title, issuer=one.issuer, path=one.path, duties=one.duties,
                parties=tuple(NamedParty(key=str(key), name=name, duties=count) for key, name, count in one.parties),
            )
            for one in shown
        ),
        pager=at,
    )  # fmt: skip


def lines(kb: KnowledgeBase, found: Sequence[Party]) -> tuple[PartyLine, ...]:
    """Parties as they are shown."""
    scopes = store.scope_words(kb.db, (one.scope for one in found))
    return tuple(
        PartyLine(
            key=str(one.key), name=one.name, scope=scopes[one.scope], kind=one.kind, lead=one.lead, support=one.support,
            documents=one.documents, seats=one.seats,
        )
        for one in found
    )  # fmt: skip


def _group(kb: KnowledgeBase, one: Party, scope: str) -> GroupCard:
    seats = members(kb, (one.key,), _MEMBERS)
    actor = StoredActor(key=one.key, scope=one.scope, kind=one.kind, name=one.name)
    borne = borne_by(kb, (actor,), _DUTIES)
    return GroupCard(
        key=str(one.key), name=one.name, scope=scope, seats=one.seats, rows=borne.rows, duties=borne.total,
        members=tuple(
            MemberLine(key=str(seat.person), name=seat.name, position=seat.position, post=seat.post, fact=seat.fact)
            for seat in seats
        ),
    )  # fmt: skip


def _plan_of(kb: KnowledgeBase, document: str) -> tuple[int | None, str]:
    if not document:
        return None, ""
    keys = document_keys(kb.db, document)
    if not keys:
        raise NotFound(f"知识库中没有这份方案：{document}")
    return keys[0], str(kb.db.execute("SELECT title FROM documents WHERE key = ?", (keys[0],)).fetchone()[0])


ITEMS = (
    Page(path="/duties", title="责任：按主体", template="duties.html", load=duties_page, tag="责任"),
    Page(path="/duties/groups", title="责任：按小组", template="duties_groups.html", load=groups_page, tag="责任"),
    Page(path="/duties/plans", title="责任：按方案", template="duties_plans.html", load=plans_page, tag="责任"),
)
