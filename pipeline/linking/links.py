"""Tie the facts of one extraction to one another."""

from __future__ import annotations

import msgspec

from pipeline.linking.agreements import with_parties
from pipeline.linking.deadlines import DeadlineFinder
from pipeline.linking.measures import MeasureFinder
from pipeline.linking.places import Places
from pipeline.model.layout import Layout
from pipeline.model.result import Duty, Fact, Indicator, Problem, Target


def link(layout: Layout, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Fill in the link fields of facts; of facts with one id the first stays.

    Duties, targets and wanted quantities get the deadline that holds for them, duties and targets the quantities in their
    words or their row, problems the duties that answer them, duties of a labelled party (甲方) its name. Where more than one
    deadline may be meant the field stays null. Linking twice changes nothing.
    """
    kept = tuple({fact.id: fact for fact in reversed(facts)}.values())[::-1]
    places = Places(layout, kept)
    deadlines = DeadlineFinder(places)
    problems = [fact for fact in kept if isinstance(fact, Problem)]
    measures: dict[str, tuple[str, ...]] = {}
    if problems:  # as few plans state any
        measures = MeasureFinder(places, problems, [fact for fact in kept if isinstance(fact, Duty)]).measures()
    # each question is asked of all facts before the next, so that its rules stay at hand
    stated = [places.range_of(fact) for fact in kept if type(fact) is Duty or type(fact) is Target]
    quantities = [_quantities(places, start, end) for start, end in stated]
    ties = iter([(deadlines.of_statement(*one), found) for one, found in zip(stated, quantities, strict=True)])
    return with_parties(
        layout,
        tuple(
            _tied(fact, *next(ties))
            if type(fact) is Duty or type(fact) is Target  # told sooner than by `isinstance`
            else _linked(fact, places, deadlines, measures)
            for fact in kept
        ),
    )


def _tied(fact: Duty | Target, deadline: str | None, indicators: tuple[str, ...]) -> Fact:
    if deadline == fact.deadline and indicators == fact.indicators:
        return fact  # most in real texts are tied to nothing
    return msgspec.structs.replace(fact, deadline=deadline, indicators=indicators)


def _linked(fact: Fact, places: Places, deadlines: DeadlineFinder, measures: dict[str, tuple[str, ...]]) -> Fact:
    if type(fact) is Indicator and fact.status == "target":
        return msgspec.structs.replace(fact, deadline=deadlines.of_quantity(*places.range_of(fact)))
    if type(fact) is Problem:
        return msgspec.structs.replace(fact, measures=measures.get(fact.id, ()))
    return fact


def _quantities(places: Places, start: int, end: int) -> tuple[str, ...]:
    """The quantities in a statement's words; where there are none, those of the other cells of its row."""
    own = places.indicators.inside(start, end)
    if not own and (index := places.block_index(start)) >= 0 and places.blocks[index].cells:
        own = [
            item
            for cell in places.blocks[index].cells
            if not cell.start <= start < cell.end
            for item in places.indicators.inside(cell.start, cell.end)
        ]
    return tuple(dict.fromkeys(item.id for item in own)) if own else ()
