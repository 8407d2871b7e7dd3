"""Whose event it is (谁主办, 承办单位有哪些): what stands behind the label of that name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from pipeline.asking.fit import made_of
from pipeline.asking.question import Question
from pipeline.asking.rows import distinct, section_row
from pipeline.asking.words import Term
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import Hit
from pipeline.store.searchtext import flat, phrase

_MOST = 60
_ANSWER = re.compile("[^;。]{2,80}?(?=[一-龥]{2,6}:|[;。]|$)")


def hosts(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """The parties behind 主办单位: and the like, in plans that speak of what is asked about."""
    asks = wording.pattern("question", "asks_host").search(asked.text)
    if asks is None:
        return []
    deed = asks["deed"] or asks["deed2"]
    about = [term for term in terms if not term.generic and deed not in term.word]
    found = finding.passages_with(kb.db, phrase(f"{deed}单位", "text"), asked.documents)[:_MOST]
    refused = held.held(kb).passages
    rows = (
        msgspec.structs.replace(section_row(hit), answer=answer)
        for hit in finding.hits(kb.db, found)
        if hit.key not in refused and all(_speaks(hit, term) for term in about)
        for answer in _behind(hit, deed)
    )
    return distinct(rows, limit)


def _speaks(hit: Hit, term: Term) -> bool:
    around = flat(f"{hit.text}\n{hit.section}\n{hit.document}")
    return any(form in around for form in term.forms) or made_of(term.word, flat(hit.document))


def _behind(hit: Hit, deed: str) -> Iterator[str]:
    for label in re.finditer(f"{deed}单位:", flat(hit.text)):
        if answer := _ANSWER.match(label.string, label.end()):
            yield answer[0]
