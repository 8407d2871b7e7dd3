"""Which of several parties of one sentence is meant: the one in whose part of the sentence more of the question stands (甲 在东门引导,
乙 在西门引导: 西门谁引导)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from pipeline.asking.question import Question
from pipeline.asking.ranked import pieces_of
from pipeline.asking.words import Term
from pipeline.model.rows import AnswerRow
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.searchtext import flat

_CLAUSE = re.compile("[,;。:!?]")
# By so much more of the question's weight its own part of the sentence must say for another party to be meant.
_CLEARLY = 0.05


def which_party(
    kb: KnowledgeBase, asked: Question, terms: Sequence[Term], rows: Sequence[AnswerRow]
) -> list[AnswerRow]:
    """The rows, with that party of the first one's sentence before them whose part of it says clearly more of the question."""
    if asked.kind != "who" or not rows or rows[0].review is not msgspec.UNSET or "\t" in rows[0].text:
        return list(rows)
    text = flat(rows[0].text)
    told = [row for row in rows if row.text == rows[0].text and not _is_named(row, terms)]
    begins = {row.answer: at for row in told if (at := _begins(text, flat(row.answer))) is not None}
    if len(set(begins.values())) <= 1 or rows[0].answer not in begins:
        return list(rows)
    grams = pieces_of(kb, asked, terms)
    total = sum(grams.weights.values()) or 1.0
    stops = sorted({*begins.values(), len(text)})
    parts = {at: set(grams.found(text[at:stop])) for at, stop in pairwise(stops)}
    everywhere = set.intersection(*parts.values())
    worth = {at: sum(grams.weights[gram] for gram in said - everywhere) / total for at, said in parts.items()}
    mine = worth[begins[rows[0].answer]]
    best = max((row for row in told if row.answer in begins), key=lambda row: worth[begins[row.answer]])
    if worth[begins[best.answer]] < mine + _CLEARLY:
        return list(rows)
    return [best, *(row for row in rows if row is not best)]


def _is_named(row: AnswerRow, terms: Sequence[Term]) -> bool:
    """Whether a party is one that the question names itself (谁登记外面来的人: 外来人员)."""
    return any(form in flat(row.answer) for term in terms if not term.generic for form in term.forms)


def _begins(text: str, party: str) -> int | None:
    """Where the clause begins that a party stands at the beginning of; none for one that stands elsewhere."""
    at = text.find(party)
    begin = max((found.end() for found in _CLAUSE.finditer(text, 0, max(at, 0))), default=0)
    return begin if at >= 0 and at == begin else None
