"""Who does what, as lists to page through: parties with their counts, groups with their members.

Counts over the whole base are made once for each state of it (`KnowledgeBase.remember`); what a page shows is read for that
page alone. Duties and seats that people have rejected are left out, those that they have given to others count there.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

import msgspec

from pipeline.store.copies import copies
from pipeline.store.finding_actors import actors_of_scope
from pipeline.store.kept_up import Changed, kept_up
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.names import actor_names
from pipeline.store.put_right import Given, NamedParty, given, new_parties
from pipeline.store.records import StoredActor
from pipeline.store.searchtext import normalised

_CHUNK = 500
_COUNTS = (
    "SELECT x.actor, f.document, sum(f.part <> 'support') AS lead, sum(f.part = 'support') AS support "
    "FROM fact_actors x JOIN facts f ON f.key = x.fact WHERE x.role IN ('actor', 'part') AND {where} "
    "AND f.key NOT IN (SELECT value FROM json_each(?)) GROUP BY x.actor, f.document"
)
_SEATS = (
    "SELECT source, target, document FROM actor_links WHERE relation = 'member_of' AND {where} "
    "AND coalesce(fact, 0) NOT IN (SELECT value FROM json_each(?))"
)
# (actor, duties that it leads, duties that it supports) of a plan; (person, group).
_Counts = tuple[int, int, int]
_Seat = tuple[int, int]


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


def parties(kb: KnowledgeBase, chosen: Chosen) -> tuple[Party, ...]:
    """The parties chosen, those with most duties first."""
    plan = chosen.document
    known = (
        kb.remember(("parties",), lambda: _parties(kb, _borne_by_plan(kb), None))
        if plan is None
        else _parties(kb, {plan: _borne(kb, "f.document = ?", "document = ?", (plan,)).get(plan, _NOTHING)}, plan)
    )
    words = normalised(chosen.words)
    names = actor_names().names_of(words) if words else ()
    return tuple(
        one for one in known
        if (not chosen.kind or one.kind == chosen.kind)
        and (not words or words in one.scope or any(name in one.name for name in names))
    )  # fmt: skip


def actor(kb: KnowledgeBase, key: int) -> StoredActor | None:
    """An actor by its key, also one that only people have named."""
    row = kb.db.execute("SELECT key, scope, kind, name FROM actors WHERE key = ?", (key,)).fetchone()
    if row is None:
        row = next(((one.key, one.scope, one.kind, one.name) for one in new_parties(kb) if one.key == key), None)
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


class _Borne(msgspec.Struct, frozen=True):
    """What a plan lays on whom, and who sits where in it, but for what people have given to others."""

    duties: tuple[_Counts, ...] = ()
    seats: tuple[_Seat, ...] = ()


_NOTHING = _Borne()


def _borne_by_plan(kb: KnowledgeBase) -> dict[int, _Borne]:
    """The same for each plan, copies left out."""

    def patch(old: dict[int, _Borne] | None, changed: Changed) -> dict[int, _Borne]:
        found = {key: one for key, one in (old or {}).items() if not changed.holds(key)}
        left_out = copies(kb)
        for span in changed.ranges():
            made = _borne(kb, "f.key BETWEEN ? AND ?", "document BETWEEN ? AND ?", span)
            found |= {key: one for key, one in made.items() if key not in left_out}
        return found

    return kept_up(kb, "borne by plan", patch)


def _borne(kb: KnowledgeBase, facts: str, links: str, values: tuple[int, ...]) -> dict[int, _Borne]:
    anew = given(kb)
    duties: dict[int, list[_Counts]] = {}
    for actor, plan, lead, support in kb.db.execute(_COUNTS.format(where=facts), (*values, listed(anew.duties_gone))):
        duties.setdefault(plan, []).append((actor, lead, support))
    seats: dict[int, list[_Seat]] = {}
    for source, target, plan in kb.db.execute(_SEATS.format(where=links), (*values, listed(anew.seats_gone))):
        seats.setdefault(plan, []).append((source, target))
    return {key: _Borne(tuple(duties.get(key, ())), tuple(seats.get(key, ()))) for key in duties.keys() | seats.keys()}


def _parties(kb: KnowledgeBase, borne: Mapping[int, _Borne], only: int | None) -> tuple[Party, ...]:
    """The parties of some plans; of one of them, or of all but copies."""
    anew, left_out = given(kb), copies(kb)
    counts, seats = _summed(borne.values()), _seated(borne.values())
    new = _given(anew, lambda plan: plan == only if only is not None else plan not in left_out, counts, seats)
    known = [*_actors(kb.db, counts.keys() | seats.keys()), *((one.key, one.scope, one.kind, one.name) for one in new)]
    found = [
        Party(
            key=row[0], scope=row[1], kind=row[2], name=row[3], lead=lead, support=support, documents=documents,
            seats=seats.get(row[0], 0),
        )
        for row in known
        for lead, support, documents in [counts.get(row[0], (0, 0, 1))]
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (-one.duties, -one.seats, one.name, one.scope, one.kind)))


def _summed(borne: Iterable[_Borne]) -> dict[int, tuple[int, int, int]]:
    """Duties led, duties supported and plans, by actor."""
    counts: dict[int, tuple[int, int, int]] = {}
    for one in borne:
        for actor, lead, support in one.duties:
            before = counts.get(actor)
            counts[actor] = (before[0] + lead, before[1] + support, before[2] + 1) if before else (lead, support, 1)
    return counts


def _seated(borne: Iterable[_Borne]) -> dict[int, int]:
    """Groups of a person, members of a group."""
    pairs = {pair for one in borne for pair in one.seats}
    return {**Counter(person for person, _ in pairs), **Counter(group for _, group in pairs)}


def _given(
    anew: Given, inside: Callable[[int], bool], counts: dict[int, tuple[int, int, int]], seats: dict[int, int]
) -> list[NamedParty]:
    """Count what people have given to others; the parties among them that no plan names."""
    new: dict[int, NamedParty] = {}
    plans: dict[int, set[int]] = {}
    for one in anew.duties:
        if inside(one.document):
            lead, support, documents = counts.get(one.party.key, (0, 0, 0))
            homes = plans.setdefault(one.party.key, set())
            more = one.first_in_plan and one.document not in homes
            homes.add(one.document)
            helps = one.part == "support"
            counts[one.party.key] = (lead + (not helps), support + helps, documents + more)
            new |= {one.party.key: one.party} if one.party.new else {}
    for seat in anew.seats:
        if inside(seat.document) and seat.relation == "member_of":
            for party in (seat.person, seat.other):
                seats[party.key] = seats.get(party.key, 0) + 1
                new |= {party.key: party} if party.new else {}
    return list(new.values())


def listed(keys: Iterable[int]) -> str:
    """Keys as one value of a statement."""
    return json.dumps(sorted(keys))


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
