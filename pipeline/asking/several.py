"""Several parties as one answer, where a question asks for several (副组长有哪几个人) and a sentence names them in a row."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from pipeline.asking.lexicons import Kind
from pipeline.asking.question import Question
from pipeline.asking.telling import as_written
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store.searchtext import flat

_PARTIES: frozenset[Kind] = frozenset({"who", "holder", "members"})
_BETWEEN = "(?:、|和|及|以及|与)"
_MOST = 12


def several(asked: Question, rows: list[AnswerRow]) -> list[AnswerRow]:
    """Rows with what the first sentence names in a row before them, where the question asks for several."""
    if asked.kind not in _PARTIES or not wording.pattern("question", "asks_several").search(flat(asked.text)):
        return rows
    together = _together(rows)
    if not together:
        return rows
    return [
        msgspec.structs.replace(rows[0], answer=as_written(rows[0].text, together), fact=None, type="section"),
        *rows,
    ]


def _together(rows: Sequence[AnswerRow]) -> str:
    """The longest row of answers in the sentence of the first one; empty where only one stands there."""
    text = flat(rows[0].text) if rows else ""
    names = sorted(
        {flat(row.answer) for row in rows[:_MOST] if row.text == rows[0].text and row.answer},
        key=lambda one: (-len(one), one),
    )
    if len(names) < 2:
        return ""
    name = "(?:" + "|".join(map(re.escape, names)) + ")"
    found = [match[0] for match in re.finditer(f"{name}(?:{_BETWEEN}{name}){{1,{_MOST}}}", text)]
    return max(found, key=len, default="")
