"""What the rest of the PDF reader needs to know of a page, whichever library it comes from."""

from __future__ import annotations

from typing import Protocol

import msgspec

from pipeline.reading.pdf.geometry import Box


class Rule(msgspec.Struct, frozen=True, gc=False):
    """A straight ruling line, horizontal or vertical."""

    x0: float
    top: float
    x1: float
    bottom: float


class PageText(Protocol):
    """The characters of a page in the order of its content stream.

    `text[i]` is one character with the box `box(i)`; line breaks and blanks that the library put in have no width.
    """

    text: str

    def box(self, index: int) -> Box:
        """Where a character stands: as high as its font, as wide as its advance."""

    def is_upright(self, index: int) -> bool:
        """Whether a character stands upright (watermarks often do not)."""

    def is_sideways(self, index: int) -> bool:
        """Whether a character lies on its side, as in narrow cells; false where that is not known."""

    def is_pale(self, index: int) -> bool:
        """Whether a character is drawn in a light grey or other light colour; false where that is not known."""

    def font(self, index: int) -> str:
        """The name of a character's font; "" where it is not known."""


class RawPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page as a library gives it.

    `covered` is the share of the page that its biggest picture takes; `paths` counts drawn shapes; `by_ocr`: the
    characters were read from a picture of the page.
    """

    number: int
    width: float
    height: float
    chars: PageText
    rules: tuple[Rule, ...]
    images: int = 0
    covered: float = 0.0
    paths: int = 0
    by_ocr: bool = False


class Bookmark(msgspec.Struct, frozen=True):
    """An entry of the file's outline; `page` from 1, `level` from 1."""

    title: str
    page: int
    level: int
