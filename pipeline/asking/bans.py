"""What must not be done (不能收哪些费用): the sentences that forbid it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from pipeline.asking.candidates import sentences_with
from pipeline.asking.question import Question
from pipeline.asking.rows import distinct, section_row
from pipeline.asking.words import Term
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store import held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.searchtext import flat

_MOST = 60
_CLAUSE = re.compile("[^,;。]+")


def forbidden(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Sentences that hold all that is asked for, with a clause that forbids some of it; a list of things first."""
    if asked.kind != "any" or not wording.pattern("question", "asks_ban").search(asked.text):
        return []
    refused = held.held(kb).passages
    told = [
        (clause, hit)
        for hit in sentences_with(kb, terms, _MOST, asked.documents)
        if hit.key not in refused and (clause := _ban(flat(hit.text), terms))
    ]
    told.sort(key=lambda one: -one[0].count("、"))
    return distinct((msgspec.structs.replace(section_row(hit), answer=hit.text) for _, hit in told), limit)


def _ban(text: str, terms: Sequence[Term]) -> str:
    """The clause that forbids what is asked for."""
    cue = wording.pattern("question", "tells_ban")
    forms = [form for term in terms if not term.generic for form in term.forms]
    for clause in (match[0] for match in _CLAUSE.finditer(text)):
        told = cue.search(clause)
        if told and any(form in clause[told.end() :] for form in forms):
            return clause
    return ""
