"""Facts of the types that a kind of question asks for, held against its words."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.asking.candidates import matching, nearly_matching
from pipeline.asking.lexicons import Kind
from pipeline.asking.question import Question
from pipeline.asking.said import said
from pipeline.asking.scoring import answered_problems, best_rows, scored
from pipeline.asking.words import Term
from pipeline.model.result import FACT_TYPES
from pipeline.model.rows import AnswerRow
from pipeline.store.knowledge_base import KnowledgeBase

TYPES: dict[Kind, tuple[str, ...]] = {
    "who": ("duty",),
    "duties": ("duty",),
    "how": ("duty", "target"),
    "when": ("deadline", "duty", "target", "indicator"),
    "how_often": ("deadline",),
    "how_much": ("indicator",),
    "holder": ("membership",),
    "position": ("membership",),
    "members": ("membership",),
    "due": ("duty", "target", "indicator"),
    "targets": ("target",),
    "problems": ("problem",),
    "evidence": ("evidence",),
    "documents": FACT_TYPES,
    "any": FACT_TYPES,
    "extreme": ("indicator",),
    "threshold": ("indicator",),
    "frequent": ("deadline",),
    "gap": ("indicator",),
    "tally": FACT_TYPES,
    "absent": FACT_TYPES,
    "by_day": ("duty", "target", "indicator", "deadline"),
    "most": ("duty",),
    "place": ("duty", "membership", "deadline"),
    "outermost": ("duty", "target", "indicator", "deadline"),
    "paper": ("deadline",),
    "phone": ("membership", "duty"),
    "unowned": ("duty",),
    "recipient": ("duty", "deadline"),
}


def by_fit(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Facts that hold every word that matters; else sentences that do; else facts that lack one of little weight."""
    rows = whole_fit(kb, asked, terms, limit) or said(kb, asked, terms, limit)
    return rows or best_rows(
        scored(asked, terms, nearly_matching(kb, terms, TYPES[asked.kind], asked.documents)), limit
    )


def whole_fit(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Facts that hold every word that matters."""
    found = matching(kb, terms, TYPES[asked.kind], documents=asked.documents)
    return best_rows(scored(asked, terms, found) + answered_problems(kb, asked, terms), limit)
