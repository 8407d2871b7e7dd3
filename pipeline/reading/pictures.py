"""Pages as pictures, with frames around words: for people who want to see where a fact stands."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import msgspec

from pipeline.model.errors import ReadError
from pipeline.model.span import Span
from pipeline.reading.limits import DEFAULT_LIMITS, Limits
from pipeline.reading.pdf.frames import Frame, frames_of_each, page_frames
from pipeline.reading.pdf.layout import PageLayout
from pipeline.reading.pdf.page import RawPage
from pipeline.reading.sniff import sniff

__all__ = ["Frame", "FramedPage", "PageView", "draw_page", "framed_page", "page_size", "page_view"]

_NO_PAGES = "这个文件不是 PDF，没有固定的版面，不能画出页面；请看原文上下文"
_NO_PICTURE = "OFD 的页面不能画成图片（页码和位置仍可查看）；需要图片时请转换为 PDF"
_UNREADABLE = "第 {page} 页无法画出：文件已损坏，或页面是扫描图像而没有安装文字识别组件"
_OUTLINE = (214, 40, 40)
_PADDING = 1.5
_TINY = 0.5


class PageView(msgspec.Struct, frozen=True, kw_only=True):
    """Where some words stand: the page that shows their beginning, its size in points, and frames around them.

    Frames are in points from the upper left corner of the page as seen, one for each line or cell. `pages` are all
    pages the words stand on; frames are those of `page` alone.
    """

    page: int
    pages: tuple[int, ...]
    width: float
    height: float
    frames: tuple[Frame, ...]


class FramedPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page with many things framed: `frames` has those of each group of spans, in the order of the groups."""

    page: int
    width: float
    height: float
    frames: tuple[tuple[Frame, ...], ...]


def page_view(
    data: bytes, text: str, spans: Sequence[Span], page: int | None = None, *, limits: Limits = DEFAULT_LIMITS
) -> PageView:
    """The page on which spans of a PDF or OFD file's source text stand (of several the first, or the one asked for).

    `data` is the file, `text` the source text it was read to. Raises ReadError if the file has no pages or the page
    cannot be read.
    """
    pages = _pages_of(text, spans)
    number = pages[0] if page is None else page
    start = _start_of(text, number)
    end = text.find("\f", start)
    with _opened(data, number, limits) as opened:
        if opened is None:
            raise ReadError(_UNREADABLE.format(page=number))
        shown, layout = opened
        frames = page_frames(shown, layout, text[start : end if end >= 0 else None], start, spans)
        return PageView(page=number, pages=pages, width=shown.width, height=shown.height, frames=tuple(frames))


def framed_page(
    data: bytes, text: str, groups: Sequence[Sequence[Span]], page: int, *, limits: Limits = DEFAULT_LIMITS
) -> FramedPage:
    """A page of a PDF and frames around the words of each of some groups of spans on it. Raises as `page_view`."""
    start = _start_of(text, page)
    end = text.find("\f", start)
    with _opened(data, page, limits) as opened:
        if opened is None:
            raise ReadError(_UNREADABLE.format(page=page))
        shown, layout = opened
        frames = frames_of_each(shown, layout, text[start : end if end >= 0 else None], start, groups)
        return FramedPage(page=page, width=shown.width, height=shown.height, frames=tuple(map(tuple, frames)))


def page_size(data: bytes, page: int, *, limits: Limits = DEFAULT_LIMITS) -> tuple[float, float]:
    """Width and height of a page in points, without reading its words. Raises ReadError."""
    import pypdfium2

    from pipeline.reading.pdf.opening import page_picture

    _check(data)
    try:
        picture, drawn = page_picture(data, page, _TINY, limits)
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise ReadError(_UNREADABLE.format(page=page)) from error
    return picture.width / drawn, picture.height / drawn


def draw_page(
    data: bytes, page: int, frames: Sequence[Frame] = (), *, scale: float = 2.0, limits: Limits = DEFAULT_LIMITS
) -> bytes:
    """A page of a PDF as a PNG picture, `scale` dots a point, with frames drawn on it. Raises ReadError."""
    import pypdfium2
    from PIL import ImageDraw

    from pipeline.reading.pdf.opening import page_picture

    _check(data)
    try:
        picture, drawn = page_picture(data, page, scale, limits)
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise ReadError(_UNREADABLE.format(page=page)) from error
    pen = ImageDraw.Draw(picture)
    for frame in frames:
        if frame.page == page:
            box = (frame.x0 - _PADDING, frame.top - _PADDING, frame.x1 + _PADDING, frame.bottom + _PADDING)
            pen.rectangle([value * drawn for value in box], outline=_OUTLINE, width=max(1, round(1.2 * drawn)))
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


@contextmanager
def _opened(data: bytes, number: int, limits: Limits) -> Iterator[tuple[RawPage, PageLayout] | None]:
    """A page of a PDF or OFD file, of use only inside the `with`."""
    if sniff(data) == "zip" and _is_ofd(data, limits):
        from pipeline.reading.ofd import opened_ofd_page

        yield opened_ofd_page(data, number, limits)
        return
    from pipeline.reading.pdf.opening import opened_page

    _check(data)
    with opened_page(data, number, limits) as opened:
        yield opened


def _is_ofd(data: bytes, limits: Limits) -> bool:
    from pipeline.reading.docx.package import Package

    return Package(data, limits).content() == "ofd"


def _check(data: bytes) -> None:
    if sniff(data) != "pdf":
        raise ReadError(_NO_PICTURE if sniff(data) == "zip" and _is_ofd(data, DEFAULT_LIMITS) else _NO_PAGES)


def _pages_of(text: str, spans: Sequence[Span]) -> tuple[int, ...]:
    """Numbers of the pages that some spans stand on: a form feed parts pages."""
    found: set[int] = set()
    for span in spans:
        first = text.count("\f", 0, span.start) + 1
        found.update(range(first, first + text.count("\f", span.start, span.end) + 1))
    return tuple(sorted(found)) or (1,)


def _start_of(text: str, number: int) -> int:
    start = 0
    for _ in range(number - 1):
        start = text.find("\f", start) + 1
        if not start:
            raise ReadError(f"没有第 {number} 页")
    return start
