"""Small Word files for the tests, put together from bits of WordprocessingML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_PARTS = ("styles", "numbering", "footnotes", "endnotes")


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str = "", *, style: str = "", num: tuple[int, int] | None = None, properties: str = "") -> str:
    """A paragraph of plain text, or of ready XML; `num`: list and level."""
    inside = content if content.startswith("<") else run(content) if content else ""
    own = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num is not None:
        own += f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>'
    own += properties
    return f"<w:p>{f'<w:pPr>{own}</w:pPr>' if own else ''}{inside}</w:p>"


def cell(content: str, *, span: int = 1, merge: str = "") -> str:
    """A table cell of plain text or ready paragraphs; `merge`: restart or continue."""
    own = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    own += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    inside = content if content.startswith("<w:") else paragraph(content)
    return f"<w:tc>{f'<w:tcPr>{own}</w:tcPr>' if own else ''}{inside}</w:tc>"


def table(rows: Iterable[Iterable[str]], *, headers: int = 0) -> str:
    """A table; a cell that is no `<w:tc>` yet is made one."""
    made = []
    for number, row in enumerate(rows):
        mark = "<w:trPr><w:tblHeader/></w:trPr>" if number < headers else ""
        made.append(f"<w:tr>{mark}{''.join(c if c.startswith('<w:tc>') else cell(c) for c in row)}</w:tr>")
    return f"<w:tbl>{''.join(made)}</w:tbl>"


def level(place: int, number_format: str, text: str, *, start: int = 1, more: str = "") -> str:
    """A level of a list."""
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(abstracts: Mapping[int, Iterable[str]], nums: Mapping[int, tuple[int, str]]) -> str:
    """A numbering part: definitions, and lists with the definition and the overrides of each."""
    made = [
        f'<w:abstractNum w:abstractNumId="{key}">{"".join(levels)}</w:abstractNum>' for key, levels in abstracts.items()
    ]
    made += [
        f'<w:num w:numId="{key}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'
        for key, (abstract, overrides) in nums.items()
    ]
    return f'<w:numbering xmlns:w="{W}">{"".join(made)}</w:numbering>'


def docx(body: str, **parts: str) -> bytes:
    """A Word file with a body and, by name, further parts (styles, numbering, footnotes, endnotes)."""
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document {_NAMES}><w:body>{body}</w:body></w:document>'
    return package(document.encode(), {name: parts[name].encode() for name in _PARTS if name in parts})


def package(document: bytes, parts: Mapping[str, bytes] | None = None) -> bytes:
    """A package with any bytes as its document."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", _relations({"officeDocument": "word/document.xml"}))
        archive.writestr("word/document.xml", document)
        named = {name: f"{name}.xml" for name in parts or {}}
        archive.writestr("word/_rels/document.xml.rels", _relations(named))
        for name, data in (parts or {}).items():
            archive.writestr(f"word/{name}.xml", data)
    return stream.getvalue()


def _relations(targets: Mapping[str, str]) -> str:
    entries = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_RELATIONS}">{entries}</Relationships>'
