"""The odds that what a sentence tells is the answer to a question: a weighted sum of a few measures of how much of it is covered.

The weights were fitted by scripts/fit_odds.py to questions that no rule had seen (docs/decisions.md, "Sentences most like the question").
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

from pipeline.asking.grams import Grams
from pipeline.asking.lexicons import Kind

# Parties are told by nearly every sentence, times and numbers by many; what a rule of sentences found is surer than a number alone.
PARTIES: frozenset[Kind] = frozenset({"who"})
NUMBERS: frozenset[Kind] = frozenset({"when", "how_much", "how_often"})
LONGEST = 12
_AT_NONE = -5.74
_COVERED, _OWN, _MATTER, _RAREST, _LENGTH = 1.83, 4.24, 2.32, 1.62, 0.13
# A party that stands where the question leaves its place open (`fits`), against one that stands so by half.
_FITS, FITS_BY_HALF = 2.2, 0.25
# A seat is told where so much of the group's name stands around it, and the surer the more.
_NAMED, _SEAT = 0.6, 5.0
# A number or time under a header, or behind a label, that names it.
_NAMED_NUMBER, NAMING = 1.2, 0.7
_OF_PARTY, _OF_NUMBER, _PLAIN_NUMBER = -1.72, -1.65, 0.56


class Odds(msgspec.Struct, frozen=True):
    """What a sentence is measured by: the share of the question that it and what stands around it cover (`covered`), the share of the
    question's characters in the sentence itself (`own`), of the matter without the words of asking (`matter`); how rare the
    rarest pair is that it holds (`rarest`, 0 to 1); how many pairs the matter has (`length`); whether a fact or a rule of
    sentences tells the answer (`surely`), or it only stands there; whether the sentence tells who has the seat that is asked for
    (`seat`): then only the name of the group decides; how well what it tells stands where the question leaves its place open
    (`fits`, 0 to 1)."""

    covered: float
    own: float
    matter: float
    rarest: float
    length: int
    surely: bool = True
    seat: bool = False
    fits: float = 0.0

    def value(self, kind: Kind) -> float:
        """The logarithm of the odds for a question of a kind."""
        if self.seat:
            return _SEAT * (self.matter - _NAMED)
        value = _AT_NONE + _COVERED * self.covered + _OWN * self.own + _MATTER * self.matter + _RAREST * self.rarest
        value += _LENGTH * min(self.length, LONGEST)
        if kind in NUMBERS:
            value += _OF_NUMBER + (0.0 if self.surely else _PLAIN_NUMBER)
        if kind in NUMBERS or kind == "phone":
            return value + (_NAMED_NUMBER if self.fits >= NAMING else 0.0)
        return value + (_OF_PARTY + _FITS * (self.fits - FITS_BY_HALF) if kind in PARTIES else 0.0)


def odds_of(
    grams: Grams,
    matter: Grams,
    around: Sequence[tuple[str, float]],
    size: int,
    *,
    surely: bool = True,
    meant: bool = False,
    fits: float = 0.0,
) -> Odds:
    """The measures of a sentence. `around`: its words (normalised), then its headings and title, each with what it is worth; `grams`:
    the pieces of the question, `matter` those of what it is about; `size`: the number of passages in the base;
    `meant`: what words found holds other words for those of the question, which count as its own."""
    own = around[0][0]
    return Odds(
        covered=grams.share(around),
        own=grams.characters(own, meant=meant),
        matter=matter.share(around) if matter.weights else 1.0,
        rarest=grams.rarest(own) / math.log(1 + max(size, 2)),
        length=len(matter.pairs),
        surely=surely,
        fits=fits,
    )
