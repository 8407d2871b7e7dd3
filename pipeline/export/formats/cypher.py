"""The graph as a Cypher script that Neo4j takes (`cypher-shell -f`), and that may be run twice: everything is merged by id.

Words of a plan stand in string literals only; names of labels, types and properties are ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from pipeline.graph import edges_of, nodes_of
from pipeline.graph.nodes import Attributes
from pipeline.store import KnowledgeBase

_BATCH = 500
_NAME = re.compile(r"[a-z_]{1,40}")
_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_ESCAPED = re.compile("[\\\\'\x00-\x1f\x7f\u2028\u2029]")
_HEAD = """// 策图知识库。在 Neo4j 5 及以上版本导入：cypher-shell -f 本文件。可以重复运行。
CREATE CONSTRAINT cetu_id IF NOT EXISTS FOR (n:Cetu) REQUIRE n.id IS UNIQUE;
"""


def write_cypher(kb: KnowledgeBase, path: Path, on: str) -> None:
    """Write nodes, then edges, in batches of one label or type."""
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as stream:
        stream.write(_HEAD)
        batches = _Batches(stream)
        for node in nodes_of(kb):
            kind = str(node.values["kind"])
            batches.put(("node", kind), f"{{id: {literal(node.id)}, p: {_map(node.values, 'kind')}}}")
        batches.flush()
        for edge in edges_of(kb):
            key = ("edge", str(edge.values["type"]))
            ends = f"s: {literal(edge.source)}, t: {literal(edge.target)}, k: {literal(edge.key)}"
            batches.put(key, f"{{{ends}, p: {_map(edge.values, 'type')}}}")
        batches.flush()


def literal(value: str | int | float) -> str:
    """A value as a Cypher literal.

    A backslash before a u is torn off it by a `+`: Neo4j looks for \\uXXXX before it looks for literals.

    >>> print(literal("a'b"), literal(1.5), literal("C:\\\\users"))
    'a\\'b' 1.5 'C:\\\\' + 'users'
    """
    if isinstance(value, int | float):
        return repr(value)
    plain = _ESCAPED.sub(lambda match: _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04x}", value)
    return "'" + re.sub(r"(\\\\)(?=[uU])", r"\1' + '", plain) + "'"


class _Batches:
    """Rows by label or type; written as one statement when there are enough."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._rows: dict[tuple[str, str], list[str]] = {}

    def put(self, key: tuple[str, str], row: str) -> None:
        rows = self._rows.setdefault(key, [])
        rows.append(row)
        if len(rows) >= _BATCH:
            self._write(key, self._rows.pop(key))

    def flush(self) -> None:
        for key, rows in sorted(self._rows.items()):
            self._write(key, rows)
        self._rows.clear()

    def _write(self, key: tuple[str, str], rows: Iterable[str]) -> None:
        what, name = key
        assert _NAME.fullmatch(name)
        self._stream.write("UNWIND [\n" + ",\n".join(rows) + "\n] AS row\n")
        if what == "node":
            self._stream.write(f"MERGE (n:Cetu {{id: row.id}}) SET n:{name.title().replace('_', '')}, n += row.p;\n")
        else:
            self._stream.write(
                "MATCH (a:Cetu {id: row.s}) MATCH (b:Cetu {id: row.t}) "
                f"MERGE (a)-[r:{name.upper()} {{key: row.k}}]->(b) SET r += row.p;\n"
            )


def _map(values: Attributes, out: str) -> str:
    pairs = ", ".join(f"{name}: {literal(value)}" for name, value in values.items() if name != out)
    return f"{{{pairs}}}"
