"""Who bears and who sits where since people have put parties, seats and days right.

The tables of parties and ties keep what the plans say; here what the ledger says is laid over them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import msgspec

from pipeline.model.result import Duty, Membership
from pipeline.store import held
from pipeline.store.kept_up import Changed, Tokens, by_content, content_tokens, kept_up
from pipeline.store.keys import actor_key, content_of
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.names import actor_names
from pipeline.store.records import StoredFact
from pipeline.store.standing import of_plans

_ALL = Changed()
_SEAT = ("person", "position", "group", "post")


class NamedParty(msgspec.Struct, frozen=True, kw_only=True):
    """A party that people have named: one of the base's, else a new one of the same papers, under the key that it would have
    if a plan named it."""

    key: int
    name: str
    scope: str
    kind: str
    new: bool


class PutRight:
    """What of the stored edges no longer holds, and what holds in its place."""

    def __init__(self, kb: KnowledgeBase, within: Changed = _ALL) -> None:
        self._kb = kb
        self._within = within
        self._held = held.held(kb)
        self.out = self._held.rejected
        self._found: dict[tuple[str, str], NamedParty] = {}

    @cached_property
    def facts(self) -> dict[int, StoredFact]:
        """The facts put right, by key."""
        known = held.put_right(self._kb)
        return {key: known[key] for key in sorted(known) if self._within.holds(key)}

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

    def bearers(self) -> Iterator[tuple[NamedParty, StoredFact, Duty]]:
        """Who bears a duty since it was given to another."""
        for key in sorted(self.borne_anew):
            fact = self.facts[key].fact
            if isinstance(fact, Duty) and fact.actor:
                for party in self.parties_of(self.facts[key], fact.actor, fact.actor_kind or "unknown"):
                    yield party, self.facts[key], fact

    def seats(self) -> Iterator[tuple[NamedParty, str, NamedParty, str, StoredFact]]:
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

    def new_parties(self) -> list[NamedParty]:
        """Parties that no plan names, by key."""
        named = [party for party, _, _ in self.bearers()]
        named += [party for person, _, other, _, _ in self.seats() for party in (person, other)]
        return sorted({one.key: one for one in named if one.new}.values(), key=lambda one: one.key)

    def parties_of(self, stored: StoredFact, names: str, kind: str) -> list[NamedParty]:
        """The parties of a field put right (教务处、总务处)."""
        parts = [part for part in names.replace("，", "、").replace(",", "、").split("、") if part.strip()]
        return [self._party(stored, part.strip(), kind) for part in parts]

    def _party(self, stored: StoredFact, name: str, kind: str) -> NamedParty:
        scope = self._kb.db.execute("SELECT scope FROM documents WHERE key = ?", (stored.document_key,)).fetchone()[0]
        if (scope, name) not in self._found:
            self._found[scope, name] = self._looked_up(scope, name, stored.issuer, kind)
        return self._found[scope, name]

    def _looked_up(self, scope: str, name: str, issuer: str | None, kind: str) -> NamedParty:
        forms = dict.fromkeys((name, actor_names().canonical(name, issuer)))
        for form in forms:
            row = self._kb.db.execute(
                "SELECT key, kind, name FROM actors WHERE scope = ? AND name = ? ORDER BY kind <> ?, kind LIMIT 1",
                (scope, form, kind),
            ).fetchone()
            if row is not None:
                return NamedParty(key=row["key"], name=row["name"], scope=scope, kind=row["kind"], new=False)
        return NamedParty(key=actor_key(scope, kind, name), name=name, scope=scope, kind=kind, new=True)


class GivenDuty(msgspec.Struct, frozen=True, kw_only=True):
    """A duty (its key) that people have given to a party; `first_in_plan`: no other duty of that plan was the party's."""

    party: NamedParty
    key: int
    document: int
    part: str
    first_in_plan: bool


class GivenSeat(msgspec.Struct, frozen=True, kw_only=True):
    """A seat as people have put it right, by the key and the id of its fact."""

    person: NamedParty
    relation: str
    other: NamedParty
    position: str
    post: str
    key: int
    fact: str
    document: int


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What people have given to others, and what is therefore not where the plans lay it; `rejected` is nowhere."""

    duties: tuple[GivenDuty, ...] = ()
    seats: tuple[GivenSeat, ...] = ()
    duties_gone: frozenset[int] = frozenset()
    seats_gone: frozenset[int] = frozenset()
    rejected: frozenset[int] = frozenset()


def given(kb: KnowledgeBase) -> Given:
    """Who bears what and sits where since people have put it right; made once for each state of the base."""
    return kb.remember(("given",), lambda: _joined(kb))


def new_parties(kb: KnowledgeBase) -> tuple[NamedParty, ...]:
    """The parties that people have named and no plan does."""
    return kb.remember(("new parties",), lambda: tuple(_new_among(given(kb))))


def _new_among(known: Given) -> list[NamedParty]:
    named = [one.party for one in known.duties] + [party for one in known.seats for party in (one.person, one.other)]
    return sorted({one.key: one for one in named if one.new}.values(), key=lambda one: one.key)


def _joined(kb: KnowledgeBase) -> Given:
    """What is given in each content, put together in the order of keys."""
    parts = kept_up(kb, "given by content", lambda old, changed: changed.left(old) | _parts(kb, changed), _tokens)
    order = sorted(parts)
    known = held.held(kb)
    return Given(
        duties=tuple(one for content in order for one in parts[content].duties),
        seats=tuple(one for content in order for one in parts[content].seats),
        duties_gone=known.rejected.union(*(one.duties_gone for one in parts.values())),
        seats_gone=known.rejected.union(*(one.seats_gone for one in parts.values())),
        rejected=known.rejected,
    )


def _tokens(kb: KnowledgeBase) -> Tokens:
    """Of the contents in which something was put right: their own tokens, and who is known to the papers of their issuers."""
    known, scopes = content_tokens(kb), of_plans(kb, ("scopes",), lambda: _scopes(kb))
    contents = {content_of(key) for key in held.held(kb).corrected}
    return {one: (known.get(one), scopes.get(one)) for one in contents}


def _scopes(kb: KnowledgeBase) -> dict[int, int]:
    """For each content a number that stands for the actors of its issuers."""
    actors: dict[str, list[int]] = {}
    for scope, key in kb.db.execute("SELECT scope, key FROM actors ORDER BY scope, key"):
        actors.setdefault(scope, []).append(key)
    numbers = {scope: hash(tuple(keys)) for scope, keys in actors.items()}
    rows = by_content((key, numbers.get(scope, 0)) for key, scope in kb.db.execute("SELECT key, scope FROM documents"))
    return {content: hash(tuple(sorted(found))) for content, found in rows.items()}


def _parts(kb: KnowledgeBase, changed: Changed) -> dict[int, Given]:
    anew = PutRight(kb, changed)
    duties = by_content((one.key, one) for one in _duties(kb, anew))
    seats = by_content((one.key, one) for one in _seats(anew))
    borne, seated = (by_content((key, key) for key in keys) for keys in (anew.borne_anew, anew.seated_anew))
    return {
        content: Given(
            duties=tuple(duties.get(content, ())), seats=tuple(seats.get(content, ())),
            duties_gone=frozenset(borne.get(content, ())), seats_gone=frozenset(seated.get(content, ())),
        )
        for content in borne.keys() | seated.keys()
    }  # fmt: skip


def _duties(kb: KnowledgeBase, anew: PutRight) -> Iterator[GivenDuty]:
    gone = anew.out | anew.borne_anew
    for party, stored, duty in anew.bearers():
        yield GivenDuty(
            party=party, key=stored.key, document=stored.document_key, part=duty.part,
            first_in_plan=not _bears_in(kb, party.key, stored.document_key, gone),
        )  # fmt: skip


def _seats(anew: PutRight) -> Iterator[GivenSeat]:
    for person, relation, other, position, stored in anew.seats():
        post = getattr(stored.fact, "post", None) or ""
        yield GivenSeat(
            person=person, relation=relation, other=other, position=position, post=post, key=stored.key, fact=stored.fact.id,
            document=stored.document_key,
        )  # fmt: skip


def _bears_in(kb: KnowledgeBase, actor: int, document: int, gone: frozenset[int]) -> bool:
    rows = kb.db.execute(
        "SELECT f.key FROM fact_actors x JOIN facts f ON f.key = x.fact WHERE x.actor = ? AND x.role IN ('actor', 'part') "
        "AND f.document = ?",
        (actor, document),
    )
    return any(row[0] not in gone for row in rows)
