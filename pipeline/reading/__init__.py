"""From a file to its source text.

`read` takes a file of any known format, `read_text` text that is already decoded, `decode` bytes of a text file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.reading.encoding import decode
from pipeline.reading.limits import Limits
from pipeline.reading.reader import read, read_bytes, read_text

if TYPE_CHECKING:
    from pipeline.reading.pictures import Frame, FramedPage, PageView, draw_page, framed_page, page_size, page_view

__all__ = [
    "Frame",
    "FramedPage",
    "Limits",
    "PageView",
    "decode",
    "draw_page",
    "framed_page",
    "page_size",
    "page_view",
    "read",
    "read_bytes",
    "read_text",
]


def __getattr__(name: str) -> object:
    """Pictures are loaded when first used: with them come the PDF libraries, which texts do without."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from pipeline.reading import pictures

    return getattr(pictures, name)
