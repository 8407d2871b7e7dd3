"""Text files in every encoding they come in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.errors import ReadError
from pipeline.reading import read_text
from pipeline.reading.reader import read_bytes

SIMPLE = "青石镇中心小学控辍保学工作方案\n一、工作目标\n到2026年，适龄儿童入学率达到100%，巩固率不低于98%。\n"
TRADITIONAL = "青石鎮中心小學防災演練計畫\n一、實施目的\n每學期辦理演練兩次，參與率應達95％以上。\n"
SHORT = ("教师", "工作计划", "一、目标", "年级", "实施方案", "学校安全工作", "张三", "校长负责。")

NAMED = (
    ("utf-8", "utf-8"),
    ("utf-8-sig", "utf-8"),
    ("gb18030", "gb18030"),
    ("gbk", "gb18030"),
    ("utf-16", "utf-16-le"),
    ("utf-16-le", "utf-16-le"),
    ("utf-16-be", "utf-16-be"),
    ("utf-32", "utf-32-le"),
)


@pytest.mark.parametrize(("codec", "name"), NAMED)
@pytest.mark.parametrize("text", [SIMPLE, SIMPLE * 50])
def test_simplified(codec: str, name: str, text: str) -> None:
    source = read_bytes(text.encode(codec))
    assert (source.text, source.encoding, source.warnings) == (text, name, ())


@pytest.mark.parametrize(
    ("codec", "name"), [("big5", "big5"), ("big5hkscs", "big5"), ("gb18030", "gb18030"), ("utf-8", "utf-8")]
)
@pytest.mark.parametrize("text", [TRADITIONAL, TRADITIONAL.splitlines()[0], TRADITIONAL * 50])
def test_traditional(codec: str, name: str, text: str) -> None:
    source = read_bytes(text.encode(codec))
    assert (source.text, source.encoding) == (text, name)


@pytest.mark.parametrize("text", SHORT)
@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16", "utf-8-sig"])
def test_short_texts(text: str, codec: str) -> None:
    """General detectors take these for Korean or Cyrillic."""
    assert read_bytes(text.encode(codec)).text == text


def test_utf16_big_endian_mark() -> None:
    assert read_bytes(b"\xfe\xff" + SIMPLE.encode("utf-16-be")).text == SIMPLE


def test_lines_pasted_from_two_encodings() -> None:
    lines = SIMPLE.splitlines(keepends=True)
    for main, other in (("gb18030", "utf-8"), ("utf-8", "gb18030")):
        data = b"".join(line.encode(main) for line in lines * 4) + lines[2].encode(other) + lines[0].encode(main)
        source = read_bytes(data)
        assert source.text == "".join(lines * 4) + lines[2] + lines[0]
        assert source.encoding == main
        assert "第 13 行" in source.warnings[0]


@pytest.mark.parametrize("codec", ["gb18030", "utf-8"])
def test_a_broken_byte_costs_no_more_than_its_surroundings(codec: str) -> None:
    data = bytearray((SIMPLE * 5).encode(codec))
    data[41] = 0xFF
    source = read_bytes(bytes(data))
    assert source.encoding == codec
    assert source.warnings
    assert sum(a != b for a, b in zip(source.text[-60:], (SIMPLE * 5)[-60:], strict=True)) == 0


def test_cut_off_in_the_middle_of_a_character() -> None:
    source = read_bytes((SIMPLE + "负责").encode()[:-1])
    assert source.text.startswith(SIMPLE + "负")
    assert source.encoding == "utf-8"


def test_line_ends_and_control_characters() -> None:
    source = read_bytes("一、目标\r\n二、\x07措施\r三、\x00保障\t表\x0b四".encode())
    assert source.text == "一、目标\n二、 措施\n三、 保障\t表\n四"


def test_byte_order_mark_is_no_text() -> None:
    assert read_bytes(b"\xef\xbb\xbf" + "一".encode()).text == "一"
    assert read_text("\ufeff一、\r\n").text == "一、\n"


def test_offsets_are_those_of_the_decoded_file() -> None:
    text = "一\x00二\x1f三\n"
    assert len(read_bytes(text.encode()).text) == len(text)


@pytest.mark.parametrize("data", [bytes(range(256)) * 8, b"\x00" * 500, b"\x01\x02\x03\x04" * 50, b"\xff" * 300])
def test_binary_rubbish(data: bytes) -> None:
    with pytest.raises(ReadError, match="不是文本"):
        read_bytes(data)


@pytest.mark.parametrize("data", [b" \n\t ", "\u3000\n".encode(), b"\xef\xbb\xbf", b"\xff\xfe"])
def test_no_words(data: bytes) -> None:
    with pytest.raises(ReadError, match="没有文字"):
        read_bytes(data)


HAN = st.text(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5) | st.sampled_from("，。、；：（）0123456789%\n"),
    min_size=1,
)


@given(HAN)
def test_marked_text_comes_back_whatever_it_says(text: str) -> None:
    if text.strip():
        for codec in ("utf-8-sig", "utf-16", "utf-8"):
            assert read_bytes(text.encode(codec)).text == text


@given(st.text())
def test_decoded_text_becomes_a_source_of_the_same_length(text: str) -> None:
    source = read_text(text)
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    assert len(source.text) == len(lines)
    assert read_text(source.text).text == source.text.removeprefix("\ufeff")
