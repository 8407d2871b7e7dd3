"""Which body does something most often (哪所学校消防演练最频繁)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.asking.across.halves import fitting, in_halves
from pipeline.asking.across.whose import compared_plans, first_of_each
from pipeline.asking.cells import cells_of
from pipeline.asking.fit import clause_of, clauses, contains_any
from pipeline.asking.lexicons import lexicons
from pipeline.asking.question import Question
from pipeline.asking.rows import answer_row, shown
from pipeline.asking.words import Term
from pipeline.expressions import quantities, times
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import StoredFact

_TYPES = ("deadline", "duty", "target", "indicator")
_PERIOD = re.compile(r"P([0-9]{1,3})(SY|[DWMYS])")
# How often a year: a school year has two terms, some forty weeks and two hundred days of school.
_A_YEAR = {"D": 200.0, "W": 40.0, "M": 12.0, "S": 2.0, "Y": 1.0, "SY": 1.0}


def most_often(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """The body that does it most (or least) often a year first, then the others, each once with how often."""
    needed = [term for term in terms if not term.generic]
    if not needed:
        return []
    plans = compared_plans(kb, asked)
    found = [
        (*told, stored)
        for stored in fitting(kb, asked, needed, _TYPES)
        if stored.document_key in plans and (told := _told_of(needed, stored))
    ]
    found.sort(key=lambda item: item[0], reverse=f"最{asked.extreme.removeprefix('最')}" not in lexicons().lowest)
    return [
        answer_row(stored, f"{plans[stored.document_key]}：{words}")
        for _, words, stored in first_of_each(found, lambda item: plans[item[2].document_key])[:limit]
    ]


def _told_of(needed: Sequence[Term], stored: StoredFact) -> tuple[float, str] | None:
    """How often the clause says it that speaks most of the matter, of those that say how often at all; else the fact's own."""
    both = (*needed, *in_halves(needed))
    said = [(sum(contains_any(clause, term) for term in both), clause) for clause in clauses(stored.text)]
    speaking = [clause for count, clause in sorted(said, key=lambda one: -one[0]) if count]
    speaking += [stored.text] if len(cells_of(stored.text)) > 1 else []  # another cell of the row may say how often
    return next(
        (
            told
            for clause in (speaking or [clause_of(stored)])
            if (told := told_often(clause)) and not _of_households(clause)
        ),
        None,
    )


def told_often(clause: str) -> tuple[float, str] | None:
    """How often a year a clause says that something is done, and its words for it; null where it says nothing of it."""
    every = next((time for time in times(clause) if time.freq), None)
    period = _PERIOD.fullmatch(every.freq or "") if every else None
    if every is None or period is None:
        return _within_a_term(clause)
    units = wording.words("question", "counts_of_doing")
    count = next((one for one in quantities(clause) if one.unit in units), None)
    words = every.text if count is None or count.text in every.text else f"{every.text}{count.text}"
    number = count.value if count is not None and every.times == 1 else every.times
    return number * _A_YEAR[period[2]] / int(period[1]), shown(words)


def _within_a_term(clause: str) -> tuple[float, str] | None:
    """The same of what is to be done some times within a period that is named (本学期2次)."""
    within = wording.pattern("question", "of_one_term").search(clause)
    every = next((time for time in times(f"每{within['unit']}") if time.freq), None) if within else None
    period = _PERIOD.fullmatch(every.freq or "") if every else None
    if within is None or period is None:
        return None
    units = wording.words("question", "counts_of_doing")
    count = next((one for one in quantities(clause[within.end() :]) if one.unit in units), None)
    if count is None:
        return None
    return count.value * _A_YEAR[period[2]] / int(period[1]), shown(f"{within[0]}{count.text}")


def _of_households(clause: str) -> bool:
    return wording.pattern("question", "counts_households").search(clause) is not None
