"""Scanned pages read by the recogniser, where it is installed (`cetu[ocr]`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader

from pipeline.api import extract
from pipeline.model import labels
from pipeline.model.errors import ReadError
from pipeline.model.source import Source
from pipeline.model.span import Span, fold, words_at
from pipeline.reading import Limits, ocr, page_view
from pipeline.reading.limits import DEFAULT_LIMITS
from pipeline.reading.ocr import WrittenLine
from pipeline.reading.pdf import opening, scans
from pipeline.reading.pdf.drawn_rules import drawn_rules
from pipeline.reading.reader import read_bytes
from tests.reading.pdf_files import HEIGHT, LEFT, TOP, WIDTH, Drawing, Page, draws_chinese, pdf
from tests.reading.views import check_spans

needs_ocr = pytest.mark.skipif(
    not ocr.is_installed() or not draws_chinese(),
    reason="the recogniser (cetu[ocr]) is not installed, or no Chinese font to draw a scan with",
)
PARAGRAPH = (
    "到2027年，九年义务教育巩固率保持在96%以上，小学、初中起始年级班额分别控制在45人、50人以内，"
    "教务处每月开展一次学情排查，发现疑似辍学学生应当在三日内上门劝返并建立台账。"
)


def scanned(*drawings: Drawing) -> bytes:
    """Pages as pictures of themselves, at 110 dots per inch, a little grey."""
    pictures = [page.render(scale=110 / 72).to_pil().convert("L") for page in pypdfium2.PdfDocument(pdf(*drawings))]

    def as_picture(picture: Image.Image) -> Drawing:
        return lambda page: page.canvas.drawImage(ImageReader(picture), 0, 0, WIDTH, HEIGHT)

    return pdf(*map(as_picture, pictures))


def red_headed(page: Page) -> None:
    """A letterhead in red with a line below it, a title, a paragraph, a page number."""
    page.canvas.setFillColorRGB(0.85, 0, 0)
    page.centred(TOP, "青石镇教育办公室文件", 30)
    page.canvas.rect(LEFT, HEIGHT - TOP - 40, WIDTH - 2 * LEFT, 2, stroke=0, fill=1)
    page.canvas.setFillColorRGB(0, 0, 0)
    page.centred(TOP + 30, "青教办〔2025〕6号", 13)
    page.paragraph(TOP + 90, "一、工作目标")
    page.paragraph(TOP + 110, PARAGRAPH)
    page.centred(HEIGHT - 50, "— 1 —", 10)


@pytest.fixture(scope="module")
def read_once() -> tuple[bytes, Source]:
    """A page of running text and its scan, read."""
    data = scanned(red_headed)
    return data, read_bytes(data)


@needs_ocr
def test_the_words_of_a_scan(read_once: tuple[bytes, Source]) -> None:
    _, source = read_once
    check_spans(source)
    drawn = Counter(fold("青石镇教育办公室文件青教办〔2025〕6号一、工作目标" + PARAGRAPH))
    found = Counter("".join(fold(source.text).split()))
    assert (drawn & found).total() >= 0.99 * drawn.total()
    assert source.ocr_pages == (1,)
    assert "识别（OCR）" in source.warnings[0]
    assert "〔2025〕6号" in source.text
    assert fold(PARAGRAPH) in "".join(fold(source.text).split())


@needs_ocr
def test_facts_of_a_scan_say_so(read_once: tuple[bytes, Source]) -> None:
    data, source = read_once
    facts = extract(source).facts
    assert len(facts) >= 4
    assert all(fact.ocr is True for fact in facts)
    fact = facts[0]
    view = page_view(data, source.text, fact.spans)
    assert view.frames
    plain = extract(read_bytes(pdf(red_headed)))
    assert all(fact.ocr is not True for fact in plain.facts)
    assert {words_at(fold(source.text), f.spans) for f in facts} & {
        words_at(fold(str(plain.text)), f.spans) for f in plain.facts
    }


_ROWS = (
    ("序号", "工作任务", "责任单位", "完成时限"),
    ("1", "排查校舍安全隐患", "总务处", "3月底前"),
    ("2", "开展消防疏散演练", "安全办", "每学期"),
    ("3", "更新图书三百册", "图书室", "10月底前"),
)


def tabled(page: Page) -> None:
    """A table whose words stand close to its lines, so that the recogniser takes those of several cells for one line."""
    page.centred(TOP, "任务分工表", 16)
    xs, ys = (LEFT, LEFT + 30, LEFT + 132, LEFT + 186, LEFT + 240), [TOP + 30.0 + 20 * n for n in range(5)]
    page.grid(xs, ys)
    for row, words in enumerate(_ROWS):
        for x, word in zip(xs, words, strict=False):
            page.text(x + 2, ys[row] + 15, word, 12 if len(word) < 5 else 9)


def _leaning(data: bytes, degrees: float) -> bytes:
    picture = pypdfium2.PdfDocument(data)[0].render(scale=150 / 72).to_pil().convert("L")
    picture = picture.rotate(degrees, fillcolor=255)
    return pdf(lambda page: page.canvas.drawImage(ImageReader(picture), 0, 0, WIDTH, HEIGHT))


@needs_ocr
@pytest.mark.parametrize("degrees", [0.0, 0.7])
def test_ruled_tables_of_a_scan(degrees: float) -> None:
    source = read_bytes(_leaning(pdf(tabled), degrees))
    (table,) = source.tables
    words = {
        (cell.row, cell.column): "".join(source.text[cell.span.start : cell.span.end].split()) for cell in table.cells
    }
    wanted = {(row, column): word for row, words in enumerate(_ROWS) for column, word in enumerate(words)}
    assert words.keys() == wanted.keys()
    assert sum(words[place] == word for place, word in wanted.items()) >= len(wanted) - 2  # a bare digit may be missed
    assert table.header_rows == 1
    check_spans(source)


@needs_ocr
def test_strokes_of_letters_are_no_lines() -> None:
    picture = pypdfium2.PdfDocument(pdf(text))[0].render(scale=110 / 72).to_pil()
    assert not drawn_rules(picture)


class _Reader:
    """Stands in for the recogniser: gives lines it was told."""

    def __init__(self, lines: Sequence[WrittenLine] = ()) -> None:
        self.lines = list(lines)
        self.pages = 0

    def __call__(self, picture: Image.Image) -> list[WrittenLine]:
        self.pages += 1
        return self.lines


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> _Reader:
    """A recogniser that reads two lines on every page."""
    made = _Reader(
        [
            WrittenLine(text="一、工作目标", x0=200, top=200, x1=320, bottom=220),
            WrittenLine(text="巩固率达到96%", x0=200, top=240, x1=450, bottom=258),
        ]
    )
    monkeypatch.setattr(scans, "written_lines", made)
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    return made


def blank(page: Page) -> None:
    """A page that is one grey picture."""
    page.canvas.drawImage(ImageReader(Image.new("L", (40, 60), 200)), 0, 0, WIDTH, HEIGHT)


def text(page: Page) -> None:
    """A page with a text layer."""
    page.paragraph(TOP, PARAGRAPH)


def test_pages_beyond_the_budget_are_named(reader: _Reader) -> None:
    source = read_bytes(pdf(blank, text, blank, blank), limits=Limits(ocr_pages=2))
    assert reader.pages == 2
    assert source.ocr_pages == (1, 3)
    assert any("第 4 页是扫描图像" in words and "上限 2" in words for words in source.warnings)
    facts = extract(source).facts
    assert {fact.page: fact.ocr is True for fact in facts} == {1: True, 2: False, 3: True}


def test_time_runs_out(reader: _Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(0, 1000, 40))
    monkeypatch.setattr(opening, "monotonic", lambda: float(next(clock)))
    source = read_bytes(pdf(blank, blank, blank, blank), limits=Limits(ocr_seconds=75))
    assert source.ocr_pages == (1, 2)
    assert any("第 3、4 页" in words and "时间上限" in words for words in source.warnings)


def test_switched_off(reader: _Reader) -> None:
    with pytest.raises(ReadError, match=r"扫描件.*2 页.*已关闭"):
        read_bytes(pdf(blank, blank), limits=Limits(ocr_pages=0))
    assert reader.pages == 0


def test_a_scan_without_words(reader: _Reader) -> None:
    reader.lines.clear()
    with pytest.raises(ReadError, match=r"扫描件.*没有认出文字"):
        read_bytes(pdf(blank))


def test_a_recogniser_that_fails_is_asked_once(reader: _Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(picture: Image.Image) -> list[WrittenLine]:
        reader.pages += 1
        raise ReadError("文字识别（OCR）失败")

    monkeypatch.setattr(scans, "written_lines", fails)
    with pytest.raises(ReadError, match=r"扫描件.*文字识别（OCR）失败"):
        read_bytes(pdf(blank, blank))
    assert reader.pages == 1


def test_frames_of_recognised_words(reader: _Reader) -> None:
    data = pdf(blank)
    source = read_bytes(data)
    start = source.text.index("96%")
    frame = page_view(data, source.text, [Span(start, start + 3)], limits=DEFAULT_LIMITS).frames[0]
    dots = 1290 / HEIGHT
    assert 200 / dots < frame.x0 < frame.x1 <= 451 / dots
    assert 235 / dots < frame.top < frame.bottom < 262 / dots


def test_the_mark_for_users() -> None:
    assert "识别" in labels.OCR
