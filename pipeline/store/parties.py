"""Who does what, as lists to page through: parties with their counts, groups with their members, plans with their parties.

Counts over the whole base are made once for each state of it (`KnowledgeBase.remember`); what a page shows is read for that
page alone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

import msgspec

from pipeline.store.copies import copies
from pipeline.store.finding_actors import actors_of_scope
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.names import actor_names
from pipeline.store.records import StoredActor
from pipeline.store.searchtext import normalised

_CHUNK = 500
_COUNTS = (
    "SELECT x.actor, sum(f.part <> 'support') AS lead, sum(f.part = 'support') AS support, count(DISTINCT f.document) AS documents "
    "FROM fact_actors x JOIN facts f ON f.key = x.fact WHERE x.role IN ('actor', 'part') AND f.document {plans} GROUP BY x.actor"
)


class PartyCounts(msgspec.Struct, frozen=True, kw_only=True):
    """A party and how much it bears: duties as the one responsible (`lead`) and as helper, in how many plans; `seats` a person
    has in groups, or members a group has."""

    name: str
    scope: str
    kind: str
    lead: int
    support: int
    documents: int
    seats: int


class Party(PartyCounts, frozen=True, kw_only=True):
    """A party with its key in the base."""

    key: int

    @property
    def duties(self) -> int:
        """All its duties."""
        return self.lead + self.support


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """Which parties: those whose name or issuer holds `words`, of one kind, in one plan (its key)."""

    words: str = ""
    kind: str = ""
    document: int | None = None


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """A member of a group and what it is there; `post` is its standing job."""

    group: int
    person: int
    name: str
    position: str
    post: str
    document: int
    fact: str | None


class PlanDuties(msgspec.Struct, frozen=True, kw_only=True):
    """How much a plan lays on whom: its duties, and those parties that bear most of it with their number of duties."""

    document: int
    id: str
    title: str
    issuer: str
    path: str
    duties: int
    parties: tuple[tuple[int, str, int], ...]


def parties(kb: KnowledgeBase, chosen: Chosen) -> tuple[Party, ...]:
    """The parties chosen, those with most duties first."""
    plan = chosen.document
    known = (
        kb.remember(("parties",), lambda: _parties(kb.db, *_but(copies(kb))))
        if plan is None
        else _parties(kb.db, "= ?", (plan,))
    )
    words = normalised(chosen.words)
    names = actor_names().names_of(words) if words else ()
    return tuple(
        one for one in known
        if (not chosen.kind or one.kind == chosen.kind)
        and (not words or words in one.scope or any(name in one.name for name in names))
    )  # fmt: skip


def actor(db: sqlite3.Connection, key: int) -> StoredActor | None:
    """An actor by its key."""
    row = db.execute("SELECT key, scope, kind, name FROM actors WHERE key = ?", (key,)).fetchone()
    return StoredActor(key=row[0], scope=row[1], kind=row[2], name=row[3]) if row else None


def same_name(kb: KnowledgeBase, one: StoredActor) -> list[StoredActor]:
    """Actors of the same name in the same papers that were taken for another kind."""
    return [other for other in actors_of_scope(kb.db, one.scope, (one.name,)) if other.key != one.key]


def scope_words(db: sqlite3.Connection, scopes: Iterable[str]) -> dict[str, str]:
    """What a scope is called: the issuer, or the title of the only plan it is."""
    found: dict[str, str] = {}
    for scope in dict.fromkeys(scopes):
        words = scope
        if scope.startswith("#"):
            row = db.execute("SELECT title FROM documents WHERE scope = ? ORDER BY key LIMIT 1", (scope,)).fetchone()
            words = f"《{row[0]}》" if row else ""
        found[scope] = words
    return found


def members(kb: KnowledgeBase, groups: Sequence[int], most: int) -> list[Seat]:
    """The members of some groups in the order of their rosters; at most so many of each."""
    plans, values = _but(copies(kb))
    found: list[Seat] = []
    for group in groups:
        rows = kb.db.execute(
            "SELECT l.source, a.name, l.position, l.document, f.id, f.post FROM actor_links l JOIN actors a ON a.key = l.source "
            "LEFT JOIN facts f ON f.key = l.fact WHERE l.target = ? AND l.relation = 'member_of' "
            f"AND l.document {plans} ORDER BY l.document, l.fact, l.source LIMIT ?",
            (group, *values, most),
        )
        found += [
            Seat(group=group, person=row[0], name=row[1], position=row[2], document=row[3], fact=row[4], post=row[5] or "")
            for row in rows
        ]  # fmt: skip
    return found


def plans_with_duties(kb: KnowledgeBase, words: str) -> tuple[int, ...]:
    """Keys of the plans that hold duties, by title; those whose title or issuer holds the words."""
    known = kb.remember(("plans with duties",), lambda: _plans(kb.db, copies(kb)))
    wanted = normalised(words)
    return tuple(key for key, text in known if not wanted or wanted in text)


def plan_duties(db: sqlite3.Connection, documents: Sequence[int], most: int) -> list[PlanDuties]:
    """What some plans lay on whom."""
    return [_plan(db, key, most) for key in documents]


def _but(keys: Iterable[int]) -> tuple[str, tuple[int, ...]]:
    """A condition on a document's key that leaves some out, with its values."""
    left_out = tuple(sorted(keys))
    return f"NOT IN ({', '.join('?' * len(left_out))})", left_out


def _parties(db: sqlite3.Connection, plans: str, values: tuple[int, ...]) -> tuple[Party, ...]:
    counts = {row[0]: tuple(row)[1:] for row in db.execute(_COUNTS.format(plans=plans), values)}
    seats: dict[int, int] = {}
    for column in ("source", "target"):
        other = "target" if column == "source" else "source"
        rows = f"SELECT {column}, count(DISTINCT {other}) FROM actor_links WHERE relation = 'member_of' AND document {plans} GROUP BY 1"
        seats |= dict(map(tuple, db.execute(rows, values)))
    found = [
        Party(
            key=row[0], scope=row[1], kind=row[2], name=row[3], lead=lead, support=support, documents=documents,
            seats=seats.get(row[0], 0),
        )
        for row in _actors(db, counts.keys() | seats.keys())
        for lead, support, documents in [counts.get(row[0], (0, 0, 1))]
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (-one.duties, -one.seats, one.name, one.scope, one.kind)))


def _actors(db: sqlite3.Connection, keys: Iterable[int]) -> list[tuple[int, str, str, str]]:
    wanted = sorted(keys)
    found: list[tuple[int, str, str, str]] = []
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        rows = db.execute(
            f"SELECT key, scope, kind, name FROM actors WHERE key IN ({', '.join('?' * len(chunk))})", chunk
        )
        found += [(row[0], row[1], row[2], row[3]) for row in rows]
    return found


def _plans(db: sqlite3.Connection, left_out: frozenset[int]) -> tuple[tuple[int, str], ...]:
    rows = db.execute(
        "SELECT d.key, d.title, d.issuer FROM documents d WHERE EXISTS "
        "(SELECT 1 FROM facts f WHERE f.document = d.key AND f.type = 'duty') ORDER BY d.title, d.key"
    )
    return tuple((row[0], normalised(f"{row[1]}\n{row[2] or ''}")) for row in rows if row[0] not in left_out)


def _plan(db: sqlite3.Connection, key: int, most: int) -> PlanDuties:
    head = db.execute(
        "SELECT id, title, coalesce(issuer, ''), (SELECT path FROM files WHERE content = d.content ORDER BY path LIMIT 1), "
        "(SELECT count(*) FROM facts WHERE document = d.key AND type = 'duty') FROM documents d WHERE key = ?",
        (key,),
    ).fetchone()
    rows = db.execute(
        "SELECT a.key, a.name, count(*) AS n FROM facts f JOIN fact_actors x ON x.fact = f.key AND x.role = 'actor' "
        "JOIN actors a ON a.key = x.actor WHERE f.document = ? AND f.type = 'duty' GROUP BY a.key ORDER BY n DESC, a.name LIMIT ?",
        (key, most),
    )
    return PlanDuties(
        document=key, id=head[0], title=head[1], issuer=head[2], path=head[3] or "", duties=head[4],
        parties=tuple((row[0], row[1], row[2]) for row in rows),
    )  # fmt: skip
