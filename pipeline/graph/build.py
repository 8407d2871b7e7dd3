"""The whole knowledge base as a graph, for analysis and export. Queries read the store instead (see `around`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import msgspec
import networkx as nx

from pipeline.graph import nodes
from pipeline.graph.stream import Edge, edges_of, nodes_of
from pipeline.store import held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import StoredFact

if TYPE_CHECKING:
    Graph = nx.MultiDiGraph[str]
else:
    Graph = nx.MultiDiGraph


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
    for node in nodes_of(kb):
        graph.add_node(node.id, **node.values)
    for edge in edges_of(kb):
        add_edge(graph, edge)
    if standards is not None:
        for stored in held.facts(kb, type="indicator"):
            for tie in standards(stored):
                _add_standard(graph, nodes.fact_node(stored.key), stored.fact.id, tie)
    return graph


def add_edge(graph: Graph, edge: Edge) -> None:
    """Put an edge into a graph."""
    graph.add_edge(edge.source, edge.target, key=edge.key, **edge.values)


def _add_standard(graph: Graph, indicator: str, fact: str, tie: StandardTie) -> None:
    node = nodes.standard_node(tie.standard, tie.row)
    graph.add_node(node, kind="standard", label=tie.name, standard=tie.standard, row=tie.row)
    graph.add_edge(indicator, node, key=fact, type="concerns")
    graph.edges[indicator, node, fact].update(nodes.known(verdict=tie.verdict, reason=tie.reason or None))
