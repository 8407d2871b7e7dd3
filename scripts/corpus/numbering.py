"""The numbering of headings and lists, as Word describes it and as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scripts.corpus.schema import Block, Source

CHINESE = "chineseCountingThousand"
DECIMAL = "decimal"
CIRCLED = "decimalEnclosedCircle"


@dataclass(frozen=True)
class Level:
    """One level of a numbering scheme, in the terms of numbering.xml."""

    number_format: str
    pattern: str
    spaced: bool = False
    restarts: bool = True


SCHEME_LEVELS: dict[str, tuple[Level, ...]] = {
    "official": (
        Level(CHINESE, "%1、"),
        Level(CHINESE, "（%2）"),
        Level(DECIMAL, "%3."),
        Level(DECIMAL, "（%4）"),
    ),
    "chapter": (
        Level(CHINESE, "第%1章", spaced=True),
        Level(CHINESE, "第%2条", spaced=True, restarts=False),
        Level(CHINESE, "（%3）"),
        Level(DECIMAL, "%4."),
    ),
    "part": (
        Level(CHINESE, "第%1部分", spaced=True),
        Level(CHINESE, "%2、"),
        Level(CHINESE, "（%3）"),
        Level(DECIMAL, "%4."),
    ),
    "decimal": (
        Level(DECIMAL, "%1", spaced=True),
        Level(DECIMAL, "%1.%2", spaced=True),
        Level(DECIMAL, "%1.%2.%3", spaced=True),
        Level(DECIMAL, "%4)"),
    ),
}

LIST_LEVELS: dict[str, Level] = {
    "1.": Level(DECIMAL, "%1."),
    "1、": Level(DECIMAL, "%1、"),
    "1）": Level(DECIMAL, "%1）"),
    "（1）": Level(DECIMAL, "（%1）"),
    "①": Level(CIRCLED, "%1"),
}

_DIGITS = "零一二三四五六七八九"


def chinese_number(value: int) -> str:
    """1 to 99 in Chinese counting style."""
    tens, ones = divmod(value, 10)
    if tens == 0:
        return _DIGITS[ones]
    head = "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def number_text(value: int, number_format: str) -> str:
    """A counter as it is shown under a Word number format."""
    if number_format == CHINESE:
        return chinese_number(value)
    if number_format == CIRCLED:
        return chr(0x245F + value)
    return str(value)


class Counter:
    """Counts the levels of one scheme and gives the label of each numbered block."""

    def __init__(self, levels: tuple[Level, ...]) -> None:
        self._levels = levels
        self._values = [0] * len(levels)

    def next(self, level: int) -> str:
        """Label of the next block of a level (1 is the outermost)."""
        self._values[level - 1] += 1
        for below in range(level, len(self._levels)):
            if self._levels[below].restarts:
                self._values[below] = 0
        spec = self._levels[level - 1]
        label = spec.pattern
        for index, value in enumerate(self._values[:level], start=1):
            shown = number_text(max(value, 1), self._levels[index - 1].number_format)
            label = label.replace(f"%{index}", shown)
        return label + (" " if spec.spaced else "")


def list_labels(block: Block) -> tuple[str, ...]:
    """Labels of the items of a list block."""
    counter = Counter((LIST_LEVELS[block.label],))
    return tuple(counter.next(1) for _ in block.lines)


def labelled_blocks(source: Source) -> Iterator[tuple[Block, tuple[str, ...]]]:
    """Each block with one label for each of its lines; unnumbered lines get ''."""
    counter = Counter(SCHEME_LEVELS[source.numbering])
    for block in source.body:
        if block.kind in "hn":
            yield block, (counter.next(block.level),)
        elif block.kind == "list":
            yield block, list_labels(block)
        else:
            yield block, ("",) * len(block.lines)
