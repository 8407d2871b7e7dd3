"""The cheapest reading of a piece of a list as a chain of names, posts and blanks."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

import msgspec

from pipeline.extraction.name_forms import is_han, names_at
from pipeline.extraction.names_lexicon import NameLexicon, position_words

SegmentKind = Literal["name", "post", "org", "suffix", "tail", "skip"]

# a grade or class in front of a name: 高一张三, 三(1)班 李四
SCHOOL_CLASS = re.compile(
    r"(?:[高初][一二三](?:年级)?|[一二三四五六七八九1-9]年级)(?:[(]?[0-9一二三四五六七八九十]{1,2}[)]?班)?"
    r"|[一二三四五六七八九1-9]?[(][0-9一二三四五六七八九十]{1,2}[)]班|[0-9]{3,4}班"
)

# Costs of the parts of a chain, beside those of names. A post made of known words is cheap, one of unknown words dear; a
# character that nothing explains costs more than any name.
_POST_OPEN, _POST_END, _ORG_END, _GLUED_ORG, _TAIL = 0.3, 0.1, 0.45, 1.0, 0.8
_KNOWN, _UNKNOWN, _INNER_HEAD, _BLANK_IN_POST, _SKIP = 0.12, 0.5, 0.2, 0.35, 3.0
_NAMED_BODY = 1.0  # what stands behind a name and a blank is rather the post with its body than another name
_LONGEST_NAME = 4
_SHORTEST_TITLED = 8
_NUMBER = 0.15
_CLASS, _CLASS_CHAR = 0.3, 0.15  # dearer than the same words inside a post (高一年级主任)
_NUMBER_CHARS = frozenset("0123456789.-—*~①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳●○◆◇■□★☆▲△·•")
_CLASS_CHARS = frozenset("()0123456789一二三四五六七八九十初高")

_COLUMN = 3  # so many names make a column of them

_FREE, _AFTER_NAME, _POST, _GLUED_POST = range(4)
_NEVER, _NEAR = float("inf"), 1e-9


class Segment(msgspec.Struct, frozen=True, gc=False):
    """A part of a piece: a name, a post (or an organisation standing for one), a suffix such as 同志,
    what a verb behind a name opens (`负责现场疏散`), or unread words."""

    kind: SegmentKind
    start: int
    end: int


def cheapest_chain(text: str, start: int, end: int, lexicon: NameLexicon) -> list[Segment]:
    """Read `text[start:end]` as names, posts, organisations, suffixes and unread words; blanks are in none of them."""
    found = _reading(text[start:end], lexicon)
    return (
        [Segment(segment.kind, segment.start + start, segment.end + start) for segment in found] if start else [*found]
    )


@lru_cache(maxsize=256)
def _reading(words: str, lexicon: NameLexicon) -> tuple[Segment, ...]:
    """The same words are asked about several times: by who looks for seats, for people and for tasks."""
    return tuple(_Chain(words, 0, len(words), lexicon).read())


def with_odd_names(text: str, segments: list[Segment]) -> list[Segment]:
    """A column of names with those of rare surnames: two or three characters between blanks, with names on both sides."""
    names = sum(segment.kind == "name" for segment in segments)
    if names < _COLUMN or len(segments) == names:
        return segments
    return [
        Segment("name", one.start, one.end) if _stands_for_name(text, segments[max(at - 1, 0) : at + 2], one) else one
        for at, one in enumerate(segments)
    ]


def odd_name_between(text: str, last: int | None, start: int, end: int, lexicon: NameLexicon) -> bool:
    """Whether a word may be a name because it stands between two in an enumeration (孟飞、万里、段誉); `last` is where the
    name before it ends."""
    words, behind = text[start:end], end + 1
    if last is None or not 2 <= len(words) <= 3 or text[last:start] != "、" or text[end:behind] != "、":
        return False
    if words[0] not in lexicon.surnames or words in position_words("between_names") or not all(map(is_han, words)):
        return False
    stop = behind
    while stop < len(text) and stop - behind <= _LONGEST_NAME and is_han(text[stop]):
        stop += 1
    named = [part.kind for part in cheapest_chain(text, behind, stop, lexicon)] == ["name"]
    return named and not words.startswith(lexicon.generics)


def _stands_for_name(text: str, around: list[Segment], one: Segment) -> bool:
    words = text[one.start : one.end]
    return (
        one.kind == "skip"
        and [other.kind for other in around] == ["name", "skip", "name"]
        and text[one.start - 1] == text[one.end] == " "
        and 2 <= len(words) <= 3
        and all(map(is_han, words))
        and words not in position_words("between_names")
    )


class _Chain:
    """Cheapest chain over the positions of one piece; a state says whether a name ended just here or a post is open."""

    def __init__(self, text: str, start: int, end: int, lexicon: NameLexicon) -> None:
        self.text, self.start, self.end, self.lexicon = text, start, end, lexicon
        size = end - start + 1
        self.cost = [[_NEVER] * 4 for _ in range(size)]
        self.back: list[list[tuple[int, int, SegmentKind | None] | None]] = [[None] * 4 for _ in range(size)]
        self.cost[0][_FREE] = 0.0

    def read(self) -> list[Segment]:
        for at in range(self.start, self.end):
            costs = self.cost[at - self.start]
            free, after = costs[_FREE], costs[_AFTER_NAME]
            if free < _NEVER or after < _NEVER:
                self._open(at, free, after)
            if costs[_POST] < _NEVER or costs[_GLUED_POST] < _NEVER:
                self._post(at, costs)
        return self._walk_back()

    def _relax(self, state: int, at: int, to_state: int, to: int, cost: float, kind: SegmentKind | None = None) -> None:
        to -= self.start
        costs = self.cost[to]
        if cost < costs[to_state] - _NEAR:
            costs[to_state] = cost
            self.back[to][to_state] = (at, state, kind)

    def _open(self, at: int, free: float, after: float) -> None:
        state, base = (_FREE, free) if free <= after else (_AFTER_NAME, after)
        sign = self.text[at]
        if sign == " ":
            self._relax(state, at, _FREE, at + 1, base)
            return
        behind, costs = at + 1 - self.start, self.cost[at + 1 - self.start]
        if base + _SKIP < costs[_FREE] - _NEAR:  # as `_relax`, whose call each character would pay for
            costs[_FREE] = base + _SKIP
            self.back[behind][_FREE] = (at, state, "skip")
        if sign in _NUMBER_CHARS:  # 1.张三 2.李四, telephone numbers
            self._relax(state, at, _FREE, at + 1, base + _NUMBER, "suffix")
        if sign in _CLASS_CHARS and (found := SCHOOL_CLASS.match(self.text, at, self.end)):
            price = _CLASS + _CLASS_CHAR * (found.end() - at)
            self._relax(state, at, _FREE, found.end(), base + price, "suffix")
        if sign in self.lexicon.openings or at == self.start or not is_han(self.text[at - 1]):
            for stop, price in names_at(self.text, at, self.start, self.end, self.lexicon):
                cut_out = self._behind_name(at) and (self._of_body(at, stop) or self._titled(at))
                price += _NAMED_BODY if cut_out else 0.0
                self._relax(state, at, _AFTER_NAME, stop, base + price, "name")
        if after < _NEVER:
            for length in self._lengths(self.lexicon.suffixes, at):
                self._relax(_AFTER_NAME, at, _AFTER_NAME, at + length, after + _POST_END, "suffix")
            if self._lengths(self.lexicon.verbs, at):
                self._relax(_AFTER_NAME, at, _FREE, self.end, after + _TAIL, "tail")
            self._relax(_AFTER_NAME, at, _GLUED_POST, at, after + _POST_OPEN)
        costs = self.cost[at - self.start]
        if free + _POST_OPEN < costs[_POST] - _NEAR:
            costs[_POST] = free + _POST_OPEN
            self.back[at - self.start][_POST] = (at, _FREE, None)

    def _behind_name(self, at: int) -> bool:
        """Whether only blanks part what begins here from a run of characters as long as a name, or from the pieces of a spaced one
        (王立新 石河派出所所长, 周  靓  县城投公司总经理)."""
        begin, stop = self._run_before(at)
        if stop == at or stop - begin > _LONGEST_NAME:
            return False
        if stop - begin == 1:
            begin, behind = self._run_before(begin)
            if behind - begin != 1:
                return False
        return self.text[begin] in self.lexicon.openings

    def _run_before(self, at: int) -> tuple[int, int]:
        """The run of characters before the blanks before a place."""
        stop = at
        while stop > self.start and self.text[stop - 1] == " ":
            stop -= 1
        begin = stop
        while begin > self.start and is_han(self.text[begin - 1]):
            begin -= 1
        return begin, stop

    def _titled(self, at: int) -> bool:
        """Whether the run of characters from here on is too long for names and ends in a post: it is one, with its body."""
        stop = at
        while stop < self.end and is_han(self.text[stop]):
            stop += 1
        return stop - at >= _SHORTEST_TITLED and any(
            self.text[stop - n : stop] in self.lexicon.titles for n in (2, 3, 4)
        )

    def _of_body(self, at: int, stop: int) -> bool:
        """Whether a name would be cut out of that of a body (石河+派出所, 龙山学+校), not stand before a post (周海+区长)."""
        bodies, posts, text = self.lexicon.bodies, self.lexicon.body_posts, self.text
        return any(
            text.startswith(bodies, cut) and not text.startswith(posts, cut) for cut in (stop - 1, stop) if cut > at + 1
        )

    def _post(self, at: int, costs: list[float]) -> None:
        text, end, first = self.text, self.end, self.text[at]
        words = self.lexicon.in_posts.get(text[at : at + 2]) or self.lexicon.in_posts.get(first, ())
        found: list[tuple[str, int]] = []
        following = self.cost[at + 1 - self.start]
        for kind, word in words:
            if text.startswith(word, at, end):
                found.append((kind, at + len(word)))
        for state in (_POST, _GLUED_POST):
            base = costs[state]
            if base == _NEVER:
                continue
            if first == " ":
                self._relax(state, at, _POST, at + 1, base + _BLANK_IN_POST)
                continue
            price = base + (_KNOWN if first in _CLASS_CHARS else _UNKNOWN)
            if price < following[state] - _NEAR:
                following[state] = price
                self.back[at + 1 - self.start][state] = (at, state, None)
            for kind, stop in found:
                known = _KNOWN * (stop - at)
                if kind == "modifier":
                    self._relax(state, at, state, stop, base + known)
                elif kind == "head":
                    self._relax(state, at, state, stop, base + (_INNER_HEAD + known))
                    self._relax(state, at, _FREE, stop, base + _POST_END, "post")
                else:
                    price = _ORG_END + (_GLUED_ORG if state == _GLUED_POST else 0.0)
                    self._relax(state, at, _FREE, stop, base + price, "org")

    def _lengths(self, table: dict[str, tuple[str, ...]], at: int) -> list[int]:
        """How long the words of a table are that begin at `at`."""
        words = table.get(self.text[at])
        return [len(word) for word in words if self.text.startswith(word, at, self.end)] if words else []

    def _walk_back(self) -> list[Segment]:
        at = self.end
        costs = self.cost[at - self.start]
        state = _FREE if costs[_FREE] <= costs[_AFTER_NAME] else _AFTER_NAME
        found: list[Segment] = []
        kind: SegmentKind | None = None
        stop = at
        while at > self.start or state != _FREE:
            step = self.back[at - self.start][state]
            if step is None:
                break
            before, old, label = step
            if label is not None:
                kind, stop = label, at
            if old in (_FREE, _AFTER_NAME) and kind is not None:
                found.append(Segment(kind, before, stop))
                kind = None
            at, state = before, old
        return _merge_skips(found[::-1])


def _merge_skips(segments: list[Segment]) -> list[Segment]:
    merged: list[Segment] = []
    for segment in segments:
        last = merged[-1] if merged else None
        if last and segment.kind == last.kind and segment.kind in ("skip", "suffix") and last.end == segment.start:
            merged[-1] = Segment(segment.kind, last.start, segment.end)
        else:
            merged.append(segment)
    return merged
