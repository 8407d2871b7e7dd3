"""Parties asked for by their full name, which their own papers do not use: 柳溪小学 is 学校 in its own plans, 青禾县教育局 is
县教育局 in those of its county."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.store import finding_actors
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.names import actor_names
from pipeline.store.records import StoredActor
from pipeline.store.searchtext import normalised
from pipeline.store.standing import of_plans
from pipeline.structure.metadata import level_of

_SCHOOL = "学校"
_SHORTEST = 4


def actors_called(kb: KnowledgeBase, name: str) -> list[StoredActor]:
    """The actors that a name may mean: those that bear it or a name that means the same, those it names in full, then
    those whose name ends so (not `exact`)."""
    named = finding_actors.actors_named(kb.db, actor_names().names_of(name))
    found = {actor.key: actor for actor in named if actor.exact}
    for actor in _in_full(kb, normalised(name)):
        found.setdefault(actor.key, actor)
    for actor in named:
        found.setdefault(actor.key, actor)
    return list(found.values())


def _in_full(kb: KnowledgeBase, name: str) -> Iterable[StoredActor]:
    if len(name) < _SHORTEST:
        return
    place, own_names = actor_names().place_of(name), (_SCHOOL,) if level_of(name) == _SCHOOL else ()
    own = _own_scopes(kb, name)
    for scope in _scopes(kb):
        if scope in own or (place and scope.startswith(place)):
            names = {actor_names().canonical(name, scope), *(own_names if scope in own else ())} - {name}
            yield from finding_actors.actors_of_scope(kb.db, scope, sorted(names)) if names else ()


def _own_scopes(kb: KnowledgeBase, name: str) -> frozenset[str]:
    """The issuers that a name means: the one that bears it, else the only one that ends so (第一小学, where two do, is
    nobody's name), and its offices; a school named after it (某小学附属幼儿园) is another."""
    ends = [scope for scope in _scopes(kb) if scope.endswith(name)]
    whole = name if name in ends else ends[0] if len(ends) == 1 else name
    offices = (s for s in _scopes(kb) if s.startswith(whole) and level_of(s.removeprefix(whole)) != _SCHOOL)
    return frozenset(offices)


def _scopes(kb: KnowledgeBase) -> tuple[str, ...]:
    """The issuers whose papers are in the base, in order."""
    return of_plans(
        kb,
        ("issuers",),
        lambda: tuple(
            row[0] for row in kb.db.execute("SELECT DISTINCT scope FROM actors ORDER BY scope") if row[0][:1] != "#"
        ),
    )
