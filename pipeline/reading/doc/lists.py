"""The lists of an old Word file, as the numbering engine for DOCX wants them."""

from __future__ import annotations

from pipeline.reading.doc.binary import i16, u8, u16, u32
from pipeline.reading.doc.streams import Streams
from pipeline.reading.docx.numbering import Level, List, resets_of

_LISTS, _OVERRIDES = 73, 74
_LIST_SIZE, _LEVEL_SIZE, _OVERRIDE_SIZE = 28, 28, 16
_MOST_LISTS = 4000
_LONGEST_TEXT = 60
# Number formats by their code (MSONFC), as DOCX names them.
_FORMATS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital",
    11: "japaneseCounting", 14: "decimalFullWidth", 16: "japaneseLegal", 17: "japaneseDigitalTenThousand",
    18: "decimalEnclosedCircle", 19: "decimalFullWidth2", 22: "decimalZero", 23: "bullet", 26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese", 29: "ideographEnclosedCircle",
    30: "ideographTraditional", 31: "ideographZodiac", 32: "ideographZodiacTraditional", 33: "taiwaneseCounting",
    34: "ideographLegalTraditional", 35: "taiwaneseCountingThousand", 36: "taiwaneseDigital", 37: "chineseCounting",
    38: "chineseLegalSimplified", 39: "chineseCountingThousand", 44: "koreanDigital2", 57: "numberInDash", 255: "none",
}  # fmt: skip
_SUFFIXES = {0: "tab", 1: "space", 2: "nothing"}


def read_lists(streams: Streams) -> dict[str, List]:
    """Lists by the number that paragraphs refer to them with, counted from 1."""
    definitions = _definitions(streams)
    data = streams.part(_OVERRIDES)
    count = min(u32(data, 0), _MOST_LISTS)
    at = 4 + _OVERRIDE_SIZE * count
    found: dict[str, List] = {}
    for number in range(count):
        record = 4 + _OVERRIDE_SIZE * number
        list_id = u32(data, record)
        levels = dict(definitions.get(list_id, {}))
        starts: dict[int, int] = {}
        at += 4
        for _ in range(min(u8(data, record + 12), 9)):
            place, flags = u8(data, at + 4) & 0xF, u8(data, at + 4)
            start = u32(data, at)
            at += 8
            if flags & 0x20:
                level, at = _level(data, at)
                levels[place] = level
                start = level.start
            if flags & 0x10:
                starts[place] = min(start, 9999)
        found[str(number + 1)] = List(counter=str(list_id), levels=levels, starts=starts, resets=resets_of(levels))
    return found


def _definitions(streams: Streams) -> dict[int, dict[int, Level]]:
    data = streams.part(_LISTS)
    count = max(0, min(i16(data, 0), _MOST_LISTS))
    # The levels of all lists stand behind the structure that the FIB names.
    start = u32(streams.word, 0x9A + 8 * _LISTS)
    table = streams.table
    at = start + 2 + _LIST_SIZE * count
    found: dict[int, dict[int, Level]] = {}
    for number in range(count):
        record = 2 + _LIST_SIZE * number
        levels: dict[int, Level] = {}
        for place in range(1 if u8(data, record + 26) & 1 else 9):
            if at >= len(table):
                break
            levels[place], at = _level(table, at)
        found[u32(data, record)] = levels
    return found


def _level(data: bytes, at: int) -> tuple[Level, int]:
    """A level of a list, and where the next one begins."""
    code, flags = u8(data, at + 4), u8(data, at + 5)
    places = {u8(data, at + 6 + n) for n in range(9)}
    follow = u8(data, at + 15)
    text_at = at + _LEVEL_SIZE + u8(data, at + 24) + u8(data, at + 25)
    length = u16(data, text_at)
    text = data[text_at + 2 : text_at + 2 + 2 * length].decode("utf-16-le", "replace")
    level = Level(
        start=min(u32(data, at), 9999),
        number_format=_FORMATS.get(code, "decimal"),
        pieces=_pieces(text[:_LONGEST_TEXT], places),
        suffix=_SUFFIXES.get(follow, "tab"),
        restart=min(u8(data, at + 26), 9) if flags & 0x08 else None,
        legal=bool(flags & 0x04),
    )
    return level, text_at + 2 + 2 * length


def _pieces(text: str, places: set[int]) -> tuple[str | int, ...]:
    pieces: list[str | int] = []
    for place, char in enumerate(text, start=1):
        if place in places and ord(char) < 9:
            pieces.append(ord(char))
        elif pieces and isinstance(pieces[-1], str):
            pieces[-1] += char
        else:
            pieces.append(char)
    return tuple(pieces)
