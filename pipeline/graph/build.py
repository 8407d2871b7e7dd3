"""The whole knowledge base as a graph, for analysis and export. Queries read the store instead (see `around`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import msgspec
import networkx as nx

from pipeline.graph import nodes
from pipeline.model.result import Indicator, fact_type
from pipeline.store import finding, reading
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import StoredFact

if TYPE_CHECKING:
    Graph = nx.MultiDiGraph[str]
else:
    Graph = nx.MultiDiGraph
# Seats in groups are edges between a person and a group, not nodes.
_NODE_TYPES = ("duty", "indicator", "deadline", "target", "evidence", "problem")


class StandardTie(msgspec.Struct, frozen=True, kw_only=True):
    """An indicator's tie to a row of a standard list; `verdict` where a comparison has been made."""

    standard: str
    row: str
    name: str
    verdict: str | None = None
    reason: str = ""


# Gives the rows of standard lists that an indicator concerns.
Standards = Callable[[StoredFact], Iterable[StandardTie]]


def build_graph(kb: KnowledgeBase, standards: Standards | None = None) -> Graph:
    """A networkx `MultiDiGraph` of all that is in the base; node kinds and edge types are listed in docs/graph.md.

    The key of an edge is the id of the fact that states it, or of the document for ties that follow from its layout and
    names. `standards` ties indicators to rows of standard lists; without it the graph has none. Same base, same graph.
    """
    graph = Graph()
    _add_documents(graph, kb)
    _add_sections(graph, kb)
    _add_facts(graph, kb, standards)
    _add_actors(graph, kb)
    _add_links(graph, kb)
    return graph


def _add_documents(graph: Graph, kb: KnowledgeBase) -> None:
    for stored in reading.documents(kb.db):
        graph.add_node(nodes.document_node(stored.key), **nodes.of_document(stored))


def _add_sections(graph: Graph, kb: KnowledgeBase) -> None:
    for section in reading.sections(kb.db):
        node = nodes.section_node(section.key)
        graph.add_node(node, **nodes.of_section(section))
        home = nodes.document_node(section.document) if section.parent is None else nodes.section_node(section.parent)
        graph.add_edge(home, node, key=section.id, type="contains")


def _add_facts(graph: Graph, kb: KnowledgeBase, standards: Standards | None) -> None:
    sections = {row[0]: row[1] for row in kb.db.execute("SELECT key, section FROM facts")}
    for stored in kb.facts():
        kind = fact_type(stored.fact)
        if kind not in _NODE_TYPES:
            continue
        node = nodes.fact_node(stored.key)
        graph.add_node(node, **nodes.of_fact(stored))
        section = sections[stored.key]
        home = nodes.section_node(section) if section is not None else nodes.document_node(stored.document_key)
        graph.add_edge(home, node, key=stored.fact.id, type="states")
        if standards is not None and isinstance(stored.fact, Indicator):
            for tie in standards(stored):
                _add_standard(graph, node, stored.fact.id, tie)


def _add_standard(graph: Graph, indicator: str, fact: str, tie: StandardTie) -> None:
    node = nodes.standard_node(tie.standard, tie.row)
    graph.add_node(node, kind="standard", label=tie.name, standard=tie.standard, row=tie.row)
    graph.add_edge(indicator, node, key=fact, type="concerns")
    graph.edges[indicator, node, fact].update(nodes.known(verdict=tie.verdict, reason=tie.reason or None))


def _add_actors(graph: Graph, kb: KnowledgeBase) -> None:
    for actor in finding.all_actors(kb.db):
        graph.add_node(nodes.actor_node(actor.key), **nodes.of_actor(actor))
    rows = kb.db.execute(
        "SELECT a.actor, a.fact, a.role, f.id, f.part, f.modality FROM fact_actors a JOIN facts f ON f.key = a.fact "
        "WHERE a.role IN ('actor', 'part') ORDER BY a.fact, a.role, a.actor"
    )
    for row in rows:
        add_bears(graph, row["actor"], row["fact"], row["id"], row["part"], row["modality"], row["role"])
    ids = {row[0]: row[1] for row in kb.db.execute("SELECT key, id FROM documents")}
    facts = {row[0]: row[1] for row in kb.db.execute("SELECT key, id FROM facts WHERE type = 'membership'")}
    rows = kb.db.execute("SELECT * FROM actor_links ORDER BY document, source, relation, target, position")
    for row in rows:
        key = facts.get(row["fact"], ids[row["document"]])
        add_tie(graph, row["source"], row["target"], row["relation"], key, row["position"], row["document"])


def add_bears(graph: Graph, actor: int, fact: int, id_: str, part: str, modality: str, role: str) -> None:
    """An actor bears a duty; `named` is `whole` or `part` (of a composite actor)."""
    named = "whole" if role == "actor" else "part"
    graph.add_edge(
        nodes.actor_node(actor), nodes.fact_node(fact), key=id_, type="bears", part=part, modality=modality, named=named
    )


def add_tie(graph: Graph, source: int, target: int, relation: str, key: str, position: str, document: int) -> None:
    """A tie between two actors, and the document that states it."""
    ends, key = (nodes.actor_node(source), nodes.actor_node(target)), f"{key}/{relation}"
    graph.add_edge(*ends, key=key, type=relation, document=nodes.document_node(document))
    if position:
        graph.edges[(*ends, key)]["position"] = position


def _add_links(graph: Graph, kb: KnowledgeBase) -> None:
    rows = kb.db.execute(
        "SELECT l.source, l.relation, l.target, f.id FROM links l JOIN facts f ON f.key = l.source "
        "ORDER BY l.source, l.relation, l.target"
    )
    for row in rows:
        ends = nodes.fact_node(row["source"]), nodes.fact_node(row["target"])
        if graph.has_node(ends[0]) and graph.has_node(ends[1]):
            graph.add_edge(*ends, key=row["id"], type=row["relation"])
