"""What an expression says as an interval, and two one-sided expressions that together say one."""

from __future__ import annotations

from pipeline.lexicon import wording
from pipeline.model.expression import Op, Quantity

_LOWER = frozenset({">=", ">"})
_UPPER = frozenset({"<=", "<"})


def ends_of(op: Op, value: float, top: float | None) -> tuple[float | None, bool, float | None, bool]:
    """The lower and the upper end that an `op` and its values say, each with whether it is included; `~` says neither."""
    low = value if op in (">=", ">", "=", "range") else None
    high = top if op == "range" else value if op in ("<=", "<", "=") else None
    return low, low is not None and op != ">", high, high is not None and op != "<"


def joined(found: list[Quantity], text: str, folded: str, offset: int) -> list[Quantity]:
    """Join neighbours that bound one thing from both sides (`20人以上45人以下`, `大于10且小于20`) into one range; `offset` is
    where the text begins that their places are counted from."""
    if len(found) < 2:
        return found
    out: list[Quantity] = []
    for item in found:
        if out and (pair := _pair(out[-1], item, text, folded, offset)) is not None:
            out[-1] = pair
        else:
            out.append(item)
    return out


def _pair(first: Quantity, second: Quantity, text: str, folded: str, offset: int) -> Quantity | None:
    if second.start - first.end > 8 or not wording.pattern("number", "joint_of_bounds").fullmatch(
        folded, first.end - offset, second.start - offset
    ):
        return None
    if first.op in _LOWER and second.op in _UPPER:
        low, high = first, second
    elif first.op in _UPPER and second.op in _LOWER:
        low, high = second, first
    else:
        return None
    if not low.value < high.value or (first.unit and first.unit != second.unit):
        return None
    return Quantity(
        start=first.start,
        end=second.end,
        text=text[first.start - offset : second.end - offset],
        op="range",
        value=low.value,
        value_max=high.value,
        unit=second.unit,
        low=low.value,
        low_inclusive=low.low_inclusive,
        high=high.value,
        high_inclusive=high.high_inclusive,
        number_start=first.number_start,
        number_end=second.number_end,
        rule="two-sided",
        cues=first.cues + second.cues,
    )
