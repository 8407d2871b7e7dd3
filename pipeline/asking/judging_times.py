"""Which dates and recurrences answer when and how often, and how well."""

from __future__ import annotations

import re

from pipeline.asking.fit import Fit, clauses
from pipeline.asking.question import Question
from pipeline.asking.rows import due_words, shown
from pipeline.asking.verdicts import STEP, Verdict, day_units
from pipeline.lexicon import wording
from pipeline.model.result import Deadline
from pipeline.store.records import StoredFact
from pipeline.store.searchtext import flat

_SEVERAL = 2
_ITEMS = re.compile("[、,;。:]")


def judge_when(question: Question, stored: StoredFact, _fit: Fit) -> Verdict | None:
    """A date or period, or the date of the duty, target or indicator that was found."""
    answer = due_words(stored)
    if answer is None:
        return None
    freq = stored.fact.freq if isinstance(stored.fact, Deadline) else stored.due_freq
    unit = wording.pattern("question", "asks_unit").search(question.text)
    bonus = 0.0
    told_words = flat(stored.words if isinstance(stored.fact, Deadline) else stored.due or "")
    if not says_when(question.text, answer) or told_words in question.text:
        return None  # 春季运动会什么时候开 is not answered by 春季
    if unit:
        counted = any(word in answer for word in (day_units() if unit[1] in day_units() else (unit[1],)))
        bonus = 2 * STEP if counted else -STEP
    if wording.pattern("question", "asks_day").search(question.text):
        bonus += STEP if wording.pattern("question", "says_day").search(answer) else -3 * STEP
    if wording.pattern("question", "asks_span").search(question.text) and _is_span(stored):
        bonus += 3 * STEP
    if stored.section and wording.pattern("question", "says_times").search(stored.section.rsplit(" > ", 1)[-1]):
        bonus += 2 * STEP
    if question.freq:  # 每月几号前报 asks for a day that comes back
        return Verdict(answer, bonus + (3 * STEP if freq == question.freq else -2 * STEP))
    # What only comes back (按年度) tells not when another deed is done.
    told = not freq or not question.predicate or question.predicate in stored.text
    told = told or wording.pattern("question", "asks_weekday").search(question.text) is not None
    # A weekday without 每 (周四下午4:10) is a day of that week's plan.
    told = told or wording.pattern("question", "says_weekday").match(told_words) is not None
    # 每季度末月25日前 tells the day that is asked for.
    asks, says = wording.pattern("question", "asks_day"), wording.pattern("question", "says_date_of_month")
    told = told or bool(asks.search(question.text) and says.search(answer))
    if isinstance(stored.fact, Deadline):
        if stored.fact.kind == "relative":
            answer = counted_back(stored.text.partition(stored.words)[0]) + answer
        return Verdict(answer, bonus + STEP * _exactness(stored.fact), told)
    return Verdict(answer, bonus - (2 * STEP if freq else 0.0), told)


# What is asked for, and what an answer to it says: 几点到校 wants no day, 几点到几点 wants both ends, 几分钟内 wants no day.
_WANTED = (
    ("asks_weekday", "says_weekday"),
    ("asks_hour", "says_hour"),
    ("asks_clock_span", "says_clock_span"),
    ("asks_short_term", "says_short_term"),
    ("asks_year", "says_year"),
)


def says_when(asked: str, answer: str) -> bool:
    """Whether an answer tells time in the way that a question asks for it."""
    words = flat(answer)
    asks, tells = wording.pattern("question", "asks_length"), wording.pattern("question", "calendar_time")
    if asks.search(asked) and tells.search(words):
        return False  # 专科读几年 is not answered by 到2023年
    asks, tells = wording.pattern("question", "asks_moment"), wording.pattern("question", "mere_length")
    if asks.search(asked) and tells.fullmatch(words):
        return False  # nor 运动会什么时候开 by 一小时
    return all(
        wording.pattern("question", says).search(answer)
        for asks, says in _WANTED
        if wording.pattern("question", asks).search(asked)
    )


def counted_back(before: str) -> str:
    """What stands before a term and says that it is counted back from something: 提前三天."""
    return next((word for word in wording.words("question", "told_ahead") if flat(before).endswith(word)), "")


def _is_span(stored: StoredFact) -> bool:
    fact = stored.fact
    start, end = (fact.start, fact.end) if isinstance(fact, Deadline) else (stored.due_starts, stored.due_ends)
    return bool(start and end and start != end)


def _exactness(deadline: Deadline) -> float:
    """A date by which counts more than a span, that more than a mere year, that more than what comes back."""
    if deadline.kind == "recurring":
        return -2.0
    if deadline.kind == "by":
        return 1.5
    return 0.0 if len(deadline.end or deadline.start or "") == len("2025") else 1.0


def judge_often(question: Question, stored: StoredFact, fit: Fit) -> Verdict | None:
    """A recurrence; of the period asked for (每学期几次), where one is."""
    fact = stored.fact
    if not isinstance(fact, Deadline) or not fact.freq:
        return None
    bonus = 2 * STEP * _share_beside(stored, fit)
    if question.freq:
        bonus += STEP if question.freq == fact.freq else -STEP
    words = shown(stored.words)
    behind = stored.text[stored.text.find(stored.words) + len(stored.words) :]
    counter = wording.pattern("question", "counted_acts")
    counted = any(counter.search(clause) for clause in clauses(behind)[:1])
    if not counted or counter.search(words):
        return Verdict(words, bonus)
    return Verdict(f"{words}{_own_count(behind, fit) or f'{fact.times}次'}", bonus)


def _share_beside(stored: StoredFact, fit: Fit) -> float:
    """Which share of the words found stands in the same item of a list: 每周一次课堂观察、每月一次教学诊断."""
    item = next((part for part in _ITEMS.split(flat(stored.text)) if flat(stored.words) in part), "")
    return sum(form in item for form in fit.forms) / len(fit.forms) if fit.forms else 0.0


def _own_count(text: str, fit: Fit) -> str:
    """Of several counts behind one recurrence that of what is asked for: 2次公开课、1次联合教研."""
    told = list(wording.pattern("question", "count_told").finditer(clauses(text)[0]))
    if len(told) < _SEVERAL:
        return ""
    best = max(told, key=lambda match: sum(form in match["what"] for form in fit.forms))
    return best["count"] if any(form in best["what"] for form in fit.forms) else ""
