"""Light marks (Markdown) that texts pasted from chats, notes and wikis bear: they say how words look and are no words."""

from __future__ import annotations

import re

import msgspec

# Stars open where a word, or a bracket behind a blank, stands behind them: 张**、李** are masked names, 20**年 a masked year.
_STARS = re.compile(
    '(?<![*\\\\])(?<!20)(?P<stars>\\*{2,3})(?=[\\w<]|(?<![\\w)。][*]{2})(?<![\\w)。][*]{3})[(\\[【〔《“‘"])'
    "(?P<words>[^*\\n]{1,400}?)(?P=stars)(?!\\*)"
)
_TICKS = re.compile("(?<!`)`(?P<words>[^`\\n]{1,60})`(?!`)")
_ESCAPED = re.compile("(?<=\\d)\\\\(?=[.)])|\\\\(?=[*#_])")
_QUOTED = re.compile("(?:>\\s?){0,3}>\\s{1,4}(?=[^\\s>\\d])")
_HEADING = re.compile("(#{1,6})\\s{1,4}(?=\\S)")
_BULLET = re.compile(
    "(?:[-*+](?!\\s{1,4}\\d{1,4}\\s{0,4}[-*+])\\s{1,4}(?:\\[[ xX]\\]\\s{1,4})?"
    "|-(?=[\u4e00-\u9fff]{2})|[•●▪■◆➢►▶◎★☆➤✓✔‧∙·]\\s{0,4})(?=[\\w(\\[【《“])"
)
# The edges of a table drawn with strokes: |---|---|, ├───┼───┤, +---+---+.
_CORNERS = "┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬"
_TABLE_RULE = re.compile(f"[|+│┃║{_CORNERS}][\\s|:+│┃║─━═{_CORNERS}-]{{2,300}}[|+│┃║{_CORNERS}]$")
# The stroke below the red head of a paper is drawn with dashes too, often around a star.
_RULE = re.compile("[-*_=—–─━═~～](?:\\s?[-*_=—–─━═~～★☆]){2,200}$")

_MARKS = frozenset("#>-*+_=—–─━═~～|•●▪■◆➢►▶◎★☆➤✓✔‧∙·│┃║" + _CORNERS)

# Page marks that a converter left between the words of a line; those on lines of their own are told elsewhere.
_PAGE_WITHIN = re.compile("(?<=[\u4e00-\u9fff,、])第\\d{1,3}页共\\d{1,3}页|第\\d{1,3}页共\\d{1,3}页(?=[\u4e00-\u9fff])")


class LineMark(msgspec.Struct, frozen=True, gc=False):
    """Marks at the head of a line: its words begin at `start`; `depth` of a heading (`## ` → 2), 0 for none; `item`:
    it opens a paragraph of a list; `rule`: the line is but a stroke across the page."""

    start: int
    depth: int = 0
    item: bool = False
    rule: bool = False


def marks_in(text: str) -> frozenset[int]:
    """Offsets of the signs that only make words bold or the like, and of page marks inside lines."""
    places: set[int] = set()
    if "**" in text:
        for found in _STARS.finditer(text):
            places.update(range(found.start(), found.start("words")))
            places.update(range(found.end("words"), found.end()))
    if "`" in text:
        for found in _TICKS.finditer(text):
            places.update((found.start(), found.end() - 1))
    if "页共" in text:
        places.update(place for found in _PAGE_WITHIN.finditer(text) for place in range(*found.span()))
    if "\\" in text:
        places.update(found.start() for found in _ESCAPED.finditer(text))
    return frozenset(places)


def mark_at(text: str, start: int, end: int) -> LineMark:
    """What marks stand at the head of a line without the blanks at its ends."""
    if text[start] not in _MARKS:
        return LineMark(start)
    if _RULE.match(text, start, end) or _TABLE_RULE.match(text, start, end):
        return LineMark(start, rule=True)
    quoted = _QUOTED.match(text, start, end)
    start = quoted.end() if quoted else start
    heading = _HEADING.match(text, start, end)
    if heading:
        return LineMark(heading.end(), depth=len(heading.group(1)))
    bullet = _BULLET.match(text, start, end)
    return LineMark(bullet.end(), item=True) if bullet else LineMark(start, item=quoted is not None)
