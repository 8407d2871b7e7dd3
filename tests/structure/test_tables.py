"""Table rows with column names, from readers' tables and from plain text."""

from __future__ import annotations

import pytest

from pipeline.model.layout import Block, Layout
from pipeline.model.source import Cell, Table
from pipeline.model.span import Span, fold
from pipeline.structure import build_layout
from tests.structure.structure_helpers import source_of

HEADER = "序号\t工作任务\t具体措施\t责任单位\t完成时限"
ROWS = (
    "1\t加强队伍建设\t组织全体教师参加县级以上培训，每年不少于两次\t教务处\t2025年6月底前",
    "2\t改善办学条件\t购置图书两万册，更新教室多媒体设备三十套\t总务处\t2025年12月底前",
    "3\t强化安全管理\t定期开展安全演练，排查整改各类安全隐患问题\t政教处\t长期坚持",
)


def rows(layout: Layout) -> list[Block]:
    return [block for block in layout.blocks if block.kind == "row"]


def table(layout: Layout, row: Block) -> dict[str, str]:
    return {cell.header: layout.clean.text[cell.start : cell.end] for cell in row.cells}


def test_a_table_of_tabs() -> None:
    layout = build_layout(source_of("青溪小学任务清单\n" + "\n".join((HEADER, *ROWS)) + "\n以上任务请认真落实到位。\n"))
    found = rows(layout)
    assert [row.header_row for row in found] == [True, False, False, False]
    assert table(layout, found[1])["责任单位"] == "教务处"
    assert table(layout, found[2])["完成时限"] == "2025年12月底前"
    assert layout.words(layout.blocks[-1]) == "以上任务请认真落实到位。"


def test_rows_without_the_cells_merged_from_above() -> None:
    short = "购置体育器材五十件，保障体育课程按标准开设到位\t体卫处\t2025年9月底前"
    text = "\n".join((HEADER, ROWS[0], ROWS[1], short, ROWS[2])) + "\n"
    layout = build_layout(source_of(text))
    row = rows(layout)[3]
    assert table(layout, row)["责任单位"] == "体卫处"
    assert table(layout, row)["工作任务"] == "改善办学条件"
    assert [cell.repeated for cell in row.cells] == [True, True, False, False, False]


CELLS_OF_LINES = """青溪区检查细则
序号\t检查项目\t分值\t检查内容\t责任单位
1\t食堂卫生\t5\t1.建立食材台账,每日登记。
2.餐具每餐消毒,
留存消毒记录。\t区教育局
区卫健局
2\t门卫值守\t3\t外来人员登记后入校。\t区公安局
"""


def test_cells_of_several_lines_between_tabs() -> None:
    layout = build_layout(source_of(CELLS_OF_LINES))
    found = rows(layout)
    assert [table(layout, row)["责任单位"] for row in found[1:]] == ["区教育局 区卫健局", "区公安局"]
    assert table(layout, found[1])["检查内容"] == "1.建立食材台账,每日登记。2.餐具每餐消毒,留存消毒记录。"
    assert not layout.sections


def test_prose_below_a_full_row_is_no_part_of_it() -> None:
    text = "序号\t检查项目\t检查内容\n1\t食堂\t建立台账。\n(1)每日登记食材。\n2\t门卫\t外来人员登记。\n"
    layout = build_layout(source_of(text))
    assert any("每日登记食材" in layout.words(block) for block in layout.blocks if block.kind != "row")


def test_fields_left_empty_where_the_cell_above_was_merged() -> None:
    header = "序号\t项目名称\t培训对象\t人数\t承办单位\t备注"
    body = ("1\t学科能力提升\t语文教师\t30\t县教研室\t集中", "2\t\t数学教师\t28\t\t", "合计\t\t\t58\t\t")
    layout = build_layout(source_of("青溪县培训安排\n" + "\n".join((header, *body)) + "\n请各校按时组织参加。\n"))
    grouped, total = rows(layout)[2:]
    assert table(layout, grouped)["项目名称"] == "学科能力提升"
    assert table(layout, grouped)["承办单位"] == "县教研室"
    assert {cell.header for cell in grouped.cells if cell.repeated} == {"项目名称", "承办单位"}
    assert table(layout, total) == {"序号": "合计", "人数": "58"}


def test_a_field_left_empty_in_a_row_of_its_own_stays_empty() -> None:
    text = "\n".join((HEADER, ROWS[0], ROWS[1].replace("总务处", ""), ROWS[2])) + "\n"
    row = rows(build_layout(source_of(text)))[2]
    assert [cell.header for cell in row.cells] == ["序号", "工作任务", "具体措施", "完成时限"]


def test_a_markdown_table() -> None:
    text = "|指标|现状|目标值|\n|---|---|---|\n|教师培训率|90%|100%|\n|学生体质合格率|92%|95%|\n"
    layout = build_layout(source_of(text))
    assert table(layout, rows(layout)[1]) == {"指标": "教师培训率", "现状": "90%", "目标值": "100%"}


def test_a_reader_s_table_with_merged_cells_and_two_header_rows() -> None:
    lines = ["指标\t目标\t单位", "\t2025年\t2027年", "入学率\t99\t100\t%", "巩固率\t\t98\t"]
    text = "\n".join(lines)
    cells: list[Cell] = []

    def add(words: str, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        at = text.index(words)
        cells.append(Cell(span=Span(at, at + len(words)), row=row, column=column, rows=rows, columns=columns))

    add("指标", 0, 0, rows=2)
    add("目标", 0, 1, columns=2)
    add("单位", 0, 3, rows=2)
    add("2025年", 1, 1)
    add("2027年", 1, 2)
    add("入学率", 2, 0)
    add("99", 2, 1, rows=2)
    add("100", 2, 2)
    add("%", 2, 3, rows=2)
    add("巩固率", 3, 0)
    add("98", 3, 2)
    found = Table(span=Span(0, len(text)), cells=tuple(cells), header_rows=2)
    layout = build_layout(source_of(text, tables=(found,), hard_lines=True))
    last = rows(layout)[-1]
    assert table(layout, last) == {"指标": "巩固率", "目标2025年": "99", "目标2027年": "98", "单位": "%"}
    assert {cell.header for cell in last.cells if cell.repeated} == {"目标2025年", "单位"}


def test_prose_with_two_tabs_is_no_table() -> None:
    layout = build_layout(source_of("学校要加强管理，\t各班\t认真落实各项要求。\n各处室要密切配合。\n"))
    assert not rows(layout)


def test_cells_parted_by_wide_blanks() -> None:
    lines = (
        "工作任务　　责任单位　　完成时限",
        "改造教学楼　　总务处　　2025年8月底",
        "更新教学设备　　教务处　　2025年9月底",
    )
    for gap in ("　　", "    "):
        text = (
            "青溪小学工作方案\n一、任务分工\n" + "\n".join(lines).replace("　　", gap) + "\n二、工作要求\n认真落实。\n"
        )
        layout = build_layout(source_of(text))
        found = rows(layout)
        assert [row.header_row for row in found] == [True, False, False]
        assert table(layout, found[2])["责任单位"] == "教务处"
        assert [section.title for section in layout.sections] == ["任务分工", "工作要求"]


def test_columns_of_names_and_signatures_are_no_tables() -> None:
    for text in (
        "成员：\n张一明　　李小川　　王大同\n赵文博　　钱多多　　孙小美\n",
        "甲方（盖章）　　乙方（盖章）　　丙方（盖章）\n2024年　　2024年　　2024年\n2025年　　2025年　　2025年\n",
    ):
        assert rows(build_layout(source_of(text))) == []


def test_a_title_in_the_first_row_names_no_column() -> None:
    layout = build_layout(source_of("任务分工表\t\t\t\t\n" + "\n".join((HEADER, *ROWS)) + "\n以上任务请认真落实。\n"))
    found = rows(layout)
    assert [row.header_row for row in found] == [True, False, False, False]
    assert table(layout, found[1])["责任单位"] == "教务处"
    assert "任务分工表" in layout.clean.text


def test_strokes_between_the_cells_only() -> None:
    text = "时间 | 工作内容 | 责任单位 |\n5月 | 清查渠道 | 水利站 |\n6月 | 汇总数据 | 市水利局 |\n"
    layout = build_layout(source_of(text))
    assert table(layout, rows(layout)[1]) == {"时间": "5月", "工作内容": "清查渠道", "责任单位": "水利站"}


def test_a_line_of_links_is_no_table() -> None:
    layout = build_layout(source_of("首页 | 新闻 | 公告 | 视频\n关于我们 | 网站地图 | 联系方式 | 帮助\n"))
    assert not rows(layout)


@pytest.mark.parametrize("mark", ["\n", " ", "\n\n"])
def test_tables_that_lost_their_grid(mark: str) -> None:
    """Each cell on a line of its own, or the cells of a row parted by single blanks."""
    lines = [line.replace("\t", mark) for line in (HEADER, *ROWS)]
    layout = build_layout(source_of("青溪小学任务清单\n" + "\n".join(lines) + "\n以上任务请认真落实到位。\n"))
    found = rows(layout)
    assert [row.header_row for row in found] == [True, False, False, False]
    assert table(layout, found[1]) == dict(zip(HEADER.split("\t"), map(fold, ROWS[0].split("\t")), strict=True))
    assert table(layout, found[3])["责任单位"] == "政教处"
    assert layout.words(layout.blocks[-1]) == "以上任务请认真落实到位。"


@pytest.mark.parametrize(
    "header",
    [
        HEADER.replace("\t", " "),
        "序\n号\n工作任务\n具体措施\n责任\n单位\n完成\n时限",
        "序号\n工作任务\n具体措施\n责任\n单位\n完成时限",
    ],
)
def test_names_of_columns_in_another_form_than_the_cells(header: str) -> None:
    """The names in one line above cells on lines of their own, or gone over two lines."""
    cells = "\n".join(ROWS).replace("\t", "\n")
    layout = build_layout(source_of(f"青溪小学任务清单\n{header}\n{cells}\n以上任务请认真落实到位。\n"))
    found = rows(layout)
    assert [row.header_row for row in found] == [True, False, False, False]
    assert table(layout, found[2])["责任单位"] == "总务处"
    assert table(layout, found[2])["完成时限"] == "2025年12月底前"


@pytest.mark.parametrize(
    "text",
    [
        "任务\n责任单位\n完成时限\n各处室要认真组织。\n明确分工。\n按时完成。\n加强宣传。\n营造氛围。\n及时总结。\n",
        "序号 工作任务 责任单位\n为加强管理 落实责任 各校要认真组织\n为加强宣传 营造氛围 各校要及时总结\n",
        "一、责任单位\n二、完成时限\n三、工作任务\n四、责任人\n",
    ],
)
def test_names_of_columns_above_running_text_make_no_table(text: str) -> None:
    assert rows(build_layout(source_of("青溪小学工作方案\n" + text))) == []


def test_a_table_without_a_grid_ends_where_its_cells_stop_fitting() -> None:
    text = "工作任务 责任单位 完成时限\n更新 监控设备 总务处 6月底前\n编印手册 政教处 9月底前\n各处室 要 抓紧 落实\n"
    layout = build_layout(source_of("青溪小学任务清单\n" + text))
    assert [layout.clean.text[row.cells[0].start : row.cells[0].end] for row in rows(layout)[1:]] == [
        "更新 监控设备",
        "编印手册",
    ]


STACKED = """
序号

重点任务

主要责任单位

协同配合单位

一、主要预期目标

3

完成造林绿化二千亩。

县林业局

县财政局、县自然资源局,各乡镇人民政府、街道办事处,县城投集团。

二、基础设施

68

新建农村公路三十公里。

县交通局

县政府有关部门,各乡镇人民政府。

69

改造老旧管网。

县住建局

县水务公司。

三、工作要求

各单位要认真落实。
"""


def test_cells_line_by_line_between_headings_and_blank_lines() -> None:
    layout = build_layout(source_of(STACKED.lstrip()))
    found = rows(layout)
    assert [row.header_row for row in found] == [True, False, False, False]
    assert [table(layout, row)["序号"] for row in found[1:]] == ["3", "68", "69"]
    assert table(layout, found[3]) == {
        "序号": "69", "重点任务": "改造老旧管网。", "主要责任单位": "县住建局", "协同配合单位": "县水务公司。"
    }  # fmt: skip
    assert [section.title for section in layout.sections] == ["主要预期目标", "基础设施", "工作要求"]


def test_numbers_that_do_not_count_up_end_a_table_without_grid() -> None:
    text = STACKED.lstrip().replace("69\n", "67\n")
    assert len(rows(build_layout(source_of(text)))) == 3


def test_lines_set_in_by_several_tabs_are_no_table() -> None:
    lines = ("一、活动时间：五月第二周", "二、参加对象：", "（一）三年级全体学生。", "（二）家长志愿者。")
    layout = build_layout(source_of("春游踏青安全提醒\n\n" + "".join(f"\t\t{line}\n\n" for line in lines)))
    assert rows(layout) == []
    table_too = "一、时间\n二、任务\n\t\n" + "\n".join((HEADER, *ROWS))
    assert len(rows(build_layout(source_of(table_too)))) == len(ROWS) + 1
    assert [(section.number, section.title) for section in layout.sections][:2] == [
        ("一", "活动时间"),
        ("二", "参加对象"),
    ]


@pytest.mark.parametrize(
    ("torn", "time", "what"),
    [
        ("8：50\n左右\t组织群众转移\t河堤\t网格员\t限时完成", "8:50左右", "组织群众转移"),
        ("8月5日\n上午\t组织群众转移\t河堤\t网格员\t", "8月5日上午", "组织群众转移"),
        ("8：50\t组织群众\n转移\t河堤\t网格员\t限时完成", "8:50", "组织群众转移"),
    ],
)
def test_a_row_whose_first_cells_are_torn(torn: str, time: str, what: str) -> None:
    text = (
        "防汛演练安排\n时间\t内容\t地点\t负责人\t备注\n8：00\t防汛知识讲座\t礼堂\t贺小满\t\n8：30\t人员集合\t操场\t各村村长\t\n"
        f"{torn}\n9：10\t清点人数\t操场\t郎青\t\n各村准时参加。\n"
    )
    layout = build_layout(source_of(text))
    found = [table(layout, row) for row in rows(layout)[1:]]
    assert [row["负责人"] for row in found] == ["贺小满", "各村村长", "网格员", "郎青"]
    assert ("".join(found[2]["时间"].split()), "".join(found[2]["内容"].split())) == (time, what)
