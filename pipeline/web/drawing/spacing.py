"""Things in a row, each as near to where it would be as their distance allows."""

from __future__ import annotations

from collections.abc import Sequence


def spaced(wanted: Sequence[float], step: float) -> list[float]:
    """Places in the order given, at least `step` apart, with the least sum of squared moves (pool adjacent violators).

    >>> spaced([0.0, 0.0, 100.0], 10.0)
    [-5.0, 5.0, 100.0]
    """
    pools: list[tuple[float, int]] = []  # sum and number of those that must move together
    for index, place in enumerate(wanted):
        total, count = place - index * step, 1
        while pools and pools[-1][0] / pools[-1][1] > total / count:
            before = pools.pop()
            total, count = total + before[0], count + before[1]
        pools.append((total, count))
    flat = [total / count for total, count in pools for _ in range(count)]
    return [place + index * step for index, place in enumerate(flat)]
