"""What is fuzzed: how bytes are put into a file of each format, what they begin from, and what must hold of the outcome."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from pipeline.model.errors import ReadError
from pipeline.model.source import Source
from tests.reading.ofd_files import grid, ofd, words

ROOT = Path(__file__).resolve().parent.parent
SLOW = 20.0  # seconds of processor time for an input of at most 20 kB
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PLAN = "一、工作目标\n到2026年，入学率达到100%。\n"


def word(data: bytes) -> bytes:
    """A Word file whose body is the bytes."""
    head = f'<w:document xmlns:w="{_W}"><w:body>'.encode()
    return package(head + data + b"</w:body></w:document>")


def package(document: bytes, numbering: bytes = b"") -> bytes:
    """A Word file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", document)
        if numbering:
            archive.writestr("word/numbering.xml", numbering)
    return stream.getvalue()


def numbered(data: bytes) -> bytes:
    """A Word file whose lists are the bytes."""
    body = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>目标</w:t></w:r></w:p>'
    )
    document = f'<w:document xmlns:w="{_W}"><w:body>{body * 3}</w:body></w:document>'
    head = f'<w:numbering xmlns:w="{_W}">'
    return package(document.encode(), head.encode() + data + b"</w:numbering>")


def web_page(data: bytes) -> bytes:
    """A web page."""
    return b"<html><body>" + data


def rich_text(data: bytes) -> bytes:
    """A rich text file."""
    return b"{\\rtf1\\ansi " + data + b"}"


def as_it_is(data: bytes) -> bytes:
    """The bytes alone: the router decides."""
    return data


def page_file(data: bytes) -> bytes:
    """An OFD file whose page is the bytes."""
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ofd(["@"]))) as before, zipfile.ZipFile(whole, "w") as archive:
        for name in before.namelist():
            archive.writestr(name, before.read(name).replace(b"@", data))
    return whole.getvalue()


def mail(data: bytes) -> bytes:
    """A saved page in MIME."""
    return b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n" + data + b"\r\n--x--"


TARGETS: dict[str, Callable[[bytes], bytes]] = {
    "any": as_it_is,
    "pdf": as_it_is,
    "doc": as_it_is,
    "zip": as_it_is,
    "ofd": page_file,
    "docx": word,
    "lists": numbered,
    "html": web_page,
    "rtf": rich_text,
    "mht": mail,
}


def seeds(target: str) -> list[bytes]:
    """Inputs to begin with."""
    files = ROOT / "tests" / "reading" / "files"
    paragraph = "<w:p><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>一、目标</w:t></w:r></w:p>"
    cell = f"<w:tc><w:tcPr><w:gridSpan w:val='2'/><w:vMerge/></w:tcPr>{paragraph}</w:tc>"
    level = "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='chineseCounting'/><w:lvlText w:val='%1、'/></w:lvl>"
    number = "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
    chosen: dict[str, list[bytes]] = {
        "any": [_PLAN.encode(), _PLAN.encode("gb18030"), _PLAN.encode("utf-16")],
        "pdf": [min((ROOT / "corpus").rglob("*.pdf"), key=lambda path: path.stat().st_size).read_bytes(), _small_pdf()],
        "doc": [path.read_bytes() for path in sorted(files.glob("*.doc"))[:1]],
        "zip": [word(paragraph.encode()), package(paragraph.encode())],
        "ofd": [
            (words("一、工作目标", 30, 40) + grid([["任务", "单位"], ["检查", "总务处"]], 30, 60)).encode(),
            words("目标", 30, 40, more=' CTM="0 1 -1 0 9 9"', inner='<ofd:CGTransform CodePosition="0"/>').encode(),
        ],
        "docx": [paragraph.encode(), f"<w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl>".encode()],
        "lists": [f"<w:abstractNum w:abstractNumId='0'>{level}</w:abstractNum>{number}".encode()],
        "html": [f"<h1>方案</h1><p>{_PLAN}<table><tr><td colspan=2>甲<td rowspan=3>乙</table><ul><li>一".encode()],
        "rtf": [rb"\u19968?\u12289?{\b x}\trowd\cellx100\cellx200\intbl a\cell b\cell\row {\listtext 1.}\'d2\'bb"],
        "mht": [
            b"Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>=D2=BB"
        ],
    }
    return chosen[target]


def _small_pdf() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype"
        b"/Type1/BaseFont/Helvetica>>>>>>>>endobj\n4 0 obj<</Length 60>>stream\nBT /F 12 Tf 20 200 Td (1. Goals) Tj ET "
        b"0 0 m 100 100 l S\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )


def check(read: Callable[[bytes], Source], content: bytes) -> None:
    """Read, and look at what came of it: a reason in Chinese, or a source whose parts lie inside its text."""
    refused: ReadError | None = None
    try:
        source = read(content)
    except ReadError as error:
        refused = error
    if refused is not None:
        assert any("\u4e00" <= char <= "\u9fff" for char in str(refused)), str(refused)
        assert not _stumbled(refused), f"a defect of ours, caught at the last moment: {refused.__cause__!r}"
        return
    size = len(source.text)
    source.text.encode("utf-8")  # no lone surrogates
    assert "\0" not in source.text
    for name in source.__struct_fields__:
        value = getattr(source, name)
        for part in value if isinstance(value, tuple) else ():
            span = getattr(part, "span", None)
            assert span is None or 0 <= span.start <= span.end <= size, (name, part)


def _stumbled(error: ReadError) -> bool:
    """Whether our own code, not a library's, raised what made a reader give up."""
    trace = error.__cause__.__traceback__ if "读取中断" in str(error) and error.__cause__ else None
    last = None
    while trace is not None:
        last, trace = trace.tb_frame.f_code.co_filename, trace.tb_next
    return last is not None and "pipeline" in Path(last).parts
