"""Old Word files give what the DOCX they were made from gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.model.errors import ReadError
from pipeline.model.source import Source
from pipeline.reading.doc.binary import i16, plc, u8, u16, u32
from pipeline.reading.doc.properties import sprms
from pipeline.reading.reader import read_bytes
from scripts.corpus.docx_writer import build_docx
from scripts.corpus.schema import load_sources
from tests.reading.views import cells, check_spans

FILES = Path(__file__).parent / "files"
PLANS = {plan.file: plan for plan in load_sources(Path(__file__).parents[2] / "scripts" / "corpus" / "sources")}
MADE = {
    "roster": "柳溪镇第二小学关于调整各项工作领导小组成员的通知",
    "rectification": "青禾区实验小学教育督导反馈问题整改方案",
}
WHOLE = (FILES / "roster.doc").read_bytes()


def structure(source: Source) -> tuple[object, ...]:
    """All that a source says, but for where it came from."""
    tables = [(cells(source, table), table.header_rows) for table in source.tables]
    return source.text, tables, source.hints, source.noise, source.hard_lines


@pytest.mark.parametrize("name", MADE)
def test_the_same_as_from_docx(name: str) -> None:
    old = read_bytes((FILES / f"{name}.doc").read_bytes())
    check_spans(old)
    assert structure(old) == structure(read_bytes(build_docx(PLANS[MADE[name]])))
    assert old.media_type == "application/msword"


def test_a_file_that_wps_marked_as_its_own() -> None:
    """WPS writes a class id into the header, which stricter readers refuse."""
    marked = WHOLE[:8] + bytes(range(16)) + WHOLE[24:]
    assert read_bytes(marked).text == read_bytes(WHOLE).text


def with_bytes(word: bytes, place: int, value: bytes) -> bytes:
    """The file with bytes of its main stream changed; the stream begins where its signature stands."""
    start = word.index(b"\xec\xa5")
    return word[: start + place] + value + word[start + place + len(value) :]


def test_a_password() -> None:
    with pytest.raises(ReadError, match="密码"):
        read_bytes(with_bytes(WHOLE, 0x0B, b"\x03"))


def test_properties_of_all_widths() -> None:
    group = (
        b"\x01\x26\x05" + b"\x0b\x46\x01\x02" + b"\x49\x66\x01\x00\x00\x00" + b"\x08\xd6\x04\x00abc" + b"\x3e\xc6\x01x"
    )
    assert list(sprms(group)) == [
        (0x2601, b"\x05"),
        (0x460B, b"\x01\x02"),
        (0x6649, b"\x01\x00\x00\x00"),
        (0xD608, b"\x04\x00abc"),
        (0xC63E, b"\x01x"),
    ]


@given(st.binary(max_size=80))
def test_numbers_and_properties_of_any_bytes(data: bytes) -> None:
    for place in (-1, 0, len(data) - 1, len(data), 1 << 31):
        assert all(read(data, place) <= 0xFFFFFFFF for read in (u8, u16, i16, u32))
    assert sum(2 + len(operand) for _, operand in sprms(data)) <= len(data) + 1
    places, records = plc(data, 4)
    assert len(places) == len(records) + 1


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """The file with some bytes changed, or cut off."""
    data = bytearray(WHOLE)
    for place in draw(st.lists(st.integers(0, len(WHOLE) - 1), max_size=20)):
        data[place] = draw(st.integers(0, 255))
    return bytes(data[: draw(st.integers(8, len(WHOLE)))]) if draw(st.booleans()) else bytes(data)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged())
def test_any_damage(data: bytes) -> None:
    try:
        source = read_bytes(data)
    except ReadError:
        return
    check_spans(source)
    assert read_bytes(data) == source


def test_boxes_notes_changes_and_merged_cells() -> None:
    source = read_bytes((FILES / "features.doc").read_bytes())
    check_spans(source)
    lines = [line for line in source.text.splitlines() if line]
    assert lines[:5] == ["一、目标", "外边", "框内一", "框内二", "各学校要落实。增"]
    assert lines[5:] == [
        "类\t完成",
        "\t现状\t目标",
        "率\t内",
        "组长 甲",
        "副 乙",
        "后\t98%",
        "末",
        "本文所称学校含幼儿园。",
    ]
    assert [source.text[span.start : span.end].strip() for span in source.noise] == lines[-1:]
    (table,) = source.tables
    assert table.header_rows == 1
    assert cells(source, table)[0] == (0, 0, 2, 1, "类")
    assert cells(source, table)[1] == (0, 1, 1, 2, "完成")
