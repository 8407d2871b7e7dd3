"""Answers that say the very words of a question, before such as only say other words for them (晨检谁来做 is not answered by who is
to have a 体检)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pipeline.asking.deeds import deed_forms
from pipeline.asking.fitting import whole_fit
from pipeline.asking.lexicons import Kind
from pipeline.asking.question import Question
from pipeline.asking.rows import distinct
from pipeline.asking.said import said
from pipeline.asking.words import Term
from pipeline.model.rows import AnswerRow
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.searchtext import flat

_KINDS: frozenset[Kind] = frozenset({"who", "how_often"})


def exactly(
    kb: KnowledgeBase, asked: Question, terms: tuple[Term, ...], rows: list[AnswerRow], limit: int
) -> list[AnswerRow]:
    """The rows, behind those of the very words where the first of them lacks a word that the plans do say."""
    rows = _by_deed(kb, asked, terms, rows, limit)
    there = [term for term in terms if term.there and term.others and not term.generic]
    if asked.kind not in _KINDS or not rows or not there or _says(rows[0], there):
        return rows
    exact = tuple(msgspec.structs.replace(t, others=(), indexed=(t.word,)) if t in there else t for t in terms)
    better = whole_fit(kb, asked, exact, limit) or said(kb, asked, exact, limit)
    return distinct([*better, *rows], limit)


def _by_deed(
    kb: KnowledgeBase, asked: Question, terms: tuple[Term, ...], rows: list[AnswerRow], limit: int
) -> list[AnswerRow]:
    """The rows, behind sentences that tell the very deed (督查由谁组织) where the first of them tells another."""
    forms = deed_forms(asked.deed)
    if asked.kind != "who" or not rows or not forms or any(form in flat(rows[0].text) for form in forms):
        return rows
    deed = Term(word=asked.deed, others=forms[1:])
    return distinct([*said(kb, asked, (*terms, deed), limit), *rows], limit)


def _says(row: AnswerRow, there: Sequence[Term]) -> bool:
    text = flat(f"{row.text}\n{row.section or ''}\n{row.document}\n{row.actor or ''}")
    return all(term.word in text for term in there)
