"""The ways from an actor to duties that fall to it: its names, its posts, the office a post heads, its seats in groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from pipeline.lexicon import wording
from pipeline.store import finding_actors
from pipeline.store.heads import offices_of
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import StoredActor, StoredTie

# How direct a way is: own name, other name or title, post or seat named as actor, office headed, group led, group sat in,
# other actor.
_SELF, _ALIAS, _POST, _OFFICE, _LED, _SAT, _ENDS_SO = range(7)


class Way(msgspec.Struct, frozen=True):
    """A way from the actor asked for to one whose duties are meant. `document` bounds it to one paper's duties."""

    rank: int
    actor: int
    person: str | None = None
    position: str | None = None
    group: str | None = None
    document: int | None = None


def ways_from(kb: KnowledgeBase, actors: Sequence[StoredActor]) -> Iterator[Way]:
    """Every way from some actors; no tie leads from one issuer's papers into another's."""
    exact = [actor for actor in actors if actor.exact]
    yield from (Way(_ENDS_SO, actor.key) for actor in actors if not actor.exact)
    yield from (Way(_SELF, actor.key) for actor in exact)
    people = {actor.key for actor in exact if actor.kind == "person"}
    for one in finding_actors.ties(kb.db, [actor.key for actor in exact], back=True):
        if one.relation == "same_as":
            known = one.target.key in people
            yield Way(_ALIAS, one.source.key, one.target.name if known else None, one.source.name if known else None)
    yield from _of_people(kb, sorted(people))
    for post in (actor for actor in exact if actor.kind == "post"):
        yield from _headed(kb, post, None)


def _of_people(kb: KnowledgeBase, people: Sequence[int]) -> Iterator[Way]:
    seats: list[StoredTie] = []
    for one in finding_actors.ties(kb.db, people):
        person = one.source.name
        if one.relation == "holds":
            yield Way(_POST, one.target.key, person, one.position)
            yield from _headed(kb, one.target, person)
        elif one.relation == "acts_as":
            yield Way(_POST, one.target.key, person, one.position, None, one.document)
        elif one.relation == "member_of":
            seats.append(one)
    yield from _of_groups(kb, seats)


def _headed(kb: KnowledgeBase, post: StoredActor, person: str | None) -> Iterator[Way]:
    """The head of an office answers for the office."""
    offices = offices_of(post.name)
    for office in finding_actors.actors_of_scope(kb.db, post.scope, offices) if offices else ():
        yield Way(_OFFICE, office.key, person, post.name, office.name)


def _of_groups(kb: KnowledgeBase, seats: Sequence[StoredTie]) -> Iterator[Way]:
    """A group's duties under its own name, and under the short name its paper uses for it."""
    back: dict[int, list[StoredTie]] = {}
    for one in finding_actors.ties(kb.db, sorted({seat.target.key for seat in seats}), back=True):
        if one.relation == "same_as":
            back.setdefault(one.target.key, []).append(one)
    for seat in seats:
        rank = (
            _LED
            if seat.position.endswith(wording.words("question", "posts_that_answer")) and "副" not in seat.position
            else _SAT
        )
        name = seat.target.name
        yield Way(rank, seat.target.key, seat.source.name, seat.position, name)
        for one in back.get(seat.target.key, ()):
            yield Way(rank, one.source.key, seat.source.name, seat.position, name, one.document)
