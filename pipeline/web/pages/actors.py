"""One party: its duties, seats, deadlines, and the responsibility graph around it."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import Path, Query

from pipeline.asking.obligations import borne_by
from pipeline.asking.rows import answer_row
from pipeline.export.calendar.due import Asked, Due, dated, shown
from pipeline.graph import Vicinity, vicinity
from pipeline.model import labels
from pipeline.model.rows import AnswerRow
from pipeline.store import held
from pipeline.store import parties as store
from pipeline.store.full_names import actors_called
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.parties import Chosen
from pipeline.store.put_right import given, new_parties
from pipeline.store.records import StoredActor
from pipeline.store.searchtext import normalised
from pipeline.web.drawing.graph import MOST_BOXES, Arc, Drawing, Vertex, drawn
from pipeline.web.drawing.layers import layer_of
from pipeline.web.pages.duties import PartyLine, lines
from pipeline.web.paging import PageNumber, Pager, pager
from pipeline.web.registry import Page
from pipeline.web.visit import NotFound, VisitDep

_DUTIES, _SEATS, _DUE, _FOUND = 15, 40, 15, 50
_LONGEST_KEY = (1 << 63) - 1

Name = Annotated[str, Query(max_length=100, description="名称")]
Scope = Annotated[str, Query(max_length=200, description="发文单位")]
Key = Annotated[int, Path(ge=0, le=_LONGEST_KEY, description="主体的键")]
Hops = Annotated[int, Query(ge=1, le=2, description="关系图走几步")]
Most = Annotated[int, Query(ge=5, le=MOST_BOXES, description="关系图最多几个节点")]


class FoundPage(msgspec.Struct, frozen=True, kw_only=True):
    """Parties of a name."""

    rows: tuple[PartyLine, ...]


class TieRow(msgspec.Struct, frozen=True, kw_only=True):
    """An edge of the graph in words; ids are those of its boxes."""

    source: str
    source_label: str
    relation: str
    target: str
    target_label: str


class ActorPage(msgspec.Struct, frozen=True, kw_only=True):
    """A party. `rows` are its duties, `position` and `group` say through what they fall to it; `seats` its places in groups (of a
    group: its members); `due` what falls due next; `graph` the drawing, `ties` the same in words; `left_off`: there is more."""

    key: str
    name: str
    scope: str
    kind: str
    others: tuple[PartyLine, ...]
    rows: tuple[AnswerRow, ...]
    pager: Pager
    seats: tuple[AnswerRow, ...]
    due: tuple[Due, ...]
    hops: int
    most: int
    graph: Drawing
    ties: tuple[TieRow, ...]
    left_off: bool


def actors_page(visit: VisitDep, name: Name = "", scope: Scope = "") -> FoundPage:
    """Find a party by its name, in one issuer's papers or in all."""
    if not name.strip():
        return FoundPage(rows=())
    keys = {one.key for one in actors_called(visit.kb, name) if one.exact}
    keys |= {one.key for one in new_parties(visit.kb) if held.is_named(one.name, (name,))}
    wanted = normalised(scope)
    found = [one for one in store.parties(visit.kb, Chosen()) if one.key in keys and wanted in one.scope]
    return FoundPage(rows=lines(visit.kb, found[:_FOUND]))


def actor_page(visit: VisitDep, key: Key, page: PageNumber = 1, hops: Hops = 1, most: Most = 60) -> ActorPage:
    """One party with all that concerns it."""
    kb = visit.kb
    actor = store.actor(kb, key)
    if actor is None:
        raise NotFound("知识库中没有这个责任主体，它所在的方案可能已经更新")
    borne = borne_by(kb, (actor,), _DUTIES, (page - 1) * _DUTIES)
    at = pager(page, borne.total, _DUTIES)
    if at.page != page:
        borne = borne_by(kb, (actor,), _DUTIES, (at.page - 1) * _DUTIES)
    near = vicinity(kb, actor, hops, most)
    due = dated(kb, Asked(since=visit.today, actors=(key,)))[:_DUE]
    return ActorPage(
        key=str(key), name=actor.name, scope=store.scope_words(kb.db, (actor.scope,))[actor.scope], kind=actor.kind,
        others=_others(kb, actor), rows=borne.rows, pager=at, seats=_seats(kb, actor),
        due=tuple(shown(kb, due, visit.today)), hops=hops, most=most, graph=_drawing(near, key), ties=_in_words(near),
        left_off=near.left_off,
    )  # fmt: skip


def _others(kb: KnowledgeBase, actor: StoredActor) -> tuple[PartyLine, ...]:
    """The same name in other issuers' papers, or as another kind."""
    named = store.parties(kb, Chosen(words=actor.name))
    return lines(kb, [one for one in named if one.name == actor.name and one.key != actor.key][:12])


def _seats(kb: KnowledgeBase, actor: StoredActor) -> tuple[AnswerRow, ...]:
    anew = given(kb)
    rows = kb.db.execute(
        "SELECT DISTINCT a.fact FROM fact_actors a JOIN facts f ON f.key = a.fact WHERE a.actor = ? "
        "AND a.role IN ('person', 'group', 'post') AND f.type = 'membership' ORDER BY a.fact LIMIT ?",
        (actor.key, _SEATS + len(anew.seats_gone)),
    )
    keys = {row[0] for row in rows} - anew.seats_gone
    keys |= {one.key for one in anew.seats if actor.key in (one.person.key, one.other.key)}
    return tuple(answer_row(one) for one in held.facts_by_key(kb, sorted(keys)[:_SEATS]).values())


def _drawing(near: Vicinity, key: int) -> Drawing:
    vertices = [
        Vertex(
            id=one.id, label=one.label, layer=layer_of(one.kind, one.label), kind=one.kind, wide=one.kind == "duty",
            href=f"/facts/{one.key}" if one.kind == "duty" else f"/actors/{one.key}", centre=one.key == str(key),
        )
        for one in near.nodes
    ]  # fmt: skip
    return drawn(vertices, [Arc(tie.source, tie.target, tie.type, _label(tie.type, tie.label)) for tie in near.ties])


def _label(type: str, label: str) -> str:
    """Positions are shown, and parts in a duty where they differ from the usual."""
    return "" if type == "bears:sole" else label or labels.PARTY_TIES.get(type, type)


def _in_words(near: Vicinity) -> tuple[TieRow, ...]:
    named = {one.id: one.label for one in near.nodes}
    return tuple(
        TieRow(
            source=tie.source, source_label=named[tie.source], target=tie.target, target_label=named[tie.target],
            relation=labels.PARTY_TIES.get(tie.type, tie.type) + (f"（{tie.label}）" if tie.label else ""),
        )
        for tie in near.ties
    )  # fmt: skip


ITEMS = (
    Page(path="/actors", title="找责任主体", template="actors.html", load=actors_page, tag="责任"),
    Page(path="/actors/{key}", title="责任主体", template="actor.html", load=actor_page, tag="责任"),
)
