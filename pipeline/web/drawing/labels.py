"""Words on curves: each where it covers neither a box nor another word; where there is no such place, none."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pipeline.web.drawing.text import fitted, width_of

LABEL = 11.0
_ROOM = 84.0
_TRIED = (0.5, 0.35, 0.65, 0.22, 0.78, 0.12, 0.88)
_BAND = 16.0


class Curve(msgspec.Struct, frozen=True, kw_only=True):
    """A curve: four points of a cubic Bézier; `text` stands at (`x`, `y`) where there is room for it, else it is empty."""

    source: str
    target: str
    type: str
    label: str
    points: tuple[float, float, float, float, float, float, float, float]
    text: str = ""
    x: float = 0.0
    y: float = 0.0


def placed_labels(curves: Sequence[Curve], columns: Sequence[tuple[float, float]]) -> list[Curve]:
    """The curves with their words placed; `columns` are (x, width) of the columns of boxes."""
    taken: dict[int, list[tuple[float, float, float]]] = {}
    return [_placed(curve, columns, taken) for curve in curves]


def label_box(curve: Curve) -> tuple[float, float, float, float]:
    """What a curve's word covers: left, top, width, height."""
    width = width_of(curve.text, LABEL)
    return curve.x - width / 2, curve.y - LABEL, width, LABEL + 3


def _placed(
    curve: Curve, columns: Sequence[tuple[float, float]], taken: dict[int, list[tuple[float, float, float]]]
) -> Curve:
    if not curve.label:
        return curve
    text = fitted(curve.label, LABEL, _ROOM)
    for at in _TRIED:
        x, y = _point(curve, at)
        found = msgspec.structs.replace(curve, text=text, x=round(x, 1), y=round(y + 4, 1))
        left, top, width, height = label_box(found)
        if any(left < x0 + wide and x0 < left + width for x0, wide in columns):
            continue
        band = int(top // _BAND)
        others = [one for number in (band - 1, band, band + 1) for one in taken.get(number, ())]
        if all(left + width <= a or b <= left or abs(top - t) >= height for a, b, t in others):
            taken.setdefault(band, []).append((left, left + width, top))
            return found
    return curve


def _point(curve: Curve, at: float) -> tuple[float, float]:
    x0, y0, x1, y1, x2, y2, x3, y3 = curve.points
    a, b, c, d = (1 - at) ** 3, 3 * at * (1 - at) ** 2, 3 * at**2 * (1 - at), at**3
    return a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3
