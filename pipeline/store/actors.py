"""Who is who inside one file: actors, and the ties between them that its papers state.

Nothing is tied across issuers: an actor is known by its scope (the issuer, else the document itself) and its name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

import msgspec

from pipeline.extraction.names import person_names
from pipeline.model.result import Document, Duty, Extraction, Fact, Membership
from pipeline.store.groups import same_group
from pipeline.store.names import ActorNames, actor_names
from pipeline.store.searchtext import normalised

_POST_JOINTS = str.maketrans("兼,;/", "、、、、")


class Actor(msgspec.Struct, frozen=True, order=True):
    """A party that acts, within one scope."""

    scope: str
    kind: str
    name: str


class ActorLink(msgspec.Struct, frozen=True, order=True):
    """A tie that a document states. `fact` is the id of the fact that states it, empty where it follows from names."""

    document: str
    source: Actor
    relation: str
    target: Actor
    position: str = ""
    fact: str = ""


class Cast(msgspec.Struct, frozen=True):
    """All actors of a file: the part each plays in which fact (fact id, role, actor), and their ties."""

    roles: tuple[tuple[str, str, Actor], ...]
    links: tuple[ActorLink, ...]

    def actors(self) -> set[Actor]:
        """Every actor that plays a part."""
        return {actor for _, _, actor in self.roles} | {a for link in self.links for a in (link.source, link.target)}


def scopes(extraction: Extraction) -> dict[str, str]:
    """The scope of each document: its issuer; the only issuer in the file where it names none; else itself."""
    issuers = {normalised(d.issuer) for d in extraction.documents if d.issuer}
    only = next(iter(issuers)) if len(issuers) == 1 else None
    digest = extraction.source.sha256[:16]
    return {d.id: normalised(d.issuer) if d.issuer else only or f"#{digest}/{d.id}" for d in extraction.documents}


def cast_of(extraction: Extraction) -> Cast:
    """The actors of an extraction."""
    names = actor_names()
    scope = scopes(extraction)
    roles: list[tuple[str, str, Actor]] = []
    links: list[ActorLink] = []
    for document in extraction.documents:
        facts = [fact for fact in extraction.facts if fact.document == document.id]
        builder = _Builder(document, scope[document.id], names, _ambiguous(facts, names, document.issuer))
        for fact in facts:
            roles.extend((fact.id, role, actor) for role, actor in builder.roles(fact))
        links.extend(builder.links(facts))
    return Cast(tuple(sorted(set(roles))), tuple(sorted(set(links))))


def _ambiguous(facts: Iterable[Fact], names: ActorNames, issuer: str | None) -> frozenset[str]:
    """Alias rows of which a document uses two forms: a school with both a 教务处 and a 教导处 has two offices."""
    actors = {fact.actor for fact in facts if isinstance(fact, Duty) and fact.actor}
    used = {(row.id, names.bare(actor, issuer)) for actor in actors
            for row in [names.row_of(actor, issuer)] if row and row.name != "学校"}  # fmt: skip
    counts = Counter(row for row, _ in used)
    return frozenset(row for row, count in counts.items() if count > 1)


class _Builder:
    """Makes the actors of one document."""

    def __init__(self, document: Document, scope: str, names: ActorNames, kept: frozenset[str]) -> None:
        self._document, self._scope, self._names, self._kept = document, scope, names, kept
        # A document names few actors, again and again.
        self.actor = cache(self._actor)
        self._normalised = cache(normalised)
        self._parts = cache(names.parts)

    def _actor(self, kind: str | None, name: str) -> Actor:
        """The actor of that name."""
        if kind == "person":
            return Actor(self._scope, "person", normalised(name))
        return Actor(self._scope, kind or "unknown", self._names.canonical(name, self._document.issuer, self._kept))

    def roles(self, fact: Fact) -> Iterator[tuple[str, Actor]]:
        """The parts that actors play in one fact."""
        if isinstance(fact, Duty) and fact.party:
            yield "part", self.actor(fact.actor_kind, fact.actor or "")
            yield from self._of_label(fact.party)
        elif isinstance(fact, Duty) and fact.actor:
            yield "actor", self.actor(fact.actor_kind, fact.actor)
            for part in self._parts(fact.actor):
                yield "part", self.actor(self._kind_of(part, fact.actor_kind), part)
        elif isinstance(fact, Membership):
            yield "person", self.actor("person", fact.person)
            for post in posts(fact):
                yield "post", self.actor("post", post)
            if fact.group:
                yield "group", self.actor("group", fact.group)

    def _kind_of(self, part: str, whole: str | None) -> str | None:
        """The kind of one of several parties: a body that the lexicon knows is no person because it stands beside some (学校与家长)."""
        return None if whole == "person" and normalised(part) in self._names.rows else whole

    def _of_label(self, party: str) -> Iterator[tuple[str, Actor]]:
        """The parts of a duty whose actor is a label: whom it stands for, and the person or parties that its words name
        (食堂承包人马德胜; 某小学、某中学)."""
        words = party.split()
        people = [word[start:end] for word in words for start, end in person_names(word, 0, len(word))]
        yield "actor", self.actor("person" if people == [party] else "org", party)
        for name in people if people != [party] else ():
            yield "part", self.actor("person", name)
        for name in self._names.parts(party):
            yield "part", self.actor("org", name)

    def links(self, facts: list[Fact]) -> Iterator[ActorLink]:
        """The ties between the actors of the document."""
        members = [fact for fact in facts if isinstance(fact, Membership)]
        for fact in members:
            person = self.actor("person", fact.person)
            for post in posts(fact):
                yield self._link(person, "holds", self.actor("post", post), post, fact)
            if fact.group:
                yield self._link(person, "member_of", self.actor("group", fact.group), fact.position, fact)
        groups = sorted({self.actor("group", fact.group) for fact in members if fact.group})
        named = sorted({(f.actor_kind, f.actor) for f in facts if isinstance(f, Duty) and f.actor}, key=str)
        for kind, name in named:
            yield from self._same(self.actor(kind, name), groups, members, [other or "" for _, other in named])
            yield from self._seats(self.actor(kind, name), members)
        for group in groups:
            yield from self._parent(group, groups)

    def _same(
        self, actor: Actor, groups: list[Actor], members: list[Membership], named: list[str]
    ) -> Iterator[ActorLink]:
        """领导小组 is the one group here whose name ends so, 防控领导小组 the only one for 疫情防控; 王校长 is the one 王 who is 校长."""
        full = [group for group in groups if group.name.endswith(actor.name) and group != actor]
        if actor.kind in ("group", "org", "unknown") and actor not in groups:
            title = self._normalised(self._document.title)
            other = same_group(actor.name, (group.name for group in groups), title, map(self._normalised, named))
            if len(full) != 1:
                full = [group for group in groups if group.name == other]
            if full:
                yield self._link(actor, "same_as", full[0])
        if actor.kind in ("person", "post"):
            flat = self._normalised
            people = {
                flat(m.person)
                for m in members
                for post in (*posts(m), m.position)
                if _is_titled(actor.name, flat(m.person), flat(post))
            }
            if len(people) == 1:
                yield self._link(actor, "same_as", Actor(self._scope, "person", people.pop()))

    def _seats(self, actor: Actor, members: list[Membership]) -> Iterator[ActorLink]:
        """The 组长 that a duty names is the one 组长 this paper has; 领导小组组长 is that of the 领导小组."""
        flat = self._normalised
        seats = {
            (self.actor("person", m.person), self.actor("group", m.group).name, flat(m.position), m.id)
            for m in members
            if m.group and actor.name in (flat(m.position), self.actor("group", m.group).name + flat(m.position))
        }
        if actor.kind != "person" and len({group for _, group, _, _ in seats}) == 1:
            for person, _, position, fact in sorted(seats):
                yield ActorLink(self._document.id, person, "acts_as", actor, position, fact)

    def _parent(self, group: Actor, groups: list[Actor]) -> Iterator[ActorLink]:
        """领导小组办公室 belongs to the 领导小组 whose name it begins with."""
        parents = [other for other in groups if other != group and group.name.startswith(other.name)]
        if parents:
            yield self._link(group, "part_of", max(parents, key=lambda other: len(other.name)))

    def _link(
        self, source: Actor, relation: str, target: Actor, position: str = "", fact: Fact | None = None
    ) -> ActorLink:
        return ActorLink(
            self._document.id, source, relation, target, self._normalised(position), fact.id if fact else ""
        )


def posts(member: Membership) -> tuple[str, ...]:
    """The standing jobs a roster gives a person, 、 and 兼 taken apart; a seat without a group is one too."""
    words = (member.post or "").translate(_POST_JOINTS)
    found = [part.strip() for part in words.split("、")]
    if not member.group:
        found.append(member.position)
    return tuple(dict.fromkeys(post for post in found if post))


def _is_titled(name: str, person: str, post: str) -> bool:
    """Whether `name` is a person's surname or full name with the post or its head: 王校长, 王建国副校长, 校长王建国."""
    if name in (person + post, post + person):
        return True
    surname = name[:1]
    return len(name) > 2 and person.startswith(surname) and post.endswith(name[1:]) and name != person
