"""The stages of extraction in their order. Each says what it needs and what it gives; that is checked once, at start."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from pipeline.extraction import (
    actors,
    deadlines,
    duties,
    evidence,
    indicators,
    memberships,
    mentions,
    problems,
    targets,
)
from pipeline.extraction.board import Board


class Stage(msgspec.Struct, frozen=True, gc=False):
    """A named step from board to board; `needs` and `gives` name what is on the board."""

    name: str
    needs: frozenset[str]
    gives: str
    run: Callable[[Board], Board]


def _facts(find: Callable[[Board], tuple[object, ...]]) -> Callable[[Board], Board]:
    def run(board: Board) -> Board:
        return msgspec.structs.replace(board, facts=board.facts + find(board))

    return run


def _mentions(field: str, find: Callable[[Board], tuple[object, ...]]) -> Callable[[Board], Board]:
    def run(board: Board) -> Board:
        return msgspec.structs.replace(board, **{field: find(board)})

    return run


_EXPRESSIONS = frozenset({"quantities", "times"})

STAGES: tuple[Stage, ...] = (
    Stage("cetu_times", frozenset(), "times", _mentions("times", mentions.times_of)),
    Stage("cetu_quantities", frozenset({"times"}), "quantities", _mentions("quantities", mentions.quantities_of)),
    Stage("cetu_actors", frozenset(), "actors", _mentions("actors", actors.recognise)),
    Stage("cetu_indicators", _EXPRESSIONS, "indicator", _facts(indicators.extract)),
    Stage("cetu_deadlines", _EXPRESSIONS, "deadline", _facts(deadlines.extract)),
    Stage("cetu_memberships", frozenset({"actors"}), "membership", _facts(memberships.extract)),
    Stage("cetu_duties", frozenset({"actors", "membership", "indicator"}), "duty", _facts(duties.extract)),
    Stage("cetu_targets", _EXPRESSIONS, "target", _facts(targets.extract)),
    Stage("cetu_evidence", frozenset(), "evidence", _facts(evidence.extract)),
    Stage("cetu_problems", frozenset(), "problem", _facts(problems.extract)),
)


def check_order(stages: tuple[Stage, ...]) -> None:
    """Raise ValueError where a stage needs what no earlier one gives."""
    known: set[str] = set()
    for stage in stages:
        if missing := stage.needs - known:
            raise ValueError(f"{stage.name} needs {sorted(missing)} before it")
        known.add(stage.gives)
