"""The days and periods of all deadlines of a base, kept up from one import or correction to the next.

What people said is heeded as in the calendar file: a date put right stands in place of the plan's, what was refused is left
out; what is closed stays, marked as closed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter, itemgetter

import msgspec

from pipeline.export.calendar.events import has_date
from pipeline.store import KnowledgeBase
from pipeline.store.copies import copied_contents
from pipeline.store.dates import last_day
from pipeline.store.kept_up import Changed, in_order, judged, kept_up
from pipeline.store.keys import content_of
from pipeline.store.review_records import Review
from pipeline.store.states import state

_CHUNK = 500
_BY_DAY = attrgetter("last", "first", "key")
_DATED = "SELECT key, coalesce(due_from, due_to), due_to FROM facts WHERE +type = 'deadline' AND freq IS NULL AND due_to IS NOT NULL"
_RECURRING = "SELECT key, freq FROM facts WHERE +type = 'deadline' AND freq IS NOT NULL"


class Dated(msgspec.Struct, frozen=True, kw_only=True):
    """A deadline by its key, or a fact whose date people have put right, with its first and last day."""

    key: int
    first: str
    last: str
    closed: bool = False


def all_dated(kb: KnowledgeBase) -> tuple[Dated, ...]:
    """Every dated deadline, by its last day."""

    def patch(old: tuple[Dated, ...] | None, changed: Changed) -> tuple[Dated, ...]:
        return in_order(changed.without(old, attrgetter("key")), _dated_in(kb, changed), _BY_DAY)

    return kept_up(kb, "dated", patch)


def _dated_in(kb: KnowledgeBase, changed: Changed) -> Iterator[Dated]:
    said, twice = _Said(kb, changed), copied_contents(kb)
    for span in changed.ranges():
        rows = kb.db.execute(f"{_DATED} AND key BETWEEN ? AND ?", span)
        yield from (
            Dated(key=key, first=first, last=last, closed=key in said.closed)
            for key, first, last in rows
            if key not in said.out and content_of(key) not in twice
        )
    yield from said.moved


def all_recurring(kb: KnowledgeBase) -> tuple[tuple[int, str], ...]:
    """Keys and periods of what comes back, by key."""

    def patch(old: tuple[tuple[int, str], ...] | None, changed: Changed) -> tuple[tuple[int, str], ...]:
        return in_order(changed.without(old, itemgetter(0)), _recurring_in(kb, changed), itemgetter(0))

    return kept_up(kb, "recurring", patch)


def _recurring_in(kb: KnowledgeBase, changed: Changed) -> Iterator[tuple[int, str]]:
    said, twice = _Said(kb, changed), copied_contents(kb)
    for span in changed.ranges():
        for key, freq in kb.db.execute(f"{_RECURRING} AND key BETWEEN ? AND ?", span):
            if key not in said.out and content_of(key) not in twice:
                yield key, freq


def due_links(kb: KnowledgeBase, column: str, keys: Sequence[int]) -> list[tuple[int, int]]:
    """(fact, deadline) of the ties from or to some facts."""
    found: list[tuple[int, int]] = []
    for start in range(0, len(keys), _CHUNK):
        chunk = keys[start : start + _CHUNK]
        rows = kb.db.execute(
            f"SELECT source, target FROM links WHERE relation = 'due' AND {column} IN ({', '.join('?' * len(chunk))})",
            chunk,
        )
        found += [(row[0], row[1]) for row in rows]
    return found


class _Said:
    """What people said of some contents that bears on deadlines: which are out, which closed, and facts with a date of their own."""

    def __init__(self, kb: KnowledgeBase, changed: Changed) -> None:
        held = _held_by_key(kb, changed)
        touched = sorted({target for _, target in due_links(kb, "source", sorted(held))})
        tied: dict[int, list[int]] = {}
        for source, target in due_links(kb, "target", touched):
            tied.setdefault(target, []).append(source)
        refused = {key for key, one in held.items() if one.verdict == "rejected"}
        moved = {key for key, one in held.items() if has_date(one)}
        closed = {key for key, one in held.items() if state(one.state).closed}
        self.out = frozenset(refused) | {
            key for key, facts in tied.items() if all(one in refused or one in moved for one in facts)
        }
        self.closed = frozenset(
            key for key, facts in tied.items()
            if (left := [one for one in facts if one not in refused and one not in moved]) and closed.issuperset(left)
        )  # fmt: skip
        days = {key: last_day(held[key].corrections["due"]) for key in moved - refused}
        self.moved = [
            Dated(key=key, first=day, last=day, closed=key in closed) for key, day in sorted(days.items()) if day is not None
        ]  # fmt: skip


def _held_by_key(kb: KnowledgeBase, changed: Changed) -> dict[int, Review]:
    held = judged(kb, changed)
    ids = sorted(held)
    found: dict[int, Review] = {}
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        rows = kb.db.execute(f"SELECT key, id FROM facts WHERE id IN ({', '.join('?' * len(chunk))})", chunk)
        found |= {row[0]: held[row[1]] for row in rows if changed.holds(row[0])}
    return found
