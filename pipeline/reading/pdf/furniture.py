"""Running headers and footers, page numbers and watermarks among the lines of pages."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from pipeline.reading.line_words import NoiseWords
from pipeline.reading.pdf.layout import PageLayout
from pipeline.reading.pdf.lines import Line

_ZONE = 0.2
_MARGIN = 0.085
_LINES = 4
_SAME_PLACE = 6.0
_SMALL = 0.88
_APART = 1.6
_REPEAT_ZONE = 0.14
_SMALLER = 0.95
_BIG = 1.15
_LOOSE = 0.9
_WATERMARK_PAGES, _PALE_PAGES = 3, 2
_DIGITS = re.compile(r"[\d〇零一二三四五六七八九十百ivxIVX]{1,8}")


class Furniture(NamedTuple):
    """Indexes into `PageLayout.items` of the lines at the top, at the bottom and amid a page that are noise."""

    top: frozenset[int]
    bottom: frozenset[int]
    amid: frozenset[int]


class _Edge(NamedTuple):
    """An outer line of a page: its place in the items, its words without numbers, how far it is from the edge."""

    item: int
    line: Line
    key: str
    distance: float


def find_furniture(pages: Sequence[PageLayout], words: NoiseWords) -> list[Furniture]:
    """The noise of each page: what comes again at the same place of other pages, and page numbers."""
    tops = [_edges(page, top=True) for page in pages]
    bottoms = [_edges(page, top=False) for page in pages]
    size = _body_size(pages)
    seen_top, seen_bottom = _Places(tops), _Places(bottoms)
    found: list[Furniture] = []
    big, pale = _watermarks(pages, size)
    for page, top, bottom in zip(pages, tops, bottoms, strict=True):
        above = _peel(page, top, seen_top, size, words)
        below = _peel(page, [edge for edge in bottom if edge.item not in above], seen_bottom, size, words)
        amid = {
            i
            for i, item in enumerate(page.items)
            if isinstance(item, Line) and words.may_be_contents(item.text) and words.match(item.text, "contents")
        }
        if big or pale:
            amid |= {
                i
                for i, item in enumerate(page.items)
                if isinstance(item, Line)
                and ((words_of := _bare(item.text)) in big or (i in page.pale and words_of in pale))
            }
        found.append(Furniture(frozenset(above), frozenset(below), frozenset(amid - above - below)))
    return found


def _bare(text: str) -> str:
    return "".join(text.split())


def _edges(page: PageLayout, *, top: bool) -> list[_Edge]:
    """The outermost lines of a page, from its edge inwards; a table ends the search."""
    order = range(len(page.items)) if top else range(len(page.items) - 1, -1, -1)
    found: list[_Edge] = []
    for index in order:
        item = page.items[index]
        distance = item.box.top if top else page.height - item.box.bottom
        if not isinstance(item, Line) or distance > _ZONE * page.height or len(found) >= _LINES:
            break
        found.append(_Edge(index, item, _DIGITS.sub("0", _bare(item.text)), distance))
    return found


class _Places:
    """On how many pages the same words stand at the same distance from the edge."""

    def __init__(self, edges: Sequence[Sequence[_Edge]]) -> None:
        self._seen: dict[str, list[float]] = defaultdict(list)
        for page in edges:
            for edge in page:
                self._seen[edge.key].append(edge.distance)

    def repeats(self, edge: _Edge) -> bool:
        """Whether a line comes again on another page."""
        return sum(1 for distance in self._seen[edge.key] if abs(distance - edge.distance) <= _SAME_PLACE) > 1


def _peel(page: PageLayout, edges: Sequence[_Edge], places: _Places, size: float, words: NoiseWords) -> set[int]:
    """Take noise off from the edge inwards, until a line of the text comes."""
    found: set[int] = set()
    waiting: list[int] = []  # repeated lines, noise only if the text stands well apart from them
    for place, edge in enumerate(edges):
        number = edge.line.size <= _BIG * size and words.match(edge.line.text, "edge")
        if number or _stands_off(page, edge, size):
            found |= {edge.item, *waiting}
            waiting = []
        elif places.repeats(edge) and edge.distance <= _REPEAT_ZONE * page.height:
            waiting.append(edge.item)
            inner = edges[place + 1].line if place + 1 < len(edges) else None
            if edge.line.size < _SMALLER * size or (
                edge.line.size <= _BIG * size and _is_apart(edge.line, inner, size)
            ):
                found |= set(waiting)
                waiting = []
        else:
            break
    return found


def _is_apart(line: Line, inner: Line | None, size: float) -> bool:
    """Whether there is more room between a line and the next one inwards than between lines of text."""
    if inner is None:
        return True
    return max(inner.box.top - line.box.bottom, line.box.top - inner.box.bottom) > _LOOSE * size


def _stands_off(page: PageLayout, edge: _Edge, size: float) -> bool:
    """Whether a line is small, in the margin and well apart from the text: a header that comes only once."""
    if edge.distance > _MARGIN * page.height or edge.line.size > _SMALL * size:
        return False
    nearest = [item for item in page.items if item.box != edge.line.box]
    gaps = [max(item.box.top - edge.line.box.bottom, edge.line.box.top - item.box.bottom) for item in nearest]
    return bool(gaps) and min(gaps) > _APART * size


def _body_size(pages: Sequence[PageLayout]) -> float:
    """The height that half of the text's letters reach; lines count by their length."""
    counts: dict[float, int] = defaultdict(int)
    for page in pages:
        for item in page.items:
            if isinstance(item, Line):
                counts[item.size] += 1 + len(item.text) // 8
    if not counts:
        return 0.0
    sizes = sorted(counts)
    below = list(
        accumulate(map(counts.__getitem__, sizes))
    )  # most lines are of one height: their median without all of them
    lower, upper = (sizes[bisect_right(below, place)] for place in ((below[-1] - 1) // 2, below[-1] // 2))
    return (lower + upper) / 2


def _watermarks(pages: Sequence[PageLayout], size: float) -> tuple[set[str], set[str]]:
    """Words in upright letters that stand on most pages: much bigger than the text, and light in colour."""
    big: dict[str, int] = defaultdict(int)
    pale: dict[str, int] = defaultdict(int)
    for page in pages:
        for words in {_bare(line.text) for line in page.lines if line.size > 1.8 * size}:
            big[words] += 1
        for words in {_bare(item.text) for place in page.pale if isinstance(item := page.items[place], Line)}:
            pale[words] += 1
    most = len(pages) // 2
    found = {words for words, count in big.items() if count >= max(_WATERMARK_PAGES, most)}
    return found, {words for words, count in pale.items() if count >= max(_PALE_PAGES, most + 1)}
