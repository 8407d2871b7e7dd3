"""What is read in a quick way is the same as by the parser: each file is rewritten so that the quick way does not apply."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from pipeline.model.source import Source
from pipeline.reading.docx import Package
from pipeline.reading.limits import DEFAULT_LIMITS
from pipeline.reading.reader import read_bytes
from tests.reading.docx_files import docx, level, numbering, paragraph, table

CORPUS = Path(__file__).parents[2] / "corpus"
_PARTS = ("word/styles.xml", "word/numbering.xml")
_RELATIONS = re.compile(r"_rels/.*\.rels")


def _own() -> bytes:
    styles = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="c"><w:name w:val="条目"/><w:basedOn w:val="b"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="9"/></w:pPr></w:style>'
        "</w:styles>"
    )
    lists = numbering(
        {
            0: [level(0, "chineseCounting", "第%1章", more='<w:pStyle w:val="b"/>'), level(1, "decimal", "%1.%2")],
            1: [level(0, "decimal", "(%1)", start=3, more='<w:isLgl/><w:suff w:val="nothing"/>')],
        },
        {1: (0, ""), 2: (1, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'), 3: (1, "")},
    )
    body = [
        paragraph("总则", style="b"),
        paragraph("适用范围", style="c"),
        paragraph("工作要求", style="c"),
        paragraph("附则", style="b"),
        paragraph("解释", style="c"),
        paragraph("登记", num=(2, 0)),
        paragraph("核对", num=(3, 0)),
        paragraph("<w:r><w:t>分</w:t><w:tab/><w:t>栏</w:t><w:br/><w:t>换行</w:t></w:r>"),
        paragraph("停点", properties='<w:tabs><w:tab w:val="left" w:pos="1"/><w:tab w:val="left" w:pos="9"/></w:tabs>'),
        table([["项目", "期限"], [paragraph("自查", num=(3, 0)), "三月"]], headers=1),
        paragraph("末段", properties='<w:outlineLvl w:val="1"/>'),
    ]
    return docx("".join(body), styles=styles, numbering=lists)


def _files() -> list[tuple[str, bytes]]:
    return [("own", _own()), *((path.name, path.read_bytes()) for path in sorted(CORPUS.rglob("*.docx")))]


FILES = _files()


def _rewritten(data: bytes, change: Callable[[str, str], str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(name, part.decode()).encode() if name.endswith((".xml", ".rels")) else part)
    return out.getvalue()


def _other_prefix(name: str, xml: str) -> str:
    return re.sub(r"(</?|\s|xmlns:)w:", r"\1word:", xml).replace("xmlns:w=", "xmlns:word=") if name in _PARTS else xml


def _comments(name: str, xml: str) -> str:
    if _RELATIONS.fullmatch(name):
        return xml.replace("<Relationship ", "<!-- one --><Relationship ")
    return re.sub(r"(<w:(?:name|numFmt|abstractNumId) )", r"<!-- one -->\1", xml) if name in _PARTS else xml


def _single_quotes(name: str, xml: str) -> str:
    return re.sub(r'="([^"\']*)"', r"='\1'", xml) if name in _PARTS or _RELATIONS.fullmatch(name) else xml


def _no_flat_paragraphs(name: str, xml: str) -> str:
    return xml.replace("</w:p>", "<w:sdt/></w:p>") if name == "word/document.xml" else xml


def _as_read(data: bytes) -> Source:
    return msgspec.structs.replace(read_bytes(data), sha256="")


@pytest.mark.parametrize("change", [_other_prefix, _comments, _single_quotes, _no_flat_paragraphs])
@pytest.mark.parametrize(("name", "data"), FILES, ids=[name for name, _ in FILES])
def test_both_ways_read_the_same(name: str, data: bytes, change: Callable[[str, str], str]) -> None:
    other = _rewritten(data, change)
    assert other != data
    assert _as_read(other) == _as_read(data)


def test_the_numbers_of_the_own_file() -> None:
    assert read_bytes(_own()).text.splitlines()[:7] == [
        *("第一章 总则", "一.1 适用范围", "一.2 工作要求", "第二章 附则", "二.1 解释", "(5)登记", "(6)核对"),
    ]


def test_a_box_keeps_its_words_to_itself() -> None:
    box = (
        "<w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>框中</w:t></w:r></w:p></w:txbxContent>"
        "</v:textbox></v:shape></w:pict>"
    )
    body = paragraph(f"<w:r><w:t>前</w:t></w:r><w:r>{box}</w:r><w:r><w:t>后</w:t></w:r>") + paragraph("下一段")
    assert read_bytes(docx(body)).text == "前后\n框中\n下一段\n"


@pytest.mark.parametrize(
    "relations",
    [
        '<Relationships><Relationship Id="a" Type="x/styles" Target="s.xml"/></Relationships>',
        "<Relationships><Relationship Id='a' Type='x/styles' Target='s.xml'/></Relationships>",
        '<?xml version=\'1.0\'?><Relationships><Relationship Type="x/styles" Target="s.xml" Id="a"></Relationship></Relationships>',
        (
            '<Relationships><Relationship Id="b" Type="x/styles" Target="t.xml" TargetMode="External"/>'
            '<Relationship Id="a" Type="x/styles" Target="s.xml"/><Relationship Id="c" Type="x/styles" Target="t.xml"/></Relationships>'
        ),
        (
            '<Relationships><Relationship Id="b" Type="x/other" Target="x/styles"/><Relationship Id="a" Type="x/styles" Target="s.xml"/>'
            "</Relationships>"
        ),
        (
            '<Relationships><Relationship Id="b" Type="x/more" Target="a>b"/><Relationship Id="a" Type="x/styles" Target="s.xml" />'
            "</Relationships>"
        ),
        '<r:Relationships xmlns:r="NS"><r:Relationship Id="a" Type="x/styles" Target="s.xml"/></r:Relationships>',
        '<Relationships>\n<Relationship\n  Id="a"\n  Type="x/styles"\n  Target="&#115;.xml"/></Relationships>',
    ],
)
def test_relations_in_any_writing(relations: str) -> None:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    relations = relations.replace("<Relationships", f'<Relationships xmlns="{space}"').replace("NS", space)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/_rels/document.xml.rels", relations)
    package = Package(stream.getvalue(), DEFAULT_LIMITS)
    assert package.related("word/document.xml", "styles") == "word/s.xml"
    assert package.target("word/document.xml", "a") == "word/s.xml"
    assert package.related("word/document.xml", "numbering") is None
