"""Leafing through a plan: its text in slices of bounded size, cut between sentences and best before a heading."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

import msgspec

from pipeline.store.keys import content_of
from pipeline.store.knowledge_base import KnowledgeBase

# What a slice may weigh: about the bytes of its markup. Behind the easy weight it ends before the next heading.
_HEAVY = 84_000
_EASY = 56_000
_CHAR, _FACT, _PASSAGE = 4, 270, 60
_LONGEST = 6_000


class Slice(msgspec.Struct, frozen=True):
    """A stretch of the source text, `[start, end)`."""

    start: int
    end: int


class Heading(msgspec.Struct, frozen=True, kw_only=True):
    """A heading of a plan; `start` where it stands in the source text."""

    id: str
    number: str | None
    title: str
    level: int
    start: int
    page: int | None


class Leaves(msgspec.Struct, frozen=True, kw_only=True):
    """A plan's slices and headings in the order of the text. Together the slices are the file's text from the end of the
    plan before (or its beginning) to the end of this one; the last plan of a file takes what is left."""

    slices: tuple[Slice, ...]
    headings: tuple[Heading, ...]

    def part_at(self, offset: int) -> int:
        """The number (from 1) of the slice that holds an offset."""
        starts = [one.start for one in self.slices]
        return max(1, bisect_right(starts, offset))


def leaves(kb: KnowledgeBase, document: int) -> Leaves:
    """The slices and headings of a plan (by its key); kept until somebody writes."""
    return kb.remember(("leaves", str(document)), lambda: _leaves(kb, document))


def _leaves(kb: KnowledgeBase, document: int) -> Leaves:
    rows = kb.db.execute(
        "SELECT p.start, p.kind, (SELECT count(*) FROM facts WHERE passage = p.key) AS facts FROM passages p "
        "WHERE p.document = ? AND p.kind != 'joined' ORDER BY p.start, p.key",
        (document,),
    )
    first, last = _region(kb, document)
    cuts = sorted({first, *_cuts([tuple(row) for row in rows], first, last)} - {last})
    headings = kb.db.execute(
        "SELECT id, number, title, level, start, page FROM sections WHERE document = ? ORDER BY start, key", (document,)
    )
    return Leaves(
        slices=tuple(Slice(start, end) for start, end in zip(cuts, [*cuts[1:], last], strict=True)),
        headings=tuple(Heading(**dict(row)) for row in headings),
    )


def _region(kb: KnowledgeBase, document: int) -> tuple[int, int]:
    """From the end of the plan before to the end of this one, or of the text."""
    plans = kb.db.execute(
        "SELECT d.key, d.start, d.end, length(c.text) AS size FROM documents d JOIN contents c ON c.key = d.content "
        "WHERE d.content = ? ORDER BY d.start, d.key",
        (content_of(document),),
    ).fetchall()
    own = next(row for row in plans if row["key"] == document)
    before = max((row["end"] for row in plans if row["end"] <= own["start"]), default=0)
    is_last = all(row["start"] < own["end"] for row in plans)
    return before, own["size"] if is_last else own["end"]


def _cuts(passages: list[tuple[int, str, int]], first: int, last: int) -> Iterator[int]:
    """Where slices begin behind the first."""
    begun, weight, position = first, 0, first
    for start, kind, facts in [*passages, (last, "", 0)]:
        weight += _CHAR * (start - position)
        if start > begun and (weight > _HEAVY or (weight > _EASY and kind == "heading")):
            yield from _in_between(begun, start)
            if start < last:
                yield start
            begun, weight = start, 0
        weight += _PASSAGE + _FACT * facts
        position = start
    yield from _in_between(begun, last)


def _in_between(start: int, end: int) -> Iterable[int]:
    """A sentence (or what no sentence was seen in) that is too long for one slice is cut anywhere."""
    return range(start + _LONGEST, end, _LONGEST) if end - start > 2 * _LONGEST else ()
