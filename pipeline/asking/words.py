"""The words of a question that are looked for in the texts."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from pipeline.asking.lexicons import lexicons
from pipeline.lexicon import lexicon_folders
from pipeline.segmentation import Segmenter, segmenter
from pipeline.store import finding
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.names import actor_names
from pipeline.store.searchtext import normalised, phrase, writings

_HAN = re.compile(r"[^\W\d_a-z]+")
_DONE = re.compile("(.{1,2}?)(?:完成|完|好|掉|到位|起来|出来|下来|清|满)")
_GENERIC_WEIGHT = 0.12
_LONG = 4


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """A word that is looked for. `others` may stand in its place; `weight` is the higher the rarer it is; a `generic`
    word may be missing from an answer; one that is not `known` stands nowhere in the base, nor does any of `others`."""

    word: str
    others: tuple[str, ...] = ()
    weight: float = 1.0
    generic: bool = False
    known: bool = True

    @property
    def forms(self) -> tuple[str, ...]:
        """The word and its synonyms, in every writing."""
        return _all_writings((self.word, *self.others))

    def expression(self) -> str:
        """An FTS5 expression for the passages that hold the word or one of the others."""
        return "(" + " OR ".join(phrase(form) for form in (self.word, *self.others)) + ")"


@lru_cache(maxsize=4096)
def _all_writings(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form for word in words for form in writings(word)))


def terms_of(kb: KnowledgeBase, text: str) -> tuple[Term, ...]:
    """The terms of a stretch of a question, in its order, weighted by how rare they are in the base."""
    known = lexicons()
    whole = [word for word in map(_without_complement, content_words(text)) if word not in known.stop]
    words = list(dict.fromkeys(piece for word in whole for piece in _in_base(kb, word) if piece not in known.stop))
    total = max(kb.size(), 1)
    return tuple(
        Term(
            word=word,
            others=known.synonyms.get(word, ()),
            weight=_weight(kb, word, total) * (_GENERIC_WEIGHT if _is_generic(word) else 1.0),
            generic=_is_generic(word),
            known=any(_exists(kb, form) for form in (word, *known.synonyms.get(word, ()))),
        )
        for word in words
    )


def _without_complement(word: str) -> str:
    """换完, 排好 and 配齐 without what says that it is done: plans write 更换 and 排定 (synonyms of 换 and 排)."""
    match = _DONE.fullmatch(word)
    return match[1] if match and match[1] in lexicons().synonyms else word


def _is_generic(word: str) -> bool:
    """A lone character says too little to be insisted on, and so does a measure (每晚, 每节)."""
    return word in lexicons().generic or len(word) == 1 or (len(word) == 2 and word[0] == "每")


def _in_base(kb: KnowledgeBase, word: str) -> Iterator[str]:
    """A word as it is where the base has it or a synonym; else in the shorter words it is made of (音乐教室 → 音乐, 教室)."""
    forms = (word, *lexicons().synonyms.get(word, ()))
    if word not in lexicons().synonyms and all(char in lexicons().synonyms for char in word) and not _exists(kb, word):
        yield from word  # words of one character each that stand side by side: 钱|发
        return
    if len(word) < _LONG or any(_exists(kb, form) for form in forms):
        yield word
        return
    inner = {piece for piece in _segmenter(lexicon_folders()).cut_for_search(word, hmm=False) if piece != word}
    start = 0
    pieces: list[str] = []
    while start < len(word):
        size = next((n for n in range(len(word) - start, 1, -1) if word[start : start + n] in inner), 2)
        pieces.append(word[start : start + size])
        start += size
    yield from pieces if all(len(piece) > 1 for piece in pieces) else (word,)


def _exists(kb: KnowledgeBase, word: str) -> bool:
    return kb.remember(("exists", word), lambda: finding.exists(kb.db, word))


def _weight(kb: KnowledgeBase, word: str, total: int) -> float:
    found = kb.remember(("frequency", word), lambda: finding.frequency(kb.db, word))
    return math.log(1 + total / (1 + found)) + 0.5


def content_words(text: str) -> Iterator[str]:
    """The words of a normalised text; characters that the dictionary leaves single are joined (学/困/生 → 学困生)."""
    single = ""
    for word in _segmenter(lexicon_folders()).cut(normalised(text), hmm=False):
        if len(word) == 1 and _HAN.fullmatch(word) and word not in lexicons().stop:
            single += word
            continue
        if single:
            yield single
        single = ""
        if any(char.isalnum() for char in word):
            yield word
    if single:
        yield single


@lru_cache(maxsize=1)
def _segmenter(_folders: object) -> Segmenter:
    """A segmenter that knows the words of our lexicons."""
    known = lexicons()
    words = {*known.synonyms, *known.generic, *known.stop, *actor_names().rows}
    return segmenter(word for word in words if len(word) > 1)
