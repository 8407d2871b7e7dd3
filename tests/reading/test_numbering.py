"""The numbers that Word prints before paragraphs, as tables anyone can extend."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.reading.docx.counting import formatter
from pipeline.reading.reader import read_bytes
from tests.reading.docx_files import docx, level, numbering, paragraph

HERE = Path(__file__).parent / "cases"
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "numbering.yaml").read_text("utf-8"))
COUNTS = [line.split("\t") for line in (HERE / "counting.tsv").read_text("utf-8").splitlines()]
WORDS = "有关要求"


def _level(place: int, number_format: str, text: str, options: dict[str, Any] | None = None) -> str:
    options = options or {}
    more = f'<w:lvlRestart w:val="{options["restart"]}"/>' if "restart" in options else ""
    more += "<w:isLgl/>" if options.get("legal") else ""
    more += f'<w:suff w:val="{options["suffix"]}"/>' if "suffix" in options else ""
    return level(place, number_format, text, start=options.get("start", 1), more=more)


def _numbering(case: dict[str, Any]) -> str:
    nums = {1: (0, "")}
    for num, starts in case.get("lists", {}).items():
        overrides = "".join(
            f'<w:lvlOverride w:ilvl="{place}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            for place, start in starts.items()
        )
        nums[num] = (0, overrides)
    return numbering({0: [_level(place, *entry) for place, entry in enumerate(case["levels"])]}, nums)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_labels(case: dict[str, Any]) -> None:
    body, expected = [], []
    for entry in case["paragraphs"]:
        place, label = entry.split(": ", 1) if ": " in entry else (entry.rstrip(": "), "")
        num, _, inner = place.rpartition("/")
        body.append(paragraph(WORDS, num=(int(num or 1), int(inner))))
        expected.append(label + WORDS)
    source = read_bytes(docx("".join(body), numbering=_numbering(case)))
    assert source.text.splitlines() == expected


@pytest.mark.parametrize(("number_format", "number", "printed"), COUNTS)
def test_counting(number_format: str, number: str, printed: str) -> None:
    assert formatter(number_format)(int(number)) == printed


def _styles(*styles: str) -> str:
    name = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return f"<w:styles {name}>{''.join(styles)}</w:styles>"


def _style(key: str, name: str, *, based: str = "", number: str = "", outline: int | None = None) -> str:
    own = f"<w:numPr>{number}</w:numPr>" if number else ""
    own += f'<w:outlineLvl w:val="{outline}"/>' if outline is not None else ""
    parent = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>{parent}<w:pPr>{own}</w:pPr></w:style>'
    )


LIST = numbering(
    {
        0: [
            level(0, "chineseCounting", "%1、", more='<w:pStyle w:val="H1"/>'),
            level(1, "chineseCounting", "（%2）", more='<w:pStyle w:val="H2"/>'),
        ]
    },
    {7: (0, "")},
)


def test_numbers_through_styles() -> None:
    styles = _styles(
        _style("H1", "heading 1", number='<w:numId w:val="7"/>', outline=0),
        _style("H2", "heading 2", number='<w:ilvl w:val="1"/><w:numId w:val="7"/>', outline=1),
        _style("Own", "我的标题", based="H1"),
    )
    body = (
        paragraph("甲", style="H1")
        + paragraph("乙", style="H2")
        + paragraph("丙", style="H2")
        + paragraph("丁", style="H1")
    )
    source = read_bytes(docx(body, styles=styles, numbering=LIST))
    assert source.text.split() == ["一、甲", "（一）乙", "（二）丙", "二、丁"]
    assert [hint.level for hint in source.hints] == [1, 2, 2, 1]


def test_a_style_inherits_its_list_and_a_paragraph_can_leave_it() -> None:
    styles = _styles(_style("H1", "heading 1", number='<w:numId w:val="7"/>'), _style("Own", "小标题", based="H1"))
    body = paragraph("甲", style="Own") + paragraph("乙", style="Own", num=(0, 0)) + paragraph("丙", style="Own")
    assert read_bytes(docx(body, styles=styles, numbering=LIST)).text.split() == ["一、甲", "乙", "二、丙"]


def test_a_list_style_linked_to_another_definition() -> None:
    styles = _styles(
        '<w:style w:type="numbering" w:styleId="L"><w:name w:val="清单"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    part = numbering({0: [level(0, "decimal", "%1、")], 1: ['<w:numStyleLink w:val="L"/>']}, {1: (0, ""), 2: (1, "")})
    body = paragraph("甲", num=(2, 0)) + paragraph("乙", num=(2, 0))
    assert read_bytes(docx(body, styles=styles, numbering=part)).text.split() == ["1、甲", "2、乙"]


def test_a_number_does_not_run_into_digits_behind_it() -> None:
    part = numbering({0: [level(0, "decimal", "%1.")]}, {1: (0, "")})
    body = paragraph("24小时值守", num=(1, 0)) + paragraph("值守", num=(1, 0))
    assert read_bytes(docx(body, numbering=part)).text.splitlines() == ["1. 24小时值守", "2.值守"]


def test_numbers_in_table_cells_run_down_the_column() -> None:
    from tests.reading.docx_files import cell, table

    part = numbering({0: [level(0, "decimal", "%1")]}, {1: (0, "")})
    rows = [[cell(paragraph("", num=(1, 0))), "落实"], [cell(paragraph("", num=(1, 0))), "检查"]]
    assert read_bytes(docx(table(rows), numbering=part)).text.splitlines() == ["1\t落实", "2\t检查"]


def test_deleted_paragraphs_do_not_count() -> None:
    part = numbering({0: [level(0, "decimal", "%1、")]}, {1: (0, "")})
    gone = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>'
        "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del></w:p>"
    )
    body = paragraph("甲", num=(1, 0)) + gone + paragraph("乙", num=(1, 0))
    assert read_bytes(docx(body, numbering=part)).text.splitlines() == ["1、甲", "2、乙"]
