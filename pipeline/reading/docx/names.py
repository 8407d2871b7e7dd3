"""Qualified names of WordprocessingML, written out once."""

from __future__ import annotations

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

# Files in the Strict variant use other names for the same things.
STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": M[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}

BODY, P, R, T, TBL, TR, TC = (W + name for name in ("body", "p", "r", "t", "tbl", "tr", "tc"))
PPR, RPR, TRPR, TCPR, SDT, SDT_PR, SDT_CONTENT = (
    W + name for name in ("pPr", "rPr", "trPr", "tcPr", "sdt", "sdtPr", "sdtContent")
)
TAB, PTAB, BR, CR, SYM, NO_BREAK_HYPHEN = (W + name for name in ("tab", "ptab", "br", "cr", "sym", "noBreakHyphen"))
INS, DEL, MOVE_FROM, MOVE_TO = (W + name for name in ("ins", "del", "moveFrom", "moveTo"))
HYPERLINK, FIELD, SMART_TAG, CUSTOM_XML, DIR, BDO = (
    W + name for name in ("hyperlink", "fldSimple", "smartTag", "customXml", "dir", "bdo")
)
RUBY, RUBY_BASE, DRAWING, PICT, OBJECT = (W + name for name in ("ruby", "rubyBase", "drawing", "pict", "object"))
FOOTNOTE_REF, ENDNOTE_REF, ALT_CHUNK = (W + name for name in ("footnoteReference", "endnoteReference", "altChunk"))
FIELD_CHAR, INSTRUCTION, PLACEHOLDER = (W + name for name in ("fldChar", "instrText", "showingPlcHdr"))
TEXTBOX = W + "txbxContent"
ALTERNATE, CHOICE, FALLBACK = (MC + name for name in ("AlternateContent", "Choice", "Fallback"))
MATH, MATH_PARA, MATH_T = (M + name for name in ("oMath", "oMathPara", "t"))
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
REL_ID, DATA_MODEL = _R + "id", _R + "dm"
VAL, TYPE, ID = W + "val", W + "type", W + "id"
