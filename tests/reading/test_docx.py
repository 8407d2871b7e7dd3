"""Word files: order, tables, text boxes, changes, notes."""

from __future__ import annotations

import pytest

from pipeline.model.errors import ReadError
from pipeline.reading.reader import read_bytes
from tests.reading.docx_files import W, cell, docx, package, paragraph, run, table
from tests.reading.views import cells, check_spans, noise_words, rows

BOX = "<w:txbxContent>{}</w:txbxContent>"


def lines(body: str, **parts: str) -> list[str]:
    """The lines of a file with a body."""
    source = read_bytes(docx(body, **parts))
    check_spans(source)
    assert source.hard_lines
    return source.text.splitlines()


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (run("学校") + run("章程"), "学校章程"),
        ("<w:r><w:t>组</w:t><w:tab/><w:t>长</w:t></w:r>", "组\t长"),
        ("<w:r><w:t>上</w:t><w:br/><w:t>下</w:t></w:r>", "上\n下"),
        ('<w:r><w:br w:type="page"/></w:r>' + run("新页"), "新页"),
        (run("甲") + "<w:ins>" + run("乙") + "</w:ins><w:del><w:r><w:delText>丙</w:delText></w:r></w:del>", "甲乙"),
        ("<w:moveFrom>" + run("旧处") + "</w:moveFrom><w:moveTo>" + run("新处") + "</w:moveTo>", "新处"),
        ("<w:hyperlink>" + run("附件一") + "</w:hyperlink>", "附件一"),
        ("<w:sdt><w:sdtPr/><w:sdtContent>" + run("控件") + "</w:sdtContent></w:sdt>", "控件"),
        ("<w:smartTag><w:smartTag>" + run("标记") + "</w:smartTag></w:smartTag>", "标记"),
        ('<w:fldSimple w:instr="DATE">' + run("3月1日") + "</w:fldSimple>", "3月1日"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            + run("结果")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "结果",
        ),
        (run("看得见") + run("看不见", "<w:vanish/>") + run("也看得见", '<w:vanish w:val="0"/>'), "看得见也看得见"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + run("是"), "☑是"),
        (
            "<w:r><w:ruby><w:rt>"
            + run("pinyin")
            + "</w:rt><w:rubyBase>"
            + run("拼音")
            + "</w:rubyBase></w:ruby></w:r>",
            "拼音",
        ),
        ("<m:oMath><m:r><m:t>x≥95</m:t></m:r></m:oMath>", "x≥95"),
        (run("正文") + '<w:r><w:commentReference w:id="1"/></w:r>', "正文"),
    ],
)
def test_inline(content: str, text: str) -> None:
    assert "\n".join(lines(paragraph(content))) == text


def test_blocks_come_in_document_order() -> None:
    body = (
        paragraph("一、目标")
        + table([["任务", "单位"], ["控辍保学", "教务处"]])
        + "<w:sdt><w:sdtContent>"
        + paragraph("二、措施")
        + "</w:sdtContent></w:sdt>"
        + "<w:ins>"
        + paragraph("三、保障")
        + "</w:ins>"
    )
    assert lines(body) == ["一、目标", "任务\t单位", "控辍保学\t教务处", "二、措施", "三、保障"]


def test_text_boxes_are_read_once_behind_their_paragraph() -> None:
    inner = BOX.format(paragraph("框内") + paragraph("第二行"))
    both = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><wps:txbx>"
        f"{inner}</wps:txbx></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{inner}"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines(paragraph(run("框外") + both) + paragraph("其后")) == ["框外", "框内", "第二行", "其后"]
    old = f"<w:r><w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict></w:r>"
    assert lines(paragraph(run("框外") + old)) == ["框外", "框内", "第二行"]


def test_a_box_in_a_box() -> None:
    inside = paragraph(f"<w:r><w:pict><v:textbox>{BOX.format(paragraph('里'))}</v:textbox></w:pict></w:r>")
    outside = f"<w:r><w:pict><v:textbox>{BOX.format(paragraph('外') + inside)}</v:textbox></w:pict></w:r>"
    assert [line for line in lines(paragraph(outside)) if line] == ["外", "里"]


def test_merged_cells_stand_once() -> None:
    body = table(
        [
            [cell("类别", merge="restart"), cell("完成情况", span=2)],
            [cell("", merge="continue"), "现状", "目标"],
            ["巩固率", "96%", "98%"],
        ]
    )
    source = read_bytes(docx(body))
    assert cells(source, source.tables[0]) == [
        (0, 0, 2, 1, "类别"),
        (0, 1, 1, 2, "完成情况"),
        (1, 1, 1, 1, "现状"),
        (1, 2, 1, 1, "目标"),
        (2, 0, 1, 1, "巩固率"),
        (2, 1, 1, 1, "96%"),
        (2, 2, 1, 1, "98%"),
    ]
    assert source.tables[0].header_rows == 2
    assert source.text.splitlines() == ["类别\t完成情况", "\t现状\t目标", "巩固率\t96%\t98%"]


def test_header_rows_as_the_file_marks_them() -> None:
    body = table(
        [["任务表说明及其他很长的一段文字，不像是栏目名称。", "乙"], ["序号", "任务"], ["1", "检查"]], headers=2
    )
    assert read_bytes(docx(body)).tables[0].header_rows == 2


def test_tabs_and_paragraphs_inside_a_cell() -> None:
    words = cell(paragraph("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>") + paragraph("丙"))
    source = read_bytes(docx(table([["任务", words], ["检查", "丁"]])))
    assert rows(source, source.tables[0]) == [["任务", "甲 乙\n丙"], ["检查", "丁"]]
    check_spans(source)


def test_a_table_in_a_cell_is_text() -> None:
    inner = cell(paragraph("分工：") + table([["组长", "副组长"], ["甲", "乙"]]) + paragraph())
    source = read_bytes(docx(table([["任务", "说明"], ["检查", inner]])))
    assert len(source.tables) == 1
    assert rows(source, source.tables[0])[1] == ["检查", "分工：\n组长 副组长\n甲 乙"]


def test_a_table_of_one_column_only_frames_text() -> None:
    source = read_bytes(docx(table([[cell(paragraph("一、目标") + paragraph("二、措施"))]])))
    assert source.tables == ()
    assert source.text.splitlines() == ["一、目标", "二、措施"]


def test_deleted_rows_are_gone() -> None:
    gone = "<w:tr><w:trPr><w:del/></w:trPr>" + cell("删") + cell("去") + "</w:tr>"
    body = table([["任务", "单位"], ["检查", "教务处"]]).replace("</w:tbl>", gone + "</w:tbl>")
    assert lines(body) == ["任务\t单位", "检查\t教务处"]


def test_a_cell_over_more_columns_than_there_can_be() -> None:
    body = table([[cell("宽", span=100_000_000), "乙"], ["丙", "丁"]])
    assert read_bytes(docx(body)).tables[0].cells[0].columns <= 63


def test_notes_stand_behind_the_text_and_are_noise() -> None:
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="-1">{paragraph("分隔")}</w:footnote>'
    notes += f'<w:footnote w:id="2">{paragraph("本文所称学校含幼儿园。")}</w:footnote></w:footnotes>'
    body = paragraph(run("各学校") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run("要落实。")) + paragraph("完")
    source = read_bytes(docx(body, footnotes=notes))
    assert source.text.splitlines() == ["各学校要落实。", "完", "本文所称学校含幼儿园。"]
    assert noise_words(source) == ["本文所称学校含幼儿园。"]


def test_contents_are_noise() -> None:
    toc = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{paragraph('目录')}{paragraph('一、目标 1')}</w:sdtContent></w:sdt>"
    )
    source = read_bytes(docx(toc + paragraph("一、目标")))
    assert noise_words(source) == ["目录", "一、目标 1"]
    styles = f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style></w:styles>'
    source = read_bytes(docx(paragraph("一、目标 1", style="T") + paragraph("一、目标"), styles=styles))
    assert noise_words(source) == ["一、目标 1"]


BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def test_contents_made_by_a_field_are_noise() -> None:
    page = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGEREF a</w:instrText></w:r>' + run("2") + END
    )
    toc = paragraph(BEGIN + run("一、目标") + page) + paragraph(run("二、措施") + page) + paragraph(END)
    source = read_bytes(docx(toc + paragraph("一、目标")))
    assert noise_words(source) == ["一、目标2", "二、措施2"]
    assert source.text.splitlines()[-1] == "一、目标"


def test_contents_without_an_end_are_text() -> None:
    source = read_bytes(docx(paragraph(BEGIN + run("一、目标")) + paragraph("正文")))
    assert source.noise == ()
    assert source.text == "一、目标\n正文\n"


@pytest.mark.parametrize("mark", ["<w:del/>", "<w:moveFrom/>", "<w:vanish/><w:specVanish/>"])
def test_paragraphs_whose_mark_is_gone_go_on(mark: str) -> None:
    first = f"<w:p><w:pPr><w:rPr>{mark}</w:rPr></w:pPr>{run('一、目标。')}</w:p>"
    assert lines(first + paragraph("本校要达标。")) == ["一、目标。本校要达标。"]


def test_prompts_of_content_controls_are_left_out() -> None:
    prompt = (
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处输入文字。')}</w:sdtContent></w:sdt>"
    )
    block = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{paragraph('选择日期')}</w:sdtContent></w:sdt>"
    assert lines(paragraph(run("组长：") + prompt) + block + paragraph("完")) == ["组长：", "完"]


def test_controls_around_rows_and_cells() -> None:
    body = table([["任务", "单位"], ["检查", "教务处"]])
    row, cells_ = body.index("<w:tr>", 10), body.rindex("<w:tc>")
    body = f"{body[:cells_]}<w:sdt><w:sdtContent>{body[cells_:-14]}</w:sdtContent></w:sdt></w:tr></w:tbl>"
    body = f"{body[:row]}<w:sdt><w:sdtContent>{body[row:-8]}</w:sdtContent></w:sdt></w:tbl>"
    assert lines(body) == ["任务\t单位", "检查\t教务处"]


@pytest.mark.parametrize(
    ("style", "level"),
    [
        ('<w:name w:val="heading 2"/>', 2),
        ('<w:name w:val="标题 3"/>', 3),
        ('<w:name w:val="Title"/>', 0),
        ('<w:name w:val="我的"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr>', 1),
        ('<w:name w:val="正文缩进"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr>', None),
        ('<w:name w:val="Normal"/>', None),
    ],
)
def test_heading_hints(style: str, level: int | None) -> None:
    styles = f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="S">{style}</w:style></w:styles>'
    source = read_bytes(docx(paragraph("总体要求", style="S"), styles=styles))
    assert [hint.level for hint in source.hints] == ([] if level is None else [level])


def test_an_outline_level_of_the_paragraph_itself() -> None:
    source = read_bytes(docx(paragraph("总体要求", properties='<w:outlineLvl w:val="1"/>') + paragraph("正文")))
    assert [(hint.level, source.text[hint.span.start : hint.span.end]) for hint in source.hints] == [(2, "总体要求")]


def test_a_paragraph_mark_deleted_joins_two_paragraphs() -> None:
    first = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + run("上半句，") + "</w:p>"
    assert lines(first + paragraph("下半句。")) == ["上半句，下半句。"]


def test_the_strict_variant_reads_the_same() -> None:
    data = (
        '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>'
        + paragraph("正文")
        + "</w:body></w:document>"
    )
    assert read_bytes(package(data.encode())).text == "正文\n"


def test_utf16_parts() -> None:
    data = f'<?xml version="1.0" encoding="UTF-16"?><w:document xmlns:w="{W}"><w:body>{paragraph("正文")}</w:body></w:document>'
    assert read_bytes(package(data.encode("utf-16"))).text == "正文\n"


def test_damaged_xml_is_read_as_far_as_it_goes() -> None:
    whole = docx(paragraph("一、目标") + paragraph("二、措施"))
    assert read_bytes(whole).text == "一、目标\n二、措施\n"
    data = f'<w:document xmlns:w="{W}"><w:body>{paragraph("一、目标")}<w:p><w:r><w:t>二、措'
    assert read_bytes(package(data.encode())).text.startswith("一、目标\n")


@pytest.mark.parametrize("body", ["", paragraph(), paragraph(" ")])
def test_no_words(body: str) -> None:
    with pytest.raises(ReadError, match="没有文字"):
        read_bytes(docx(body))
