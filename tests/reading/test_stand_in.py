"""Chinese fonts that a PDF names and does not hold: what is read hangs on no font of the machine, what is drawn does."""

from __future__ import annotations

import pypdfium2
import pytest

from pipeline.reading.limits import DEFAULT_LIMITS
from pipeline.reading.pdf.opening import open_pages, page_picture
from pipeline.reading.reader import read_bytes
from tests.reading.pdf_files import FONT, LEFT, TOP, Page, objects, pdf, stream

WORDS = "每月检查一次食堂"


def _numbered(words: str) -> bytes:
    """A file that calls letters by numbers of its own and says by a table which they are: first all, then one alone."""
    numbers = [b"%04x" % (300 + 7 * place) for place in range(len(words))]
    rows = b" ".join(
        b"<%s> <%s>" % (n, c.encode("utf-16-be").hex().encode()) for n, c in zip(numbers, words, strict=True)
    )
    table = b"begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange %d beginbfchar %s endbfchar endcmap"
    shown = b"BT /F1 12 Tf 100 700 Td <%s> Tj 0 -60 Td <%s> Tj ET" % (b"".join(numbers), numbers[-1])
    return objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        stream(shown),
        b"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts[<</Type/Font"
        b"/Subtype/CIDFontType2/BaseFont/SimSun/DW 1000/CIDToGIDMap/Identity/FontDescriptor 7 0 R"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>",
        stream(table % (len(words), rows)),
        b"<</Type/FontDescriptor/FontName/SimSun/Flags 4/Ascent 859/Descent -141/CapHeight 700/StemV 80/ItalicAngle 0"
        b"/FontBBox[0 -141 1000 859]>>",
    )


def test_a_letter_alone_is_not_lost() -> None:
    assert read_bytes(_numbered(WORDS)).text.split() == [WORDS, WORDS[-1]]


def test_lines_are_as_high_whatever_letters_stand_in_them() -> None:
    def page(page: Page) -> None:
        for place, words in enumerate(("一二三四五", "嘉禧藏龙麟", "，。、", "2026年3月", "……（一）")):
            page.text(LEFT, TOP + 30 * place, words)

    (layout,) = open_pages(pdf(page), DEFAULT_LIMITS).layouts
    assert len({round(line.box.height, 2) for line in layout.lines}) == 1


@pytest.mark.parametrize(
    "data", [_numbered(WORDS), pdf(lambda page: page.text(LEFT, TOP, WORDS))], ids=["numbers", FONT]
)
def test_others_of_the_process_and_pictures_have_the_fonts_of_the_machine(data: bytes) -> None:
    before = _drawn(data)
    read_bytes(data)
    assert _drawn(data) == before
    for _ in range(2):
        assert page_picture(data, 1, 1.0, DEFAULT_LIMITS)[0].tobytes() == before


def _drawn(data: bytes) -> bytes:
    """The page as who knows nothing of us draws it."""
    file = pypdfium2.PdfDocument(data)
    try:
        return file[0].render(scale=1.0, draw_annots=False).to_pil().convert("RGB").tobytes()
    finally:
        file.close()
