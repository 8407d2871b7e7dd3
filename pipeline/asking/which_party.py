"""Which of several parties of one sentence is meant: whom another charges with it, to whom one turns, the whole of a list, or the one in
whose part of the sentence more of the question stands (甲 在东门引导, 乙 在西门引导: 西门谁引导)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from pipeline.asking.lexicons import Kind
from pipeline.asking.question import Question
from pipeline.asking.ranked import pieces_of
from pipeline.asking.refined import with_answer
from pipeline.asking.telling import all_told
from pipeline.asking.words import Term
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.searchtext import flat

_PARTIES: frozenset[Kind] = frozenset({"who", "recipient"})
_JOINTS = ("、", "和", "及", "与")
_CLAUSE = re.compile("[,;。:!?]")
# By so much more of the question's weight its own part of the sentence must say for another party to be meant.
_CLEARLY = 0.05


def which_party(
    kb: KnowledgeBase, asked: Question, terms: Sequence[Term], rows: Sequence[AnswerRow]
) -> list[AnswerRow]:
    """The rows, with that party of the first one's sentence before them which the question means rather: whoever is charged by it,
    to whom something goes, the whole of a list, or whose part of the sentence says clearly more of the question."""
    if asked.kind not in _PARTIES or not rows or rows[0].review is not msgspec.UNSET or "\t" in rows[0].text:
        return list(rows)
    rows = _parties_first(rows)
    if (better := _charged(asked, rows) or _toward(asked, rows) or _whole_list(rows)) is not None:
        return [better, *(row for row in rows if row is not better)]
    return rows if asked.kind != "who" else _by_own_part(kb, asked, terms, rows)


def _parties_first(rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """The rows, what is no name of a party (我们教导处, 三人以上联名的) behind those that tell one."""
    no_party = wording.pattern("question", "no_party_told")
    return sorted(rows, key=lambda row: no_party.search(flat(row.answer)) is not None)


def _charged(asked: Question, rows: Sequence[AnswerRow]) -> AnswerRow | None:
    """The first row with whom its party charges: 学校指派后勤科负责."""
    text, first = flat(rows[0].text), flat(rows[0].answer)
    match = wording.pattern("question", "charges_another").search(text, max(text.find(first), 0)) if first else None
    if asked.kind != "who" or match is None or not text.startswith(first, match.start() - len(first)):
        return None
    return with_answer(rows[0], match["answer"])


def _toward(asked: Question, rows: Sequence[AnswerRow]) -> AnswerRow | None:
    """The row of the first one's sentence that tells to whom, where the question asks it (找谁, 打电话给谁) and the first does not."""
    if not wording.pattern("question", "asks_toward").search(flat(asked.text)):
        return None
    toward = wording.pattern("question", "stands_toward")
    text, first = flat(rows[0].text), flat(rows[0].answer)
    said = [row.answer for row in rows if row.text == rows[0].text]
    told = [
        one for one in (*said, *all_told(asked, rows[0].text)) if toward.search(text[: max(text.find(flat(one)), 0)])
    ]
    return None if not told or first in map(flat, told) else with_answer(rows[0], told[0])


def _whole_list(rows: Sequence[AnswerRow]) -> AnswerRow | None:
    """The row of the first one's sentence that tells the whole of a list of which the first tells the beginning."""
    first = flat(rows[0].answer)
    longer = (
        row
        for row in rows
        if row.text == rows[0].text and flat(row.answer).startswith(tuple(first + joint for joint in _JOINTS))
    )
    return max(longer, key=lambda row: len(row.answer), default=None)


def _by_own_part(
    kb: KnowledgeBase, asked: Question, terms: Sequence[Term], rows: Sequence[AnswerRow]
) -> list[AnswerRow]:
    """The rows, with that party of the first one's sentence before them whose part of it says clearly more of the question."""
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
