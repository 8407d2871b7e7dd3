"""Build the layout of a source."""

from __future__ import annotations

from pipeline.model.layout import Layout
from pipeline.model.source import Source


def build_layout(source: Source) -> Layout:
    """Cut a source into plans, headings and blocks."""
    raise NotImplementedError
