"""Which quantities answer how much, and how well."""

from __future__ import annotations

import re

from pipeline.asking.deeds import deed_fits
from pipeline.asking.fit import Fit, clause_of
from pipeline.asking.lexicons import lexicons
from pipeline.asking.question import Question
from pipeline.asking.stages import stage_bonus
from pipeline.asking.tiers import names_a_case, tier
from pipeline.asking.verdicts import STEP, Verdict, day_units
from pipeline.expressions import times
from pipeline.lexicon import wording
from pipeline.model.result import Indicator
from pipeline.store.dates import first_day, last_day
from pipeline.store.records import StoredFact
from pipeline.store.searchtext import flat, searchable

# What is counted, not measured, is asked for with it.
_COUNTED_IN = "个"
_SHARES = frozenset({"%", "‰", "成", "1:x"})
# A quantity whose name says nothing of what is asked for must stand right among the words asked for.
_UNNAMED = 0.65
# What stands between two numbers of a list, how long the words are that tell one from another, grades among them.
_PIECE = re.compile("[0-9、,;:。()]")
_BESIDE = 6
_GRADE = re.compile("[A-Za-z甲乙丙丁一二三四]等$")


def judge_much(question: Question, stored: StoredFact, fit: Fit) -> Verdict | None:
    """A quantity; what it measures must be what is asked for, or stand in one sentence with it."""
    fact = stored.fact
    if not isinstance(fact, Indicator):
        return None
    bonus = 2 * STEP * fit.own + _unit_bonus(question.counter, fact.unit or "") + _time_bonus(question, stored)
    bonus += _state_bonus(question.text, fact.status) + _whole_bonus(question.text, stored)
    bonus += STEP if any(form in scope for scope in map(flat, fact.scope) for form in fit.forms) else 0.0
    bonus += STEP if any(len(scope) > 1 and scope in question.text for scope in map(flat, fact.scope)) else 0.0
    bonus += _bound_bonus(question, stored, fact.unit or "") + _change_bonus(question.text, stored)
    bonus += stage_bonus(question.text, f"{fact.name}{''.join(fact.scope)}")
    bonus += (
        _name_bonus(question, fact.name) + _deed_bonus(question.text, stored) + _beside_bonus(question.text, stored)
    )
    if names_a_case(question.text):
        bonus += 2 * STEP * tier(question.text, f"{clause_of(stored)},{'、'.join(fact.scope)}")
    named = (fit.own > 0 or fit.score >= _UNNAMED) and not _other_unit(question.counter, fact.unit or "")
    named = named or _is_whole(question, stored)
    named = named and _is_of_stage(question, stored) and not _share_of_other(question, fact.unit or "", fit)
    return Verdict(f"{fact.name}{stored.words}" if fact.name else stored.words, bonus, named)


def _state_bonus(asked: str, status: str) -> float:
    """有多少 and 现在 ask for what is, 要达到 for what is wanted; where nothing tells, what is wanted comes first."""
    if wording.pattern("question", "asks_state").search(asked):
        return 1.5 * STEP if status == "actual" else 0.0
    wanted = wording.pattern("question", "asks_wanted").search(asked)
    return (STEP if wanted else STEP / 2) if status == "target" else 0.0


def _whole_bonus(asked: str, stored: StoredFact) -> float:
    """一共 asks for the whole; and a value that something has come from (由21%提高到25%) is not the one asked for."""
    clause = flat(clause_of(stored))
    before, words, _ = clause.partition(flat(stored.words))
    bonus = 0.0
    if wording.pattern("question", "asks_whole").search(asked) and wording.pattern("question", "says_whole").search(
        clause
    ):
        bonus += STEP
    if words and wording.pattern("question", "comes_from").search(before):
        bonus += 2 * STEP if wording.pattern("question", "asks_before").search(asked) else -2 * STEP
    return bonus


def _is_whole(question: Question, stored: StoredFact) -> bool:
    """Whether the whole is asked for (一共多少项) and told in just that unit (共149项), whatever the plan calls it."""
    asked = wording.pattern("question", "asks_whole").search(question.text)
    told = wording.pattern("question", "says_whole").search(flat(clause_of(stored)))
    return bool(asked and told) and getattr(stored.fact, "unit", None) == question.counter != ""


def _bound_bonus(question: Question, stored: StoredFact, unit: str) -> float:
    """不能超过多少 asks for the value that this is said of; a rate is told as a share, not in points or people."""
    bonus = 0.0
    for bounds in ("upper_bounds", "lower_bounds"):
        bound = wording.pattern("question", bounds)
        if bound.search(question.text) and bound.search(flat(clause_of(stored))):
            bonus += STEP
    if not question.counter and wording.pattern("question", "asks_rate").search(question.text):
        bonus += STEP if unit in _SHARES else -STEP
    return bonus


def _name_bonus(question: Question, name: str | None) -> float:
    """What is asked for by its whole name goes before what only shares words with it, the longer name before the shorter."""
    own, asked = flat(name or ""), flat(question.about or question.text)
    return 2 * STEP * min(1.0, len(own) / len(asked)) if own and own in flat(question.text) else 0.0


def _beside_bonus(asked: str, stored: StoredFact) -> float:
    """Of several numbers in a list that whose own words are asked for: 半天50元、一天100元; A等7600元、B等7200元."""
    before, words, _ = flat(stored.text).partition(flat(stored.words))
    own = _PIECE.split(before)[-1] if words else ""
    grade = _GRADE.search(own)
    own = grade[0] if grade else own
    return 2 * STEP if 1 < len(own) <= _BESIDE and own in flat(asked) else 0.0


def _deed_bonus(asked: str, stored: StoredFact) -> float:
    """扣几分 asks for what is taken off, not for what is given (得4分,…扣2分)."""
    return 2 * STEP * deed_fits(asked, flat(clause_of(stored)).partition(flat(stored.words))[0])


def _change_bonus(asked: str, stored: StoredFact) -> float:
    """每年降多少 asks for what something falls by, not for what it is to be."""
    changes = (wording.pattern("question", row) for row in ("falls", "rises"))
    change = next((one for one in changes if one.search(asked)), None)
    return 2 * STEP if change is not None and change.search(flat(clause_of(stored))) else 0.0


def _is_of_stage(question: Question, stored: StoredFact) -> bool:
    """Whether the stage of school asked for is spoken of anywhere: 高中招多少人 asks for nothing that is said of others."""
    stages = [stage for stage in lexicons().stages if stage in question.text]
    if not stages:
        return True
    own = f"{stored.text}{stored.section or ''}{stored.lead}{stored.document}{stored.issuer or ''}{stored.actors}"
    others = [stage for stage in lexicons().stages if stage not in stages]
    words = [word for stage in stages for word in (stage, *lexicons().synonyms.get(stage, ()))]
    return any(word in own for word in words) or not any(stage in own for stage in others)


def _unit_bonus(counter: str, unit: str) -> float:
    """Whether a unit goes with the counter in the question: 多少人 wants 人 or 名, not %."""
    if not counter:
        return 0.0
    rows = [row for row in lexicons().units if counter in row]
    if any(unit.split("/")[0] in row for row in rows):
        return 3 * STEP if unit == counter or {unit, counter} <= day_units() else 2 * STEP
    return -2 * STEP if unit else -STEP / 2


def _other_unit(counter: str, unit: str) -> bool:
    """Whether a quantity is of another kind than the one asked for (多长时间 wants no 平方米); a share may stand for a number
    of what is counted."""
    rows = [row for row in lexicons().units if counter in row]
    if unit == "%" and not counter.startswith("多"):
        return bool(rows) and not any(_COUNTED_IN in row or "%" in row for row in rows)
    return bool(rows) and unit not in ("", "%") and not any(unit.split("/")[0] in row for row in rows)


def _share_of_other(question: Question, unit: str, fit: Fit) -> bool:
    """Whether a share is given where a number of people or things is asked for, and its name says nothing of them."""
    rows = [row for row in lexicons().units if question.counter in row]
    return unit == "%" and bool(rows) and not any("%" in row for row in rows) and not fit.own


def _time_bonus(question: Question, stored: StoredFact) -> float:
    """A value for the year asked for goes before one for another year."""
    if question.freq:
        return 1.5 * STEP if any(other.freq == question.freq for other in times(clause_of(stored))) else 0.0
    time = question.time
    if time is None:
        return 0.0
    if flat(time.text) in searchable(clause_of(stored)):
        return 3 * STEP
    if not (time.from_date or time.to_date):
        return 0.0
    if flat(time.text) in searchable(stored.text):
        return STEP
    begin, end = stored.due_starts or stored.due_ends, stored.due_ends or stored.due_starts
    if not end or not _meets(question, first_day(begin), last_day(end)):
        return -STEP if end else 0.0
    # 到2027年 means what is to be so by then, not what is to be so sooner.
    return 2 * STEP if last_day(end) == last_day(time.to_date) else STEP


def _meets(question: Question, begin: str | None, end: str | None) -> bool:
    time = question.time
    if time is None:
        return True
    first, last = first_day(time.from_date), last_day(time.to_date)
    return not ((last and begin and begin > last) or (first and end and end < first))
