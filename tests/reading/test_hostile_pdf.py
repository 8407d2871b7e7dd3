"""PDF files made to trip a reader: a source or a reason in Chinese, and soon."""

from __future__ import annotations

import time

import pytest

from pipeline.model.errors import ReadError
from pipeline.reading.reader import read_bytes
from tests.reading.pdf_files import LEFT, TOP, objects, pdf, stream

CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
ONE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 700]/Contents 4 0 R/Resources<</XObject<</F 5 0 R/G 6 0 R>>>>>>"
FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 500 700]/Resources<</XObject<</F 5 0 R/G 6 0 R>>>>"

FILES: dict[str, bytes] = {
    "no pages": objects(CATALOG, b"<</Type/Pages/Kids[]/Count 0>>"),
    "a page that is its own parent": objects(CATALOG, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
    "a million pages by its own count": objects(
        CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1000000>>", b"<</Type/Page>>"
    ),
    "forms within themselves": objects(
        CATALOG, ONE, PAGE, stream(b"/F Do /G Do"), stream(b"/G Do /G Do", FORM), stream(b"/F Do /F Do", FORM)
    ),
    "5,000 empty pages": pdf(*[lambda page: None] * 5000),
    "cut in its pages": pdf(*[lambda page: page.text(LEFT, TOP, "一、目标")] * 20)[:1500],
    "junk alone before its name": b"\x00\xff" * 300 + b"%PDF-1.4\n",
}


@pytest.mark.parametrize("name", FILES)
def test_refused_soon_with_the_reason(name: str) -> None:
    start = time.process_time()
    with pytest.raises(ReadError) as raised:
        read_bytes(FILES[name])
    assert any("\u4e00" <= char <= "\u9fff" for char in str(raised.value))
    assert time.process_time() - start < 20


def _fan(depth: int) -> bytes:
    """Forms that draw the next one ten times each."""
    forms = [
        stream(
            b"/N Do " * 10, b"/Type/XObject/Subtype/Form/BBox[0 0 500 700]/Resources<</XObject<</N %d 0 R>>>>" % (6 + n)
        )
        for n in range(depth)
    ]
    page = PAGE.replace(b"/G 6 0 R", b"")
    return objects(CATALOG, ONE, page, stream(b"/F Do"), *forms, stream(b"0 0 m 9 9 l S", FORM))


def test_forms_that_fan_out_take_no_long_time() -> None:
    start = time.process_time()
    with pytest.raises(ReadError):
        read_bytes(_fan(3))
    assert time.process_time() - start < 20


def test_junk_before_a_whole_file() -> None:
    whole = pdf(lambda page: page.text(LEFT, TOP, "一、工作目标要明确具体"))
    assert "一、工作目标要明确具体" in read_bytes(b"<!-- saved -->\r\n" * 20 + whole).text
