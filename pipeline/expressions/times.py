"""Time expressions."""

from __future__ import annotations

from pipeline.model.expression import TimeExpression


def times(text: str, anchor: str | None = None) -> list[TimeExpression]:
    """Every time expression of a text, in order, none inside another."""
    return []
