"""What a quantity measures: a name from the words before it, the thing behind it, or what its sentence spoke of before."""

from __future__ import annotations

import re

import msgspec

from pipeline.extraction.indicators.name import Name
from pipeline.extraction.indicators.names import (
    behind_verb,
    clean,
    kind_of_share,
    linked,
    no_amount,
    tidy,
    trimmed,
    without_lead,
)
from pipeline.extraction.indicators.owners import Owners
from pipeline.extraction.indicators.phrases import TIME, Phrase, Reader
from pipeline.extraction.indicators.refusals import Refusals
from pipeline.extraction.indicators.scope import Scopes
from pipeline.extraction.indicators.stages import of_stage
from pipeline.extraction.indicators.wholes import (
    became,
    capacity,
    case_counted,
    history,
    multiple,
    of_classes,
    share_of_those,
    those_who,
)
from pipeline.extraction.indicators.words import Words
from pipeline.lexicon import wording
from pipeline.model.expression import Quantity
from pipeline.segmentation import Segmentation

_COUNTED = frozenset({"count", "person", "prose", "age"})
_LONGEST = 30
_LONGEST_VERB = 6
_THERE = TIME + "有共"
_GROWN = frozenset({"area", "count"})
_RATES = frozenset({"%", "个百分点", "倍", "‰"})


class Namer(msgspec.Struct, frozen=True):
    """Names quantities of a board."""

    reader: Reader
    words: Words
    scopes: Scopes
    refusals: Refusals
    cuts: Segmentation
    owners: Owners

    def name(self, item: Quantity, floor: int, ceiling: int, previous: str) -> Name | None:
        """The name of a quantity. `floor`/`ceiling` are the ends of its neighbours, `previous` the name before it."""
        phrase = self._phrase(item, floor)
        if told := self._told(phrase, item, ceiling, previous):
            return told
        if (act := _inner_act(item)) and not self._thing(item, ceiling, owned=True):
            return Name(act, "inner-act")
        left = self._ratio(no_amount(clean(phrase, self.words, self.cuts)), phrase, item)
        if told := (
            self._part(left, item, ceiling)
            or self._payment(left, phrase, item, floor, previous)
            or self._said(left, phrase, item, ceiling, previous)
        ):
            return told
        if left in self.words.average and item.unit not in _RATES:
            return Name(left + previous, "average") if previous else None
        if left and (told := of_stage(self.owners, left, phrase, item, floor, previous, self._kind(item))):
            return told
        right = self._thing(item, ceiling, owned=not left)
        if not self.words.is_measure(right) and (classes := of_classes(self.words, self.scopes, item, left)):
            return Name(classes, "classes", self.scopes.find(left))
        if size := self._size(left, right, item):
            return Name(right + size, "attribute")
        if self._names_behind(item, left, right, ceiling):
            return self._behind(left, right, item, ceiling)
        if left and item.unit in _RATES and not self.words.is_measure(left) and (owner := self.owners.of_label(phrase)):
            return Name(left + owner, "label")
        if left:
            return self._before(left, phrase, item)
        return Name(right, "thing-behind") if right else None

    def _size(self, left: str, right: str, item: Quantity) -> str:
        """The bare size told before a number of what 的 ties it to (建成+面积+在90平方米以上的服务场所), "" for others."""
        size = left[2:] if self.words.is_verb(left[:2]) else left
        tied = right and self.reader.board.text.startswith("的", item.end)
        return size if tied and size in self.words.sized else ""

    def _phrase(self, item: Quantity, floor: int) -> Phrase:
        """The words before a quantity that can name it: not the thing of the number before, which a joint ties to this one
        (10万元奖励和不低于20亩的用地), nor what stands before a verb between two parties."""
        phrase = self.reader.before(item.start, floor)
        if not phrase.offsets or phrase.offsets[0] != floor:
            return phrase
        if wording.pattern("indicator", "and_another").search(phrase.text):
            return Phrase()
        return linked(phrase, self.words, self.cuts)[1] if self._several(floor) else phrase

    def _told(self, phrase: Phrase, item: Quantity, ceiling: int, previous: str) -> Name | None:
        """What is named by a turn of its own: growth, an allotment, a measure spread over scopes, a case, a multiple."""
        if told := self._change(phrase, item, previous) or self._allotted(item, ceiling) or self._spread(phrase):
            return told
        if told := self._share_named(phrase, item, ceiling):
            return told
        if item.unit == "%" and (
            done := wording.pattern("indicator", "plan_done").search(phrase.text.replace(TIME, ""))
        ):
            return Name(done[1] + "完成率", "plan-done", subject=previous)
        if item.unit == "%" and (spent := self._spent(item, ceiling)):
            return Name(spent, "spent-on")
        if kind := case_counted(self.reader, item) or history(self.reader, item):
            return Name(kind, "thing-behind")
        if self._kind(item) == "person":
            if held := capacity(self.words, phrase, self.cuts):
                return Name(held, "capacity")
            if not phrase.text.strip(_THERE) and (state := became(self.reader, item, ceiling)):
                return Name(state, "became")
        given = multiple(self.reader, self.words, phrase, item, self.cuts)
        return Name(given, "multiple") if given else None

    def _kind(self, item: Quantity) -> str:
        """The kind of a quantity's unit, "" where it has none."""
        return self.refusals.unit_kinds.get(item.unit.partition("/")[0], "")

    def _spent(self, item: Quantity, ceiling: int) -> str:
        """What a share is spent on, told behind it (80%用于教师补助); not where the share is told of a fund by its name
        (公用经费的5%用于教师培训), whose name says what it is a share of."""
        text = self.reader.board.text
        if text[item.start - 1] == "的":
            return ""
        found = wording.pattern("indicator", "spent_on").match(text, item.end, max(item.end, ceiling))
        return tidy(found[1], self.words) + "比例" if found else ""

    def _several(self, floor: int) -> bool:
        """Whether a quantity of more than one ends at `floor`: 一名督学负责3所学校 sets a norm for each of them."""
        text = self.reader.board.text
        one = wording.pattern("indicator", "one_of_them")
        return text[floor - 1 : floor].isalnum() and one.search(text, max(0, floor - 3), floor) is None

    def _share_named(self, phrase: Phrase, item: Quantity, ceiling: int) -> Name | None:
        """What some of a number are, told behind 为 (五名委员,其中三名为教师代表,两名为家长代表)."""
        text, kind = self.reader.board.text, self._kind(item)
        if kind not in _COUNTED or text[item.end : item.end + 1] not in ("为", "是"):
            return None
        if not wording.pattern("indicator", "some_of_them").fullmatch(phrase.text):
            return None
        thing = tidy(self.reader.thing(item.end + 1, ceiling, self.words).text, self.words)
        return Name(thing, "thing-behind") if len(thing) > 1 else None

    def _part(self, left: str, item: Quantity, ceiling: int) -> Name | None:
        """A share of those that its words name behind it (全县90%的教师…)."""
        of = item.unit == "%" and (item.op == ">=" or self.reader.board.text.startswith("的", item.end))
        part = share_of_those(self.reader, self.words, item, ceiling) if of and self._is_whole(left) else ""
        return Name(part, "share-of-those") if part else None

    def _behind(self, left: str, right: str, item: Quantity, ceiling: int) -> Name:
        """The name from the thing behind the quantity, with the words before it where both belong together."""
        if self.scopes.covers(right) and item.unit != "岁":
            right = those_who(self.reader, self.words, right, item, ceiling)
        if item.unit == "%" and left.endswith("覆盖"):
            return Name(right + "覆盖率", "thing-behind")  # 覆盖100%行政村
        both = left and (item.unit == "%" or wording.pattern("indicator", "per_head").match(left))
        whole = left + right if both else right
        return Name(whole + ("年龄" if item.unit == "岁" and "龄" not in whole else ""), "thing-behind")

    def _before(self, left: str, phrase: Phrase, item: Quantity) -> Name:
        """The name from the words before the quantity."""
        if wording.gate("indicator", "by_base").search(left):
            left = wording.pattern("indicator", "by_base").sub("", left)
        noun = self._changed(left, item)
        named = self._split(noun, kind_of_share(phrase.text, item))
        return named if noun == left else msgspec.structs.replace(named, subject=self._subject(left))

    def _is_whole(self, left: str) -> bool:
        """Whether words say but of whom a share is told (全县, 推动, 小学)."""
        whole = next((word for word in self.words.wholes if left.endswith(word)), "")
        left = left.removesuffix(whole)
        return (
            not left
            or self.words.is_verb(left)
            or self.scopes.alone(left)
            or wording.pattern("indicator", "place").fullmatch(left) is not None
        )

    def _ratio(self, left: str, phrase: Phrase, item: Quantity) -> str:
        """A ratio's name with its last sign (医护比达到1:1.5)."""
        return left + "比" if item.unit == "1:x" and left and left + "比" in phrase.text else left

    def _allotted(self, item: Quantity, ceiling: int) -> Name | None:
        """What is allotted at a rate, named behind the verb (按不低于5%的比例安排公用经费)."""
        found = self.words.allot.match(self.reader.board.text, item.end, max(item.end, ceiling))
        if found is None:
            return None
        thing = tidy(found[1], self.words)
        return Name(thing + ("比例" if item.unit == "%" and not self.words.is_share(thing) else ""), "allotted")

    def _said(self, left: str, phrase: Phrase, item: Quantity, ceiling: int, previous: str) -> Name | None:
        """Phrases that are names as they stand: 占地 before an area, 其余 in a list, 占…的 of what was named before."""
        words = phrase.text.strip(TIME)
        if item.unit in wording.words("indicator", "area_units") and words.endswith("占地"):
            tied = self.reader.board.text.startswith("的", item.end)  # 占地300亩的公园
            thing = tidy(self.reader.thing(item.end, ceiling, self.words).text, self.words) if tied else ""
            if thing or not left:
                return Name(thing + "占地面积", "words-before")
        if not previous:
            return None
        if item.unit == "%" and wording.pattern("indicator", "of_what_was_named").match(phrase.text.replace(TIME, "")):
            return Name(previous + "比例", "share-of")
        return Name(words, "words-before") if not left and words in wording.words("indicator", "the_rest") else None

    def _payment(self, left: str, phrase: Phrase, item: Quantity, floor: int, previous: str) -> Name | None:
        """A sum named by its verb alone (给予奖励8000元), with whom it goes to (一等奖2名各奖励300元)."""
        if item.unit != "元":
            return None
        between = self.reader.board.text[max(floor, item.start - _LONGEST) : item.start]
        if told := wording.pattern("indicator", "paid_before").match(between):
            return Name(told[1], "payment")
        words = phrase.text.strip(TIME)
        paid = next((word for word in self.words.payments if words.endswith(word)), "")
        if not paid or (left and left.lstrip("各每均") != paid):
            return None
        first = phrase.offsets[0] if phrase.offsets else 0
        if TIME in phrase.text and (owner := clean(phrase.cut(0, phrase.text.rindex(TIME)), self.words, self.cuts)):
            return Name(owner + paid, "payment")
        joined = self.reader.board.text[first - 1 : first].isalnum() and len(words) <= len(paid) + 1
        return Name(previous.removesuffix(paid) + paid if joined else paid, "payment")

    def _spread(self, phrase: Phrase) -> Name | None:
        """A measure with the first scope it is spread over behind its verb (合格率分别为小学98%、初中95%)."""
        head, scope = self.scopes.split_tail(phrase.text) if phrase.text else ("", ())
        if not scope or self.words.is_measure(head):
            return None
        owner = clean(phrase.cut(0, len(head)), self.words, self.cuts)
        return Name(owner, "words-before", scope) if self.words.is_measure(owner) else None

    def _changed(self, left: str, item: Quantity) -> str:
        """A name that ends in a verb of change as a noun (能耗下降 → 能耗降幅)."""
        word = self.words.change_at_end(left)
        row = self.words.change.get(word)
        if row is None or len(left) <= len(word) or wording.gate("indicator", "made_better").search(left):
            return left
        return left[: -len(word)].removesuffix("分别") + (
            row.suffix if item.unit in _RATES or not row.amount else row.amount
        )

    def _subject(self, left: str) -> str:
        """What changed, in a name that ends in a verb of change."""
        word = self.words.change_at_end(left)
        return left.removesuffix(word)

    def _split(self, left: str, ending: str) -> Name:
        """A name and the scope at its end, where what stands before is a measure (师生比小学)."""
        head, scope = self.scopes.split_tail(left)
        if scope and (self.words.is_measure(head) or head.startswith(("每", *self.words.average))):
            return Name(head, "words-before", scope)
        grades, owned = self.scopes.split_grades(left)
        if grades and self.words.is_measure(owned):
            return Name(owned, "words-before", grades)
        whole = self.words.is_share(left) if ending == "比例" else self.words.is_measure(left)
        return Name(left[-_LONGEST:] + ("" if whole else ending), "words-before")

    def shared_thing(self, item: Quantity, floor: int, limit: int) -> Name | None:
        """The thing that two counts share (新建5所、改扩建12所幼儿园): named behind the second, with the first's verb."""
        found = wording.pattern("indicator", "second_of_pair").match(self.reader.board.text, item.end, limit)
        if found is None or not item.unit or found[2] != item.unit:
            return None
        phrase = self.reader.thing(found.end(), limit, self.words)
        thing = tidy(phrase.text, self.words)
        verb = self.reader.before(item.start, floor).text.rpartition(TIME)[2]
        return Name(verb + thing, "thing-behind") if thing and self.words.is_verb(verb) else None

    def _thing(self, item: Quantity, ceiling: int, *, owned: bool) -> str:
        phrase = self.reader.thing(item.end, ceiling, self.words, owned=owned)
        if item.unit == "%":
            phrase = without_lead(behind_verb(phrase, self.words, self.cuts), self.words, self.cuts)
        if phrase.offsets and phrase.offsets[-1] == ceiling - 1:
            phrase = linked(phrase, self.words, self.cuts)[0]
        name = tidy(phrase.text, self.words).removesuffix("等").rstrip("和与及")
        if name.startswith(wording.words("indicator", "to_whom")):
            return ""
        return "" if name.startswith(self.words.nothing) and name[2:3] not in ("化", "型") else name

    def _names_behind(self, item: Quantity, left: str, right: str, ceiling: int) -> bool:
        """Whether the thing behind the quantity names it (16个教学班) and not the words before (教师16名)."""
        if not right:
            return False
        text = self.reader.board.text
        if not left or (left in self.words.wholes and item.unit not in _RATES) or text[item.start - 1] == "等":
            return True
        runs_on = (
            text[item.end : ceiling].strip(" 的“”") == right
            and ceiling < len(text)
            and text[ceiling] not in ",。;、\n)"
        )
        kind = self._kind(item)
        if kind == "duration" and text[item.end : item.end + 1] == "的" and not self.words.is_measure(left):
            # 教师每年接受不少于72学时的培训; but 连续请假30天的教师
            return not right.startswith(wording.words("indicator", "persons_or_bodies")) and all(
                hit.start() for hit in self.scopes.hits(right)
            )
        if kind == "age" and text[item.end : item.end + 1] != "的" and (left in "男女" or self.scopes.find(left)):
            return False  # 女职工满55周岁办理退休
        if kind == "money" and text[item.end : item.end + 1] == "的" and self.words.is_measure(right[:2]):
            return not self.words.is_measure(left)  # 66个重点项目54亿元的投资计划
        counted, bounded = kind in _COUNTED, item.op not in ("=", "range", "~")
        if counted and left.endswith(self.words.payments):
            return True  # 补助50所薄弱学校
        if kind in _GROWN and self.words.is_verb(right) and not self.words.is_verb(left):
            return False  # 时令蔬菜700亩种植
        if self.words.is_measure(left) or (
            (not counted or (bounded and runs_on)) and text[item.end : item.end + 1] == "的" and len(left) > 1
        ):
            return False
        return not runs_on if counted else True

    def _change(self, phrase: Phrase, item: Quantity, previous: str) -> Name | None:
        """Growth or fall: 年均增长12% is counted against what the sentence named before."""
        text = phrase.text.rstrip("了约近达")
        word = self.words.change_at_end(text)
        if not word or wording.gate("indicator", "made_better").search(text):
            return None
        row = self.words.change[word]
        suffix = row.suffix if item.unit in _RATES or not row.amount else row.amount
        head = text[: -len(word)]
        if _beside_change(head):
            yearly = "年均" if "年均" in head else ""
            return Name(previous + yearly + suffix, "change", subject=previous)
        if head.endswith(TIME) and self.words.is_measure(head.rstrip(TIME)):  # 近视率+每年+下降
            owner = clean(phrase.cut(0, len(head.rstrip(TIME))), self.words, self.cuts)
            return Name(owner + suffix, "change", subject=owner) if owner else None
        subject = re.split("[同环]?比|较", phrase.text)[0]
        owner = clean(phrase.cut(0, len(subject)), self.words, self.cuts) if len(subject) < len(phrase.text) else ""
        return Name(owner + suffix, "change", subject=owner) if owner else None

    def bare_change(self, clause: str, item: Quantity) -> str:
        """What a growth told of several subjects together is called (同比分别增长 → 增长率), "" for other clauses."""
        words = clause.rstrip("了约近达")
        word = self.words.change_at_end(words)
        if not word or "分别" not in words or not _beside_change(words[: -len(word)]):
            return ""
        row = self.words.change[word]
        return row.suffix if item.unit in _RATES or not row.amount else row.amount

    def verb_before(self, start: int, floor: int) -> str:
        """The verb that stands alone before a quantity (选派8人次参加培训), "" where none does."""
        verb = trimmed(self.reader.before(start, floor), self.words, self.cuts).text.replace(TIME, "")
        return (
            no_amount(verb)
            if 2 <= len(verb) <= _LONGEST_VERB and not wording.gate("indicator", "adverbial_end").search(verb)
            else ""
        )

    def from_phrase(self, start: int, floor: int) -> str:
        """The name that the clause ending at `start` holds."""
        return no_amount(clean(self.reader.before(start, floor), self.words, self.cuts))


def _inner_act(item: Quantity) -> str:
    """What is done so many times, told between the bound and the number (至少+听课+2节); empty where a bare verb is."""
    between = item.text[: item.number_start - item.start]
    found = wording.pattern("indicator", "bound_before_act").match(between)
    return between[found.end() :].strip() if found is not None else ""


def _beside_change(words: str) -> bool:
    """Whether words before a verb of change name nothing (比上年, 年均)."""
    return wording.pattern("indicator", "beside_change").fullmatch(words.replace(TIME, "")) is not None
