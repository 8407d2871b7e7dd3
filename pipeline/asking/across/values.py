"""Which plan's value is the highest or lowest, which lie on one side of a number, how far two lie apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from pipeline.asking.across.told import Told, told
from pipeline.asking.across.whose import first_of_each
from pipeline.asking.lexicons import lexicons
from pipeline.asking.question import Question
from pipeline.asking.rows import answer_row, default_answer
from pipeline.asking.tiers import lies_in
from pipeline.asking.words import Term
from pipeline.expressions import quantities
from pipeline.lexicon import wording
from pipeline.model.expression import Quantity
from pipeline.model.result import Indicator
from pipeline.model.rows import AnswerRow
from pipeline.store import held
from pipeline.store.knowledge_base import KnowledgeBase

_PAIR = 2
# Two shares lie apart by points.
_PERCENT, _POINTS = "%", "个百分点"


def extreme(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """The plan whose value is the lowest or highest first, then the others in order; a plan once."""
    found = told(kb, asked, terms)
    return _in_order(kb, found, 1 if _is_least(kb, asked, found) else -1, limit)


def threshold(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """The plans whose value lies on the side of the number asked for, the farthest from it first."""
    bound = bound_in(asked.text)
    if bound is None:
        return []
    found = [item for item in told(kb, asked, terms) if lies_beyond(item, bound)]
    return _in_order(kb, found, -1 if bound.op in (">", ">=") else 1, limit)


def gap(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """How far the values of two bodies lie apart: the difference first, then each value with its sentence."""
    found = told(kb, asked, terms)
    rows = _in_order(kb, found, -1, limit)
    best = first_of_each(sorted(found, key=lambda item: (-item.one.value, item.one.key)), lambda item: item.body)
    if len(best) != _PAIR or len(rows) < _PAIR:
        return []
    more, less = best
    unit = _POINTS if more.one.unit == _PERCENT else more.one.unit
    difference = f"{round(more.one.value - less.one.value, 6):g}{unit}"
    values = f"{rows[0].answer}；{rows[1].answer}"
    return [msgspec.structs.replace(rows[0], answer=f"相差{difference}（{values}）"), *rows][:limit]


def bound_in(asked: str) -> Quantity | None:
    """The number that a question sets as a bound, as the last of its numbers; 达到 means at least, 没到 less."""
    bound = next(reversed(quantities(asked)), None)
    if bound is not None and wording.pattern("question", "falls_short").search(asked[: bound.number_start]):
        return msgspec.structs.replace(
            bound, op="<", low=None, low_inclusive=False, high=bound.value, high_inclusive=False
        )
    if bound is not None and bound.op == "=" and "达到" in asked:
        return msgspec.structs.replace(bound, op=">=", low=bound.value, low_inclusive=True, high=None)
    return bound


def lies_beyond(item: Told, bound: Quantity) -> bool:
    """Whether a value lies on the side of a bound, counted in the same unit."""
    unit = item.one.unit
    same = not bound.unit or not unit or bound.unit.split("/")[0] == unit.split("/")[0]
    return same and lies_in(item.one.value, bound)


def _is_least(kb: KnowledgeBase, asked: Question, found: Sequence[Told]) -> bool:
    """Whether the lowest value is asked for. The strictest bound is the lowest of upper ones (不超过45人) and the highest of lower ones."""
    said = f"最{asked.extreme.removeprefix('最')}"
    strict = wording.pattern("question", "strictest").search(said)
    if not strict and not wording.pattern("question", "loosest").search(said):
        return said in lexicons().lowest
    facts = held.facts_by_key(kb, (item.one.key for item in found))
    ops = Counter(stored.fact.op for stored in facts.values() if isinstance(stored.fact, Indicator))
    upper = ops["<="] + ops["<"] >= ops[">="] + ops[">"]
    return upper == bool(strict)


def _in_order(kb: KnowledgeBase, found: Sequence[Told], sign: int, limit: int) -> list[AnswerRow]:
    """The first row of each plan in the order of the values; the answer says whose it is. A paper kept twice counts once."""
    ordered = sorted(found, key=lambda item: (sign * item.one.value, item.body, item.one.title, item.one.key))
    kept = first_of_each(ordered, lambda item: (item.body, item.one.title))[:limit]
    stored = held.facts_by_key(kb, (item.one.key for item in kept))
    return [
        answer_row(stored[item.one.key], f"{item.body}：{default_answer(stored[item.one.key])}")
        for item in kept
        if item.one.key in stored
    ]
