"""A 零 beside what it counts (零辍学, 溺水事故“零发生”, 违法建设“零增长”): its name and where it ends."""

from __future__ import annotations

from pipeline.expressions.numbers.zeros import zeros
from pipeline.extraction.indicators.name import Name
from pipeline.extraction.indicators.names import clean
from pipeline.extraction.indicators.naming import Namer
from pipeline.model.expression import Quantity


def end_of(namer: Namer, item: Quantity) -> int:
    """Where a quantity ends, the measure behind a 零 included."""
    if item.unit:
        return item.end
    text = namer.reader.board.text
    if counted := zeros().counted(text, item.end):
        return counted.end()
    happened = zeros().happened(text, item.start, item.end)
    return happened[1] if happened else item.end


def none(namer: Namer, item: Quantity, floor: int) -> Name | None:
    """What a 零 counts that stands beside its measure; null for other quantities."""
    if item.unit:
        return None
    text = namer.reader.board.text
    if counted := zeros().counted(text, item.end):
        return Name(_none_of(namer, counted[1], item.start, floor), "zero")
    if happened := zeros().happened(text, item.start, item.end):
        measure = namer.reader.before(happened[0], floor)
        return Name(clean(measure, namer.words, namer.cuts), "zero")
    return None


def _none_of(namer: Namer, measure: str, start: int, floor: int) -> str:
    """What does not grow, where 零增长 alone says little (违法建设“零增长” → 违法建设增长)."""
    if measure not in namer.words.change:
        return measure
    return clean(namer.reader.before(start, floor), namer.words, namer.cuts) + measure
