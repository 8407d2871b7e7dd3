"""Read a Word file into a source: each paragraph one line, tables in place, notes behind the text."""

from __future__ import annotations

from lxml import etree

from pipeline.model.errors import ReadError
from pipeline.model.source import Source
from pipeline.reading.docx import names as n
from pipeline.reading.docx.blocks import Block, Blocks
from pipeline.reading.docx.flat import flat_paragraphs
from pipeline.reading.docx.linked import Linked, ReadContent
from pipeline.reading.docx.list_part import UsedLists
from pipeline.reading.docx.numbering import Numbering
from pipeline.reading.docx.package import Package, parse_xml
from pipeline.reading.docx.style_part import read_styles
from pipeline.reading.docx.tables import frame_content, is_frame, read_grid
from pipeline.reading.flow import FlowWriter, Grid, Paragraph
from pipeline.reading.limits import Limits

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read_docx(package: Package, path: str, digest: str, limits: Limits, read: ReadContent) -> Source:
    """The source of a Word file; `read` reads files inside it. Raises ReadError if it is damaged or has no words."""
    main = package.main_part()
    data = package.read(main) if main else None
    root = parse_xml(data) if data is not None else None
    body = root.find(n.BODY) if root is not None else None
    if main is None or data is None or body is None:
        raise ReadError("文件里找不到 Word 正文，可能已损坏；请用 Word 或 WPS 打开后另存")
    hidden = b"vanish" in data
    blocks, writer = _read_body(package, main, body, hidden, limits, read)
    if any(blocks.fields):  # a table of contents that has no end: it is taken for none
        blocks, writer = _read_body(package, main, body, hidden, limits, read, fields=False)
    _write_notes(writer, blocks, package, main)
    return writer.source(path, digest, MEDIA_TYPE, left_out=frozenset(blocks.left_out))


def _read_body(
    package: Package,
    main: str,
    body: etree._Element,
    hidden: bool,
    limits: Limits,
    read: ReadContent,
    *,
    fields: bool = True,
) -> tuple[Blocks, FlowWriter]:
    """Everything in the body; the blocks know what is left to do behind it."""
    styles = read_styles(package, package.related(main, "styles"))
    numbering = Numbering(UsedLists(package, main, styles), styles)
    linked = Linked(package, main, limits, read)
    blocks = Blocks(styles, numbering, linked, flat_paragraphs(body, hidden), hidden, limits.nesting, fields)
    writer = FlowWriter(limits)
    _write(writer, blocks, body)
    return blocks, writer


def _related(package: Package, main: str, kind: str) -> etree._Element | None:
    name = package.related(main, kind)
    return package.xml(name) if name else None


def _write(writer: FlowWriter, blocks: Blocks, container: etree._Element) -> None:
    """Everything in a container."""
    for block in blocks.walk(container):
        if type(block) is Paragraph:
            writer.add(block)
        else:
            _block(writer, blocks, block, 0)


def _block(writer: FlowWriter, blocks: Blocks, block: Block, depth: int) -> None:
    if isinstance(block, Paragraph | Grid):
        writer.add(block)
    elif is_frame(block):
        for inner in frame_content(block, blocks, depth + 1):
            _block(writer, blocks, inner, depth + 1)
    else:
        writer.add(read_grid(block, blocks, depth))


def _write_notes(writer: FlowWriter, blocks: Blocks, package: Package, main: str) -> None:
    """Footnotes and endnotes, in the order they are referred to, behind the text and in no sentence."""
    wanted = list(dict.fromkeys(blocks.notes))
    start = writer.length
    for tag, part in ((n.FOOTNOTE_REF, "footnotes"), (n.ENDNOTE_REF, "endnotes")):
        ids = [note for kind, note in wanted if kind == tag]
        root = _related(package, main, part) if ids else None
        if root is None:
            continue
        elements = {element.get(n.ID): element for element in root}
        for note in ids:
            if (element := elements.get(note)) is not None:
                _write(writer, blocks, element)
    writer.noise_since(start)
