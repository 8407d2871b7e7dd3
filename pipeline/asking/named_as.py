"""Whom a sentence names as what is asked for (泳池的产权单位是谁: 文体服务中心是泳池的产权单位, 泳池的产权单位为文体服务中心)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from pipeline.asking.question import Question
from pipeline.asking.rows import distinct, section_row
from pipeline.asking.standing import holds
from pipeline.asking.words import Term
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.searchtext import flat, phrase

_MOST = 60


def named_as(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """The parties that sentences name as what a question asks for, where the sentence and what stands above it hold the rest."""
    asks = wording.pattern("question", "asks_named_as").search(flat(asked.text)) if asked.kind == "who" else None
    if asks is None:
        return []
    name = asks["name"] or asks["name2"]
    rest = [term for term in terms if not term.generic and term.word not in name]
    if not rest:
        return []
    refused = held.held(kb).passages
    found = finding.hits(kb.db, finding.passages_with(kb.db, phrase(name, "text"), asked.documents)[:_MOST])
    rows = (
        (len(matter), msgspec.structs.replace(section_row(hit), answer=answer))
        for hit in found
        if hit.key not in refused and all(holds(flat(f"{hit.text}\n{hit.section}\n{hit.document}"), t) for t in rest)
        for answer, matter in _named(flat(hit.text), name, rest)
    )
    return distinct((row for _, row in sorted(rows, key=lambda one: -one[0])), limit)


def _named(text: str, name: str, rest: Sequence[Term]) -> Iterator[tuple[str, list[str]]]:
    """Whoever is named so in a sentence (normalised), and which of the other words stand with the name."""
    for match in _sentence(name).finditer(text):
        matter = match["matter"] or match["matter2"] or ""
        yield match["answer"] or match["answer2"], [term.word for term in rest if holds(matter, term)]


@lru_cache(maxsize=64)
def _sentence(name: str) -> re.Pattern[str]:
    return re.compile(
        f"(?:^|[,;。:])(?P<answer>[^,;。:是为]{{2,24}}?)(?:是|为|作为)(?P<matter>[^,;。]{{0,30}}?){re.escape(name)}(?=[,;。)]|$)"
        f"|(?:^|[,;。:])(?P<matter2>[^,;。:是为]{{0,30}}?){re.escape(name)}(?:是|为)(?P<answer2>[^,;。:的]{{2,24}})(?=[,;。]|$)"
    )
