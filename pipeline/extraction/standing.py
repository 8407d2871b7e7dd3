"""Times that come round (期末, 学年初) in papers that hold for years: `standing_times.yaml`."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from pipeline.expressions import times
from pipeline.lexicon import Entry, lazy, lexicon_folders, load
from pipeline.model.expression import TimeExpression
from pipeline.model.span import fold

_SIGNS = "学期"  # a cheap look before the rows


class StandingRow(Entry, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A row of standing_times.yaml; the file's head says what the fields mean."""

    pattern: str
    marks: str
    freq: str
    plans: str

    def applies(self, words: str) -> bool:
        """Whether an expression is one of these times."""
        return lazy(self.pattern, f"standing_times.yaml {self.id}").fullmatch(words) is not None

    def leaves(self, title: str) -> bool:
        """Whether a title is that of a paper for a time of its own."""
        return lazy(self.plans, f"standing_times.yaml {self.id}").search(title) is not None


def recurring(item: TimeExpression, title: str) -> TimeExpression:
    """The expression, as recurring where it comes round in a paper that holds for years."""
    if item.kind != "period" or item.from_date or item.to_date or item.text[0] not in _SIGNS:
        return item
    row = next((row for row in _rows(lexicon_folders()) if row.applies(item.text)), None)
    folded = fold(title)
    if row is None or row.leaves(folded) or times(folded):
        return item
    count = sum(char in row.marks for char in item.text)
    return msgspec.structs.replace(item, kind="recurring", freq=row.freq, times=count, rule=row.id)


@lru_cache(maxsize=4)
def _rows(_folders: object) -> tuple[StandingRow, ...]:
    return load("standing_times", StandingRow)
