"""Questions about an indicator code (C17 要准备哪些材料): what bears the code, also inside a range (C16-C24) or under it (B9)."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.asking.fit import contains_any, places
from pipeline.asking.question import Question
from pipeline.asking.rows import answer_row, distinct
from pipeline.asking.words import Term
from pipeline.linking.codes import codes_of
from pipeline.model.result import Duty, fact_type
from pipeline.model.rows import AnswerRow
from pipeline.store import held
from pipeline.store.codes import bearing
from pipeline.store.knowledge_base import KnowledgeBase


def asks_by_code(asked: Question) -> bool:
    """Whether a question asks for the evidence of a code; where no plan has the code, nothing else answers it (C30要准备哪些材料)."""
    return asked.kind == "evidence" and bool(codes_of(asked.text.upper()).codes)


def coded_rows(
    kb: KnowledgeBase, asked: Question, terms: Sequence[Term], types: Sequence[str], limit: int
) -> list[AnswerRow]:
    """Facts of some types that stand where a code of the question does; () where it has none, or none that the plans know."""
    codes = codes_of(asked.text.upper()).codes
    if not codes:
        return []
    keys = [
        key
        for place in bearing(kb, codes)
        if not asked.documents or place.document in asked.documents
        for key in place.facts
    ]
    names = {code.lower() for code in codes}
    needed = [term for term in terms if not term.generic and term.known and term.word not in names]
    found = list(held.facts_by_key(kb, keys).values()) if keys else []
    rows = []
    for stored in found:
        fact = stored.fact
        if fact_type(fact) not in types or (isinstance(fact, Duty) and asked.kind == "who" and not fact.actor):
            continue
        if all(any(contains_any(text, term) for text, _ in places(stored).texts) for term in needed):
            rows.append(answer_row(stored, fact.who if isinstance(fact, Duty) and asked.kind == "who" else None))
    return distinct(rows, limit)
