"""How results look on a screen: answers, tables, JSON."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Sequence

import click
import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.model import labels
from pipeline.model.rows import AnswerRow
from pipeline.model.span import Span

_WIDE = 160


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


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """A table with a title and columns; numbers stand right."""
    drawn = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
    body = [list(row) for row in rows]
    for index, column in enumerate(columns):
        numbers = bool(body) and all(isinstance(row[index], int | float) for row in body)
        drawn.add_column(column, justify="right" if numbers else "left", overflow="fold")
    for row in body:
        drawn.add_row(*("" if cell is None else Text(safe(str(cell))) for cell in row))
    return drawn


def marked(text: str, spans: Iterable[Span], offset: int = 0) -> Text:
    """A piece of source text that begins at `offset`, with some spans marked."""
    drawn = Text("".join(char if char.isprintable() or char == "\n" else " " for char in text))
    for span in spans:
        drawn.stylize("bold yellow underline", max(0, span.start - offset), max(0, span.end - offset))
    return drawn
