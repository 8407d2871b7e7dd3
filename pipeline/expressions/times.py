"""Time expressions: when something is, until when, how often, how long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.expressions.dates import recognise, recognise_in, resolve, share_bounds
from pipeline.model.expression import TimeExpression
from pipeline.model.span import fold


def times(text: str, anchor: str | None = None) -> list[TimeExpression]:
    """Every time expression of a text, in order, none inside another.

    Knows dates of every form, school years and terms, five-year plans, bounds (年底前, 到2020年), spans, recurrences
    and terms allowed (三年内). Dates keep the precision of the words. `anchor` (ISO date, `2021`, `2021-09` or
    `2021-09-01`) is what relative words and bare months are counted from; without it they have null dates.

    >>> [(t.text, t.kind, t.to_date) for t in times("到2020年建成，每学期检查")]
    [('到2020年', 'by', '2020'), ('每学期', 'recurring', None)]
    """
    folded = fold(text)
    return [resolve(match, text, anchor) for match in share_bounds(recognise(folded), folded)]


def times_of_stretches(text: str, stretches: Iterable[tuple[int, int]]) -> Iterator[TimeExpression]:
    """As `times`, for stretches of a text that is folded already, each read by itself; offsets are those of the text."""
    for start, end, matches in list(recognise_in(text, stretches)):  # all found before any is resolved
        words = text[start:end]
        for match in share_bounds(matches, words):
            yield resolve(match, words, None, start)
