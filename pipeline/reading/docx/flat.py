"""Ordinary paragraphs of a Word file, read in one pass over the whole tree: most hold nothing but words, tabs and breaks.
One pass that asks for few kinds of elements takes a quarter of the time of walking through every run."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from lxml import etree

from pipeline.reading.docx import names as n
from pipeline.reading.docx.styles import ILVL, NUM_ID, NumberRef, outline_value, small_int

_STYLE_REF, _OUTLINE, _TABS, _VANISH = (n.W + name for name in ("pStyle", "outlineLvl", "tabs", "vanish"))
_SAYS = frozenset((_STYLE_REF, NUM_ID, ILVL, _OUTLINE))
_BREAKS = frozenset((n.BR, n.CR))
_SIMPLE = (n.T, n.TAB, n.BR, n.CR, _STYLE_REF, NUM_ID, ILVL, _OUTLINE, _TABS)
# What makes a paragraph need the full reading of `inline`, or its mark a closer look.
_FULL = (
    *(n.SDT, n.INS, n.DEL, n.MOVE_FROM, n.MOVE_TO, n.FIELD_CHAR, n.INSTRUCTION, n.PTAB, n.SYM, n.NO_BREAK_HYPHEN),
    *(
        n.RUBY,
        n.DRAWING,
        n.PICT,
        n.OBJECT,
        n.ALTERNATE,
        n.MATH,
        n.MATH_PARA,
        n.FOOTNOTE_REF,
        n.ENDNOTE_REF,
        n.DIR,
        n.BDO,
    ),
    *(n.W + name for name in ("specVanish", "pPrChange")),
)


class FlatParagraph(msgspec.Struct):
    """A paragraph that is nothing but words: its text, and what its properties say."""

    text: str
    style: str | None
    number: NumberRef | None
    level: int | None


def flat_paragraphs(root: etree._Element, hidden: bool) -> Iterator[tuple[etree._Element, FlatParagraph | None]]:
    """Every paragraph below an element in document order; null for one that must be read in full.

    Paragraphs inside text boxes come too but must not be used: words of the paragraph around the box may stand in them.
    """
    numbers: dict[tuple[str | None, str | None], NumberRef | None] = {(None, None): None}
    paragraph: etree._Element | None = None
    full, skipped = False, 0
    said: dict[str, str | None] = {}
    pieces: list[str] = []
    for element in root.iter(n.P, *_SIMPLE, *_FULL, *((_VANISH,) if hidden else ())):
        tag = element.tag
        if tag == n.T:
            pieces.append(element.text or "")
        elif tag == n.P:
            if paragraph is not None:
                yield paragraph, None if full else _flat(pieces, said, numbers)
            paragraph, full, skipped = element, False, 0
            said, pieces = {}, []
        elif tag in _SAYS:
            values = element.values()  # faster than `get`, which takes the name apart each time
            said[tag] = str(values[0]) if len(values) == 1 else element.get(n.VAL)
        elif tag == n.TAB:
            if skipped:  # a place where tabs stop, no tab
                skipped -= 1
            else:
                pieces.append("\t")
        elif tag == _TABS:
            skipped = len(element)
        elif tag in _BREAKS:
            pieces.append("\n")
        else:
            full = True
    if paragraph is not None:
        yield paragraph, None if full else _flat(pieces, said, numbers)


def _flat(
    pieces: list[str], said: dict[str, str | None], numbers: dict[tuple[str | None, str | None], NumberRef | None]
) -> FlatParagraph:
    """A paragraph from its pieces of text and the values of its properties; `numbers` are those met so far."""
    text = pieces[0] if len(pieces) == 1 else "".join(pieces)
    if "\n" in text:
        text = text.strip("\n")
    if not said:
        return FlatParagraph(text, None, None, None)
    get = said.get
    key = get(NUM_ID), get(ILVL)
    if key not in numbers:
        numbers[key] = NumberRef(key[0], None if key[1] is None else small_int(key[1], 0, 8))
    level = outline_value(said[_OUTLINE]) if _OUTLINE in said else None
    return FlatParagraph(text, get(_STYLE_REF), numbers[key], level)
