"""Cells of a line of a plain-text table, parted by tabs, upright strokes of any kind, or slashes between blanks."""

from __future__ import annotations

import re

from pipeline.reading.column_names import is_header

FEWEST_TABS = 2
_MOST_COLUMNS = 40
_DRAWN = "│┃｜║"
_TO_STROKE = str.maketrans(dict.fromkeys(_DRAWN, "|"))
_STROKES = re.compile("\\s*\\|.*\\|\\s*$")
_CORNERS = "┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬"
_RULE = re.compile(f"\\s*[|+{_CORNERS}][\\s|:+─━═{_CORNERS}-]{{1,400}}[|+{_CORNERS}]\\s*$")
# A stroke right across, as stands below the names of columns: ─────, --- .
_ACROSS = re.compile(f"\\s*[─━═=—-](?:\\s?[─━═=—|+{_CORNERS}-]){{2,200}}\\s*$")
_OPEN_STROKE = " | "
_SLASH = re.compile("[ \\u3000]{1,4}[/／](?=[ \\u3000])")
_BLANKS = " \u3000"

Field = tuple[int, int]


class Parting:
    """Cells of the lines of one text, whose rows are read one after the other."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._drawn = any(sign in text for sign in _DRAWN)
        self._cornered = self._drawn or any(sign in text for sign in _CORNERS)
        self._slashed = " / " in text or "／" in text
        self.any = self._drawn or self._slashed or "\t" in text or "|" in text

    def fields(self, line: str, at: int, above: list[Field]) -> list[Field] | None:
        """Offsets of the cells of a line; [] for a rule between rows, null for a line that is no table row. `above` are the
        cells of the row before it in the same table, none where it would be the first."""
        own = line
        if self._drawn:
            line = line.translate(_TO_STROKE)
        if "|" in line or self._cornered:
            if _RULE.match(line):
                return []
            if _STROKES.match(line) and line.count("|") > FEWEST_TABS:
                return split(line.rstrip(), "|", at)[1:-1]
            if "|" in line and (fields := self._between_strokes(own, line, at, above)):
                return fields
        if above and _ACROSS.match(line):
            return []
        if line.count("\t") >= FEWEST_TABS and line.strip():
            return split(line, "\t", at)
        return self._between_slashes(line, at, above) if self._slashed else None

    def _between_strokes(self, own: str, line: str, at: int, above: list[Field]) -> list[Field]:
        """Cells with strokes between them only: as many as in the first row, or blanks stand around the strokes, or the strokes
        are drawn ones, or the cells of the first row name columns."""
        whole, bare = split(line.rstrip(), "|", at), split(line.rstrip(" |"), "|", at)
        if above and len(above) in (len(whole), len(bare)):
            return whole if len(whole) == len(above) else bare
        drawn = own != line and "|" not in own
        if len(bare) > FEWEST_TABS and (drawn or line.count(_OPEN_STROKE) >= FEWEST_TABS):
            return bare
        names = not above and len(bare) > FEWEST_TABS - drawn and _names(line, bare, at)
        return bare if names else []

    def _between_slashes(self, line: str, at: int, above: list[Field]) -> list[Field] | None:
        """Cells with slashes between blanks between them: below names of columns, as many as these are."""
        marks = list(_SLASH.finditer(line)) if "/" in line or "／" in line else []
        if len(marks) < (FEWEST_TABS if not above else 1):
            return None
        fields: list[Field] = []
        begin = 0
        for mark in [*marks[: _MOST_COLUMNS + 1], None]:
            end = mark.start() if mark else len(line)
            piece = line[begin:end]
            left = len(piece) - len(piece.lstrip())
            fields.append((at + begin + left, at + begin + max(left, len(piece.rstrip()))))
            begin = mark.end() if mark else end
        if above:
            slashed = len(above) > 1 and self._text[above[0][1] : above[1][0]].strip() in ("/", "／")
            return fields if slashed and len(fields) == len(above) else None
        return fields if _names(line, fields, at) else None


def _names(line: str, fields: list[Field], at: int) -> bool:
    """Whether the cells of a line name columns."""
    words = [line[start - at : end - at] for start, end in fields]
    return is_header(words) and not any(":" in word or "：" in word for word in words)


def split(line: str, mark: str, at: int) -> list[Field]:
    """Offsets of the pieces of a line between marks, without the blanks at their ends."""
    fields: list[Field] = []
    for piece in line.split(mark)[: _MOST_COLUMNS + 2]:
        left = len(piece) - len(piece.lstrip())
        fields.append((at + left, at + max(left, len(piece.rstrip()))))
        at += len(piece) + 1
    return fields
