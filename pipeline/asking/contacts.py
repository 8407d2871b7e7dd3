"""Whom to turn to (方案有疑问找谁): the 联系人 of a sentence that speaks of what is asked, or stands right behind one."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pipeline.asking.candidates import passages
from pipeline.asking.question import Question
from pipeline.asking.rows import distinct, section_row
from pipeline.asking.said import said
from pipeline.asking.words import Term
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.lines import lines
from pipeline.store.searchtext import flat

_MOST = 60
# What a word is worth in the sentence itself, the one before it, the headings and the title.
_OWN, _BEFORE, _ABOVE = 3, 2, 1


def contacts(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Rows for those named as 联系人, those nearest to what is asked about first; none for other questions."""
    if not wording.pattern("question", "asks_contact").search(asked.text):
        return []
    left_out = wording.words("question", "contact_words")
    needed = [term for term in terms if not term.generic and not term.light and term.word not in left_out]
    refused, labels = held.held(kb).passages, wording.words("question", "contact_labels")
    named = Term(word=labels[0], others=tuple(labels[1:]))
    found: list[tuple[int, AnswerRow]] = []
    for hit in finding.hits(kb.db, passages(kb, f"{{text}} : {named.expression()}", asked.documents)[:_MOST]):
        before = lines(kb.db, [hit.key - 1]).get(hit.key - 1)
        near = ((flat(hit.text), _OWN), (flat(before.text) if before else "", _BEFORE))
        around = (*near, (flat(f"{hit.section}\n{hit.document}"), _ABOVE))
        worth = [
            max((one for text, one in around if any(form in text for form in term.forms)), default=0) for term in needed
        ]
        if hit.key in refused or not all(worth):
            continue
        told = wording.pattern("question", "contact_told").finditer(flat(hit.text))
        found += (
            (sum(worth), msgspec.structs.replace(section_row(hit), answer=one["answer"] or one["number"]))
            for one in told
        )
    rows = distinct((row for _, row in sorted(found, key=lambda one: -one[0])), limit)
    return rows or said(kb, msgspec.structs.replace(asked, kind="recipient"), needed, limit)
