"""Titles of two parts, each on a line of its own above its text: 1.队伍建设工程:造就一流的教师团队."""

from __future__ import annotations

import re

import msgspec

from pipeline.structure.outline import Node
from pipeline.structure.titles import Title

_SLOGAN = re.compile("[\u4e00-\u9fff“”]{5,24}")
_FEWEST = 2


def with_slogans(text: str, nodes: list[Node], titles: list[Title], text_below: list[bool]) -> list[Title]:
    """Titles that go on behind their colon where every title of a run does so with a few words without any mark, and has
    text of its own below; else as they are."""
    built = [_has_slogan(text, title) and below for title, below in zip(titles, text_below, strict=True)]
    size: dict[int, int] = {}
    for node, slogan in zip(nodes, built, strict=True):
        size[node.run] = size.get(node.run, 0) + slogan
    mixed = {node.run for node, slogan in zip(nodes, built, strict=True) if not slogan}
    return [
        msgspec.structs.replace(title, end=title.stop, body=title.stop, mark="")
        if size[node.run] >= _FEWEST and node.run not in mixed
        else title
        for node, title in zip(nodes, titles, strict=True)
    ]


def _has_slogan(text: str, title: Title) -> bool:
    return title.mark == ":" and _SLOGAN.fullmatch(text, title.body, title.stop) is not None
