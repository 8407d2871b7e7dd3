"""Downloads by name: what type an ending means, and names that any system takes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fastapi import Response

from pipeline.web.files import sent

_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
    "cypher": "text/plain; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}
_LONGEST = 80


def as_file(write: Callable[[Path], None], name: str) -> Response:
    """A download under a name (Chinese is fine; what cannot stand in a file's name goes)."""
    shown = file_name(name)
    ending = shown.rpartition(".")[2]
    return sent(shown, _TYPES.get(ending, "application/octet-stream"), write)


def file_name(name: str) -> str:
    """A name that any system takes and no header is broken by.

    >>> file_name("甲/乙\\r\\nX: 1.xlsx")
    '甲_乙__X_ 1.xlsx'
    """
    stem, dot, ending = name.rpartition(".")
    clean = "".join(char if char.isprintable() and char not in '/\\\\<>:"|?*;%' else "_" for char in stem or name)
    return f"{clean[:_LONGEST].strip() or '导出'}{dot}{ending}"
