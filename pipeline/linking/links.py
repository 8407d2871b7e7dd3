"""Tie the facts of one extraction to one another."""

from __future__ import annotations

from pipeline.model.layout import Layout
from pipeline.model.result import Fact


def link(layout: Layout, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Fill in the link fields of facts."""
    return facts
