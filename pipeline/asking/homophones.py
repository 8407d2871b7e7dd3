"""Words typed by their sound with a wrong character (陪训, 责认人): read as the word of ours that sounds alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import accumulate, pairwise, product

from pipeline.asking.cutting import cut
from pipeline.asking.lexicons import Lexicons, lexicons
from pipeline.lexicon import Entry, lexicon_folders, load, wording

_SHORTEST, _LONGEST = 2, 4
_HAN = re.compile(r"[㐀-鿿]+")
# Sounds that many speakers do not keep apart.
_MERGED = tuple((re.compile(heard), said) for heard, said in (("^([zcs])h", r"\1"), ("(?<=[ie])ng$", "n")))
_MOST_READINGS = 8
# So many times more passages hold a word than a slip for it.
_MORE = 5
# What is longer was not typed by hand.
_LONGEST_QUESTION = 80

Sound = tuple[str, ...]
Weigh = Callable[[str], float]


class SyllableRow(Entry, frozen=True, kw_only=True):
    """The characters that are read with one syllable, which is the row's id."""

    chars: str


def by_sound(text: str, weigh: Weigh) -> str:
    """A question with words that the base has in place of such as it has not, where both sound alike and share a character.
    `weigh`: in how many passages a word stands; a slip may stand in some by chance (进视 in 推进视力检查)."""
    words = tuple(cut(text)) if len(text) <= _LONGEST_QUESTION else ()
    if "".join(words) != text:
        return text
    ends = (0, *accumulate(map(len, words)))
    whole = _whole(words, weigh)
    for start, end in _windows(ends):
        if any(a < end and start < b for a, b in whole):
            continue
        first, last = ends.index(start), ends.index(end)
        word = _meant(text[start:end], words[first:last], weigh)
        beside = (*_pairs(words[max(0, first - 1) : first + 1]), *_pairs(words[last - 1 : last + 1]))
        if word and all(weigh(pair) < weigh(word) for pair in beside):
            return text[:start] + word + by_sound(text[end:], weigh)
    return text


def _pairs(words: tuple[str, ...]) -> Iterator[str]:
    """What characters that stand alone make with the next one."""
    return (before + after for before, after in pairwise(words) if len(before) == len(after) == 1)


def _whole(words: tuple[str, ...], weigh: Weigh) -> list[tuple[int, int]]:
    """Where words stand that are right as they are: words of ours, and what the question asks with (多远)."""
    known = lexicons()
    found: list[tuple[int, int]] = []
    before, at = "", 0
    for word in words:
        if word in known.stop or (len(word) > 1 and (word in known.synonyms or weigh(word))):
            found.append((at, at + len(word)))
        elif any(before + word in row for row in known.units):
            found.append((at - len(before), at + len(word)))
        before, at = word, at + len(word)
    return found


def _windows(ends: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Stretches of whole words that may be one word, the longest first."""
    for size in range(_LONGEST, _SHORTEST - 1, -1):
        for start in ends:
            if start + size in ends:
                yield start, start + size


def _meant(slip: str, words: tuple[str, ...], weigh: Weigh) -> str:
    """The word that sounds like a slip: one of our lexicons that shares characters with it, else one that a single character
    tells apart. Empty where nothing that the base has much more often sounds like it."""
    if (
        not _HAN.fullmatch(slip)
        or all(len(word) > 1 for word in words)
        or set(slip) <= wording.signs("question", "function_signs")
    ):
        return ""
    sounding = _sounding(lexicon_folders())
    alike = {word for sound in _sounds(slip) for word in sounding(sound)} - {slip}
    shared = sorted((-sum(a == b for a, b in zip(slip, word, strict=True)), word) for word in alike)
    least = weigh(slip) * _MORE
    named = [word for score, word in shared if score]
    return next((word for word in (*named, *_with_another(slip, words)) if weigh(word) > least), "")


def _with_another(slip: str, words: tuple[str, ...]) -> Iterator[str]:
    """Words with another character of the same sound in the place of one that stands alone, and no longer does then."""
    at = 0
    for word in words:
        if len(word) == 1 and word not in lexicons().stop:
            for char in _same_sound(lexicon_folders()).get(word, ()):
                other = slip[:at] + char + slip[at + 1 :]
                ends = tuple(accumulate(map(len, cut(other))))
                if not (at in (0, *ends) and at + 1 in ends):
                    yield other
        at += len(word)


@lru_cache(maxsize=1)
def _same_sound(_folders: object) -> dict[str, tuple[str, ...]]:
    """Other characters with a reading of each."""
    readings = _readings(lexicon_folders())
    read: dict[str, list[str]] = {}
    for char, sounds in readings.items():
        for sound in sounds:
            read.setdefault(sound, []).append(char)
    return {
        char: tuple(sorted({one for sound in sounds for one in read[sound]} - {char}))
        for char, sounds in readings.items()
    }


def _sounds(word: str) -> tuple[Sound, ...]:
    """How a word may be read; nothing where a character has no reading here or the ways are many."""
    readings = [_readings(lexicon_folders()).get(char, ()) for char in word]
    ways = tuple(product(*readings))
    return ways if len(ways) <= _MOST_READINGS else ()


@lru_cache(maxsize=1)
def _readings(_folders: object) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for row in load("homophones", SyllableRow):
        syllable = row.id
        for heard, said in _MERGED:
            syllable = heard.sub(said, syllable)
        for char in row.chars:
            found.setdefault(char, {})[syllable] = None
    return {char: tuple(syllables) for char, syllables in found.items()}


@lru_cache(maxsize=1)
def _sounding(_folders: object) -> Callable[[Sound], tuple[str, ...]]:
    """The words of our lexicons by their sound."""
    found: dict[Sound, list[str]] = {}
    for word in sorted(_vocabulary(lexicons())):
        for sound in _sounds(word):
            found.setdefault(sound, []).append(word)
    return lambda sound: tuple(found.get(sound, ()))


def _vocabulary(known: Lexicons) -> set[str]:
    words = {*known.synonyms, *known.generic, *known.light, *known.charge}
    return {word for word in words if _SHORTEST <= len(word) <= _LONGEST and _HAN.fullmatch(word)}
