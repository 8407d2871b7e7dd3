"""Posts told as so many heads and deputies (中层岗位7正6副; 教务处、总务处各1正1副)."""

from __future__ import annotations

import re

import msgspec

from pipeline.extraction.indicators.name import Name
from pipeline.extraction.indicators.naming import Namer
from pipeline.extraction.indicators.shared_values import each_so_many
from pipeline.model.expression import Quantity

_HEAD, _DEPUTY, _POST = "正", "副", "职"
_HEADS = re.compile(r"正(?:\d{1,2}副|(?=[(,。;、)\n]))")
_PAIR = re.compile(r"(?<!\d)(\d{1,2})正$")
_REACH, _MOST = 40, 4


def ranked(text: str, item: Quantity) -> Quantity | None:
    """The quantity with its rank, where it counts heads or deputies; they have no unit."""
    if not item.unit and _HEADS.match(text, item.end) and text[item.start : item.end].isdigit():
        return msgspec.structs.replace(item, end=item.end + 1, text=text[item.start : item.end + 1])
    if item.unit == _DEPUTY and _PAIR.search(text, max(0, item.start - _MOST), item.start):
        return msgspec.structs.replace(item, unit="")
    return None


def posts(namer: Namer, item: Quantity, lowest: int) -> list[Name]:
    """The posts counted, by whose they are; [] where a quantity counts no heads or deputies."""
    rank, text = item.text[-1:], namer.reader.board.text
    if item.unit or rank not in (_HEAD, _DEPUTY):
        return []
    pair = _PAIR.search(text, max(0, item.start - _MOST), item.start) if rank == _DEPUTY else None
    start = pair.start() if pair is not None else item.start
    floor = max(lowest, start - _REACH)
    owners = each_so_many(namer, msgspec.structs.replace(item, start=start), floor)
    return [Name(owner + rank + _POST, "words-before") for owner in owners or [namer.from_phrase(start, floor)]]
