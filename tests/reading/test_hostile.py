"""Whatever the bytes, reading gives a source or a ReadError in Chinese, and soon."""

from __future__ import annotations

import contextlib
import io
import re
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.model.errors import ReadError
from pipeline.reading import Limits, read
from pipeline.reading.reader import read_bytes
from scripts.hostile import doubled_pages, locked_pdf
from tests.reading.docx_files import W, docx, package, paragraph, table
from tests.reading.pdf_files import LEFT, TOP, Page, pdf
from tests.reading.views import check_spans

PLAIN = "一、工作目标\n到2026年，入学率达到100%。\n"
WORD = docx(paragraph("一、工作目标"))


def _pdf() -> bytes:
    def draw(page: Page) -> None:
        page.text(LEFT, TOP, "一、工作目标")
        page.table(TOP + 40, [["任务", "单位"], ["检查", "教务处"]])

    return pdf(draw)


def zipped(**members: bytes) -> bytes:
    """A ZIP file with members; `__` in a name stands for `/`."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return stream.getvalue()


def _ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream.encode("utf-16-le") + bytes(600)


def _encrypted_pdf() -> bytes:
    """A password that is neither empty nor known: the keys are made up, so that no password fits."""
    objects = (
        "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        f"3 0 obj<</Filter/Standard/V 1/R 2/P -4/O<{'41' * 32}>/U<{'42' * 32}>>>endobj\n"
    )
    head = "%PDF-1.4\n"
    places = [head.__len__() + objects.index(f"{n} 0 obj") for n in (1, 2, 3)]
    xref = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"trailer<</Size 4/Root 1 0 R/Encrypt 3 0 R/ID[<{'43' * 16}><{'43' * 16}>]>>\n"
    start = len(head) + len(objects)
    return f"{head}{objects}xref\n0 4\n0000000000 65535 f \n{xref}{trailer}startxref\n{start}\n%%EOF\n".encode()


LAUGHS = (
    '<!DOCTYPE w [<!ENTITY a "哈哈哈哈">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
OUTSIDE = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def _document(before: str, words: str) -> bytes:
    return package(f'{before}<w:document xmlns:w="{W}"><w:body>{paragraph(words)}</w:body></w:document>'.encode())


REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "空"),
    "blank": (b" \r\n", "没有文字"),
    "damaged old word": (_ole("WordDocument"), r"旧版 Word.*已损坏.*\.docx"),
    "old excel": (_ole("Workbook"), "Excel"),
    "old powerpoint": (_ole("PowerPoint Document"), "演示文稿"),
    "other ole": (_ole("Something"), "复合文件"),
    "word with a password": (_ole("EncryptedPackage"), "密码"),
    "pdf with a password": (_encrypted_pdf(), "密码"),
    "excel": (zipped(xl__workbook=b"", **{"xl__workbook.xml": b"<x/>"}), "Excel"),
    "powerpoint": (zipped(**{"ppt__presentation.xml": b"<x/>"}), "演示文稿"),
    "ofd": (zipped(**{"OFD.xml": b"<x/>"}), "OFD"),
    "archive of files": (zipped(**{"方案.txt": PLAIN.encode()}), r"ZIP 压缩包.*cetu run"),
    "rar": (b"Rar!\x1a\x07\x00" + bytes(100), "压缩包"),
    "7z": (b"7z\xbc\xaf\x27\x1c" + bytes(100), "压缩包"),
    "web archive": (b"From: <Saved>\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\n", "MHT"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(100), "图片.*OCR"),
    "jpeg": (b"\xff\xd8\xff\xe0" + bytes(100), "图片"),
    "tiff": (b"II*\x00" + bytes(100), "图片"),
    "caj": (b"CAJ\x00" + bytes(100), "CAJ"),
    "program": (b"MZ" + bytes(60) + b"This program cannot be run", "程序"),
    "noughts": (bytes(1000), "不是文本"),
    "cut word": (WORD[: len(WORD) // 2], "损坏"),
    "word without its document": (zipped(**{"_rels__.rels": b"<x/>", "word__styles.xml": b"<x/>"}), "压缩包"),
    "word that is no xml": (package(b"\x00\x01 not xml"), "损坏"),
    "word without a body": (package(f'<w:document xmlns:w="{W}"/>'.encode()), "正文"),
    "billion laughs": (_document(LAUGHS, "&i;"), "实体|损坏"),
    "outside entity": (_document(OUTSIDE, "&x;"), "实体|损坏"),
    "pdf rubbish": (b"%PDF-1.7\n" + bytes(range(256)) * 20, "PDF 已损坏"),
    "pdf header alone": (b"%PDF-1.4\n", "PDF 已损坏"),
    "cut pdf": (_pdf()[:300], "PDF|没有文字"),
}


def test_a_damaged_pdf_after_a_locked_one_is_not_called_locked() -> None:
    """pdfium shows the last error it had, also one of another file."""
    for data, reason in ((locked_pdf(), "密码"), (doubled_pages(), "损坏|没有文字")):
        with pytest.raises(ReadError, match=reason):
            read_bytes(data)


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_the_reason(name: str) -> None:
    data, reason = REFUSED[name]
    with pytest.raises(ReadError) as raised:
        read_bytes(data)
    assert re.search(reason, str(raised.value))
    assert "\n" not in str(raised.value)


def test_an_outside_entity_is_never_looked_at() -> None:
    with pytest.raises(ReadError) as raised:
        read_bytes(_document(OUTSIDE, "正文&x;"))
    assert "root:" not in str(raised.value)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("plan.docx", PLAIN.encode()),
        ("plan.pdf", WORD),
        ("plan.txt", _pdf()),
        ("plan.doc", WORD),
        ("plan", PLAIN.encode("gb18030")),
    ],
)
def test_the_name_plays_no_part(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    source = read(path)
    assert source.text.startswith("一、工作目标")
    assert source.path == str(path)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="找不到"):
        read(tmp_path / "无.txt")
    with pytest.raises(ReadError, match="文件夹"):
        read(tmp_path)
    with pytest.raises(ReadError):
        read("a\x00b")


def _bomb() -> bytes:
    return package(b"<a>" + b" " * 40_000_000 + b"</a>")


@pytest.mark.parametrize(
    ("data", "limits", "word"),
    [
        (_bomb(), Limits(), "zip_ratio"),
        (PLAIN.encode(), Limits(file_bytes=10), "file_bytes"),
        (PLAIN.encode(), Limits(text_chars=10), "text_chars"),
        (WORD, Limits(zip_members=2), "zip_members"),
        (WORD, Limits(zip_bytes=100), "zip_bytes"),
        (WORD, Limits(xml_bytes=50), "xml_bytes"),
        (docx(paragraph("字" * 50)), Limits(text_chars=10), "text_chars"),
        (pdf(*[lambda page: page.text(LEFT, TOP, "字")] * 3), Limits(pages=2), "pages"),
        (_pdf(), Limits(page_chars=3), "page_chars"),
    ],
)
def test_limits_name_themselves(data: bytes, limits: Limits, word: str) -> None:
    with pytest.raises(ReadError, match=rf"文件过大.*{word}"):
        read_bytes(data, limits=limits)


def _nested_tables(depth: int) -> str:
    body = paragraph("里")
    for _ in range(depth):
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl><w:p/>"
    return body


SOON: dict[str, bytes] = {
    "one endless line": ("（" * 300_000).encode(),
    "one endless numbering": ("一、" * 300_000).encode("gb18030"),
    "many lines": ("\n" * 500_000 + "一").encode(),
    "nested tables": docx(_nested_tables(100)),
    "nested content controls": docx("<w:sdt><w:sdtContent>" * 80 + paragraph("里") + "</w:sdtContent></w:sdt>" * 80),
    "many paragraphs": docx(paragraph("学校") * 20_000),
    "a wide table": docx(table([["甲"] * 500] * 20)),
    "text of dots": pdf(lambda page: [page.text(LEFT, TOP + 2 * n, "." * 90, 5) for n in range(200)] and None),
    "many ruling lines": pdf(
        lambda page: (
            [page.canvas.line(n, 0, n, 700) or page.canvas.line(0, n, 500, n) for n in range(0, 500, 4)]
            and page.text(9, 9, "字")
        )
    ),
}


@pytest.mark.parametrize("name", SOON)
def test_hostile_input_takes_no_long_time(name: str) -> None:
    start = time.process_time()
    with contextlib.suppress(ReadError):
        check_spans(read_bytes(SOON[name]))
    assert time.process_time() - start < 100


def _source_or_refusal(data: bytes) -> None:
    try:
        source = read_bytes(data)
    except ReadError:
        return
    check_spans(source)
    assert source.text.strip()
    assert read_bytes(data) == source


QUIET = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUIET
@given(st.binary(max_size=600))
def test_any_bytes(data: bytes) -> None:
    _source_or_refusal(data)


@QUIET
@given(st.sampled_from([case[0] for case in REFUSED.values()]), st.binary(max_size=60))
def test_any_bytes_behind_a_known_beginning(known: bytes, data: bytes) -> None:
    _source_or_refusal(known[:40] + data)


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """A file with some bytes changed, or cut off."""
    data = bytearray(whole)
    for place in draw(st.lists(st.integers(0, len(whole) - 1), max_size=8)):
        data[place] = draw(st.integers(0, 255))
    return bytes(data[: draw(st.integers(0, len(whole)))]) if draw(st.booleans()) else bytes(data)


@QUIET
@given(damaged(_pdf()))
def test_any_damage_to_a_pdf(data: bytes) -> None:
    _source_or_refusal(data)


@QUIET
@given(damaged(WORD))
def test_any_damage_to_a_word_file(data: bytes) -> None:
    _source_or_refusal(data)


@QUIET
@given(st.integers(0, 400), st.text("<>/w:ptrbcl\"'=& 一二", max_size=30))
def test_any_damage_to_the_xml(place: int, wedge: str) -> None:
    xml = f'<w:document xmlns:w="{W}"><w:body>{table([["任务", "单位"], ["检查", "教务处"]])}{paragraph("正文")}</w:body></w:document>'
    _source_or_refusal(package((xml[:place] + wedge + xml[place:]).encode()))
