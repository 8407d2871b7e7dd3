"""The measure that a bare school type stands for (生师比:小学19:1,初中13:1), from the words before its list."""

from __future__ import annotations

import msgspec

from pipeline.extraction.indicators.names import clean
from pipeline.extraction.indicators.phrases import Phrase, Reader
from pipeline.extraction.indicators.scope import Scopes
from pipeline.extraction.indicators.words import Words
from pipeline.lexicon import wording
from pipeline.segmentation import Segmentation

_MOST_SCOPES = 4
_INSIDE = frozenset("间内中")  # 学校间差异系数
_REACH_OF_LABEL = 80
_LONGEST_LABEL = 8
_STAGE, _GRADE = "stage", "grade"  # 起始年级班额…,普通高中…


class Owners(msgspec.Struct, frozen=True, gc=False):
    """Looks for the measures of bare scopes."""

    reader: Reader
    words: Words
    scopes: Scopes
    cuts: Segmentation

    def of(self, start: int, floor: int, phrase: Phrase, previous: str) -> str:
        """The measure that a bare scope stands for (小学46人、初中41人)."""
        before = previous if self.words.is_measure(previous) or previous.startswith(("每", *self.words.average)) else ""
        return (
            self._colon_owner(start, phrase)
            or self._unscoped(before, phrase.text)
            or self.rate_before(start, floor, phrase)
            or self._measure_before(self._label_end(start))
        )

    def of_average(self, left: str, start: int) -> str:
        """What an average of a stage is told of, by the label of its list (图书:小学生均20册 → 生均图书)."""
        if not left.endswith(self.words.average):
            return ""  # as most
        average = next(word for word in self.words.average if left.endswith(word))
        stage = left.removesuffix(average)
        if not stage or not self.scopes.alone(stage):
            return ""
        label = self.label(start)
        return average + label if label else ""

    def label(self, start: int) -> str:
        """The short noun before the colon that opens the sentence's list (特优生:九年级1000元), "" where there is none."""
        mark = self._label_end(start)
        if self.reader.board.text[mark - 1 : mark] == ")":
            return ""  # a bracket tells of what stands before it
        words = self.reader.before(mark, max(0, mark - _LONGEST_LABEL - 1)).text if mark else ""
        if number := wording.pattern("indicator", "item_number").match(words):
            words = words[number.end() :]
        return words if 2 <= len(words) <= _LONGEST_LABEL and not self.scopes.alone(words) else ""

    def _label_end(self, start: int) -> int:
        """The colon that opens the list in the sentence before `start`, 0 where none does."""
        text = self.reader.board.text
        lowest = max(0, start - _REACH_OF_LABEL)
        sentence = max(text.rfind(mark, lowest, start) for mark in "。;\n")
        return max(text.rfind(":", max(lowest, sentence + 1), start), 0)

    def _unscoped(self, name: str, other: str) -> str:
        """A name without the scope it opens with (小学班额 → 班额) where another of its kind takes its place."""
        first = next(self.scopes.hits(name), None)
        if first is None or first.start() or not self.scopes.rows[first[0]].alone:
            return name
        kinds = {self.scopes.rows[hit[0]].kind for hit in self.scopes.hits(other)}
        if self.scopes.rows[first[0]].kind not in (kinds | {_GRADE} if _STAGE in kinds else kinds):
            return name
        rest = name[first.end() :]
        return rest if self.words.is_measure(rest) and rest[0] not in _INSIDE else name

    def rate_before(self, start: int, floor: int, phrase: Phrase) -> str:
        """The rate that the clause before speaks of (近视率稳步下降,小学不超过36%)."""
        first = phrase.offsets[0] if phrase.offsets else start
        if first == 0 or self.reader.board.text[first - 1] != ",":
            return ""
        clause = self.reader.before(first - 1, max(floor, first - 40))
        end = max(
            (clause.text.rfind(share) + len(share) for share in self.words.shares if share in clause.text), default=0
        )
        if end:
            return clean(clause.cut(0, end), self.words, self.cuts)
        owner = clean(clause, self.words, self.cuts)  # 每天书面作业时间,小学不超过60分钟
        return owner if self.words.is_measure(owner) else ""

    def of_list(self, start: int, floor: int, left: str) -> tuple[str, tuple[str, ...]]:
        """The measure that a list of scopes stands right behind, and these (生均面积小学、初中均达到…)."""
        phrase = self.reader.before(start, floor, lists=True)
        last = end = phrase.text.rfind(left)
        while end > 0 and phrase.text[end - 1] in wording.signs("indicator", "joints_of_scopes"):
            head, scope = self.scopes.split_tail(phrase.text[: end - 1])
            if not scope:
                break
            end = len(head)
        owner = clean(phrase.cut(0, end), self.words, self.cuts) if 0 < end < last else ""
        return (owner, self.scopes.find(phrase.text[end:])) if self.words.is_measure(owner) else ("", ())

    def before(self, phrase: Phrase) -> str:
        """The measure before a list of scopes, behind its colon or in the clause before."""
        first = phrase.offsets[0] if phrase.offsets else 0
        return self._colon_owner(first, phrase) or self.rate_before(first, max(0, first - 40), phrase)

    def _colon_owner(self, start: int, phrase: Phrase) -> str:
        """What a list of scopes stands behind (公用经费定额为:小学720元; 师生比(小学1:19)): the words before the mark."""
        first = self._list_start(phrase.offsets[0] if phrase.offsets else start)
        if first == 0 or self.reader.board.text[first - 1] not in ":(":
            return ""
        return self._measure_before(first - 1)

    def of_label(self, phrase: Phrase) -> str:
        """The measure whose label opens a list of things that are neither measures nor stages (合格率:语文90%,数学88%)."""
        first = phrase.offsets[0] if phrase.offsets else 0
        items = wording.pattern("indicator", "items_of_label")
        label = items.search(self.reader.board.text, max(0, first - _REACH_OF_LABEL), first)
        return self._measure_before(label.start()) if label is not None else ""

    def _measure_before(self, mark: int) -> str:
        """The measure that stands right before a mark; without the number of its item (1.出勤率:…)."""
        words = self.reader.before(mark, max(0, mark - 40))
        if number := wording.pattern("indicator", "item_number").match(words.text):
            words = words.cut(number.end())
        owner = clean(words, self.words, self.cuts)
        return owner if self.words.is_measure(owner) else ""

    def _list_start(self, first: int) -> int:
        """Where a list of scopes begins (用房面积:小学、初中均达到…)."""
        text = self.reader.board.text
        for _ in range(_MOST_SCOPES):
            at = max(text.rfind(mark, max(0, first - 10), first - 1) for mark in "、:(,。;\n") + 1
            if text[first - 1 : first] != "、" or not at or not self.scopes.alone(text[at : first - 1]):
                break
            first = at
        return first
