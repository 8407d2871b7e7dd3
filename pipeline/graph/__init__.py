"""The knowledge base as a typed graph: the whole of it for analysis and export, a part of it to walk."""

from pipeline.graph.around import around
from pipeline.graph.build import Graph, StandardTie, build_graph
from pipeline.graph.export import write_graphml

__all__ = ["Graph", "StandardTie", "around", "build_graph", "write_graphml"]
