"""What each of several bodies says of one measure, asked of it alone (柳溪小学的班额是多少), as values that can be compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from pipeline.asking.across.often import told_often
from pipeline.asking.across.whose import body_of
from pipeline.asking.lexicons import MeasureRow, lexicons
from pipeline.expressions import quantities
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.searchtext import flat, normalised

# Answers a question alone: its first sure row.
Alone = Callable[[str], AnswerRow | None]
# Bodies are asked one by one; of more than so many a question is not.
MOST = 60
# In a base of more passages than that, bodies are not asked alone for what names of measures find, nor is everything read that is due in
# a month: a question would take seconds.
LARGEST_BASE = 20_000
_BETWEEN_CLAUSES = re.compile("[,;。\n\t]")
_BARE = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,4})?")
_UPPER, _EXACT = ("<=", "<"), "="
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=）)")
_MINUTES = {"小时": ("分钟", 60.0)}


class Value(msgspec.Struct, frozen=True):
    """A number a body tells, of one stage of school where it says so; `upper`: it is a bound from above; `exact`: it is no bound at all."""

    number: float
    unit: str
    words: str
    stage: str = ""
    upper: bool = False
    exact: bool = True


class Single(msgspec.Struct, frozen=True):
    """A body's own answer and the values in it, that of the answer first."""

    body: str
    row: AnswerRow
    values: tuple[Value, ...]

    @property
    def differs(self) -> bool:
        """Whether the sentence sets another amount beside the one told, for others than a stage of school."""
        value = self.values[0]
        clauses = _BETWEEN_CLAUSES.split(normalised(self.row.text)) if value.unit else ()
        amounts = [one for clause in clauses for one in _in_clause(clause, ()) if one.unit == value.unit]
        return len({(one.stage, one.number) for one in amounts}) > len({(one.stage, one.number) for one in self.values})

    @property
    def words(self) -> str:
        return "、".join(f"{one.stage}{one.words}" for one in self.values)


def measure_of(text: str) -> MeasureRow | None:
    """The measure that a question speaks of, where its row says how a body is asked of it."""
    return next((row for asks, row in lexicons().asked_alone if asks.search(text)), None)


def values(kb: KnowledgeBase, bodies: Iterable[str], measure: str, alone: Alone) -> list[Single]:
    """What each of some bodies says of a measure (班额), in amounts of one unit."""
    row = measure_of(measure)
    asks = row.questions if row else (f"{measure}是多少", f"有多少{measure}")
    units = row.units if row else ()
    return list(_asked(kb, bodies, asks, alone, lambda found: _amounts(found, units)))


def frequencies(kb: KnowledgeBase, bodies: Iterable[str], deed: str, alone: Alone) -> list[Single]:
    """How often a year each of some bodies does something."""
    return list(_asked(kb, bodies, (f"{deed}多久一次", f"{deed}每学期几次"), alone, lambda row: how_often(row, deed)))


def days(kb: KnowledgeBase, bodies: Iterable[str], deed: str, alone: Alone) -> list[Single]:
    """The day by which each of some bodies does something; the number is the day's digits."""
    return list(_asked(kb, bodies, (f"什么时候{deed}", f"{deed}是什么时候"), alone, _due))


def _asked(
    kb: KnowledgeBase,
    bodies: Iterable[str],
    asks: Sequence[str],
    alone: Alone,
    told: Callable[[AnswerRow], tuple[Value, ...]],
) -> Iterator[Single]:
    for body in list(bodies)[:MOST]:
        for ask in asks:
            row = alone(f"{body}的{ask}")
            if row is not None and body_of(kb, row) == body and (found := told(row)):
                yield Single(body, row, found)
                break


def _amounts(row: AnswerRow, units: Sequence[str]) -> tuple[Value, ...]:
    """The amount of an answer, and those of other stages that its sentence sets beside it."""
    found = [one for clause in _BETWEEN_CLAUSES.split(normalised(row.text)) for one in _in_clause(clause, units)]
    answer = flat(row.answer)
    if _BARE.fullmatch(answer) and len(units) == 1:  # a cell whose column says the unit
        return (Value(float(answer), units[0], f"{answer}{units[0]}"),)
    first = next((at for at, one in enumerate(found) if flat(one.words) in answer), None)
    if first is None:
        return ()
    main = found[first]
    others = [one for one in found if one.stage and one.unit == main.unit and one is not main]
    return (main, *others) if main.stage else (main,)


def _in_clause(clause: str, units: Sequence[str]) -> list[Value]:
    if wording.pattern("question", "of_a_part").match(clause):
        return []
    stage = wording.pattern("question", "stages_told").search(clause)
    uncounted = () if units else wording.words("question", "counts_of_doing")  # 每学期3次 is no more than 每月1次
    return [
        _value(one.value, one.unit, one.text, stage[0] if stage else "", one.op)
        for one in quantities(clause)
        if one.unit and one.unit not in uncounted and (not units or one.unit.split("/")[0] in units)
    ]


def in_minutes(number: float, unit: str) -> tuple[float, str]:
    """Hours as minutes, other amounts as they are."""
    base, times = _MINUTES.get(unit, (unit, 1.0))
    return number * times, base


def _value(number: float, unit: str, words: str, stage: str, op: str) -> Value:
    number, unit = in_minutes(number, unit)
    return Value(number, unit, words, stage, op in _UPPER, op == _EXACT)


def how_often(row: AnswerRow, deed: str) -> tuple[Value, ...]:
    """How often a year, by the clause of the answer's sentence that says so first of all that speak of the deed."""
    clauses = [one for one in re.split("[;。\n]", normalised(row.text)) if one.strip()]
    clauses.sort(key=lambda one: -sum(deed[at : at + 2] in one for at in range(len(deed) - 1)))
    for clause in clauses:
        for part in (
            one for one in re.split("[,\t]", clause) if not wording.pattern("question", "of_a_part").match(one)
        ):
            if (told := told_often(part)) and not wording.pattern("question", "counts_households").search(part):
                return (Value(told[0], "", told[1]),)
    return ()


def _due(row: AnswerRow) -> tuple[Value, ...]:
    day = _DAY.search(row.answer)
    return (Value(float(day[0].replace("-", "")), "", row.answer),) if day else ()
