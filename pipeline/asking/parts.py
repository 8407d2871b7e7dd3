"""Of what parts something is (绩效工资分几部分): the sentences that name them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from pipeline.asking.candidates import sentences_with
from pipeline.asking.question import Question
from pipeline.asking.rows import distinct, section_row
from pipeline.asking.words import Term
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store import held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.searchtext import flat

_MOST = 200
# So far behind its name a sentence says what a thing is made of (绩效工资考核分为…).
_NEAR = 8
_ENDS = re.compile("[,;:。]")


def in_parts(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Sentences that hold what is asked about and say right behind it what it is made of."""
    if asked.kind != "how_much" or not wording.pattern("question", "asks_parts").search(asked.text):
        return []
    refused = held.held(kb).passages
    found = (
        msgspec.structs.replace(section_row(hit), answer=hit.text)
        for hit in sentences_with(kb, terms, _MOST, asked.documents)
        if hit.key not in refused and _names_parts(flat(hit.text), terms)
    )
    return distinct(found, limit)


def _names_parts(text: str, terms: Sequence[Term]) -> bool:
    cue = wording.pattern("question", "tells_parts")
    for form in (form for term in terms if not term.generic for form in term.forms if form in text):
        end = text.rfind(form) + len(form)
        told = cue.search(text, end)
        if told and told.start() - end <= _NEAR and not _ENDS.search(text, end, told.start()):
            return True
    return False
