"""Facts as people hold them: what was rejected is left out, what was put right is given as it was put right.

The tables keep what the plans say; here what the ledger says is laid over it, for those who answer from facts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from pipeline.model.result import Deadline, Duty, Indicator, Target
from pipeline.store import reading
from pipeline.store.correcting import with_corrections
from pipeline.store.kept_up import Changed, by_content, judged, kept_up
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.names import actor_names
from pipeline.store.records import StoredFact
from pipeline.store.reviews import reviews
from pipeline.store.searchtext import normalised

_OWN = ("words", "due")
_CHUNK = 400
# The rule of what people have put right.
PUT_RIGHT = "review"
# Behind the id of a fact it makes that of the day it was given.
OF_DAY = "-due"


class Held(msgspec.Struct, frozen=True):
    """What is held of facts, by fact key. `passages` are those that hold one of them: their
    sentences say what is no longer held."""

    rejected: frozenset[int] = frozenset()
    corrected: dict[int, dict[str, str]] = {}
    passages: frozenset[int] = frozenset()


def held(kb: KnowledgeBase) -> Held:
    """What people have rejected and put right."""
    return kb.remember(("held",), lambda: _joined(_held_by_content(kb)))


def put_right(kb: KnowledgeBase) -> Mapping[int, StoredFact]:
    """The facts that people have put right, as they are held, by key."""

    def patch(old: dict[int, StoredFact] | None, changed: Changed) -> dict[int, StoredFact]:
        left = {key: one for key, one in (old or {}).items() if not changed.holds(key)}
        return left | facts_by_key(kb, sorted(key for key in held(kb).corrected if changed.holds(key)))

    return kept_up(kb, "facts put right", patch)


def facts_by_key(kb: KnowledgeBase, keys: Iterable[int]) -> dict[int, StoredFact]:
    """The facts of some keys as they are held."""
    return {stored.key: stored for stored in as_held(kb, reading.facts_by_key(kb.db, keys).values())}


def facts_where(kb: KnowledgeBase, where: str, parameters: Sequence[Any] = ()) -> Iterator[StoredFact]:
    """The facts that satisfy a condition over what the plans say, as they are held."""
    return as_held(kb, reading.facts_where(kb.db, where, parameters))


def facts(kb: KnowledgeBase, *, type: str | None = None, document: str | None = None) -> Iterator[StoredFact]:
    """All facts by path and place in the text, as they are held; of one type, of one document (its id, title or path)."""
    return as_held(kb, kb.facts(type=type, document=document))


def facts_told(kb: KnowledgeBase) -> Iterator[StoredFact]:
    """All facts as they are held, and those that people have rejected as the plans say them: for lists that tell the verdict."""
    known, said = held(kb), reviews(kb)
    for stored in kb.facts():
        if stored.key not in known.rejected:
            changes = known.corrected.get(stored.key)
            yield with_corrections(stored, changes) if changes else stored
        elif (one := said.get(stored.fact.id)) is not None and one.verdict == "rejected":
            yield stored


def facts_with_days(kb: KnowledgeBase, where: str, parameters: Sequence[Any] = ()) -> Iterator[StoredFact]:
    """The facts of a plan as they are held, for those who follow a fact to its deadline: a day that people have put right is
    a deadline of its own, right behind its fact."""
    return with_days(facts_where(kb, where, parameters))


def with_days(found: Iterable[StoredFact]) -> Iterator[StoredFact]:
    """Facts, each whose day was put right tied to that day."""
    for stored in found:
        fact = stored.fact
        if "due" not in stored.corrected or not isinstance(fact, Duty | Target | Indicator) or not stored.due:
            yield stored
            continue
        day = Deadline(
            id=f"{fact.id}{OF_DAY}", document=fact.document, section=fact.section, spans=fact.spans, page=fact.page,
            rule=PUT_RIGHT, kind="by", end=stored.due,
        )  # fmt: skip
        yield msgspec.structs.replace(stored, fact=msgspec.structs.replace(fact, deadline=day.id))
        bare: dict[str, Any] = {"due": None, "due_starts": None, "due_ends": None, "due_freq": None}
        yield msgspec.structs.replace(stored, key=-stored.key, fact=day, words=stored.due, corrected=("end",), **bare)


def as_held(kb: KnowledgeBase, found: Iterable[StoredFact]) -> Iterator[StoredFact]:
    """Facts as they are held; rejected ones left out."""
    known = held(kb)
    for stored in found:
        if stored.key in known.rejected:
            continue
        changes = known.corrected.get(stored.key)
        yield with_corrections(stored, changes) if changes else stored


def corrected_to(kb: KnowledgeBase, fields: Sequence[str], fits: Callable[[str], bool]) -> list[int]:
    """Keys of the facts of which one of some fields was put right to a value that fits: the index knows only the plans' words."""
    return sorted(
        key
        for key, changes in held(kb).corrected.items()
        if key not in held(kb).rejected and any(field in changes and fits(changes[field]) for field in fields)
    )


def corrected_with(kb: KnowledgeBase, fits: Callable[[str], bool]) -> list[int]:
    """Keys of the facts of which some field was put right to words (normalised) that fit."""
    known = held(kb)
    return sorted(
        key
        for key, changes in known.corrected.items()
        if key not in known.rejected and any(fits(normalised(value)) for value in changes.values())
    )


def corrected_values(kb: KnowledgeBase, field: str) -> frozenset[str]:
    """The values that a field was put right to."""
    return frozenset(changes[field] for changes in held(kb).corrected.values() if field in changes)


def is_named(value: str, names: Sequence[str]) -> bool:
    """Whether a party that was put right (教务处、总务处) has one of the names."""
    known = actor_names()
    wanted = {known.canonical(name) for name in names}
    return any(known.canonical(part) in wanted for part in (value, *known.parts(value)))


def _held_by_content(kb: KnowledgeBase) -> dict[int, Held]:
    return kept_up(kb, "held by content", lambda old, changed: changed.left(old) | _held(kb, changed))


def _joined(parts: Mapping[int, Held]) -> Held:
    corrected: dict[int, dict[str, str]] = {}
    for one in parts.values():
        corrected.update(one.corrected)
    return Held(
        frozenset[int]().union(*(one.rejected for one in parts.values())),
        corrected,
        frozenset[int]().union(*(one.passages for one in parts.values())),
    )


def _parted(whole: Held) -> dict[int, Held]:
    """By content: what is held of a fact bears on facts of its own file alone."""
    rejected, passages = (by_content((key, key) for key in keys) for keys in (whole.rejected, whole.passages))
    corrected = by_content((key, (key, changes)) for key, changes in whole.corrected.items())
    return {
        content: Held(
            frozenset(rejected.get(content, ())), dict(corrected.get(content, ())), frozenset(passages.get(content, ()))
        )
        for content in rejected.keys() | corrected.keys() | passages.keys()
    }


def _held(kb: KnowledgeBase, changed: Changed) -> dict[int, Held]:
    rejected: set[int] = set()
    corrected: dict[int, dict[str, str]] = {}
    said = {fact: one for fact, one in judged(kb, changed).items() if one.verdict == "rejected" or one.corrections}
    rows = [row for row in _rows_of(kb.db, list(said)) if changed.holds(row["key"])]
    for row in rows:
        one = said[row["id"]]
        if one.verdict == "rejected":
            rejected.add(row["key"])
        elif row["type"] == "duty":
            _of_duty(kb.db, row, one.corrections, corrected, rejected)
        else:
            corrected.setdefault(row["key"], {}).update(one.corrections)
    _days(kb.db, rejected, corrected)
    return _parted(Held(frozenset(rejected), corrected, frozenset(row["passage"] for row in rows)))


def _of_duty(
    db: sqlite3.Connection,
    row: sqlite3.Row,
    changes: Mapping[str, str],
    corrected: dict[int, dict[str, str]],
    superseded: set[int],
) -> None:
    """A row of the ledger is one task of several parties, each of which has a duty of its own at that place: parties put
    right take the place of all that lead, or that support; words and day hold for each."""
    own = {field: value for field, value in changes.items() if field != "support"}
    corrected.setdefault(row["key"], {}).update(own)
    others = db.execute(
        "SELECT key, part FROM facts WHERE document = ? AND type = 'duty' AND start = ? AND end = ? AND key <> ? ORDER BY key",
        (row["document"], row["start"], row["end"], row["key"]),
    ).fetchall()
    support = changes.get("support")
    for other in others:
        if other["part"] == "support" and support:
            corrected.setdefault(other["key"], {})["actor"] = support
            support = None
        elif ("support" if other["part"] == "support" else "actor") in changes:
            superseded.add(other["key"])
            continue
        shared = {field: changes[field] for field in _OWN if field in changes}
        if shared:
            corrected.setdefault(other["key"], {}).update(shared)


def _days(db: sqlite3.Connection, rejected: set[int], corrected: dict[int, dict[str, str]]) -> None:
    """A day put right on a deadline holds for what is tied to it; one put right on all that is tied to a deadline takes its place."""
    for key, changes in list(corrected.items()):
        day = changes.get("end") or changes.get("start")
        for row in db.execute("SELECT source FROM links WHERE target = ? AND relation = 'due'", (key,)) if day else ():
            corrected.setdefault(row[0], {}).setdefault("due", day or "")
    moved = [key for key, changes in corrected.items() if "due" in changes]
    for key in moved:
        for row in db.execute("SELECT target FROM links WHERE source = ? AND relation = 'due'", (key,)).fetchall():
            tied = {one[0] for one in db.execute("SELECT source FROM links WHERE target = ? AND relation = 'due'", row)}
            if tied <= set(moved) | rejected and row[0] not in corrected:
                rejected.add(row[0])


def _rows_of(db: sqlite3.Connection, ids: Sequence[str]) -> Iterator[sqlite3.Row]:
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        yield from db.execute(
            "SELECT key, id, type, document, start, end, passage FROM facts "
            f"WHERE id IN ({', '.join('?' * len(chunk))}) ORDER BY key",
            chunk,
        ).fetchall()
