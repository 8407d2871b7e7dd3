"""Cut the words before a quantity down to a short, clean name of what is measured."""

from __future__ import annotations

import re

from pipeline.extraction.indicators.phrases import TIME, Phrase
from pipeline.extraction.indicators.words import Words
from pipeline.lexicon import wording
from pipeline.model.expression import Quantity
from pipeline.segmentation import Segmentation

_LONG = 16
_ROUNDS = 12
_BASE_REACH = 6
_LONGEST_SHARED = 4
_EACH, _FIRST = "每", "前"
_SORTS = frozenset("类面分块")
_MORE, _BY, _PAST = "增", "以", "过"
_RAISED_REACH = 12
_TO = re.compile("[到至为]")
_EDGES = " ,:、×-—~·*#.\"'“”<>=+/|" + TIME
_EDGE = frozenset(_EDGES)


def clean(phrase: Phrase, words: Words, cuts: Segmentation) -> str:
    """The name that a phrase before a quantity holds; "" where only verbs, bounds and times stand there."""
    if not phrase.text:
        return ""
    phrase_whole = phrase.text
    phrase = _behind_time(trimmed(phrase, words, cuts), words)
    if words.gates["adverbial_end"].search(phrase.text) and _boundary(phrase, len(phrase.text) - 1, cuts):
        return ""
    found = [match for match in words.patterns["and_so_on"].finditer(phrase.text) if match.start() >= 2]
    if found:
        phrase = phrase.cut(found[-1].end())
    if (occasion := words.patterns["occasion"].match(phrase.text)) and words.is_measure(phrase.text[occasion.end() :]):
        phrase = phrase.cut(occasion.end())
    if inside := words.gates["share_inside"].search(phrase.text):
        inside = words.patterns["share_inside"].search(phrase.text)
        if inside is not None and inside.end() == len(phrase.text):
            return tidy(without_lead(phrase.cut(0, inside.start()), words, cuts).text, words) + inside[1]
    phrase = _behind_means(phrase)
    phrase = without_lead(behind_verb(_without_base(phrase), words, cuts), words, cuts)
    name = tidy(phrase.text, words)
    if name[-1:] in _SORTS:
        name = words.patterns["sorts_at_end"].sub("", name)
    if "或" in name and words.is_measure(last := name.rpartition("或")[2]) and len(last) > 2:  # 发生事故或医疗费用
        name = last
    if "从" in name:
        name = words.patterns["journey"].sub(r"\1\2", name)
    if (base := _per_base(phrase_whole)) and not name.startswith("每") and len(name) > 1 and not words.is_verb(name):
        name = base + name
    return "" if words.is_verb(name) or name in words.phrases["left_over"] else name


def _behind_means(phrase: Phrase) -> Phrase:
    """A phrase without what its thing is done with, or that it was done before (出版过+专著)."""
    if means := wording.pattern("indicator", "means").match(phrase.text):
        phrase = phrase.cut(means.end())
    done = wording.pattern("indicator", "done_before").match(phrase.text) if _PAST in phrase.text else None
    return phrase if done is None else phrase.cut(done.end())


def _without_base(phrase: Phrase) -> Phrase:
    """A phrase without what its measure is reckoned by (接种率+以乡镇为单位)."""
    base = wording.gate("indicator", "reckoned_in").search(phrase.text) if _BY in phrase.text else None
    if base is None:
        return phrase
    return phrase.cut(0, base.start()) if base.start() else phrase.cut(base.end())


def _per_base(text: str) -> str:
    """The base of a number of things that their name keeps (每千人口+拥有), told first or right before the number."""
    if _EACH not in text:
        return ""
    found = wording.pattern("indicator", "per_base").search(text)
    if found is not None and found.start() <= _BASE_REACH:
        return found[0]
    last = wording.pattern("indicator", "per_base_last").search(text)
    return last[0] if last is not None else ""


def tidy(name: str, words: Words) -> str:
    """A name without 的 and marks at its ends; a long one shortened to what stands behind its last 的."""
    name = name.replace(TIME, "").strip(_EDGES)
    if len(name) > _LONG and "的" in name[:-3]:
        tail = name[name.rindex("的", 0, len(name) - 3) + 1 :]
        if not words.only_measure(tail):
            name = tail
    return name.strip("的") if len(name) <= 3 else name.replace("的", "")


def trimmed(phrase: Phrase, words: Words, cuts: Segmentation) -> Phrase:
    """A phrase without the verbs, bounds and times at its end."""
    reached = words.phrases["reached"]
    raised = words.phrases["raised_to_ends"]
    for _ in range(_ROUNDS):
        text = phrase.text
        if text and text[-1] in _EDGE:
            phrase = phrase.cut(0, -1)
            continue
        if text.endswith(raised) and (to := _raised(text)):
            phrase = phrase.cut(0, to.start())
            continue
        if text.endswith(reached) and (
            words.is_measure(text[:-1]) or text[:-1].endswith(words.people) or text.endswith(words.phrases["term_is"])
        ):
            phrase = phrase.cut(0, -1)
            continue
        if text.endswith(_FIRST) and (among := words.patterns["ranked_first"].search(text, 2)):
            phrase = phrase.cut(0, among.start())
            continue
        if words.is_measure(text) and not text.endswith("每课时"):
            return phrase
        if per := words.gates["counted_per"].search(text):
            phrase = phrase.cut(0, per.start())
            continue
        for length in range(min(len(words.trail), len(text)), 0, -1):
            word = text[-length:]
            if word in words.trail[length - 1] and (
                (length > 1 and word[-1] in "到至") or _boundary(phrase, len(text) - length, cuts)
            ):
                phrase = phrase.cut(0, -length)
                break
        else:
            return phrase
    return phrase


def _raised(text: str) -> re.Match[str] | None:
    """What tells at the end of some words that a measure rose to its number, or what the number is counted for."""
    near = text[-_RAISED_REACH:]
    if _EACH in near and (base := wording.pattern("indicator", "per_base_last").search(text)):
        return base
    return wording.pattern("indicator", "raised_to").search(text) if _TO.search(near) else None


def without_lead(phrase: Phrase, words: Words, cuts: Segmentation) -> Phrase:
    """A phrase without the verbs and adverbs at its beginning, at least two characters left."""
    for _ in range(_ROUNDS):
        text = phrase.text
        if text and text[0] in _EDGE:
            phrase = phrase.cut(1)
            continue
        if text[:1].isdigit() and (number := words.patterns["item_number"].match(text)):
            phrase = phrase.cut(number.end())  # 1.每个乡镇省级用稿: the number of an item within a cell
            continue
        if text.startswith(words.kept):
            return phrase
        for length in range(min(len(words.lead), len(text) - 2), 0, -1):
            word = text[:length]
            if word in words.lead[length - 1] and (word == "其中" or _boundary(phrase, length, cuts)):
                phrase = phrase.cut(length)
                break
        else:
            return phrase
    return phrase


def _behind_time(phrase: Phrase, words: Words) -> Phrase:
    """What stands behind the last time expression, where that is more than a sign or a verb; else what stands before."""
    at = phrase.text.rfind(TIME)
    if at < 0:
        return phrase
    tail = phrase.text[at + 1 :]
    if len(tail) >= 2 and not words.is_verb(tail):
        return phrase.cut(at + 1)
    return phrase.cut(0, at) if at >= 2 and words.is_verb(tail) and phrase.text[at - 1] != "的" else phrase


def behind_verb(phrase: Phrase, words: Words, cuts: Segmentation) -> Phrase:
    """What the last verb of getting or making governs (学校计划购进图书 → 购进图书, 新建学生宿舍 → 学生宿舍).

    A verb before a bare measure (建设经费) belongs to the name, as does one between a noun and the head of what both make
    (老旧小区改造项目), or before two characters only.
    """
    best = last = 0
    measured = words.is_measure(phrase.text)
    if measured and _MORE in phrase.text and (of := words.patterns["undertaking"].match(phrase.text)):
        phrase = phrase.cut(of.end())
    text = phrase.text
    for at, first in enumerate(text):
        for verb in words.cut.get(first, ()):
            end = at + len(verb)
            if not text.startswith(verb, at) or end <= last or len(text) - end < 2 or text.startswith(words.kept, at):
                continue
            if (measured and verb in words.making) or words.only_measure(text[end:]) or text[end:] in words.change:
                continue
            if at - last > 1 and text[end:] in words.compounds and verb not in words.dropped:
                continue
            if _boundary(phrase, at, cuts) and _boundary(phrase, end, cuts):
                last, best = end, end if len(text) - end > 2 or verb in words.dropped else at
                break
    return phrase.cut(best)


def linked(phrase: Phrase, words: Words, cuts: Segmentation) -> tuple[Phrase, Phrase]:
    """What stands before the first and behind the last verb that ties one number of parties to another (12名教师+结对帮扶+
    45名学生); both whole where there is none."""
    text, at = phrase.text, 1
    first = last = 0
    while at < len(text):
        if not text.startswith(words.linking, at):
            at += 1
            continue
        verb = next(word for word in words.linking if text.startswith(word, at))
        if _boundary(phrase, at, cuts) and _boundary(phrase, at + len(verb), cuts):
            first, last = first or at, at + len(verb)
            at = last
        else:
            at += 1
    return (phrase.cut(0, first), phrase.cut(last)) if first else (phrase, phrase)


def _boundary(phrase: Phrase, index: int, cuts: Segmentation) -> bool:
    """Whether a word begins at a place of the phrase."""
    return index >= len(phrase.offsets) or cuts.is_boundary(phrase.offsets[index])


def joined(first: str, second: str) -> str:
    """Two parts of a name, what the first ends and the second begins with said once (演示实验 + 实验开出率)."""
    for length in range(min(_LONGEST_SHARED, len(first) - 1, len(second) - 1), 1, -1):
        if first.endswith(second[:length]):
            return first + second[length:]
    return first + second


def no_amount(name: str) -> str:
    """A name that is no bare amount (行政值班:12小时60元); what a table's code parts from the row before is cut off
    (不得分1.1.2年门诊量)."""
    if "." in name and (code := wording.pattern("indicator", "code_inside").search(name)):
        name = name[code.end() :]
    return "" if wording.pattern("indicator", "bare_amount").fullmatch(name) else name


def kind_of_share(before: str, item: Quantity) -> str:
    """What a name lacks: 高级教师占40% is their share, 男满55岁 their age."""
    if item.unit == "%" and wording.pattern("indicator", "share_of_whole").search(before):
        return "比例"
    if item.unit != "岁":
        return ""
    named = any(word in before for word in wording.words("indicator", "ages_named"))
    return "" if named else "年龄"
