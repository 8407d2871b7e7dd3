"""Numbers that a sentence tells by its own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.asking.deeds import deed_fits
from pipeline.asking.fit import clauses
from pipeline.asking.lexicons import lexicons
from pipeline.asking.question import Question
from pipeline.asking.tiers import tier
from pipeline.asking.words import Term
from pipeline.expressions import quantities
from pipeline.lexicon import wording
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import Hit
from pipeline.store.searchtext import flat, folded

_RANKS = frozenset("级等档")


def amounts_said(_kb: KnowledgeBase, asked: Question, hit: Hit, needed: Sequence[Term]) -> Iterator[str]:
    """The numbers that a sentence tells of what is asked for, those of the very case and deed first."""
    units = [row for row in lexicons().units if asked.counter in row]
    if asked.counter in _RANKS:  # 几级响应
        told = wording.pattern("question", "rank_told")
        pairs = [asked.about[at : at + 2] for at in range(len(asked.about) - 1)]
        # Of several ranks in one sentence that of the clause most like the question (重大险情).
        near = sorted(clauses_near(hit, needed), key=lambda clause: -sum(pair in clause for pair in pairs))
        ranks = (match[0] for clause in near for match in told.finditer(clause))
        yield from (rank for rank in ranks if asked.counter in rank)
        return
    numbers: list[tuple[int, int, str]] = []
    for clause in (*clauses_near(hit, needed), *_before(hit, needed)):
        for one in quantities(clause):
            unit = (one.unit or "").split("/")[0]
            if unit and not (asked.counter and not any(unit in row for row in units)):
                numbers.append((-tier(asked.text, clause), -deed_fits(asked.text, clause[: one.start]), one.text))
    yield from (words for _, _, words in sorted(numbers, key=lambda one: one[:2]))


def _before(hit: Hit, needed: Sequence[Term]) -> Iterator[str]:
    """The clause that opens a sentence whose next holds all that is asked for: 集中一个月时间,开展整治行动."""
    parts = clauses(folded(hit.text))
    if len(parts) > 1 and all(any(form in flat(parts[1]) for form in term.forms) for term in needed):
        yield parts[0]


def clauses_near(hit: Hit, needed: Sequence[Term]) -> Iterator[str]:
    """The clauses that hold a word asked for, and the one behind each."""
    parts = clauses(folded(hit.text))
    held = [any(form in flat(part) for term in needed for form in term.forms) for part in parts]
    return (part for n, part in enumerate(parts) if held[n] or (n and held[n - 1]))
