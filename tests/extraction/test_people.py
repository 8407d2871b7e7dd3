"""Lists of people read to their end, whatever stands in them."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extraction.people import read_people
from pipeline.extraction.posts_behind import name_before_posts

_PIECES = (
    "2012-", "2014学生", "黎明远", "况晓彤", "校长", "组长", "教务处", "各班主任", "等", "3人", "和", "、", " ", "  ",
    "(", ")", ":", "同志", "(兼)", "资料", "由", ";",
)  # fmt: skip


def test_a_post_behind_a_count_belongs_to_the_name_behind_it() -> None:
    text = "2022-2023校长黎明远 况晓彤"
    first = read_people(text, 0, len(text)).people[0]
    assert text[first.start : first.end] == "黎明远"
    assert first.post is not None
    assert text[slice(*first.post)].endswith("校长")


@settings(max_examples=200)
@given(st.lists(st.sampled_from(_PIECES), max_size=9), st.booleans())
def test_people_lie_inside_the_list_and_in_order(pieces: list[str], seats: bool) -> None:
    text = "".join(pieces)
    people = read_people(text, 0, len(text), frozenset({"组长"}) if seats else frozenset()).people
    assert all(0 <= person.start < person.end <= len(text) for person in people)
    assert all(before.end <= after.start for before, after in pairwise(people))


@settings(max_examples=200)
@given(st.lists(st.sampled_from((*_PIECES, "党组成员", "副局长", "办公室主任", "黎明")), max_size=6))
def test_a_name_before_posts_lies_inside_the_stretch(pieces: list[str]) -> None:
    text = "".join(pieces)
    name = name_before_posts(text, 0, len(text))
    assert name is None or (name[0] == 0 and name[0] < name[1] < len(text))
