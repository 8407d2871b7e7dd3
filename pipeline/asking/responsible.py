"""`who`: duties that match words, with who is to do them."""

from __future__ import annotations

from pipeline.asking.candidates import matching
from pipeline.asking.fit import fit, places
from pipeline.asking.rows import answer_row, distinct
from pipeline.asking.words import terms_of
from pipeline.lexicon import lexicons_pinned
from pipeline.model.result import Duty
from pipeline.model.rows import AnswerRow
from pipeline.store.knowledge_base import KnowledgeBase

UNNAMED = "（未写明）"
_PART = {"lead": 0.1, "sole": 0.1, "support": 0.0}


@lexicons_pinned()
def who(kb: KnowledgeBase, words: str, limit: int = 20) -> list[AnswerRow]:
    """Who is to do what the words name: duties with actor, part, deadline and place, best first.

    A duty whose actor the text does not name comes behind the others. Nothing is given that lacks one of the words (or
    a synonym of it) in its sentence, the headings above it or its plan's title.
    """
    terms = terms_of(kb, words)
    ranked: list[tuple[tuple[bool, float, str, int], AnswerRow]] = []
    for stored in matching(kb, terms, ("duty",)):
        fact = stored.fact
        fitting = fit(terms, places(stored), words)
        if isinstance(fact, Duty) and fitting.strong:
            score = fitting.score + 0.1 * fitting.own + _PART[fact.part]
            row = answer_row(stored, fact.who or UNNAMED)
            ranked.append(((fact.actor is None, -score, stored.path, stored.key), row))
    return distinct((row for _, row in sorted(ranked, key=lambda item: item[0])), limit)
