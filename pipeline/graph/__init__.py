"""The knowledge base as a typed graph: the whole of it for analysis and export, a part of it to walk."""

from pipeline.graph.around import around
from pipeline.graph.build import Graph, StandardTie, build_graph
from pipeline.graph.export import write_gexf, write_graphml
from pipeline.graph.stream import Edge, Node, edges_of, nodes_of
from pipeline.graph.vicinity import Near, NearTie, Vicinity, vicinity

__all__ = [
    "Edge",
    "Graph",
    "Near",
    "NearTie",
    "Node",
    "StandardTie",
    "Vicinity",
    "around",
    "build_graph",
    "edges_of",
    "nodes_of",
    "vicinity",
    "write_gexf",
    "write_graphml",
]
