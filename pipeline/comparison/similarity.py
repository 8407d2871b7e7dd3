"""How alike two wordings are: character pairs shared (Dice), the same in both directions."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from pipeline.lexicon import wording
from pipeline.store.bare_words import bare_words
from pipeline.store.searchtext import normalised


@lru_cache(maxsize=4096)
def pairs(words: str) -> Counter[str]:
    """Overlapping pairs of characters of a wording, numbers and marks left out."""
    bare = bare_words(words)
    return Counter(bare[place : place + 2] for place in range(len(bare) - 1)) if len(bare) > 1 else Counter([bare])


def likeness(left: str, right: str) -> float:
    """From 0 (no pair of characters shared) to 1 (all of them).

    >>> likeness("巩固率达到95%", "巩固率达到98%"), likeness("班额", "近视率")
    (1.0, 0.0)
    """
    mine, other = pairs(left), pairs(right)
    total = sum(mine.values()) + sum(other.values())
    return 2 * sum((mine & other).values()) / total if total else 0.0


def measure_name(name: str) -> str:
    """What a quantity is called, without the words that only say whose it is (全县、我校).

    >>> measure_name("全县 九年义务教育巩固率")
    '九年义务教育巩固率'
    """
    whole = normalised(name)
    side = wording.pattern("comparison", "our_side").match(whole)
    return whole[side.end() if side else 0 :].replace("的", "")
