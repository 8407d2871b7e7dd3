"""Rosters set as a table: a column of seats, one of names, one of posts."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.extraction.rosters import Seat
from pipeline.model.layout import Layout


def table_seats(layout: Layout) -> Iterator[Seat]:
    """Seats in the table rows of a layout."""
    return iter(())
