"""Parties by their names, what binds them to one another, and the facts they stand in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from pipeline.store.finding import plain
from pipeline.store.records import StoredActor, StoredTie

_LAST = "\U0010ffff"


def actors_named(db: sqlite3.Connection, names: Iterable[str], kinds: Sequence[str] = ()) -> list[StoredActor]:
    """Actors with one of the names; then those whose name ends in one (县财政局 for 财政局), marked as not exact."""
    found: dict[int, StoredActor] = {}
    wanted = list(dict.fromkeys(names))
    kind = f"AND kind IN ({', '.join('?' * len(kinds))})" if kinds else ""
    for name in wanted:
        for row in db.execute(f"SELECT * FROM actors WHERE name = ? {kind} ORDER BY scope, kind", (name, *kinds)):
            found.setdefault(row["key"], _actor(row, exact=True))
    for name in wanted:
        back = name[::-1]
        for row in db.execute(
            f"SELECT * FROM actors WHERE reversed > ? AND reversed < ? {kind} ORDER BY name, scope, kind LIMIT 500",
            (back, back + _LAST, *kinds),
        ):
            found.setdefault(row["key"], _actor(row, exact=False))
    return list(found.values())


def names_of_actors(db: sqlite3.Connection, keys: Sequence[int]) -> dict[int, str]:
    """The names of some actors."""
    found: dict[int, str] = {}
    for start in range(0, len(keys), 500):
        chunk = keys[start : start + 500]
        marks = ", ".join("?" * len(chunk))
        found |= {row[0]: row[1] for row in db.execute(f"SELECT key, name FROM actors WHERE key IN ({marks})", chunk)}
    return found


def all_actors(db: sqlite3.Connection) -> Iterator[StoredActor]:
    """Every actor, by scope, kind and name."""
    return (_actor(row, exact=True) for row in db.execute("SELECT * FROM actors ORDER BY scope, kind, name"))


def actor_names_in(db: sqlite3.Connection, text: str, longest: int = 24) -> list[str]:
    """Names of actors that stand in a normalised text, longest first, none inside another."""
    pieces = {text[i:j] for i in range(len(text)) for j in range(i + 2, min(len(text), i + longest) + 1)}
    names: set[str] = set()
    ordered = sorted(pieces)
    for start in range(0, len(ordered), 500):
        chunk = ordered[start : start + 500]
        marks = ", ".join("?" * len(chunk))
        names.update(row[0] for row in db.execute(f"SELECT DISTINCT name FROM actors WHERE name IN ({marks})", chunk))
    kept: list[str] = []
    for name in sorted(names, key=lambda n: (-len(n), n)):
        if not any(name in other for other in kept):
            kept.append(name)
    return kept


def facts_of_actor(db: sqlite3.Connection, actors: Sequence[int], roles: Sequence[str]) -> list[tuple[int, int, str]]:
    """(fact, actor, role) for actors in some roles, in the order of the facts."""
    return [
        (row[0], row[1], row[2])
        for row in db.execute(
            f"SELECT fact, actor, role FROM fact_actors WHERE actor IN ({', '.join('?' * len(actors))}) "
            f"AND role IN ({', '.join('?' * len(roles))}) ORDER BY fact, role",
            (*actors, *roles),
        )
    ]


def ties(db: sqlite3.Connection, actors: Sequence[int], *, back: bool = False) -> Iterator[StoredTie]:
    """The ties that go out from some actors, or (`back`) those that lead to them, with the id of the fact that states
    each (the document's where it follows from names)."""
    column = "target" if back else "source"
    for start in range(0, len(actors), 500):
        chunk = actors[start : start + 500]
        rows = db.execute(
            "SELECT l.document, l.relation, l.position, coalesce(f.id, d.id) AS stated, "
            "a.key, a.scope, a.kind, a.name, b.key AS key2, b.scope AS scope2, b.kind AS kind2, b.name AS name2 "
            "FROM actor_links l JOIN actors a ON a.key = l.source JOIN actors b ON b.key = l.target "
            "JOIN documents d ON d.key = l.document LEFT JOIN facts f ON f.key = l.fact "
            f"WHERE l.{column} IN ({', '.join('?' * len(chunk))}) "
            "ORDER BY l.document, l.source, l.relation, b.name, l.target, l.position",
            chunk,
        )
        for row in rows:
            yield StoredTie(
                document=row["document"], relation=row["relation"], position=row["position"], stated=row["stated"],
                source=StoredActor(key=row["key"], scope=row["scope"], kind=row["kind"], name=row["name"]),
                target=StoredActor(key=row["key2"], scope=row["scope2"], kind=row["kind2"], name=row["name2"]),
            )  # fmt: skip


def _actor(row: sqlite3.Row, *, exact: bool) -> StoredActor:
    return StoredActor(key=row["key"], scope=row["scope"], kind=row["kind"], name=row["name"], exact=exact)


def duties_of(db: sqlite3.Connection, actors: Sequence[int]) -> Iterator[tuple[int, int, str, str, str, str, int]]:
    """Duties that actors bear: actor, fact, role, id, part, modality, document."""
    for start in range(0, len(actors), 500):
        chunk = actors[start : start + 500]
        yield from plain(db).execute(
            "SELECT a.actor, a.fact, a.role, f.id, f.part, f.modality, f.document FROM fact_actors a "
            f"JOIN facts f ON f.key = a.fact WHERE a.actor IN ({', '.join('?' * len(chunk))}) "
            "AND a.role IN ('actor', 'part') ORDER BY a.fact, a.role, a.actor",
            chunk,
        )


def actors_of_scope(db: sqlite3.Connection, scope: str, names: Sequence[str]) -> list[StoredActor]:
    """The parties of one issuer's papers that bear one of the names; persons left out."""
    rows = db.execute(
        f"SELECT * FROM actors WHERE scope = ? AND name IN ({', '.join('?' * len(names))}) "
        "AND kind <> 'person' ORDER BY kind, name",
        (scope, *names),
    )
    return [_actor(row, exact=True) for row in rows]
