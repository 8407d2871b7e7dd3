"""Small PDF files for the tests, drawn line by line."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import pypdfium2
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP = 80.0, WIDTH - 80.0, 90.0
SIZE, PITCH = 12.0, 20.0
PER_LINE = int((RIGHT - LEFT) / SIZE)

Drawing = Callable[["Page"], None]


class Page:
    """A page to draw on, with y counted from the top."""

    def __init__(self, canvas: Any) -> None:
        self.canvas = canvas

    def text(self, x: float, y: float, words: str, size: float = SIZE) -> None:
        """Words whose line begins at (x, y), y being the base line."""
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, HEIGHT - y, words)

    def centred(self, y: float, words: str, size: float = SIZE) -> None:
        """Words in the middle."""
        self.canvas.setFont(FONT, size)
        self.canvas.drawCentredString(WIDTH / 2, HEIGHT - y, words)

    def paragraph(self, y: float, words: str, indent: int = 2) -> float:
        """A paragraph set like running text, first line indented; gives the y of the next line."""
        first, rest = words[: PER_LINE - indent], words[PER_LINE - indent :]
        self.text(LEFT + indent * SIZE, y, first)
        y += PITCH
        while rest:
            line, rest = rest[:PER_LINE], rest[PER_LINE:]
            self.text(LEFT, y, line)
            y += PITCH
        return y

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        """Ruling lines."""
        for x in xs:
            self.canvas.line(x, HEIGHT - ys[0], x, HEIGHT - ys[-1])
        for y in ys:
            self.canvas.line(xs[0], HEIGHT - y, xs[-1], HEIGHT - y)

    def table(self, y: float, rows: Sequence[Sequence[str]], step: float = 24.0) -> float:
        """A ruled table over the width of the text; gives the y of its lower edge."""
        columns = len(rows[0])
        xs = [LEFT + (RIGHT - LEFT) * place / columns for place in range(columns + 1)]
        ys = [y + step * place for place in range(len(rows) + 1)]
        self.grid(xs, ys)
        for row, words in enumerate(rows):
            for column, word in enumerate(words):
                self.text(xs[column] + 4, ys[row] + 16, word, 10)
        return ys[-1]


@lru_cache(maxsize=1)
def draws_chinese() -> bool:
    """Whether pictures of our pages show their words: the fonts named in them are the machine's, and a bare one has no Chinese font."""
    page = pypdfium2.PdfDocument(pdf(lambda page: page.text(LEFT, TOP, "永国学", 40)))[0]
    dark = page.render(scale=1.0).to_pil().convert("L").point(lambda value: 255 - value).getbbox()
    return dark is not None and dark[2] - dark[0] > 80


def pdf(*pages: Drawing, **options: Any) -> bytes:
    """A PDF file with one page for each drawing."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4, invariant=1, **options)
    for drawing in pages:
        drawing(Page(canvas))
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def objects(*bodies: bytes) -> bytes:
    """A file of numbered objects with its table."""
    data, places = b"%PDF-1.5\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(bodies) + 1
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(data))
    )


def stream(words: bytes, more: bytes = b"") -> bytes:
    """A stream object."""
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(words), more, words)
