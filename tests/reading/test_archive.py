"""ZIP archives of plans: members by their places, names repaired, limits kept."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.model.errors import ReadError
from pipeline.reading import Limits, read
from pipeline.reading.archive import Member, load_member, members
from pipeline.reading.reader import read_bytes
from tests.reading.docx_files import docx, paragraph

PLAN = "一、工作目标\n到2026年，入学率达到100%。\n".encode()
LIMITS = Limits()


def packed(*items: tuple[str, bytes]) -> bytes:
    """A ZIP file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in items:
            archive.writestr(name, data)
    return stream.getvalue()


def places(data: bytes, limits: Limits = LIMITS) -> list[str]:
    """Where the members lie."""
    return [member.place for member in members(data, limits)]


def test_members_in_order_with_their_first_bytes() -> None:
    data = packed(
        ("b/方案.txt", PLAN), ("a.pdf", b"%PDF-1.7"), ("空/", b""), ("__MACOSX/._a.pdf", b""), (".DS_Store", b"x")
    )
    assert members(data, LIMITS) == [Member(place="a.pdf", head=b"%PDF-1.7"), Member(place="b/方案.txt", head=PLAN)]
    assert load_member(data, "b/方案.txt", LIMITS) == PLAN


def test_archives_inside_archives() -> None:
    inner = packed(("计划.txt", PLAN))
    data = packed(("内.zip", inner), ("w.docx", docx(paragraph("一、目标"))), ("改名.bin", docx(paragraph("二、"))))
    assert places(data) == ["w.docx", "内.zip!/计划.txt", "改名.bin"]
    assert load_member(data, "内.zip!/计划.txt", LIMITS) == PLAN


def test_deeper_than_allowed() -> None:
    data = packed(("方案.txt", PLAN))
    for _ in range(4):
        data = packed(("z.zip", data))
    (member,) = members(data, LIMITS)
    assert member.place == "z.zip!/z.zip!/z.zip"
    assert "嵌套超过 3 层" in member.reason


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("../../etc/方案.txt", "etc/方案.txt"),
        ("/root/方案.txt", "root/方案.txt"),
        ("..\\上级\\方案.txt", "上级/方案.txt"),
        ("a\x07\u202e.txt", "a\ufffd\ufffd.txt"),
        ("怪!/方案.txt", "怪！/方案.txt"),
    ],
)
def test_names_lead_nowhere(name: str, place: str) -> None:
    assert places(packed((name, PLAN))) == [place]


@pytest.mark.parametrize("codec", ["gb18030", "big5"])
def test_names_of_old_packers(codec: str) -> None:
    name = "一中/教學計畫.txt" if codec == "big5" else "一中/工作计划（2024年）.txt"
    stream = packed((name, PLAN))
    raw, wide = name.encode(codec), name.encode()
    # Same archive, written by hand: no mark of UTF-8, the name in the old encoding.
    data = stream[:26] + struct.pack("<H", len(raw)) + stream[28:30] + raw + stream[30 + len(wide) :]
    at = data.index(b"PK\x01\x02")
    data = data[: at + 28] + struct.pack("<H", len(raw)) + data[at + 30 : at + 46] + raw + data[at + 46 + len(wide) :]
    shift = len(wide) - len(raw)
    end = data.index(b"PK\x05\x06")
    size, start = struct.unpack("<II", data[end + 12 : end + 20])
    data = data[: end + 12] + struct.pack("<II", size - shift, start - shift) + data[end + 20 :]
    data = data[:6] + b"\x00\x00" + data[8 : at + 8] + b"\x00\x00" + data[at + 10 :]
    assert places(data) == [name]
    assert load_member(data, name, LIMITS) == PLAN


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name() -> None:
    data = packed(("方案.txt", PLAN), ("./方案.txt", b"second"), ("方案.txt", b"third"))
    assert places(data) == ["方案.txt", "方案~2.txt", "方案~3.txt"]
    assert load_member(data, "方案~3.txt", LIMITS) == b"third"


@pytest.mark.parametrize(
    ("data", "limits", "word"),
    [
        (packed(*((f"{n}.txt", b"x") for n in range(30))), Limits(archive_members=20), "archive_members"),
        (packed(("a.txt", bytes(1000)), ("b.zip", packed(("c.txt", bytes(1000))))), Limits(zip_bytes=2000), "zip_bytes"),
        (packed(("a.txt", b"x"), ("b.txt", b"x")), Limits(zip_members=1), "zip_members"),
    ],
)  # fmt: skip
def test_limits_name_themselves(data: bytes, limits: Limits, word: str) -> None:
    with pytest.raises(ReadError, match=rf"文件过大.*{word}"):
        members(data, limits)
    with pytest.raises(ReadError, match=rf"文件过大.*{word}"):
        read_bytes(data, limits=limits)


def test_a_bomb_is_not_unpacked() -> None:
    data = packed(("b.txt", bytes(50_000_000)))
    assert members(data, LIMITS) == [Member(place="b.txt")]
    with pytest.raises(ReadError, match="zip_ratio"):
        load_member(data, "b.txt", LIMITS)


def test_a_directory_that_claims_to_be_huge() -> None:
    data = bytearray(packed(("a.txt", PLAN)))
    end = data.index(b"PK\x05\x06")
    data[end + 12 : end + 16] = struct.pack("<I", 100_000_000)
    with pytest.raises(ReadError, match="zip_members"):
        members(bytes(data), LIMITS)


def test_reading_a_place(tmp_path: Path) -> None:
    path = tmp_path / "方案.zip"
    path.write_bytes(packed(("内.zip", packed(("一中/计划.txt", PLAN)))))
    place = f"{path}!/内.zip!/一中/计划.txt"
    source = read(place)
    assert source.text.encode() == PLAN
    assert source.path == place
    with pytest.raises(ReadError, match="压缩包里没有 无"):
        read(f"{path}!/无.txt")
    with pytest.raises(ReadError, match="找不到文件"):
        read(tmp_path / "没有.zip!/a.txt")
    odd = tmp_path / "怪!"
    odd.mkdir()
    (odd / "a.txt").write_bytes(PLAN)
    assert read(odd / "a.txt").text.encode() == PLAN


WHOLE = packed(("内.zip", packed(("a.txt", PLAN))), ("方案.docx", docx(paragraph("一、目标"))))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=8), st.integers(0, len(WHOLE)))
def test_any_damage(changes: list[tuple[int, int]], end: int) -> None:
    data = bytearray(WHOLE)
    for place, value in changes:
        data[place] = value
    whole = bytes(data[: end if end % 2 else None])
    try:
        found = members(whole, LIMITS)
    except ReadError:
        return
    assert [member.place for member in found] == sorted({member.place for member in found})
    for member in found:
        assert ".." not in member.place.split("/")
