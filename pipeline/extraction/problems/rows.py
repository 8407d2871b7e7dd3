"""The lexicon of shortcomings, compiled once."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, get_args

from pipeline.extraction.duties.words import Words, words_of
from pipeline.lexicon import Entry, lexicon_folders, load

ProblemRole = Literal[
    "title", "answer", "label", "other", "lead_in", "statement", "matter", "shortage", "reverse", "column", "onward"
]


class ProblemRow(Entry, frozen=True, kw_only=True):
    """Words around a shortcoming; see the head of `lexicons/problems.yaml`."""

    role: ProblemRole
    words: tuple[str, ...]


def problem_words() -> dict[ProblemRole, Words]:
    """The words of each role (kept for the last folders asked for)."""
    return _compiled(lexicon_folders())


@lru_cache(maxsize=2)
def _compiled(_folders: object) -> dict[ProblemRole, Words]:
    rows = load("problems", ProblemRow)
    roles: tuple[ProblemRole, ...] = get_args(ProblemRole)
    return {role: words_of((word, row.id) for row in rows if row.role == role for word in row.words) for role in roles}
