"""Rows without a number: does the plan speak of them, and where best."""

from __future__ import annotations

from bisect import bisect_right

import msgspec

from pipeline.comparison.plan import Plan
from pipeline.comparison.rows import StandardRow
from pipeline.comparison.wordings import Found, plain
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

    def __init__(self, plan: Plan, extraction: Extraction, found: tuple[Found, ...]) -> None:
        self._plan = plan
        self._wordings: dict[int, list[tuple[str, int]]] = {}
        for item in found:
            for tie in item.ties:
                if tie.role != "related":
                    self._wordings.setdefault(tie.row, []).append((tie.wording, item.start))
        self._bare = plain(plan.text)
        self._starts = [start for start, _ in plan.sentences]
        self._documents = [None if plan.in_title(start) else plan.document_at(start) for start, _ in plan.sentences]
        self._facts: dict[int, str] = {}
        for fact in extraction.facts:
            if isinstance(fact, (Duty, Target)) and fact.document in plan.facings and fact.spans:
                self._facts.setdefault(self._sentence(plan.place(fact.spans)[0]), fact.id)

    def best(self, place: int, row: StandardRow) -> Mention | None:
        """The sentence with most wordings and keywords of the list's row number `place`; one generic word alone is not
        enough."""
        hits: dict[int, dict[str, int]] = {}
        spoken = [(word, self._sentence(start)) for word, start in self._wordings.get(place, ())]
        spoken += [(word, index) for word in (*row.keywords, row.name) for index in self._sentences_with(word)]
        for word, index in spoken:
            if index >= 0 and self._documents[index] is not None:
                hits.setdefault(index, {})[word] = 1 if word in row.generic else 2
        enough = {index: words for index, words in hits.items() if sum(words.values()) >= 2}
        if not enough:
            return None
        index = min(enough, key=lambda at: (-sum(enough[at].values()), at not in self._facts, at))
        start, end = self._plan.sentences[index]
        return Mention(
            start=start,
            end=end,
            words=tuple(sorted(enough[index])),
            document=self._documents[index] or "",
            fact=self._facts.get(index),
        )

    def _sentences_with(self, word: str) -> list[int]:
        found: list[int] = []
        wanted = plain(fold(word)).text
        at = self._bare.text.find(wanted)
        while at >= 0:
            found.append(self._sentence(self._bare.origin[at]))
            at = self._bare.text.find(wanted, at + 1)
        return found

    def _sentence(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1
