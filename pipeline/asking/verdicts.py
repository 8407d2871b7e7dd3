"""What a judge says of a fact: the answer it gives, and what that adds to its score."""

from __future__ import annotations

import msgspec

from pipeline.lexicon import wording

STEP = 0.1


class Verdict(msgspec.Struct, frozen=True):
    """The answer a fact gives and what that adds to its score."""

    answer: str
    bonus: float = 0.0
    strong: bool = True


def day_units() -> frozenset[str]:
    """The units in which days are counted."""
    return wording.signs("question", "day_units")
