"""`duties`: all that one actor must do, for a person also through the posts and groups held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

from pipeline.asking.rows import answer_row, distinct
from pipeline.graph import Graph, around
from pipeline.graph.nodes import actor_node
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, reading
from pipeline.store.keys import content_of
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.names import actor_names
from pipeline.store.records import StoredActor, StoredFact

# How direct a way is: own name, other name or title, post or seat named as actor, group led, group sat in, other actor.
_SELF, _ALIAS, _POST, _LED, _SAT, _ENDS_SO = range(6)
_CHUNK = 100
_LEADING = ("长", "主任", "指挥", "书记", "召集人")


class Way(msgspec.Struct, frozen=True):
    """A way from the actor asked for to a node whose duties are meant. `document` bounds it to one paper's duties."""

    rank: int
    node: str
    person: str | None = None
    position: str | None = None
    group: str | None = None
    document: str | None = None


def duties(kb: KnowledgeBase, actor: str, limit: int = 20, modality: str | None = None) -> list[AnswerRow]:
    """The duties of an actor (校长, 教务处, 县财政局, a person), under all its names; of one modality, where one is given.

    For a person the rows that come through a post or a group say so in `person`, `position` and `group`. Rows of the
    actor itself come first, then those of posts, of groups led, of groups sat in; then actors whose name ends so.
    """
    actors = finding.actors_named(kb.db, actor_names().names_of(actor))
    actors = [a for a in actors if a.exact or a.kind != "person"]
    graph = around(kb, actors)
    found: dict[int, _Borne] = {}
    for start in actors:
        for way in _ways(graph, start):
            for fact, borne in _borne(graph, way):
                if modality in (None, borne.modality) and (fact not in found or borne.order < found[fact].order):
                    found[fact] = borne
    # The file that says most of an actor (its job description) goes before those that name it in passing.
    count = Counter(content_of(key) for key in found)
    order = sorted(found, key=lambda key: (*found[key].order, -count[content_of(key)], key))
    return distinct(_rows(kb, order, found), limit)


class _Borne(msgspec.Struct, frozen=True):
    order: tuple[int, bool, bool]
    modality: str
    way: Way


def _rows(kb: KnowledgeBase, order: list[int], found: dict[int, _Borne]) -> Iterator[AnswerRow]:
    """Rows as they are called for: of an actor with thousands of duties only the first are read."""
    for start in range(0, len(order), _CHUNK):
        stored = reading.facts_by_key(kb.db, order[start : start + _CHUNK])
        for key in order[start : start + _CHUNK]:
            if key in stored and _in_bounds(found[key].way, stored[key]):
                yield _row(stored[key], found[key].way)


def _row(stored: StoredFact, way: Way) -> AnswerRow:
    if way.person is None:
        return answer_row(stored)
    return answer_row(stored, person=way.person, position=way.position, group=way.group)


def _in_bounds(way: Way, stored: StoredFact) -> bool:
    """组长 names an actor only inside the paper that gives the seat."""
    return way.document is None or way.document == f"document:{stored.document_key}"


def _borne(graph: Graph, way: Way) -> Iterator[tuple[int, _Borne]]:
    """The duties a node bears, by key. A composite actor's come behind the actor's own, support behind the lead."""
    for _, duty, values in graph.out_edges(way.node, data=True):
        if values["type"] == "bears":
            order = (way.rank, values["named"] == "part", values["part"] == "support")
            yield int(duty.partition(":")[2]), _Borne(order, values["modality"], way)


def _ways(graph: Graph, actor: StoredActor) -> Iterator[Way]:
    node = actor_node(actor.key)
    if not actor.exact:
        yield Way(_ENDS_SO, node)
        return
    person = actor.name if actor.kind == "person" else None
    yield Way(_SELF, node)
    for source, _, values in graph.in_edges(node, data=True):
        if values["type"] == "same_as":
            yield Way(_ALIAS, source, person, graph.nodes[source]["label"] if person else None)
    if person is None:
        return
    for _, target, values in graph.out_edges(node, data=True):
        if values["type"] == "holds":
            yield Way(_POST, target, person, values.get("position"))
        elif values["type"] == "acts_as":
            yield Way(_POST, target, person, values.get("position"), None, values["document"])
        elif values["type"] == "member_of":
            yield from _through_group(graph, person, target, values)


def _through_group(graph: Graph, person: str, group: str, seat: dict[str, str]) -> Iterator[Way]:
    """The group's duties under its own name, and under the short name its paper uses for it."""
    position, name = seat.get("position", ""), graph.nodes[group]["label"]
    rank = _LED if position.endswith(_LEADING) and "副" not in position else _SAT
    yield Way(rank, group, person, position, name)
    for source, _, values in graph.in_edges(group, data=True):
        if values["type"] == "same_as":
            yield Way(rank, source, person, position, name, values["document"])
