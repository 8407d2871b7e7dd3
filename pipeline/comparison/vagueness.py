"""Vague words next to a number (rule 8)."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from pipeline.comparison.lexicons import alternation, filler_words, vague_words
from pipeline.lexicon import lexicon_folders
from pipeline.lexicon.wording import words

_REACH = 40
# Words of a quantity before its number.
_OPENING = re.compile("([^\\d零〇一二三四五六七八九十百两]{0,40})[\\d零〇一二三四五六七八九十百两]")


def vague_word(text: str, start: int, end: int, clause_start: int) -> str:
    """The vague word that makes the number `text[start:end]` vague, or "".

    >>> text = "三年内巩固率力争达到95%。"
    >>> vague_word(text, 8, 13, 0)
    '力争'
    """
    beside, clause, behind = _patterns(lexicon_folders())
    left = text[max(clause_start, start - _REACH) : start]
    opening = _OPENING.match(text, start, end)
    left += opening.group(1) if opening else ""
    if found := beside.search(left):
        return found.group(1)
    if found := behind.match(text, end):
        return found.group(1)
    if found := behind.search(text[max(start, end - 3) : end]):
        return found.group(1)
    found = clause.search(left.rpartition(",")[2])
    return found.group() if found else ""


@lru_cache(maxsize=4)
def _patterns(_folders: tuple[Path, ...]) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    rows = vague_words()
    beside = tuple(word for row in rows if row.reach == "beside" for word in row.words)
    clause = tuple(word for row in rows if row.reach == "clause" for word in row.words)
    behind = tuple(word for word in beside if word in words("comparison", "round_about"))
    return (
        re.compile(f"({alternation(beside)})(?:{alternation(filler_words('verb'))}){{0,3}}$"),
        re.compile(alternation(clause)),
        re.compile(f"({alternation(behind)})"),
    )
