"""In which fields two facts differ that are one statement, in Chinese."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.comparison.diff.records import FieldChange
from pipeline.comparison.diff.scoring import same_party
from pipeline.comparison.similarity import measure_name
from pipeline.comparison.units import measure
from pipeline.model import labels
from pipeline.model.result import Deadline, Duty, Evidence, Indicator, Membership, Problem, Target
from pipeline.store import StoredFact
from pipeline.store.bare_words import bare_words
from pipeline.store.searchtext import normalised

_LONGEST = 40


def changes(left: StoredFact, right: StoredFact) -> tuple[FieldChange, ...]:
    """The fields that differ; empty where both say the same."""
    return tuple(one for one in _fields(left, right) if one.before != one.after)


def what_it_is(stored: StoredFact) -> str:
    """A fact in a few words."""
    fact = stored.fact
    if isinstance(fact, Indicator):
        return fact.name or shortened(stored.text)
    if isinstance(fact, Membership):
        return f"{fact.group or ''}{fact.position}"
    if isinstance(fact, Deadline):
        return shortened(stored.text)
    return shortened(stored.words)


def shortened(words: str) -> str:
    """Words on one line, cut where they are long."""
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _fields(left: StoredFact, right: StoredFact) -> Iterator[FieldChange]:
    mine, other = left.fact, right.fact
    if isinstance(mine, Indicator) and isinstance(other, Indicator):
        yield from _indicator(mine, other)
        yield from _due(left, right)
    elif isinstance(mine, Duty) and isinstance(other, Duty):
        yield from _duty(mine, other)
        yield from _due(left, right)
        yield from _words(left, right, told=bool(mine.indicators and other.indicators))
    elif isinstance(mine, Target) and isinstance(other, Target):
        yield from _due(left, right)
        yield from _words(left, right, told=bool(mine.indicators and other.indicators))
    elif isinstance(mine, Membership) and isinstance(other, Membership):
        yield _change("姓名", mine.person, other.person)
        yield _change("职位", mine.position, other.position)
        if normalised(mine.group or "") not in normalised(other.group or "") and normalised(
            other.group or ""
        ) not in normalised(mine.group or ""):
            yield _change("小组", mine.group or "", other.group or "")
        yield _change("职务", mine.post or "", other.post or "")
    elif isinstance(mine, Deadline) and isinstance(other, Deadline):
        yield _change("时限", _when(left), _when(right))
    elif isinstance(mine, Evidence) and isinstance(other, Evidence):
        yield _change("编码", "、".join(mine.codes), "、".join(other.codes))
        yield _change("年份", "、".join(map(str, mine.years)), "、".join(map(str, other.years)))
        yield from _words(left, right, told=False)
    elif isinstance(mine, Problem) and isinstance(other, Problem):
        yield from _words(left, right, told=False)


def _indicator(mine: Indicator, other: Indicator) -> Iterator[FieldChange]:
    before, after = (labels.quantity(fact.op, fact.value, fact.value_max, fact.unit) for fact in (mine, other))
    if (mine.op, mine.value, mine.value_max) != (other.op, other.value, other.value_max) or before != after:
        yield FieldChange(field="数值", before=before, after=after, note=_step(mine, other))
    if measure_name(mine.name) != measure_name(other.name):
        yield _change("指标名称", mine.name, other.name)
    yield _change("适用范围", "、".join(mine.scope), "、".join(other.scope))


def _step(mine: Indicator, other: Indicator) -> str:
    ours, theirs = measure(mine.unit or ""), measure(other.unit or "")
    before, after = mine.value * ours.factor, other.value * theirs.factor
    if mine.unit == other.unit:
        before, after = mine.value, other.value
    if before == after:
        return ""
    way = "提高" if after > before else "降低"
    if mine.unit != other.unit:
        return way
    size = labels.number(abs(after - before))
    return f"{way} {size} 个百分点" if mine.unit == "%" else f"{way} {size}"


def _duty(mine: Duty, other: Duty) -> Iterator[FieldChange]:
    if not same_party(mine.actor, other.actor):
        yield _change("责任主体", mine.actor or "（未写明）", other.actor or "（未写明）")
    yield _change("分工", labels.PARTS[mine.part], labels.PARTS[other.part])
    yield _change("要求", labels.MODALITIES[mine.modality], labels.MODALITIES[other.modality])


def _due(left: StoredFact, right: StoredFact) -> Iterator[FieldChange]:
    mine, other = _dates(left), _dates(right)
    if mine != other:
        yield _change("时限", _when(left), _when(right))


def _dates(stored: StoredFact) -> tuple[str | None, ...]:
    """What a deadline says: its dates, else its words."""
    if stored.due_starts or stored.due_ends:
        return (stored.due_starts, stored.due_ends)
    return (stored.due_freq or normalised(stored.due or ""),)


def _when(stored: StoredFact) -> str:
    fact = stored.fact
    if isinstance(fact, Deadline):
        words, start, end, freq = stored.words, fact.start, fact.end, fact.freq
    else:
        words, start, end, freq = stored.due or "", stored.due_starts, stored.due_ends, stored.due_freq
    dates = start if start == end or not end else end if not start else f"{start}/{end}"
    told = " ".join(words.split())
    return f"{told}（{dates}）" if dates and not freq and dates not in told else told


def _words(left: StoredFact, right: StoredFact, *, told: bool) -> Iterator[FieldChange]:
    """The wording, where it differs in more than what other fields tell (`told`: its numbers are told by indicators)."""
    if bare_words(left.words) == bare_words(right.words) and (
        told or normalised(left.words) == normalised(right.words)
    ):
        return
    if bare_words(left.words) == bare_words(right.words) and (left.due or right.due):
        return
    yield _change("内容", " ".join(left.words.split()), " ".join(right.words.split()))


def _change(field: str, before: str, after: str) -> FieldChange:
    return FieldChange(field=field, before=before, after=after)
