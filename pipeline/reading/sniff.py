"""Tell what a file really is by its content; its name plays no part."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal[
    "pdf", "zip", "ole", "rtf", "mht", "html", "wordxml", "uof", "image", "archive", "caj", "program", "text"
]

_HEAD = 4096
_JUNK_BEFORE_PDF = 1024
_PDF = re.compile(rb"%PDF-\d")
_TEXT_BOM = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"Rar!\x1a", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b\x08", "archive"),
    (b"CAJ\x00", "caj"),
    (b"KDH ", "caj"),
    (b"\x7fELF", "program"),
)
_BITMAP = re.compile(rb"BM.{4}\x00{4}", re.DOTALL)
_PROGRAM = re.compile(rb"MZ.{0,1024}?This program", re.DOTALL)
_WEBP = re.compile(rb"RIFF.{4}WEBP", re.DOTALL)
_MHT = re.compile(rb"(?:[\w-]{1,40}:[^\n]{0,300}\n\s{0,4}){0,12}?MIME-Version:", re.IGNORECASE)
_HTML = re.compile(
    rb"(?:<\?xml[^>]{0,200}>\s{0,80}|<!--[^>]{0,400}>\s{0,80}){0,3}<(?:!doctype\s{1,9}html|html|head|body|(?:meta|title|style|script"
    rb"|div|p|table|tbody|center|font|span|article|section|h[1-6]|ul|ol|br)(?:\s{1,4}[^<>]{0,400})?/?>)",
    re.IGNORECASE,
)
_WORD_XML = re.compile(rb"<\?xml[^>]{0,200}>.{0,600}?(?:<w:wordDocument|<pkg:package|Word\.Document)", re.DOTALL)

_UOF = re.compile(rb"<\?xml[^>]{0,200}>\s{0,80}<uof:UOF\b", re.DOTALL)


def sniff(data: bytes) -> Kind:
    """The kind of a file's content; `text` where nothing else is recognised."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    head = data[:_HEAD]
    if _PDF.search(head[:_JUNK_BEFORE_PDF]):
        return "pdf"
    if _BITMAP.match(head) or _WEBP.match(head):
        return "image"
    if _PROGRAM.match(head):
        return "program"
    return _markup(head)


def _markup(head: bytes) -> Kind:
    for bom in _TEXT_BOM:
        head = head.removeprefix(bom)
    bare = head.replace(b"\x00", b"").lstrip()
    if _WORD_XML.match(bare):
        return "wordxml"
    if _UOF.match(bare):
        return "uof"
    if _HTML.match(bare):
        return "html"
    if _MHT.match(bare):
        return "mht"
    return "text"


def ole_content(data: bytes) -> Literal["doc", "encrypted", "xls", "ppt", "other"]:
    """What an OLE compound file (old Office, WPS) holds, told by the names of its streams."""
    names: tuple[tuple[str, Literal["doc", "encrypted", "xls", "ppt"]], ...] = (
        ("EncryptedPackage", "encrypted"),
        ("WordDocument", "doc"),
        ("Workbook", "xls"),
        ("Book", "xls"),
        ("PowerPoint Document", "ppt"),
    )
    for name, content in names:
        if name.encode("utf-16-le") in data:
            return content
    return "other"
