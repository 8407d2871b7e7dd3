"""Which paper speaks of something (哪份文件管…): the papers with the sentences most like the question, where none holds all its words."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pipeline.asking.across.whose import body_of
from pipeline.asking.full_text import documents_with
from pipeline.asking.grams import grams_of
from pipeline.asking.likeness import around, most_like
from pipeline.asking.odds import odds_of
from pipeline.asking.question import Question
from pipeline.asking.rows import distinct, section_row
from pipeline.asking.words import Term
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.searchtext import flat

_MOST_TRIED = 12
# The odds (logarithms) from which a paper is named, and how much lower those of others beside the best may be.
_LEAST, _BESIDE = 1.5, 1.5


def with_bodies(kb: KnowledgeBase, rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """The rows, each paper whose title does not name whose it is with that body behind it (letters of responsibility have one title)."""
    return [_with_body(row, body_of(kb, row)) for row in rows]


def _with_body(row: AnswerRow, body: str) -> AnswerRow:
    if row.answer != row.document or not body or body in row.document:
        return row
    return msgspec.structs.replace(row, answer=f"{row.answer}（{body}）")


def which_paper(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """One row for each paper, with its best sentence; the answer is the paper's title."""
    needed = [term for term in terms if not term.generic] or terms
    if rows := documents_with(kb, needed, limit):
        # What a paper says in the very words goes before what another says in words for them.
        itself = [msgspec.structs.replace(term, others=(), indexed=None) for term in needed]
        return distinct([*documents_with(kb, itself, limit), *rows], limit) if all(t.there for t in needed) else rows
    text = flat(asked.about)
    grams = grams_of(kb, text, flat(asked.text), terms)
    told = [
        (odds_of(grams, grams, around(like.hit), kb.size()).value("any"), like.hit)
        for like in most_like(kb, grams, asked.documents)[:_MOST_TRIED]
    ]
    told.sort(key=lambda one: -one[0])
    papers = {hit.document_key: hit for value, hit in reversed(told) if value >= max(_LEAST, told[0][0] - _BESIDE)}
    rows = [msgspec.structs.replace(section_row(hit), answer=hit.document) for hit in reversed(papers.values())]
    return distinct(rows, limit)


def asks_which_paper(asked: Question) -> bool:
    """Whether a question asks for a paper by what it says (哪个文件奖励班主任)."""
    return asked.kind == "any" and wording.pattern("question", "asks_which_paper").search(flat(asked.text)) is not None


def papers_of(asked: Question, rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """The rows with the title of their paper as their answer, one for each paper; of the sort asked for (哪份责任书) where any is."""
    match = wording.pattern("question", "papers_asked_for").search(flat(asked.text))
    told: dict[str, AnswerRow] = {}
    for row in rows:
        told.setdefault(row.document, msgspec.structs.replace(row, answer=row.document))
    return [row for title, row in told.items() if match and match["paper"] in title] or list(told.values())
