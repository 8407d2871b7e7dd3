"""What is known of styles, lists and relationships is kept for other files: only equal parts share it, and a file reads
the same whatever was read before it."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from pathlib import Path

import pytest

from pipeline.model.errors import ReadError
from pipeline.model.source import Source
from pipeline.reading import read_bytes
from pipeline.reading.docx import list_part, package, style_part
from pipeline.reading.limits import DEFAULT_LIMITS
from pipeline.reading.plain_zip import PackedPart
from pipeline.reading.zips import Parts
from tests.reading.docx_files import W, docx, level, numbering, paragraph

CORPUS = sorted((Path(__file__).parents[2] / "corpus").glob("**/*.docx"))


def styles(*names: tuple[str, str]) -> str:
    made = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>' for key, name in names
    )
    return f'<w:styles xmlns:w="{W}">{made}</w:styles>'


def plan(heading: str, label: str) -> bytes:
    """The same words in each: only its styles and lists tell what they are."""
    body = (
        paragraph("防汛值守安排", style="A") + paragraph("每日巡库两次", num=(7, 0)) + paragraph("无此表", num=(8, 0))
    )
    lists = numbering({1: [level(0, "chineseCounting", label)]}, {7: (1, "")})
    return docx(body, styles=styles(("A", heading)), numbering=lists)


PLANS = (plan("heading 1", "%1、"), plan("heading 2", "%1、"), plan("heading 1", "第%1条 "), plan("Normal", "(%1)"))


def forget() -> None:
    for kept in (list_part._shared, style_part._shared, package._shared_relations):
        kept.cache_clear()


def alone(data: bytes) -> Source:
    forget()
    return read_bytes(data)


def seen(source: Source) -> tuple[str, tuple[int, ...]]:
    return source.text, tuple(hint.level for hint in source.hints)


def test_files_with_the_same_words_and_other_parts() -> None:
    assert [seen(alone(one)) for one in PLANS] == [
        ("防汛值守安排\n一、每日巡库两次\n无此表\n", (1,)),
        ("防汛值守安排\n一、每日巡库两次\n无此表\n", (2,)),
        ("防汛值守安排\n第一条 每日巡库两次\n无此表\n", (1,)),
        ("防汛值守安排\n(一)每日巡库两次\n无此表\n", ()),
    ]


@pytest.mark.parametrize("order", list(permutations(range(len(PLANS)))))
def test_order_plays_no_part(order: Iterable[int]) -> None:
    expected = [alone(one) for one in PLANS]
    forget()
    for place in (*order, *order):
        assert read_bytes(PLANS[place]) == expected[place]


@pytest.mark.skipif(not CORPUS, reason="the sample corpus is not there")
def test_files_read_at_the_same_time() -> None:
    contents = [path.read_bytes() for path in CORPUS]
    expected = [alone(one) for one in contents]
    forget()
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(read_bytes, contents * 3)) == expected * 3


def test_parts_with_the_same_checksum_are_not_taken_for_one() -> None:
    one, other = PackedPart(b"one", 3, False, 5), PackedPart(b"two", 3, False, 5)
    assert hash(one) == hash(other)
    assert one != other
    assert {one: 1}.get(other) is None


def test_a_damaged_part_stays_damaged() -> None:
    filler = [(f"T{n}", f"格子{n * 7919}") for n in range(3000)]
    data = bytearray(docx(paragraph("防汛值守安排", style="none"), styles=styles(*filler)))
    part = Parts(bytes(data), DEFAULT_LIMITS).packed("word/styles.xml")
    assert part is not None
    at = data.index(part.data)
    data[at + len(part.data) - 9] ^= 0xFF
    forget()
    for _ in range(3):
        with pytest.raises(ReadError, match="损坏"):
            read_bytes(bytes(data))
