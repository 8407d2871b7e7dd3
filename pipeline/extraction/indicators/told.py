"""Names told right behind a quantity by what they say (60%以上要达到本科学历; 给予5万元支持), and by two things with one number."""

from __future__ import annotations

from pipeline.extraction.indicators.name import Name
from pipeline.extraction.indicators.names import clean
from pipeline.extraction.indicators.phrases import TIME, Phrase, Reader
from pipeline.extraction.indicators.scope import Scopes
from pipeline.extraction.indicators.words import Words
from pipeline.lexicon import wording
from pipeline.model.expression import Quantity
from pipeline.segmentation import Segmentation

_LONGEST_LISTED = 9
_LONGEST_PART, _SHORT_PART = 6, 2
_MADE_UP, _MADE_REACH = ("组成", "构成"), 80
_SHARE, _SUM, _HOURS, _WIDE, _MONTHS = "%", "元", "小时", "兆", "个月"
_PAID_REACH = 6


def told_behind(
    reader: Reader, words: Words, cuts: Segmentation, phrase: Phrase, item: Quantity, ceiling: int
) -> Name | None:
    """What so many percent are, what is given, what is open so many hours, what so many people make up."""
    text = reader.board.text
    if text.startswith(_MADE_UP, item.end) and (
        group := words.patterns["made_up_of"].search(text, max(0, item.start - _MADE_REACH), item.start)
    ):
        return Name(group[1] + "人数", "made-up-of")
    if item.unit == _SHARE and (such := words.patterns["are_such"].match(text, item.end, ceiling)):
        whole = clean(phrase, words, cuts)
        if not words.is_measure(whole):
            return Name(whole + such[1] + "比例", "share-of-those")
    if item.unit in (_SHARE, _SUM) and (given := _given(text, phrase, item)):
        return Name(given, "payment")
    if item.unit == _MONTHS and (
        paid := words.patterns["paid_months"].match(text, item.end)
        or words.patterns["months_paid"].search(text, max(0, item.start - _PAID_REACH), item.start)
    ):
        months = paid[1] + words.phrases["months_counted"][0]
        return Name(months, "thing-behind", subject=clean(phrase, words, cuts))
    if item.unit == _WIDE and (reached := words.patterns["wired_to"].match(text, item.end)):
        return Name(reached[1] + "带宽", "thing-behind")
    if item.unit == _HOURS and (kept := words.patterns["kept_open"].match(text, item.end)):
        return Name(kept[1] + kept[2], "thing-behind")
    return None


def _given(text: str, phrase: Phrase, item: Quantity) -> str:
    """What is given, told behind its sum or share alone (给予不超过5万元支持; 按不超过投资的50%予以支持)."""
    if not wording.pattern("indicator", "giving").search(phrase.text.strip(TIME)):
        return ""
    found = wording.pattern("indicator", "given_behind").match(text, item.end)
    return found[1] + ("比例" if item.unit == _SHARE else "金额") if found is not None else ""


def two_things(reader: Reader, words: Words, cuts: Segmentation, scopes: Scopes, left: str, phrase: Phrase) -> str:
    """Two short things told with one number (迟到、早退超过5分钟; 门窗、桌椅20处): both are its name."""
    first, text = phrase.offsets[0] if phrase.offsets else 0, reader.board.text
    if not first or text[first - 1] != "、" or words.is_measure(left) or left != phrase.text:
        return left
    begin = first - 1
    while begin > max(0, first - _LONGEST_LISTED) and text[begin - 1].isalpha():
        begin -= 1
    raw = text[begin : first - 1]
    if not 1 < len(raw) < _LONGEST_LISTED - 1 or text[begin - 1] not in ",。;:().\n" or "的" in raw:
        return left
    part = clean(reader.before(first - 1, begin), words, cuts)
    return f"{part}、{left}" if part and not scopes.covers(part) else left


def two_of_share(reader: Reader, words: Words, left: str, phrase: Phrase) -> str:
    """A share told of two short things at once (教师、学生满意度95%): both are in its name."""
    first, text = phrase.offsets[0] if phrase.offsets else 0, reader.board.text
    if not first or text[first - 1] != "、" or not phrase.text.startswith(left):
        return left
    begin = first - 1
    while begin > max(0, first - _LONGEST_PART) and text[begin - 1].isalpha():
        begin -= 1
    part = text[begin : first - 1]
    if len(part) != _SHORT_PART or text[begin - 1] not in ",。;:().\n" or words.is_measure(part) or words.is_verb(part):
        return left
    return f"{part}、{left}"
