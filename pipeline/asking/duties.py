"""`duties`: all that one actor must do, for a person also through the posts and groups held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

from pipeline.asking.rows import answer_row, distinct
from pipeline.graph import Graph, around
from pipeline.graph.nodes import actor_node
from pipeline.model.result import Duty
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, reading
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.names import actor_names
from pipeline.store.records import StoredActor, StoredFact

# How direct a way is: own name, other name or title, post or seat named as actor, group led, group sat in, other actor.
_SELF, _ALIAS, _POST, _LED, _SAT, _ENDS_SO = range(6)
_LEADING = ("长", "主任", "指挥", "书记", "召集人")


class Way(msgspec.Struct, frozen=True):
    """A way from the actor asked for to a node whose duties are meant. `document` bounds it to one paper's duties."""

    rank: int
    node: str
    person: str | None = None
    position: str | None = None
    group: str | None = None
    document: str | None = None


def duties(kb: KnowledgeBase, actor: str, limit: int = 20) -> list[AnswerRow]:
    """The duties of an actor (校长, 教务处, 县财政局, a person), under all its names.

    For a person the rows that come through a post or a group say so in `person`, `position` and `group`. Rows of the
    actor itself come first, then those of posts, of groups led, of groups sat in; then actors whose name ends so.
    """
    actors = finding.actors_named(kb.db, actor_names().names_of(actor))
    actors = [a for a in actors if a.exact or a.kind != "person"]
    graph = around(kb, actors)
    found: dict[int, tuple[tuple[int, int], Way]] = {}
    for start in actors:
        for way in _ways(graph, start):
            for fact, order in _borne(graph, way):
                if fact not in found or order < found[fact][0]:
                    found[fact] = (order, way)
    stored = reading.facts_by_key(kb.db, found)
    wanted = [key for key in found if key in stored and _in_bounds(found[key][1], stored[key])]
    # The paper that says most of an actor (its job description) goes before those that name it in passing.
    count = Counter(stored[key].document_key for key in wanted)
    wanted.sort(key=lambda k: (found[k][0], -count[stored[k].document_key], stored[k].path, _part(stored[k]), k))
    return distinct((_row(stored[key], found[key][1]) for key in wanted), limit)


def _part(stored: StoredFact) -> bool:
    return isinstance(stored.fact, Duty) and stored.fact.part == "support"


def _row(stored: StoredFact, way: Way) -> AnswerRow:
    if way.person is None:
        return answer_row(stored)
    return answer_row(stored, person=way.person, position=way.position, group=way.group)


def _in_bounds(way: Way, stored: StoredFact) -> bool:
    """组长 names an actor only inside the paper that gives the seat."""
    return way.document is None or way.document == f"document:{stored.document_key}"


def _borne(graph: Graph, way: Way) -> Iterator[tuple[int, tuple[int, int]]]:
    """The duties a node bears: their keys, and their order (a composite actor's behind the actor's own)."""
    for _, duty, values in graph.out_edges(way.node, data=True):
        if values["type"] == "bears":
            yield int(duty.partition(":")[2]), (way.rank, 0 if values["named"] == "whole" else 1)


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
