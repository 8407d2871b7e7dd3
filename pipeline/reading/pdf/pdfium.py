"""Characters, ruling lines and outline of a PDF from pdfium.

pdfium is not safe for threads: readers of one process take turns (`LOCK`).
"""

from __future__ import annotations

import ctypes
import logging
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pypdfium2
import pypdfium2.raw as raw
from PIL.Image import Image

from pipeline.model.errors import ReadError
from pipeline.reading.limits import Limits
from pipeline.reading.pdf.calls import address_of, angle_of
from pipeline.reading.pdf.geometry import View
from pipeline.reading.pdf.letters import PdfiumText, quarter
from pipeline.reading.pdf.page import Bookmark, RawPage
from pipeline.reading.pdf.rulings import PathReader
from pipeline.reading.pdf.stand_in import machine_fonts, stand_ins
from pipeline.reading.unsupported import unsupported

logging.getLogger("pypdfium2").setLevel(logging.ERROR)  # it would tell users of bookmarks, in English
LOCK = threading.RLock()
_SAMPLES = 24
_MOST_BOOKMARKS = 5000
_LONGEST_TITLE = 200
_MOST_PIXELS = 6000.0
# What a page is that says nothing of its size (US letter).
_LETTER_PAPER = (0.0, 0.0, 612.0, 792.0)
# pdfium keeps the code of its last error: one that fails without a code of its own shows that of the file before.
_LOCKED = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)


class PdfiumFile:
    """A PDF opened with pdfium. Raises ReadError if it has a password, `pypdfium2.PdfiumError` if it is damaged."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        self._data = data
        with ExitStack() as stack:
            stack.enter_context(stand_ins())
            try:
                self._pdf = pypdfium2.PdfDocument(data)
            except pypdfium2.PdfiumError as error:
                if b"/Encrypt" in data and getattr(error, "err_code", None) in _LOCKED:
                    raise unsupported("encrypted") from None
                raise
            stack.callback(self._pdf.close)
            self._count = len(self._pdf)
            limits.check("pages", self._count, "页数 ")
            self._open = stack.pop_all()

    def close(self) -> None:
        """Let go of the file."""
        self._open.close()

    def pages(self) -> Iterator[RawPage | None]:
        """The pages in order; null for one that is broken."""
        for index in range(self._count):
            with self.page(index + 1) as page:
                yield page

    @contextmanager
    def page(self, number: int) -> Iterator[RawPage | None]:
        """One page, of use only inside the `with`; null if it is broken or not there."""
        with self._opened(number) as (page, letters):
            yield self._page(page, letters, number) if letters else None

    @contextmanager
    def _opened(self, number: int) -> Iterator[tuple[object, object]]:
        """Handles of a page and of its letters, none (which are false) where it is broken or not there. They are pdfium's own:
        what pypdfium2 puts around each costs more than two pages' lines."""
        page = raw.FPDF_LoadPage(self._pdf, number - 1) if 0 < number <= self._count else None
        letters = raw.FPDFText_LoadPage(page) if page else None
        try:
            yield page, letters
        finally:
            if letters:
                raw.FPDFText_ClosePage(letters)
            if page:
                raw.FPDF_ClosePage(page)

    def picture(self, number: int, scale: float) -> tuple[Image, float]:
        """A page drawn so that most of its words stand upright, and how many dots a point has become.

        Raises `pypdfium2.PdfiumError` if it is broken.
        """
        with self._opened(number) as (page, letters):
            if not letters:
                raise pypdfium2.PdfiumError("no such page")
            longest = max(raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page), 1.0)
            scale = min(scale, _MOST_PIXELS / longest)
            more = (_view_of(page, letters).turn - _rotation(page)) % 360
        with machine_fonts():
            pdf = pypdfium2.PdfDocument(self._data)  # once more: letters already asked for are stand-ins
            try:
                drawn: Image = pdf[number - 1].render(scale=scale, rotation=more, draw_annots=False).to_pil()
                return drawn.convert("RGB"), scale
            finally:
                pdf.close()

    def _page(self, page: object, letters: object, number: int) -> RawPage:
        count = max(0, int(raw.FPDFText_CountChars(letters)))
        self._limits.check("page_chars", count, f"第 {number} 页字数 ")
        view = _view_of(page, letters)
        paths = PathReader(view, self._limits.page_paths)
        paths.read(page)
        width, height = view.size
        return RawPage(
            number=number,
            width=width,
            height=height,
            chars=PdfiumText(letters, view, turned=bool(view.turn)),
            rules=tuple(paths.rules),
            images=paths.images,
            covered=min(1.0, paths.widest / max(1.0, width * height)),
            paths=paths.paths,
        )

    def bookmarks(self) -> list[Bookmark]:
        """The outline of the file."""
        found: list[Bookmark] = []
        try:
            for entry in self._pdf.get_toc(max_depth=9):
                title = (entry.get_title() or "").strip()
                target = entry.get_dest()
                index = target.get_index() if target is not None else None
                if title and index is not None and len(title) <= _LONGEST_TITLE:
                    found.append(Bookmark(title, index + 1, entry.level + 1))
                if len(found) >= _MOST_BOOKMARKS:
                    break
        except (pypdfium2.PdfiumError, ReadError, UnicodeError, ValueError):
            return found
        return found


def _view_of(page: object, letters: object) -> View:
    """How a page is to be looked at so that most of its words stand upright."""
    left, bottom, right, top = _cropped(page)
    turn = _prevailing_turn(letters, max(0, int(raw.FPDFText_CountChars(letters))))
    seen = _rotation(page) if turn is None else turn
    return View(min(left, right), min(bottom, top), max(left, right), max(bottom, top), seen)


def _cropped(page: object) -> tuple[float, float, float, float]:
    """Left, bottom, right and upper edge of what is shown of a page."""
    edges = [ctypes.c_float() for _ in range(4)]
    known = raw.FPDFPage_GetCropBox(page, *edges) or raw.FPDFPage_GetMediaBox(page, *edges)
    left, bottom, right, top = (edge.value for edge in edges)
    return (left, bottom, right, top) if known else _LETTER_PAPER


def _rotation(page: object) -> int:
    """How far a page is turned to be shown, in degrees clockwise."""
    return int(raw.FPDFPage_GetRotation(page)) * 90 % 360


def _prevailing_turn(letters: object, count: int) -> int | None:
    """How the page must be turned so that most of its words stand upright, as its own coordinates see it."""
    step = max(1, count // _SAMPLES)
    address = address_of(letters)
    angles = [angle_of(address, index) for index in range(0, count, step)]
    if not any(angles):  # as nearly everywhere
        return 0 if angles else None
    turns = [quarter(angle) for angle in angles]
    right = [turn for turn in turns if turn is not None]
    return max(set(right), key=lambda turn: (right.count(turn), -turn)) if right else None
