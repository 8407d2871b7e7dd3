"""How much a reader takes on before it gives up."""

from __future__ import annotations

import msgspec

from pipeline.model.errors import ReadError


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds on one file. A file beyond any of them raises ReadError; the defaults leave room for the longest plans.

    `ocr_pages` and `ocr_seconds` are a budget instead: scanned pages beyond it are left unread and named in a warning
    (`ocr_pages` 0: none is read). On a slow machine time runs out first, before a batch gives the whole file up.
    """

    file_bytes: int = 200 * 2**20
    text_chars: int = 30_000_000
    zip_members: int = 20_000
    zip_bytes: int = 1000 * 2**20
    zip_ratio: int = 200
    archive_members: int = 2000
    archive_depth: int = 3
    xml_bytes: int = 150 * 2**20
    pdf_stream_bytes: int = 64 * 2**20
    pages: int = 3000
    page_chars: int = 200_000
    page_paths: int = 100_000
    nesting: int = 20
    ocr_pages: int = 12
    ocr_seconds: float = 75.0

    def check(self, name: str, value: int, what: str) -> None:
        """Raise ReadError if `value` lies above the limit `name`; `what` is what was counted, in Chinese."""
        allowed = int(getattr(self, name))
        if value > allowed:
            raise ReadError(f"文件过大：{what}{value:,}，超过上限 {allowed:,}；请拆分文件，或调高读取上限 {name}")


DEFAULT_LIMITS = Limits()
