"""The part of the graph around some actors, read straight from the store's indexed tables."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.graph import nodes
from pipeline.graph.build import Graph, add_edge
from pipeline.graph.stream import bears, tie
from pipeline.store import finding_actors
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.put_right import PutRight
from pipeline.store.records import StoredActor

# From a person to the group and on to the group's other names: further ties say nothing of the person's own duties.
_HOPS = 2


def around(kb: KnowledgeBase, actors: Iterable[StoredActor]) -> Graph:
    """The actors, those tied to them over at most two ties, and the duties all of these bear.

    Nodes and edges are those of `build_graph`; duty nodes have their id only (`fact`), the rest is in the store.
    Persons that are only reached through a group are left out: their seats are not the actors' concern.
    """
    graph = Graph()
    frontier = {actor.key: actor for actor in actors}
    known: dict[int, StoredActor] = {}
    for hop in range(_HOPS + 1):
        known |= frontier
        frontier = _next(kb, graph, frontier, known, last=hop == _HOPS)
    for actor in known.values():
        graph.add_node(nodes.actor_node(actor.key), **nodes.of_actor(actor))
    _add_duties(kb, graph, sorted(known))
    return graph


def _next(
    kb: KnowledgeBase, graph: Graph, frontier: dict[int, StoredActor], known: dict[int, StoredActor], *, last: bool
) -> dict[int, StoredActor]:
    """Add the ties of the frontier; gives the actors first met there."""
    keys = [] if last else sorted(frontier)
    back = (one for one in finding_actors.ties(kb.db, keys, back=True) if one.relation == "same_as")
    met: dict[int, StoredActor] = {}
    for one in (*finding_actors.ties(kb.db, keys), *back):
        add_edge(graph, tie(one.source.key, one.target.key, one.relation, one.stated, one.position, one.document))
        met |= {actor.key: actor for actor in (one.source, one.target) if actor.key not in known}
    return met


def _add_duties(kb: KnowledgeBase, graph: Graph, actors: list[int]) -> None:
    anew = PutRight(kb)
    gone = anew.out | anew.borne_anew
    borne = [one[:6] for one in finding_actors.duties_of(kb.db, actors) if one[1] not in gone]
    known = frozenset(actors)
    for party, stored, duty in anew.bearers():
        if party.key in known:
            borne.append((party.key, stored.key, "actor", duty.id, duty.part, duty.modality))
    for actor, fact, role, id_, part, modality in borne:
        node = nodes.fact_node(fact)
        graph.add_node(node, kind="duty", label=id_, fact=id_)
        add_edge(graph, bears(actor, fact, id_, part, modality, role))
