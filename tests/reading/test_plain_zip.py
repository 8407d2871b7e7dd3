"""Ordinary ZIP files are read by our own code, all others by `zipfile`: both give the same parts."""

from __future__ import annotations

import contextlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.errors import ReadError
from pipeline.reading import read_bytes
from pipeline.reading.limits import DEFAULT_LIMITS
from pipeline.reading.plain_zip import plain_members
from pipeline.reading.zips import Parts
from tests.reading.docx_files import W, docx, paragraph

NAMES = st.sampled_from(["word/document.xml", "word/styles.xml", "a", "附件.xml", "/b.xml", "c\\d.xml", "A"])
MEMBERS = st.dictionaries(NAMES, st.tuples(st.binary(max_size=400), st.booleans(), st.integers(1, 90)), max_size=5)


def archive(members: dict[str, tuple[bytes, bool, int]], comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, (content, packed, times) in members.items():
            made.writestr(name, content * times, zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED)
        made.comment = comment
    return out.getvalue()


@given(MEMBERS, st.sampled_from([b"", b"made by hand"]))
def test_parts_are_those_of_zipfile(members: dict[str, tuple[bytes, bool, int]], comment: bytes) -> None:
    data = archive(members, comment)
    parts = Parts(data, DEFAULT_LIMITS)
    with zipfile.ZipFile(io.BytesIO(data)) as other:
        held = {info.filename.replace("\\", "/").lstrip("/").lower(): other.read(info) for info in other.infolist()}
    assert {name: parts.read(name) for name in parts} == held
    for name, content in held.items():
        growing = parts.growing(name)
        assert growing is not None
        while growing.more():
            pass
        assert growing.data == content


def test_ordinary_files_are_taken_and_unusual_ones_left() -> None:
    ordinary = {"word/document.xml": (b"<x/>", True, 3)}
    taken = plain_members(archive(ordinary))
    assert taken is not None
    assert [member.filename for member in taken] == ["word/document.xml"]
    assert plain_members(archive(ordinary, b"note")) is None
    assert plain_members(archive({"附件.xml": (b"<x/>", True, 3)})) is None
    assert plain_members(b"junk" + archive(ordinary)) is None


@given(st.integers(0, 3000), st.integers(0, 255))
def test_damage_is_told_or_harmless(at: int, value: int) -> None:
    data = bytearray(archive({"a": (bytes(range(200)), True, 20), "b": (b"xy", False, 70)}))
    data[at % len(data)] = value
    with contextlib.suppress(ReadError):
        parts = Parts(bytes(data), DEFAULT_LIMITS)
        assert all(parts.read(name) is not None for name in parts)


@pytest.mark.parametrize("place", ["first", "last"])
def test_a_style_is_found_wherever_it_stands(place: str) -> None:
    filler = "".join(
        f'<w:style w:type="table" w:styleId="T{n}"><w:name w:val="格子{n}"/><w:rPr><w:sz w:val="{n * 7919}"/></w:rPr></w:style>'
        for n in range(4000)
    )
    own = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Z"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="X"><w:name w:val="heading 2"/><w:basedOn w:val="Z"/></w:style>'
    )
    styles = f'<w:styles xmlns:w="{W}">{own + filler if place == "first" else filler + own}</w:styles>'
    body = paragraph("巡查安排", style="X") + paragraph("每日巡查两次。") + paragraph("没有这种样式", style="none")
    source = read_bytes(docx(body, styles=styles))
    assert [(hint.level, source.text[hint.span.start : hint.span.end]) for hint in source.hints] == [(2, "巡查安排")]
