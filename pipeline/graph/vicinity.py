"""What lies around one actor within one or two steps, bounded in number: for a picture, not for analysis."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from pipeline.graph import nodes
from pipeline.store import held, parties
from pipeline.store.copies import copies
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.put_right import given
from pipeline.store.records import StoredActor

MOST_NODES = 200
# Of what there is room for, parties take at most so much; the rest is for duties.
_FOR_PARTIES = 0.6


class Near(msgspec.Struct, frozen=True, kw_only=True):
    """A node: an actor (`key` is its key) or a duty (`key` is the fact's id). `hop`: how many steps away."""

    id: str
    kind: str
    label: str
    key: str
    hop: int


class NearTie(msgspec.Struct, frozen=True, kw_only=True):
    """An edge. `type` is that of the graph (docs/graph.md), for duties with their part: `bears:lead`; `label` a position."""

    source: str
    target: str
    type: str
    label: str = ""


class Vicinity(msgspec.Struct, frozen=True, kw_only=True):
    """Nodes, nearest first, and the edges among them; `left_off`: there are more nodes within the steps asked for."""

    nodes: tuple[Near, ...]
    ties: tuple[NearTie, ...]
    left_off: bool


def vicinity(kb: KnowledgeBase, actor: StoredActor, hops: int = 1, most: int = MOST_NODES) -> Vicinity:
    """The actor, what is tied to it either way, and the duties it bears; with two hops also what is tied to those, and who
    else bears those duties. At most `most` nodes, at most `MOST_NODES`; nearer ones first, ties before duties."""
    walk = _Walk(kb, actor, min(most, MOST_NODES))
    for hop in range(1, hops + 1):
        walk.step(hop)
    return walk.seen()


class _Walk:
    """Goes out from an actor step by step."""

    def __init__(self, kb: KnowledgeBase, actor: StoredActor, most: int) -> None:
        self._db, self._most, self._copies = kb.db, most, copies(kb)
        self._actors: dict[int, int] = {actor.key: 0}
        self._duties: dict[int, int] = {}
        self._ties: dict[NearTie, None] = {}
        self._left_off = False
        self._anew = given(kb)
        self._kb = kb
        self._gone = self._anew.duties_gone

    def step(self, hop: int) -> None:
        """Everything next to what was reached in the step before."""
        actors = [key for key, at in self._actors.items() if at == hop - 1]
        duties = [key for key, at in self._duties.items() if at == hop - 1]
        for key in actors:
            for row in _ties(self._db, key, self._most + 1):
                if row["document"] in self._copies or row["fact"] in self._anew.seats_gone:
                    continue
                other = row["target"] if row["source"] == key else row["source"]
                if self._take(self._actors, other, hop, int(self._most * _FOR_PARTIES)):
                    self._tie(
                        nodes.actor_node(row["source"]),
                        nodes.actor_node(row["target"]),
                        row["relation"],
                        row["position"],
                    )
        for key in duties:
            for row in self._held(_bearers(self._db, key)):
                if self._take(self._actors, row["actor"], hop, int(self._most * _FOR_PARTIES)):
                    self._bears(row)
        for key in actors:
            for row in self._held(_duties(self._db, key, self._most + 1)):
                if row["document"] not in self._copies and self._take(self._duties, row["fact"], hop, self._most):
                    self._bears(row)
        self._step_anew(hop, set(actors))

    def _held(self, rows: Iterable[sqlite3.Row]) -> Iterator[sqlite3.Row]:
        """Without the duties that people have rejected or given to another party."""
        return (row for row in rows if row["own"] not in self._gone and row["fact"] not in self._gone)

    def _step_anew(self, hop: int, actors: set[int]) -> None:
        """Duties that people have given to these parties, seats that they have given them."""
        for one in self._anew.duties:
            if one.party.key in actors and self._take(self._duties, one.key, hop, self._most):
                self._tie(nodes.actor_node(one.party.key), nodes.fact_node(one.key), f"bears:{one.part}")
        for seat in self._anew.seats:
            ends = [seat.person.key, seat.other.key]
            if not actors.isdisjoint(ends):
                room = int(self._most * _FOR_PARTIES)
                if all(self._take(self._actors, key, hop, room) for key in ends):
                    self._tie(nodes.actor_node(ends[0]), nodes.actor_node(ends[1]), seat.relation, seat.position)

    def seen(self) -> Vicinity:
        """All that was reached."""
        words = held.facts_by_key(self._kb, self._duties)
        actors = {key: one for key in self._actors if (one := parties.actor(self._kb, key))}
        found = [
            Near(id=nodes.actor_node(key), kind=one.kind, label=one.name, key=str(key), hop=self._actors[key])
            for key, one in actors.items()
        ] + [
            Near(id=nodes.fact_node(key), kind="duty", label=" ".join(one.words.split()), key=one.fact.id, hop=self._duties[key])
            for key, one in words.items()
        ]  # fmt: skip
        known = {one.id for one in found}
        ties = tuple(tie for tie in self._ties if tie.source in known and tie.target in known)
        return Vicinity(nodes=tuple(sorted(found, key=_order)), ties=ties, left_off=self._left_off)

    def _take(self, into: dict[int, int], key: int, hop: int, most: int) -> bool:
        """Take a node up; false where there is no room for one more."""
        if key in into:
            return True
        if len(self._actors) + len(self._duties) >= most:
            self._left_off = True
            return False
        into[key] = hop
        return True

    def _tie(self, source: str, target: str, type: str, label: str = "") -> None:
        self._ties.setdefault(NearTie(source=source, target=target, type=type, label=label))

    def _bears(self, row: sqlite3.Row) -> None:
        self._tie(nodes.actor_node(row["actor"]), nodes.fact_node(row["fact"]), f"bears:{row['part']}")


def _order(one: Near) -> tuple[int, bool, str]:
    return one.hop, one.kind == "duty", one.id


def _ties(db: sqlite3.Connection, actor: int, most: int) -> Sequence[sqlite3.Row]:
    return db.execute(
        "SELECT DISTINCT source, target, relation, position, document, fact FROM actor_links WHERE source = ?1 OR target = ?1 "
        "ORDER BY relation <> 'member_of', document, fact, source, target, position LIMIT ?2",
        (actor, most),
    ).fetchall()


# Parties named together have each a fact of their own with the same words: all of them are one node, the first of these.
_SAME_WORDS = "g.passage = f.passage AND g.type = 'duty' AND g.start = f.start AND g.end = f.end"


def _duties(db: sqlite3.Connection, actor: int, most: int) -> Sequence[sqlite3.Row]:
    return db.execute(
        f"SELECT a.actor, (SELECT min(g.key) FROM facts g WHERE {_SAME_WORDS}) AS fact, f.part, f.document, f.key AS own "
        "FROM fact_actors a JOIN facts f ON f.key = a.fact WHERE a.actor = ? AND a.role = 'actor' ORDER BY a.fact LIMIT ?",
        (actor, most),
    ).fetchall()


def _bearers(db: sqlite3.Connection, fact: int) -> Sequence[sqlite3.Row]:
    return db.execute(
        f"SELECT a.actor, f.key AS fact, g.part, g.key AS own FROM facts f JOIN facts g ON {_SAME_WORDS} "
        "JOIN fact_actors a ON a.fact = g.key AND a.role = 'actor' WHERE f.key = ? ORDER BY g.key",
        (fact,),
    ).fetchall()
