"""Lists of plans, page by page: filtered, sorted and cut by SQL, so that thousands of plans cost no more than one page."""

from __future__ import annotations

import sqlite3
from typing import Literal

import msgspec

from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.reading import PATH
from pipeline.store.standing import of_plans

Reading = Literal["read", "failed", "skipped", "missing"]
Order = Literal["path", "title", "kind", "level", "school", "year", "facts"]
# A plan whose issuer or level the text does not name: found by this word in the filters.
UNNAMED = "未写明"


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a list is to hold. `words` stand in title, issuer or path; the others are values as `facets` names them
    (`UNNAMED`: those without one), empty for any. `reading`: plans (`read`), files without one because they could not be
    read or were passed over, files no longer met (`missing`)."""

    words: str = ""
    kind: str = ""
    level: str = ""
    school: str = ""
    year: str = ""
    reading: Reading | None = None


class PlanLine(msgspec.Struct, frozen=True, kw_only=True):
    """A plan of a list, or a file that gave none (`document` null, `reason` says why)."""

    document: str | None
    title: str
    path: str
    status: str
    reason: str
    missing: bool
    media_type: str
    pages: int | None
    kind: str | None
    level: str | None
    school: str | None
    issued: str | None
    number: str | None
    repeats: bool
    facts: int


class PlanPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of a list, and how many lines there are in all."""

    lines: tuple[PlanLine, ...]
    total: int


class Facet(msgspec.Struct, frozen=True):
    """A value that plans have, and how many have it."""

    value: str
    plans: int


class Facets(msgspec.Struct, frozen=True, kw_only=True):
    """The values to filter by, the most frequent first; years the latest first."""

    kinds: tuple[Facet, ...]
    levels: tuple[Facet, ...]
    schools: tuple[Facet, ...]
    years: tuple[Facet, ...]
    readings: dict[str, int]


# Facts are counted for the lines of a page alone, unless the list is sorted by their number.
_COUNTS = "(SELECT document AS of, count(*) AS n FROM facts GROUP BY document)"
_LINES = f"""
SELECT d.key, d.id AS document, d.title, {PATH.format(content="d.content")} AS path, 'ok' AS status, '' AS reason,
  d.content, d.kind, d.level, d.issuer AS school, d.issued, d.number, d.duplicate_of IS NOT NULL AS repeats,
  coalesce((SELECT min(missing) FROM files WHERE content = d.content), 0) AS missing, d.start
FROM documents d
UNION ALL
SELECT NULL, NULL, '', f.path, f.status, CASE WHEN f.status = 'ok' THEN '没有找到方案' ELSE f.reason END,
  f.content, NULL, NULL, NULL, NULL, NULL, 0, f.missing, 0
FROM files f WHERE f.content IS NULL OR NOT EXISTS (SELECT 1 FROM documents WHERE content = f.content)
"""
_SHOWN = """
SELECT l.*, c.pages, coalesce(c.media_type, (SELECT media_type FROM files WHERE path = l.path), '') AS media_type,
  (SELECT count(*) FROM facts WHERE document = l.key) AS facts
FROM ({lines}) l LEFT JOIN contents c ON c.key = l.content ORDER BY l.place
"""
_ORDERS: dict[Order, str] = {
    "path": "path {way}",
    "title": "title = '', title {way}",
    "kind": "kind IS NULL, kind {way}",
    "level": "level IS NULL, level {way}",
    "school": "school IS NULL, school {way}",
    "year": "issued IS NULL, issued {way}",
    "facts": "coalesce(n, 0) {way}",
}
_MOST_SCHOOLS = 300


def plan_lines(
    kb: KnowledgeBase, wanted: Wanted, *, order: Order = "path", down: bool = False, first: int = 0, most: int = 50
) -> PlanPage:
    """Lines `first` to `first + most` of the list."""
    where, values = _conditions(wanted)
    by = _ORDERS[order].format(way="DESC" if down else "ASC")
    total = of_plans(kb, ("plan lines", where, *values.values()), lambda: _total(kb.db, where, values))
    counts = f"LEFT JOIN {_COUNTS} ON of = key" if order == "facts" else ""
    lines = (
        f"SELECT *, row_number() OVER (ORDER BY {by}, path, start) AS place FROM ({_LINES}) {counts} {where} "
        "ORDER BY place LIMIT :most OFFSET :first"
    )
    rows = kb.db.execute(_SHOWN.format(lines=lines), {**values, "most": most, "first": first})
    return PlanPage(lines=tuple(map(_line, rows)), total=total)


def _total(db: sqlite3.Connection, where: str, values: dict[str, str]) -> int:
    return int(db.execute(f"SELECT count(*) FROM ({_LINES}) {where}", values).fetchone()[0])


def facets(kb: KnowledgeBase) -> Facets:
    """What the plans of the base can be filtered by; kept until a plan is read anew."""
    return of_plans(kb, ("plan facets",), lambda: _facets(kb.db))


def _facets(db: sqlite3.Connection) -> Facets:
    def of(expression: str, order: str = "2 DESC, 1", most: int = -1) -> tuple[Facet, ...]:
        rows = db.execute(
            f"SELECT coalesce({expression}, '{UNNAMED}'), count(*) FROM documents GROUP BY 1 ORDER BY {order} LIMIT {most}"
        )
        return tuple(Facet(str(row[0]), int(row[1])) for row in rows)

    plans = db.execute("SELECT count(*) FROM documents").fetchone()[0]
    files = dict(db.execute("SELECT status, count(*) FROM files WHERE missing = 0 GROUP BY 1").fetchall())
    missing = db.execute("SELECT count(*) FROM files WHERE missing = 1").fetchone()[0]
    return Facets(
        kinds=of("kind"),
        levels=of("level"),
        schools=of("issuer", most=_MOST_SCHOOLS),
        years=of("substr(issued, 1, 4)", "1 DESC"),
        readings={
            "read": int(plans),
            "failed": files.get("failed", 0),
            "skipped": files.get("skipped", 0),
            "missing": int(missing),
        },
    )


def _conditions(wanted: Wanted) -> tuple[str, dict[str, str]]:
    parts: list[str] = []
    values: dict[str, str] = {}
    for number, word in enumerate(wanted.words.split()[:8]):
        name = f"word{number}"
        values[name] = word
        parts.append(f"instr(lower(title || ' ' || coalesce(school, '') || ' ' || path), lower(:{name}))")
    for name, column in (("kind", "kind"), ("level", "level"), ("school", "school"), ("year", "substr(issued, 1, 4)")):
        value = getattr(wanted, name)
        if value == UNNAMED:
            parts.append(f"document IS NOT NULL AND {column} IS NULL")
        elif value:
            values[name] = value
            parts.append(f"{column} = :{name}")
    if wanted.reading == "read":
        parts.append("document IS NOT NULL")
    elif wanted.reading == "missing":
        parts.append("missing")
    elif wanted.reading:
        values["status"] = wanted.reading
        parts.append("document IS NULL AND status = :status")
    return ("WHERE " + " AND ".join(f"({one})" for one in parts) if parts else ""), values


def _line(row: sqlite3.Row) -> PlanLine:
    same = {name: row[name] for name in PlanLine.__struct_fields__ if name not in ("missing", "repeats", "path")}
    return PlanLine(path=row["path"] or "", missing=bool(row["missing"]), repeats=bool(row["repeats"]), **same)
