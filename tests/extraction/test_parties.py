"""The parties that one sentence names."""

from __future__ import annotations

import pytest

from pipeline.extraction.parties import parties_in


@pytest.mark.parametrize(
    ("sentence", "parties"),
    [
        ("试卷由教务处统一印制，李青老师负责装订。", ("教务处", "李青老师")),
        ("请教研室顾老师开设专题讲座。", ("教研室", "顾老师")),
        ("机房与网络安全：陆明川", ("陆明川",)),
        ("星期三\t消防知识讲座\t保卫处", ("保卫处",)),
        ("故障及时通知宿舍管理员。", ("宿舍管理员",)),
        ("每学期至少两次。", ()),
        (" ", ()),
    ],
)
def test_parties(sentence: str, parties: tuple[str, ...]) -> None:
    assert parties_in(sentence) == parties


def test_a_long_line_is_read_at_its_beginning() -> None:
    assert parties_in("教务处负责。" + "啊" * 5000 + "总务处负责。") == ("教务处",)
