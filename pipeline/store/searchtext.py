"""Text as it is searched: normalised alike for index and query, and cut into two-character pieces.

FTS5's own tokenizers fail on Chinese: `trigram` finds no two-character word and jieba's words miss 15–70 % of what
stands in the text (measured, docs/decisions.md). Overlapping pairs find every word of two or more characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from operator import add

import msgspec

from pipeline.lexicon import Entry, load
from pipeline.model.span import fold

# Raise this whenever `normalised` or `index_tokens` gives anything else for any text: the index is then built anew.
SEARCH_VERSION = "2"

_LOWER = {chr(code): chr(code + 32) for code in range(0x41, 0x5B)} | {"\u25cb": "〇", "\u25ef": "〇"}
_BLANKS = re.compile(r"\s\s*")
_WORD = frozenset("0123456789abcdefghijklmnopqrstuvwxyz")
_RUN = re.compile(r"[^\W_]+")
_WIDE_LETTER = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_PERCENT = re.compile(r"百分之([〇零一二三四五六七八九十百点]{1,10})")
_YEAR = re.compile(r"[〇零一二三四五六七八九]{4}(?=年)")
_DIGITS = {char: str(value) for value, char in enumerate("零一二三四五六七八九")} | {"〇": "0"}


class _Doubled(dict[int, str]):
    """A table for `str.translate`: each character ends a token and begins the next. Filled as characters are met."""

    def __missing__(self, code: int) -> str:
        doubled = self[code] = f"{chr(code)} {chr(code)}"
        return doubled


_DOUBLED = _Doubled()


class CharacterFormsRow(Entry, frozen=True, kw_only=True):
    """Traditional characters, each with its simplified one behind it."""

    pairs: str

    @property
    def simplified(self) -> dict[str, str]:
        """The simplified character of each traditional one."""
        signs = self.pairs.replace(" ", "")
        return dict(zip(signs[::2], signs[1::2], strict=True))


class _Forms(msgspec.Struct, frozen=True):
    """Characters that are searched in another form, and what finds one."""

    forms: dict[str, str]
    pattern: re.Pattern[str]


class SearchText(msgspec.Struct, frozen=True):
    """A normalised text; `origin[i]` is the place of `text[i]` in the text it was made from."""

    text: str
    origin: tuple[int, ...]


def normalised(text: str) -> str:
    """Folded, lower case, 〇 for its look-alikes, simplified, no blanks but those between two ASCII words.

    >>> normalised("工　会 負責（Ａ级）")
    '工会负责(a级)'
    """
    return _without_blanks(folded(text))


def normalised_letters(text: str) -> str:
    """The same for those who look at letters and digits alone: other signs may stay as they are, which spares most texts the
    folding."""
    return _without_blanks(folded(text) if _WIDE_LETTER.search(text) else _in_searched_forms(text))


def _without_blanks(text: str) -> str:
    parts = text.split()
    if len(parts) < 2:
        return parts[0] if parts else ""
    joined = [parts[0]]
    for before, after in pairwise(parts):
        if before[-1] in _WORD and after[0] in _WORD:
            joined.append(" ")
        joined.append(after)
    return "".join(joined)


# Longer texts are normalised anew each time.
_MOST_KEPT = 2000


def flat(text: str) -> str:
    """`normalised`, kept for texts that are looked at again and again: sentences, headings and titles of one question's answers."""
    return _kept(text) if len(text) <= _MOST_KEPT else normalised(text)


@lru_cache(maxsize=4096)
def _kept(text: str) -> str:
    return normalised(text)


def folded(text: str) -> str:
    """A text of the same length, each sign as it is searched: folded, lower case, 〇 for its look-alikes, simplified."""
    return _in_searched_forms(fold(text))


def _in_searched_forms(text: str) -> str:
    known = _forms()
    return known.pattern.sub(lambda found: known.forms[found[0]], text)


@lru_cache(maxsize=1)
def _forms() -> _Forms:
    forms = dict(_LOWER)
    for row in load("character_forms", CharacterFormsRow):
        forms |= row.simplified
    # Written so, a pattern skips what cannot begin it; with a + it does not.
    return _Forms(forms, re.compile(f"[{''.join(map(re.escape, sorted(forms)))}]"))


def with_origin(text: str) -> SearchText:
    """The same, and where each character came from."""
    flat = folded(text)
    kept: list[int] = []
    position = 0
    for match in _BLANKS.finditer(flat):
        kept.extend(range(position, match.start() + len(_between(match))))
        position = match.end()
    kept.extend(range(position, len(flat)))
    return SearchText("".join(" " if flat[index].isspace() else flat[index] for index in kept), tuple(kept))


def _between(blanks: re.Match[str]) -> str:
    """What is left of some blanks: one between two ASCII words, else none."""
    text, start, end = blanks.string, blanks.start(), blanks.end()
    return " " if start and end < len(text) and text[start - 1] in _WORD and text[end] in _WORD else ""


def other_writings(text: str) -> Iterator[str]:
    """Number words of a normalised text written the other way: 百分之九十 as 90%, 二〇二五 as 2025."""
    if "百分之" in text:
        for match in _PERCENT.finditer(text):
            if (value := _number(match[1])) is not None:
                yield f"{value}%"
    for match in _YEAR.finditer(text) if "年" in text else ():
        yield "".join(_DIGITS[char] for char in match[0])


def searchable(text: str) -> str:
    """What a query's words are looked for in: the normalised text and the other writings of its numbers."""
    flat = normalised(text)
    return "\n".join((flat, *other_writings(flat)))


def index_tokens(text: str) -> str:
    """The tokens of a text for the index: the pairs of each run of letters and digits, and the run's last character.

    The last character alone lets `X*` find every X, also one that begins no pair.
    """
    # 领导小组: 领 + 导 导 + 小 小 + 组 组, which takes less than making each pair
    return " ".join([run[0] + run[1:].translate(_DOUBLED) for run in _RUN.findall(searchable(text))])


def query_words(words: str) -> tuple[str, ...]:
    """The words of a query, parted by blanks or by `、，；`, normalised; those without a letter or digit left out."""
    parts = re.split(r"[\s、,;]+", folded(words))
    return tuple(dict.fromkeys(part for part in parts if _RUN.search(part)))


def writings(word: str) -> tuple[str, ...]:
    """A normalised query word as it may be written in a text."""
    return (word, *other_writings(word))


def phrase(word: str, column: str = "") -> str:
    """An FTS5 expression for the texts that hold a normalised word (a superset; verify with `contains`)."""
    wanted = " AND ".join(_run_phrase(run) for run in _RUN.findall(word))
    return f"{{{column}}} : ({wanted})" if column else f"({wanted})"


def contains(searchable_text: str, word: str) -> bool:
    """Whether a text (as `searchable` gives it) holds a normalised word in any of its writings."""
    return any(form in searchable_text for form in writings(word))


def _run_phrase(run: str) -> str:
    return f'"{run}" *' if len(run) == 1 else '"' + " ".join(_pairs(run)) + '"'


def _pairs(run: str) -> Iterator[str]:
    return map(add, run, run[1:])


def _number(words: str) -> str | None:
    """百 and below, with decimals: 九十五 → 95, 九十八点五 → 98.5; null for what is no number."""
    whole, point, decimals = words.partition("点")
    if any(char not in _DIGITS for char in decimals) or (point and not decimals):
        return None
    value = _whole(whole)
    return None if value is None else f"{value}{'.' if point else ''}{''.join(_DIGITS[char] for char in decimals)}"


def _whole(words: str) -> int | None:
    hundreds, hundred, rest = words.rpartition("百")
    value = 100 * int(_DIGITS.get(hundreds, "1")) if hundred else 0
    tens, ten, ones = rest.rpartition("十")
    value += 10 * int(_DIGITS.get(tens, "1")) if ten else 0
    ones = ones.lstrip("零〇")
    if not words or len(ones) > 1 or len(tens) > 1 or len(hundreds) > 1:
        return None
    return value + int(_DIGITS.get(ones, "0"))
