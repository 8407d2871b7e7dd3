"""Formats that need LibreOffice: what is said without it, what it makes of them, and how it is ended."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from pipeline.model.errors import ReadError
from pipeline.reading.office import convert, is_convertible
from pipeline.reading.reader import read_bytes
from scripts.corpus.docx_writer import build_docx
from tests.reading.docx_files import W, paragraph
from tests.reading.test_doc import FILES, MADE, PLANS, WHOLE, structure, with_bytes
from tests.reading.test_hostile import zipped

OPEN_DOCUMENT = zipped(mimetype=b"application/vnd.oasis", **{"content.xml": b"<x/>"})
OLD_WORD = with_bytes(WHOLE, 2, b"\x65\x00")
WORD_XML = f'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="{W}"/>'.encode()
UNIFORM = b'<?xml version="1.0" encoding="UTF-8"?>\n<uof:UOF xmlns:uof="x"/>'
office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")


def _program(folder: Path, script: str) -> None:
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.mark.parametrize(
    ("data", "name"),
    [(OPEN_DOCUMENT, "OpenDocument"), (OLD_WORD, "Word 95"), (WORD_XML, "Word 的 XML"), (UNIFORM, "UOF")],
)
def test_without_it_the_message_names_what_to_install(data: bytes, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ReadError, match=rf"{name}.*安装 LibreOffice"):
        read_bytes(data)


@pytest.mark.skipif(os.name == "nt", reason="needs a shell script as stand-in")
def test_a_program_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _program(tmp_path, f"echo $$ > {tmp_path}/pid; sleep 3000 & sleep 3000")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(ReadError, match="超过 10 秒"):
        convert(OPEN_DOCUMENT, "odt", seconds=10)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


@pytest.mark.skipif(os.name == "nt", reason="needs a shell script as stand-in")
def test_a_program_that_makes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _program(tmp_path, "exit 0")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(ReadError, match="没能转换"):
        convert(OPEN_DOCUMENT, "odt")


def test_kinds() -> None:
    assert is_convertible("odt")
    assert not is_convertible("xls")


@office
def test_open_document_by_way_of_it() -> None:
    source = read_bytes((FILES / "roster.odt").read_bytes())
    assert structure(source) == structure(read_bytes(build_docx(PLANS[MADE["roster"]])))


@office
def test_word_xml_by_way_of_it() -> None:
    body = paragraph("一、工作目标")
    name = "http://schemas.microsoft.com/office/word/2003/wordml"
    data = WORD_XML.replace(b"/>", b"><w:body>" + body.encode() + b"</w:body></w:wordDocument>")
    assert read_bytes(data.replace(W.encode(), name.encode())).text.strip() == "一、工作目标"
