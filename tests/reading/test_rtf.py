"""Rich text gives what the DOCX it was made from gives; the ways Chinese Word writes it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline.model.errors import ReadError
from pipeline.reading.reader import read_bytes
from scripts.corpus.docx_writer import build_docx
from tests.reading.test_doc import FILES, MADE, PLANS, structure
from tests.reading.views import cells, check_spans, noise_words, rows

HEAD = (
    r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f13\fnil\fcharset134 \'cb\'ce\'cc\'e5;}}"
    r"{\stylesheet{\ql\fs21 Normal;}{\s1\outlinelevel0 heading 1;}{\s2\b \'b1\'ea\'cc\'e2 2;}{\s9 toc 1;}}"
)


def gbk(text: str) -> str:
    """Text as hexadecimal bytes."""
    return "".join(
        char if char.isascii() else "".join(f"\\'{byte:02x}" for byte in char.encode("gbk")) for char in text
    )


def rtf(body: str, head: str = HEAD) -> bytes:
    """A file with a body; Han characters in it are written in GBK."""
    return (head + gbk(body) + "}").encode("ascii")


@pytest.mark.parametrize("name", MADE)
def test_the_same_as_from_docx(name: str) -> None:
    source = read_bytes((FILES / f"{name}.rtf").read_bytes())
    check_spans(source)
    assert structure(source) == structure(read_bytes(build_docx(PLANS[MADE[name]])))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"\pard 一、目标\par 二、措施\par", "一、目标\n二、措施\n"),
        (r"{\f13 教务}{\f0 A}{\f13 处}\par", "教务A处\n"),
        (r"\u23398?\u26657 ?x\par", "学校x\n"),
        (r"\uc2\u23398\'d1\'a7\u-28625\'d0\'a3\par", "学逯\n"),
        (r"\uc0\u-10179\u-8704\par", "😀\n"),
        (r"甲{\deleted 乙}{\v 丙}{\revised 丁}\par", "甲丁\n"),
        (r"组\tab 长\line 下\~行\emdash\par", "组\t长\n下 行—\n"),
        (r"{\header 页眉\par}{\*\unknown 不认得}{\info{\title 题名}}正文\par", "正文\n"),
        (r"{\field{\*\fldinst PAGEREF a}{\fldrslt 十二}}页\par", "十二页\n"),
        (r"{\listtext\f13 一、\tab}目标\par{\listtext 1.\tab}任务\par", "一、目标\n1.任务\n"),
        (r"{\pntext\f13 （二）\tab}措施\par{\listtext\f3 \'b7\tab}要点\par", "（二）措施\n要点\n"),
        (r"{\listtext 3\tab}5所\par", "3 5所\n"),
        (r"{\pict\wmetafile8 0102\bin4 }}}{}文\par", "文\n"),
        ("a\\'b0\n\\'b2 b\\\r\nc", "a安 b\nc\n"),
        (r"外{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt 框内\par 第二行\par}}{\shprslt 旧}}边\par 后\par", "外边\n框内\n第二行\n后\n"),
        (r"\{大括号\}\\\par", "{大括号}\\\n"),
    ],
)  # fmt: skip
def test_words(body: str, text: str) -> None:
    source = read_bytes(rtf(body))
    check_spans(source)
    assert source.text == text
    assert source.media_type == "application/rtf"


def test_big5_by_the_font() -> None:
    head = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f1\fcharset136 x;}}"
    body = "\\f1 " + "".join(f"\\'{byte:02x}" for byte in "學校".encode("big5")) + r"\par"
    assert read_bytes(rtf(body, head)).text == "學校\n"


def test_headings_and_contents() -> None:
    body = r"\pard\s9 一、目标 1\par\pard\s1 一、目标\par\pard\s2 （一）任务\par\pard\outlinelevel2 1.措施\par\pard 正文\par"
    source = read_bytes(rtf(body))
    assert [(hint.level, source.text[hint.span.start : hint.span.end]) for hint in source.hints] == [
        (1, "一、目标"),
        (2, "（一）任务"),
        (3, "1.措施"),
    ]
    assert noise_words(source) == ["一、目标 1"]
    field = r"{\field{\*\fldinst {TOC \\o}}{\fldrslt 一、目标 1\par 二、措施 2\par}}正文\par"
    assert noise_words(read_bytes(rtf(field))) == ["一、目标 1", "二、措施 2"]


def test_notes_are_noise_behind_the_text() -> None:
    source = read_bytes(rtf(r"各学校{\super\chftn{\footnote\pard {\super\chftn} 含幼儿园。}}要落实。\par 完\par"))
    assert source.text == "各学校要落实。\n完\n含幼儿园。\n"
    assert noise_words(source) == ["含幼儿园。"]
    starred = read_bytes(rtf(r"各学校{\super\chftn{\*\footnote\chftn\pard 含幼儿园。}}要落实。\par"))
    assert noise_words(starred) == ["含幼儿园。"]


def test_tables() -> None:
    row = r"\trowd\trhdr\cellx1000\cellx3000\intbl 任务\cell 单位\cell\row"
    row += r"\trowd\clvmgf\cellx1000\cellx3000\pard\intbl 检查\par 整改\cell 总务处\cell\row"
    row += r"\trowd\clvmrg\cellx1000\cellx3000\intbl\cell 教务处\cell\cell\cell\row"
    row += r"\trowd\clmgf\cellx1000\clmrg\cellx3000\intbl 合计\cell\cell\row\pard 表后\par"
    source = read_bytes(rtf("表前\\par " + row))
    check_spans(source)
    (table,) = source.tables
    assert table.header_rows == 1
    assert cells(source, table) == [
        (0, 0, 1, 1, "任务"),
        (0, 1, 1, 1, "单位"),
        (1, 0, 2, 1, "检查\n整改"),
        (1, 1, 1, 1, "总务处"),
        (2, 1, 1, 1, "教务处"),
        (3, 0, 1, 2, "合计"),
    ]
    assert source.text.splitlines()[0] == "表前"
    assert source.text.splitlines()[-1] == "表后"


def test_a_table_in_a_cell_is_text() -> None:
    inner = r"\pard\intbl\itap2 组长\nestcell 甲\nestcell{\*\nesttableprops\trowd\cellx1\cellx2\nestrow}"
    inner += r"{\nonesttables\par}"
    row = (
        r"\trowd\cellx1000\cellx3000\pard\intbl 分工\cell "
        + inner
        + r"\pard\intbl 完\cell\row\trowd\cellx1000\cellx3000"
    )
    source = read_bytes(rtf(row + r"\intbl 检查\cell 乙\cell\row\pard\par"))
    assert rows(source, source.tables[0]) == [["分工", "组长 甲\n完"], ["检查", "乙"]]


def test_groups_too_deep() -> None:
    with pytest.raises(ReadError, match="嵌套过深"):
        read_bytes(b"{\\rtf1" + b"{" * 5000 + b"x")


WORDS = (
    r"{ } \par \cell \row \trowd \cellx9 \intbl \pard \u23398? \'b0 \'d6 \* \shptxt \itap2 \nestcell {\*\nesttableprops \f13 "
    r"\v \v0 {\footnote {\field{\*\fldinst \bin3 甲 学校 \ "
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from([*WORDS.split(), " "]), max_size=50))
@example(["\\cell", "\\trowd", "\\cellx9", "\\cellx9"])
def test_any_words_in_any_order(parts: list[str]) -> None:
    data = rtf("始\\par " + "".join(parts))
    source = read_bytes(data)
    check_spans(source)
    assert source.text.startswith("始")
    assert read_bytes(data) == source
