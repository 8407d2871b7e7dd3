"""Goals asked for by their name alone (办学目标是什么): those that stand under a heading of that name."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.asking.fitting import TYPES, by_fit
from pipeline.asking.question import Question
from pipeline.asking.rows import answer_row, distinct
from pipeline.asking.words import Term
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.searchtext import flat, phrase

_MOST = 200


def goals(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Goals that hold what is asked for; where nothing is but a name of goals or of whose they are, those under such a name."""
    if any(not term.generic for term in terms):
        time = flat(asked.time.text) if asked.time else ""
        return sorted(by_fit(kb, asked, terms, limit), key=lambda row: time not in flat(row.text))
    name = wording.pattern("question", "names_of_goals").search(asked.text)
    if name is None:
        return []
    below = [key for key, _ in finding.passages_with(kb.db, phrase(flat(name[0]), "context"), asked.documents)]
    keys = finding.facts_at(kb.db, below, TYPES["targets"], _MOST, asked.documents)
    found = sorted(held.facts_by_key(kb, keys).values(), key=lambda stored: (stored.path, stored.key))
    return distinct((answer_row(stored) for stored in found if name[0] in (stored.section or "")), limit)
