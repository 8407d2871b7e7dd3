"""The first answer put right within its own sentence: another party, number or clause of it that fits the question better."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pipeline.asking.grams import OWN, Grams
from pipeline.asking.label_lines import by_line
from pipeline.asking.lexicons import Kind
from pipeline.asking.question import Question
from pipeline.asking.slots import filling, labelled, slot_of
from pipeline.asking.stretches import open_place_of
from pipeline.asking.telling import all_told, as_written, in_open_place
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store.searchtext import flat

# Kinds of which one sentence may tell several, and how well a number's and a party's place must fit.
_FILLED: frozenset[Kind] = frozenset({"who", "recipient", "how_much"})
_FITS = 2.0
_STANDS = 3.0
# Kinds that a clause answers; so much more of the question another clause of the sentence must say.
_CLAUSES: frozenset[Kind] = frozenset({"how", "any"})
_CLEARLY = 0.25


def filled(asked: Question, rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """The first row with another party or number of its sentence, where only that fits the place that the question leaves open; or
    with the label of the list that the question asks for."""
    if not rows or rows[0].review is not msgspec.UNSET:
        return []  # what people have put right no longer says what its sentence says
    first = rows[0].answer.split(" ")[-1]
    other = next(iter(by_line(asked, rows[0].text)), "")
    if not other and asked.kind in _FILLED:
        other = _number(asked, rows[0], first) if asked.kind == "how_much" else _party(asked, rows[0].text, first)
    if not other or flat(other) in flat(first):
        return []
    return [with_answer(rows[0], other)]


def _number(asked: Question, row: AnswerRow, first: str) -> str:
    text = row.text
    told = all_told(asked, text)
    if label := "" if row.fact else labelled(flat(asked.text), text, told):
        return label  # a fact says itself what it is of
    slot = slot_of(flat(asked.text))
    if slot is None:
        return ""
    fits = sorted(((filling(slot, text, one), one) for one in told), key=lambda one: (-one[0], one[1]))
    if not fits or fits[0][0] < max(_FITS, filling(slot, text, first) + 1):
        return ""
    return "" if len(fits) > 1 and fits[1][0] == fits[0][0] else fits[0][1]  # several may fit


def _party(asked: Question, text: str, first: str) -> str:
    told = in_open_place(asked, text)
    best = next((value for answer, value in told if flat(answer) == flat(first)), 0.0)
    fits = [(answer, value) for answer, value in told if _may_fill(asked, text, answer)]
    return fits[0][0] if fits and fits[0][1] >= max(_STANDS, best + 1) else ""


def _may_fill(asked: Question, text: str, answer: str) -> bool:
    """Whether a party can be meant at all: a body where one is asked for (哪个科室), and nobody who is only dealt with."""
    if asked.office and not flat(answer).endswith(wording.words("question", "office_endings")):
        return False
    before = flat(text).partition(flat(answer))[0]
    return wording.pattern("question", "dealt_with_before").search(before) is None


def in_clause(asked: Question, grams: Grams, rows: Sequence[AnswerRow]) -> list[AnswerRow]:
    """The first row with the clause of its sentence that is more like the question (`grams`: its pieces) than what it tells."""
    if not rows or asked.kind not in _CLAUSES or rows[0].review is not msgspec.UNSET:
        return []
    if open_place_of(flat(asked.text)) is not None:
        return []  # 归哪个站管 asks for no clause
    shares = [(grams.share([(flat(one), OWN)]), one) for one in all_told(asked, rows[0].text)]
    share, clause = max(shares, key=lambda one: one[0], default=(0.0, ""))
    return [with_answer(rows[0], clause)] if share >= grams.share([(flat(rows[0].answer), OWN)]) + _CLEARLY else []


def with_answer(row: AnswerRow, answer: str) -> AnswerRow:
    """A row with another answer out of its sentence, which is no longer that of its fact."""
    written = as_written(row.text, answer)
    return msgspec.structs.replace(
        row, answer=written, fact=None, type="section", actor=None, part=None, value=None, unit=None, op=None
    )
