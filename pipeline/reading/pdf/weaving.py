"""Words drawn later into gaps that a line was left with: office software draws marks of another font behind the line."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from pipeline.reading.pdf.geometry import Box
from pipeline.reading.pdf.page import PageText
from pipeline.reading.pdf.runs import Glyph, Run, join_glyphs, one_below_another, run_glyphs

_WIDEST = 12.0
_SAME_LINE = 0.5
_UPON = 0.4
_NEAR = 12
_SLACK = 1.0
_MOST = 2000


def woven(chars: PageText, runs: Sequence[Run]) -> list[Run]:
    """The same runs, those that stand in the gaps of another put into it."""
    boxes = [run.box for run in runs]
    middles = [top + bottom for _, top, _, bottom in boxes]
    order = sorted(range(len(runs)), key=middles.__getitem__)
    if one_below_another([runs[n] for n in order]):
        return list(runs)
    hosts: dict[int, list[int]] = {}
    levels = [middles[n] for n in order]
    highest = max((bottom - top for _, top, _, bottom in boxes), default=0.0)
    for place, n in enumerate(order[:_MOST]):
        x0, top, x1, bottom = boxes[n]
        if x1 - x0 <= _WIDEST * (bottom - top):
            # Those whose middles lie further apart than half of their heights share no line.
            reach = highest + bottom - top + _SLACK
            first = bisect_left(levels, levels[place] - reach, max(0, place - _NEAR), place)
            last = bisect_right(levels, levels[place] + reach, place, min(len(levels), place + _NEAR + 1))
            host = _host(boxes, n, order[first:last])
            if host is not None:
                hosts.setdefault(host, []).append(n)
    if not hosts:
        return list(runs)
    found = list(runs)
    gone: set[int] = set()
    for host, strays in hosts.items():
        inner = run_glyphs(chars, runs[host])
        for n in strays:
            own = run_glyphs(chars, runs[n])
            if n not in hosts and own and _fits(inner, own):
                inner = sorted([*inner, *own], key=lambda glyph: glyph.box.x0)
                gone.add(n)
        if gone.intersection(strays):
            found[host] = join_glyphs(inner)
    return [run for n, run in enumerate(found) if n not in gone]


def _host(boxes: Sequence[Box], n: int, near: Sequence[int]) -> int | None:
    """The longer run on the same line that a run stands inside of."""
    x0, top, x1, bottom = boxes[n]
    for other in near:
        other_x0, other_top, other_x1, other_bottom = boxes[other]
        if other_x0 < x0 and x1 < other_x1 and other != n:
            overlap = min(other_bottom, bottom) - max(other_top, top)
            if overlap >= _SAME_LINE * min(other_bottom - other_top, bottom - top):
                return other
    return None


def _fits(inner: Sequence[Glyph], own: Sequence[Glyph]) -> bool:
    """Whether each character stands in a gap, upon no other (as letters printed twice do)."""
    starts = [glyph.box.x0 for glyph in inner]
    for glyph in own:
        place = bisect_left(starts, glyph.box.x0)
        for other in inner[max(0, place - 1) : place + 1]:
            overlap = min(other.box.x1, glyph.box.x1) - max(other.box.x0, glyph.box.x0)
            if overlap > _UPON * min(other.box.width, glyph.box.width):
                return False
    return True
