"""How much of a question a text covers, counted by its characters and pairs of characters.

Words have synonyms, short forms and slips that no list holds (采河砂: 非法采砂; 批周志: 批阅学生周志), but most of them share a rare
pair or a character with what the plan says. A pair that stands in few sentences says more than one that stands in many.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import msgspec

from pipeline.asking.words import Term, frequency
from pipeline.lexicon import wording
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.searchtext import flat

# What a piece is worth where it stands in the sentence, in the headings above it, in those beside it, in the title.
OWN, ABOVE, BESIDE, TITLE = 1.0, 0.7, 0.45, 0.4
SYNONYM = 0.85
_RUN = re.compile(r"[^\W_]+")
# A character alone may stand for anything.
_SINGLE = 0.35


class Grams(msgspec.Struct, frozen=True, dict=True):
    """The pieces of a question: `pairs` of characters and `singles`, each with its weight; `stands_for`: for some pieces of one word
    the other words (normalised) that may stand in its place."""

    pairs: Mapping[str, float]
    singles: Mapping[str, float]
    stands_for: Sequence[tuple[tuple[str, ...], tuple[str, ...]]] = ()

    @cached_property
    def weights(self) -> dict[str, float]:
        """Pairs and characters together."""
        return {**self.pairs, **self.singles}

    def found(self, text: str) -> dict[str, float]:
        """What each piece that a text (normalised) holds is worth: 1, or less where another word stands for it."""
        found = {gram: 1.0 for gram in self.weights if gram in text}
        for pieces, forms in self.stands_for:
            if any(form in text for form in forms):
                found |= {gram: SYNONYM for gram in pieces if gram not in found}
        return found

    def share(self, places: Iterable[tuple[str, float]]) -> float:
        """The share of the weight that some texts cover, each given with what it is worth; 0 to 1, and 0 where there is no piece."""
        best: dict[str, float] = {}
        for text, value in places:
            for gram, worth in self.found(text).items():
                best[gram] = max(best.get(gram, 0.0), worth * value)
        total = sum(self.weights.values())
        return sum(value * self.weights[gram] for gram, value in best.items()) / total if total else 0.0

    def weigh(self, grams: Iterable[str]) -> float:
        """The share of the weight that some pieces have."""
        total = sum(self.weights.values())
        return sum(self.weights[gram] for gram in grams) / total if total else 0.0

    def characters(self, text: str, *, meant: bool = False) -> float:
        """The share of the weight of the characters alone that a text holds; with `meant`, also of those for which another word stands."""
        total = sum(self.singles.values())
        found = self.found(text) if meant else {char: 1.0 for char in self.singles if char in text}
        return sum(found.get(char, 0.0) * weight for char, weight in self.singles.items()) / total if total else 0.0

    def rarest(self, text: str) -> float:
        """The weight of the rarest pair that a text holds."""
        return max((weight for pair, weight in self.pairs.items() if pair in text), default=0.0)


def grams_of(kb: KnowledgeBase, text: str, whole: str, terms: Sequence[Term]) -> Grams:
    """The pieces of a text (normalised) made of a question; `whole`: the question itself, in which a pair must stand."""
    size = max(kb.size(), 1)
    empty = frozenset(wording.words("question", "empty_characters"))
    runs = _RUN.findall(text)
    found = dict.fromkeys(run[at : at + 2] for run in runs for at in range(len(run) - 1))
    pairs = {pair: _rarity(size, frequency(kb, pair)) for pair in found if pair in whole and not empty.issuperset(pair)}
    singles = {char: _single(char, pairs, size) for run in runs for char in run if char not in empty}
    others = ((tuple(g for g in (*pairs, *singles) if g in term.word), tuple(map(flat, term.others))) for term in terms)
    return Grams(pairs, singles, tuple((pieces, forms) for pieces, forms in others if pieces and forms))


def _rarity(size: int, holding: int) -> float:
    return math.log(1 + size / (1 + holding))


def _single(char: str, pairs: Mapping[str, float], size: int) -> float:
    """The weight of a character: a share of that of the pairs which hold it."""
    holding = [weight for pair, weight in pairs.items() if char in pair]
    return _SINGLE * (sum(holding) / len(holding) if holding else _rarity(size, 0))
