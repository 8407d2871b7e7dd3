"""What control words mean, as far as they concern text and structure."""

from __future__ import annotations

from pipeline.reading.symbols import SYMBOLS

SIGNS = {
    "tab": "\t",
    "line": "\n",
    "page": "\n",
    "column": "\n",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": " ",
    "~": " ",
    "_": "-",
    "-": "",
}
# Groups that hold no words of the text.
NO_TEXT = frozenset(
    (
        "colortbl", "info", "pict", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf",
        "annotation", "nonshppict", "objdata", "sp", "shprslt", "nonesttables", "xe", "tc", "rxe", "bkmkstart", "bkmkend",
        "filetbl", "listtable", "listoverridetable", "revtbl", "rsidtbl", "generator", "ftnsep", "ftnsepc", "ftncn",
        "aftnsep", "aftnsepc", "aftncn", "pntxta", "pntxtb", "listname", "leveltext", "levelnumbers", "template",
    )
)  # fmt: skip
# Groups marked as to be skipped by who does not know them, that are known here.
KNOWN = frozenset(("shpinst", "fldinst", "shptxt", "do", "dptxbxtext", "listtext", "pntext", "footnote", "endnote"))
CODE_PAGES = {936: "gb18030", 54936: "gb18030", 950: "big5hkscs", 932: "cp932", 949: "cp949", 65001: "utf-8"}
CHARSETS = {134: "gb18030", 136: "big5hkscs", 128: "cp932", 129: "cp949"}


def sign_of(number: int) -> str:
    """The character that `\\u` tells by its number, which may be counted from below; a symbol font's sign as what it shows."""
    code = number + 0x10000 if number < 0 else number
    if 0xF000 <= code <= 0xF0FF:
        return SYMBOLS.get(code, "")
    return chr(code) if 0 < code < 0x110000 else ""
