"""The parts of WordprocessingML that python-docx has no calls for."""

from __future__ import annotations

from typing import Any, cast

from docx.document import Document as DocxDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt
from docx.styles.style import ParagraphStyle
from docx.table import _Row
from docx.text.paragraph import Paragraph

from scripts.corpus.numbering import Level


def _element(tag: str, **attributes: str | int) -> BaseOxmlElement:
    element = cast(BaseOxmlElement, OxmlElement(tag))
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    return element


def _level_element(index: int, level: Level) -> BaseOxmlElement:
    element = _element("w:lvl", ilvl=index)
    element.append(_element("w:start", val=1))
    element.append(_element("w:numFmt", val=level.number_format))
    if not level.restarts:
        element.append(_element("w:lvlRestart", val=0))
    element.append(_element("w:suff", val="space" if level.spaced else "nothing"))
    element.append(_element("w:lvlText", val=level.pattern))
    element.append(_element("w:lvlJc", val="left"))
    return element


class Numbering:
    """Rewrites numbering.xml: nothing in it but the schemes that are added here."""

    def __init__(self, document: DocxDocument) -> None:
        self._root: BaseOxmlElement = document.part.numbering_part.element
        for child in list(self._root):
            self._root.remove(child)
        self._count = 0

    def add(self, levels: tuple[Level, ...]) -> int:
        """Add a scheme and return the numId by which paragraphs refer to it."""
        self._count += 1
        abstract = _element("w:abstractNum", abstractNumId=self._count)
        abstract.append(_element("w:multiLevelType", val="multilevel"))
        for index, level in enumerate(levels):
            abstract.append(_level_element(index, level))
        number = _element("w:num", numId=self._count)
        number.append(_element("w:abstractNumId", val=self._count))
        self._root.insert(self._count - 1, abstract)
        self._root.append(number)
        return self._count


def _fill_num_pr(num_pr: BaseOxmlElement, number: int, level: int) -> None:
    num_pr.append(_element("w:ilvl", val=level))
    num_pr.append(_element("w:numId", val=number))


def set_number(paragraph: Paragraph, number: int, level: int) -> None:
    """Number a paragraph directly; number 0 takes the numbering of its style away."""
    properties: Any = paragraph._p.get_or_add_pPr()
    _fill_num_pr(properties.get_or_add_numPr(), number, level)


def set_style_number(style: ParagraphStyle, number: int, level: int) -> None:
    """Number every paragraph of a style."""
    _fill_num_pr(style.element.get_or_add_pPr().get_or_add_numPr(), number, level)


def set_east_asian_font(style: ParagraphStyle, font: str, size: int) -> None:
    """Font of a style for Chinese and for Latin text."""
    style.font.name = font
    style.font.size = Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    fonts.set(qn("w:eastAsia"), font)


def add_page_field(paragraph: Paragraph) -> None:
    """A PAGE field, as Word writes it."""
    for kind in ("begin", "instr", "separate", "text", "end"):
        run = paragraph.add_run()
        if kind == "text":
            run.text = "1"
        elif kind == "instr":
            instruction = _element("w:instrText")
            instruction.text = " PAGE "
            run._r.append(instruction)
        else:
            run._r.append(_element("w:fldChar", fldCharType=kind))


def mark_header_row(row: _Row) -> None:
    """Repeat a table row at the head of every page."""
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))
