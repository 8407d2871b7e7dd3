"""Writing the graph out."""

from __future__ import annotations

import os
import re
from pathlib import Path

import networkx as nx

from pipeline.graph.build import Graph

# Characters that XML 1.0 cannot hold.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_graphml(graph: Graph, path: str | Path) -> None:
    """Write a graph as GraphML that Gephi and yEd open: strings and numbers only, each edge with an id of its own.

    The file appears whole or not at all; the same graph gives the same bytes.
    """
    path = Path(path)
    plain = Graph()
    for node, values in graph.nodes(data=True):
        plain.add_node(node, **_plain(values))
    for number, (source, target, key, values) in enumerate(graph.edges(keys=True, data=True)):
        more = {"fact": str(key), "label": values.get("type", "")}
        plain.add_edge(source, target, key=f"e{number}", edge_id=f"e{number}", **_plain(values | more))
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        nx.write_graphml(plain, draft, encoding="utf-8", named_key_ids=True, edge_id_from_attribute="edge_id")
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


# Names that GEXF keeps for itself.
_GEXF = {"start": "starts", "end": "ends", "type": "relation", "id": "number", "parents": "above", "weight": "weighs"}


def write_gexf(graph: Graph, path: str | Path) -> None:
    """Write a graph as GEXF for Gephi. An edge's type is its attribute `relation`, a deadline's days are `starts` and `ends`:
    GEXF has other uses for the names they have here."""
    plain = Graph()
    for node, values in graph.nodes(data=True):
        plain.add_node(node, **_renamed(values))
    for number, (source, target, key, values) in enumerate(graph.edges(keys=True, data=True)):
        more = {"fact": str(key), "label": values.get("type", "")}
        plain.add_edge(source, target, key=f"e{number}", id=f"e{number}", **_renamed(values | more))
    writer = nx.readwrite.gexf.GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    for meta in writer.xml.iter("meta"):
        meta.attrib.pop("lastmodifieddate", None)  # same graph, same bytes
    writer.add_graph(plain)
    with Path(path).open("wb") as stream:
        writer.write(stream)


def _renamed(values: dict[str, object]) -> dict[str, str | int | float]:
    return {_GEXF.get(name, name): value for name, value in _plain(values).items()}


def _plain(values: dict[str, object]) -> dict[str, str | int | float]:
    """Attributes as strings and numbers; null left out, lists joined."""
    plain: dict[str, str | int | float] = {}
    for name, value in values.items():
        if isinstance(value, bool):
            plain[name] = str(value).lower()
        elif isinstance(value, int | float):
            plain[name] = value
        elif value is not None:
            words = "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
            plain[name] = _NOT_XML.sub("", words)
    return plain
