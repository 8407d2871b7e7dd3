"""Which school does something (哪所学校发补课补贴): whose plan, or whose part of a paper, says it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pipeline.asking.across.whose import body_of
from pipeline.asking.lexicons import Kind
from pipeline.asking.naming import is_school
from pipeline.asking.question import Question
from pipeline.asking.short_names import body_in
from pipeline.expressions import times
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.searchtext import flat

_KINDS: frozenset[Kind] = frozenset({"any", "how", "who", "position", "how_often"})
# What is no longer than a kind of school (小学, 各学校) names none.
_SHORTEST = 4


def which_school(kb: KnowledgeBase, asked: Question, rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """The rows with the school as their answer, one for each school, where a question asks which school it is; rows of plans of no
    school are left out, and where the first tells none all stay as they are."""
    if not asks_which_school(asked):
        return list(rows)
    told: dict[str, AnswerRow] = {}
    for row in _of_whom_and_how_often(asked, rows):
        school = row.answer if _is_named(row.answer) else _school_of(kb, row)
        if school:
            seat = f"：{row.answer}" if asked.kind == "position" else ""
            told.setdefault(f"{school}{seat}", msgspec.structs.replace(row, answer=f"{school}{seat}"))
        elif not told:
            return list(rows)
    return list(told.values())


def asks_which_school(asked: Question) -> bool:
    """Whether a question asks for a school by what its plan says."""
    return (
        asked.kind in _KINDS and wording.pattern("question", "asks_which_school").search(flat(asked.text)) is not None
    )


def _of_whom_and_how_often(asked: Question, rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """The rows that name the person asked about and say what is done as often as asked, where any do."""
    named = [row for row in rows if any(person in row.text for person in asked.persons)] or list(rows)
    every = [row for row in named if asked.freq and any(one.freq == asked.freq for one in times(row.text))]
    return every or named


def _school_of(kb: KnowledgeBase, row: AnswerRow) -> str:
    """The school whose plan a sentence stands in: that of the innermost heading which names one, else of the title or the issuer."""
    above = [*reversed((row.section or "").split(" > ")), row.document, body_of(kb, row)]
    bodies = (body_in(flat(words)) or "" for words in above)
    return next(filter(_is_named, bodies), "")


def _is_named(words: str) -> bool:
    return len(words) >= _SHORTEST and is_school(words) and not wording.pattern("question", "any_school").search(words)
