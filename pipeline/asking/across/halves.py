"""Long words in their halves: what one plan calls 消防演练 another calls 消防逃生演练."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pipeline.asking.candidates import matching
from pipeline.asking.fit import fit, places
from pipeline.asking.question import Question
from pipeline.asking.words import Term
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import StoredFact

_LONG = 4
_MOST = 400


def in_halves(terms: Sequence[Term]) -> list[Term]:
    """The terms, each word of four characters or more that plans write as two."""
    return [half for term in terms for half in (_halved(term) if len(term.word) >= _LONG else (term,))]


def fitting(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], types: Sequence[str]) -> list[StoredFact]:
    """Facts that say what is asked for, in the order of the plans: by the words as they are, else by their halves."""
    needed = [term for term in terms if not term.generic]
    found: dict[int, StoredFact] = {}
    for some in (needed, in_halves(needed)) if needed else ():
        met = matching(kb, some, types, _MOST, asked.documents)
        found |= {one.key: one for one in met if one.key not in found and fit(some, places(one), asked.about).strong}
    return sorted(found.values(), key=lambda one: (one.path, one.key))


def _halved(term: Term) -> tuple[Term, Term]:
    half = len(term.word) // 2
    first, second = (
        msgspec.structs.replace(term, word=word, others=(), indexed=None, weight=term.weight / 2)
        for word in (term.word[:half], term.word[half:])
    )
    return first, second
