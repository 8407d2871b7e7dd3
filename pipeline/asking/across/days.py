"""Which body does something first or last (哪所学校最早完成危房改造)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.asking.across.halves import fitting
from pipeline.asking.across.whose import compared_plans, first_of_each
from pipeline.asking.lexicons import lexicons
from pipeline.asking.question import Question
from pipeline.asking.rows import answer_row, due_words
from pipeline.asking.words import Term
from pipeline.model.result import Deadline
from pipeline.model.rows import AnswerRow
from pipeline.store.dates import last_day
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import StoredFact

_DATED = ("duty", "target", "indicator", "deadline")


def first_or_last(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """The body whose day comes first (or last), then the others in order, each once with its day."""
    said = f"最{asked.extreme.removeprefix('最')}"
    plans = compared_plans(kb, asked)
    found = sorted(_dated(kb, asked, terms, plans), key=lambda one: one[0], reverse=said not in lexicons().first)
    return _rows(found, plans, limit)


def by_day(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """The bodies that do it by the day asked for, the earliest first; without a year the day of any year."""
    plans = compared_plans(kb, asked)
    last = last_day(asked.time.to_date) if asked.time is not None and not asked.month_day else asked.month_day
    if not last:
        return []
    found = [
        (day, stored)
        for day, stored in sorted(_dated(kb, asked, terms, plans), key=lambda one: one[0])
        if (day[-len(last) :] if asked.month_day else day) <= last
    ]
    return _rows(found, plans, limit)


def _dated(
    kb: KnowledgeBase, asked: Question, terms: Sequence[Term], plans: Mapping[int, str]
) -> list[tuple[str, StoredFact]]:
    """Facts of the plans that say what is asked for, with the day each falls due, in the order of the plans."""
    met = fitting(kb, asked, terms, _DATED)
    return [(day, one) for one in met if one.document_key in plans and (day := due_day(one))]


def _rows(found: Sequence[tuple[str, StoredFact]], plans: Mapping[int, str], limit: int) -> list[AnswerRow]:
    return [
        answer_row(stored, f"{plans[stored.document_key]}：{due_words(stored)}")
        for _, stored in first_of_each(found, lambda one: plans[one[1].document_key])[:limit]
    ]


def due_day(stored: StoredFact) -> str | None:
    """The day a fact falls due; null for what comes back or has no date."""
    fact = stored.fact
    if isinstance(fact, Deadline):
        return None if fact.freq else last_day(fact.end)
    return None if stored.due_freq else last_day(stored.due_ends)
