"""Membership facts: who sits in which group, in which seat."""

from __future__ import annotations

from pipeline.extraction.board import Board
from pipeline.extraction.roster_tables import table_seats
from pipeline.extraction.rosters import RosterReader, Seat
from pipeline.model.result import Membership


def extract(board: Board) -> tuple[Membership, ...]:
    """All memberships on a board, in the order of the text, one per person, seat and group."""
    seats = sorted([*RosterReader(board.layout).read(), *table_seats(board.layout)], key=lambda seat: seat.name)
    found: dict[str, Membership] = {}
    for seat in seats:
        fact = _fact(board, seat)
        found.setdefault(fact.id, fact)
    return tuple(found.values())


def _fact(board: Board, seat: Seat) -> Membership:
    person = _compact(board.text[slice(*seat.name)])
    post = _compact(board.text[slice(*seat.post)]) if seat.post else None
    place = board.place(
        "membership", *seat.name, seat.rule, cues=(seat.cue,), key=(person, seat.position, seat.group or "")
    )
    return Membership(**place, person=person, position=seat.position, group=seat.group, post=post or None)


def _compact(words: str) -> str:
    return "".join(words.split())
