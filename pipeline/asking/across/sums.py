"""What the values of several bodies make together (三所学校的培训经费加起来是多少): only where each of them tells one sure value of one
unit; the answer shows the parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from pipeline.asking.across.single import Alone, Single, Value, values
from pipeline.asking.across.whose import whose
from pipeline.asking.naming import Named, is_school, named_bodies
from pipeline.asking.rows import answer_row
from pipeline.lexicon import wording
from pipeline.model.result import Indicator
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import StoredFact
from pipeline.store.searchtext import flat, normalised

_YUAN, _TEN_THOUSAND = "元", 10_000
_MOST_FACTS = 2_000
_TWO = 2


def summed(kb: KnowledgeBase, text: str, alone: Alone, limit: int) -> list[AnswerRow] | None:
    """The sum with its parts, then each part with its sentence; empty where one of the bodies does not tell a sure value."""
    asks = wording.pattern("question", "asks_whole_of_bodies").search(text)
    if asks is None:
        return None
    bodies, rest = _bodies(kb, text[: asks.start()])
    if len(bodies) < _TWO:
        return None
    measure = wording.pattern("question", "bodies_counted").sub("", rest).strip("的")
    if wording.pattern("question", "own_budget").search(rest):
        found = [one for body in bodies if (one := _budget(kb, body)) is not None]
    else:
        found = values(kb, bodies, measure, alone) if len(measure) > 1 else []
    units = {value.unit for one in found for value in one.values}
    if len(found) != len(bodies) or len(units) != 1 or any(not _is_sure(one) for one in found):
        return []
    total = _shown(sum(one.values[0].number for one in found), units.pop())
    parts = "；".join(f"{one.body}：{one.words}" for one in found)
    whole = msgspec.structs.replace(found[0].row, answer=f"{total}（{parts}）", fact=None)
    return [whole, *(msgspec.structs.replace(one.row, answer=f"{one.body}：{one.words}") for one in found)][:limit]


def _bodies(kb: KnowledgeBase, text: str) -> tuple[list[str], str]:
    """The bodies whose values are to be added, by their own names, and the text without them."""
    known = whose(kb)
    named, rest = named_bodies(kb, text)
    if named:
        return list(dict.fromkeys(_own_name(one, known) for one in named)), rest
    every = wording.pattern("question", "each_body").match(text)
    if every is None:
        return [], text
    schools = wording.pattern("question", "schools_asked_for").match(every["body"]) is not None
    names = dict.fromkeys(known.values())
    return [body for body in names if is_school(body) or not schools], text[every.end() :]


def _is_sure(one: Single) -> bool:
    """Whether a body tells one number that is no bound (不少于48学时): bounds do not add up."""
    return len(one.values) == 1 and one.values[0].exact


def _own_name(one: Named, known: dict[int, str]) -> str:
    return next((known[key] for key in one.documents if key in known), one.words)


def _budget(kb: KnowledgeBase, body: str) -> Single | None:
    """The one amount that a body's plans set aside: a total, else the only amount that is paid out neither by the head nor for a
    part of another; null where there are several."""
    plans = [key for key, name in whose(kb).items() if name == body]
    keys = finding.facts_of_documents(kb.db, plans, ("indicator",), _MOST_FACTS)
    money = [one for one in held.facts_by_key(kb, keys).values() if isinstance(one.fact, Indicator) and _is_money(one)]
    totals = [one for one in money if wording.pattern("question", "sum_row").search(_name(one))]
    sure = totals or list(_wholes(money))
    amounts = {one.fact.value for one in sure if isinstance(one.fact, Indicator)}
    if len(amounts) != 1:
        return None
    row = answer_row(sure[0])
    return Single(body, row, (Value(amounts.pop(), _YUAN, _with_unit(sure[0])),))


def _with_unit(one: StoredFact) -> str:
    words = flat(one.words)
    return words if words.endswith(_YUAN) else f"{words}{_YUAN}"


def _name(one: StoredFact) -> str:
    return normalised(one.fact.name) if isinstance(one.fact, Indicator) else ""


def _is_money(one: StoredFact) -> bool:
    return isinstance(one.fact, Indicator) and one.fact.unit == _YUAN and one.fact.status == "target"


def _wholes(money: Sequence[StoredFact]) -> Iterator[StoredFact]:
    """Amounts without those of a part (其中图书0.6万元) and those by the head."""
    for one in money:
        text = normalised(one.text)
        at = text.find(flat(one.words))
        before = text[: max(at, 0)]
        part = wording.pattern("question", "of_a_part_before").search(before)
        about = f"{_name(one)}{text[max(0, at - 8) : at]}"
        if not part and not wording.pattern("question", "money_a_head").search(about):
            yield one


def _shown(number: float, unit: str) -> str:
    if unit == _YUAN and number >= _TEN_THOUSAND:
        return f"{round(number / _TEN_THOUSAND, 6):g}万{unit}"
    return f"{round(number, 6):g}{unit}"
