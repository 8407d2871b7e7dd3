"""Builders and readers that the tests of the structure layer share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from pipeline.model.layout import Layout
from pipeline.model.source import HeadingHint, Source, Table
from pipeline.model.span import Span
from pipeline.structure import without_labels

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[dict[str, Any]]:
    """The cases of a file under `cases/`."""
    return list(yaml.safe_load((CASES / f"{name}.yaml").read_text("utf-8")))


def source_of(
    text: str,
    *,
    path: str = "-",
    hard_lines: bool = False,
    soft_lines: bool = False,
    tables: tuple[Table, ...] = (),
    hints: tuple[HeadingHint, ...] = (),
    noise: tuple[Span, ...] = (),
) -> Source:
    """A source as a reader would give it."""
    return Source(
        path=path,
        sha256="0" * 64,
        media_type="text/plain",
        text=text,
        hard_lines=hard_lines,
        soft_lines=soft_lines,
        tables=tables,
        hints=hints,
        noise=noise,
    )


def outline(layout: Layout) -> list[str]:
    """`level number title` for each heading."""
    return [f"{one.level} {one.number or '-'} {one.title}" for one in without_labels(layout)[0].sections]


def words_in_order(layout: Layout) -> str:
    """The words of all blocks, without blanks."""
    return "".join("".join(layout.words(block).split()) for block in layout.blocks)
