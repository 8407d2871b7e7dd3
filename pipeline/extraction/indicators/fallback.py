"""Names for quantities beside which no name stands: from the clause before, the bracket's owner, or the heading."""

from __future__ import annotations

import re
from bisect import bisect_left

from pipeline.extraction.indicators.name import RATES, Name
from pipeline.extraction.indicators.names import tidy
from pipeline.extraction.indicators.naming import Namer
from pipeline.extraction.indicators.phrases import TIME
from pipeline.extraction.indicators.series import measure_of
from pipeline.extraction.indicators.stretch import Stretch
from pipeline.lexicon import wording
from pipeline.model.expression import Quantity

_REACH = 60
_CLOSED = "。;:!?,"
_NO_NAME = "数量"
_IN_ALL = "in-all"
_LONGEST_CASE = 20
_LONGEST_PER = 6
_TAUGHT = ("课时", "学时")
_AGED, _AGE = "岁", "年龄"
_OF_EACH = {"person": "人数", "duration": "时间"}
_THEME, _WORK, _LEAVE_REACH = 12, 18, 80
_LONGEST_TORN = 100  # the rest of a torn clause is shorter
_EACH_PARTY, _SHORTEST = ("每", "各"), 2
_BRACKET = re.compile(r"\([^()]{0,40}\)")


def _worded(name: str) -> bool:
    """Whether a name holds a word, not only what is left of a time of day (至18:00,每天…)."""
    return any("\u4e00" <= sign <= "\u9fff" for sign in name)


class Fallback:
    """Looks farther for a name, each place in turn."""

    def __init__(self, namer: Namer) -> None:
        self._namer = namer
        self._text = namer.reader.board.text
        self._blocks = namer.reader.board.layout.blocks
        self._starts = [block.start for block in self._blocks]
        self._titles = {section.id: section.title for section in namer.reader.board.layout.sections}
        self._papers = {paper.id: paper.title for paper in namer.reader.board.layout.documents}

    def name(self, stretch: Stretch, item: Quantity, floor: int, previous: str, *, same_unit: bool) -> Name:
        """A name that is never empty. `same_unit`: what was named before in the sentence was counted in this unit."""
        if item.unit == _AGED and not (previous and same_unit):
            return Name(_AGE, "heading")
        if leave := self._leave(stretch, item):
            return Name(leave, "as-before")
        return self._beside(stretch, item, floor, previous, same_unit=same_unit)

    def _beside(self, stretch: Stretch, item: Quantity, floor: int, previous: str, *, same_unit: bool) -> Name:
        at = self._opening(item.start, stretch.start)
        if (case := self._case(at, floor)) or (each := self._each(item, floor, previous)):
            return Name(case, "case") if case else Name(each, "counted-per")
        if (paid := self._scale(stretch, item, previous)) and not (previous and same_unit):
            return Name(paid, "heading")
        if self._text.startswith("其中", at + 1) and (verb := self._namer.verb_before(item.start, at + 3)):
            return Name(verb, "verb-before")
        if item.rule == _IN_ALL and (previous.startswith("每") or wording.pattern("indicator", "sum").match(item.text)):
            return Name(self._title(stretch) or item.text[:2], "heading")
        if risen := self._risen(item, floor):
            return Name(risen, "clause-before")
        if previous and same_unit and self._text[item.start - 1] != "(":
            return Name(self._turned(at, floor) or previous, "as-before")
        lowest = max(stretch.start, item.start - _REACH)
        whole = self._opening(at, stretch.start) >= floor or self._text[at] == "("
        if at > floor and whole and _worded(found := self._uncounted(at, max(floor, lowest))):
            return Name(found, "clause-before")
        if verb := self._namer.verb_before(item.start, floor):
            return Name(verb, "verb-before")
        if previous:
            return Name(previous if same_unit else self._what_of(previous, item), "as-before")
        return self._farther(stretch, item, floor, (at, lowest))

    def _what_of(self, previous: str, item: Quantity) -> str:
        """What a rate named before is told of, for a number that is no rate (培训参训率100%,每人不少于+72学时 → 培训)."""
        if item.unit in RATES or not self._namer.words.is_share(previous):
            return previous
        what = previous.removesuffix(measure_of(self._namer, previous))
        return what if len(what) >= _SHORTEST and _worded(what) else previous

    def _farther(self, stretch: Stretch, item: Quantity, floor: int, opened: tuple[int, int]) -> Name:
        """A name from the words before the clause, the line before, what the number is counted per, or the heading."""
        at, lowest = opened
        if at > lowest and (found := self._namer.from_phrase(at, lowest)) and not found[0].isdigit():
            return Name(found, "clause-before")
        if torn := self._line_before(stretch, item):
            return Name(torn, "line-before")
        if per := self._per(item, floor):
            return Name(per, "counted-per")
        return Name(self._heading(stretch), "heading")

    def _heading(self, stretch: Stretch) -> str:
        """What the section is called, else what the paper is about."""
        return self._title(stretch) or self._theme(stretch) or _NO_NAME

    def _per(self, item: Quantity, floor: int) -> str:
        """What a number with no other name is counted for (按每班+不超过45人)."""
        found = wording.pattern("indicator", "counted_per").search(self._namer.reader.before(item.start, floor).text)
        return found[0] if found and found[0].startswith("每") and len(found[0]) <= _LONGEST_PER else ""

    def _leave(self, stretch: Stretch, item: Quantity) -> str:
        """The leave that a term belongs to, where nothing beside it names one (学生请病假,…证明,+2天以内+报学生处批准)."""
        if self._namer.refusals.unit_kinds.get(item.unit) != "duration" or not wording.pattern(
            "indicator", "approved_by"
        ).match(self._text, item.end, stretch.end):
            return ""
        lowest = max(stretch.start, item.start - _LEAVE_REACH)
        found = list(wording.pattern("indicator", "leave_named").finditer(self._text, lowest, item.start))
        return found[-1][0] if found else ""

    def _turned(self, at: int, floor: int) -> str:
        """The name of another thing that a semicolon turns to (…职工不少于100元;学生自愿捐款,原则上+不超过10元)."""
        turn = self._text.rfind(";", floor, at)
        name = self._namer.from_phrase(at, turn + 1) if turn >= 0 and self._text[at] == "," else ""
        return name if self._namer.words.is_measure(name) or len(name) > 2 else ""

    def _risen(self, item: Quantity, floor: int) -> str:
        """The rate of the clause before that was not counted yet (…,非本市户籍比例不断提高,将从2025年的+33%上升到…)."""
        phrase = self._namer.reader.before(item.start, floor)
        return self._namer.owners.rate_before(item.start, floor, phrase) if item.unit == "%" and phrase.offsets else ""

    def _each(self, item: Quantity, floor: int, previous: str) -> str:
        """How many belong to one of a kind or how long one takes (每班+不超过40人 → 每班人数; 每节课+40分钟)."""
        kind = _OF_EACH.get(self._namer.refusals.unit_kinds.get(item.unit, ""), "") if item.unit not in _TAUGHT else ""
        asked = kind or previous.startswith("每")  # 每人限报1件,每校不超过10件
        words = self._namer.reader.before(item.start, floor).text.strip(TIME) if asked else ""
        return words + kind if words and wording.pattern("indicator", "one_of_each").fullmatch(words) else ""

    def _theme(self, stretch: Stretch) -> str:
        """What the paper is about, by its title (课后服务实施方案 → 课后服务), "" where that says too much."""
        title = _BRACKET.sub("", self._papers.get(stretch.block.document, ""))
        title = wording.pattern("indicator", "about_in_title").sub("", title)
        theme = wording.pattern("indicator", "paper_named").sub("", title).strip("《》“”")
        return theme if 1 < len(theme) <= _THEME and _worded(theme) and not theme[0].isdigit() else ""

    def sent_in(self, stretch: Stretch, name: Name) -> Name:
        """What each party sends in so many of is told by the item's title (征文。题目自拟,…每校限报3篇), the name itself tells but
        who sends."""
        if name.text[:1] not in _EACH_PARTY or not wording.pattern("indicator", "sent_by_each").fullmatch(name.text):
            return name
        title = self._title(stretch)
        what = _BRACKET.sub("", title) if len(title) <= _WORK else ""
        if len(what) < _SHORTEST or wording.pattern("indicator", "title_of_terms").search(what):
            return name
        return Name(what, "heading", name.scope or self._namer.scopes.find(name.text))

    def _title(self, stretch: Stretch) -> str:
        return tidy(self._titles.get(stretch.block.section or "", ""), self._namer.words)

    def _uncounted(self, at: int, lowest: int) -> str:
        """The name in a clause without how often it is done: 送教上门每月不少于2次,每次…"""
        found = self._namer.from_phrase(at, lowest)
        name = wording.pattern("indicator", "done_so_often").sub("", found)
        if once := wording.pattern("indicator", "once_before").match(name):
            name = name[once.end() :]
        if name or not found:
            return name
        phrase = self._namer.reader.before(at, lowest)
        start = phrase.offsets[max(phrase.text.rfind(TIME), 0)] if phrase.offsets else lowest
        return self._namer.from_phrase(start, lowest)

    def _case(self, at: int, floor: int) -> str:
        """What is paid for or punished, in the clause before (无故缺岗者,每次扣15元)."""
        if self._text[at : at + 1] != "," or at <= floor:
            return ""
        each = wording.pattern("indicator", "each_case").match(self._text, at + 1)
        if self._text[at - 1] not in "者的" and each is None:
            return ""
        words = self._namer.reader.before(at, floor, lists=each is not None).text.rstrip("者的")
        for listed in wording.pattern("indicator", "and_so_on").finditer(words):
            words = words[listed.end() :] or words
            break
        return tidy(words, self._namer.words) if 2 <= len(words) <= _LONGEST_CASE else ""

    def _scale(self, stretch: Stretch, item: Quantity, previous: str) -> str:
        """The kind of payment that a heading names, for a sum beside which nothing is named (按每人每晚90元发放)."""
        if not item.unit.startswith("元") or previous:
            return ""
        title = self._titles.get(stretch.block.section or "", "")
        title = _BRACKET.sub("", title)
        return tidy(title, self._namer.words) if self._namer.words.is_measure(title) else ""

    def _line_before(self, stretch: Stretch, item: Quantity) -> str:
        """The name at the end of the paragraph before, where a line break tore the sentence."""
        index = bisect_left(self._starts, stretch.block.start) - 1
        if index < 0 or stretch.cell is not None or stretch.block.kind != "paragraph":
            return ""
        block = self._blocks[index]
        if block.section != stretch.block.section or block.kind == "heading" or block.cells:
            return ""
        if item.start - stretch.start > _LONGEST_TORN:
            return ""
        clause = self._text[stretch.start : item.start]
        if self._text[block.end - 1 : block.end] in _CLOSED or any(mark in clause for mark in _CLOSED):
            return ""
        return self._namer.from_phrase(block.end, max(block.start, block.end - _REACH))

    def _opening(self, start: int, lowest: int) -> int:
        """Where the clause of a quantity begins: at its comma, its bracket or the sentence before."""
        nearest = max(lowest, start - _LONGEST_TORN)
        for at in range(start - 1, nearest - 1, -1):
            if self._text[at] in ",。;:!?(\n、":
                return at
        return nearest
