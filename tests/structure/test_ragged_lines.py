"""Running text whose lines break at widths that differ by more than a character or two."""

from __future__ import annotations

from pipeline.structure import build_layout
from tests.structure.structure_helpers import source_of

WIDTHS = (60, 52, 56, 51, 58, 53, 55, 59, 51, 57, 54, 52)
TASK = (
    "{0}负责人应当在开学第一周内听取教师和家长的意见,结合学生的年龄特点制定本学期的工作安排,明确每一项活动的时间、"
    "地点和负责教师,并把安排表报教务处汇总;活动期间要安排专人检查场地和器材的安全状况,发现问题及时报告和维修,不得带"
    "着隐患开展活动,也不得随意更改已经公布的活动时间和地点。"
)
NAMES = ("语文组", "数学组", "英语组", "体育组", "音乐组", "美术组")


def test_lines_of_different_widths_are_put_together() -> None:
    lines: list[str] = []
    paragraphs: list[str] = []
    for number, name in enumerate(NAMES):
        words = TASK.format(name)
        head = f"{'一二三四五六'[number]}、{name}"
        lines.append(head)
        paragraphs += [head, words]
        while words:
            width = WIDTHS[len(lines) % len(WIDTHS)]
            lines.append(words[:width])
            words = words[width:]
    layout = build_layout(source_of("\n".join(lines) + "\n"))
    assert layout.clean.text.split("\n") == paragraphs


def test_items_of_much_the_same_length_stay_apart() -> None:
    items = [
        f"{name}要在每月的第一个星期内上报活动安排和所需器材清单并由负责教师签字确认后交教务处统一汇总存档备查"
        for name in NAMES * 2
    ]
    layout = build_layout(source_of("\n".join(f"{item}。" for item in items) + "\n"))
    assert len(layout.clean.text.split("\n")) == len(items)
