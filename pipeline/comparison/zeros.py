"""None at all of something, said without a number: 消除大班额, 零辍学 (used for comparison only)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from pipeline.comparison.judging import Amount
from pipeline.comparison.lexicons import alternation, zero_words
from pipeline.comparison.plan import Plan
from pipeline.comparison.rows import Standard
from pipeline.comparison.statements import Statement
from pipeline.comparison.tying import Bond
from pipeline.comparison.wordings import Tie
from pipeline.lexicon import lexicon_folders
from pipeline.lexicon.wording import pattern
from pipeline.model.result import Status

_GAP = 16
_BEHIND = 6
_MARK = re.compile("[,。;:!?\\n]")
_PRESENT = 8
_NUMERIC = frozenset("0123456789.%")


def zero_statements(
    standard: Standard, plan: Plan, statements: tuple[Statement, ...]
) -> Iterator[tuple[Statement, tuple[Bond, ...]]]:
    """Places where the plan says that there shall be (or is) none of what a row counts."""
    rows: dict[str, list[int]] = {}
    for index, row in enumerate(standard.rows):
        for word in row.zero_words:
            rows.setdefault(word, []).append(index)
    if not rows:
        return
    known = [item for item in statements if item.amount.value == 0 and item.amount.op == "="]
    last = 0
    for hit in re.finditer(alternation(tuple(rows)), plan.text):
        said = _said(plan.text, last, hit.start(), hit.end())
        document = plan.document_at(hit.start()) if said else None
        if said is None or document is None:
            continue
        last = said[1]
        word = hit.group()
        bonds = tuple(Bond(tie=Tie(row, "alias", word), sure=True, end=hit.end()) for row in rows[word])
        fact = _known(known, said)
        yield _of_fact(fact, word) if fact else _statement(plan, document, said, word), bonds


def _known(known: list[Statement], said: tuple[int, int]) -> Statement | None:
    """An indicator of nought among the same words."""
    first = bisect_left(known, said[0] - _GAP, key=lambda item: item.start)
    for item in known[first : first + _GAP]:
        if item.start < said[1] and said[0] < item.end:
            return item
    return None


def _of_fact(fact: Statement, word: str) -> Statement:
    """An indicator that says the same (零辍学)."""
    return msgspec.structs.replace(fact, name=word, unit="", zero=True)


def _said(text: str, floor: int, start: int, end: int) -> tuple[int, int] | None:
    """The range from the zero word to the counted thing (or the other way round); none before `floor`."""
    before, after = _patterns(lexicon_folders())
    left = text[max(floor, start - _GAP) : start]
    marks = list(_MARK.finditer(left))
    left = left[marks[-1].end() :] if marks else left
    hits = [hit for hit in before.finditer(left) if len(hit.group()) > 1 or hit.end() == len(left)]
    if hits and not (hits[-1].group() == "0" and left[: hits[-1].start()][-1:] in _NUMERIC):
        return start - len(left) + hits[-1].start(), end
    right = _MARK.split(text[end : end + _BEHIND + 6], maxsplit=1)[0]
    found = after.search(right)
    return (start, end + found.end()) if found and found.start() <= _BEHIND else None


def _statement(plan: Plan, document: str, said: tuple[int, int], word: str) -> Statement:
    start, end = said
    clause = plan.clause_at(start)
    already = pattern("comparison", "so_already")
    status: Status = "actual" if already.search(plan.text, max(clause[0], start - _PRESENT), end) else "target"
    return Statement(
        document=document,
        section=None,
        start=start,
        end=end,
        left=max(clause[0], start - 20),
        right=end,
        amount=Amount(op="=", value=0.0),
        unit="",
        name=word,
        status=status,
        spans=plan.spans(start, end),
        zero=True,
    )


@lru_cache(maxsize=4)
def _patterns(_folders: tuple[Path, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    rows = zero_words()
    before = tuple(word for row in rows if row.place == "before" for word in row.words)
    after = tuple(word for row in rows if row.place == "after" for word in row.words)
    return re.compile(alternation(before)), re.compile(alternation(after))
