"""The school types, grades and groups a quantity holds for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from pipeline.expressions.numbers.rows import followed
from pipeline.extraction.indicators.rows import ScopeRow
from pipeline.lexicon import lexicon_folders, load, longest, wording

_GRADE = "年级"


class Scopes(msgspec.Struct, frozen=True, gc=False):
    """Scope words, longest first; `opening` finds something wherever one of them may stand, sooner."""

    pattern: re.Pattern[str]
    opening: re.Pattern[str]
    rows: dict[str, ScopeRow]
    tiers: dict[str, ScopeRow]

    def find(self, *texts: str) -> tuple[str, ...]:
        """The scopes that some words name, in order, each once."""
        names = [name for text in texts for found in self.hits(text) for name in self._names(found[0])]
        return tuple(dict.fromkeys(names))

    def hits(self, text: str) -> Iterator[re.Match[str]]:
        """The scope words of a text; words that only look alike (集中学习) are passed over."""
        if self.opening.search(text) is None:
            return iter(())
        return (found for found in self.pattern.finditer(text) if found[0] in self.rows)

    def _names(self, word: str) -> tuple[str, ...]:
        return tuple(self.rows[word].name.split("、")) if self.rows[word].name else (word,)

    def alone(self, words: str) -> bool:
        """Whether some words are nothing but scopes that a list may be spread over (小学, 初中和高中)."""
        if self.opening.search(words) is None:
            return bool(words) and not words.strip("、和与及的")
        rest = self.pattern.sub(
            lambda found: "" if found[0] in self.rows and self.rows[found[0]].alone else found[0], words
        )
        return bool(words) and (not rest.strip("、和与及的") or _grades_only(words))

    def covers(self, words: str) -> bool:
        """Whether some words are nothing but a scope of any kind (学生, 家长)."""
        return words in self.rows

    def is_place(self, words: str) -> bool:
        """Whether some words name nothing but a place or a tier (农村, 县)."""
        return words in self.tiers or (words in self.rows and self.rows[words].kind == "place")

    def behind_place(self, name: str) -> str:
        """A name without the place it opens with (城市入园率 → 入园率)."""
        first = next(self.hits(name), None)
        placed = first is not None and first.start() == 0 and self.rows[first[0]].kind == "place"
        if first is not None and placed:
            return name[first.end() :]
        tier = max((word for word in self.tiers if len(word) > 1 and name.startswith(word)), key=len, default="")
        return name[len(tier) :]

    def split_grades(self, name: str) -> tuple[tuple[str, ...], str]:
        """The span of grades that a name opens with, and the rest (三至六年级作业量 → 三至六年级, 作业量)."""
        found = wording.pattern("indicator", "grades").match(name)
        return ((found[1],), name[found.end() :]) if found else ((), name)

    def split_tail(self, name: str) -> tuple[str, tuple[str, ...]]:
        """A name and the scope at its end (师生比小学 → 师生比, 小学)."""
        at_end = wording.gate("indicator", "grades_at_end").search(name)
        grades = wording.pattern("indicator", "grades_at_end").search(name) if at_end else None
        if grades is not None and grades.start() >= 2:
            return name[: grades.start()], (*self.find(grades[1] or ""), grades[2])
        for found in self.hits(name):
            if found.end() == len(name) and found.start() >= 2 and self.rows[found[0]].alone:
                return name[: found.start()], self._names(found[0])
        return name, ()


def _grades_only(words: str) -> bool:
    """Whether some words are nothing but a span of grades (三至六年级)."""
    found = wording.pattern("indicator", "grades_at_end").search(words) if words.endswith(_GRADE) else None
    return found is not None and not found.start()


def scopes() -> Scopes:
    """The scopes of the lexicons in force."""
    return _scopes(lexicon_folders())


@lru_cache(maxsize=4)
def _scopes(_folders: tuple[Path, ...]) -> Scopes:
    loaded = load("school_types", ScopeRow)
    tiers = {word: row for row in loaded if row.kind == "tier" for word in row.words}
    rows = {word: row for row in loaded if row.kind != "tier" for word in row.words}
    # a blocked word that begins like a scope word forbids it there; one that holds it farther in is passed over whole
    passed = {word for row in loaded for word in row.blocked if not word.startswith(row.words)}
    ordered = sorted({*rows, *passed}, key=lambda word: (-len(word), word))
    patterns = (followed(word, rows[word].blocked) if word in rows else re.escape(word) for word in ordered)
    return Scopes(re.compile("|".join(patterns)), re.compile(longest(ordered)), rows, tiers)
