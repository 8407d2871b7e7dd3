"""The words of a question that are looked for in the texts."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec

from pipeline.asking.class_names import class_names, written
from pipeline.asking.cutting import content_words, is_said_of, pieces
from pipeline.asking.lexicons import lexicons
from pipeline.asking.numerals import amounts, ranks
from pipeline.lexicon import wording
from pipeline.store import finding
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.names import actor_names
from pipeline.store.searchtext import normalised, phrase, writings

__all__ = ["Term", "content_words", "terms_of"]

_GENERIC_WEIGHT = 0.12
_DEED_WEIGHT = 0.3
# A short form is looked for as the longer words it was made from, this many characters longer at most: 出租屋 → 出租房屋.
_SPREAD = 2
_MOST_SPREAD = 4
_MOST_READ = 60
_SHORT_FORM = re.compile(r"[^\W\d_a-z]{2,4}")
_SHORTEST_NAME = 3
_TOGETHER = 2
_OFFICE = re.compile("[㐀-鿿]{2,3}(?:处|科|局|委|办|院|系|股)")
# The name of a class tells a row of a list from all others.
_CLASS_WEIGHT = 4.0
_APART = "的"


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """A word that is looked for. `others` may stand in its place; `weight` is the higher the rarer it is; a `generic`
    word may be missing from an answer; a `light` one, and beside two others one that is `said_of` a thing, where nothing is
    found otherwise; one that is not `known` stands
    nowhere in the base, nor does any of `others`; `there` says that the word itself does. `indexed`: those of its forms that
    some sentence or heading holds, null where that was not looked up."""

    word: str
    others: tuple[str, ...] = ()
    weight: float = 1.0
    generic: bool = False
    light: bool = False
    said_of: bool = False
    known: bool = True
    there: bool = True
    indexed: tuple[str, ...] | None = None

    @property
    def forms(self) -> tuple[str, ...]:
        """The word and its synonyms, in every writing."""
        return _all_writings((self.word, *self.others))

    def expression(self) -> str:
        """An FTS5 expression for the passages that hold the word or one of the others."""
        return _any_of(self.indexed or (self.word, *self.others))

    def titled(self) -> str:
        """The same for the titles of plans, which are not among the passages."""
        return _any_of((self.word, *self.others))


def holding_all(terms: Iterable[Term], column: str = "") -> str:
    """An FTS5 expression for the passages that hold all terms; `column` text leaves out headings and actors. The same whatever the
    order of the terms, so that what was found is found again (`candidates.passages`)."""
    every = " AND ".join(sorted({term.expression() for term in terms}))
    return f"{{{column}}} : ({every})" if column else every


def _any_of(forms: Iterable[str]) -> str:
    return "(" + " OR ".join(phrase(form) for form in forms) + ")"


@lru_cache(maxsize=4096)
def _all_writings(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form for word in words for form in writings(word)))


def terms_of(kb: KnowledgeBase, text: str, asked: str = "") -> tuple[Term, ...]:
    """The terms of a stretch of a question, in its order, weighted by how rare they are in the base. `asked`: the whole question:
    what only came together when asking words were taken out (写多少字 → 写字) is one word only where the base writes it so."""
    known = lexicons()
    classes = {match[0]: written(match) for match in class_names(text)}
    for name in classes:
        text = text.replace(name, _APART)
    cut = content_words(text, lambda word: exists(kb, word))
    whole = [word for word in map(_without_complement, cut) if word not in known.stop]
    words = dict.fromkeys(
        piece
        for word in whole
        for part in (word if asked and _came_together(kb, word, asked) else (word,))
        for piece in _in_base(kb, part)
        if piece not in known.stop
    )
    total = max(kb.size(), 1)
    named = (Term(word=name, others=forms, weight=_CLASS_WEIGHT) for name, forms in classes.items())
    return (*named, *(_term(kb, word, total) for word in words))


def _came_together(kb: KnowledgeBase, word: str, asked: str) -> bool:
    """Whether a word only came together when asking words were taken out (凭什么证件 → 凭证) and no plan says it or a word for it."""
    if len(word) != _TOGETHER or word in asked:
        return False
    return not any(exists(kb, form) for form in (word, *lexicons().synonyms.get(word, ())))


def _term(kb: KnowledgeBase, word: str, total: int) -> Term:
    others = _others(kb, word)
    generic = _is_generic(word)
    indexed = tuple(form for form in (word, *others) if exists(kb, form))
    known = bool(indexed)
    ranked = wording.pattern("question", "rank_word").fullmatch(word) is not None  # 二级 is not 二三年级
    if not known and not generic and not ranked and word not in lexicons().light:
        indexed = others = kb.remember(("spread", word), lambda: _spread(kb, word))
        known = bool(others)
    return Term(
        word=word,
        others=others,
        weight=_weight(kb, word, others, total) * _share_of_weight(word, generic),
        generic=generic,
        light=word in lexicons().light,
        said_of=not generic and is_said_of(word),
        known=known,
        there=word in indexed,
        indexed=indexed,
    )


def _share_of_weight(word: str, generic: bool) -> float:
    """A lone verb (建食堂) may be missing, but tells well which of several is meant."""
    if not generic:
        return 1.0
    return _DEED_WEIGHT if len(word) == 1 and word in lexicons().synonyms else _GENERIC_WEIGHT


def _others(kb: KnowledgeBase, word: str) -> tuple[str, ...]:
    """What is looked for in a word's place: synonyms, a party's other names that the base has (卫健委: 卫生健康局), an amount
    written the other way (五万: 5万)."""
    others = [*lexicons().synonyms.get(word, ()), *amounts(word), *ranks(word)]
    if len(word) >= _SHORTEST_NAME and word in actor_names().rows:
        whole = wording.pattern("question", "whole_office_name")
        others += [name for name in actor_names().names_of(word) if whole.search(name) and exists(kb, name)]
    elif _OFFICE.fullmatch(word):  # 基教处 is 基础教育处
        others += kb.remember(("spread", word), lambda: _spread(kb, word))
    return tuple(other for other in dict.fromkeys(others) if other != word)


def _without_complement(word: str) -> str:
    """换完, 排好 and 配齐 without what says that it is done: plans write 更换 and 排定 (synonyms of 换 and 排)."""
    match = wording.pattern("question", "done_to_the_end").fullmatch(word)
    return match[1] if match and match[1] in lexicons().synonyms else word


def _is_generic(word: str) -> bool:
    """A lone character says too little to be insisted on, and so does a measure (每晚, 每节, 一晚)."""
    measure = len(word) == 2 and word[0] in "每一" and word[1] not in wording.words("question", "ranks")
    return word in lexicons().generic or len(word) == 1 or measure


def _in_base(kb: KnowledgeBase, word: str) -> Iterator[str]:
    """A word as it is where the base has it or a synonym; else in the shorter words it is made of (音乐教室 → 音乐, 教室)."""
    known = lexicons()
    if word in known.generic or word in known.light or any(
        exists(kb, form) for form in (word, *known.synonyms.get(word, ()))
    ):  # fmt: skip
        yield word
    elif word not in known.synonyms and all(char in known.synonyms for char in word):
        yield from word  # words of one character each that stand side by side: 钱|发
    else:
        yield from pieces(word, lambda piece: exists(kb, piece))


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


def exists(kb: KnowledgeBase, word: str) -> bool:
    return kb.remember(("exists", word), lambda: finding.exists(kb.db, word))


def _weight(kb: KnowledgeBase, word: str, others: tuple[str, ...], total: int) -> float:
    found = frequency(kb, word)
    if not found and others:
        found = max(frequency(kb, other) for other in others)
    return math.log(1 + total / (1 + found)) + 0.5


def frequency_with_titles(kb: KnowledgeBase, word: str) -> float:
    """In about how many passages a word stands; without bound for what titles and issuers are called (园则镇): names are right
    however seldom they stand."""
    if not any(map(str.isalnum, word)):
        return 0
    named = kb.remember(("titled", word), lambda: bool(finding.match_documents(kb.db, phrase(word), 1)))
    return math.inf if named else frequency(kb, word)


def frequency(kb: KnowledgeBase, word: str) -> int:
    """In about how many passages a word stands."""
    return kb.remember(("frequency", word), lambda: finding.frequency(kb.db, word))
