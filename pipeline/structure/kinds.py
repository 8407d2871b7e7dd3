"""Kinds of documents by the words their titles end with."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from pipeline.lexicon import Entry, lexicon_folders, load, pinned, wording


class PlanKind(Entry, frozen=True, kw_only=True):
    """A row of `lexicons/plan_titles.yaml`: a kind of document and the words its titles end with."""

    words: tuple[str, ...]
    plan: bool = True
    weak: bool = False


class _Kinds(msgspec.Struct, frozen=True, gc=False):
    by_word: tuple[tuple[str, PlanKind], ...]
    words: tuple[str, ...]
    poured: re.Pattern[str]


def _longest_first(entry: tuple[str, PlanKind]) -> tuple[int, str]:
    return -len(entry[0]), entry[0]


@lru_cache(maxsize=4)
def _kinds(_lexicons: object) -> _Kinds:
    rows = load("plan_titles", PlanKind)
    by_word = sorted(((word, row) for row in rows for word in row.words), key=_longest_first)
    opening = wording.pattern("structure", "plan_body_opening").pattern
    firm = "|".join(word for word, row in by_word if not row.weak)
    return _Kinds(
        by_word=tuple(by_word),
        words=tuple(word for word, _ in by_word),
        poured=re.compile(f"【?[^,。;:!?《】]{{4,50}}?(?:{firm})(?:\\([^()]{{2,20}}\\))?】?\\s{{0,4}}(?={opening})"),
    )


def kind_ending(bare: str) -> PlanKind | None:
    """The kind whose word ends some folded words, with something before it."""
    known = _kinds(pinned() or lexicon_folders())
    if not bare.endswith(known.words):
        return None
    for word, row in known.by_word:
        if bare.endswith(word) and len(bare) > len(word):
            return row
    return None


def poured_title_end(text: str, start: int, stop: int) -> int:
    """Where the title ends that a text poured into one line begins with; `start` if it begins with none."""
    found = _kinds(pinned() or lexicon_folders()).poured.match(text, start, stop)
    return found.end() if found else start
