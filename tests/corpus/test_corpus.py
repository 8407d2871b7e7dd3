"""The sample corpus: its sources, the built files, and the words in each format."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import docx
import pdfplumber
import pypdfium2
import pytest
import yaml
from docx.oxml.ns import qn
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph

from scripts.corpus.make_corpus import (
    ALL_FORMATS,
    HERE,
    ROOT,
    build,
    chosen_files,
    differences,
    file_name,
    main,
    write_files,
)
from scripts.corpus.numbering import Counter, Level, chinese_number, labelled_blocks
from scripts.corpus.schema import ABOVE, LEFT, TXT_FORMATS, Source, SourceError, load_sources, parse_source
from scripts.corpus.text import build_txt, text_lines

SOURCES = load_sources(HERE / "sources")
STRUCTURED = [s for s in SOURCES if not s.is_raw]
CORPUS = ROOT / "corpus"
TXT_CODECS = {"txt-utf8": "utf-8", "txt-utf8-bom": "utf-8-sig", "txt-gb18030": "gb18030"}
TXT_CODECS |= {"txt-utf16": "utf-16", "txt-big5": "big5"}
by_file = pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.file)
by_structured_file = pytest.mark.parametrize("source", STRUCTURED, ids=lambda s: s.file)


def bare(text: str) -> str:
    """The text without any white space."""
    return re.sub(r"\s+", "", text)


def words(source: Source) -> list[str]:
    """Title, paragraphs with their labels and table captions, without white space."""
    found = [source.number, source.title, *source.subtitle]
    for block, labels in labelled_blocks(source):
        if block.table:
            found.append(block.table.caption)
        else:
            found += [label + line for label, line in zip(labels, block.lines, strict=True)]
    return [bare(text) for text in found if text]


def cells(source: Source) -> list[str]:
    """Texts of all table cells, without white space."""
    tables = [block.table for block in source.body if block.table]
    return [bare(c) for t in tables for row in t.rows for c in row if c not in (ABOVE, LEFT)]


@cache
def made(source: Source, file_format: str) -> bytes:
    return build(source, file_format)


# --- the sources ---------------------------------------------------------------------------


def test_there_are_enough_plans_and_files() -> None:
    assert len(SOURCES) >= 16
    formats = [f for s in SOURCES for f in s.formats]
    assert formats.count("pdf") >= 5
    assert formats.count("docx") >= 5
    assert sum(f in TXT_FORMATS for f in formats) >= 6
    assert formats.count("txt-gb18030") >= 2
    assert set(TXT_FORMATS) <= set(formats)
    assert any(s.folder for s in SOURCES)
    assert len({file_name(s, f) for s in SOURCES for f in s.formats}) == len(formats)


@by_file
def test_a_plan_is_of_the_wanted_length(source: Source) -> None:
    text = source.raw or "".join(text_lines(source))
    assert 1200 <= len(bare(text)) <= 4000


BASE = {"title": "甲", "issuer": "乙", "date": "丙", "kind": "丁", "formats": ["docx"]}


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"body": [{"p": "一"}], "raw": "一"},
        {"body": [{"h5": "一"}]},
        {"body": [{"p": ""}]},
        {"body": [{"p": "一", "h1": "二"}]},
        {"body": [{"list": {"label": "*", "items": ["一"]}}]},
        {"body": [{"table": {"rows": [["一", "二"], ["三"]]}}]},
        {"body": [{"table": {"rows": [["一", 2]]}}]},
        {"body": [{"table": {"rows": [["^"]]}}]},
        {"body": [{"table": {"rows": [["<"]]}}]},
        {"body": [{"p": "一"}], "formats": ["odt"]},
        {"body": [{"p": "一"}], "formats": ["txt-utf8", "txt-big5"]},
        {"body": [{"p": "一"}], "numbering": "roman"},
        {"body": [{"p": "一"}], "colour": "red"},
        {"raw": "一", "formats": ["pdf"]},
    ],
)
def test_a_wrong_source_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(SourceError):
        parse_source(BASE | wrong)


def test_errors_name_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(BASE), encoding="utf-8")
    with pytest.raises(SourceError, match=r"a\.yaml"):
        load_sources(tmp_path)


# --- the committed files -------------------------------------------------------------------


def test_committed_files_are_what_the_sources_make() -> None:
    assert main(["--check"]) == 0


def test_check_reports_differences(tmp_path: Path) -> None:
    files = chosen_files(SOURCES)
    write_files(files, tmp_path)
    assert differences(files, tmp_path) == []
    names = sorted(files)
    (tmp_path / names[0]).unlink()
    text = next(name for name in names[1:] if name.suffix == ".txt")
    (tmp_path / text).write_bytes(b"")
    (tmp_path / "extra.txt").write_bytes(b"")
    found = differences(files, tmp_path)
    assert f"missing: {names[0]}" in found
    assert f"differs: {text}" in found
    assert "left over: extra.txt" in found


def test_check_exits_with_1_when_files_are_missing(tmp_path: Path) -> None:
    assert main(["--out", str(tmp_path), "--check"]) == 1


def test_same_bytes_each_time() -> None:
    for source in STRUCTURED[:3]:
        for file_format in ALL_FORMATS:
            assert build(source, file_format) == build(source, file_format)


def test_all_formats_are_written(tmp_path: Path) -> None:
    assert main(["--all-formats", str(tmp_path)]) == 0
    written = {p.relative_to(tmp_path) for p in tmp_path.rglob("*") if p.is_file()}
    assert written == {file_name(s, f) for s in STRUCTURED for f in ALL_FORMATS}


def test_no_path_of_this_machine() -> None:
    for name in (file_name(s, f) for s in SOURCES for f in s.formats):
        data = (CORPUS / name).read_bytes()
        assert str(ROOT).encode() not in data, name


# --- TXT -----------------------------------------------------------------------------------


@by_file
def test_txt_decodes_to_the_same_words(source: Source) -> None:
    for text_format in (f for f in source.formats if f in TXT_FORMATS):
        text = (CORPUS / file_name(source, text_format)).read_bytes().decode(TXT_CODECS[text_format])
        expected = source.raw or "".join(text_lines(source))
        assert bare(text) == bare(expected)


def test_byte_order_marks_and_line_ends() -> None:
    source = STRUCTURED[0]
    assert build_txt(source, "txt-utf8-bom").startswith(b"\xef\xbb\xbf")
    assert build_txt(source, "txt-utf16").startswith(b"\xff\xfe")
    assert b"\r\n" in build_txt(source, "txt-gb18030")
    assert b"\r" not in build_txt(source, "txt-utf8")


def test_one_text_is_a_single_line() -> None:
    flat = [s for s in SOURCES if s.is_raw and "\n" not in s.raw]
    assert len(flat) == 1


# --- DOCX ----------------------------------------------------------------------------------


class Numbers:
    """Works the labels out from numbering.xml, independently of the writer's counters."""

    def __init__(self, document: docx.document.Document) -> None:
        self.styles = document.styles
        self.levels: dict[int, tuple[Level, ...]] = {}
        root = document.part.numbering_part.element
        abstract = {a.get(qn("w:abstractNumId")): a for a in root.findall(qn("w:abstractNum"))}
        for num in root.findall(qn("w:num")):
            target = abstract[num.find(qn("w:abstractNumId")).get(qn("w:val"))]
            self.levels[int(num.get(qn("w:numId")))] = tuple(map(self._level, target.findall(qn("w:lvl"))))
        self.counters = {number: Counter(levels) for number, levels in self.levels.items()}

    @staticmethod
    def _level(element: docx.oxml.xmlchemy.BaseOxmlElement) -> Level:
        def value(tag: str) -> str:
            return str(element.find(qn(tag)).get(qn("w:val")))

        restarts = element.find(qn("w:lvlRestart")) is None
        return Level(value("w:numFmt"), value("w:lvlText"), value("w:suff") == "space", restarts)

    def label(self, paragraph: Paragraph) -> str:
        style = paragraph.style
        for holder in (paragraph._p, style.element if style else None):
            properties = None if holder is None else holder.pPr
            if properties is not None and properties.numPr is not None:
                number, level = properties.numPr.numId.val, properties.numPr.ilvl.val
                return self.counters[number].next(level + 1) if number else ""
        return ""


def docx_words(data: bytes) -> Iterator[str]:
    document = docx.Document(io.BytesIO(data))
    numbers = Numbers(document)
    for item in document.iter_inner_content():
        if isinstance(item, Paragraph):
            yield bare(numbers.label(item) + item.text)


def docx_tables(data: bytes) -> list[DocxTable]:
    return docx.Document(io.BytesIO(data)).tables


@by_structured_file
def test_docx_has_the_same_words(source: Source) -> None:
    data = made(source, "docx")
    assert list(docx_words(data)) == words(source)
    seen: list[str] = []
    for table in docx_tables(data):
        tcs = dict.fromkeys(cell._tc for row in table.rows for cell in row.cells)
        seen += [bare("".join(t.text or "" for t in tc.iter(qn("w:t")))) for tc in tcs]
    assert seen == cells(source)


@by_structured_file
def test_docx_has_header_footer_and_fixed_times(source: Source) -> None:
    document = docx.Document(io.BytesIO(made(source, "docx")))
    section = document.sections[0]
    assert section.header.paragraphs[0].text == source.header
    assert " PAGE " in section.footer._element.xml
    assert document.core_properties.created is not None
    assert document.core_properties.created.year == 2024


# --- PDF -----------------------------------------------------------------------------------


@by_structured_file
def test_pdf_has_the_same_words(source: Source) -> None:
    with pdfplumber.open(io.BytesIO(made(source, "pdf"))) as pdf:
        bodies = [page.crop((0, 60, page.width, page.height - 60)) for page in pdf.pages]
        text = bare("".join(body.extract_text() for body in bodies))
        found = [bare(c) for body in bodies for t in body.extract_tables() for row in t for c in row if c]
    start = 0
    for paragraph in words(source):
        start = text.index(paragraph, start) + len(paragraph)
    assert set(found) == set(cells(source))


@by_structured_file
def test_pdfium_reads_the_same_pages(source: Source) -> None:
    pdf = pypdfium2.PdfDocument(made(source, "pdf"))
    for index, page in enumerate(pdf, start=1):
        text_page = page.get_textpage()
        text = bare(text_page.get_text_bounded())
        text_page.close()
        page.close()
        assert bare(source.header) in text
        assert bare(source.footer.replace("{page}", str(index))) in text
    assert index >= 2
    pdf.close()


def test_a_long_table_breaks_over_a_page_and_repeats_its_head() -> None:
    source = next(s for s in SOURCES if s.kind == "工作要点")
    with pdfplumber.open(io.BytesIO(made(source, "pdf"))) as pdf:
        heads = [t[0] for page in pdf.pages for t in page.extract_tables()]
    assert len(heads) >= 2
    assert all(bare(head[1] or "") == "工作任务" for head in heads)


# --- numbering -----------------------------------------------------------------------------


def test_chinese_numbers() -> None:
    assert [chinese_number(n) for n in (1, 10, 11, 20, 34)] == ["一", "十", "十一", "二十", "三十四"]
