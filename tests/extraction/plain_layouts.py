"""Hand-made layouts: one block per line, headings and numbers by their plainest forms; no structure layer needed."""

from __future__ import annotations

import re
from array import array

from pipeline.extraction.board import Board
from pipeline.model.layout import Block, BlockKind, CellText, Layout
from pipeline.model.result import Document, Section
from pipeline.model.source import Source
from pipeline.model.span import OffsetText, Span, fold
from pipeline.segmentation import Segmentation

_NUMBER = re.compile(
    r"(?P<a>[一二三四五六七八九十]{1,3})、|\((?P<b>[一二三四五六七八九十]{1,3})\)|(?P<c>\d{1,2})[.、]|\((?P<d>\d{1,2})\)"
    r"|(?P<e>第[一二三四五六七八九十百]{1,5}条) ?"
)


def plain_layout(text: str, title: str = "某校工作方案") -> Layout:
    """A layout with a block per line. A numbered line of the first two kinds without `。` is a heading; a line that holds
    tabs is a table row (the first of its run names the columns)."""
    clean = OffsetText(fold(text.replace("\t", "\x00")).replace("\x00", " "), array("q", range(len(text))))
    sections: list[Section] = []
    blocks: list[Block] = []
    stack: list[tuple[int, str]] = []
    header: list[str] | None = None
    offset = 0
    for line in text.split("\n"):
        start, end = offset, offset + len(line)
        offset = end + 1
        if not line.strip():
            continue
        if "\t" in line:
            cells, header, is_header = _cells(line, start, header)
            blocks.append(_block("row", sections, stack, start, end, None, 0, cells, is_header))
            continue
        header = None
        while clean.text[start] == " ":
            start += 1
        number = _NUMBER.match(clean.text, start, end)
        depth = 0
        if number:
            depth = next(i for i, key in enumerate("abcde", 1) if number[key])
            start = number.end()
        words = clean.text[start:end]
        if number and depth <= 2 and "。" not in words and len(words) < 40:
            while stack and stack[-1][0] >= depth:
                stack.pop()
            section = f"s{len(sections)}"
            parent = stack[-1][1] if stack else None
            title_words = words.rstrip(":")
            sections.append(
                Section(
                    id=section,
                    document="d0",
                    number=number.group().strip("、()."),
                    title=title_words,
                    level=len(stack) + 1,
                    parent=parent,
                    span=Span(number.start(), end),
                )
            )
            stack.append((depth, section))
            blocks.append(_block("heading", sections, stack, start, start + len(title_words), number.group(), depth))
            continue
        kind: BlockKind = "item" if number else "paragraph"
        mark = number.group().strip("、(). ") if number else None
        blocks.append(_block(kind, sections, stack, start, end, mark, depth))
    document = Document(id="d0", title=title, title_span=None, span=Span(0, len(text)))
    source = Source(path="plan.txt", sha256="0" * 64, media_type="text/plain", text=text)
    return Layout(source=source, clean=clean, documents=(document,), sections=tuple(sections), blocks=tuple(blocks))


def plain_board(text: str, title: str = "某校工作方案") -> Board:
    """A board over a plain layout with nothing recognised on it yet."""
    layout = plain_layout(text, title)
    return Board(layout=layout, segmentation=Segmentation(bytes(len(layout.clean.text) + 1)))


def _block(
    kind: BlockKind,
    sections: list[Section],
    stack: list[tuple[int, str]],
    start: int,
    end: int,
    number: str | None,
    depth: int,
    cells: tuple[CellText, ...] = (),
    header_row: bool = False,
) -> Block:
    return Block(
        kind=kind,
        document="d0",
        section=stack[-1][1] if stack else None,
        start=start,
        end=end,
        number=number,
        depth=depth,
        cells=cells,
        header_row=header_row,
    )


def _cells(line: str, start: int, header: list[str] | None) -> tuple[tuple[CellText, ...], list[str], bool]:
    parts = line.split("\t")
    names = header if header is not None else ["".join(fold(part).split()) for part in parts]
    cells: list[CellText] = []
    at = start
    for column, part in enumerate(parts):
        name = names[column] if column < len(names) else ""
        cells.append(CellText(start=at, end=at + len(part), column=column, header=name))
        at += len(part) + 1
    return tuple(cells), names, header is None
