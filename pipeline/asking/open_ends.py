"""What plans leave open: duties that no party is named for (哪些没有责任人), and those without a day."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.asking.fit import fit, places
from pipeline.asking.question import Question
from pipeline.asking.rows import answer_row, distinct
from pipeline.asking.words import Term
from pipeline.lexicon import wording
from pipeline.model.result import Duty
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import StoredFact

_MOST = 4000


def unowned(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Duties without a party or without a day, in the order of the plans; in the plans that the question names by their body
    or by words of their title, else in all. Words of no title narrow the duties."""
    needed = [term for term in terms if not term.generic]
    documents, rest = _plans(kb, asked, needed)
    if needed and documents is None and not any(term.known for term in rest):
        return []
    where, values = "WHERE f.type = 'duty'", list[int]()
    if documents is not None:
        where += f" AND f.document IN ({', '.join('?' * len(documents))})"
        values = list(documents)
    is_open = _without_day if wording.pattern("question", "asks_for_day").search(asked.lack) else _without_party
    found = held.facts_where(kb, f"{where} ORDER BY f.key LIMIT {_MOST}", values)
    kept = (one for one in found if is_open(one) and (not rest or fit(rest, places(one)).complete))
    return distinct((answer_row(one) for one in kept), limit)


def _plans(kb: KnowledgeBase, asked: Question, needed: Sequence[Term]) -> tuple[tuple[int, ...] | None, list[Term]]:
    """The plans meant, and the words that no title of theirs holds."""
    keys: set[int] | None = set(asked.documents) or None
    rest: list[Term] = []
    for term in needed:
        titled = set(finding.match_documents(kb.db, term.titled(), _MOST))
        both = titled if keys is None else titled & keys
        if both:
            keys = both
        else:
            rest.append(term)
    return (tuple(sorted(keys)) if keys is not None else None), rest


def _without_party(stored: StoredFact) -> bool:
    return isinstance(stored.fact, Duty) and not stored.fact.actor


def _without_day(stored: StoredFact) -> bool:
    return not stored.due
