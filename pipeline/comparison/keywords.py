"""Rows without a number: does the plan speak of them, and where best."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

import msgspec

from pipeline.comparison.plan import Plan
from pipeline.comparison.rows import Standard, StandardRow
from pipeline.comparison.wordings import plain
from pipeline.model.result import Duty, Extraction, Target
from pipeline.model.span import fold


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """The sentence that speaks of a row, the words that show it, and the duty or target it holds, if any."""

    start: int
    end: int
    words: tuple[str, ...]
    document: str
    fact: str | None = None


class Reader:
    """Looks for keywords in the sentences of a plan; made once for a comparison."""

    def __init__(self, plan: Plan, extraction: Extraction) -> None:
        self._plan = plan
        self._bare = plain(plan.text)
        self._starts = [start for start, _ in plan.sentences]
        self._documents = [plan.document_at(start) for start, _ in plan.sentences]
        self._facts: dict[int, str] = {}
        for fact in extraction.facts:
            if isinstance(fact, (Duty, Target)) and fact.document in plan.facings and fact.spans:
                self._facts.setdefault(self._sentence(plan.place(fact.spans)[0]), fact.id)

    def best(self, row: StandardRow) -> Mention | None:
        """The sentence with most keywords of a row; one generic word alone is not enough."""
        hits: dict[int, dict[str, int]] = {}
        for word in _keywords(row):
            for index, weight in self._sentences_with(word, 1 if word in row.generic else 2):
                hits.setdefault(index, {})[word] = weight
        enough = {index: words for index, words in hits.items() if sum(words.values()) >= 2}
        if not enough:
            return None
        index = min(enough, key=lambda place: (-sum(enough[place].values()), place not in self._facts, place))
        start, end = self._plan.sentences[index]
        return Mention(
            start=start,
            end=end,
            words=tuple(sorted(enough[index])),
            document=self._documents[index] or "",
            fact=self._facts.get(index),
        )

    def _sentences_with(self, word: str, weight: int) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        wanted = plain(fold(word)).text
        at = self._bare.text.find(wanted)
        while at >= 0:
            index = self._sentence(self._bare.origin[at])
            if index >= 0 and self._documents[index] is not None:
                found.append((index, weight))
            at = self._bare.text.find(wanted, at + 1)
        return found

    def _sentence(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1


def _keywords(row: StandardRow) -> tuple[str, ...]:
    """Words that show that a plan speaks of a row: longer first, one that lies inside another left to it."""
    return tuple(sorted({*row.keywords, *row.aliases, row.name}, key=lambda word: (-len(word), word)))


@lru_cache(maxsize=32)
def generic_words(standard: Standard) -> frozenset[str]:
    """All words of a list that are too common to show anything alone."""
    return frozenset(word for row in standard.rows for word in row.generic)
