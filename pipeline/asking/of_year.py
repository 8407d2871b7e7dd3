"""Which year, which part of the day and which part of a sentence an answer is of: what a plan says of 2020 is no answer for 2030, where
it says something of that too."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.asking.lexicons import Kind
from pipeline.asking.question import Question
from pipeline.expressions import times
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store.searchtext import flat, folded

_SEVERAL = 2
_BY_PART: frozenset[Kind] = frozenset({"holder", "phone"})
_ENDS = re.compile("[;；]")
_YEAR = re.compile("(?<![0-9])20[0-9]{2}(?=年|[-—~至到])")


def of_the_year(asked: Question, rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """The rows, those that are told of other years than the one asked about behind, where one is told of that year."""
    years = set(_YEAR.findall(flat(asked.text)))
    if len(years) != 1:
        return list(rows)
    year = years.pop()
    told = [_year(row) for row in rows]
    if year not in told:
        return [row for row, other in zip(rows, told, strict=True) if not other or _may_be_of(asked, row, year)]
    return [row for _, row in sorted(zip(told, rows, strict=True), key=lambda one: one[0] not in (year, ""))]


def _may_be_of(asked: Question, row: AnswerRow, year: str) -> bool:
    """Whether what is told of another year may answer for the one asked about: a span of years covers it, what stands above or the
    title names it, or no number is asked for."""
    if asked.kind != "how_much" or year in flat(f"{row.section or ''}{row.document}"):
        return True
    return any(
        (one.from_date or "9")[:4] <= year <= (one.to_date or "0")[:4]
        for one in times(folded(row.text))
        if one.from_date and one.to_date
    )


def of_the_hour(asked: Question, rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """The rows, of those of the first one's sentence that one first which tells the part of the day asked about."""
    asks = wording.pattern("question", "part_of_day").search(flat(asked.text))
    if not asks or not any(asks[0] in row.answer for row in rows):
        return list(rows)
    return sorted(rows, key=lambda row: asks[0] not in row.answer and row.text == rows[0].text)


def of_the_part(asked: Question, rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """The rows, of those of the first one's sentence that one first whose own part up to a semicolon (甲处联系人:…;乙处联系人:…) is the
    one asked about."""
    if len(rows) < _SEVERAL:
        return list(rows)
    if asked.kind not in _BY_PART or not _ENDS.search(rows[0].text):
        return list(rows)
    here = [row for row in rows if row.text == rows[0].text]
    said = {row.answer: _shared(asked, row) for row in here}
    best = max(here, key=lambda row: said[row.answer])
    return [best, *(row for row in rows if row is not best)] if said[best.answer] > said[rows[0].answer] else list(rows)


def _shared(asked: Question, row: AnswerRow) -> int:
    """How many pairs of the question's characters stand in the part of the sentence that holds the answer."""
    words, answer = flat(asked.text), flat(row.answer)
    part = next((part for part in _ENDS.split(flat(row.text)) if answer in part), "")
    return sum(words[at : at + 2] in part for at in range(len(words) - 1))


def _year(row: AnswerRow) -> str:
    """The last year that a sentence names before the answer, or in it; empty where it names none there."""
    text, answer = flat(row.text), flat(row.answer)
    at = text.find(answer)
    digits = re.search("[0-9.]{2,}", answer) if at < 0 else None
    if digits:
        answer = digits[0]
        at = text.find(answer)
    if at < 0:
        return ""
    found = _YEAR.findall(text[: at + len(answer)])
    return str(found[-1]) if found else ""
