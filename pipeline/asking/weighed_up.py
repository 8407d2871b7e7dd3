"""Which of two that a question names, or of the items that sentences tell one after the other, has more or less of something
(高一和高二谁的课多; 哪一等奖学金名额最多)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from pipeline.asking.grams import grams_of
from pipeline.asking.largest import Compared, compared
from pipeline.asking.likeness import most_like
from pipeline.asking.question import Question
from pipeline.asking.rows import section_row
from pipeline.asking.words import Term
from pipeline.expressions import quantities
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import Hit
from pipeline.store.searchtext import flat, folded

_MOST_READ = 12
_CLAUSE = re.compile("[,!?]")
_PART = re.compile("[;。]")
_PAIR = 2
# So much of a name a clause, or what stands around it, says at least.
_SAID = 0.5
# What a name is worth that stands before the clause in its part of the sentence, and one that stands only around it.
_BEFORE, _AROUND = 0.9, 0.6
_MONEY = "元"
# So alike must a sentence be, by the one most like the question.
_ALIKE = 0.6
_NUMBERS = re.compile("[0-9一二两三四五六七八九十百千万.%]{1,12}")


class _Item(msgspec.Struct, frozen=True):
    """A clause that tells an amount, in its part of the sentence up to a semicolon."""

    hit: Hit
    part: str
    clause: str
    text: str
    value: float
    unit: str


def weighed_up(kb: KnowledgeBase, asked: Question, terms: Sequence[Term]) -> list[AnswerRow]:
    """The one row for whichever has more (or less); empty where nothing is compared or the amounts are not told."""
    words = flat(asked.text)
    one = compared(words)
    if one is None:
        return []
    grams = grams_of(kb, wording.pattern("question", "asking_words").sub("|", words), words, terms)
    found = most_like(kb, grams, asked.documents)[:_MOST_READ]
    if one.between:
        items = [item for like in found for item in _items(like.hit)]
        if wording.pattern("question", "more_money").search(words):
            items = [item for item in items if item.unit == _MONEY]
        return _between(one.between, items, one.least)
    return _of_list([(like.score, item) for like in found for item in _items(like.hit)], one)


def _items(hit: Hit) -> Iterator[_Item]:
    for part in _PART.split(folded(hit.text)):
        for clause in _CLAUSE.split(part):
            for one in quantities(clause)[:1]:
                if one.value is not None:
                    yield _Item(hit, part, clause.strip(), one.text, one.value, (one.unit or "").split("/")[0])


def _between(names: Sequence[str], items: Sequence[_Item], least: bool) -> list[AnswerRow]:
    """Of two that are named, each by the clause that says most of its name."""
    for unit, _ in Counter(item.unit for item in items).most_common():
        best = [_best(name, names, [item for item in items if item.unit == unit]) for name in names]
        told = [(name, item) for name, item in zip(names, best, strict=True) if item is not None]
        if len(told) == len(names) and len({item.value for _, item in told}) == len(names):
            name, item = (min if least else max)(told, key=lambda one: one[1].value)
            return [msgspec.structs.replace(section_row(item.hit), answer=f"{name}:{item.text}")]
    return []


def _best(name: str, names: Sequence[str], items: Sequence[_Item]) -> _Item | None:
    others = [other for other in names if other != name]
    scored = [
        (_told_of(name, item) - max(_told_of(other, item) for other in others), -at) for at, item in enumerate(items)
    ]
    value, at = max(scored, default=(0.0, 0))
    return items[-at] if scored and value > 0 and _told_of(name, items[-at]) >= _SAID else None


def _told_of(name: str, item: _Item) -> float:
    """How surely a clause tells something of a name: by the pairs of its characters there or around it."""
    own, around = flat(item.clause), flat(f"{item.hit.text}\n{item.hit.section or ''}\n{item.hit.document}")
    if name in own:
        return 1.0 + len(name) / len(own)
    if name in flat(item.part):
        return _BEFORE
    pairs = [name[at : at + _PAIR] for at in range(len(name) - 1)]
    return max(sum(pair in own for pair in pairs), _AROUND * sum(pair in around for pair in pairs)) / len(pairs)


def _of_list(items: Sequence[tuple[float, _Item]], one: Compared) -> list[AnswerRow]:
    """Of clauses that say one after the other the same of several things, the first of them as like the question as may be, the one with
    the most or the least."""
    for score, first in items:
        if score < _ALIKE * items[0][0] or not _measured(first, one.measure):
            continue
        same = [item for _, item in items if item.unit == first.unit and _parallel(first.clause, item.clause)]
        same = [item for item in same if _measured(item, one.measure)]
        if len({item.value for item in same}) > 1:
            item = (min if one.least else max)(same, key=lambda told: told.value)
            return [msgspec.structs.replace(section_row(item.hit), answer=_named(item, same))]
    return []


def _measured(item: _Item, measure: str) -> bool:
    """Whether a clause says most of what is measured."""
    clause = flat(item.clause)
    return not measure or sum(char in clause for char in measure) > _SAID * len(measure)


def _parallel(clause: str, other: str) -> bool:
    """Whether two clauses say the same of two things."""
    one, two = (_NUMBERS.sub("", flat(words)) for words in (clause, other))
    pairs, others = ({words[at : at + _PAIR] for at in range(len(words) - 1)} for words in (one, two))
    return bool(pairs | others) and len(pairs & others) >= _SAID * min(len(pairs), len(others)) > 0


def _named(item: _Item, same: Sequence[_Item]) -> str:
    """The clause with its amount; with its sentence or its paper, where only these tell which thing it is of."""
    said = [flat(other.clause).replace(flat(other.text), "") for other in same]
    if said.count(flat(item.clause).replace(flat(item.text), "")) == 1:
        return item.clause
    if len({other.hit.document_key for other in same}) > 1:
        return f"{item.hit.document}:{item.text}"
    return item.hit.text
