"""The names that may begin at a place, each with what it costs to read one there: by surname, given name and blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extraction.names_lexicon import NameLexicon

HAN = "\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U0010ffff"  # as `is_han` tells them, for classes
_HAN_RUN = re.compile(f"[{HAN}]{{1,13}}")
_DOT = "·•・‧∙⋅."
DOTS = frozenset(_DOT)
_DOTTED = re.compile(rf"[\u4e00-\u9fff]{{1,8}}(?:[{_DOT}][\u4e00-\u9fff]{{1,8}}){{1,3}}")

# A name of three characters is the rule.
_TWO, _THREE, _FOUR = 1.15, 1.0, 1.9
_SINGLE_GAP, _WIDE_GAP, _INNER_GAP = 0.1, 0.7, 1.2
_GOES_ON = 1.0  # 周 靓 新城公司总经理: the third piece belongs to the words it begins
_LOOKS_LIKE_WORD, _POSTISH_END, _INSIDE_TOKEN = 2.0, 0.4, 0.3


def names_at(text: str, at: int, first: int, end: int, lexicon: NameLexicon) -> Iterator[tuple[int, float]]:
    """Ends and costs of the names that may begin at `at` of the piece `text[first:end]`."""
    token_start = at == first or not is_han(text[at - 1])
    if token_start:
        yield from _whole_token(text, at, end, lexicon)
    for length in (2, 1):
        surname = text[at : at + length]
        rank = lexicon.surnames.get(surname)
        if rank is not None and at + length <= end:
            yield from _with_given(text, at, at + length, end, rank, token_start, lexicon)


def _with_given(
    text: str, at: int, given: int, end: int, rank: float, token_start: bool, lexicon: NameLexicon
) -> Iterator[tuple[int, float]]:
    compound = given - at == 2
    index, price = _over_blanks(text, given, end)
    if price:
        alone = index + 1 >= end or not is_han(text[index + 1])
        price = (_SINGLE_GAP if alone else _WIDE_GAP) + (0.0 if token_start else _INSIDE_TOKEN)
    if not _given(text, index, end, lexicon) or (price and text[index : index + 2] in lexicon.not_names):
        return  # 山 主要负责: a word begins behind the blank
    if compound or price or _fits(text[at:given] + text[index], lexicon):
        yield index + 1, _TWO + rank + price + _postish(text, index + 1, end, lexicon)
    second, gap = _over_blanks(text, index + 1, end)
    if not _given(text, second, end, lexicon):
        return
    goes_on = gap and second + 1 < end and is_han(text[second + 1])
    if goes_on and not price:
        return  # 徐洁 主要负责: what stands behind the blank goes on
    pair = text[at:given] + text[index]
    if _fits(pair + text[second], lexicon):
        wordlike = _LOOKS_LIKE_WORD if pair in lexicon.not_names and not compound else 0.0
        inner = (_INNER_GAP + (_GOES_ON if goes_on else 0.0)) if gap else 0.0
        yield second + 1, _THREE + rank + price + wordlike + inner + _postish(text, second + 1, end, lexicon)


def _whole_token(text: str, at: int, end: int, lexicon: NameLexicon) -> Iterator[tuple[int, float]]:
    """Names that fill a whole token: transliterated ones, with or without a dot, and double surnames."""
    run = _HAN_RUN.match(text, at, end)
    if run is None:
        return
    stop = run.end()
    dotted = _DOTTED.match(text, at, end) if stop < end and text[stop] in DOTS else None
    if dotted and ("." not in dotted.group() or set(dotted.group()) - {"."} <= lexicon.transliteration):
        yield dotted.end(), _THREE
        return
    if not 3 <= stop - at <= 12 or (token := run.group()) in lexicon.not_names:
        return
    if lexicon.transliteration.issuperset(token):
        yield stop, _FOUR - 0.2
    elif len(token) == 4 and _double_surname(token, lexicon):
        yield stop, _FOUR


def _double_surname(token: str, lexicon: NameLexicon) -> bool:
    return (
        token[0] in lexicon.surnames
        and token[1] in lexicon.surnames
        and token[:2] not in lexicon.not_names
        and not lexicon.blocked.intersection(token)
    )


def _over_blanks(text: str, at: int, end: int) -> tuple[int, float]:
    index = at
    while index < end and index - at < 7 and text[index] == " ":
        index += 1
    return index, float(index > at)


def _given(text: str, at: int, end: int, lexicon: NameLexicon) -> bool:
    """Whether a character may stand in a given name."""
    return at < end and (is_han(text[at]) or text[at] in lexicon.masks) and text[at] not in lexicon.blocked


def _fits(name: str, lexicon: NameLexicon) -> bool:
    """Not a word, a surname alone, or a surname with a title (王老师, 卓女士)."""
    if name in lexicon.not_names or name in lexicon.surnames:
        return False
    return name[1:] not in lexicon.titles and name[2:] not in lexicon.titles


def _postish(text: str, at: int, end: int, lexicon: NameLexicon) -> float:
    """A name whose last character could open the post glued to it (镇党委委员) is the less likely reading."""
    return _POSTISH_END if at < end and is_han(text[at]) and text[at - 1] in lexicon.post_ends else 0.0


def is_han(char: str) -> bool:
    """Whether a character is a Chinese one (also 〇 and the extension blocks used in names)."""
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf" or char >= "\U00020000"
