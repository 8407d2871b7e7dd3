"""Ordinary paragraphs of a Word file, read in one pass over the whole tree: most hold nothing but words, tabs and breaks.
One pass that asks for few kinds of elements takes a quarter of the time of walking through every run."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipeline.reading.docx import names as n
from pipeline.reading.docx.styles import ILVL, NUM_ID, OUTLINE, STYLE_REF, Said, said_of

_TABS, _VANISH = n.W + "tabs", n.W + "vanish"
_SAYS = frozenset((STYLE_REF, NUM_ID, ILVL, OUTLINE))
_BREAKS = frozenset((n.BR, n.CR))
_SIMPLE = (n.T, n.TAB, n.BR, n.CR, STYLE_REF, NUM_ID, ILVL, OUTLINE, _TABS)
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


# A paragraph's element; its words, null where it must be read in full; what its properties say.
FlatParagraph = tuple[etree._Element, str | None, Said]


def flat_paragraphs(root: etree._Element, hidden: bool) -> Iterator[FlatParagraph]:
    """Every paragraph below an element in document order.

    Paragraphs inside text boxes come too but must not be used: words of the paragraph around the box may stand in them.
    """
    paragraph: etree._Element | None = None
    full, skipped = False, 0
    said: dict[str, str] = {}
    pieces: list[str] = []
    for element in root.iter(n.P, *_SIMPLE, *_FULL, *((_VANISH,) if hidden else ())):
        tag = element.tag
        if tag == n.T:
            pieces.append(element.text or "")
        elif tag == n.P:
            if paragraph is not None:
                yield paragraph, None if full else _words(pieces), said_of(said)
            paragraph, full, skipped = element, False, 0
            said, pieces = {}, []
        elif tag in _SAYS:
            values = element.values()  # faster than `get`, which takes the name apart each time
            said[tag] = str(values[0]) if len(values) == 1 else element.get(n.VAL) or ""
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
        yield paragraph, None if full else _words(pieces), said_of(said)


def _words(pieces: list[str]) -> str:
    """A paragraph's pieces of text together; breaks at either end are dropped."""
    text = pieces[0] if len(pieces) == 1 else "".join(pieces)
    return text.strip("\n") if "\n" in text else text
