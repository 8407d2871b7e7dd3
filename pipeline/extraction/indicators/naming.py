"""What a quantity measures: a name from the words before it, the thing behind it, or what its sentence spoke of before."""

from __future__ import annotations

import msgspec

from pipeline.extraction.indicators.behind import names_behind
from pipeline.extraction.indicators.built import of_thing_built
from pipeline.extraction.indicators.changes import as_noun, change, subject_of, told_first
from pipeline.extraction.indicators.listed import engaged_in, of_grade, on_end, sort_told, with_the_rest
from pipeline.extraction.indicators.name import COUNTED, RATES, Name
from pipeline.extraction.indicators.names import (
    behind_verb,
    clean,
    joined,
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
from pipeline.extraction.indicators.told import told_behind, two_of_share, two_things
from pipeline.extraction.indicators.turns import allotted, inner_act, payment, said, some_named, spent_on
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

_LONGEST = 30
_LONGEST_VERB = 6
_BODIES = ("户", "家")
_INTO = frozenset("到至")
_OF_EACH, _COMPOSED, _MONEY = frozenset("各每"), "组成", "元"
_THERE = TIME + "有共"


class Namer(msgspec.Struct, frozen=True, gc=False):
    """Names quantities of a board."""

    reader: Reader
    words: Words
    scopes: Scopes
    refusals: Refusals
    cuts: Segmentation
    owners: Owners

    def name(self, item: Quantity, floor: int, ceiling: int, previous: str, *, alike: bool = True) -> Name | None:
        """The name of a quantity. `floor`/`ceiling` are the ends of its neighbours, `previous` the name before it, `alike`
        whether that was counted in the same unit."""
        phrase = self._phrase(item, floor)
        turned = alike and previous and phrase.offsets[:1] == (floor,) and _turned(phrase.text)
        if told := Name(previous, "as-before") if turned else self._told(phrase, item, ceiling, previous):
            return told
        if (act := inner_act(item)) and not self._thing(item, ceiling, owned=True):
            return Name(act, "inner-act")
        left = self._left(phrase, item)
        if told := (
            self._part(left, item, ceiling)
            or payment(self.reader, self.words, self.cuts, left, phrase, item, floor, previous)
            or said(self.reader, self.words, left, phrase, item, ceiling, previous)
        ):
            return told
        if left in self.words.average and item.unit not in RATES:
            of = self._thing(item, ceiling, owned=False) or previous
            return Name(left + of, "average") if of else None
        lasting = self._kind(item) == "duration" and self.scopes.alone(left)
        if lasting and (taught := self._thing(item, ceiling, owned=False)):
            return Name(taught, "thing-behind", self.scopes.find(left))  # 小学每周2课时劳动课
        if left and (
            told := of_stage(self.owners, left, phrase, item, floor, previous if alike else "", self._kind(item))
        ):
            return told
        right = self._thing(item, ceiling, owned=not left)
        if not self.words.is_measure(right) and (classes := of_classes(self.words, self.scopes, item, left)):
            return Name(classes, "classes", self.scopes.find(left))
        if size := self._size(left, right, item):
            return Name(right + size, "attribute")
        if names_behind(self.reader, self.words, self.scopes, self._kind(item), item, left, right, ceiling):
            return self._behind(left, right, item, ceiling)
        labelled = item.unit in RATES or (
            item.unit.startswith("元") and self.words.patterns["graded_payee"].search(left)
        )
        if left and labelled and not self.words.is_measure(left) and (owner := self.owners.of_label(phrase)):
            return Name(joined(left, owner), "label")
        if left:
            return self._before(left, phrase, item, previous if alike and not right else "")
        return Name(right, "thing-behind") if right else None

    def _left(self, phrase: Phrase, item: Quantity) -> str:
        """The name that the words before a quantity hold; none where they only say how far it reaches (覆盖全县23个乡镇)."""
        left = self._ratio(no_amount(clean(phrase, self.words, self.cuts)), phrase, item)
        return "" if self.words.patterns["reaches_whole"].fullmatch(left) else left

    def _size(self, left: str, right: str, item: Quantity) -> str:
        """The bare size told before a number of what 的 ties it to (建成+面积+在90平方米以上的服务场所), "" for others."""
        size = left[2:] if self.words.is_verb(left[:2]) else left
        tied = right and self.reader.board.text.startswith("的", item.end)
        return size if tied and size in self.words.sized else ""

    def _phrase(self, item: Quantity, floor: int) -> Phrase:
        """The words before a quantity that can name it: not the thing of the number before, which a joint ties to this one
        (10万元奖励和不低于20亩的用地), nor what stands before a verb between two parties."""
        phrase = self.reader.before(item.start, floor)
        if self._kind(item) == "duration" and (done := engaged_in(self.reader.board.text, item.start, floor)):
            return done
        if not phrase.offsets or phrase.offsets[0] != floor:
            return phrase
        if self.words.patterns["and_another"].search(phrase.text):
            return Phrase()
        return linked(phrase, self.words, self.cuts)[1] if self._several(floor) else phrase

    def _told(self, phrase: Phrase, item: Quantity, ceiling: int, previous: str) -> Name | None:
        """What is named by a turn of its own: growth, an allotment, a measure spread over scopes, a case, a multiple."""
        if built := of_thing_built(self.reader.board.text, phrase, item, self._kind(item)):
            return built
        changed = change(self.words, self.cuts, phrase, item, previous)
        if told := changed or allotted(self.reader, self.words, item, ceiling) or self._spread(phrase):
            return told
        if self._kind(item) in COUNTED and (told := some_named(self.reader, self.words, phrase, item, ceiling)):
            return told
        if item.unit == "%" and (done := self.words.patterns["plan_done"].search(phrase.text.replace(TIME, ""))):
            return Name(done[1] + "完成率", "plan-done", subject=previous)
        if told := told_behind(self.reader, self.words, self.cuts, phrase, item, ceiling):
            return told
        if item.unit == "%" and (spent := spent_on(self.reader, self.words, item, ceiling)):
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

    def _several(self, floor: int) -> bool:
        """Whether a quantity of more than one ends at `floor`: 一名督学负责3所学校 sets a norm for each of them."""
        text = self.reader.board.text
        one = self.words.patterns["one_of_them"]
        return text[floor - 1 : floor].isalnum() and one.search(text, max(0, floor - 3), floor) is None

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
        both = left and (item.unit == "%" or self.words.patterns["per_head"].match(left))
        whole = left + right if both else right
        return Name(whole + ("年龄" if item.unit == "岁" and "龄" not in whole else ""), "thing-behind")

    def _before(self, left: str, phrase: Phrase, item: Quantity, previous: str) -> Name:
        """The name from the words before the quantity; what was named before where they only say who makes so many."""
        if previous and left[0] in _OF_EACH and left[-2:] in self.words.making:
            return Name(previous, "as-before")  # 文明村30个(各乡镇创建+3个)
        if grown := told_first(self.words, left, item):
            return grown
        if self.words.gates["by_base"].search(left):
            left = self.words.patterns["by_base"].sub("", left)
        if item.unit == "岁":
            left = self.words.patterns["admitting"].sub("", left)
        if item.unit not in self.words.phrases["shared_units"]:
            left = two_things(self.reader, self.words, self.cuts, self.scopes, left, phrase)
        elif self.words.is_share(left):
            left = two_of_share(self.reader, self.words, left, phrase)
        if self._kind(item) == "duration":
            shown = self.words.patterns["shown_there"].search(left)
            left = shown[1] if shown else on_end(self.reader.board.text, item, left)
        if item.unit == _MONEY:
            left = of_grade(self.reader.board.text, item.start, left)
        noun = as_noun(self.words, left, item) + sort_told(self.reader.board.text, item.start)
        named = self._split(noun, kind_of_share(phrase.text, item))
        return named if noun == left else msgspec.structs.replace(named, subject=subject_of(self.words, left))

    def _is_whole(self, left: str) -> bool:
        """Whether words say but of whom a share is told (全县, 推动, 小学)."""
        whole = next((word for word in self.words.wholes if left.endswith(word)), "")
        if self.words.is_measure(left):
            return False
        left = "" if left.endswith(self.words.phrases["meanwhile"]) else left.removesuffix(whole)
        return (
            not left
            or self.words.is_verb(left)
            or self.scopes.alone(left)
            or self.words.patterns["place"].fullmatch(left) is not None
        )

    def _ratio(self, left: str, phrase: Phrase, item: Quantity) -> str:
        """A ratio's name with its last sign (医护比达到1:1.5)."""
        return left + "比" if item.unit == "1:x" and left and left + "比" in phrase.text else left

    def _spread(self, phrase: Phrase) -> Name | None:
        """A measure with the first scope it is spread over behind its verb (合格率分别为小学98%、初中95%)."""
        head, scope = self.scopes.split_tail(phrase.text) if phrase.text else ("", ())
        if not scope or self.words.is_measure(head):
            return None
        owner = clean(phrase.cut(0, len(head)), self.words, self.cuts)
        return Name(owner, "words-before", scope) if self.words.is_measure(owner) else None

    def _split(self, left: str, ending: str) -> Name:
        """A name and the scope at its end, where what stands before is a measure (师生比小学)."""
        head, scope = self.scopes.split_tail(left)
        head = self.words.patterns["before_scope"].sub("", head) if scope else head
        if scope and (self.words.is_measure(head) or head.startswith(("每", *self.words.average))):
            return Name(head, "words-before", scope)
        grades, owned = self.scopes.split_grades(left)
        if grades and self.words.is_measure(owned):
            return Name(owned, "words-before", grades)
        whole = self.words.is_share(left) if ending == "比例" else self.words.is_measure(left)
        return Name(left[-_LONGEST:] + ("" if whole else ending), "words-before")

    def _thing(self, item: Quantity, ceiling: int, *, owned: bool) -> str:
        person = self._kind(item) == "person"
        phrase = self.reader.thing(
            item.end, ceiling, self.words, owned=owned and not person, person=person or item.unit in _BODIES
        )
        if item.unit == "%":
            phrase = without_lead(behind_verb(phrase, self.words, self.cuts), self.words, self.cuts)
        if person and (of := phrase.text.find(_COMPOSED)) > 0:
            phrase = phrase.cut(0, of)  # 15名专家+组成评审组
        if person and (trouble := self.words.gates["their_trouble"].search(phrase.text)):
            phrase = phrase.cut(0, trouble.start())
        if phrase.offsets and phrase.offsets[-1] == ceiling - 1:
            phrase = linked(phrase, self.words, self.cuts)[0]
        phrase = with_the_rest(self.reader, phrase, item, ceiling, person=person)
        name = tidy(phrase.text, self.words).removesuffix("等").rstrip("和与及")
        if item.unit == "1:x" and phrase.offsets and self.reader.board.text.startswith("比", phrase.offsets[-1] + 1):
            name += "比"  # 按1:19的师生比
        if name.startswith(self.words.phrases["to_whom"]):
            return ""
        return "" if name.startswith(self.words.nothing) and name[2:3] not in ("化", "型") else name

    def verb_before(self, start: int, floor: int) -> str:
        """The verb that stands alone before a quantity (选派8人次参加培训), "" where none does."""
        verb = trimmed(self.reader.before(start, floor), self.words, self.cuts).text.replace(TIME, "")
        return (
            no_amount(verb)
            if 2 <= len(verb) <= _LONGEST_VERB and not self.words.gates["adverbial_end"].search(verb)
            else ""
        )

    def from_phrase(self, start: int, floor: int) -> str:
        """The name that the clause ending at `start` holds."""
        return no_amount(clean(self.reader.before(start, floor), self.words, self.cuts))


def _turned(text: str) -> bool:
    """Whether words right between two values say that the one became the other (由12个+扩充至+18个)."""
    return text[-1:] in _INTO and wording.pattern("indicator", "turned_to").fullmatch(text) is not None
