"""What else might be meant, behind the answers: what more the first sentence tells of the kind asked for, then what sentences tell that
are too little like the question to answer it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from pipeline.asking.question import Question
from pipeline.asking.refined import with_answer
from pipeline.asking.rows import distinct
from pipeline.asking.telling import all_told, in_open_place
from pipeline.model.rows import AnswerRow
from pipeline.store.searchtext import flat

# So many rows are looked through by who asks; more are given only where so many answer.
_SHOWN = 5


def with_possible(asked: Question, rows: list[AnswerRow], possible: Sequence[AnswerRow]) -> list[AnswerRow]:
    """Answers with what else might be meant behind them, five rows in all; nothing where there is no answer."""
    if not rows or len(rows) >= _SHOWN:
        return rows
    return distinct([*rows, *_in_sentence(asked, rows), *possible], _SHOWN)


def _in_sentence(asked: Question, rows: Sequence[AnswerRow]) -> Iterator[AnswerRow]:
    """What else the sentence of the first answer tells, that in the open place first."""
    first = rows[0]
    if first.review is not msgspec.UNSET:
        return  # what people have put right no longer says what its sentence says
    said = [flat(asked.text), *(flat(row.answer) for row in rows)]
    told = dict.fromkeys([*(one for one, _ in in_open_place(asked, first.text)), *all_told(asked, first.text)])
    whole = [one for one in told if one.count("(") == one.count(")") and not any(flat(one) in words for words in said)]
    for one in whole:
        if not any(flat(one) in flat(other) for other in whole if other != one):  # 每月 says less than 每月召开一次
            yield with_answer(first, one)
