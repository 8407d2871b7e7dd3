"""A question cut into words, with the base itself as the second dictionary: what it writes together is one word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from pipeline.asking.lexicons import lexicons
from pipeline.lexicon import lexicon_folders
from pipeline.segmentation import Segmenter, segmenter
from pipeline.store.names import actor_names
from pipeline.store.searchtext import normalised

# Word classes (jieba's) of what is said of a thing rather than the thing: verbs, adverbs, adjectives and the like.
_SAID_OF = frozenset({"v", "vd", "d", "ad", "a", "z", "l", "p", "c", "r", "f"})
_DONE = frozenset({"v", "vd", "d", "ad", "a"})
_HAN = re.compile(r"[^\W\d_a-z]+")
_LONG = 4
# Names of campaigns by two numbers (一校一品, 三会一课), which dictionaries take apart.
_BY_NUMBERS = re.compile("((?:[一二三四五六七八九十两双][㐀-鿿]){2})")
# What tells one thing from others of its kind, and is often left out or said otherwise.
_QUALIFYING = frozenset("大小老新总")
Exists = Callable[[str], bool]


def content_words(text: str, exists: Exists | None = None) -> Iterator[str]:
    """The words of a normalised text. Characters that the dictionary leaves single are joined (学/困/生 → 学困生), to the word
    before them where the base writes them so (指挥/长 → 指挥长), and what is said of it parted off (联系/栏/换 → 联系栏, 换)."""
    flat = normalised(text)
    for part in _BY_NUMBERS.split(flat) if exists is not None else (flat,):
        if exists is not None and _BY_NUMBERS.fullmatch(part) and exists(part):
            yield part
        else:
            yield from _content_words(part, exists)


def _content_words(text: str, exists: Exists | None) -> Iterator[str]:
    before, single = "", ""
    known = lexicons()
    for word in _segmenter(lexicon_folders()).cut(text, hmm=False):
        if len(word) == 1 and _HAN.fullmatch(word) and word not in known.stop:
            single += word
            continue
        if exists is not None and not single and _is_cut_wrong(before, word, exists):
            before, single = before + word[0], word[1]
            continue
        whole = exists is not None and len(single) > 1 and exists(single)  # 国培|计划, not 国|培计划
        if (
            exists is not None
            and single
            and word not in known.stop
            and not whole
            and single[-1] not in known.synonyms
            and not (single[-1] in known.generic and len(word) > 1 and word in known.synonyms)  # 县|控辍保学
            and exists(single[-1] + word)
        ):
            word, single = single[-1] + word, single[:-1]
        yield from _joined(before, single, exists)
        before, single = (word, "") if any(char.isalnum() for char in word) else ("", "")
    yield from _joined(before, single, exists)


def _is_cut_wrong(before: str, word: str, exists: Exists) -> bool:
    """Whether the base knows no such word, but the one before it with its first character: 实验/楼盖 for 实验楼/盖."""
    known = lexicons()
    return (
        len(before) > 1
        and len(word) == 2
        and word not in known.synonyms
        and word not in known.generic | known.stop | known.light
        and before not in known.generic | known.stop
        and not exists(word)
        and exists(before + word[0])
    )


def _joined(word: str, single: str, exists: Exists | None) -> Iterator[str]:
    """A word and the single characters behind it."""
    known = lexicons()
    if exists is not None and len(word) > 1 and _HAN.fullmatch(word) and word not in known.generic | known.stop:
        longer, left = word, single
        while left and exists(longer + left[0]) and left[0] not in known.synonyms:
            longer, left = longer + left[0], left[1:]
        if all(char in known.synonyms or is_said_of(char) for char in left):  # 校园|文创, not 校园文|创
            word, single = longer, left
    if word:
        yield word
    if exists is not None and len(single) > 1 and single not in known.synonyms and not exists(single):
        yield from _parted(single, exists)
    elif single:
        yield single


def _parted(single: str, exists: Exists) -> Iterator[str]:
    """Joined characters that the base does not know, without the verbs at their ends: 栏换 → 栏, 换; what of them the base
    knows parted off (国培分 → 国培, 分)."""
    start, end = 0, len(single)
    while start < end and single[start] in lexicons().synonyms:
        start += 1
    while end > start and (single[end - 1] in lexicons().synonyms or is_said_of(single[end - 1])):
        end -= 1
    yield from single[:start]
    while start < end:
        size = next((n for n in range(end - start, 1, -1) if exists(single[start : start + n])), end - start)
        yield single[start : start + size]
        start += size
    yield from single[end:]


def pieces(word: str, exists: Exists) -> Iterator[str]:
    """A word that the base has not, in the shorter words it is made of: 音乐教室 → 音乐, 教室; 优秀奖 → 优秀, 奖; 县里 → 县."""
    if len(word) == 2 and word[1] in "里上内":
        yield word[0]
    elif len(word) == _LONG - 1 and word[2] in lexicons().synonyms and exists(word[:2]):
        yield from (word[:2], word[2])  # what is left of a thing (游泳池) would be another thing
    elif len(word) == _LONG - 1 and word[0] in _QUALIFYING and exists(word[1:]):
        yield word[1:]  # 大隐患, 老教师
    elif len(word) < _LONG:
        yield word
    else:
        yield from _inner(word)


def _inner(word: str) -> tuple[str, ...]:
    inner = {piece for piece in _segmenter(lexicon_folders()).cut_for_search(word, hmm=False) if piece != word}
    start = 0
    found: list[str] = []
    while start < len(word):
        size = next((n for n in range(len(word) - start, 1, -1) if word[start : start + n] in inner), 2)
        found.append(word[start : start + size])
        start += size
    return tuple(found) if all(len(piece) > 1 for piece in found) else (word,)


def cut(text: str) -> list[str]:
    """The words of a text as the dictionary and our lexicons have them."""
    return _segmenter(lexicon_folders()).cut(text, hmm=False)


def is_said_of(word: str) -> bool:
    """Whether a word says what is done or how (告诉, 互相, 太低), and names no thing."""
    return all(kind in _SAID_OF for _, kind in _segmenter(lexicon_folders()).tag(word, False))


def is_deed(word: str) -> bool:
    """Whether a word can only say what is done or how."""
    return all(kind in _DONE for _, kind in _segmenter(lexicon_folders()).tag(word, False))


@lru_cache(maxsize=1)
def _segmenter(_folders: object) -> Segmenter:
    """A segmenter that knows the words of our lexicons."""
    known = lexicons()
    words = {*known.synonyms, *known.generic, *known.stop, *known.light, *actor_names().rows}
    return segmenter(word for word in words if len(word) > 1)
