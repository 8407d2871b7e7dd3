"""Lists of values and lists of names (分别)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.extraction.indicators.name import Name
from pipeline.extraction.indicators.names import clean, tidy
from pipeline.extraction.indicators.naming import Namer
from pipeline.extraction.indicators.phrases import TIME, Phrase
from pipeline.extraction.indicators.rows import NameRow
from pipeline.lexicon import wording
from pipeline.model.expression import Op, Quantity

_LIST_GAP = re.compile(r" ?[、,/和与及或] ?(?:以及)?")
# From the surest mark of a list to those that also stand inside a name (教学及辅助用房).
PARTS = (re.compile("、"), re.compile("[、和与]"), re.compile("[、和与]|及(?![时格早])|以及"))
LISTED = re.compile("[、和与及]")
_OR_SO = "or-so"
_BOUNDS_BEFORE = frozenset({"at-least", "at-most", "keep-within", "lower-limit", "upper-limit"})
_WINDOW = 90
_LONGEST_PART = 4
_GRADE, _PAIRED = "等", "男女正副"


def runs(items: Sequence[Quantity], text: str) -> Iterator[tuple[int, int]]:
    """Ranges of indexes of quantities that follow one another with nothing but list marks between."""
    start = 0
    for index in range(1, len(items) + 1):
        if index == len(items) or not _LIST_GAP.fullmatch(text, items[index - 1].end, items[index].start):
            yield start, index
            start = index


def shared_ops(items: Sequence[Quantity], text: str) -> list[Op]:
    """The relations in a list: a bound before the first or behind the last holds for all (4.2人、5.3人以上)."""
    ops = [item.op for item in items]
    if len(items) < 2:
        return ops
    words = wording.words("indicator", "or_marks")
    either = all(text[one.end : two.start].strip() in words for one, two in pairwise(items))
    if not either and len({item.unit for item in items}) != 1:
        return ops
    last = ops[-1]
    told = (
        last in (">=", "<=") and items[-1].rule not in _BOUNDS_BEFORE
    )  # 1000元,最高不超过2万元: only the last is bound
    if (told or items[-1].rule == _OR_SO) and all(op == "=" for op in ops[:-1]):
        return [last] * len(ops)
    first = ops[0]
    if first in (">=", "<=", ">", "<", "~") and all(op == "=" for op in ops[1:]):
        return [first] * len(ops)
    return ops


def respective(namer: Namer, items: Sequence[Quantity], floor: int) -> list[Name] | None:
    """Names for values after 分别: one part of the subject for each; null where the counts differ."""
    text = namer.reader.board.text
    first = items[0]
    if len(items) < 2:
        return None
    marks = list(namer.words.patterns["respectively"].finditer(text, max(floor, first.start - 16), first.start))
    if not marks:
        return _prizes(namer, items) or _paired(namer, items, floor)
    subject = _subject(namer, marks[-1].start(), floor)
    words = namer.reader.before(first.start, marks[-1].end())
    behind = clean(words, namer.words, namer.cuts)
    changed = words.text.strip(TIME + "了约近达")
    behind = changed if changed in namer.words.change else behind if namer.words.is_measure(behind) else ""
    if together := _together(namer, subject, behind, len(items)) or _town_and_country(namer, subject, behind, items):
        return together
    splits = ([part for part in split_parts(subject, marks) if part.text.strip(TIME)] for marks in PARTS)
    parts = next((parts for parts in splits if len(parts) == len(items)), None)
    if parts is None:
        return None
    named = [clean(part, namer.words, namer.cuts) or part.text for part in parts]
    named[-1] = namer.words.patterns["apposed"].sub("", named[-1], count=1)
    named = whole_names(named)
    named[0] = _of_whole(namer, named[0])
    owner = namer.owners.before(subject) if all(namer.scopes.alone(part) for part in named) and not behind else ""
    return _named(namer, named, behind, owner) if owner or behind or not all(map(namer.scopes.alone, named)) else None


def whole_names(named: list[str]) -> list[str]:
    """Names of a list whose last tells what all are (一、二、三等奖 → 一等奖、二等奖、三等奖; 男、女运动员)."""
    signs, last = wording.pattern("indicator", "prize_parts"), named[-1]
    heads = [named[0][-1:], *named[1:-1]]  # 评出一、二、三等奖: a verb may stand before the first
    if not all(map(signs.fullmatch, (*heads, last[:1]))) or (last[1:2] != _GRADE and last[0] not in _PAIRED):
        return named
    return [*(head + last[1:] for head in heads), last]


def _prizes(namer: Namer, items: Sequence[Quantity]) -> list[Name] | None:
    """Names for as many values as prizes are told behind them (按10%、20%、30%设一、二、三等奖)."""
    found = namer.words.patterns["prizes_behind"].match(namer.reader.board.text, items[-1].end)
    grades = namer.words.patterns["prize_parts"].findall(found[1]) if found is not None else []
    if found is None or len(grades) != len(items):
        return None
    return [Name(grade + _GRADE + found[2], "respectively") for grade in grades]


def _paired(namer: Namer, items: Sequence[Quantity], floor: int) -> list[Name] | None:
    """Names for as many values as stages stand before them, without 分别 (小学、初中达标率为82%和75%)."""
    phrase = namer.reader.before(items[0].start, floor, lists=True)
    if len({item.unit for item in items}) > 1 or not LISTED.search(phrase.text):
        return None
    parts = [part for part in split_parts(phrase, PARTS[1]) if part.text.strip(TIME)]
    if len(parts) != len(items):
        return None
    named = [clean(part, namer.words, namer.cuts) or part.text for part in parts]
    named[0] = _of_whole(namer, named[0])
    stages = all(map(namer.scopes.alone, named[:-1])) and namer.words.is_measure(named[-1])
    return _named(namer, named, "") if stages else None


def _of_whole(namer: Namer, part: str) -> str:
    """The first part of a list without the whole it is told of, where only a stage is left (全县小学、初中合格率)."""
    whole = next((word for word in (part[:2], part[:3]) if word in namer.words.wholes), "")
    rest = part[len(whole) :]
    return rest if whole and namer.scopes.alone(rest) else part


def _together(namer: Namer, subject: Phrase, behind: str, count: int) -> list[Name]:
    """Names for stages written without a mark between them (小学初中生均面积, 中小学公用经费分别…)."""
    name = clean(subject, namer.words, namer.cuts)
    at = 0
    stages: list[str] = []
    for hit in namer.scopes.hits(name):
        if hit.start() != at or not namer.scopes.rows[hit[0]].alone:
            break
        stages.extend(namer.scopes.find(hit[0]))
        at = hit.end()
    rest = name[at:].strip("的、") + behind
    if len(stages) != count or count < 2 or not namer.words.is_measure(rest):
        return []
    return [Name(rest, "respectively", (stage,), alone=True) for stage in stages]


def _town_and_country(namer: Namer, subject: Phrase, behind: str, items: Sequence[Quantity]) -> list[Name]:
    """Names for town and country told as one (城乡低保标准各提高6%、8%)."""
    name = clean(subject, namer.words, namer.cuts)
    found = namer.words.patterns["town_and_country"].match(name)
    change = namer.words.change.get(behind)
    if found is None or len(items) != 2 or not (change or namer.words.is_measure(name + behind)):
        return []
    rest = name[found.end() :] + (_grown(change, items[0]) if change else behind)
    return [Name(place + rest, "respectively", (place,)) for place in namer.words.phrases["town_then_country"]]


def _grown(change: NameRow, item: Quantity) -> str:
    """What a verb of change makes of a name, by the unit of how much."""
    return (
        change.suffix if item.unit in wording.words("indicator", "shared_units") or not change.amount else change.amount
    )


def respread(namer: Namer, names: Sequence[Name], own: str) -> list[Name] | None:
    """The names of a list with another measure (语文及格率、数学及格率 + 优秀率 → 语文优秀率、数学优秀率)."""
    texts = {name.text for name in names}
    if not namer.words.is_measure(own) and (len(texts) > 1 or not all(name.scope for name in names)):
        return None
    if len(texts) == 1:
        return [Name(own, name.rule, name.scope, name.alone) for name in names] if names[0].scope else None
    measure = measure_of(namer, names[0].text)
    if not measure or not all(name.text.endswith(measure) for name in names):
        return None
    return [Name(name.text.removesuffix(measure) + own, name.rule, name.scope, name.alone) for name in names]


def _subject(namer: Namer, at: int, floor: int) -> Phrase:
    """The words before 分别, commas between short parts included."""
    phrase = namer.reader.before(at, max(floor, at - _WINDOW), lists=True)
    if len(phrase.text.strip(TIME + "均都将要应须")) >= 2:
        return phrase
    text = namer.reader.board.text
    comma = text.rfind(",", max(floor, at - 6), at)
    return namer.reader.before(comma, max(floor, at - _WINDOW), lists=True) if comma > 0 else phrase


def split_parts(phrase: Phrase, marks: re.Pattern[str]) -> list[Phrase]:
    parts, start = [], 0
    for mark in marks.finditer(phrase.text):
        parts.append(phrase.cut(start, mark.start()))
        start = mark.end()
    return [*parts, phrase.cut(start)]


def _named(namer: Namer, parts: list[str], behind: str, owner: str = "") -> list[Name]:
    """Each part's name; where parts are but school types the measure is taken from the part that has one
    (小学、初中班额; 教师数小学、初中)."""
    change = namer.words.change.get(behind)
    tail = change.suffix if change else behind
    alone = [namer.scopes.alone(part) or namer.scopes.covers(part) for part in parts]
    stages = any(namer.scopes.alone(part) for part in parts)
    head = ""
    if any(alone):
        heads = [_head(namer, part) for part, bare in zip(parts, alone, strict=True) if not bare]
        head = heads[0] if heads else owner
    elif namer.words.is_measure(parts[-1]) and (not tail or (change and all(map(short_part, parts[:-1])))):
        parts = [part if namer.words.is_measure(part) else part + measure_of(namer, parts[-1]) for part in parts]
    names = []
    for part, bare in zip(parts, alone, strict=True):
        name = head if bare or (stages and head and _head(namer, part) == head) else part
        if bare and not namer.scopes.alone(part):
            name = part + head
        names.append(Name(tidy(name + tail, namer.words), "respectively", namer.scopes.find(part), bare))
    return names


def short_part(part: str) -> bool:
    """Whether a part may want the measure of the last (化肥、农药使用量分别下降…)."""
    return len(part) <= _LONGEST_PART and not part.isascii()


def measure_of(namer: Namer, name: str) -> str:
    """The measure that a name ends in (数学两科合格率 → 合格率)."""
    for length in (4, 3, 2):
        if length < len(name) and name[-length:] in namer.words.measures:
            return name[-length:]
    return name[-3:] if namer.words.is_share(name) else ""


def _head(namer: Namer, part: str) -> str:
    """A part without the school type at its beginning or end."""
    head, scope = namer.scopes.split_tail(part)
    if scope:
        return head
    for found in namer.scopes.hits(part):
        rest = part[found.end() :]
        if found.start() == 0 and (namer.scopes.rows[found[0]].alone or namer.words.is_measure(rest)):
            return rest
        break
    return part
