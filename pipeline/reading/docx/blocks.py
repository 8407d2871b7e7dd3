"""A Word file's blocks in document order: paragraphs with their printed numbers, and tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from lxml import etree

from pipeline.reading.docx import names as n
from pipeline.reading.docx.flat import FlatParagraph
from pipeline.reading.docx.inline import Inline, chosen, is_prompt
from pipeline.reading.docx.linked import DIAGRAMS_LEFT_OUT, FILES_LEFT_OUT, Linked
from pipeline.reading.docx.numbering import Numbering, Place, with_label
from pipeline.reading.docx.styles import (
    ILVL,
    NUM_ID,
    OUTLINE,
    STYLE_REF,
    NumberRef,
    Said,
    Styles,
    outline_value,
    said_of,
    small_int,
)
from pipeline.reading.flow import Grid, Paragraph

_NUM_PR = n.W + "numPr"
_SAYS, _LISTED = frozenset((STYLE_REF, OUTLINE)), frozenset((NUM_ID, ILVL))
_GALLERY = n.W + "docPartGallery"
_JOINING = frozenset((n.DEL, n.MOVE_FROM, n.W + "specVanish"))
_WRAPPERS = frozenset((n.SDT, n.SDT_CONTENT, n.CUSTOM_XML, n.SMART_TAG, n.INS, n.MOVE_TO, n.TEXTBOX))


# A paragraph, a table that is still to be read, or one that comes from another file.
Block = Paragraph | etree._Element | Grid


class _Format(msgspec.Struct, frozen=True):
    """What holds of all paragraphs whose properties say the same: their place in a list, and as in `Paragraph`."""

    place: Place | None
    heading: int | None
    noise: bool


class Blocks:
    """Walks through containers of blocks; holds what must be carried from one to the next."""

    def __init__(
        self,
        styles: Styles,
        numbering: Numbering,
        linked: Linked,
        flat: Iterator[FlatParagraph],
        hidden: bool,
        nesting: int,
        fields: bool = True,
    ) -> None:
        self._linked = linked
        self._styles = styles
        self._numbering = numbering
        # The ordinary paragraphs, in the order in which the walk comes by them; those of text boxes are never taken.
        self._flat = flat
        self._open_boxes = 0
        self._hidden = hidden
        self._nesting = nesting
        self._joined = ""
        self._formats: dict[Said, _Format] = {}
        self._track_fields = fields
        self.fields: list[bool] = []
        self.notes: list[tuple[str, str]] = []
        self.left_out = linked.left_out

    def walk(self, parent: etree._Element, depth: int = 0, contents: bool = False) -> Iterator[Block]:
        """Paragraphs and table elements below an element, in order, each text box behind the paragraph it hangs on."""
        if depth > self._nesting:
            self.left_out.add("嵌套过深的内容")
            return
        for child in parent:
            tag = child.tag
            if tag == n.P:
                text, said = self._flat_of(child)
                if text is not None:
                    yield self._made(text, said, contents or (True in self.fields))
                else:
                    yield from self._full(child, depth, contents)
            elif tag == n.TBL:
                yield child
            elif tag in _WRAPPERS:
                if tag == n.SDT and is_prompt(child):
                    continue
                yield from self.walk(child, depth + 1, contents or (tag == n.SDT and _is_contents(child)))
            elif tag == n.ALTERNATE:
                branch = chosen(child)
                if branch is not None:
                    yield from self.walk(branch, depth + 1, contents)
            elif tag == n.ALT_CHUNK:
                yield from self._shown(self._linked.file(child), FILES_LEFT_OUT)

    def _flat_of(self, element: etree._Element) -> tuple[str | None, Said]:
        """The words of an ordinary paragraph and what its properties say; null if it must be read in full."""
        if not self._open_boxes:
            for paragraph, text, said in self._flat:
                if paragraph is element:
                    return text, said
        return None, said_of({})

    def _full(self, element: etree._Element, depth: int, contents: bool) -> Iterator[Block]:
        paragraph, boxes = self._paragraph(element, contents)
        if paragraph is not None:
            yield paragraph
        self._open_boxes += 1
        for box in boxes:
            yield from self._box(box, depth, contents)
        self._open_boxes -= 1

    def _box(self, box: etree._Element, depth: int, contents: bool) -> Iterator[Block]:
        if box.tag == n.DIAGRAM:
            yield from self._shown(self._linked.diagram(box), DIAGRAMS_LEFT_OUT)
        else:
            yield from self.walk(box, depth + 1, contents)

    def _shown(self, blocks: Sequence[Paragraph | Grid] | None, otherwise: str) -> Iterator[Paragraph | Grid]:
        """Blocks from another part; where there are none, that is noted."""
        if blocks is None:
            self.left_out.add(otherwise)
        else:
            yield from blocks

    def _paragraph(self, element: etree._Element, contents: bool) -> tuple[Paragraph | None, list[etree._Element]]:
        """A paragraph, null if its words go on in the next one, and the text boxes that hang on it."""
        inline = Inline(self._hidden, self.fields if self._track_fields else None)
        properties = inline.read(element)
        if inline.notes:
            self.notes += inline.notes
        said: dict[str, str] = {}
        if properties is not None:
            for child in properties:
                tag = child.tag
                if tag in _SAYS:
                    said[tag] = child.get(n.VAL) or ""
                elif tag == _NUM_PR:
                    said |= {part.tag: part.get(n.VAL) or "" for part in child if part.tag in _LISTED}
                elif tag == n.RPR and _joins(child):
                    self._joined += inline.text()
                    return None, inline.boxes
        return self._made(inline.text(), said_of(said), contents or inline.contents), inline.boxes

    def _made(self, text: str, said: Said, noise: bool) -> Paragraph:
        """A paragraph with its number and what its style says."""
        form = self._formats.get(said)
        if form is None:
            form = self._formats[said] = self._format(*said)
        if self._joined:
            text, self._joined = self._joined + text, ""
        if form.place is not None:
            text = with_label(self._numbering.next_at(form.place), text)
        return Paragraph(text, form.heading, noise or form.noise)

    def _format(self, style_id: str | None, num: str | None, level: str | None, outline: str | None) -> _Format:
        style_id = style_id or self._styles.default
        style = self._styles.get(style_id)
        direct = NumberRef(num or None, None if level is None else small_int(level, 0, 8))
        heading = outline_value(outline) or None if outline is not None else style.heading if style else None
        return _Format(self._numbering.place(direct, style_id), heading, style is not None and style.contents)


def _joins(mark: etree._Element) -> bool:
    """Whether a paragraph's mark is deleted, moved away or hidden by a style separator: it goes on in the next one."""
    return any(child.tag in _JOINING for child in mark)


def _is_contents(control: etree._Element) -> bool:
    properties = control.find(n.SDT_PR)
    gallery = next(properties.iter(_GALLERY), None) if properties is not None else None
    return gallery is not None and gallery.get(n.VAL) == "Table of Contents"
