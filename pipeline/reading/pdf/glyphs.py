"""Characters that PDF files write instead of the usual ones."""

from __future__ import annotations

import re
import unicodedata

from pipeline.reading.symbols import SYMBOLS

# Radicals of the supplement block that stand for whole characters; fonts made on some systems map glyphs to them.
_RADICALS = (
    "⺁厂⺇几⺈刀⺊卜⺌小⺍小⺎兀⺏尢⺐尣⺓幺⺔彑⺕彐⺗心⺙攵⺝月⺟母⺠民⺡氵⺢水⺣灬⺤爫⺥爪⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺰纟⺱罒⺲罒⺳罓⺴罓⺵羊⺶羊⺷羊⺸羊"
    "⺹耂⺺肀⺻聿⺼月⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃西⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟飠⻠饣"
    "⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)


# Signs as they are drawn in columns, and the usual ones.
_VERTICAL = (
    "︐︑︒︓︔︕︖︗︘︙︰︱︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈",
    "，、。：；！？〖〗…：—（）｛｝〔〕【】《》〈〉「」『』［］",
)


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {ord(odd): usual for odd, usual in zip(_RADICALS[::2], _RADICALS[1::2], strict=True)}
    for first, last in ((0x2F00, 0x2FD6), (0xF900, 0xFADA)):
        for code in range(first, last):
            usual = unicodedata.normalize("NFKC", chr(code))
            if usual != chr(code) and len(usual) == 1:
                table[code] = usual
    unknown = (*range(0x09), *range(0x0E, 0x20), 0x7F, 0xFFFF, *range(0xD800, 0xE000))
    table |= dict.fromkeys(unknown, "\ufffd")
    table |= {0xA0: " ", 0xAD: "-", 0x02: "-", 0xFFFE: "-", 0x0B: " ", 0x0C: " ", 0x09: " "}
    return table | SYMBOLS | {ord(form): sign for form, sign in zip(*_VERTICAL, strict=True)}


_USUAL = _table()
# Most pages hold none of them, which is told faster than each character is asked for.
_UNUSUAL = re.compile(f"[{re.escape(''.join(map(chr, _USUAL)))}]")


def usual_characters(text: str) -> str:
    """The same text, one character for one, with look-alikes as the characters meant; U+FFFD for glyphs unknown.

    >>> usual_characters("⼯作⻔类")
    '工作门类'
    """
    return text.translate(_USUAL) if _UNUSUAL.search(text) else text
