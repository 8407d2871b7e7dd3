"""Read a PDF into a source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
import pypdfium2

from pipeline.model.errors import ReadError
from pipeline.model.source import Source
from pipeline.reading.encoding import familiarity
from pipeline.reading.limits import Limits
from pipeline.reading.pdf.assemble import Assembled, assemble
from pipeline.reading.pdf.fallback import fallback_pages
from pipeline.reading.pdf.layout import PageLayout, lay_out
from pipeline.reading.pdf.page import Bookmark, RawPage
from pipeline.reading.pdf.pdfium import LOCK, PdfiumFile

MEDIA_TYPE = "application/pdf"
_SCAN = "这是扫描件：{pages} 页都没有文字层，需要先做文字识别（OCR），识别后再读"
_GARBLED = "PDF 的文字层是乱码（字体缺少编码表），读不出文字；请用原始文件另存为 PDF 或 .docx，或做文字识别（OCR）"
_BROKEN = "PDF 已损坏或不完整，无法打开；请重新获取，或用阅读器打开后另存为新的 PDF"
_LEAST_FAMILIAR = 0.2
_JUDGED_CHARS = 60
_LISTED = 10


def read_pdf(data: bytes, path: str, digest: str, limits: Limits) -> Source:
    """The source of a PDF. Raises ReadError if it is encrypted, damaged, a scan or garbled."""
    with LOCK:
        pages, bookmarks, broken = _pages(data, limits)
    if not any(page.chars for page in pages):
        if any(page.images for page in pages):
            raise ReadError(_SCAN.format(pages=len(pages)))
        raise ReadError(_BROKEN if broken or not pages else "PDF 里没有文字")
    done = assemble(pages, bookmarks)
    limits.check("text_chars", len(done.text), "字数 ")
    _check_readable(done)
    return Source(
        path=path,
        sha256=digest,
        media_type=MEDIA_TYPE,
        text=done.text,
        pages=done.pages,
        noise=done.noise,
        tables=done.tables,
        hints=done.hints,
        soft_lines=True,
        warnings=tuple(_warnings(pages, broken)),
    )


def _pages(data: bytes, limits: Limits) -> tuple[list[PageLayout], list[Bookmark], list[int]]:
    data = data[max(0, data.find(b"%PDF-")) :]
    try:
        file = PdfiumFile(data, limits)
    except pypdfium2.PdfiumError:
        return _layouts(fallback_pages(data, limits)), [], []
    try:
        found = list(_laid_out(file.pages()))
        broken = [number for number, page in enumerate(found, start=1) if page is None]
        empty = PageLayout(number=0, width=0.0, height=0.0, items=())
        pages = [page or msgspec.structs.replace(empty, number=number) for number, page in enumerate(found, start=1)]
        if not any(page.chars or page.images for page in pages):
            pages = _layouts(fallback_pages(data, limits)) or pages
        return pages, file.bookmarks(), broken
    finally:
        file.close()


def _laid_out(pages: Iterable[RawPage | None]) -> Iterator[PageLayout | None]:
    """Lay out each page while it is open."""
    for page in pages:
        yield None if page is None else lay_out(page)


def _layouts(pages: Iterable[RawPage]) -> list[PageLayout]:
    return [lay_out(page) for page in pages]


def _check_readable(done: Assembled) -> None:
    """Refuse text that no font maps to real characters."""
    foreign = [char for char in done.text if char >= "\x80"]
    if len(foreign) >= _JUDGED_CHARS and familiarity("".join(foreign)) < _LEAST_FAMILIAR:
        raise ReadError(_GARBLED)


def _warnings(pages: list[PageLayout], broken: list[int]) -> Iterator[str]:
    scans = [page.number for page in pages if not page.chars and page.images]
    if scans:
        yield f"第 {_listed(scans)} 页是扫描图像，没有文字层，未读取（需要 OCR）"
    if broken:
        yield f"第 {_listed(broken)} 页已损坏，未读取"


def _listed(numbers: list[int]) -> str:
    return "、".join(map(str, numbers[:_LISTED])) + (f" 等 {len(numbers)}" if len(numbers) > _LISTED else "")
