"""Read a saved web page: all its visible text, with what belongs to the site rather than the article marked as noise."""

from __future__ import annotations

import msgspec
from lxml import etree

from pipeline.model.errors import ReadError
from pipeline.model.source import Source
from pipeline.reading.flow import FlowWriter, Grid, Paragraph
from pipeline.reading.html.blocks import Blocks
from pipeline.reading.html.charset import decode_page
from pipeline.reading.html.names import UNSEEN, is_hidden, is_note_number, tag_of
from pipeline.reading.html.noise import noise_elements
from pipeline.reading.limits import Limits

MEDIA_TYPE = "text/html"
_FEWEST_SHOWN = 60
_BROKEN = "网页文件已损坏，读不出内容；请用浏览器重新保存，或另存为文本、PDF 再试"
_TOO_DEEP = "网页标签嵌套过深，部分内容可能没有读到；请另存为文本或 PDF 再试"
_FRAMES = "网页只是框架（frameset），正文在另外的文件里；请打开正文页面后另存再试"


def read_html(
    data: bytes, path: str, digest: str, limits: Limits, *, media_type: str = MEDIA_TYPE, declared: str | None = None
) -> Source:
    """The source of a web page. Raises ReadError if nothing comes of it."""
    limits.check("xml_bytes", len(data), "网页字节数 ")
    decoded = decode_page(data, declared)
    root, whole = _parse(decoded.text)
    framed = root.find(".//frameset") is not None
    _drop_unseen(root)
    blocks = Blocks(noise_elements(root))
    blocks.walk(root)
    writer = FlowWriter(limits)
    for block in _titled(_cut(blocks.found)):
        writer.add(block)
    if not writer.length and (framed or not whole):
        raise ReadError(_FRAMES if framed else _TOO_DEEP)
    return writer.source(
        path, digest, media_type, encoding=decoded.encoding, warnings=decoded.warnings + (() if whole else (_TOO_DEEP,))
    )


def _parse(text: str) -> tuple[etree._Element, bool]:
    """The page's root element, and whether all of it could be read."""
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True, recover=True
    )
    try:
        root = etree.fromstring(text.replace("\x00", "").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise ReadError(_BROKEN) from None
    if root is None:
        raise ReadError(_BROKEN)
    return root, not any("depth" in entry.message for entry in parser.error_log)


def _drop_unseen(root: etree._Element) -> None:
    """Take out elements without visible words; the words behind them stay.

    What holds most of a page's words is no hidden remark but the article, which a script shows once it is loaded.
    """
    for element in [element for element in root.iter() if _is_wordless(element)]:
        _take_out(element)
    hidden = [element for element in root.iter() if is_hidden(element)]
    total = _length(root) if hidden else 0
    for element in hidden:
        if not _FEWEST_SHOWN <= _length(element) > total / 2:
            _take_out(element)


def _take_out(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None or tag_of(element) in ("html", "body"):
        return
    tail = element.tail
    if tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)


def _is_wordless(element: etree._Element) -> bool:
    tag = tag_of(element)
    return tag in UNSEEN or (tag == "a" and is_note_number(element))


def _length(element: etree._Element) -> int:
    return sum(len("".join(str(text).split())) for text in element.itertext())


def _cut(blocks: list[Paragraph | Grid]) -> list[Paragraph | Grid]:
    """The same blocks; where all words would be noise, none is: the page is what it is."""
    if any(not block.noise for block in blocks):
        return blocks
    return [msgspec.structs.replace(block, noise=False) for block in blocks]


def _titled(blocks: list[Paragraph | Grid]) -> list[Paragraph | Grid]:
    """A heading of the first rank that stands alone, before all others, is the article's title."""
    marked = [
        place
        for place, block in enumerate(blocks)
        if isinstance(block, Paragraph) and block.heading is not None and not block.noise
    ]
    tops = [place for place in marked if _level(blocks[place]) == 1]
    if len(tops) != 1 or tops[0] != marked[0]:
        return blocks
    title = blocks[tops[0]]
    return [*blocks[: tops[0]], msgspec.structs.replace(title, heading=0), *blocks[tops[0] + 1 :]]


def _level(block: Paragraph | Grid) -> int | None:
    return block.heading if isinstance(block, Paragraph) else None
