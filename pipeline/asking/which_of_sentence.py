"""Which of several times or numbers of one sentence is meant: the whole of one before a part of it, and of several the one that stands
with the words which the question shares with its part of the sentence alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from pipeline.asking.grams import Grams
from pipeline.asking.lexicons import Kind
from pipeline.asking.question import Question
from pipeline.asking.ranked import pieces_of
from pipeline.asking.refined import with_answer
from pipeline.asking.telling import all_told
from pipeline.asking.words import Term
from pipeline.expressions import quantities
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.searchtext import flat, folded

_KINDS: frozenset[Kind] = frozenset({"when", "how_much", "how_often"})
# Dates behind a time in brackets are ours.
_DATES = re.compile(r"\([0-9/TW:Q-]{4,40}\)$")
_CLAUSE_ENDS = re.compile("[,;。:!?()]")
# A time or number that a comma or colon follows (到2024年,… 第二阶段(3月1日至5月31日):…) is of what stands behind it.
_LEADS = re.compile(r"\)?[,:]")
_BEGINS = re.compile(r"(?:^|[,;。:!?(、])[自从到至于在截]{0,2}$")
_BEFORE = 4
_JOINTS = ("", "、", "和", "及", "与", "或")
_JOINED = re.compile("[、和及与]")
_ENDS = re.compile("[;。]")
_OF_THESE, _EITHER = "其中", "或"
# How often within a period, which the sentence may say apart from it (每五年至少实施一次: 每五年1次).
_COUNT = re.compile("[0-9]{1,4}次$")
# Dates are of one sort where the first of these that one says is the same: days, months, years.
_SORTS = tuple(map(re.compile, ("[日号]", "月", "年")))
# By so much more of the question's weight its own part of the sentence must say for another value to be meant.
_CLEARLY = 0.05
# By so much what stands before values that say the same must add to count.
_MUCH = 0.15
# What stands so near to the beginning of its clause belongs to the clause before as well (特别严重的隐患,一天内解决).
_AT_BEGINNING = 3
_PART_ENDS = re.compile("[,;。:!?()、]")
_FULL_STOPS = ";。!?"


class _Value(msgspec.Struct, frozen=True, order=True):
    """A value and where it stands in the sentence (normalised)."""

    start: int
    end: int


def which_of_sentence(
    kb: KnowledgeBase, asked: Question, terms: Sequence[Term], rows: Sequence[AnswerRow]
) -> list[AnswerRow]:
    """The rows, with that value of the first one's sentence before them which fits the question better."""
    if asked.kind not in _KINDS or not rows or rows[0].review is not msgspec.UNSET or "\t" in rows[0].text:
        return list(rows)
    if wording.pattern("question", "grades").search(folded(asked.text)):
        return list(rows)  # which value holds for 四年级 is told by spans of grades
    text = flat(rows[0].text)
    places = _places(asked, rows, text)
    answer = _bare(rows[0])
    first = max((one for one in places if _tells(answer, text[one.start : one.end])), key=_length, default=None)
    if first is None or len(places) == 1:
        return list(rows)
    whole = _apart(places)
    if any(text[one.end : other.start] in _JOINTS for one, other in pairwise(whole)):
        return list(rows)  # 5%、15%、30%: what stands around them is said of all
    mine = next(n for n, one in enumerate(whole) if one.start <= first.start < one.end)
    told = [_row(rows, text[one.start : one.end]) for one in whole]
    parts = [
        f"{part}|{_name(row)}"
        for part, row in zip(_parts(text, whole, named=rows[0].value is not None), told, strict=True)
    ]
    best = _best(
        pieces_of(kb, asked, terms),
        parts,
        [_head(text, one) if asked.kind == "how_much" else "" for one in whole],
        mine,
    )
    either = best == mine and _EITHER in text[whole[best].start : whole[best].end]  # 每周或每两周一次
    kept = whole[best] == first or (best == mine and not either and (asked.kind == "how_much" or _COUNT.search(answer)))
    return list(rows) if kept else [told[best], *rows]


def _places(asked: Question, rows: Sequence[AnswerRow], text: str) -> list[_Value]:
    """Where the values of the sentence stand that are of the same sort as the first row's and not said in the question."""
    first, question = _bare(rows[0]), flat(asked.text)
    said = [_bare(row) for row in rows if row.text == rows[0].text and row.value is None]
    told = [*said, *(_COUNT.sub("", one) for one in said), *map(flat, all_told(asked, rows[0].text))]
    told = [
        one for one in dict.fromkeys(told) if one and one not in question and _sort(asked, one) == _sort(asked, first)
    ]
    return sorted(_Value(at, at + len(one)) for one in told if (at := text.find(one)) >= 0)


def _apart(places: Sequence[_Value]) -> list[_Value]:
    """The longest values, none of which lies in or over another (每六年, not 年至少开展一次)."""
    kept: list[_Value] = []
    for one in sorted(places, key=lambda one: (one.start, -one.end)):
        if not kept or kept[-1].end <= one.start:
            kept.append(one)
    return kept


def _sort(asked: Question, value: str) -> object:
    if asked.kind == "how_much" and (units := [one.unit for one in quantities(value)]):
        return units[0]
    if wording.pattern("question", "says_span").search(value):
        return "span"
    return next((n for n, one in enumerate(_SORTS) if one.search(value)), None)


def _bare(row: AnswerRow) -> str:
    """An answer (normalised) without the dates that we put behind it."""
    return _DATES.sub("", flat(row.answer))


def _tells(answer: str, value: str) -> bool:
    """Whether an answer tells a value: with what it measures before it, or with its count behind it."""
    return answer.endswith(value) or _COUNT.sub("", answer) == value


def _length(value: _Value) -> int:
    return value.end - value.start


def _best(grams: Grams, parts: Sequence[str], heads: Sequence[str], mine: int) -> int:
    """The part that says clearly more of the question than `mine` does, by what not all of them say; else that one. Two parts that say
    the same are told apart by what stands before them up to a semicolon (`heads`; 甲村5名,候补3名;乙村4名,候补2名)."""
    said = [set(grams.found(part)) for part in parts]
    everywhere = set.intersection(*said)
    own = [one - everywhere for one in said]
    worth = [grams.weigh(one) for one in own]
    headed = [
        grams.weigh((one | set(grams.found(head)) if one and own.count(one) > 1 else one) - everywhere)
        for one, head in zip(own, heads, strict=True)
    ]
    if max(headed) > max(worth) + _MUCH:  # what stands before it says more of the question than any part alone
        worth = headed
    best = max(range(len(parts)), key=lambda n: worth[n])
    if any(_OF_THESE in parts[n] for n in (best, mine)):
        return mine  # what is told of some of these shares all that is said of them
    if best < mine and worth[mine] and not wording.pattern("question", "of_the_others").search(parts[mine]):
        return mine  # what stands before a value may be said of those behind it as well (评优甲等600元、乙等400元)
    return best if worth[best] >= worth[mine] + _CLEARLY else mine


def _parts(text: str, places: Sequence[_Value], *, named: bool) -> list[str]:
    """For each value the part of the sentence that is its own, without the value itself: its clause, with the one before it where it
    stands at its beginning (a number that is `named` says by its name what it is of); and with those behind it where it leads."""
    parts = []
    for n, one in enumerate(places):
        before = places[n - 1].end if n else 0
        behind = places[n + 1].start if n + 1 < len(places) else len(text)
        parts.append(
            text[_began(text, one, before, alone=named) : one.start] + "|" + text[one.end : _stop(text, one, behind)]
        )
    return parts


def _head(text: str, one: _Value) -> str:
    """What stands before a value since the last semicolon or full stop."""
    start = max((end.end() for end in _ENDS.finditer(text, 0, one.start)), default=0)
    return text[start : one.start]


def _began(text: str, one: _Value, before: int, *, alone: bool) -> int:
    """Where the part of a value begins, the value before it ending at `before`."""
    ends = list(_PART_ENDS.finditer(text, before, one.start))
    if not ends:
        return before
    near = ends[-1]
    if alone or one.start - near.end() > _AT_BEGINNING or near[0] in _FULL_STOPS:
        return near.end()
    return ends[-2].end() if len(ends) > 1 else before


def _stop(text: str, one: _Value, behind: int) -> int:
    """Where it ends, the next value standing at `behind`."""
    if _LEADS.match(text, one.end) and _BEGINS.search(text[max(one.start - _BEFORE, 0) : one.start]):
        found = _ENDS.search(text, one.end, behind)
        if found or behind == len(text):
            return found.start() if found else behind
        return max((end.start() for end in _CLAUSE_ENDS.finditer(text, one.end, behind)), default=behind)
    found = _CLAUSE_ENDS.search(text, one.end, behind) or _JOINED.search(text, one.end, behind)
    return found.start() if found else behind


def _name(row: AnswerRow) -> str:
    """What a number measures."""
    return flat(row.answer) if row.value is not None else ""


def _row(rows: Sequence[AnswerRow], value: str) -> AnswerRow:
    """The row that tells a value of the first row's sentence already, else the first row with it."""
    told = (row for row in rows if row.text == rows[0].text and _tells(_bare(row), value))
    return next(told, None) or with_answer(rows[0], value)
