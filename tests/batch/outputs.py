"""What a run left behind, in a form that can be compared."""

from __future__ import annotations

import sqlite3
from pathlib import Path


def dump(out: Path) -> list[str]:
    """Every row of every table, sorted; the full-text index is made from them. The folder's own path is left out."""
    with sqlite3.connect(out / "kb.sqlite") as db:
        tables = [
            row[0]
            for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'")
        ]
        rows = [
            f"{table} {row}"
            for table in tables
            if "_index" not in table
            for row in db.execute(f"SELECT * FROM {table}")
        ]
    db.close()
    return sorted(rows)


def contents(out: Path) -> dict[str, bytes]:
    """The result files by name."""
    return {path.name: path.read_bytes() for path in sorted((out / "documents").iterdir())}
