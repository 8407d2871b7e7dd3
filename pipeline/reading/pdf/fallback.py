"""Pages by pdfplumber (pdfminer), for the files that pdfium cannot open: the two rescue different ones."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from pipeline.model.errors import ReadError
from pipeline.reading.limits import Limits
from pipeline.reading.pdf.geometry import Box
from pipeline.reading.pdf.listed import ListedText
from pipeline.reading.pdf.page import RawPage, Rule
from pipeline.reading.unsupported import unsupported

_BROKEN = "PDF 已损坏或不完整，无法打开；请重新获取，或用阅读器打开后另存为新的 PDF"

logging.getLogger("pdfminer").setLevel(logging.ERROR)


def fallback_pages(data: bytes, limits: Limits) -> Iterator[RawPage]:
    """The pages of a PDF. Raises ReadError if pdfplumber cannot open it either."""
    try:
        pdf = pdfplumber.open(io.BytesIO(data))
    except PdfminerException as error:
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in error.args):
            raise unsupported("encrypted") from None
        raise ReadError(_BROKEN) from None
    except Exception:  # pdfminer raises whatever its parser stumbles over
        raise ReadError(_BROKEN) from None
    with pdf:
        yield from _pages(pdf, limits)


def _pages(pdf: pdfplumber.pdf.PDF, limits: Limits) -> Iterator[RawPage]:
    try:
        pages = pdf.pages
    except Exception:
        raise ReadError(_BROKEN) from None
    limits.check("pages", len(pages), "页数 ")
    for page in pages:
        try:
            yield _page(page, limits)
        except ReadError:
            raise
        except Exception:
            raise ReadError(_BROKEN) from None
        finally:
            page.close()


def _page(page: pdfplumber.page.Page, limits: Limits) -> RawPage:
    limits.check("page_chars", len(page.chars), f"第 {page.page_number} 页字数 ")
    chars = [
        (
            char["text"] if len(char["text"]) == 1 else "\ufffd",
            Box(float(char["x0"]), float(char["top"]), float(char["x1"]), float(char["bottom"])),
            bool(char["upright"]),
        )
        for char in page.chars
    ]
    edges = page.edges[: limits.page_paths]
    return RawPage(
        number=page.page_number,
        width=float(page.width),
        height=float(page.height),
        chars=ListedText(chars),
        rules=tuple(Rule(float(e["x0"]), float(e["top"]), float(e["x1"]), float(e["bottom"])) for e in edges),
        images=len(page.images),
        covered=max((_share(image, page) for image in page.images), default=0.0),
    )


def _share(image: dict[str, float], page: pdfplumber.page.Page) -> float:
    area = float(image["width"]) * float(image["height"])
    return min(1.0, area / max(1.0, float(page.width) * float(page.height)))
