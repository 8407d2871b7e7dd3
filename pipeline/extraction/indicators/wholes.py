"""Quantities told of a part of something: 80%以上的村建成…, 36名教师参加…, 按普通学生的8倍拨付."""

from __future__ import annotations

import re

from pipeline.extraction.indicators.names import clean, tidy
from pipeline.extraction.indicators.phrases import TIME, Phrase, Reader
from pipeline.extraction.indicators.scope import Scopes
from pipeline.extraction.indicators.words import Words
from pipeline.lexicon import wording
from pipeline.model.expression import Quantity
from pipeline.segmentation import Segmentation

_LONGEST_SHARE = 18
_LONGEST_ACT = 8
_JOINT = 4
_NO_QUOTES = str.maketrans("", "", '“”"')
_SHARE = "比例"
_TIMES = "倍数"
_HELD = "容纳人数"
_PAIR, _PROJECT_REACH = 4, 50
_GIVEN = frozenset({"倍", "%", "元"})
_CLAUSE = re.compile("[^,。;:!?\\n\\t|]*")
_BRACKET = re.compile(r"\([^()\d注①-⑳]{1,8}\)")
_CLASSES = "班级"
_ACT = re.compile("[^,。;:!?、()“”的\\n\\t|\\d]{0,9}")


def share_of_those(reader: Reader, words: Words, item: Quantity, ceiling: int) -> str:
    """What share is told before 的 (80%以上的村建成广场 → 村建成广场比例); "" where no thing stands there."""
    text = reader.board.text
    found = reader.thing(item.end, ceiling, words)
    if not found.text or found.text.startswith(words.nothing):
        return ""
    end = found.offsets[-1] + 1
    opened = _BRACKET.match(text, end, ceiling)
    thing = text[found.offsets[0] : opened.end() if opened else end]
    if not text.startswith("的", item.end) and not words.patterns["reaches_that"].search(
        text, found.offsets[-1] + 1, min(ceiling, found.offsets[-1] + _JOINT)
    ):
        return ""  # 95%以上事项+实现网上可办; not 投票率90%以上
    clause = _CLAUSE.match(text, found.offsets[0], ceiling)
    whole = clause[0] if clause and (clause.end() < ceiling or ceiling >= len(text)) else ""
    short = 0 < len(whole) <= _LONGEST_SHARE and whole.startswith(thing) and "、" not in whole
    short = short and not words.is_share(thing)  # 98%的巩固率+不降低
    name = tidy((whole if short else thing).translate(_NO_QUOTES), words)
    return name if words.is_share(name) else name + _SHARE


def case_counted(reader: Reader, item: Quantity) -> str:
    """What kind of case is counted, at the end of a list of diseases (一例流感、麻疹疑似病例)."""
    found = wording.pattern("indicator", "cases").match(reader.board.text, item.end) if item.unit == "例" else None
    return found[1] if found else ""


def of_classes(words: Words, scopes: Scopes, item: Quantity, left: str) -> str:
    """What so many classes are (随机抽查6个班 → 班级; 四年级4个班 → 四年级班级), "" where a size is told (规模36个班)."""
    if item.unit != "班" or words.is_measure(left) or left.endswith("班"):
        return ""
    return left + _CLASSES if scopes.alone(left) else _CLASSES


def history(reader: Reader, item: Quantity) -> str:
    """The age of a school or town (80多年厚重的办学历史 → 办学历史)."""
    found = (
        wording.pattern("indicator", "age_of_body").match(reader.board.text, item.end) if item.unit == "年" else None
    )
    return found[1] if found else ""


def those_who(reader: Reader, words: Words, thing: str, item: Quantity, ceiling: int) -> str:
    """A bare kind of people with what they take part in (36名教师参加交流 → 参加交流教师)."""
    text = reader.board.text
    at = text.find(thing, item.end, item.end + len(thing) + 3) + len(thing)
    verb = next((word for word in words.joining if text.startswith(word, at)), "") if at > item.end else ""
    act = _ACT.match(text, at + len(verb), max(at, ceiling)) if verb else None
    return verb + act[0] + thing if act is not None and 2 <= len(act[0]) <= _LONGEST_ACT else thing


def became(reader: Reader, item: Quantity, ceiling: int) -> str:
    """What so many people became, where nothing else names them (23人被保送上大学 → 保送上大学)."""
    found = wording.pattern("indicator", "became").match(reader.board.text, item.end, max(item.end, ceiling))
    return found[1] if found else ""


def capacity(words: Words, phrase: Phrase, cuts: Segmentation) -> str:
    """How many a room holds (报告厅可容纳+300人 → 报告厅容纳人数), "" for other clauses."""
    found = words.patterns["holds"].search(phrase.text)
    return clean(phrase.cut(0, found.start()), words, cuts) + _HELD if found else ""


def of_project(text: str, start: int, name: str, words: Words) -> str:
    """The project that a bare verb speaks of (实施背街小巷整治工程,完成治理+20条 → 背街小巷整治), "" where there is none."""
    bare = words.is_verb(name) or name in words.compounds
    if not bare and not (
        len(name) == _PAIR and words.is_verb(name[:2]) and (words.is_verb(name[2:]) or name[2:] in words.compounds)
    ):
        return ""
    found = words.patterns["project_before"].search(text, max(0, start - _PROJECT_REACH), start)
    return found[1] if found else ""


def multiple(reader: Reader, words: Words, phrase: Phrase, item: Quantity, cuts: Segmentation) -> str:
    """What is given out by so many times a base (残疾学生经费按普通学生的8倍安排), named before 按 or behind the verb."""
    found = words.given.match(reader.board.text, item.end) if item.unit.partition("/")[0] in _GIVEN else None
    if found is None:
        return ""
    by = next((word for word in words.phrases["named_by"] if word in phrase.text), "")
    head = phrase.cut(0, phrase.text.rindex(by)) if by else Phrase()
    owner = clean(head, words, cuts).replace(TIME, "")
    thing = tidy(found[2], words)
    if item.unit != "倍" and (not by or not (thing or words.is_measure(owner))):
        return ""
    if owner and words.is_measure(owner):
        return owner
    return owner + (thing or found[1] + _TIMES) if owner or thing else ""
