"""A bar chart drawn by Word itself (DrawingML), so that no picture and no drawing library is needed."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

import msgspec
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from pipeline.export.word import Document, clean

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_EMU = 360_000  # in a centimetre


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """The bars of one name and colour (RRGGBB), one value for each category."""

    name: str
    colour: str
    values: tuple[int, ...]


def bar_chart(
    paper: Document, categories: Sequence[str], series: Sequence[Series], *, title: str, width: float = 15.0
) -> None:
    """Stacked bars lying on their side, one for each category, with numbers in them and a legend of words below."""
    height = min(22.0, 3.6 + 0.75 * len(categories))
    part = paper.part
    number = sum(1 for one in part.package.iter_parts() if one.content_type == _TYPE) + 1
    chart = Part(PackURI(f"/word/charts/chart{number}.xml"), _TYPE, _xml(categories, series, title), part.package)
    key = part.relate_to(chart, f"{_RELATED}/chart")
    told = "；".join(f"{one.name} {sum(one.values)}" for one in series)
    inline = parse_xml(
        f'<w:drawing xmlns:w="{_WORD}" xmlns:wp="{_DRAWING}" xmlns:a="{_MAIN}"><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{int(width * _EMU)}" cy="{int(height * _EMU)}"/>'
        f'<wp:docPr id="{900 + number}" name="图{number}" descr="{_text(f"{title}：{told}")}"/>'
        f'<a:graphic><a:graphicData uri="{_CHART}"><c:chart xmlns:c="{_CHART}" xmlns:r="{_RELATED}" r:id="{key}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.line_spacing = 1.0
    paragraph.add_run()._r.append(inline)


def _xml(categories: Sequence[str], series: Sequence[Series], title: str) -> bytes:
    bars = "".join(_series(place, one, categories) for place, one in enumerate(series))
    font = '<a:latin typeface="Times New Roman"/><a:ea typeface="仿宋"/>'
    words = f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1000">{font}</a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    head = (
        '<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1200" b="0"/></a:pPr><a:r><a:rPr lang="zh-CN" sz="1200" b="0">'
        f'<a:latin typeface="Times New Roman"/><a:ea typeface="黑体"/></a:rPr><a:t>{_text(title)}</a:t></a:r></a:p></c:rich></c:tx>'
        '<c:overlay val="0"/></c:title>'
    )
    axes = (
        '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/><c:axPos val="l"/>'
        f'<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:tickLblPos val="low"/>{words}'
        '<c:crossAx val="2"/></c:catAx>'
        '<c:valAx><c:axId val="2"/><c:scaling><c:min val="0"/></c:scaling><c:delete val="0"/><c:axPos val="b"/>'
        '<c:numFmt formatCode="0" sourceLinked="0"/><c:majorTickMark val="out"/><c:tickLblPos val="nextTo"/>'
        f'{words}<c:crossAx val="1"/><c:crosses val="max"/></c:valAx>'
    )
    text = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace xmlns:c="{_CHART}" xmlns:a="{_MAIN}" '
        f'xmlns:r="{_RELATED}"><c:roundedCorners val="0"/><c:chart>{head}<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>'
        f'<c:barChart><c:barDir val="bar"/><c:grouping val="stacked"/><c:varyColors val="0"/>{bars}<c:gapWidth val="45"/>'
        f'<c:overlap val="100"/><c:axId val="1"/><c:axId val="2"/></c:barChart>{axes}</c:plotArea>'
        f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{words}</c:legend><c:plotVisOnly val="1"/></c:chart></c:chartSpace>'
    )
    return text.encode("utf-8")


def _series(place: int, one: Series, categories: Sequence[str]) -> str:
    names = "".join(f'<c:pt idx="{at}"><c:v>{_text(name)}</c:v></c:pt>' for at, name in enumerate(categories))
    values = "".join(f'<c:pt idx="{at}"><c:v>{value}</c:v></c:pt>' for at, value in enumerate(one.values) if value)
    return (
        f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/><c:tx><c:strRef><c:f>名称</c:f><c:strCache><c:ptCount val="1"/>'
        f'<c:pt idx="0"><c:v>{_text(one.name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f'<c:spPr><a:solidFill><a:srgbClr val="{one.colour}"/></a:solidFill><a:ln w="6350"><a:solidFill>'
        '<a:srgbClr val="7F7F7F"/></a:solidFill></a:ln></c:spPr><c:invertIfNegative val="0"/>'
        '<c:dLbls><c:numFmt formatCode="0;;;" sourceLinked="0"/>'
        '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
        f'<c:cat><c:strRef><c:f>方案</c:f><c:strCache><c:ptCount val="{len(categories)}"/>{names}</c:strCache></c:strRef></c:cat>'
        f'<c:val><c:numRef><c:f>条数</c:f><c:numCache><c:formatCode>0</c:formatCode><c:ptCount val="{len(one.values)}"/>{values}'
        "</c:numCache></c:numRef></c:val></c:ser>"
    )


def _text(words: str) -> str:
    return escape(clean(words), {'"': "&quot;"})
