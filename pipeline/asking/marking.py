"""Facts marked in a text: cut where a mark begins or ends, each piece tied to the innermost fact that covers it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from pipeline.model.span import Span


class Marked(msgspec.Struct, frozen=True, kw_only=True):
    """A fact to be marked: all its spans, and the few words that name it."""

    id: str
    type: str
    spans: tuple[Span, ...]
    label: str = ""

    @property
    def size(self) -> int:
        """Characters covered."""
        return sum(len(span) for span in self.spans)


class Sign(msgspec.Struct, frozen=True, kw_only=True):
    """The sign that stands where a fact begins. `nth` counts facts of one type over the very same words (a duty of three
    parties is three facts)."""

    fact: str
    type: str
    label: str
    nth: int = 1


class Run(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A stretch of the text as shown. `fact` is the innermost fact that covers it and `type` its kind, `under` the kinds
    of the facts around it, `signs` of the facts that begin here; `aim`: it belongs to the fact that was asked for."""

    text: str
    fact: str | None = None
    type: str = ""
    under: tuple[str, ...] = ()
    signs: tuple[Sign, ...] = ()
    aim: bool = False


class Marks:
    """The marks of a slice."""

    def __init__(self, facts: Sequence[Marked], aim: str | None = None) -> None:
        self._aim = aim
        # Innermost last: the longer fact is the outer one.
        self._facts = sorted(facts, key=lambda one: (-one.size, one.type, one.id))
        self._edges = sorted({edge for one in facts for span in one.spans for edge in (span.start, span.end)})
        self._opening: dict[int, list[Sign]] = defaultdict(list)
        same: dict[tuple[str, tuple[Span, ...]], int] = defaultdict(int)
        for one in self._facts:
            same[one.type, one.spans] += 1
            nth = same[one.type, one.spans]
            sign = Sign(fact=one.id, type=one.type, label=one.label, nth=nth)
            self._opening[one.spans[0].start].append(sign)
        spans = [(span, number) for number, one in enumerate(self._facts) for span in one.spans]
        self._spans = sorted(spans, key=lambda pair: pair[0].start)
        self._starts = [span.start for span, _ in self._spans]

    def runs(self, text: str, ranges: Sequence[Span]) -> tuple[Run, ...]:
        """Some ranges of the source text as one line."""
        found: list[Run] = []
        for place in ranges:
            if found and place.start < place.end and _needs_blank(found[-1].text, text[place.start : place.end]):
                found.append(Run(text=" "))
            low, high = bisect_right(self._edges, place.start), bisect_left(self._edges, place.end)
            edges = [place.start, *self._edges[low:high], place.end]
            behind = bisect_left(self._starts, place.end)
            covering = [pair for pair in self._spans[:behind] if place.start < pair[0].end]
            for start, end in pairwise(edges):
                found.append(self._run(text[start:end], start, covering))
        return tuple(found)

    def _run(self, words: str, start: int, covering: list[tuple[Span, int]]) -> Run:
        over = sorted({number for span, number in covering if span.start <= start < span.end})
        here = [self._facts[number] for number in over]
        return Run(
            text=words,
            fact=here[-1].id if here else None,
            type=here[-1].type if here else "",
            under=tuple(dict.fromkeys(one.type for one in here[:-1] if one.type != here[-1].type)),
            signs=tuple(self._opening.get(start, ())),
            aim=any(one.id == self._aim for one in here),
        )


def _needs_blank(before: str, after: str) -> bool:
    """Between two lines put together: a blank only between two words of letters."""
    return before[-1:].isascii() and before[-1:].isalnum() and after[:1].isascii() and after[:1].isalnum()
