"""Which files of a folder are read: by content where the name says nothing, archives member by member."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from pipeline.batch import RunOptions, run_folder
from pipeline.batch.discover import discover
from pipeline.model.errors import UsageError

PLAN = "云岭县第三小学安全工作计划\n一、工作目标\n到2025年底前，安全教育覆盖率达到100%。\n".encode()
PAGE = b"<html><body><p>" + PLAN.replace(b"\n", b"<p>") + b"</body></html>"


def packed(**members: bytes) -> bytes:
    """A ZIP file; `_` in a name stands for `.`."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_", "."), data)
    return stream.getvalue()


def reasons(folder: Path) -> dict[str, str]:
    """Every candidate with why it is not read."""
    return {candidate.relative: candidate.reason for candidate in discover(folder)}


def test_content_decides_where_the_name_does_not(tmp_path: Path) -> None:
    for name, data in {
        "a.dat": b"%PDF-1.7",
        "b": b"{\\rtf1 x}",
        "c.tmp": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le"),
        "d.bak": packed(word_document_xml=b"", **{"word/document_xml": b"<x/>"}),
        "e.xyz": PAGE,
        "f.rar": b"Rar!\x1a\x07\x00",
        "g.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "Workbook".encode("utf-16-le"),
        "h.png": b"\x89PNG\r\n",
        "i.xlsx": packed(a=b""),
        "j": PLAN,
    }.items():
        (tmp_path / name).write_bytes(data)
    assert {name for name, reason in reasons(tmp_path).items() if not reason} == {
        "a.dat",
        "b",
        "c.tmp",
        "d.bak",
        "e.xyz",
        "f.rar",
    }


def test_what_systems_and_open_programs_leave_is_not_mentioned(tmp_path: Path) -> None:
    for name in ("Thumbs.db", "desktop.ini", "Desktop.ini", ".DS_Store", "~$方案.docx", "图片.db"):
        (tmp_path / name).write_bytes(b"x")
    assert list(reasons(tmp_path)) == ["图片.db"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "方案.txt").write_bytes(PLAN)
    with pytest.raises(UsageError, match=r"是文件，不是文件夹.*cetu extract"):
        discover(tmp_path / "方案.txt")


def test_what_a_browser_saved_beside_a_page(tmp_path: Path) -> None:
    (tmp_path / "方案.html").write_bytes(PAGE)
    for folder in ("方案_files", "计划_files"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "frame.htm").write_bytes(PAGE)
    found = reasons(tmp_path)
    assert found["方案.html"] == found["计划_files/frame.htm"] == ""
    assert "附属" in found["方案_files/frame.htm"]


def test_members_of_archives(tmp_path: Path) -> None:
    (tmp_path / "一中.zip").write_bytes(
        packed(方案_txt=PLAN, 图_png=b"\x89PNG", 内_zip=packed(计划_txt=PLAN), 表_dat=b"%PDF-1")
    )
    (tmp_path / "空.zip").write_bytes(packed())
    (tmp_path / "坏.zip").write_bytes(b"PK\x03\x04")
    found = reasons(tmp_path)
    read = {"一中.zip!/方案.txt", "一中.zip!/内.zip!/计划.txt", "一中.zip!/表.dat", "坏.zip"}
    assert {name for name, reason in found.items() if not reason} == read
    assert ".png" in found["一中.zip!/图.png"]
    assert "没有文件" in found["空.zip"]


def test_a_run_over_an_archive(tmp_path: Path) -> None:
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "方案.zip").write_bytes(packed(a_txt=PLAN, b_txt=b"", c_html=PAGE))
    run_folder(folder, tmp_path / "out", RunOptions(jobs=1))
    lines = [json.loads(line) for line in (tmp_path / "out" / "run-report.jsonl").read_text("utf-8").splitlines()]
    assert [(line["path"], line["status"]) for line in lines] == [
        ("方案.zip!/a.txt", "ok"),
        ("方案.zip!/b.txt", "failed"),
        ("方案.zip!/c.html", "ok"),
    ]
    assert "空" in lines[1]["reason"]
    assert lines[0]["facts"] == lines[2]["facts"] > 0
