"""Which body does something first or last (哪所学校最早完成危房改造)."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.asking.across.whose import compared_plans, first_of_each
from pipeline.asking.candidates import matching
from pipeline.asking.fit import fit, places
from pipeline.asking.lexicons import lexicons
from pipeline.asking.question import Question
from pipeline.asking.rows import answer_row, due_words
from pipeline.asking.words import Term
from pipeline.model.result import Deadline
from pipeline.model.rows import AnswerRow
from pipeline.store.dates import last_day
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import StoredFact

_MOST = 400
_DATED = ("duty", "target", "indicator", "deadline")


def first_or_last(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """The body whose day comes first (or last), then the others in order, each once with its day."""
    needed = [term for term in terms if not term.generic]
    if not needed:
        return []
    plans = compared_plans(kb, asked)
    met = matching(kb, needed, _DATED, _MOST, asked.documents)
    found = [
        (day, stored)
        for stored in met
        if stored.document_key in plans and (day := due_day(stored)) and fit(needed, places(stored), asked.about).strong
    ]
    said = f"最{asked.extreme.removeprefix('最')}"
    found.sort(key=lambda item: (item[1].path, item[1].key))
    found.sort(key=lambda item: item[0], reverse=said not in lexicons().first)
    return [
        answer_row(stored, f"{plans[stored.document_key]}：{due_words(stored)}")
        for _, stored in first_of_each(found, lambda item: plans[item[1].document_key])[:limit]
    ]


def due_day(stored: StoredFact) -> str | None:
    """The day a fact falls due; null for what comes back or has no date."""
    fact = stored.fact
    if isinstance(fact, Deadline):
        return None if fact.freq else last_day(fact.end)
    return None if stored.due_freq else last_day(stored.due_ends)
