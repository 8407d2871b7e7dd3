"""Read a PDF into a source."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.errors import ReadError
from pipeline.model.source import Source
from pipeline.reading import ocr
from pipeline.reading.limits import Limits
from pipeline.reading.pdf.opening import Pages, Trouble, open_pages
from pipeline.reading.pdf.source import listed, source_of_pages

MEDIA_TYPE = "application/pdf"
_SCAN = "这是扫描件：{pages} 页都没有文字层，需要先做文字识别（OCR）"
_GARBLED = "PDF 的文字层是乱码（字体缺少编码表），读不出文字；请用原始文件另存为 PDF 或 .docx，或做文字识别（OCR）"
_BROKEN = "PDF 已损坏或不完整，无法打开；请重新获取，或用阅读器打开后另存为新的 PDF"
_TROUBLES: dict[Trouble, str] = {
    "scan": "是扫描图像，没有文字层，未读取",
    "garbled": "的文字层是乱码，未读取",
    "broken": "已损坏，未读取",
}


def read_pdf(data: bytes, path: str, digest: str, limits: Limits) -> Source:
    """The source of a PDF. Raises ReadError if it is encrypted, damaged, a scan or garbled."""
    pages = open_pages(data, limits)
    if not any(page.chars for page in pages.layouts):
        raise ReadError(_why_nothing(pages, limits))
    return source_of_pages(
        pages.layouts,
        pages.bookmarks,
        limits,
        path=path,
        digest=digest,
        media_type=MEDIA_TYPE,
        warnings=tuple(_warnings(pages, limits)),
        ocr_pages=pages.recognised,
    )


def _why_nothing(pages: Pages, limits: Limits) -> str:
    troubles = set(pages.unread.values())
    if "scan" in troubles:
        return f"{_SCAN.format(pages=len(pages.layouts))}；{_remedy(pages, limits)}"
    if "garbled" in troubles:
        return f"{_GARBLED}；{_remedy(pages, limits)}"
    if pages.recognised:
        return f"这是扫描件：{len(pages.layouts)} 页都没有文字层，文字识别（OCR）也没有认出文字"
    return _BROKEN if troubles or not pages.layouts else "PDF 里没有文字"


def _remedy(pages: Pages, limits: Limits) -> str:
    """What the user can do for pages that were not recognised."""
    if pages.failed:
        return pages.failed
    if not ocr.is_installed():
        return f"安装文字识别组件后即可读取：{ocr.INSTALL}"
    if not limits.ocr_pages:
        return "文字识别已关闭（识别页数上限为 0）"
    return f"超过识别页数上限 {limits.ocr_pages}，可调高（ocr_pages）后再试"


def _warnings(pages: Pages, limits: Limits) -> Iterator[str]:
    if pages.recognised:
        yield f"第 {listed(pages.recognised)} 页是扫描图像，文字由识别（OCR）得来，可能有错字"
    if scattered := [page.number for page in pages.layouts if page.scattered]:
        yield f"第 {listed(scattered)} 页有许多单独排列的字，可能是竖排文字，读出的次序可能不对，请对照原文"
    for trouble, words in _TROUBLES.items():
        numbers = [number for number, other in pages.unread.items() if other == trouble]
        if numbers:
            more = "" if trouble == "broken" else f"（需要 OCR；{_remedy(pages, limits)}）"
            yield f"第 {listed(numbers)} 页{words}{more}"
