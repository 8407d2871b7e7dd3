"""Which of several things of one sort is asked about: what a text says of the 第一节点 does not answer for the 第二节点, nor what it says
of 公办 schools for 民办 ones."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.lexicon import wording
from pipeline.store.searchtext import flat

_DIGITS = {char: str(value) for value, char in enumerate("零一二三四五六七八九")}
_TEN = "十"
# Of what sort several may stand in one word (一、二年级).
_GRADES = "grades"
# The holidays that papers are on.
_SEASON = "festival"
_YEAR = re.compile("(?<![0-9])20[0-9]{2}(?=[年届级学—~至-]|$)")
_CLAUSE = re.compile("[,;。、]")
_LISTED = re.compile("[、和与]")
_ROMAN = {roman: str(at) for row in (("i", "ii", "iii", "iv", "v"), "ⅰⅱⅲⅳⅴ") for at, roman in enumerate(row, 1)}


def of_another(asked: str, text: str) -> bool:
    """Whether a text numbers the things that a question numbers, and names only others of them."""
    wanted = _numbered(flat(asked))
    if not wanted:
        return False
    there = _numbered(flat(text))
    return any(sort in there and number not in there[sort] for sort, numbers in wanted.items() for number in numbers)


def told_of_another(asked: str, text: str, answer: str) -> bool:
    """Whether an answer stands only in clauses of a sentence that speak of another number than the question's, while one speaks of that
    (二等奖几分: 一等奖5分, 二等奖3分)."""
    wanted = _numbered(flat(asked))
    parts = _CLAUSE.split(flat(text)) if wanted else []
    of_others = [of_another(asked, part) for part in parts]
    if not any(of_others) or not any(
        wanted.keys() & _numbered(part).keys() and not other for part, other in zip(parts, of_others, strict=True)
    ):
        return False
    holding = [other for part, other in zip(parts, of_others, strict=True) if flat(answer) in part]
    return bool(holding) and all(holding)


def of_another_time(asked: str, title: str, text: str) -> bool:
    """Whether a paper is of other holidays or another year than the question's and its sentence names none (国庆谁带班, in a paper on 五一;
    2023年的名额, in one on 2022)."""
    wanted, said = _time_named(asked)
    if not wanted and len(said) != 1:
        return False  # as most
    if wanted:
        there = _numbered(flat(text)).get(_SEASON, set()) or _numbered(flat(title)).get(_SEASON, set())
        if there and not wanted & there:
            return True
    years = [int(year) for year in _YEAR.findall(flat(title))]
    if len(said) != 1 or not years or _YEAR.search(flat(text)):
        return False
    return not all(min(years) <= year <= max(years) for year in said)


@lru_cache(maxsize=64)
def _time_named(asked: str) -> tuple[frozenset[str], frozenset[int]]:
    """The holidays and the years that a question names."""
    words = flat(asked)
    return frozenset(_numbered(words).get(_SEASON, ())), frozenset(int(year) for year in _YEAR.findall(words))


def _numbered(text: str) -> dict[str, set[str]]:
    """The numbers of each sort of thing that a text (normalised) numbers, in digits, and the names of what is contrasted."""
    found: dict[str, set[str]] = {}
    for match in wording.pattern("question", "numbered_things").finditer(text):
        named = ((match["sort"], match["number"]), (match["grade"], match["rank"]), (match["award"], match["prize"]))
        sort, number = next(one for one in named if one[0])
        found.setdefault(sort, set()).add(_ROMAN.get(number) or _in_digits(number))
    for match in wording.pattern("question", "contrasted_things").finditer(text):
        kind, name = next((kind, name) for kind, name in match.groupdict().items() if name)
        found.setdefault(kind, set()).update([name] if kind != _GRADES else _grades(name))
    return found


def _grades(named: str) -> set[str]:
    """The grades of a list with spans in it, in digits: 一、三至五 → 1 3 4 5."""
    found: set[str] = set()
    for piece in _LISTED.split("".join(_DIGITS.get(char, char) for char in named)):
        numbers = [int(char) for char in piece if char.isdigit()]
        found |= set(map(str, range(numbers[0], numbers[-1] + 1))) if numbers else set()
    return found


def _in_digits(number: str) -> str:
    """A number below a hundred in digits: 十二 → 12, 二十 → 20."""
    tens, ten, ones = number.rpartition(_TEN)
    if not ten:
        return "".join(_DIGITS.get(char, char) for char in number)
    return (_DIGITS.get(tens, "1") if tens else "1") + (_DIGITS.get(ones, "0") if ones else "0")
