"""Read an OFD file into a source: its letters and ruling lines go the way of a PDF's."""

from __future__ import annotations

from pipeline.model.errors import ReadError
from pipeline.model.source import Source
from pipeline.reading.docx.package import Package
from pipeline.reading.limits import Limits
from pipeline.reading.ofd.package import OfdFile
from pipeline.reading.pdf.layout import PageLayout, lay_out
from pipeline.reading.pdf.page import RawPage
from pipeline.reading.pdf.source import listed, source_of_pages

MEDIA_TYPE = "application/ofd"
_PICTURES = "OFD 里只有图片，没有文字；请转换为 PDF 后再做文字识别（OCR）"
_UNREAD = "第 {pages} 页只有图片，没有文字，未读取；请转换为 PDF 后再做文字识别（OCR）"
_FAR_ENOUGH = 8


def read_ofd(package: Package, path: str, digest: str, limits: Limits) -> Source:
    """The source of an OFD file. Raises ReadError if it is damaged or has no words."""
    file = OfdFile(package, limits)
    layouts: list[PageLayout] = []
    for number in range(1, len(file) + 1):
        layouts.append(lay_out(file.page(number), layouts[-1] if layouts else None))
    if not any(page.chars for page in layouts):
        raise ReadError(_PICTURES if any(page.images for page in layouts) else "OFD 里没有文字")
    bare = [page.number for page in layouts if page.images and not page.chars]
    return source_of_pages(
        layouts,
        file.bookmarks,
        limits,
        path=path,
        digest=digest,
        media_type=MEDIA_TYPE,
        warnings=(_UNREAD.format(pages=listed(bare)),) if bare else (),
    )


def opened_ofd_page(data: bytes, number: int, limits: Limits) -> tuple[RawPage, PageLayout] | None:
    """One page as `read_ofd` saw it; null if there is none of that number."""
    file = OfdFile(Package(data, limits), limits)
    if not 1 <= number <= len(file):
        return None
    before: PageLayout | None = None
    for earlier in range(max(1, number - _FAR_ENOUGH), number):
        before = lay_out(file.page(earlier), before)
    page = file.page(number)
    return page, lay_out(page, before)
