"""Days written with a dot in a table's column of dates are deadlines; the same numbers in another column are none."""

from __future__ import annotations

import pytest

from pipeline.api import extract
from pipeline.model.result import Deadline

HEAD = "云水中学2031—2032学年度第二学期活动安排表\n"


@pytest.mark.parametrize(
    ("header", "cell", "dates"),
    [
        ("日期", "3.2-3.8", ("2032-03-02", "2032-03-08")),
        ("起止时间", "4.19—4.25", ("2032-04-19", "2032-04-25")),
        ("活动时间", "5.18", ("2032-05-18", "2032-05-18")),
        ("预算(万元)", "3.2-3.8", None),
        ("日期", "3.2-3.8万元", None),
    ],
)
def test_cells(header: str, cell: str, dates: tuple[str, str] | None) -> None:
    rows = [
        ("周次", header, "活动内容", "责任部门"),
        ("1", cell, "举办读书沙龙", "图书馆"),
        ("2", cell, "评选书香班级", "图书馆"),
    ]
    found = extract(HEAD + "\n".join("\t".join(row) for row in rows) + "\n").facts
    named = [(fact.start, fact.end) for fact in found if isinstance(fact, Deadline)][1:]
    assert named == ([dates] * 2 if dates else [])
