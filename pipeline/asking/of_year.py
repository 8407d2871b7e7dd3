"""Which year a value is of: what a plan says of 2020 is no answer for 2030, where it says something of that too."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.asking.question import Question
from pipeline.model.rows import AnswerRow
from pipeline.store.searchtext import flat

_YEAR = re.compile("(?<![0-9])20[0-9]{2}(?=年|[-—~至到])")


def of_the_year(asked: Question, rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """The rows, those that are told of other years than the one asked about behind, where one is told of that year."""
    years = set(_YEAR.findall(flat(asked.text)))
    if len(years) != 1:
        return list(rows)
    year = years.pop()
    told = [_year(row) for row in rows]
    if year not in told:
        return list(rows)
    return [row for _, row in sorted(zip(told, rows, strict=True), key=lambda one: one[0] not in (year, ""))]


def _year(row: AnswerRow) -> str:
    """The last year that a sentence names before the answer, or in it; empty where it names none there."""
    text, answer = flat(row.text), flat(row.answer)
    at = text.find(answer)
    digits = re.search("[0-9.]{2,}", answer) if at < 0 else None
    if digits:
        at = text.find(digits[0])
    if at < 0:
        return ""
    found = _YEAR.findall(text[: at + len(answer)])
    return str(found[-1]) if found else ""
