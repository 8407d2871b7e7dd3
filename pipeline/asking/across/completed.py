"""What a comparison of values leaves out: bodies whose plans tell the measure by no name of its own are asked of it alone."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pipeline.asking.across.single import MOST, Alone, Single, frequencies, in_minutes, measure_of, values
from pipeline.asking.across.values import bound_in
from pipeline.asking.across.whose import compared_plans, whose
from pipeline.asking.lexicons import lexicons
from pipeline.asking.naming import named_bodies
from pipeline.asking.papers import plan_row
from pipeline.asking.question import Question, understand
from pipeline.asking.tiers import lies_in
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.searchtext import flat

_TWO = 2
_LEAST_NAME = 2
_UPPER = ("<=", "<")
_PERCENT, _POINTS = "%", "个百分点"


def completed(kb: KnowledgeBase, question: str, rows: Sequence[AnswerRow], alone: Alone, limit: int) -> list[AnswerRow]:
    """The rows of a question for the highest or lowest value, with those of bodies that they leave out, in one order."""
    asked = understand(kb, question)
    if asked.kind == "absent":
        return _silent(kb, asked, rows, alone)[:limit]
    if asked.kind == "gap" and not rows:
        return _differing(kb, asked, alone)[:limit]
    if asked.kind == "threshold":
        return [*rows, *_on_that_side(kb, asked, rows, alone)][:limit]
    if asked.kind != "extreme":
        return list(rows)
    bodies = list(dict.fromkeys(compared_plans(kb, asked).values()))
    rows, other = [row for row in rows if row.answer.partition("：")[0] in bodies], rows
    if wording.pattern("question", "asks_actual").search(asked.text):  # what is to be is no answer to what is
        return list(rows)
    told = {row.answer.partition("：")[0] for row in rows}
    found = _left_out(kb, asked, [body for body in bodies if body not in told], alone)
    counts = wording.words("question", "counts_of_doing")
    if rows and all(row.unit in counts for row in rows):  # 每月1次 is more than 每学期3次
        often = _by_frequency(kb, asked, bodies, alone)
        return (often if len(often) >= len(rows) else list(rows))[:limit]
    if not rows and len(found) < _TWO and measure_of(asked.text) is None:
        return _by_frequency(kb, asked, bodies, alone)[:limit] or list(other)
    rows = rows or (other if len(found) < _TWO else [])
    if not found or len(found) + len(rows) < _TWO:
        return list(rows)
    least = _is_least(asked, [*(row.op in _UPPER for row in rows), *(one.values[0].upper for one in found)])
    every = [*((_number(row), row) for row in rows), *(_one(one, least=least) for one in found)]
    units = {unit for (_, unit), _ in every}
    if len(units) != 1 or any(number is None for (number, _), _ in every):
        return list(rows)
    every.sort(key=lambda one: (one[0][0] or 0.0) * (1 if least else -1))
    return [row for _, row in every][:limit]


def _on_that_side(kb: KnowledgeBase, asked: Question, rows: Sequence[AnswerRow], alone: Alone) -> list[AnswerRow]:
    """The bodies left out whose value of a measure lies on the side of the number asked for."""
    bound = bound_in(asked.text)
    if bound is None or measure_of(asked.text) is None or wording.pattern("question", "asks_actual").search(asked.text):
        return []
    told = {row.answer.partition("：")[0] for row in rows}
    bodies = [body for body in dict.fromkeys(compared_plans(kb, asked).values()) if body not in told]
    times, unit = in_minutes(1.0, bound.unit)
    found = [
        one
        for one in values(kb, bodies, asked.text, alone)
        if one.values[0].unit == unit and lies_in(one.values[0].number / times, bound)
    ]
    return [msgspec.structs.replace(one.row, answer=f"{one.body}：{one.words}") for one in found]


def _by_frequency(kb: KnowledgeBase, asked: Question, bodies: Sequence[str], alone: Alone) -> list[AnswerRow]:
    """The bodies by how often they do what is asked for (家长会开得最多的学校), where two say so."""
    deed = wording.pattern("question", "beside_measure").sub("", asked.about)
    found = frequencies(kb, bodies, deed, alone) if len(deed) >= _LEAST_NAME else []
    found = [one for one in found if any(deed[at : at + _TWO] in flat(one.row.text) for at in range(len(deed) - 1))]
    found.sort(key=lambda one: one.values[0].number * (1 if _is_least(asked, []) else -1))
    rows = [msgspec.structs.replace(one.row, answer=f"{one.body}：{one.words}") for one in found]
    return rows if len(rows) >= _TWO else []


def _left_out(kb: KnowledgeBase, asked: Question, bodies: Sequence[str], alone: Alone) -> list[Single]:
    """The values of bodies left out: of a measure whose row says how they are asked, else of what has its words in their sentence."""
    if measure_of(asked.text) is not None:
        return values(kb, bodies, asked.text, alone)
    name = wording.pattern("question", "beside_measure").sub("", asked.about)
    pairs = [name[at : at + _TWO] for at in range(len(name) - 1)]
    if len(name) < _LEAST_NAME:
        return []
    found = values(kb, bodies, name, alone)
    return [one for one in found if 3 * sum(pair in flat(one.row.text) for pair in pairs) >= 2 * len(pairs)]


def _silent(kb: KnowledgeBase, asked: Question, rows: Sequence[AnswerRow], alone: Alone) -> list[AnswerRow]:
    """The bodies that tell no value of the measure asked for (没写学生每天运动多久), where others do."""
    if measure_of(asked.text) is None:
        return list(rows)
    plans = compared_plans(kb, asked)
    if len(set(plans.values())) > MOST:  # those that are not asked would seem to say nothing
        return list(rows)
    telling = {one.body for one in values(kb, dict.fromkeys(plans.values()), asked.text, alone)}
    keys = {body: key for key, body in reversed(plans.items())}
    silent = [row for body in sorted(keys) if body not in telling and (row := plan_row(kb, keys[body], body))]
    return silent if telling else list(rows)


def _number(row: AnswerRow) -> tuple[float | None, str]:
    return in_minutes(row.value, row.unit or "") if row.value is not None else (None, "")


def _one(one: Single, *, least: bool) -> tuple[tuple[float | None, str], AnswerRow]:
    value = (min if least else max)(one.values, key=lambda told: told.number)
    return (value.number, value.unit), msgspec.structs.replace(one.row, answer=f"{one.body}：{one.words}")


def _is_least(asked: Question, upper: Sequence[bool]) -> bool:
    """Whether the lowest value is asked for; the strictest of upper bounds is the lowest, of others the highest."""
    said = f"最{asked.extreme.removeprefix('最')}"
    strict = wording.pattern("question", "strictest").search(said)
    if not strict and not wording.pattern("question", "loosest").search(said):
        return said in lexicons().lowest
    return (2 * sum(upper) >= len(upper)) == bool(strict)


def apart(kb: KnowledgeBase, text: str, alone: Alone, limit: int) -> list[AnswerRow] | None:
    """The values of two bodies, where a question asks in what they differ (两校的演练次数差在哪)."""
    asks = wording.pattern("question", "asks_difference").search(text)
    bodies, rest = named_bodies(kb, text[: asks.start()]) if asks else ((), "")
    if len(bodies) != _TWO:
        return None
    known = whose(kb)
    names = [next((known[key] for key in one.documents if key in known), one.words) for one in bodies]
    rest = wording.pattern("question", "of_one_term").sub("", rest).strip("的在")
    deed = wording.pattern("question", "counts_how_often").sub("", rest)
    found = values(kb, names, rest, alone) if measure_of(rest) or deed == rest else []
    found = found if len(found) == _TWO else frequencies(kb, names, deed, alone)
    if len(found) != _TWO:
        return None
    both = "；".join(f"{one.body}：{one.words}" for one in found)
    first = msgspec.structs.replace(found[0].row, answer=both, fact=None)
    return [first, *(msgspec.structs.replace(one.row, answer=f"{one.body}：{one.words}") for one in found)][:limit]


def _differing(kb: KnowledgeBase, asked: Question, alone: Alone) -> list[AnswerRow]:
    """How far the values of two bodies lie apart, each asked alone."""
    known = whose(kb)
    bodies = list(dict.fromkeys(known[key] for key in asked.documents if key in known))
    found = values(kb, bodies, asked.about, alone) if len(bodies) == _TWO and len(asked.about) >= _LEAST_NAME else []
    if (
        len(found) != _TWO
        or any(len(one.values) != 1 for one in found)
        or len({one.values[0].unit for one in found}) != 1
    ):
        return []
    found.sort(key=lambda one: -one.values[0].number)
    more, less = (one.values[0] for one in found)
    unit = _POINTS if more.unit == _PERCENT else more.unit
    parts = "；".join(f"{one.body}：{one.words}" for one in found)
    answer = f"相差{round(more.number - less.number, 6):g}{unit}（{parts}）"
    return [msgspec.structs.replace(found[0].row, answer=answer, fact=None), *(one.row for one in found)]


def first_part(question: str) -> str:
    """A question for one body without what it asks of it besides (哪个学校卡得最紧,最多几个人一班): values are told anyway."""
    match = wording.pattern("question", "asks_value_too").search(question)
    if match is None or not wording.pattern("question", "asks_outermost_body").search(question[: match.start()]):
        return question
    return question[: match.start()]
