"""What falls due when, as lists to page through: the dated deadlines of a span, and those that come back.

Keys and days come for the whole base (`dated`), words are read only for what is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from pipeline.export.calendar.dated import Dated, all_dated, all_recurring, due_links
from pipeline.export.calendar.events import has_date, summary_of, ties_of
from pipeline.export.lights import days_left, light_of
from pipeline.model import labels
from pipeline.model.result import Deadline, Duty
from pipeline.store import KnowledgeBase, StoredFact, finding_actors, reading
from pipeline.store.choosing import plans_named
from pipeline.store.full_names import actors_called
from pipeline.store.review_records import Review
from pipeline.store.reviews import reviews


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Which deadlines: between two days (ISO, both included), of a party's tasks, in plans whose title, id or path it is."""

    since: str | None = None
    until: str | None = None
    owner: str = ""
    document: str = ""
    actors: tuple[int, ...] = ()


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A deadline as it is shown: when, by what words, who does what, and the light it has. `fact` is what falls due, else the
    deadline itself; `every` the period of what comes back."""

    fact: str
    deadline: str
    first: str
    last: str
    every: str
    words: str
    summary: str
    who: str
    light: str
    colour: str
    left: int | None
    document: str
    document_id: str


class Comes(msgspec.Struct, frozen=True):
    """A period with the keys of what comes back by it."""

    freq: str
    word: str
    keys: tuple[int, ...]


def dated(kb: KnowledgeBase, asked: Asked) -> list[Dated]:
    """The dated deadlines asked for, by their last day."""
    kept = _kept(kb, asked)
    return [
        one for one in all_dated(kb)
        if (not asked.since or one.last >= asked.since) and (not asked.until or one.first <= asked.until)
        and (kept is None or one.key in kept.deadlines or one.key in kept.facts)
    ]  # fmt: skip


def telling(kb: KnowledgeBase, found: Sequence[Dated]) -> list[Dated]:
    """The same, on each day those first that something is due by: a bare date in a heading says little."""
    tied = {target for _, target in due_links(kb, "target", [one.key for one in found])}
    return sorted(found, key=lambda one: (one.last, one.key not in tied, one.first, one.key))


def recurring(kb: KnowledgeBase, asked: Asked) -> list[Comes]:
    """What comes back, by how often: the most frequent period first. The span does not bound it."""
    kept = _kept(kb, asked)
    found: dict[str, list[int]] = {}
    for key, freq in all_recurring(kb):
        if kept is None or key in kept.deadlines:
            found.setdefault(freq, []).append(key)
    return [Comes(freq, labels.frequency(freq), tuple(keys)) for freq, keys in sorted(found.items(), key=_how_often)]


def shown(kb: KnowledgeBase, found: Sequence[Dated], on: str) -> list[Due]:
    """Dated deadlines with their words; lights as on a day (ISO)."""
    return list(_shown(kb, {one.key: one for one in found}, [one.key for one in found], on))


def shown_recurring(kb: KnowledgeBase, keys: Sequence[int], on: str) -> list[Due]:
    """What comes back with its words."""
    return list(_shown(kb, {}, keys, on))


def _shown(kb: KnowledgeBase, days: dict[int, Dated], keys: Sequence[int], on: str) -> Iterable[Due]:
    stored = reading.facts_by_key(kb.db, keys)
    held = reviews(kb, [one.fact.id for one in stored.values()])
    ties = ties_of(kb, list(stored)) if stored else {}
    held |= reviews(kb, [one.fact.id for tied in ties.values() for one in tied])
    for key in keys:
        if key in stored:
            yield _due(stored[key], ties.get(key, []), held, days.get(key), on)


def _due(stored: StoredFact, tied: list[StoredFact], held: dict[str, Review], day: Dated | None, on: str) -> Due:
    fact = stored.fact
    own = isinstance(fact, Deadline)
    tied = [one for one in tied if not has_date(held.get(one.fact.id))] if own else [stored]
    first = tied[0] if tied else None
    left = days_left(day.last, on) if day else None
    light = light_of(closed=bool(day and day.closed), recurring=day is None, days_left=left)
    return Due(
        fact=first.fact.id if first else fact.id, deadline=fact.id if own else "",
        first=day.first if day else "", last=day.last if day else "",
        every=labels.frequency(fact.freq, fact.times or 1) if isinstance(fact, Deadline) else "",
        words=" ".join((stored.words if own else stored.due or "").split()),
        summary=summary_of(tied, stored, held), light=light.word, colour=light.colour, left=left,
        who="、".join(dict.fromkeys(one.fact.who for one in tied if isinstance(one.fact, Duty) and one.fact.who)),
        document=stored.document, document_id=fact.document,
    )  # fmt: skip


class _Kept(msgspec.Struct, frozen=True):
    """What the filters leave: keys of deadlines, and of facts that may have a date put right."""

    deadlines: frozenset[int]
    facts: frozenset[int]


def _kept(kb: KnowledgeBase, asked: Asked) -> _Kept | None:
    parts: list[_Kept] = []
    if asked.document:
        parts.append(_of_plans(kb, asked.document))
    if asked.owner or asked.actors:
        named = [one.key for one in actors_called(kb, asked.owner)] if asked.owner else []
        parts.append(_of_actors(kb, [*named, *asked.actors]))
    if not parts:
        return None
    both = parts[0]
    for other in parts[1:]:
        both = _Kept(both.deadlines & other.deadlines, both.facts & other.facts)
    return both


def _of_plans(kb: KnowledgeBase, words: str) -> _Kept:
    keys = plans_named(kb.db, words)
    rows = [
        row for key in sorted(keys)
        for row in kb.db.execute("SELECT key, type FROM facts WHERE document = ? AND type IN ('deadline', 'duty', 'target')", (key,))
    ]  # fmt: skip
    return _Kept(frozenset(key for key, kind in rows if kind == "deadline"), frozenset(row[0] for row in rows))


def _of_actors(kb: KnowledgeBase, actors: Sequence[int]) -> _Kept:
    facts = (
        sorted({fact for fact, _, _ in finding_actors.facts_of_actor(kb.db, actors, ("actor", "part"))})
        if actors
        else []
    )
    return _Kept(frozenset(target for _, target in due_links(kb, "source", facts)), frozenset(facts))


_DAYS = {"TH": 1 / 24, "D": 1.0, "W": 7, "M": 30, "S": 180, "SY": 365, "Y": 366}


def _how_often(item: tuple[str, list[int]]) -> tuple[float, str]:
    freq = item[0]
    digits = "".join(char for char in freq if char.isdigit())
    return int(digits or 1) * _DAYS.get(freq.lstrip("P0123456789"), 1000), freq
