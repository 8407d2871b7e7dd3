"""Who sits in a group: as its roster says, or as people have put it right."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pipeline.store.copies import all_but, copies
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.put_right import given

_MEMBERS = (
    "SELECT l.source, a.name, l.position, l.document, f.id, f.post, coalesce(l.fact, 0) FROM actor_links l "
    "JOIN actors a ON a.key = l.source LEFT JOIN facts f ON f.key = l.fact "
    "WHERE l.target = ? AND l.relation = 'member_of' AND l.document {plans} ORDER BY l.document, l.fact, l.source LIMIT ?"
)


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """A member of a group and what it is there; `post` is its standing job."""

    group: int
    person: int
    name: str
    position: str
    post: str
    document: int
    fact: str | None


def members(kb: KnowledgeBase, groups: Sequence[int], most: int) -> list[Seat]:
    """The members of some groups in the order of their rosters; at most so many of each."""
    return [seat for group in groups for seat in _of_group(kb, group, most)]


def _of_group(kb: KnowledgeBase, group: int, most: int) -> list[Seat]:
    plans, values = all_but(copies(kb))
    anew = given(kb)
    found: list[tuple[int, int, Seat]] = []
    for person, name, position, document, fact, post, key in kb.db.execute(
        _MEMBERS.format(plans=plans), (group, *values, most + len(anew.seats_gone))
    ):
        if key not in anew.seats_gone:
            seat = Seat(
                group=group, person=person, name=name, position=position, post=post or "", document=document, fact=fact
            )
            found.append((document, key, seat))
    for one in anew.seats:
        if one.other.key == group and one.relation == "member_of":
            seat = Seat(
                group=group, person=one.person.key, name=one.person.name, position=one.position, post=one.post,
                document=one.document, fact=one.fact,
            )  # fmt: skip
            found.append((one.document, one.key, seat))
    return [seat for _, _, seat in sorted(found, key=lambda one: one[:2])[:most]]
