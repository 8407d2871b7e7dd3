"""Write a source as plain text in one of several encodings."""

from __future__ import annotations

from collections.abc import Iterator

from scripts.corpus.numbering import labelled_blocks
from scripts.corpus.schema import ABOVE, LEFT, Block, Source, Table

INDENT = "\u3000\u3000"
_CODECS = {
    "txt-utf8": ("utf-8", "\n"),
    "txt-utf8-bom": ("utf-8-sig", "\r\n"),
    "txt-gb18030": ("gb18030", "\r\n"),
    "txt-utf16": ("utf-16-le", "\r\n"),
    "txt-big5": ("big5", "\r\n"),
}
_NO_LINE_START = "，。；：、？！）》”"


def _table_lines(table: Table) -> Iterator[str]:
    if table.caption:
        yield table.caption
    for row in table.rows:
        yield "\t".join("" if cell in (ABOVE, LEFT) else cell for cell in row)


def _wrapped(line: str, width: int) -> Iterator[str]:
    """Hard line breaks after ``width`` characters, not before a closing mark."""
    while width and len(line) > width:
        cut = width
        while cut < len(line) and line[cut] in _NO_LINE_START:
            cut += 1
        yield line[:cut]
        line = line[cut:]
    if line:
        yield line


def _block_lines(block: Block, labels: tuple[str, ...], indent: str) -> Iterator[str]:
    if block.table:
        yield from _table_lines(block.table)
    elif block.kind == "sign":
        yield ""
        yield from (INDENT * 8 + line for line in block.lines)
    else:
        lead = "" if block.kind == "center" else indent
        yield from (lead + label + line for label, line in zip(labels, block.lines, strict=True))


def text_lines(source: Source) -> list[str]:
    """The lines of a plan, numbering spelled out, without running header and footer."""
    lines = [source.number, ""] if source.number else []
    lines += [source.title, *source.subtitle, ""]
    for block, labels in labelled_blocks(source):
        for line in _block_lines(block, labels, INDENT if source.indent else ""):
            lines += list(_wrapped(line, 0 if block.table else source.wrap)) or [""]
    return lines


def build_txt(source: Source, text_format: str) -> bytes:
    """Bytes of the TXT file."""
    codec, line_end = _CODECS[text_format]
    text = source.raw if source.is_raw else "\n".join(text_lines(source)) + "\n"
    mark = "\ufeff" if codec.startswith("utf-16") else ""
    return (mark + text).replace("\n", line_end).encode(codec)
