"""Answers of the sort that a question names: 哪个村 is answered by a village alone, 巩固率多少 by a share."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.asking.lexicons import Kind
from pipeline.asking.question import Question
from pipeline.asking.refined import with_answer
from pipeline.asking.telling import in_open_place
from pipeline.asking.words import Term
from pipeline.expressions import times
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store.searchtext import flat

_NO_TIMES: frozenset[Kind] = frozenset({"who", "holder", "recipient", "place"})
_BY_DEED: frozenset[Kind] = frozenset({"when", "how_often", "how", "place"})
_MOSTLY = 1.5
# What asks for a number of one sort, and what only such numbers say.
_SAID_AS = (
    ("asks_rate", "says_share"),
    ("asks_sum", "says_sum"),
    ("asks_hours", "says_hours"),
    ("asks_articles", "says_articles"),
)
# Kinds of question that papers or facts of any sort may answer.
_OF_PAPERS: frozenset[Kind] = frozenset({"documents", "paper"})


def of_sort(asked: Question, rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """The rows whose answer is of the sort asked for: a body by the ending of its name, a share, a sum; all where nothing is asked for by
    its sort."""
    body = wording.pattern("question", "bodies_by_ending").search(asked.text)
    kept = [row for row in rows if body is None or body["sort"] in row.answer]
    if body is not None and rows and not kept:
        kept = _of_body(asked, body["sort"], rows[0])
    for asks, says in _SAID_AS:
        if asked.kind not in _OF_PAPERS and wording.pattern("question", asks).search(asked.text):
            kept = [row for row in kept if wording.pattern("question", says).search(flat(row.answer))]
    return kept


def _of_body(asked: Question, sort: str, row: AnswerRow) -> list[AnswerRow]:
    """A row with the body of that sort which its sentence names where the question leaves the place open."""
    told = next((one for one, _ in in_open_place(asked, row.text) if one.endswith(sort) and one != sort), "")
    return [with_answer(row, told)] if told else []


def without_matter(asked: Question, terms: Sequence[Term], rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """The rows whose answer is no paper to be handed in, where it is asked to whom: 资料交给谁 is not answered by 相关材料."""
    if asked.kind != "recipient":
        return list(rows)
    matters = tuple(flat(form) for term in terms if not term.generic for form in term.forms)
    return [row for row in rows if not flat(row.answer).endswith(matters)]


def of_a_day(asked: Question, rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """The rows that say more than a year where a day is asked for; where the first does not, only those of its sentence, for the others
    are of other matters."""
    if asked.kind != "when" or not wording.pattern("question", "asks_date").search(asked.text):
        return list(rows)
    tells = wording.pattern("question", "says_more_than_year")
    found = [row for row in rows if tells.search(row.answer)]
    return found if found[:1] == list(rows[:1]) else [row for row in found if row.text == rows[0].text]


def saying_deed(asked: Question, terms: Sequence[Term], rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """The rows, where the first of them says the deed that is asked for by a word no plan has (怎么预约) at least by the character that it
    begins with; none else."""
    deed = next((t.word for t in terms if not t.known and t.said_of and asked.predicate.startswith(t.word)), "")
    if asked.kind not in _BY_DEED or not deed or not rows or deed.endswith(wording.words("question", "deed_done")):
        return list(rows)
    said = flat("\n".join((rows[0].text, rows[0].section or "", rows[0].document)))
    return list(rows) if deed[0] in said else []


def no_mere_times(asked: Question, rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """The rows whose answer is no mere time, where a party or a place is asked for; all of other kinds."""
    if asked.kind not in _NO_TIMES:
        return list(rows)
    return [row for row in rows if not _is_time(row.answer)]


def _is_time(answer: str) -> bool:
    """Whether an answer says hardly more than a time (当天上午6:30前)."""
    words = flat(answer).partition("(")[0]
    return any(_MOSTLY * len(one.text) >= len(words) for one in times(words))
