"""The layered drawing: same input same places, nothing over anything else, never more than 200 boxes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.lexicon import load
from pipeline.web.drawing.graph import MOST_BOXES, Arc, Drawing, Vertex, drawn
from pipeline.web.drawing.labels import label_box
from pipeline.web.drawing.layers import Layer, LayerRow, fits, layer_of
from pipeline.web.drawing.spacing import spaced
from pipeline.web.drawing.text import fitted, width_of

LAYERS = [Layer(10, "国家"), Layer(55, "部门"), Layer(60, "小组"), Layer(80, "个人"), Layer(90, "职责")]
NAMES = st.text(st.sampled_from("安全工作领导小组<>&\"' aZ"), min_size=1, max_size=40)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Vertex], list[Arc]]:
    count = draw(st.integers(1, 40))
    vertices = [
        Vertex(id=f"n{n}", label=draw(NAMES), layer=(layer := draw(st.sampled_from(LAYERS))), kind="org", href="/",
               wide=layer.word == "职责")
        for n in range(count)
    ]  # fmt: skip
    ends = st.integers(0, count - 1)
    pairs = draw(st.lists(st.tuples(ends, ends, st.sampled_from(["", "组长", "成员"])), max_size=60))
    return vertices, [Arc(f"n{a}", f"n{b}", "member_of", label) for a, b, label in pairs]


def overlaps(boxes: list[tuple[float, float, float, float]]) -> list[tuple[int, int]]:
    return [
        (i, j) for i, (x, y, w, h) in enumerate(boxes) for j, (u, v, k, m) in enumerate(boxes[:i])
        if x < u + k and u < x + w and y < v + m and v < y + h
    ]  # fmt: skip


def covered(drawing: Drawing) -> list[tuple[float, float, float, float]]:
    return [(one.x, one.y, one.width, one.height) for one in drawing.boxes]


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_no_box_nor_word_covers_another(graph: tuple[list[Vertex], list[Arc]]) -> None:
    drawing = drawn(*graph)
    words = [label_box(one) for one in drawing.curves if one.text]
    assert overlaps(covered(drawing) + words) == []
    assert all(min(x, y) >= 0 and x + w <= drawing.width and y + h <= drawing.height for x, y, w, h in covered(drawing))


@settings(max_examples=40, deadline=None)
@given(graphs(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(graph: tuple[list[Vertex], list[Arc]], random: object) -> None:
    vertices, arcs = graph
    again = list(reversed(arcs)), sorted(vertices, key=lambda one: one.id, reverse=True)
    assert drawn(vertices, arcs) == drawn(again[1], again[0])


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_every_node_is_drawn_once_in_the_column_of_its_layer(graph: tuple[list[Vertex], list[Arc]]) -> None:
    vertices, _ = graph
    drawing = drawn(*graph)
    assert sorted(one.id for one in drawing.boxes) == sorted(one.id for one in vertices)
    at = {one.id: one.x for one in drawing.boxes}
    for one in vertices:
        for other in vertices:
            assert (at[one.id] < at[other.id]) == (one.layer.order < other.layer.order)


def test_never_more_than_two_hundred_boxes() -> None:
    vertices = [Vertex(id=f"n{n:04}", label="教务处", layer=LAYERS[1], kind="org", href="/") for n in range(500)]
    arcs = [Arc("n0000", f"n{n:04}", "part_of") for n in range(500)]
    drawing = drawn(vertices, arcs)
    assert len(drawing.boxes) == MOST_BOXES == 200
    assert {one.target for one in drawing.curves} <= {one.id for one in drawing.boxes}


def test_nothing_draws_an_empty_picture() -> None:
    assert drawn([], []).boxes == ()


@given(st.lists(st.floats(-1000, 1000), max_size=30))
def test_what_is_spaced_keeps_order_and_distance(wanted: list[float]) -> None:
    places = spaced(wanted, 10.0)
    assert all(b - a >= 10.0 - 1e-6 for a, b in pairwise(places))
    far = [100.0 * n for n in range(len(wanted))]
    assert spaced(far, 10.0) == pytest.approx(far)


@given(st.text(max_size=60), st.floats(20, 300))
def test_what_is_fitted_fits(text: str, room: float) -> None:
    found = fitted(text, 13.0, room)
    assert width_of(found, 13.0) <= room
    assert found == text or text.startswith(found.removesuffix("…"))


@pytest.mark.parametrize("row", load("graph_layers", LayerRow), ids=lambda row: row.id)
def test_layers_take_their_examples_and_not_their_near_misses(row: LayerRow) -> None:
    assert row.examples
    for case in row.examples:
        kind, _, name = case.partition(":")
        assert fits(row, kind, name), case
        assert layer_of(kind, name).word == row.word, case
    for case in row.near_misses:
        kind, _, name = case.partition(":")
        assert layer_of(kind, name).word != row.word, case
