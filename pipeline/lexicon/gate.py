"""One quick question before many patterns are searched: can any of them be found in these words?"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from pipeline.lexicon.leading import alternatives, leading, longest, quick
from pipeline.lexicon.pattern import holding_patterns, lazy, lazy_list


class Gate(msgspec.Struct, frozen=True, gc=False):
    """One of `opening` matches where a pattern bound to the beginning does. Patterns that may stand anywhere are searched
    (`loose`), those that name words they need (`needed`) only where one of the words stands; `needs` finds any of them."""

    opening: list[re.Pattern[str]]
    loose: re.Pattern[str] | None
    needed: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]
    needs: re.Pattern[str] | None = None

    def opens(self, words: str) -> bool:
        """Whether any of the patterns is found."""
        for opening in self.opening:
            if opening.match(words):
                return True
        if self.loose is not None and self.loose.search(words):
            return True
        if self.needs is not None and self.needs.search(words) is None:
            return False
        for needs, pattern in self.needed:
            for need in needs:
                if need in words:
                    if pattern.search(words):
                        return True
                    break
        return False


def holds_any(text: str, words: Iterable[str]) -> bool:
    """Whether any of some words stands in a text: sooner than by `any` of a generator."""
    for word in words:
        if word in text:
            return True
    return False


def gate_of(rows: Iterable[tuple[str, str]]) -> Gate:
    """The gate for patterns, each with the words of which one must be there (parted by blanks; none: it is always
    searched). Words are asked for only where a pattern may be found behind the beginning."""
    opening: list[str] = []
    loose: list[str] = []
    needed: list[tuple[tuple[str, ...], re.Pattern[str]]] = []
    for pattern, needs in rows:
        ways = list(alternatives(pattern))
        # Without its ^, which `match` makes needless, an alternative is told by its first character that it cannot fit.
        opening += [way[1:] for way in ways if way.startswith("^")]
        free = [way for way in ways if not way.startswith("^")]
        if free and needs:
            needed.append((tuple(needs.split()), lazy("|".join(free), pattern)))
        else:
            loose += free
    every = {need for needs, _ in needed for need in needs}
    # those whose first characters can be told apart from the few that may begin with anything
    told, other = ([way for way in opening if bool(leading(way)) is wanted] for wanted in (True, False))
    gate = Gate(
        lazy_list((quick(_any_of(ways)) for ways in (told, other) if ways), "gate"),
        _union(loose),
        tuple(needed),
        lazy(longest(every), "gate") if every else None,
    )
    return holding_patterns(gate)


def _union(patterns: list[str]) -> re.Pattern[str] | None:
    return lazy(_any_of(patterns), "gate") if patterns else None


def _any_of(patterns: list[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)
