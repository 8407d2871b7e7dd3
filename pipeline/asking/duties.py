"""`duties`: all that one actor must do, for a person also through the posts and groups held."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from pipeline.asking.rows import answer_row, distinct
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, reading
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.names import actor_names
from pipeline.store.records import StoredActor, StoredFact


class Way(msgspec.Struct, frozen=True):
    """A way that leads from the actor asked for to an actor with duties. `rank` is smaller the more direct."""

    rank: int
    actor: StoredActor
    person: str | None = None
    position: str | None = None
    group: str | None = None
    document: int | None = None


def duties(kb: KnowledgeBase, actor: str, limit: int = 20) -> list[AnswerRow]:
    """The duties of an actor (校长, 教务处, 县财政局, a person), under all its names.

    For a person the rows that come through a post or a group say so in `person`, `position` and `group`. Rows of the
    actor itself come first, then those of posts, of groups led, of groups sat in; then actors whose name ends so.
    """
    found: dict[int, tuple[tuple[int, int], Way]] = {}
    for way in _ways(kb, actor):
        for fact, _, role in finding.facts_of_actor(kb.db, [way.actor.key], ("actor", "part")):
            order = (way.rank, 0 if role == "actor" else 1)
            if fact not in found or order < found[fact][0]:
                found[fact] = (order, way)
    stored = reading.facts_by_key(kb.db, found)
    wanted = [key for key in found if key in stored and _holds(found[key][1], stored[key].document_key)]
    wanted.sort(key=lambda key: (found[key][0], stored[key].path, key))
    return distinct((_row(stored[key], found[key][1]) for key in wanted), limit)


def _row(stored: StoredFact, way: Way) -> AnswerRow:
    if way.person is None:
        return answer_row(stored)
    return answer_row(stored, person=way.person, position=way.position, group=way.group)


def _holds(way: Way, document: int) -> bool:
    """A seat (组长) names an actor only inside the paper that gives the seat."""
    return way.document is None or way.document == document


def _ways(kb: KnowledgeBase, words: str) -> Iterator[Way]:
    names = actor_names().names_of(words)
    actors = finding.actors_named(kb.db, names)
    for actor in actors:
        if actor.kind == "person" and actor.exact:
            yield from _through_person(kb, actor)
        elif actor.exact:
            yield Way(0, actor)
            yield from (
                Way(1, tie.source) for tie in finding.ties(kb.db, actor.key, back=True) if tie.relation == "same_as"
            )
        elif actor.kind != "person":
            yield Way(5, actor)


def _through_person(kb: KnowledgeBase, person: StoredActor) -> Iterator[Way]:
    yield Way(0, person)
    for tie in finding.ties(kb.db, person.key, back=True):
        if tie.relation == "same_as":
            yield Way(1, tie.source, person.name, tie.source.name)
    for tie in finding.ties(kb.db, person.key):
        if tie.relation == "holds":
            for post in _same_name(kb, tie.target):
                yield Way(2, post, person.name, tie.position)
        elif tie.relation == "member_of":
            yield from _through_group(kb, person, tie.target, tie.position, tie.document)


def _through_group(
    kb: KnowledgeBase, person: StoredActor, group: StoredActor, position: str, document: int
) -> Iterator[Way]:
    leads = position.endswith(("长", "主任", "指挥", "书记")) and "副" not in position
    rank = 3 if leads else 4
    yield Way(rank, group, person.name, position, group.name)
    for tie in finding.ties(kb.db, group.key, back=True):
        if tie.relation == "same_as":
            yield Way(rank, tie.source, person.name, position, group.name, tie.document)
    named = {group.name + position, position}
    for actor in finding.actors_named(kb.db, named):
        if actor.exact and actor.scope == person.scope and actor.kind != "person":
            yield Way(2, actor, person.name, position, group.name, document)


def _same_name(kb: KnowledgeBase, post: StoredActor) -> Iterator[StoredActor]:
    """A post under whatever kind it was found as a duty's actor, in the same scope."""
    for actor in finding.actors_named(kb.db, (post.name,)):
        if actor.exact and actor.scope == post.scope and actor.kind != "person":
            yield actor
