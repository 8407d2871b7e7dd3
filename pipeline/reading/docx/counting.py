"""Number formats of Word's automatic numbering (ST_NumberFormat), as far as Chinese documents use them."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_LOW = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST = 9999


def spell(number: int, digits: str, units: tuple[str, str, str], bare_ten: bool = True) -> str:
    """A number below 10,000 in Chinese: 105 → 一百零五, 12 → 十二 (`bare_ten`) or 一十二."""
    text, gap = "", False
    for power, unit in ((1000, units[2]), (100, units[1]), (10, units[0]), (1, "")):
        digit = number // power % 10
        if digit:
            text += ("零" if gap and text else "") + digits[digit] + unit
        gap = digit == 0
    ten = digits[1] + units[0]
    return text.removeprefix(digits[1]) if bare_ten and text.startswith(ten) else text


def _positional(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _roman(number: int) -> str:
    text = ""
    for value, sign in (*_ROMAN, *_ROMAN_LOW):
        text += sign * (number // value)
        number %= value
    return text


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 40)


def _circled(number: int) -> str:
    for first, last, code in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= number <= last:
            return chr(code + number - first)
    return str(number)


def _series(first: int, count: int) -> Callable[[int], str]:
    return lambda number: chr(first + number - 1) if number <= count else str(number)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


def _chinese(number: int) -> str:
    return spell(number, _DIGITS, ("十", "百", "千"))


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: str(number).translate({48 + n: 0xFF10 + n for n in range(10)}),
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerLetter": _letter,
    "chineseCounting": lambda number: _chinese(number) if number < 100 else _positional(number),
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": lambda number: _chinese(number) if number < 100 else _positional(number),
    "japaneseCounting": _chinese,
    "ideographDigital": _positional,
    "chineseLegalSimplified": lambda number: spell(number, _LEGAL, ("拾", "佰", "仟"), bare_ten=False),
    "ideographLegalTraditional": lambda number: spell(number, _LEGAL_TRADITIONAL, ("拾", "佰", "仟"), bare_ten=False),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedFullstop": _series(0x2488, 20),
    "decimalEnclosedParen": _series(0x2474, 20),
    "ideographEnclosedCircle": _series(0x3280, 10),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": lambda number: _cycle(_STEMS)(number) + _cycle(_BRANCHES)(number),
    "numberInDash": lambda number: f"- {number} -",
    "none": lambda _: "",
    "bullet": lambda _: "",
}
for _name, _same in {
    "decimalFullWidth2": "decimalFullWidth",
    "decimalEnclosedCircleChinese": "decimalEnclosedCircle",
    "taiwaneseCountingThousand": "chineseCountingThousand",
    "japaneseLegal": "ideographLegalTraditional",
    "taiwaneseDigital": "ideographDigital",
    "japaneseDigitalTenThousand": "ideographDigital",
    "koreanDigital2": "ideographDigital",
}.items():
    _FORMATS[_name] = _FORMATS[_same]


def formatter(number_format: str) -> Callable[[int], str]:
    """What writes numbers as a level of that format prints them; unknown formats print digits.

    >>> formatter("chineseCounting")(12), formatter("ideographDigital")(12), formatter("upperRoman")(3)
    ('十二', '一二', 'III')
    """
    form = _FORMATS.get(number_format, str)
    if number_format in ("none", "bullet"):
        return form
    return lambda number: form(number) if 0 < number <= _MOST else str(number)
