"""Tables of plain texts: drawn strokes, slashes, blanks that do not align, blocks of lines; and what is none."""

from __future__ import annotations

import pytest

from pipeline.model.layout import Block, Layout
from pipeline.model.span import fold
from pipeline.structure import build_layout
from tests.structure.structure_helpers import source_of


def rows(layout: Layout) -> list[Block]:
    return [block for block in layout.blocks if block.kind == "row" and not block.header_row]


def table(text: str) -> list[dict[str, str]]:
    """The cells of each row by the names of their columns, those from above left out."""
    layout = build_layout(source_of(text))
    return [
        {cell.header: layout.clean.text[cell.start : cell.end] for cell in row.cells if not cell.repeated}
        for row in rows(layout)
    ]


DRAWN = """梨园小学图书柜登记表
┌────┬────────┬────┬──────┐
│序号│图书柜名称│数量│责任人│
├────┼────────┼────┼──────┤
│1│走廊书柜│4个│祁小满│
├────┼────────┼────┼──────┤
│2│班级书角│18个│各班主任│
└────┴────────┴────┴──────┘
每月清点一次。
"""
OPEN = """器材编号{0}器材名称{0}数量{0}保管人
{1}
T-1{0}跳绳{0}60根{0}毕云
T-2{0}篮球{0}20个{0}
T-3{0}垫子{0}{0}岑雨
以上器材由体育组统一保管
"""


def test_a_table_drawn_with_borders() -> None:
    layout = build_layout(source_of(DRAWN))
    assert [row["责任人"] for row in table(DRAWN)] == ["祁小满", "各班主任"]
    assert not any("─" in layout.words(block) for block in layout.blocks)
    assert layout.words(layout.blocks[-1]) == "每月清点一次。"


@pytest.mark.parametrize("mark", ["│", "┃", "｜", "|", " | ", " │ "])
@pytest.mark.parametrize("rule", ["────────────", "━━━━━━", "---", ""])
def test_strokes_between_the_cells(mark: str, rule: str) -> None:
    found = table("梨园小学器材登记\n" + OPEN.format(mark, rule))
    assert found == [
        {"器材编号": "T-1", "器材名称": "跳绳", "数量": "60根", "保管人": "毕云"},
        {"器材编号": "T-2", "器材名称": "篮球", "数量": "20个"},
        {"器材编号": "T-3", "器材名称": "垫子", "保管人": "岑雨"},
    ]


def test_tables_one_below_the_other() -> None:
    first = OPEN.format("│", "──────").replace("以上器材由体育组统一保管\n", "")
    found = table(first + "序 / 议题 / 决定 / 牵头\n1 / 操场翻新 / 招标后施工 / 祁小满\n2 / 图书角 / 每班一个 / ——\n")
    assert [row.get("决定") for row in found] == [None, None, None, "招标后施工", "每班一个"]
    found = table(first + "\n编号│名称│存放处\nA1│话筒│报告厅\nA2│投影仪│报告厅\n")
    assert [row.get("存放处") for row in found] == [None, None, None, "报告厅", "报告厅"]


def test_slashes_between_the_cells() -> None:
    text = "序 / 议题 / 决定 / 牵头 / 完成时间\n1 / 操场翻新 / 招标后施工 / 祁小满 / 6月底\n2 / 延时服务 / 每周四天 / 毕云 / ——\n"
    text += "其他事项 / 无\n"
    assert table("会议议定事项\n" + text)[0]["牵头"] == "祁小满"
    assert len(table("会议议定事项\n" + text)) == 2


CALENDAR = """望湖小学行事历

周次   起止日期     主要工作                  责任处室
 一   3.2—3.8   开学典礼；安全第一课        德育处  总务处
 二   3.9—3.15   植树活动
 三   3.16—3.22  家长会；教案检查   教务处
 四   3.23—3.29  趣味运动会  科技节（3.26） 体育组  教科室
 五   3.30—4.5   1.清明祭扫  2.主题队会      少先队
                 3.安全演练            总务处
 六   4.6—4.12 期中检测 教务处
备注：本表如有变动，另行通知。
"""


def test_cells_by_blanks_that_do_not_align() -> None:
    found = [(row.get("周次"), row.get("主要工作"), row.get("责任处室")) for row in table(CALENDAR)]
    assert found == [
        ("一", "开学典礼;安全第一课", "德育处  总务处"),
        ("二", "植树活动", None),
        ("三", "家长会;教案检查", "教务处"),
        ("四", "趣味运动会  科技节(3.26)", "体育组  教科室"),
        ("五", "1.清明祭扫  2.主题队会", "少先队"),
        (None, "3.安全演练", "总务处"),
        ("六", "期中检测", "教务处"),
    ]


ROSTER = """姓  名    职  务      电  话
祁小满    校长       6612001
毕  云    副校长      6612002
岑小雨              6612003
望湖小学   2026年3月2日
"""
GROUPS = """组别      组长     成员            检查学校
第一组    祁小满   毕  云  岑小雨    望湖小学、柳湾小学
第二组    鲁  山   范晓            桃溪小学
"""
SCORES = """班级       纪律(30)  卫生(25)  总分   名次
一（1）班    27.5      23.0     50.5   2
一（2）班    28        24       52     1
合  计      55.5
各班要继续保持。
"""
CLUBS = """社团   指导教师   人数   活动地点
合唱   祁小满   30   音乐室
篮球   毕  云   24   操场
机器人  岑小雨、鲁山   16
"""


@pytest.mark.parametrize(
    ("text", "column", "cells"),
    [
        (ROSTER, "姓名", ["祁小满", "毕  云", "岑小雨"]),
        (ROSTER, "职务", ["校长", "副校长", None]),
        (ROSTER, "电话", ["6612001", "6612002", "6612003"]),
        (GROUPS, "成员", ["毕  云  岑小雨", "范晓"]),
        (GROUPS, "组长", ["祁小满", "鲁  山"]),
        (SCORES, "纪律(30)", ["27.5", "28", "55.5"]),
        (SCORES, "名次", ["2", "1", None]),
        (CLUBS, "人数", ["30", "24", "16"]),
    ],
)
def test_rosters_and_scores_by_blanks(text: str, column: str, cells: list[str | None]) -> None:
    assert [row.get(column) for row in table("望湖小学工作安排\n\n" + text)] == cells


EXAM = """望湖中学期末考试安排

一、时间

日期
时间
七年级
八年级

1月20日
8:30-10:30
语文
数学

10:50-11:50
历史
道法

1月21日
8:30-10:10
数学
语文

二、考场

考场
地点
班级
监考

第1考场
求知楼201
七（1）班
祁小满

第2考场
求知楼202
七（2）班
毕云

三、要求

1.监考教师提前到岗。
"""


def test_rows_parted_by_empty_lines() -> None:
    found = table(EXAM)
    assert [row.get("八年级") for row in found[:3]] == ["数学", "道法", "语文"]
    assert [row.get("日期") for row in found[:3]] == ["1月20日", None, "1月21日"]
    assert [row.get("监考") for row in found[3:]] == ["祁小满", "毕云"]
    layout = build_layout(source_of(EXAM))
    assert [section.title for section in layout.sections if section.level == 1] == ["时间", "考场", "要求"]


def test_the_row_of_a_sum_has_no_merged_cells() -> None:
    text = "序号\t项目名称\t金额\t经办人\t时间\n1\t购置图书\t12\t祁小满\t3月\n2\t修缮围墙\t8\t毕云\t5月\n\t合  计\t20\t\t\n"
    assert table(text)[-1] == {"项目名称": "合  计", "金额": "20"}
    last = rows(build_layout(source_of(text)))[-1]
    assert not any(cell.repeated for cell in last.cells)


@pytest.mark.parametrize(
    "text",
    [
        "组 长：祁小满    副组长：毕  云    成 员：岑小雨\n成 员：鲁  山    柏青       范晓\n",
        "各处室    要认真落实    不得拖延。\n各年级    要抓紧部署    及时总结。\n各班级    要做好记录    按时上报。\n",
        "甲方：望湖小学      乙方：柳湾小学      日期：3月2日\n代表：祁小满      代表：毕云      时间：3月2日\n",
        "成员：\n祁小满    毕  云    岑小雨\n鲁  山    柏  青    范  晓\n",
        "首页|新闻|公告|联系\n学校|概况|机构|电话\n",
        "语文 / 数学 / 英语\n历史 / 道法 / 地理\n",
        "校长、组长      祁小满    主持全面工作，包九年级\n教导主任      毕云    负责教学，包八年级\n",
    ],
)
def test_what_is_no_table(text: str) -> None:
    assert table("望湖小学工作方案\n" + text) == []


def test_lines_spread_by_wide_gaps_stay_apart() -> None:
    lines = [
        f"柳湾{sign}站        12.{number}      8.{number}     {number}0"
        for number, sign in enumerate("甲乙丙丁戊己", 1)
    ]
    layout = build_layout(source_of("望湖镇雨量记录\n" + "\n".join(lines) + "\n"))
    assert [layout.words(block) for block in layout.blocks] == lines


RECORDS = """桃溪镇学校隐患整改台账
填报单位：桃溪镇学区    填报人：祁小满

编号：01
学校：桃溪小学
隐患：东侧围墙有裂缝
等级 一般
整改措施：拆除重砌
责任人：毕云
整改期限：2026年5月8日

编号:02   学校:柳湾小学
隐患:  厨房地面湿滑
等级 一般
整改措施:铺设防滑垫    责任人:校长 岑雨    督办领导：鲁山
整改期限:5月20日
-----------------
编号 03  学校 桃溪小学
隐患 楼梯灯不亮
措施：更换灯具
责任人 范晓   督办 鲁山  整改期限 2026年5月10日

备注：较大的隐患由镇里督办。整改后3日内复查。
"""


def test_a_record_of_a_ledger_is_a_row() -> None:
    found = table(RECORDS)
    assert [row["编号"] for row in found] == ["01", "02", "03"]
    assert [row["责任人"] for row in found] == ["毕云", "校长 岑雨", "范晓"]
    assert [row.get("督办领导") or row.get("督办") for row in found] == [None, "鲁山", "鲁山"]
    assert found[1]["整改措施"] == "铺设防滑垫"
    assert (found[2]["措施"], found[2]["整改期限"]) == ("更换灯具", "2026年5月10日")
    layout = build_layout(source_of(RECORDS))
    assert layout.words(layout.blocks[-1]).startswith("备注:")
    assert "学校:桃溪小学 隐患:东侧围墙有裂缝" in layout.clean.text


@pytest.mark.parametrize(
    "text",
    [
        "编号：01\n学校：桃溪小学\n隐患：围墙有裂缝\n责任人：毕云\n",
        "编号：01\n学校：桃溪小学\n编号：02\n学校：柳湾小学\n",
        "组长：祁小满\n副组长：毕云\n成员：岑雨\n组长：鲁山\n副组长：范晓\n成员：柏青\n",
    ],
)
def test_lines_of_labels_that_are_no_ledger(text: str) -> None:
    layout = build_layout(source_of("桃溪镇学校工作方案\n" + text))
    assert not rows(layout)
    assert [layout.words(block) for block in layout.blocks] == [fold(line) for line in text.splitlines()]
