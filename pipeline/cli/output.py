"""How results look on a screen: answers, tables, JSON."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable, Sequence

import click
import msgspec
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipeline.model import labels
from pipeline.model.rows import AnswerRow
from pipeline.model.span import Span

_WIDE = 160
# Columns of the screen below which a cell's words are no longer read but deciphered; what a cell's frame takes.
_READABLE = 16
_RULE = 3
_INDENT = 2
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")


def console() -> Console:
    """A console on standard output; wide where nobody looks, so that nothing is cut in a file."""
    width = None if sys.stdout.isatty() else max(_WIDE, shutil.get_terminal_size((_WIDE, 40)).columns)
    return Console(width=width, highlight=False, soft_wrap=False)


def print_json(rows: Sequence[msgspec.Struct]) -> None:
    """Rows as one JSON array."""
    click.echo(msgspec.json.format(msgspec.json.encode(list(rows)), indent=2).decode("utf-8"))


def print_answers(rows: Sequence[AnswerRow], marks: Iterable[str] = ()) -> None:
    """Answers as numbered cards: the answer, what belongs to it, the sentence with marks, where it stands."""
    out = console()
    words = sorted(set(marks) - {""}, key=len, reverse=True)
    for number, row in enumerate(rows, start=1):
        head = Text(f"{number}. ", style="bold")
        head.append(safe(row.answer), style="bold cyan")
        if details := _details(row):
            head.append(f"　{details}", style="cyan")
        out.print(head)
        sentence = Text("   " + safe(row.text))
        sentence.highlight_words(words, style="bold yellow underline")
        out.print(sentence)
        out.print(Text("   " + place(row), style="dim"))


def _details(row: AnswerRow) -> str:
    parts = [labels.TYPES.get(row.type, row.type)]
    if row.actor and row.actor not in row.answer:
        parts.append(row.actor)
    if row.part:
        parts.append(labels.PARTS.get(row.part, row.part))
    if row.deadline and row.deadline not in row.answer:
        parts.append(f"时限 {row.deadline}")
    if row.type == "duty" and row.position:
        parts.append(f"通过 {row.position}" + (f"（{row.group}）" if row.group else ""))
    elif row.group and row.group not in row.answer:
        parts.append(row.group)
    if row.review is not msgspec.UNSET:
        parts.append(str(row.review))
    return safe("｜".join(parts))


def place(row: AnswerRow) -> str:
    """Where an answer stands: document, section, page, fact id."""
    where = [f"《{row.document}》" if row.document else row.path, row.section or ""]
    if row.page:
        where.append(f"第 {row.page} 页" + (labels.OCR if row.ocr is True else ""))
    where.append(f"[{row.fact}]" if row.fact else "")
    return safe("　".join(part for part in where if part))


def safe(text: str) -> str:
    """Words of a plan on one line, without characters that could steer a terminal."""
    return "".join(char if char.isprintable() else " " for char in " ".join(text.split()))


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], silent: str = "") -> None:
    """A table with a title and columns; where the screen is too narrow for it, the rows one below the other: a head of the
    first two cells, then the others by name.

    Numbers stand right. A cell that only says `silent` is left out of rows that are told line by line.
    """
    out = console()
    body = [[_cell(cell) for cell in row] for row in rows]
    if _narrowest(columns, body) > out.width:
        _print_stacked(out, title, columns, body, silent)
        return
    drawn = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
    for index, column in enumerate(columns):
        told = [row[index].plain for row in body if row[index].plain]
        numbers = bool(told) and all(map(_NUMBER.fullmatch, told))
        drawn.add_column(column, justify="right" if numbers else "left", overflow="fold")
    for row in body:
        drawn.add_row(*row)
    out.print(drawn)


def tell_of_more(
    rows: Sequence[object], limit: int | None, word: str, *, counted: bool = True, other: str = ""
) -> None:
    """Say that only the first `limit` of the rows were shown; `counted` where the rows are all there are."""
    if limit is not None and len(rows) > limit:
        of_all = f"，共 {len(rows)} {word}" if counted else ""
        click.echo(f"只显示前 {limit} {word}{of_all}，用 --limit 多看一些{other}")


def _cell(cell: object) -> Text:
    if isinstance(cell, Text):
        return cell
    return Text("" if cell is None else safe(str(cell)))


def _narrowest(columns: Sequence[str], body: Sequence[Sequence[Text]]) -> int:
    """The width a table needs in which no cell is folded into less than `_READABLE` columns of the screen."""
    widths = (
        min(_READABLE, max(cell_len(name), *(row[index].cell_len for row in body), 0))
        for index, name in enumerate(columns)
    )
    return sum(width + _RULE for width in widths) + 1


def _print_stacked(
    out: Console, title: str, columns: Sequence[str], body: Sequence[Sequence[Text]], silent: str
) -> None:
    out.print(Text(title, style="bold"))
    for row in body:
        out.print(Text("　".join(cell.plain for cell in row[:2] if cell.plain), style="bold cyan"))
        line = Text()
        for name, cell in zip(columns[2:], row[2:], strict=True):
            if not cell.plain or cell.plain == silent:
                continue
            told = Text(f"{name}：").append_text(cell)
            if line and line.cell_len + told.cell_len + _INDENT + 2 > out.width:
                out.print(Padding(line, (0, 0, 0, _INDENT)))
                line = Text()
            line = line.append("　" if line else "").append_text(told)
        if line:
            out.print(Padding(line, (0, 0, 0, _INDENT)))


def marked(text: str, spans: Iterable[Span], offset: int = 0) -> Text:
    """A piece of source text that begins at `offset`, with some spans marked."""
    drawn = Text("".join(char if char.isprintable() or char == "\n" else " " for char in text))
    for span in spans:
        drawn.stylize("bold yellow underline", max(0, span.start - offset), max(0, span.end - offset))
    return drawn
