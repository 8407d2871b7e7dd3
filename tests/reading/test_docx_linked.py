"""Parts of their own that a Word file shows amid its text: diagrams (SmartArt) and whole files (altChunk)."""

from __future__ import annotations

import pytest

from pipeline.model.source import Source
from pipeline.reading import read_bytes
from tests.reading.docx_files import W, docx, package, paragraph, table

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DGM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def diagram(relation: str) -> str:
    inner = f'<dgm:relIds xmlns:dgm="{DGM}" xmlns:r="{R}" r:dm="{relation}"/>'
    return paragraph(
        f'<w:r><w:drawing><a:graphic xmlns:a="{A}"><a:graphicData>{inner}</a:graphicData></a:graphic></w:drawing></w:r>'
    )


def model(links: list[tuple[str, str, int]], **words: str) -> bytes:
    points = '<dgm:pt modelId="0" type="doc"/><dgm:pt modelId="9" type="pres"><dgm:t><a:p/></dgm:t></dgm:pt>'
    for key, text in words.items():
        lines = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in text.split("\n"))
        points += f'<dgm:pt modelId="{key}"><dgm:t>{lines}</dgm:t></dgm:pt>'
    joined = "".join(f'<dgm:cxn srcId="{one}" destId="{other}" srcOrd="{n}"/>' for one, other, n in links)
    head = f'<dgm:dataModel xmlns:dgm="{DGM}" xmlns:a="{A}">'
    return f"{head}<dgm:ptLst>{points}</dgm:ptLst><dgm:cxnLst>{joined}</dgm:cxnLst></dgm:dataModel>".encode()


def word(body: str, parts: dict[str, bytes]) -> Source:
    names = f'xmlns:w="{W}" xmlns:r="{R}"'
    return read_bytes(package(f"<w:document {names}><w:body>{body}</w:body></w:document>".encode(), parts))


def test_shapes_stand_before_those_below_them() -> None:
    data = model(
        [("0", "a", 0), ("a", "c", 1), ("a", "b", 0)],
        c="成员：各班班主任",
        a="组长：滕立（校长）",
        b="副组长：简宁\n（副校长）",
    )
    source = word(paragraph("一、组织机构") + diagram("r0") + paragraph("二、职责"), {"diagramData": data})
    shown = ["一、组织机构", "", "组长：滕立（校长）", "副组长：简宁", "（副校长）", "成员：各班班主任", "二、职责"]
    assert source.text.splitlines() == shown
    assert source.warnings == ()


def test_a_diagram_whose_links_turn_in_a_circle() -> None:
    data = model([("0", "a", 0), ("a", "b", 0), ("b", "a", 0)], a="校长室", b="教导处", c="工会")
    assert word(diagram("r0"), {"diagramData": data}).text.split() == ["校长室", "教导处", "工会"]


def test_a_diagram_that_is_missing_is_told_of() -> None:
    assert "SmartArt" in word(diagram("r7") + paragraph("一、目标"), {}).warnings[0]


CHUNKS = {
    "html": "<html><body><p>各班要做好记录。</p></body></html>".encode(),
    "txt": "各班要做好记录。".encode("gb18030"),
    "rtf": rb"{\rtf1\ansi\uc1 \u21508?\u29677?\u35201?\u20570?\u22909?\u35760?\u24405?\u12290?\par}",
    "docx": docx(paragraph("各班要做好记录。")),
}


@pytest.mark.parametrize("kind", CHUNKS)
def test_files_inside(kind: str) -> None:
    source = word(paragraph("一、要求") + '<w:altChunk r:id="r0"/>' + paragraph("二、其他"), {"aFChunk": CHUNKS[kind]})
    assert source.text.split() == ["一、要求", "各班要做好记录。", "二、其他"]
    assert source.warnings == ()


def test_tables_of_files_inside() -> None:
    inner = docx(paragraph("附表") + table([["任务", "单位"], ["检查", "教务处"]], headers=1) + paragraph("完"))
    source = word('<w:altChunk r:id="r0"/>', {"aFChunk": inner})
    (found,) = source.tables
    assert [source.text[cell.span.start : cell.span.end] for cell in found.cells] == ["任务", "单位", "检查", "教务处"]
    assert found.header_rows == 1
    assert source.text.split() == ["附表", "任务", "单位", "检查", "教务处", "完"]


def test_files_inside_files_come_to_an_end() -> None:
    data = docx(paragraph("最里面"))
    for _ in range(6):
        names = f'xmlns:w="{W}" xmlns:r="{R}"'
        document = f'<w:document {names}><w:body>{paragraph("外层")}<w:altChunk r:id="r0"/></w:body></w:document>'
        data = package(document.encode(), {"aFChunk": data})
    source = read_bytes(data)
    assert source.text.split() == ["外层"] * 3
    assert source.warnings == ("未读取：内嵌的其他文件",)
    damaged = word(paragraph("一、要求") + '<w:altChunk r:id="r0"/>', {"aFChunk": b"PK\x03\x04" + bytes(20)})
    assert damaged.warnings == ("未读取：内嵌的其他文件",)
