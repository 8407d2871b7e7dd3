"""Vague words next to a number (rule 8)."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from pipeline.comparison.lexicons import alternation, vague_words
from pipeline.lexicon import lexicon_folders

# What may stand between a vague word and the number it makes vague.
_VERBS = (
    "(?:上|的|能|要|可|都|均|全部|实现|达到|达|提高到|提高|提升到|提升至|提升|增加到|降低到|降到|下降到|控制在|控制|"
    "保持在|保持|稳定在|消除|完成|为|在|到|于){0,3}"
)
_REACH = 40


def vague_word(text: str, start: int, end: int, clause_start: int) -> str:
    """The vague word that makes the number `text[start:end]` vague, or "".

    >>> text = "三年内巩固率力争达到95%。"
    >>> vague_word(text, 8, 13, 0)
    '力争'
    """
    beside, clause, behind = _patterns(lexicon_folders())
    left = text[max(clause_start, start - _REACH) : start]
    opening = re.match("\\D*", text[start:end])
    left += opening.group() if opening else ""
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
    behind = tuple(word for word in beside if word in ("左右", "上下"))
    return (
        re.compile(f"({alternation(beside)}){_VERBS}$"),
        re.compile(alternation(clause)),
        re.compile(f"({alternation(behind)})"),
    )
