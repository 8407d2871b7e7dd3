"""Which layer of the graph a party belongs to, as `lexicons/graph_layers.yaml` says."""

from __future__ import annotations

import msgspec

from pipeline.lexicon import Entry, load


class LayerRow(Entry, frozen=True, kw_only=True):
    """A layer: its heading, its place from left to right, and what it takes."""

    word: str
    order: int
    kinds: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    but: tuple[str, ...] = ()


class Layer(msgspec.Struct, frozen=True, order=True):
    """A layer's place and heading."""

    order: int
    word: str


_LAST = Layer(99, "其他")


def layer_of(kind: str, name: str) -> Layer:
    """The layer of a party or duty."""
    row = next((row for row in load("graph_layers", LayerRow) if fits(row, kind, name)), None)
    return Layer(row.order, row.word) if row else _LAST


def fits(row: LayerRow, kind: str, name: str) -> bool:
    """Whether a row takes a party."""
    if row.kinds and kind not in row.kinds:
        return False
    if not row.begins and not row.ends:
        return True
    return not name.startswith(row.but) and (name.startswith(row.begins) or name.endswith(row.ends))
