"""The tree of number labels: which run each belongs to and what it stands under.

Which kind of numbering stands above which is learned from the document: a kind that opens with 1 stands under the
label before it, unless that label's own run goes on only before the new one does (looked up ahead).
"""

from __future__ import annotations

from bisect import bisect_right

import msgspec

from pipeline.structure.numbering import Cue

# How far the numbers of a run may jump (a label lost, a typing slip) and how many labels are looked at ahead.
_LARGEST_GAP = 4
_LOOK_AHEAD = 48


class Node(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A label in the tree: `parent` is the index of the node it stands under, `run` numbers the runs (1, 2, 3 …)."""

    cue: Cue
    parent: int | None
    run: int
    depth: int


class _Open(msgspec.Struct):
    """A label on the way from the root to the current place; `value` is the last one of its run."""

    index: int
    family: str
    rank: int
    value: int
    run: int


class _Ahead:
    """The values that the labels of each kind take further on."""

    def __init__(self, cues: list[Cue]) -> None:
        self._places: dict[str, list[int]] = {}
        self._cues = cues
        for index, cue in enumerate(cues):
            self._places.setdefault(cue.kind.id, []).append(index)

    def following(self, family: str, index: int) -> list[int]:
        """Indices of the next labels of a kind behind `index`."""
        places = self._places.get(family, [])
        first = bisect_right(places, index)
        return places[first : first + _LOOK_AHEAD]

    def next_value(self, family: str, index: int) -> int | None:
        """Value of the next label of a kind."""
        following = self.following(family, index)
        return self._cues[following[0]].value if following else None


def build_tree(cues: list[Cue]) -> list[Node]:
    """Nodes for the labels of one document, in order."""
    ahead = _Ahead(cues)
    nodes: list[Node] = []
    path: list[_Open] = []
    nesting: set[int] = set()
    order: set[tuple[str, str]] = set()
    runs = 0
    for index, cue in enumerate(cues):
        place = _own_run(path, cue, index, ahead, cues, nesting)
        if place is None:
            runs += 1
            _leave_lower(path, cue, index, ahead, order)
            order.update((entry.family, cue.kind.id) for entry in path if (cue.kind.id, entry.family) not in order)
            path.append(_Open(index, cue.kind.id, cue.kind.rank, cue.value, runs))
        else:
            position, fresh = place
            del path[position + 1 :]
            entry = path[position]
            runs += fresh
            path[position] = _Open(index, entry.family, entry.rank, cue.value, runs if fresh else entry.run)
        parent = path[-2].index if len(path) > 1 else None
        nodes.append(Node(cue=cue, parent=parent, run=path[-1].run, depth=len(path)))
    return nodes


def _own_run(
    path: list[_Open], cue: Cue, index: int, ahead: _Ahead, cues: list[Cue], nesting: set[int]
) -> tuple[int, int] | None:
    """Position in the path of the run that the label goes on with, and 1 if it starts that run anew. `nesting` gathers
    the runs that have runs of their own kind inside."""
    same = [position for position in range(len(path) - 1, -1, -1) if path[position].family == cue.kind.id]
    for position in same:
        if cue.value == path[position].value + 1:
            return position, 0
    if not same:
        return None
    if cue.value == 1:
        outer = path[same[0]].run
        if outer in nesting or _nested(path, same[0], cue, index, ahead, cues):
            nesting.add(outer)
            return None
        return same[0], 1
    for position in same:
        if path[position].value < cue.value <= path[position].value + _LARGEST_GAP:
            return position, 0
    return same[0], 0


def _nested(path: list[_Open], position: int, cue: Cue, index: int, ahead: _Ahead, cues: list[Cue]) -> bool:
    """Whether a run that starts with 1 while one of its kind is open stands inside that one: the outer goes on later."""
    wanted, inner = path[position].value + 1, 1
    above = {entry.family for entry in path[:position]}
    for later in ahead.following(cue.kind.id, index):
        value = cues[later].value
        if value == inner + 1:
            inner = value
        elif value == wanted:
            return not _closed(above, index, later, ahead)
        elif value == 1 or inner < value <= inner + 2:
            inner = value
        else:
            return False
    return False


def _closed(above: set[str], index: int, later: int, ahead: _Ahead) -> bool:
    """Whether a label of a kind from further out stands between two labels."""
    for family in sorted(above):
        following = ahead.following(family, index)
        if following and following[0] < later:
            return True
    return False


def _leave_lower(path: list[_Open], cue: Cue, index: int, ahead: _Ahead, order: set[tuple[str, str]]) -> None:
    """Take off the path what stands below a kind that is not on it: as this document has nested the two kinds before
    (`order` holds outer and inner), else as they usually stand."""
    while path:
        entry = path[-1]
        if (entry.family, cue.kind.id) in order:
            return
        if cue.kind.rank >= entry.rank and (cue.kind.id, entry.family) not in order:
            return
        if cue.value == 1 and ahead.next_value(entry.family, index) == entry.value + 1:
            return
        path.pop()
