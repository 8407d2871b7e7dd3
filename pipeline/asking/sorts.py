"""Answers of the sort of body that a question names: 哪个村 is answered by a village alone."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.asking.question import Question
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow


def of_sort(asked: Question, rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """The rows whose answer names a body of the sort asked for; all where none is asked for by its sort."""
    sort = wording.pattern("question", "bodies_by_ending").search(asked.text)
    return [row for row in rows if sort is None or sort["sort"] in row.answer]
