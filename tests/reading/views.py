"""Ways to look at a source in the tests."""

from __future__ import annotations

import re

from pipeline.model.source import Source, Table


def without_noise(source: Source) -> str:
    """The source text with its noise cut out."""
    kept: list[str] = []
    end = 0
    for span in sorted(source.noise):
        kept.append(source.text[end : span.start])
        end = max(end, span.end)
    return "".join(kept) + source.text[end:]


def paragraphs(source: Source) -> list[str]:
    """Paragraphs without noise, the lines of each joined."""
    parts = re.split(r"\n\s*\n", without_noise(source).replace("\f", "\n"))
    return [joined for part in parts if (joined := "".join(part.split("\n")).strip())]


def noise_words(source: Source) -> list[str]:
    """The words of the noise."""
    return [source.text[span.start : span.end].strip() for span in source.noise]


def cells(source: Source, table: Table) -> list[tuple[int, int, int, int, str]]:
    """Row, column, rows, columns and words of each cell, in order."""
    return sorted(
        (cell.row, cell.column, cell.rows, cell.columns, source.text[cell.span.start : cell.span.end])
        for cell in table.cells
    )


def rows(source: Source, table: Table) -> list[list[str]]:
    """The words of a table row by row, merged cells once."""
    found: dict[int, list[str]] = {}
    for row, _, _, _, words in cells(source, table):
        found.setdefault(row, []).append(words)
    return [found[row] for row in sorted(found)]


def check_spans(source: Source) -> None:
    """What holds for every source: spans lie inside the text and in order; cells are their table's fields."""
    length = len(source.text)
    for span in (*source.noise, *(hint.span for hint in source.hints), *(table.span for table in source.tables)):
        assert 0 <= span.start < span.end <= length
    assert list(source.noise) == sorted(source.noise)
    assert [table.span for table in source.tables] == sorted(table.span for table in source.tables)
    for table in source.tables:
        assert all(table.span.start <= cell.span.start <= cell.span.end <= table.span.end for cell in table.cells)
        assert all("\t" not in source.text[cell.span.start : cell.span.end] for cell in table.cells)
    if source.pages:
        assert [page.number for page in source.pages] == list(range(1, len(source.pages) + 1))
        assert source.text == "\f".join(source.text[page.span.start : page.span.end] for page in source.pages)
    assert "\r" not in source.text
    assert "\x00" not in source.text
