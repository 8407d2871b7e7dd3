"""Names by a turn of its own: what a share is spent on, what is allotted or paid, what some of a number are."""

from __future__ import annotations

from msgspec.structs import replace

from pipeline.extraction.indicators.name import Name
from pipeline.extraction.indicators.names import clean, tidy
from pipeline.extraction.indicators.phrases import TIME, Phrase, Reader
from pipeline.extraction.indicators.words import Words
from pipeline.lexicon import wording
from pipeline.model.expression import Quantity
from pipeline.segmentation import Segmentation

_LONGEST, _VERB = 30, 3
_YUAN, _FINE = "元", "罚"


def some_named(reader: Reader, words: Words, phrase: Phrase, item: Quantity, ceiling: int) -> Name | None:
    """What some of a number are, told behind 为 (五名委员,其中三名为教师代表,两名为家长代表)."""
    text = reader.board.text
    if text[item.end : item.end + 1] not in ("为", "是"):
        return None
    if not words.patterns["some_of_them"].fullmatch(phrase.text):
        return None
    thing = tidy(reader.thing(item.end + 1, ceiling, words).text, words)
    return Name(thing, "thing-behind") if len(thing) > 1 else None


def spent_on(reader: Reader, words: Words, item: Quantity, ceiling: int) -> str:
    """What a share is spent on, told behind it (80%用于教师补助); not where the share is told of a fund by its name
    (公用经费的5%用于教师培训), whose name says what it is a share of."""
    text = reader.board.text
    if text[item.start - 1] == "的":
        return ""
    found = words.patterns["spent_on"].match(text, item.end, max(item.end, ceiling))
    return tidy(found[1], words) + "比例" if found else ""


def allotted(reader: Reader, words: Words, item: Quantity, ceiling: int) -> Name | None:
    """What is allotted at a rate, named behind the verb (按不低于5%的比例安排公用经费)."""
    found = words.allot.match(reader.board.text, item.end, max(item.end, ceiling))
    if found is None:
        return None
    thing = tidy(found[1], words)
    return Name(thing + ("比例" if item.unit == "%" and not words.is_share(thing) else ""), "allotted")


def said(
    reader: Reader, words: Words, left: str, phrase: Phrase, item: Quantity, ceiling: int, previous: str
) -> Name | None:
    """Phrases that are names as they stand: 占地 before an area, 其余 in a list, 占…的 of what was named before."""
    told = phrase.text.strip(TIME)
    if item.unit in words.phrases["area_units"] and told.endswith("占地"):
        tied = reader.board.text.startswith("的", item.end)  # 占地300亩的公园
        thing = tidy(reader.thing(item.end, ceiling, words).text, words) if tied else ""
        if thing or not left:
            return Name(thing + "占地面积", "words-before")
    if not previous:
        return None
    if item.unit == "%" and words.patterns["of_what_was_named"].match(phrase.text.replace(TIME, "")):
        return Name(previous + "比例", "share-of")
    return Name(told, "words-before") if not left and told in words.phrases["the_rest"] else None


def payment(
    reader: Reader,
    words: Words,
    cuts: Segmentation,
    left: str,
    phrase: Phrase,
    item: Quantity,
    floor: int,
    previous: str,
) -> Name | None:
    """A sum named by its verb alone (给予奖励8000元), with whom it goes to (一等奖2名各奖励300元)."""
    if item.unit != "元":
        return None
    between = reader.board.text[max(floor, item.start - _LONGEST) : item.start]
    if first_told := words.patterns["paid_before"].match(between):
        return Name(first_told[1], "payment")
    if "上" in phrase.text and (more := words.patterns["on_top_of"].search(phrase.text.replace(TIME, ""))):
        return Name(more[1] + words.phrases["sum_on_top"][0], "payment")
    told = phrase.text.strip(TIME)
    paid = next((word for word in words.payments if told.endswith(word)), "") if told.endswith(words.payments) else ""
    if not paid or (left and left.lstrip("各每均") != paid):
        return None
    first = phrase.offsets[0] if phrase.offsets else 0
    if TIME in phrase.text and (owner := clean(phrase.cut(0, phrase.text.rindex(TIME)), words, cuts)):
        return Name(owner + paid, "payment")
    joined = reader.board.text[first - 1 : first].isalnum() and len(told) <= len(paid) + 1
    return Name(previous.removesuffix(paid) + paid if joined else paid, "payment")


def inner_act(item: Quantity) -> str:
    """What is done so many times, told between the bound and the number (至少+听课+2节); empty where a bare verb is."""
    between = item.text[: item.number_start - item.start]
    found = wording.pattern("indicator", "bound_before_act").match(between)
    return between[found.end() :].strip() if found is not None else ""


def deducted(text: str, item: Quantity, names: list[Name]) -> list[Name]:
    """The names of a sum that is taken off (事假每天扣30元 → 事假扣款, 违者罚500元 → 违者罚款)."""
    taken = wording.pattern("indicator", "deducting").search(text, max(0, item.start - _VERB), item.start)
    if item.unit != _YUAN or taken is None:
        return names
    tail = wording.words("indicator", "deducted_sum")[_FINE in taken[0]]
    once = wording.pattern("indicator", "for_one")
    return [each if tail[0] in each.text else replace(each, text=once.sub("", each.text) + tail) for each in names]
