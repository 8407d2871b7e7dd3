"""Lists in pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, TypeVar

import msgspec
from fastapi import Query

T = TypeVar("T")
PageNumber = Annotated[int, Query(ge=1, le=1_000_000, description="第几页")]


class Pager(msgspec.Struct, frozen=True, kw_only=True):
    """Where in a list a page stands."""

    page: int
    pages: int
    total: int


def pager(page: int, total: int, size: int) -> Pager:
    """The page asked for, or the last there is.

    >>> pager(9, 41, 20)
    Pager(page=3, pages=3, total=41)
    """
    pages = max(1, -(-total // size))
    return Pager(page=min(page, pages), pages=pages, total=total)


def page_of(rows: Sequence[T], at: Pager, size: int) -> Sequence[T]:
    """The rows of a page."""
    return rows[(at.page - 1) * size : at.page * size]
