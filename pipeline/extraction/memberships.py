"""Membership facts: who sits in which group, in which seat."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.extraction.board import Board
from pipeline.extraction.names_lexicon import position_words
from pipeline.extraction.roster_sitting import Seat
from pipeline.extraction.roster_tables import table_seats
from pipeline.extraction.rosters import RosterReader
from pipeline.lexicon import wording
from pipeline.model.result import Membership

_LISTED = "group_label"  # a list without seats: who has one elsewhere in the group has that


def extract(board: Board) -> tuple[Membership, ...]:
    """All memberships on a board, in the order of the text, one per person, seat and group."""
    seats = sorted([*RosterReader(board.layout).read(), *table_seats(board.layout)], key=lambda seat: seat.name)
    found: dict[str, Membership] = {}
    for seat in seats:
        fact = _fact(board, seat)
        found.setdefault(fact.id, fact)
    seated = {(fact.person, fact.group) for fact in found.values() if fact.rule != _LISTED}
    return tuple(fact for fact in found.values() if fact.rule != _LISTED or (fact.person, fact.group) not in seated)


def _fact(board: Board, seat: Seat) -> Membership:
    person = _compact(board.text[slice(*seat.name)])
    post = _without_charge(_compact(board.text[slice(*seat.post)])) if seat.post else None
    place = board.place(
        "membership", *seat.name, seat.rule, cues=(seat.cue,), key=(person, seat.position, seat.group or "")
    )
    return Membership(**place, person=person, position=seat.position, group=seat.group, post=post or None)


def _without_charge(post: str) -> str:
    """A post without what its holder is charged with (副校长,负责疏散): that is a duty."""
    return _COUNTED.sub(
        "", wording.pattern("roster", "reached_at").sub("", _charge(position_words("charge")).sub("", post))
    )


# 张三、李四等十三位班主任; 汤小燕(每班学生1名); 郑爽(电话:…)
_COUNTED = re.compile(r"^[0-9一二两三四五六七八九十]{1,4}多?[位名个].*$|^.*(?:[0-9][位名人]|电话|手机|[0-9]{5}).*$")


@lru_cache(maxsize=4)
def _charge(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"(?:^|[,、;])(?:{'|'.join(map(re.escape, words))})(?!人|同志).*$")


def _compact(words: str) -> str:
    return "".join(words.split())
