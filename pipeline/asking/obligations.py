"""`duties`: all that one actor must do, for a person also through the posts and groups held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import msgspec

from pipeline.asking.rows import answer_row, distinct
from pipeline.asking.ways import Way, ways_from
from pipeline.lexicon import lexicons_pinned
from pipeline.model.result import Duty
from pipeline.model.rows import AnswerRow
from pipeline.store import finding_actors, held
from pipeline.store.copies import copies
from pipeline.store.full_names import actors_called
from pipeline.store.keys import content_of
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.names import actor_names
from pipeline.store.put_right import given
from pipeline.store.records import StoredActor, StoredFact

_CHUNK = 100


@lexicons_pinned()
def duties(
    kb: KnowledgeBase,
    actor: str,
    limit: int = 20,
    modality: str | None = None,
    documents: Sequence[int] | None = None,
    among: frozenset[int] | None = None,
) -> list[AnswerRow]:
    """The duties of an actor (校长, 教务处, 县财政局, a person), under all its names; of one modality, in some documents or
    among some facts (by key) only, where these are given.

    Rows that come through a post, an office or a group say so in `person`, `position` and `group`. Rows of the actor
    itself come first, then those of posts, of the office headed, of groups led, of groups sat in; then actors whose name
    ends so.
    """
    actors = actors_called(kb, actor)
    actors = [a for a in actors if a.exact or a.kind != "person"]
    ways = list(ways_from(kb, actors))
    inside = None if documents is None else frozenset(documents)
    found = _as_put_right(kb, actor, ways, _found(kb, ways, modality, inside, among), modality, inside)
    if among is not None:
        found = {key: borne for key, borne in found.items() if key in among}
    return distinct(_rows(kb, _ordered(found), found), limit)


class Borne(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of what an actor must do: its rows, and how many duties there are in all."""

    rows: tuple[AnswerRow, ...]
    total: int
    facts: tuple[int, ...]


def borne_by(kb: KnowledgeBase, actors: Sequence[StoredActor], limit: int, offset: int = 0) -> Borne:
    """The duties of some actors of the base, by the same ways and in the same order as `duties`; `facts` are the keys of all."""
    ways = list(ways_from(kb, actors))
    found = _as_given(kb, ways, _found(kb, ways, None, None))
    order = _unrepeated(kb, _ordered(found))
    rows = tuple(_rows(kb, order[offset : offset + limit], found))
    return Borne(rows=rows, total=len(order), facts=tuple(order))


class _Borne(NamedTuple):
    """A duty borne: a composite actor's come behind the actor's own, support behind the lead. (Thousands are made for one
    busy actor.)"""

    order: tuple[int, bool, bool]
    way: Way


def _found(
    kb: KnowledgeBase,
    ways: Sequence[Way],
    modality: str | None,
    documents: frozenset[int] | None,
    among: frozenset[int] | None = None,
) -> dict[int, _Borne]:
    by_actor: dict[int, list[Way]] = {}
    for way in ways:
        by_actor.setdefault(way.actor, []).append(way)
    found: dict[int, _Borne] = {}
    for actor, fact, role, _, part, mode, document in finding_actors.duties_of(kb.db, sorted(by_actor)):
        if (modality is not None and mode != modality) or (documents is not None and document not in documents):
            continue
        if among is not None and fact not in among:
            continue
        for way in by_actor[actor]:
            if way.document is None or way.document == document:  # 组长 names an actor only inside its own paper
                order = (way.rank, role == "part", part == "support")
                before = found.get(fact)
                if before is None or order < before[0]:
                    found[fact] = _Borne(order, way)
    return found


def _ordered(found: dict[int, _Borne]) -> list[int]:
    # The file that says most of an actor (its job description) goes before those that name it in passing.
    homes = {key: content_of(key) for key in found}
    count = Counter(homes.values())
    ranked = sorted((borne[0], -count[homes[key]], key) for key, borne in found.items())
    return [key for _, _, key in ranked]


def _as_put_right(
    kb: KnowledgeBase,
    asked: str,
    ways: Sequence[Way],
    found: dict[int, _Borne],
    modality: str | None,
    documents: frozenset[int] | None,
) -> dict[int, _Borne]:
    """Without the duties that people have given to another party, with those they have given to this one."""
    given = {key: changes["actor"] for key, changes in held.held(kb).corrected.items() if "actor" in changes}
    if not given:
        return found
    named = finding_actors.names_of_actors(kb.db, [way.actor for way in ways])
    kept = {key: borne for key, borne in found.items() if key not in given}
    facts = held.put_right(kb)
    names = actor_names().names_of(asked)
    means_asked = {value: held.is_named(value, names) for value in set(given.values())}
    means = cache(lambda value, name: held.is_named(value, (name,)))
    for key, stored in ((key, facts[key]) for key in given if key in facts):
        fact = stored.fact
        if (documents is not None and stored.document_key not in documents) or not isinstance(fact, Duty):
            continue
        way = next((w for w in ways if _reaches(w, stored) and means(given[key], named[w.actor])), None)
        if way is None and means_asked[given[key]]:
            way = Way(0, -1)
        if way is not None and modality in (None, fact.modality):
            kept[key] = _Borne((way.rank, False, fact.part == "support"), way)
    return kept


def _reaches(way: Way, stored: StoredFact) -> bool:
    return way.document is None or way.document == stored.document_key


def _as_given(kb: KnowledgeBase, ways: Sequence[Way], found: dict[int, _Borne]) -> dict[int, _Borne]:
    """The same for actors known by their keys: without what was given to others or rejected, with what was given to them."""
    anew = given(kb)
    kept = {key: borne for key, borne in found.items() if key not in anew.duties_gone}
    named = {way.actor: way for way in sorted(ways, key=lambda one: one.rank, reverse=True)}
    for one in anew.duties:
        way = named.get(one.party.key)
        if way is not None and way.document in (None, one.document):
            kept[one.key] = _Borne((way.rank, False, one.part == "support"), way)
    return kept


def _unrepeated(kb: KnowledgeBase, order: Sequence[int]) -> list[int]:
    """Duties without those of a plan's copies."""
    left_out = copies(kb)
    if not left_out:
        return list(order)
    homes: dict[int, int] = {}
    for start in range(0, len(order), _CHUNK):
        chunk = order[start : start + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        homes |= dict(map(tuple, kb.db.execute(f"SELECT key, document FROM facts WHERE key IN ({marks})", chunk)))
    return [key for key in order if homes[key] not in left_out]


def _rows(kb: KnowledgeBase, order: list[int], found: dict[int, _Borne]) -> Iterator[AnswerRow]:
    """Rows as they are called for: of an actor with thousands of duties only the first are read."""
    for start in range(0, len(order), _CHUNK):
        stored = held.facts_by_key(kb, order[start : start + _CHUNK])
        for key in order[start : start + _CHUNK]:
            if key in stored:
                yield _row(stored[key], found[key].way)


def _row(stored: StoredFact, way: Way) -> AnswerRow:
    if way.position is None:
        return answer_row(stored)
    return answer_row(stored, person=way.person, position=way.position, group=way.group)
