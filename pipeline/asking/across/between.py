"""Questions that no single plan answers: each way of asking tried in turn."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.asking.across.agenda import agenda
from pipeline.asking.across.beyond import beyond, often_beyond
from pipeline.asking.across.completed import apart
from pipeline.asking.across.persons import of_persons
from pipeline.asking.across.seated import seated
from pipeline.asking.across.single import Alone
from pipeline.asking.across.sums import summed
from pipeline.asking.bare import bare_question
from pipeline.asking.lexicons import lexicons
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store.knowledge_base import KnowledgeBase


def between(
    kb: KnowledgeBase, question: str, alone: Alone, limit: int, on: str | None = None
) -> Sequence[AnswerRow] | None:
    """Rows for a question over several plans; null for any other, empty where the plans do not say."""
    if not wording.pattern("question", "over_plans").search(question):
        return None
    text = bare_question(question, lexicons())
    if (rows := agenda(kb, text, on, limit)) is not None:
        return rows
    for way in (beyond, often_beyond, summed, of_persons, seated, apart):
        if (rows := way(kb, text, alone, limit)) is not None:
            return rows
    return None
