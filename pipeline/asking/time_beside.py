"""The day in brackets right behind what a question asks about, in the row of a calendar (期中考试(27—29日) in a row of 4月26日-5月2日)."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.asking.question import Question
from pipeline.asking.refined import with_answer
from pipeline.asking.words import Term
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store.searchtext import folded


def with_time_beside(asked: Question, terms: Sequence[Term], rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """The rows, before them the day that stands in brackets behind the very thing asked about, where the first row's text says one."""
    needed = [term for term in terms if not term.generic and not term.said_of]
    if asked.kind != "when" or not rows or not needed:
        return list(rows)
    for match in wording.pattern("question", "thing_and_day").finditer(folded(rows[0].text)):
        if all(any(form in match["thing"] for form in term.forms) for term in needed):
            same = [row for row in rows if row.text == rows[0].text and folded(row.answer).startswith(match["day"])]
            told = same[0] if same else with_answer(rows[0], match["day"])
            return [told, *(row for row in rows if row not in same)]
    return list(rows)
