"""Plans annexed to a covering notice are documents of their own; annexes of a plan stay its parts."""

from __future__ import annotations

import pytest

from pipeline.reading import read_text
from pipeline.structure import build_layout

NOTICE = """关于印发芦湾县校园安全有关方案的通知

各中小学：
现将芦湾县校园消防安全工作方案等文件印发给你们，请遵照执行。

附件：1.芦湾县校园消防安全工作方案
2.芦湾县校园安全排查计划
3.联系人名单

芦湾县教育局
2025年3月10日

"""
FIRE = "芦湾县校园消防安全工作方案\n\n为做好消防工作，制定本方案。\n\n一、工作目标\n全年不发生火灾。\n二、工作要求\n各校要高度重视。\n\n"
CHECK = "芦湾县校园安全排查计划\n\n为做好排查工作，制定本计划。\n\n一、排查范围\n全县各校教室。\n二、排查时间\n2025年4月。\n"


@pytest.mark.parametrize("names", [("附件1", "附件2"), ("附件 1：", "附件 2："), ("附件一", "附件二")])
def test_annexed_plans(names: tuple[str, str]) -> None:
    layout = build_layout(read_text(f"{NOTICE}{names[0]}\n\n{FIRE}{names[1]}\n\n{CHECK}"))
    assert [(found.title, found.kind) for found in layout.documents] == [
        ("芦湾县校园消防安全工作方案", "方案"),
        ("芦湾县校园安全排查计划", "计划"),
    ]
    assert layout.documents[0].issued == "2025-03-10"
    headings = [(section.document, section.title, section.level) for section in layout.sections]
    first, second = (document.id for document in layout.documents)
    assert headings[-4:] == [
        (first, "工作目标", 1), (first, "工作要求", 1), (second, "排查范围", 1), (second, "排查时间", 1),
    ]  # fmt: skip


def test_annexes_that_are_no_plans_stay_parts() -> None:
    layout = build_layout(read_text(f"{NOTICE}附件1\n\n{FIRE}附件2\n\n联系人名单\n\n总务处：洪立新\n"))
    assert [found.title for found in layout.documents] == ["芦湾县校园消防安全工作方案"]
    assert [section.number for section in layout.sections][-1] == "附件2"
