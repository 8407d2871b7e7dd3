"""Whether a quantity measures something where it stands; decimals that a line break tore are put together."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from pipeline.expressions import quantities
from pipeline.expressions.numbers.zeros import zeros
from pipeline.extraction.indicators.naming import Namer
from pipeline.extraction.indicators.ranks import ranked
from pipeline.extraction.indicators.refusals import Site, window
from pipeline.extraction.indicators.stretch import Stretch
from pipeline.extraction.refusals import closed
from pipeline.lexicon import holds_any, wording
from pipeline.model.expression import Op, Quantity, TimeExpression

_AFTER = 24
_RECURRENCE_REACH = 40
_LARGEST_FACTOR = 10  # 差异系数 0.45; 指数 above that are counted in points
_BOUND_REACH = 16
_LIST_REACH = 48
_LISTED_WHOLE = ("分", "")
_MANY = 1000
_LEAST, _WHOLE = 10, 100
_TENTHOUSANDS, _MONEY = "万亿", "元"
_PART_ENDS = frozenset((",", "。", ";", "、", ")", "\n", ""))
_JOINTS, _LIST_REACH, _RESPECTIVELY = frozenset("、和与及"), 30, "分别"
_HEDGE = "约"
_PER = re.compile(r"每[^每,。;:、()\d]{1,5}$")
_PERCENT = re.compile(r"\d{1,3}(?:\.\d{1,2})? ?%")
_TAUGHT = re.compile("(?<!以)上$")  # 至少上一节公开课; 上百名 is no verb
_TORN = re.compile(r"[ \t]{0,8}\n\s{0,8}(\d{1,2})[、,]")
_TERM_ENDS = frozenset("内前后来起间中")


class Sites:
    """Judges the quantities of one board."""

    def __init__(self, namer: Namer) -> None:
        self._namer = namer
        self._reader = namer.reader
        self._text = namer.reader.board.text
        self._zeros = zeros()

    def all_measured(self, stretch: Stretch, found: Sequence[Quantity]) -> list[Quantity]:
        """Those that measure; a list of marks measures whole where its first does (平均分分别是71分和68分)."""
        kept: list[Quantity] = []
        for each in self._with_units(stretch, found):
            item = self.measured(stretch, each)
            if item is None and kept and each.unit == kept[-1].unit and each.unit in _LISTED_WHOLE:
                gap = self._text[kept[-1].end : each.start]
                item = each if gap in ("、", "和", "与", "及") else None
            if item is None and kept and not each.unit and kept[-1].unit == _MONEY:
                item = self._share_of_sum(kept[-1], each)
            if item is not None:
                kept.append(item)
        return kept

    def _share_of_sum(self, whole: Quantity, part: Quantity) -> Quantity | None:
        """A part of the sum before it, whose 元 is left out (350万元,其中县级200万、镇级50万)."""
        if self._text[part.number_end - 1] not in _TENTHOUSANDS or part.value >= whole.value:
            return None
        between = self._namer.words.patterns["part_of_sum"]
        closed = self._text[part.end : part.end + 1] in _PART_ENDS
        told = closed and between.fullmatch(self._text, whole.end, part.start) is not None
        return msgspec.structs.replace(part, unit=_MONEY) if told else None

    def _with_units(self, stretch: Stretch, found: Sequence[Quantity]) -> list[Quantity]:
        """The quantities, those of a list after 分别 with the unit that stands behind its last (分别达到1200、860人)."""
        items = list(found)
        for at in range(len(items) - 2, -1, -1):
            item, behind = items[at], items[at + 1]
            if item.unit or not behind.unit or self._text[item.end : behind.start] not in _JOINTS:
                continue
            before = self._text[max(stretch.start, item.start - _LIST_REACH) : item.start]
            scaled = [self._text[each.number_end - 1] in _TENTHOUSANDS for each in (item, behind)]
            if _RESPECTIVELY in before and scaled[0] == scaled[1]:
                items[at] = msgspec.structs.replace(item, unit=behind.unit, cues=(*item.cues, behind.unit))
        return items

    def measured(self, stretch: Stretch, item: Quantity) -> Quantity | None:
        """The quantity, whole and with its unit, if it measures something; else null."""
        if counted := ranked(self._text, item):
            return counted
        if not item.unit:
            return self._without_unit(stretch, item)
        if self._is_base(item):
            return None
        row = self._namer.refusals.decide(self.site(stretch, item))
        return self._whole(item) if row is None or row.verdict == "keep" else None

    def _is_base(self, item: Quantity) -> bool:
        """Whether a number is but what another is counted for (站点达到+每万人+3个; 项目达到+每500名+在校生1项)."""
        before = self._text[item.number_start - 2 : item.number_start].rstrip() if item.number_start > 1 else ""
        return item.start < item.number_start and before.endswith("每")

    def _without_unit(self, stretch: Stretch, item: Quantity) -> Quantity | None:
        """零辍学, a factor (差异系数不高于0.5), a population (人口64万); other bare numbers measure nothing."""
        if item.value == 0 and self._zeros.counts(self._text, item.number_start, item.number_end):
            return _exactly_none(item)
        if self._namer.words.patterns["factor"].match(self._text, item.end) and item.value < _LARGEST_FACTOR:
            return item
        if row := self._namer.refusals.decide(self.site(stretch, item)):
            return item if row.verdict == "keep" else None
        if (
            item.value >= _MANY
            and self._text[item.start - 1] != "每"
            and self._namer.words.patterns["so_many_people"].match(self._text, item.end, stretch.end)
        ):
            return msgspec.structs.replace(item, unit="人")
        name = self._namer.from_phrase(item.start, stretch.start)
        owner = (
            name if not self._namer.scopes.alone(name) else self._text[max(stretch.start, item.start - 30) : item.start]
        )
        if item.value < _LARGEST_FACTOR and holds_any(owner, self._namer.words.bare):
            return item
        bounded = item.rule in self._namer.refusals.bound_rules and item.value < _MANY
        if bounded and name.endswith(self._namer.words.phrases["counted_in_points"]):
            return item  # 路面技术状况指数不低于90
        if self._namer.words.is_share(name) and _LEAST <= item.value <= _WHOLE and self._text[item.end] != ":":
            return item  # 调解率达到95以上: the sign of percent is left out
        many = self._text[item.number_end - 1] in _TENTHOUSANDS
        if name.endswith(self._namer.words.people) or (
            many and self._namer.words.patterns["people_at_end"].search(name)
        ):
            return msgspec.structs.replace(item, unit="人")
        if many and self._namer.words.patterns["counted_many"].search(name):
            return item  # 门诊量突破20万
        if many and name.endswith(self._namer.words.money):
            return msgspec.structs.replace(item, unit="元")
        return None

    def site(self, stretch: Stretch, item: Quantity) -> Site:
        """A quantity with what rows of not_indicators.yaml look at."""
        text, reach = self._text, item.end + _AFTER
        lowest = item.start - _RECURRENCE_REACH
        lowest = lowest if lowest > stretch.start else stretch.start
        near = self._reader.times_between(self._reader.board.behind_stop(lowest, item.start), item.end)
        covering = [time for time in (*near, self._reader.time_at(item.start)) if time and time.end > item.start]
        if covering and self._namer.words.patterns["shortened"].search(
            text, max(stretch.start, item.start - 8), item.start
        ):
            covering = []
        return Site(
            item,
            window(text, item.start, stretch.start),
            closed(text[item.end : reach if reach < stretch.end else stretch.end]),
            overlap=bool(covering) and any(_says_when(time, item) for time in covering),
            recurring=bool(near) and self._recurring(near, item),
        )

    def _recurring(self, near: Sequence[TimeExpression], item: Quantity) -> bool:
        """Whether a recurrence stands before or at a quantity in its sentence, and no clause with a span of its own between them
        (每月服务2次,全年组织活动+6场)."""
        last = max((time.end for time in near if time.kind == "recurring"), default=-1)
        spans = [time.start for time in near if time.kind == "period" and last <= time.start < item.start]
        return last >= 0 and not any(self._text.find(",", last, start) >= 0 for start in spans)

    def bound_before(self, start: int) -> Op | None:
        """The relation that a bound before 每小时 gives to the number behind it (不低于每小时16元), or an act that is limited
        (每县限报2项)."""
        words = self._text[start - _BOUND_REACH if start > _BOUND_REACH else 0 : start].rstrip()
        if self._namer.words.gates["limited_act"].search(words):
            return "<="
        limit = self._text.rfind("限", max(0, start - _LIST_REACH), start)
        if limit >= 0 and wording.pattern("indicator", "limited_list").match(self._text, limit, start):
            return "<="  # 限报论文10篇、课例+8节
        if words.endswith("前") and _PERCENT.match(self._text, start):
            return "<="  # 排名前10%
        if _HEDGE in words and self._namer.words.patterns["hedged_act"].search(words):
            return "~"
        per = _TAUGHT.search(words) or _PER.search(words)
        if per is None:
            return None
        bound, bounds = words[: per.start()], self._namer.refusals.bounds
        if not bound.endswith(tuple(bounds)):
            return None
        return next(op for word, op in bounds.items() if bound.endswith(word))

    def torn(self, end: int) -> str:
        """The digits that a line break took from the number ending at `end`: `19.9⏎6、` with 、 going on in the sentence."""
        layout = self._reader.board.layout
        origin = layout.clean.origin
        if not 0 < end < len(origin) or not self._text[end - 1].isdigit() or origin[end] - origin[end - 1] < 4:
            return ""
        found = _TORN.fullmatch(layout.source.text, origin[end - 1] + 1, origin[end])
        return found[1] if found else ""

    def _whole(self, item: Quantity) -> Quantity:
        digits = self.torn(item.end) if "." in item.text else ""
        found = quantities(item.text + digits) if digits else []
        return msgspec.structs.replace(item, value=found[0].value) if found else item


def _exactly_none(item: Quantity) -> Quantity:
    """控制在零辍学 says no more than 零辍学."""
    if item.op not in ("<=", "~") or item.start == item.number_start:
        return item
    return msgspec.structs.replace(
        item, start=item.number_start, text=item.text[item.number_start - item.start :], op="="
    )


def _says_when(time: TimeExpression, item: Quantity) -> bool:
    """Whether a time expression says when, and is not merely the same duration (任期三年)."""
    if item.unit in wording.words("indicator", "effort_units") and time.kind == "relative":
        return False
    if time.kind == "recurring" and item.start < time.start and time.end <= item.number_start:
        return False  # 不低于+每生每年+800元
    if time.kind == "recurring" and time.start > item.start and item.text[time.start - item.start - 1] == "/":
        return item.unit.startswith("次")  # 2公里/每天 is so much, 1次/每周 so often
    return time.kind != "relative" or time.start < item.number_start or time.text[-1] in _TERM_ENDS
