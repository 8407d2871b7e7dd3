"""What pdfium is asked with plain addresses is what pypdfium2 gives."""

from __future__ import annotations

import ctypes
import gc
from pathlib import Path

import pypdfium2
import pypdfium2.raw as raw
import pytest

from pipeline.reading import read_bytes
from pipeline.reading.limits import DEFAULT_LIMITS
from pipeline.reading.pdf import calls
from pipeline.reading.pdf.letters import PdfiumText
from pipeline.reading.pdf.pdfium import PdfiumFile


def test_a_letter_is_told_alike(corpus: Path) -> None:
    seen = 0
    for path in sorted(corpus.glob("*.pdf"), key=lambda one: one.stat().st_size)[:2]:
        file = PdfiumFile(path.read_bytes(), DEFAULT_LIMITS)
        try:
            with file.page(1) as page:
                assert page is not None
                chars = page.chars
                assert isinstance(chars, PdfiumText)
                for index in range(0, len(chars.text), 7):
                    _check(chars, index)
                    seen += 1
        finally:
            file.close()
    assert seen > 50


def _check(chars: PdfiumText, index: int) -> None:
    textpage, view = chars._raw, chars._view
    rect = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(textpage, index, rect)
    if not view.turn:
        assert chars.box(index) == view.box(rect.left, rect.top, rect.right, rect.bottom)
    assert calls.angle_of(chars._address, index) == raw.FPDFText_GetCharAngle(textpage, index)
    name = ctypes.create_string_buffer(200)
    length = raw.FPDFText_GetFontInfo(textpage, index, name, 200, None)
    assert chars.font(index) == name.raw[: max(0, length - 1)].decode("utf-8", "replace").split("+", 1)[-1]
    colour = [ctypes.c_uint() for _ in range(4)]
    told = raw.FPDFText_GetFillColor(textpage, index, *colour)
    red, green, blue, alpha = (one.value for one in colour)
    assert chars.is_pale(index) == bool(told and (min(red, green, blue) >= 150 or alpha <= 110))


def test_objects_are_told_alike(corpus: Path) -> None:
    path = min(corpus.glob("*.pdf"), key=lambda one: one.stat().st_size)
    pdf = pypdfium2.PdfDocument(path.read_bytes())
    try:
        page = pdf[0]
        count = raw.FPDFPage_CountObjects(page.raw)
        address = calls.address_of(page.raw)
        assert count > 0
        for index in range(count):
            one = calls.page_object(address, index)
            other = raw.FPDFPage_GetObject(page.raw, index)
            assert one.value == calls.address_of(other).value
            assert calls.object_type(one) == raw.FPDFPageObj_GetType(other)
        page.close()
    finally:
        pdf.close()


def test_pages_leave_no_cycles(corpus: Path) -> None:
    data = min(corpus.glob("*.pdf"), key=lambda one: one.stat().st_size).read_bytes()
    read_bytes(data)
    gc.collect()
    gc.disable()
    try:
        read_bytes(data)
        assert gc.collect() == 0
    finally:
        gc.enable()


@pytest.mark.parametrize("value", [0, 1, (1 << 48) + 5])
def test_addresses_are_whole(value: int) -> None:
    assert calls.address_of(ctypes.c_void_p(value)).value == (value or None)
