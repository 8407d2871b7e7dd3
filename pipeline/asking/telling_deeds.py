"""Answers that speak of the deed a question asks about: what nobody is punished with is no answer to 给什么处分, however well the rest
fits. The deeds and their words are rows of telling_deeds.yaml."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pipeline.asking.question import Question
from pipeline.lexicon import Entry, lexicon_folders, load, wording
from pipeline.model.rows import AnswerRow
from pipeline.store.searchtext import flat


class DeedRow(Entry, frozen=True, kw_only=True):
    """A deed: what asks about it, what at least the sentence, its heading or its plan's title must say (both searched in normalised
    text), with sentences that do (`told`) and that do not (`untold`)."""

    asks: str
    tells: str
    told: tuple[str, ...]
    untold: tuple[str, ...]


def speaking_of(asked: Question, rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """The rows that speak of every deed that is asked about; all where none is."""
    tell = [tells for asks, tells in deeds(lexicon_folders()) if asks.search(flat(asked.text))]
    return [row for row in rows if all(one.search(_around(row)) for one in tell)]


@lru_cache(maxsize=2)
def deeds(_folders: object) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """What asks about each deed, and what tells it."""
    return tuple((re.compile(row.asks), re.compile(row.tells)) for row in load("telling_deeds", DeedRow))


def _around(row: AnswerRow) -> str:
    return flat(f"{row.text}\n{row.section or ''}\n{row.document}")


def of_the_charge(asked: Question, rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """The rows, those first that begin with the very charge asked about (分管哪几个部门: 分管教务处、教科室, before 负责教学)."""
    charge = wording.pattern("question", "asks_very_charge").search(asked.text)
    if asked.kind != "duties" or charge is None:
        return list(rows)
    return sorted(rows, key=lambda row: charge["charge"] not in flat(row.answer))
