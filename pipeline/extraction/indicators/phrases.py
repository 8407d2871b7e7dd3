"""The words beside a quantity: what stands before it in its clause, and the thing named behind it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

import msgspec

from pipeline.extraction.board import Board
from pipeline.extraction.indicators.words import Words
from pipeline.lexicon import wording
from pipeline.model.expression import TimeExpression

TIME = "\x00"  # stands in a phrase for a time expression
_REACH = 70
_LONGEST_THING = 22
_LONGEST_ATTRIBUTE = 40
_ENDS = frozenset(",。;!?\n|\t")
_QUOTES = frozenset('“”"‘’「」『』《》〈〉')
_SPECIAL = _ENDS | _QUOTES | frozenset("、:()[] ")
_THING_ENDS = frozenset(",。;:!?\n()|\t") | {TIME}
_BRACKET_REACH = 60
_LONGEST_QUALITY = 50
_SHORT, _TAIL = 2, 4
_SCALED = ("级", "规模", "限额")


class Phrase(msgspec.Struct, frozen=True, gc=False):
    """Words with the offset of each character in the clean text."""

    text: str = ""
    offsets: tuple[int, ...] = ()

    def cut(self, start: int, end: int | None = None) -> Phrase:
        """A part of the phrase."""
        return Phrase(self.text[start:end], self.offsets[start:end])


class Reader(msgspec.Struct, frozen=True, gc=False):
    """Reads phrases from a board; `starts` are those of its time expressions."""

    board: Board
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def time_at(self, offset: int) -> TimeExpression | None:
        """The time expression that covers an offset."""
        index = bisect_right(self.starts, offset) - 1
        return self.board.times[index] if index >= 0 and offset < self.ends[index] else None

    def times_between(self, start: int, end: int) -> tuple[TimeExpression, ...]:
        """Time expressions that begin in `[start, end)`."""
        return self.board.times[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def before(self, start: int, floor: int, *, lists: bool = False) -> Phrase:
        """The words of the clause before `start`, none before `floor`; brackets left out, times marked.

        A clause ends at a comma, a colon that is not right before `start`, an opening bracket, and, unless `lists`, at 、.
        """
        text, at, lowest = self.board.text, start, start - _REACH if start - _REACH > floor else floor
        chars: list[str] = []
        offsets: list[int] = []
        times = self._times_in(lowest, start)
        while at > lowest:
            if not times and (begin := _run_start(text, at, lowest)) < at:  # as mostly: a run of words at once
                chars += text[begin:at][::-1]
                offsets += range(at - 1, begin - 1, -1)
                at = begin
                continue
            at -= 1
            char = text[at]
            if times and (time := _covering(times, at)) is not None:
                chars.append(TIME)
                offsets.append(time.start)
                at = max(time.start, lowest)
                continue
            if char not in _SPECIAL:
                chars.append(char)
                offsets.append(at)
                continue
            if char in _ENDS or (char == "、" and not lists):
                break
            if char == ":" and any(each != TIME for each in chars):
                break
            if char in ")]":
                at = self._opening(at, lowest)
                continue
            if char in "([":
                break
            if (
                char == " "
                and len(chars) >= 2
                and not (text[at - 1].isascii() or chars[-1] == TIME or chars[-1].isdigit())
                and not "".join(chars[::-1]).endswith(wording.words("indicator", "in_copies"))
            ):
                break
            if char == "、":
                chars.append(char)
                offsets.append(at)
        return Phrase("".join(reversed(chars)), tuple(reversed(offsets)))

    def _times_in(self, start: int, end: int) -> list[TimeExpression]:
        """Times that touch `[start, end)` and end there; bare durations (三年巩固率) may belong to a name."""
        first = bisect_right(self.starts, start)
        found = self.board.times[first and first - 1 : bisect_left(self.starts, end)]
        return [
            time
            for time in found
            if start < time.end <= end and not wording.pattern("indicator", "lasting").fullmatch(time.text)
        ]

    def _opening(self, closing: int, lowest: int) -> int:
        found = max(self.board.text.rfind("(", max(lowest, closing - _BRACKET_REACH), closing), -1)
        return found if found >= 0 else closing

    def thing(self, end: int, ceiling: int, words: Words, *, owned: bool = False, person: bool = False) -> Phrase:
        """The thing named right behind a quantity, up to a mark, a stop word, a time or the next quantity.

        An attribute clause (符合标准的) is left out; `owned`: a short thing takes what it owns into the name (掌握两种以上乐器的演奏方法);
        `person`: people are counted, whose subjects or ranks may be several before the one word for them (语文、数学教师).
        """
        text, at, stops, attributes = self.board.text, end, words.stops, words.attributes
        ranks, bounds = words.phrases["and_up_or_down"], words.phrases["up_or_down"]
        effects = words.phrases["takes_effect"]
        while at < ceiling and text[at] in " 的":
            at += 1
        at = self._behind_attribute(at, ceiling, attributes)
        if person and (told := words.patterns["person_behind_attribute"].match(text, at, ceiling)):
            at = told.end()
        chars: list[str] = []
        offsets: list[int] = []
        highest = min(ceiling, at + _LONGEST_THING)
        while at < highest:
            if text[at] in _QUOTES:
                at += 1
                continue
            if text[at] == "(" and (closing := text.find(")", at, at + _BRACKET_REACH)) > 0 and closing + 1 < ceiling:
                at, highest = closing + 1, min(ceiling, highest + closing + 1 - at)
                continue
            following = self.board.segmentation.following(at + 1)
            following = following if following < highest else highest
            word = text[at:following]
            if word == "的" and _attributive(chars, attributes, text, following):
                chars, offsets = [], []
                at = self._behind_one(following, ceiling, attributes)  # 大型的+具有仓储功能的+市场
                highest = min(ceiling, at + _LONGEST_THING)
                continue
            if (
                owned
                and word == "的"
                and 0 < len(chars) <= _SHORT
                and at + 1 < highest
                and text[at + 1] not in _THING_ENDS
            ):
                at = following
                highest = self._word_end(at, min(highest, at + _TAIL))
                continue
            if text.startswith(ranks, at) and chars:
                following, word = at + 3, text[at : at + 3]
            if word in bounds and "".join(chars[-2:]).endswith(_SCALED):  # 校级以上课题, 规模以上企业
                stop = False
            else:
                stop = (word in stops and (bool(chars) or word not in words.openers)) or (
                    word == "方" and text.startswith(effects, following)
                )
            if word[0] in _THING_ENDS or stop or self.time_at(at) is not None:
                break
            if word[0] in "、 " and len(chars) != 1 and not self._shares_head(chars, at, ceiling, person=person):
                break
            chars.extend(word)
            offsets.extend(range(at, following))
            at = following
        return Phrase("".join(chars).strip(" 、"), tuple(offsets))

    def _word_end(self, at: int, limit: int) -> int:
        """The last word's end at or before `limit`."""
        while limit > at and not self.board.segmentation.is_boundary(limit):
            limit -= 1
        return limit

    def _shares_head(self, chars: list[str], at: int, ceiling: int, *, person: bool) -> bool:
        """Whether what stands before 、 is but a rank, a subject or a body, and what they are of is told behind it."""
        last = chars[-1] if chars else ""
        if last == "级":
            return True
        return (
            person
            and bool(last)
            and last not in wording.signs("indicator", "persons_behind_list")
            and wording.pattern("indicator", "persons_behind_list").match(self.board.text, at, ceiling) is not None
        )

    def _behind_attribute(self, at: int, ceiling: int, attributes: tuple[str, ...]) -> int:
        """Behind the attributes that begin here, at most two (在业内有影响的+享受政府津贴的)."""
        behind = self._behind_one(at, ceiling, attributes)
        return self._behind_one(behind, ceiling, attributes) if behind > at else at

    def _behind_one(self, at: int, ceiling: int, attributes: tuple[str, ...]) -> int:
        """Behind the attribute that begins here (现有, 60岁以上, 面向家长的, 以安全为主题的), where one does."""
        text = self.board.text
        if there := wording.pattern("indicator", "there_already").match(text, at, ceiling):
            at = there.end()
        if aged := wording.pattern("indicator", "of_an_age").match(text, at, ceiling):
            at = aged.end()
        if text.find("的", at, at + _LONGEST_QUALITY) > 0 and (
            graded := wording.pattern("indicator", "of_quality").match(text, at, ceiling)
        ):
            at = graded.end()
        if text[at : at + 1] in wording.signs("indicator", "goes_with") and (
            goes := wording.pattern("indicator", "goes_with").match(text, at, ceiling)
        ):
            return goes.end()
        if not text.startswith(attributes, at):
            return at
        behind = text.find("的", at, min(ceiling, at + _LONGEST_ATTRIBUTE)) + 1
        if not behind or behind >= ceiling or text[behind] in _THING_ENDS:
            return at
        return at if any(char in _THING_ENDS for char in text[at:behind]) else behind


def _attributive(chars: list[str], attributes: tuple[str, ...], text: str, following: int) -> bool:
    """Whether what 的 ends is an attribute, or another follows behind it."""
    return bool(chars) and (text.startswith(attributes, following) or "".join(chars).startswith(attributes))


def _run_start(text: str, at: int, lowest: int) -> int:
    """Where the words without any sign begin that end at `at`."""
    while at > lowest and text[at - 1] not in _SPECIAL:
        at -= 1
    return at


def _covering(times: list[TimeExpression], offset: int) -> TimeExpression | None:
    for time in times:
        if time.start <= offset < time.end:
            return time
    return None


def reader(board: Board) -> Reader:
    """A reader for a board."""
    return Reader(board, tuple(time.start for time in board.times), tuple(time.end for time in board.times))
