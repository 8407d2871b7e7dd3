"""Which reader takes a file, told by its content. Readers are imported when first needed."""

from __future__ import annotations

from pipeline.model.source import Source
from pipeline.reading.limits import Limits
from pipeline.reading.plain import read_plain
from pipeline.reading.sniff import ole_content, sniff
from pipeline.reading.unsupported import unsupported


def read_content(data: bytes, path: str, digest: str, limits: Limits) -> Source:
    """The source of a file. Raises ReadError where no reader takes it."""
    kind = sniff(data)
    if kind == "text":
        return read_plain(data, path, digest, limits)
    if kind == "pdf":
        from pipeline.reading.pdf import read_pdf

        return read_pdf(data, path, digest, limits)
    if kind == "html":
        from pipeline.reading.html import read_html

        return read_html(data, path, digest, limits)
    if kind == "mht":
        from pipeline.reading.html import read_mht

        return read_mht(data, path, digest, limits)
    if kind == "rtf":
        from pipeline.reading.rtf import read_rtf

        return read_rtf(data, path, digest, limits)
    if kind == "zip":
        return _read_package(data, path, digest, limits)
    if kind == "ole":
        return _read_compound(data, path, digest, limits)
    return _converted(kind, data, path, digest, limits)


def _read_compound(data: bytes, path: str, digest: str, limits: Limits) -> Source:
    content = ole_content(data)
    if content != "doc":
        raise unsupported(content)
    from pipeline.reading.doc import OlderWordError, read_doc

    try:
        return read_doc(data, path, digest, limits)
    except OlderWordError:
        return _converted("word95", data, path, digest, limits)


def _read_package(data: bytes, path: str, digest: str, limits: Limits) -> Source:
    from pipeline.reading.docx import Package, read_docx

    package = Package(data, limits)
    content = package.content()
    if content == "docx":
        return read_docx(package, path, digest, limits, read_content)
    if content == "ofd":
        from pipeline.reading.ofd import read_ofd

        return read_ofd(package, path, digest, limits)
    if content == "archive":
        from pipeline.reading.archive import members

        members(data, limits)  # says what is wrong with the archive, if anything is
        raise unsupported("zip")
    return _converted(content, data, path, digest, limits)


def _converted(kind: str, data: bytes, path: str, digest: str, limits: Limits) -> Source:
    """What only LibreOffice reads, by way of a DOCX."""
    from pipeline.reading.docx import Package, read_docx
    from pipeline.reading.office import convert, is_convertible

    if not is_convertible(kind):
        raise unsupported(kind)
    return read_docx(Package(convert(data, kind), limits), path, digest, limits, read_content)
