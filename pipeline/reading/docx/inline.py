"""The words of a paragraph: runs, fields, links and tracked changes as accepted."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from pipeline.reading.docx import names as n
from pipeline.reading.symbols import SYMBOLS

_CONTAINERS = frozenset(
    (
        n.HYPERLINK,
        n.FIELD,
        n.SMART_TAG,
        n.CUSTOM_XML,
        n.DIR,
        n.BDO,
        n.INS,
        n.MOVE_TO,
        n.SDT_CONTENT,
        n.RUBY_BASE,
        n.RUBY,
    )
)
_BOXES = frozenset((n.DRAWING, n.PICT, n.OBJECT))
_SHOWN = frozenset((n.TEXTBOX, n.DIAGRAM))
_MATH = frozenset((n.MATH, n.MATH_PARA))
_DEEPEST = 60
_FIELD_TYPE = n.W + "fldCharType"
_CONTENTS = re.compile(r"\s{0,9}TOC\b")
_VANISH, _CHAR = n.W + "vanish", n.W + "char"


class Inline:
    """What one paragraph holds: pieces of text, text boxes anchored in it, notes referred to."""

    __slots__ = ("_fields", "_hidden", "boxes", "contents", "notes", "pieces")

    def __init__(self, hidden: bool, fields: list[bool] | None) -> None:
        self._hidden = hidden
        # Open fields, which may run over paragraphs: for each whether it is a table of contents. Null: never mind them.
        self._fields = fields
        self.contents = any(fields or ())
        self.pieces: list[str] = []
        self.boxes: list[etree._Element] = []
        self.notes: list[tuple[str, str]] = []

    def read(self, parent: etree._Element, depth: int = 0) -> etree._Element | None:
        """Take in all that stands inside an element; gives back the paragraph properties met on the way."""
        if depth > _DEEPEST:
            return None
        pieces = self.pieces
        properties: etree._Element | None = None
        for child in parent:
            tag = child.tag
            if tag == n.T:
                if text := child.text:
                    pieces.append(text)
            elif tag == n.R:
                if not (self._hidden and _is_hidden(child)):
                    self.read(child, depth + 1)
            elif tag == n.RPR:
                continue
            elif tag == n.PPR:
                properties = child
            elif tag in _SIGNS:
                pieces.append(_SIGNS[tag](child))
            elif tag in _CONTAINERS:
                self.read(child, depth + 1)
            else:
                self._other(child, tag, depth)
        return properties

    def _field(self, mark: str | None) -> None:
        if mark == "begin" and self._fields is not None:
            self._fields.append(False)
        elif mark == "end" and self._fields:
            self._fields.pop()

    def _other(self, child: etree._Element, tag: object, depth: int) -> None:
        if tag == n.SDT:
            if not is_prompt(child):
                self.read(child, depth + 1)
        elif tag == n.FIELD_CHAR:
            self._field(child.get(_FIELD_TYPE))
        elif tag == n.INSTRUCTION:
            if self._fields and _CONTENTS.match(child.text or ""):
                self._fields[-1] = self.contents = True
        elif tag in _BOXES:
            self.boxes += _outermost_boxes(child, 0)
        elif tag == n.ALTERNATE:
            choice = chosen(child)
            if choice is not None:
                self.read(choice, depth + 1)
        elif tag in _MATH:
            self.pieces += [piece.text for piece in child.iter(n.MATH_T) if piece.text]
        elif tag in (n.FOOTNOTE_REF, n.ENDNOTE_REF):
            self.notes.append((str(tag), child.get(n.ID) or ""))

    def text(self) -> str:
        """The words; breaks at either end are dropped."""
        return "".join(self.pieces).strip("\n")


def chosen(alternate: etree._Element) -> etree._Element | None:
    """The one branch of alternative content to read: the first choice that holds anything, else the fallback."""
    for branch in alternate.iterchildren(n.CHOICE, n.FALLBACK):
        if len(branch):
            return branch
    return None


def _outermost_boxes(element: etree._Element, depth: int) -> list[etree._Element]:
    """Text boxes below an element, each once; boxes inside a box are found when that is read."""
    if depth > _DEEPEST:
        return []
    found: list[etree._Element] = []
    for child in element:
        if child.tag in _SHOWN:
            found.append(child)
        elif child.tag == n.ALTERNATE:
            choice = chosen(child)
            if choice is not None:
                found += _outermost_boxes(choice, depth + 1)
        elif len(child):
            found += _outermost_boxes(child, depth + 1)
    return found


def is_prompt(control: etree._Element) -> bool:
    """Whether a content control shows but a prompt to fill it in."""
    properties = control.find(n.SDT_PR)
    return properties is not None and properties.find(n.PLACEHOLDER) is not None


def _is_hidden(run: etree._Element) -> bool:
    properties = run.find(n.RPR)
    vanish = properties.find(_VANISH) if properties is not None else None
    return vanish is not None and vanish.get(n.VAL) not in ("0", "false", "off")


def _symbol(element: etree._Element) -> str:
    try:
        code = int(element.get(_CHAR) or "", 16)
    except ValueError:
        return ""
    if 0xF000 <= code <= 0xF0FF:
        return SYMBOLS.get(code, "")
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE else ""


_SIGNS: dict[object, Callable[[etree._Element], str]] = {
    n.TAB: lambda _: "\t",
    n.PTAB: lambda _: "\t",
    n.BR: lambda _: "\n",
    n.CR: lambda _: "\n",
    n.NO_BREAK_HYPHEN: lambda _: "-",
    n.SYM: _symbol,
}
