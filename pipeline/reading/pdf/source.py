"""The source that laid-out pages make: of a PDF and of what is like one (OFD)."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model.source import Source
from pipeline.reading.limits import Limits
from pipeline.reading.pdf.assemble import assemble
from pipeline.reading.pdf.layout import PageLayout
from pipeline.reading.pdf.page import Bookmark

_LISTED = 10


def source_of_pages(
    layouts: Sequence[PageLayout],
    bookmarks: Sequence[Bookmark],
    limits: Limits,
    *,
    path: str,
    digest: str,
    media_type: str,
    warnings: tuple[str, ...],
    ocr_pages: tuple[int, ...] = (),
) -> Source:
    """Pages put together. Raises ReadError where there is more text than `limits` allow."""
    done = assemble(layouts, bookmarks)
    limits.check("text_chars", len(done.text), "字数 ")
    return Source(
        path=path,
        sha256=digest,
        media_type=media_type,
        text=done.text,
        pages=done.pages,
        noise=done.noise,
        tables=done.tables,
        hints=done.hints,
        soft_lines=True,
        ocr_pages=ocr_pages,
        warnings=warnings,
    )


def listed(pages: Sequence[int]) -> str:
    """Page numbers in words, the first of many.

    >>> listed([1, 2]), listed(range(1, 13))
    ('1、2', '1、2、3、4、5、6、7、8、9、10 等 12')
    """
    words = "、".join(str(page) for page in pages[:_LISTED])
    return words + (f" 等 {len(pages)}" if len(pages) > _LISTED else "")
