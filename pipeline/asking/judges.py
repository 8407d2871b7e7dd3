"""For each kind of question: which facts can answer it, how well, and in what words."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from pipeline.asking.fit import Fit, clause_of, clauses
from pipeline.asking.lexicons import lexicons
from pipeline.asking.question import LEADER, Question
from pipeline.asking.rows import due_words, seat, shown
from pipeline.expressions import times
from pipeline.lexicon import wording
from pipeline.model.result import Deadline, Duty, Indicator, Membership
from pipeline.store.dates import first_day, last_day
from pipeline.store.names import actor_names
from pipeline.store.records import StoredFact
from pipeline.store.searchtext import normalised, searchable

# What is counted, not measured, is asked for with it.
_COUNTED_IN = "个"
_STEP = 0.1
# A quantity whose name says nothing of what is asked for must stand right among the words asked for.
_UNNAMED = 0.65


class Verdict(msgspec.Struct, frozen=True):
    """The answer a fact gives and what that adds to its score."""

    answer: str
    bonus: float = 0.0
    strong: bool = True


Judge = Callable[[Question, StoredFact, Fit], Verdict | None]
_PARTS = {"lead": _STEP, "sole": _STEP, "support": -2 * _STEP}


def judge_who(question: Question, stored: StoredFact, fit: Fit) -> Verdict | None:
    """The actor of a duty; of the part asked for, where one is. Words by which a text puts somebody in charge of just
    this (负责, 牵头, 第一责任人 in one clause with what is asked for) count most."""
    fact = stored.fact
    if not isinstance(fact, Duty) or not (who := fact.who):
        return None
    if question.part == "support":
        helps = fact.part == "support" or any(word in stored.words for word in lexicons().support)
        return Verdict(who, _STEP if fact.part == "support" else 0.0) if helps else None
    if fact.modality in ("must_not", "may"):
        return Verdict(who, -_STEP)
    bonus = (
        _PARTS[fact.part]
        + _kind_bonus(question, fact)
        + _STEP * fit.own
        + _STEP * fit.density
        + _charge_bonus(question, stored, fit)
    )
    if question.part == "lead":
        return Verdict(who, bonus - (2 * _STEP if fact.part == "sole" else 0.0), fact.part != "support")
    return Verdict(who, bonus)


def _kind_bonus(question: Question, duty: Duty) -> float:
    """Whoever asks for a 部门 or 科室 wants no person; who asks 谁 takes either."""
    if question.office:
        return 1.5 * _STEP if duty.actor_kind in ("org", "group") else 0.0
    asked = any(word in question.text for word in lexicons().person)
    return 2 * _STEP if asked and duty.actor_kind in ("person", "post") else 0.0


def _charge_bonus(question: Question, stored: StoredFact, fit: Fit) -> float:
    words = stored.words + ("" if stored.words in stored.text else stored.text)
    if question.role and question.role in words:
        return 2 * _STEP
    charged = (clause for clause in clauses(normalised(words)) if any(word in clause for word in lexicons().charge))
    return 1.5 * _STEP if any(form in clause for clause in charged for form in fit.forms) else 0.0


def judge_duty(question: Question, stored: StoredFact, fit: Fit) -> Verdict | None:
    """The words of a duty or a target."""
    fact = stored.fact
    if question.modality and isinstance(fact, Duty) and fact.modality != question.modality:
        return None
    return Verdict(stored.words, _STEP * fit.own)


def judge_words(_question: Question, stored: StoredFact, fit: Fit) -> Verdict | None:
    """Whatever the fact says."""
    return Verdict("", _STEP * fit.own) if stored.words else None


def judge_much(question: Question, stored: StoredFact, fit: Fit) -> Verdict | None:
    """A quantity; what it measures must be what is asked for, or stand in one sentence with it."""
    fact = stored.fact
    if not isinstance(fact, Indicator):
        return None
    bonus = 2 * _STEP * fit.own + _unit_bonus(question.counter, fact.unit or "") + _time_bonus(question, stored)
    bonus += _STEP / 2 if fact.status == "target" else 0.0
    bonus += _STEP if any(form in scope for scope in map(normalised, fact.scope) for form in fit.forms) else 0.0
    bonus += _stage_bonus(question, f"{fact.name}{''.join(fact.scope)}")
    named = (fit.own > 0 or fit.score >= _UNNAMED) and not _other_unit(question.counter, fact.unit or "")
    named = named and _is_of_stage(question, stored) and not _share_of_other(question, fact.unit or "", fit)
    return Verdict(f"{fact.name}{stored.words}" if fact.name else stored.words, bonus, named)


def _stage_bonus(question: Question, own: str) -> float:
    """小学生均经费 asks for no other stage's."""
    stages = [stage for stage in lexicons().stages if stage in question.text]
    if not stages:
        return 0.0
    if any(stage in own for stage in stages):
        return 1.5 * _STEP
    return -_STEP if any(stage in own for stage in lexicons().stages) else 0.0


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
        return 3 * _STEP if unit == counter or {unit, counter} <= _days() else 2 * _STEP
    return -2 * _STEP if unit else -_STEP / 2


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
        return 1.5 * _STEP if any(other.freq == question.freq for other in times(clause_of(stored))) else 0.0
    time = question.time
    if time is None or not (time.from_date or time.to_date):
        return 0.0
    if normalised(time.text) in searchable(stored.text):
        return _STEP
    begin, end = stored.due_starts or stored.due_ends, stored.due_ends or stored.due_starts
    return (_STEP if _meets(question, first_day(begin), last_day(end)) else -_STEP) if end else 0.0


def judge_when(question: Question, stored: StoredFact, _fit: Fit) -> Verdict | None:
    """A date or period, or the date of the duty, target or indicator that was found."""
    answer = due_words(stored)
    if answer is None:
        return None
    freq = stored.fact.freq if isinstance(stored.fact, Deadline) else stored.due_freq
    unit = wording.pattern("question", "asks_unit").search(question.text)
    bonus = 0.0
    if unit:
        counted = any(word in answer for word in (_days() if unit[1] in _days() else (unit[1],)))
        bonus = 2 * _STEP if counted else -_STEP
    for wanted, said in (("asks_day", "says_day"), ("asks_hour", "says_hour")):
        if wording.pattern("question", wanted).search(question.text):
            bonus += _STEP if wording.pattern("question", said).search(answer) else -3 * _STEP
    if wording.pattern("question", "asks_span").search(question.text) and _is_span(stored):
        bonus += 3 * _STEP
    if stored.section and wording.pattern("question", "says_times").search(stored.section.rsplit(" > ", 1)[-1]):
        bonus += 2 * _STEP
    if question.freq:  # 每月几号前报 asks for a day that comes back
        return Verdict(answer, bonus + (3 * _STEP if freq == question.freq else -2 * _STEP))
    if isinstance(stored.fact, Deadline):
        return Verdict(answer, bonus + _STEP * _exactness(stored.fact))
    return Verdict(answer, bonus - (2 * _STEP if freq else 0.0))


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


def judge_often(question: Question, stored: StoredFact, _fit: Fit) -> Verdict | None:
    """A recurrence; of the period asked for (每学期几次), where one is."""
    fact = stored.fact
    if not isinstance(fact, Deadline) or not fact.freq:
        return None
    bonus = 0.0
    if question.freq:
        bonus = _STEP if question.freq == fact.freq else -_STEP
    words = shown(stored.words)
    behind = stored.text[stored.text.find(stored.words) + len(stored.words) :]
    counter = wording.pattern("question", "counted_acts")
    counted = any(counter.search(clause) for clause in clauses(behind)[:1])
    return Verdict(f"{words}{fact.times}次" if counted and not counter.search(words) else words, bonus)


def judge_holder(question: Question, stored: StoredFact, _fit: Fit) -> Verdict | None:
    """Who holds a position: in a group, or as a standing job."""
    fact = stored.fact
    if not isinstance(fact, Membership):
        return None
    if question.position == LEADER:
        leads = (
            fact.group
            and fact.position.endswith(wording.words("question", "leading_posts"))
            and "副" not in fact.position
        )
        return Verdict(fact.person, _STEP) if leads else None
    names = actor_names()
    wanted = names.canonical(question.position)
    held = [
        names.canonical(word) for word in (fact.position, *(fact.post or "").replace(",", "、").split("、")) if word
    ]
    if wanted in held:
        return Verdict(fact.person, _STEP)
    near = any(h.endswith(wanted) and not h.removesuffix(wanted).endswith("副") for h in held)
    return Verdict(fact.person, -_STEP) if near else None


def judge_member(question: Question, stored: StoredFact, _fit: Fit) -> Verdict | None:
    """A member of the group asked for."""
    fact = stored.fact
    if not isinstance(fact, Membership) or not fact.group:
        return None
    same = normalised(fact.group) == normalised(question.group)
    return Verdict(f"{fact.person}（{fact.position}）", _STEP if same else 0.0)


def judge_seat(_question: Question, stored: StoredFact, _fit: Fit) -> Verdict | None:
    """What a person is."""
    if not isinstance(stored.fact, Membership):
        return None
    return Verdict(seat(stored.fact), -_STEP if stored.fact.position in lexicons().plain_seats else 0.0)


def _meets(question: Question, begin: str | None, end: str | None) -> bool:
    time = question.time
    if time is None:
        return True
    first, last = first_day(time.from_date), last_day(time.to_date)
    return not ((last and begin and begin > last) or (first and end and end < first))


def _days() -> frozenset[str]:
    """The units in which days are counted."""
    return wording.signs("question", "day_units")
