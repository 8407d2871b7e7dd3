"""Answers of the sort of body that a question names: 哪个村 is answered by a village alone."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.asking.lexicons import Kind
from pipeline.asking.question import Question
from pipeline.expressions import times
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store.searchtext import flat

_NO_TIMES: frozenset[Kind] = frozenset({"who", "holder", "recipient", "place"})
_MOSTLY = 1.5


def of_sort(asked: Question, rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """The rows whose answer names a body of the sort asked for; all where none is asked for by its sort."""
    sort = wording.pattern("question", "bodies_by_ending").search(asked.text)
    return [row for row in rows if sort is None or sort["sort"] in row.answer]


def no_mere_times(asked: Question, rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """The rows whose answer is no mere time, where a party or a place is asked for; all of other kinds."""
    if asked.kind not in _NO_TIMES:
        return list(rows)
    return [row for row in rows if not _is_time(row.answer)]


def _is_time(answer: str) -> bool:
    """Whether an answer says hardly more than a time (当天上午6:30前)."""
    words = flat(answer).partition("(")[0]
    return any(_MOSTLY * len(one.text) >= len(words) for one in times(words))
