"""What a question says is done: by a party (谁监管食堂), which still tells who is meant, and with a number (扣几分)."""

from __future__ import annotations

from pipeline.asking.lexicons import lexicons
from pipeline.lexicon import wording

# A deed stands so many characters before its number (扣除10分).
_BEFORE = 3


def deed_of(matched: str) -> str:
    """The deed in the asking words of a question; empty where it only asks who has charge (负责, 管, 抓)."""
    found = max(wording.pattern("question", "own_deeds").findall(matched), key=len, default="")
    return str(found)


def deed_forms(deed: str) -> tuple[str, ...]:
    """A deed and the words for it."""
    return (deed, *lexicons().synonyms.get(deed, ())) if deed else ()


def deed_fits(asked: str, before: str) -> int:
    """1 where the words before a number say that what is asked for is done with it (扣几分), -1 where something else is."""
    deed = wording.pattern("question", "counted_deed").search(asked)
    if deed is None:
        return 0
    gives = wording.pattern("question", "gives_number").search
    if deed["deed"] in before[-_BEFORE:] or (gives(deed["deed"]) and gives(before[-_BEFORE:])):
        return 1
    return -1 if wording.pattern("question", "number_deeds").search(before[-_BEFORE:]) else 0
