"""The graph as people hold it: who bears and who sits where since parties, seats and days were put right.

The tables of parties and ties keep what the plans say; here what the ledger says is laid over them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from pipeline.graph import nodes
from pipeline.model.result import Duty, Membership
from pipeline.store import held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.names import actor_names
from pipeline.store.records import StoredFact

_SEAT = ("person", "position", "group", "post")


class Party:
    """A party that people have named: one of the base's, else a new one of the same papers."""

    def __init__(self, node: str, name: str, scope: str, kind: str, *, new: bool) -> None:
        self.node, self.name, self.scope, self.kind, self.new = node, name, scope, kind, new


class PutRight:
    """What of the stored edges no longer holds, and what holds in its place."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self._kb = kb
        self._held = held.held(kb)
        self.out = self._held.rejected
        self._found: dict[tuple[str, str], Party] = {}

    @cached_property
    def facts(self) -> dict[int, StoredFact]:
        """The facts put right, by key."""
        return held.facts_by_key(self._kb, sorted(self._held.corrected))

    @cached_property
    def borne_anew(self) -> frozenset[int]:
        """Duties that another party bears."""
        return frozenset(key for key, one in self.facts.items() if "actor" in one.corrected)

    @cached_property
    def seated_anew(self) -> frozenset[int]:
        """Seats whose holder, post or group is another."""
        return frozenset(
            key
            for key, one in self.facts.items()
            if isinstance(one.fact, Membership) and not set(_SEAT).isdisjoint(one.corrected)
        )

    @cached_property
    def due_anew(self) -> frozenset[int]:
        """Facts that fall due on another day."""
        return frozenset(key for key, one in self.facts.items() if "due" in one.corrected)

    def bearers(self) -> Iterator[tuple[Party, StoredFact, Duty]]:
        """Who bears a duty since it was given to another."""
        for key in sorted(self.borne_anew):
            fact = self.facts[key].fact
            if isinstance(fact, Duty) and fact.actor:
                for party in self.parties_of(self.facts[key], fact.actor, fact.actor_kind or "unknown"):
                    yield party, self.facts[key], fact

    def seats(self) -> Iterator[tuple[Party, str, Party, str, StoredFact]]:
        """(person, relation, group or post, position, fact) of the seats put right."""
        for key in sorted(self.seated_anew):
            stored = self.facts[key]
            fact = stored.fact
            assert isinstance(fact, Membership)
            person = self._party(stored, fact.person, "person")
            if fact.group:
                yield person, "member_of", self._party(stored, fact.group, "group"), fact.position, stored
            if fact.post:
                yield person, "holds", self._party(stored, fact.post, "post"), fact.post, stored

    def new_parties(self) -> list[Party]:
        """Parties that no plan names, by node."""
        named = [party for party, _, _ in self.bearers()]
        named += [party for person, _, other, _, _ in self.seats() for party in (person, other)]
        return sorted({one.node: one for one in named if one.new}.values(), key=lambda one: one.node)

    def parties_of(self, stored: StoredFact, names: str, kind: str) -> list[Party]:
        """The parties of a field put right (教务处、总务处)."""
        parts = [part for part in names.replace("，", "、").replace(",", "、").split("、") if part.strip()]
        return [self._party(stored, part.strip(), kind) for part in parts]

    def _party(self, stored: StoredFact, name: str, kind: str) -> Party:
        scope = self._kb.db.execute("SELECT scope FROM documents WHERE key = ?", (stored.document_key,)).fetchone()[0]
        if (scope, name) not in self._found:
            self._found[scope, name] = self._looked_up(scope, name, stored.issuer, kind)
        return self._found[scope, name]

    def _looked_up(self, scope: str, name: str, issuer: str | None, kind: str) -> Party:
        forms = dict.fromkeys((name, actor_names().canonical(name, issuer)))
        for form in forms:
            row = self._kb.db.execute(
                "SELECT key, kind, name FROM actors WHERE scope = ? AND name = ? ORDER BY kind <> ?, kind LIMIT 1",
                (scope, form, kind),
            ).fetchone()
            if row is not None:
                return Party(nodes.actor_node(row["key"]), row["name"], scope, row["kind"], new=False)
        return Party(f"actor:{scope}/{name}", name, scope, kind, new=True)
