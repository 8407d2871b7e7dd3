"""Whoever a sentence charges in the very words of a question (…的具体组织工作由谁负责: …的具体组织工作由装备中心负责)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from pipeline.asking.question import Question
from pipeline.asking.rows import distinct, section_row
from pipeline.asking.standing import stands_by
from pipeline.asking.words import Term
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.searchtext import flat, phrase

_MOST = 40
# So many characters right before the asking word a sentence must say word for word, and at most so many are looked for.
_LEAST, _LONGEST = 4, 12
# What may stand between what is done and 由.
_BETWEEN = "(?:的|,|[㐀-鿿]{1,2})?(?:[应须要将均都])?"


def word_for_word(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """The parties that sentences charge with what stands right before 由谁 in a question; the other words of the question stand in the
    sentence or above it."""
    asks = wording.pattern("question", "asks_by_whom").search(flat(asked.text)) if asked.kind == "who" else None
    if asks is None:
        return []
    before, deed = asks["before"][-_LONGEST:], asks["deed"]
    refused = held.held(kb).passages
    rest = [term for term in terms if not term.generic and term.word not in deed]
    keys = finding.passages_with(kb.db, phrase(before[-_LEAST:], "text"), asked.documents)[:_MOST]
    rows = (
        msgspec.structs.replace(section_row(hit), answer=answer)
        for hit in finding.hits(kb.db, keys)
        if hit.key not in refused and all(stands_by(hit, term) for term in rest)
        for answer in _charged(flat(hit.text), before[-_LEAST:], deed)
    )
    return distinct(rows, limit)


def _charged(text: str, before: str, deed: str) -> Iterator[str]:
    yield from (match["answer"] for match in _sentence(before, deed).finditer(text))


@lru_cache(maxsize=64)
def _sentence(before: str, deed: str) -> re.Pattern[str]:
    return re.compile(
        f"{re.escape(before)}{_BETWEEN}由(?P<answer>[^,;。:由]{{2,24}}?)(?:具体|全面|统一|直接|共同)?{re.escape(deed)}"
    )
