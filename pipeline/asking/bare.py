"""A question without what people say around it, its asking words in the forms that patterns know."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from pipeline.asking.lexicons import AtomRow, Lexicons, expanded
from pipeline.lexicon import Entry, lexicon_folders, load
from pipeline.model.span import fold
from pipeline.store.searchtext import normalised

_MARKS = re.compile(r"[\s?!。,、;:“”\"'‘’《》()]+")
_ENDS = re.compile(r"^[\s?!。,、;:~～…—·^]+|[\s?!。,、;:~～…—·^]+$")
# So many characters of a question are left at least.
_LEAST = 3
# What is longer was not typed by hand.
_LONGEST = 200


class FillerRow(Entry, frozen=True, kw_only=True):
    """What is said around a question (`front`, `back`) or in it otherwise than patterns have it (`within`; `alone`: only where
    nothing else `asks`)."""

    place: Literal["front", "back", "within", "asks"]
    pattern: str
    said: str = ""
    alone: bool = False


def bare_question(words: str, known: Lexicons) -> str:
    """A question folded, without blanks, marks, greetings and closing particles."""
    text = _without_fillers(_ENDS.sub("", re.sub(r"\s+", "", normalised(fold(words)))), known)
    if "?" in text:
        text = _without_fillers(_MARKS.sub("", text), known)
    for wrong, right in known.typos:
        text = text.replace(wrong, right)
    return text


def _without_fillers(text: str, known: Lexicons) -> str:
    while True:
        before = text
        for row, pattern in _fillers(lexicon_folders()) if len(text) <= _LONGEST else ():
            if not (row.alone and asks(text)):
                text = _taken_out(text, row, pattern, known)
        text = _ENDS.sub("", _without_polite(text, known))
        if text == before or not text:
            return text


def _taken_out(text: str, row: FillerRow, pattern: re.Pattern[str], known: Lexicons) -> str:
    if row.place != "within" and text.startswith(known.keep):
        return text
    match = pattern.search(text)
    if match is None or not match[0]:
        return text
    left = text[: match.start()] + match.expand(row.said) + text[match.end() :]
    return left if len(left) >= _LEAST else text


def asks(text: str) -> bool:
    """Whether a folded text asks at all."""
    return any(row.place == "asks" and pattern.search(text) for row, pattern in _compiled(lexicon_folders()))


def _without_polite(text: str, known: Lexicons) -> str:
    for word in known.polite:
        if len(text) > len(word) + 1 and not text.startswith(known.keep):
            text = text.removeprefix(word)
            text = text if text.endswith(known.keep) else text.removesuffix(word)
    return text


@lru_cache(maxsize=1)
def _fillers(_folders: object) -> tuple[tuple[FillerRow, re.Pattern[str]], ...]:
    return tuple((row, pattern) for row, pattern in _compiled(lexicon_folders()) if row.place != "asks")


@lru_cache(maxsize=1)
def _compiled(_folders: object) -> tuple[tuple[FillerRow, re.Pattern[str]], ...]:
    atoms = {row.id: row.words for row in load("question_atoms", AtomRow)}
    found: list[tuple[FillerRow, re.Pattern[str]]] = []
    for row in load("question_fillers", FillerRow):
        pattern = expanded(row.pattern, atoms, f"question_fillers.yaml：{row.id}")
        whole = {"front": f"^(?:{pattern})", "back": f"(?:{pattern})$"}.get(row.place, pattern)
        found.append((row, re.compile(whole)))
    return tuple(found)


def fillers() -> tuple[FillerRow, ...]:
    """The rows in force."""
    return tuple(row for row, _ in _fillers(lexicon_folders()))
