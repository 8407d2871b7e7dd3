"""The pages of a file laid out one after the other, each by whatever can read it: pdfium, pdfplumber, a recogniser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Literal

import msgspec
import pypdfium2
from PIL.Image import Image

from pipeline.model.errors import ReadError
from pipeline.reading import ocr
from pipeline.reading.limits import Limits
from pipeline.reading.pdf.fallback import fallback_pages
from pipeline.reading.pdf.inflating import check_streams
from pipeline.reading.pdf.layout import PageLayout, lay_out
from pipeline.reading.pdf.nesting import check_nesting
from pipeline.reading.pdf.page import Bookmark, RawPage
from pipeline.reading.pdf.pdfium import LOCK, PdfiumFile
from pipeline.reading.pdf.scans import is_garbled, lacks_text, picture_scale, recognised

Trouble = Literal["scan", "garbled", "broken"]
_FAR_ENOUGH = 8
_SLOW = "文字识别超过时间上限（ocr_seconds），其余页未识别"


class Pages(msgspec.Struct, frozen=True, kw_only=True):
    """All pages of a file. `recognised`: numbers of those read from their picture; `unread`: what is wrong with others.

    `failed`: what the recogniser complained of.
    """

    layouts: tuple[PageLayout, ...]
    bookmarks: tuple[Bookmark, ...] = ()
    recognised: tuple[int, ...] = ()
    unread: dict[int, Trouble] = {}
    failed: str = ""


def open_pages(data: bytes, limits: Limits) -> Pages:
    """Every page of a PDF. Raises ReadError if nothing can open it, or if it has a password."""
    data = without_junk(data)
    check_streams(data, limits)
    check_nesting(data)
    with LOCK:
        try:
            file = PdfiumFile(data, limits)
        except pypdfium2.PdfiumError:
            return _Gatherer(None, limits).gather(fallback_pages(data, limits), ())
        try:
            found = _Gatherer(file, limits).gather(file.pages(), file.bookmarks())
        finally:
            file.close()
        if any(page.chars or page.images for page in found.layouts):
            return found
        again = _Gatherer(None, limits).gather(fallback_pages(data, limits), ())
        return again if again.layouts else found


@contextmanager
def opened_page(data: bytes, number: int, limits: Limits) -> Iterator[tuple[RawPage, PageLayout] | None]:
    """One page as `open_pages` saw it, of use only inside the `with`; null if it cannot be read."""
    data = without_junk(data)
    with LOCK:
        try:
            file = PdfiumFile(data, limits)
        except pypdfium2.PdfiumError:
            found = next((page for page in fallback_pages(data, limits) if page.number == number), None)
            yield None if found is None else (found, lay_out(found))
            return
        try:
            before = _layout_before(file, number)
            with file.page(number) as page:
                if page is not None and _trouble(page):
                    can = ocr.is_installed() and limits.ocr_pages
                    page = recognised(page, *file.picture(number, picture_scale(page))) if can else None
                yield None if page is None else (page, lay_out(page, before))
        finally:
            file.close()


def _layout_before(file: PdfiumFile, number: int) -> PageLayout | None:
    """The page before one, so that a table which goes on is seen as such."""
    before = None
    for earlier in range(max(1, number - _FAR_ENOUGH), number):
        with file.page(earlier) as page:
            before = lay_out(page, before) if page is not None and not _trouble(page) else None
    return before


def page_picture(data: bytes, number: int, scale: float, limits: Limits) -> tuple[Image, float]:
    """A page drawn, and how many dots a point has become. Raises ReadError or `pypdfium2.PdfiumError`."""
    with LOCK:
        file = PdfiumFile(without_junk(data), limits)
        try:
            return file.picture(number, scale)
        finally:
            file.close()


def without_junk(data: bytes) -> bytes:
    """The file from its own beginning on: downloads may have a few lines before it."""
    return data[max(0, data.find(b"%PDF-")) :]


def _trouble(page: RawPage) -> Trouble | None:
    if lacks_text(page):
        return "scan"
    return "garbled" if is_garbled(page.chars.text) else None


class _Gatherer:
    """Lays out pages while they are open; those without words go to the recogniser as long as its budget lasts."""

    def __init__(self, file: PdfiumFile | None, limits: Limits) -> None:
        self._file = file
        self._seconds = limits.ocr_seconds
        self._left: int | None = None if file is not None and limits.ocr_pages else 0  # null: nobody has asked yet
        self._most = limits.ocr_pages
        self._layouts: list[PageLayout] = []
        self._recognised: list[int] = []
        self._unread: dict[int, Trouble] = {}
        self._failed = ""

    def gather(self, pages: Iterable[RawPage | None], bookmarks: Iterable[Bookmark]) -> Pages:
        """All pages laid out."""
        for number, page in enumerate(pages, start=1):
            self._layouts.append(self._layout(page, number))
        return Pages(
            layouts=tuple(self._layouts),
            bookmarks=tuple(bookmarks),
            recognised=tuple(self._recognised),
            unread=self._unread,
            failed=self._failed,
        )

    def _layout(self, page: RawPage | None, number: int) -> PageLayout:
        if page is None:
            self._unread[number] = "broken"
            return PageLayout(number=number, width=0.0, height=0.0, items=())
        trouble = _trouble(page)
        if trouble is None:
            return lay_out(page, self._layouts[-1] if self._layouts else None)
        read = self._read(page)
        if read is not None:
            self._recognised.append(number)
            return read
        self._unread[number] = trouble
        return PageLayout(number=number, width=page.width, height=page.height, items=(), images=page.images)

    def _read(self, page: RawPage) -> PageLayout | None:
        """The page by the recogniser, if there is one and it has not read its share yet."""
        if self._left is None:  # looking whether it is installed takes as long as reading half a page
            self._left = self._most if ocr.is_installed() else 0
        if self._file is None or self._left <= 0:
            return None
        if self._seconds <= 0:
            self._failed, self._left = _SLOW, 0
            return None
        self._left -= 1
        begun = monotonic()
        try:
            drawn = recognised(page, *self._file.picture(page.number, picture_scale(page)))
            return lay_out(drawn, self._layouts[-1] if self._layouts else None)
        except ReadError as error:
            self._failed, self._left = str(error), 0
        except (pypdfium2.PdfiumError, MemoryError):
            self._failed = self._failed or "页面无法画成图像"
        finally:
            self._seconds -= monotonic() - begun
        return None
