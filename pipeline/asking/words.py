"""The words of a question that are looked for in the texts."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from pipeline.asking.cutting import content_words, is_said_of, pieces
from pipeline.asking.lexicons import lexicons
from pipeline.store import finding
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.searchtext import normalised, phrase, writings

__all__ = ["Term", "content_words", "terms_of"]

_DONE = re.compile("(.{1,2}?)(?:完成|完|好|掉|到位|起来|出来|下来|清|满)")
_GENERIC_WEIGHT = 0.12
# A short form is looked for as the longer words it was made from, this many characters longer at most: 出租屋 → 出租房屋.
_SPREAD = 2
_MOST_SPREAD = 4
_MOST_READ = 60
_SHORT_FORM = re.compile(r"[^\W\d_a-z]{2,4}")


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """A word that is looked for. `others` may stand in its place; `weight` is the higher the rarer it is; a `generic`
    word may be missing from an answer; a `light` one, and beside two others one that is `said_of` a thing, where nothing is
    found otherwise; one that is not `known` stands
    nowhere in the base, nor does any of `others`."""

    word: str
    others: tuple[str, ...] = ()
    weight: float = 1.0
    generic: bool = False
    light: bool = False
    said_of: bool = False
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
    cut = content_words(text, lambda word: _exists(kb, word))
    whole = [word for word in map(_without_complement, cut) if word not in known.stop]
    words = dict.fromkeys(piece for word in whole for piece in _in_base(kb, word) if piece not in known.stop)
    total = max(kb.size(), 1)
    return tuple(_term(kb, word, total) for word in words)


def _term(kb: KnowledgeBase, word: str, total: int) -> Term:
    others = lexicons().synonyms.get(word, ())
    generic = _is_generic(word)
    exists = any(_exists(kb, form) for form in (word, *others))
    if not exists and not generic and word not in lexicons().light:
        others = kb.remember(("spread", word), lambda: _spread(kb, word))
        exists = bool(others)
    return Term(
        word=word,
        others=others,
        weight=_weight(kb, word, others, total) * (_GENERIC_WEIGHT if generic else 1.0),
        generic=generic,
        light=word in lexicons().light,
        said_of=not generic and is_said_of(word),
        known=exists,
    )


def _without_complement(word: str) -> str:
    """换完, 排好 and 配齐 without what says that it is done: plans write 更换 and 排定 (synonyms of 换 and 排)."""
    match = _DONE.fullmatch(word)
    return match[1] if match and match[1] in lexicons().synonyms else word


def _is_generic(word: str) -> bool:
    """A lone character says too little to be insisted on, and so does a measure (每晚, 每节, 一晚)."""
    return word in lexicons().generic or len(word) == 1 or (len(word) == 2 and word[0] in "每一")


def _in_base(kb: KnowledgeBase, word: str) -> Iterator[str]:
    """A word as it is where the base has it or a synonym; else in the shorter words it is made of (音乐教室 → 音乐, 教室)."""
    known = lexicons()
    if word in known.generic or word in known.light or any(
        _exists(kb, form) for form in (word, *known.synonyms.get(word, ()))
    ):  # fmt: skip
        yield word
    elif word not in known.synonyms and all(char in known.synonyms for char in word):
        yield from word  # words of one character each that stand side by side: 钱|发
    else:
        yield from pieces(word, lambda piece: _exists(kb, piece))


def _spread(kb: KnowledgeBase, word: str) -> tuple[str, ...]:
    """Longer words that a short form was made from: its characters in order, close together, in one text of the base."""
    if not _SHORT_FORM.fullmatch(word):
        return ()
    expression = " AND ".join(f'"{char}" *' for char in word)
    gap = f"[^,;。!?\n]{{0,{_SPREAD}}}?"
    pattern = re.compile(gap.join(map(re.escape, word)))
    found: dict[str, None] = {}
    for hit in finding.match(kb.db, expression, _MOST_READ):
        for match in pattern.finditer(normalised(hit.text)):
            if len(match[0]) <= len(word) + _SPREAD:
                found[match[0]] = None
    return tuple(sorted(found, key=lambda form: (len(form), form))[:_MOST_SPREAD])


def _exists(kb: KnowledgeBase, word: str) -> bool:
    return kb.remember(("exists", word), lambda: finding.exists(kb.db, word))


def _weight(kb: KnowledgeBase, word: str, others: tuple[str, ...], total: int) -> float:
    found = _frequency(kb, word)
    if not found and others:
        found = max(_frequency(kb, other) for other in others)
    return math.log(1 + total / (1 + found)) + 0.5


def _frequency(kb: KnowledgeBase, word: str) -> int:
    return kb.remember(("frequency", word), lambda: finding.frequency(kb.db, word))
