"""Tables from ruling lines: the same as pdfplumber's."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from pipeline.reading.pdf.lattice import find_lattices, find_tables
from pipeline.reading.pdf.page import Rule

PLACES = st.sampled_from([0.0, 2.0, 10.0, 20.0, 20.5, 40.0, 44.0, 60.0, 100.0])


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """A line along a rough grid, so that many of them cross."""
    place, one, other = draw(PLACES), draw(PLACES), draw(PLACES)
    low, high = min(one, other), max(one, other)
    return Rule(low, place, high, place) if draw(st.booleans()) else Rule(place, low, place, high)


def by_pdfplumber(found: list[Rule]) -> list[list[tuple[float, float, float, float]]]:
    """What pdfplumber makes of the same lines."""
    edges = [
        {
            "x0": r.x0,
            "x1": r.x1,
            "top": r.top,
            "bottom": r.bottom,
            "width": r.x1 - r.x0,
            "height": r.bottom - r.top,
            "orientation": "h" if r.x1 - r.x0 > r.bottom - r.top else "v",
        }
        for r in found
        if max(r.x1 - r.x0, r.bottom - r.top) >= 1
    ]
    merged = [edge for edge in merge_edges(edges, 3, 3, 3, 3) if max(edge["width"], edge["height"]) >= 3]
    return [sorted(table) for table in cells_to_tables(intersections_to_cells(edges_to_intersections(merged, 3, 3)))]


@given(st.lists(rules(), max_size=30))
def test_cells_and_tables_are_those_of_pdfplumber(found: list[Rule]) -> None:
    ours = [sorted(tuple(box) for box in table) for table in find_tables(found)]
    assert sorted(ours) == sorted(by_pdfplumber(found))


@given(st.lists(rules(), max_size=40))
def test_grids_are_sound(found: list[Rule]) -> None:
    for lattice in find_lattices(found):
        assert list(lattice.xs) == sorted(set(lattice.xs))
        for cell in lattice.cells:
            assert 0 <= cell.row < cell.row + cell.rows <= len(lattice.ys) - 1
            assert 0 <= cell.column < cell.column + cell.columns <= len(lattice.xs) - 1


def test_a_grid_with_a_merged_cell() -> None:
    lines = [Rule(0, y, 90, y) for y in (0, 20, 40)] + [Rule(x, 0, x, 40) for x in (0, 90)] + [Rule(30, 20, 30, 40)]
    (lattice,) = find_lattices(lines)
    assert [(c.row, c.column, c.rows, c.columns) for c in lattice.cells] == [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]
