"""Every format that the knowledge base is handed on in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipeline.model.errors import UsageError
from pipeline.store import KnowledgeBase

# Writes a knowledge base into a file; the day (ISO) stamps what has to bear a date.
Writer = Callable[[KnowledgeBase, Path, str], None]

FORMATS: tuple[str, ...] = ("xlsx", "csv", "jsonl", "graphml", "gexf", "cypher", "turtle", "ics", "md")
_SUFFIXES = {"ttl": "turtle", "cql": "cypher", "markdown": "md", "ndjson": "jsonl"}


def format_of(path: Path) -> str:
    """The format that a file's name tells. Raises UsageError (Chinese) where it tells none."""
    suffix = path.suffix.lower().lstrip(".")
    name = _SUFFIXES.get(suffix, suffix)
    if name not in FORMATS:
        raise UsageError(f"从文件名 {path.name} 看不出格式，请用 --format 指明（有 {'、'.join(FORMATS)}）")
    return name


def write_as(name: str, kb: KnowledgeBase, path: Path, on: str) -> None:
    """Write one state of a base in a format. Facts are read one by one, except for graphml and gexf."""
    with kb.snapshot():
        _writer(name)(kb, path, on)


def _writer(name: str) -> Writer:
    if name == "xlsx":
        from pipeline.export.ledger import write_facts

        return lambda kb, path, on: write_facts(kb, path)
    if name in ("csv", "jsonl"):
        from pipeline.export.formats import flat

        return flat.write_csv if name == "csv" else flat.write_jsonl
    if name in ("graphml", "gexf"):
        from pipeline.graph import build_graph, write_gexf, write_graphml

        write = write_graphml if name == "graphml" else write_gexf
        return lambda kb, path, on: write(build_graph(kb), path)
    if name == "cypher":
        from pipeline.export.formats.cypher import write_cypher

        return write_cypher
    if name == "turtle":
        from pipeline.export.formats.turtle import write_turtle

        return write_turtle
    if name == "ics":
        from pipeline.export.calendar.ics import write_calendar

        def calendar(kb: KnowledgeBase, path: Path, on: str) -> None:
            write_calendar(kb, path, on)

        return calendar
    if name == "md":
        from pipeline.export.formats.markdown import write_markdown

        return write_markdown
    raise UsageError(f"没有这种格式：{name}（有 {'、'.join(FORMATS)}）")
