"""Which thresholds of a row hold for a statement: by its words, the plan's year and region, and the school stage."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pipeline.comparison.lexicons import regions
from pipeline.comparison.plan import Facing
from pipeline.comparison.rows import StandardRow, Threshold
from pipeline.comparison.stages import holds_for, parts_of

_OPEN = 9999
_NUMERALS = "零一二三四五六七八九十"


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """Thresholds that are left, a reason why none may be judged (`refusal`), and hints to show with a verdict."""

    left: tuple[Threshold, ...]
    refusal: str = ""
    hints: tuple[str, ...] = ()


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Thresholds that hold for one stage (null: stage not known)."""

    stage: str | None
    thresholds: tuple[Threshold, ...]


def by_words(row: StandardRow, words: str, grades: frozenset[int] = frozenset()) -> Choice:
    """Those whose part of the row, school years and age the statement names."""
    usual = tuple(item for item in row.thresholds if not item.encouraged and not _hit(item.unless, words))
    parts = tuple(item for item in usual if not item.sub_quantity or _part_named(item, words))
    if usual and not parts:
        names = "、".join(dict.fromkeys(item.sub_quantity for item in usual))
        return Choice(left=usual, refusal=f"本行分项（{names}），计划没有写明是哪一项")
    ages = tuple(item for item in parts if item.age is not None and _age_named(item.age, words))
    aged = ages or tuple(item for item in parts if item.age is None)
    if parts and not aged:
        return Choice(left=parts, refusal=f"标准值只管 {parts[0].age} 岁儿童")
    told = tuple(item for item in aged if not item.when or item.sub_quantity or _hit(item.when, words))
    return Choice(left=_by_grades(told or aged, grades))


def _by_grades(items: tuple[Threshold, ...], named: frozenset[int]) -> tuple[Threshold, ...]:
    return tuple(item for item in items if not named or not item.grades or named & set(item.grades)) or items


def _hit(cues: Sequence[str], words: str) -> bool:
    return any(cue in words for cue in cues)


def _part_named(item: Threshold, words: str) -> bool:
    return _hit(item.when or (item.sub_quantity,), words)


def _age_named(age: int, words: str) -> bool:
    return f"{age}岁" in words or f"{age}周岁" in words or (age <= 10 and f"{_NUMERALS[age]}岁" in words)


def by_year(items: tuple[Threshold, ...], facing: Facing) -> Choice:
    """Those valid in the plan's year; where the plan has none, the newest."""
    dated = [item for item in items if item.years]
    if not dated:
        return Choice(left=items)
    if facing.year is None:
        return _newest(items, dated, facing.last_year)
    year = facing.year
    valid = tuple(item for item in items if not item.years or _span(item.years)[0] <= year <= _span(item.years)[1])
    if valid:
        return Choice(left=valid)
    spans = "、".join(dict.fromkeys(item.years for item in dated))
    coming = [item for item in dated if item.years.isdigit() and int(item.years) >= year]
    if coming:
        goal = min(int(item.years) for item in coming)
        kept = tuple(item for item in coming if int(item.years) == goal)
        return Choice(left=kept, hints=(f"标准值是 {goal} 年的目标",))
    return Choice(left=items, refusal=f"计划是 {year} 年的，不在标准值适用的年份（{spans}）内")


def _newest(items: tuple[Threshold, ...], dated: list[Threshold], last: int | None) -> Choice:
    """For a plan without a year: the newest values that may hold, if its times (`last`: the latest) allow them."""
    ranges = [item for item in dated if not item.years.isdigit()] or dated
    possible = [item for item in ranges if last is None or _span(item.years)[0] <= last]
    if not possible:
        spans = "、".join(dict.fromkeys(item.years for item in dated))
        return Choice(left=items, refusal=f"计划的时限都在 {last} 年以前，不在标准值适用的年份（{spans}）内")
    newest = max(_span(item.years) for item in possible)
    kept = tuple(item for item in items if not item.years or _span(item.years) == newest)
    covered = newest[0] == 0 and last is not None and last <= newest[1]
    if newest[0] != newest[1] and newest[1] < _OPEN and not covered:
        return Choice(left=kept, refusal=f"标准值只适用于 {possible[-1].years} 年，计划未写年份")
    return Choice(left=kept, hints=("计划未写年份，按最新的标准值比较",))


def _span(years: str) -> tuple[int, int]:
    if years.isdigit():
        return int(years), int(years)
    first, _, last = years.partition("-")
    return int(first or 0), int(last or _OPEN)


def by_region(items: tuple[Threshold, ...], facing: Facing) -> Choice:
    """Those that hold where the plan is; a plan whose region is not known gets no verdict from a regional value."""
    kept = tuple(item for item in items if not item.region or _at_home(item.region, facing.home))
    if kept or not items:
        return Choice(left=kept)
    names = "、".join(dict.fromkeys(item.region for item in items))
    return Choice(left=items, refusal=f"标准值只在一定地区适用（{names}），计划所在地未知或不同")


def _at_home(region: str, home: str) -> bool:
    row = next((item for item in regions() if item.id == region), None)
    return row is not None and any(word in home for word in row.words)


def by_stage(row: StandardRow, items: tuple[Threshold, ...], stages: tuple[str, ...]) -> tuple[Group, ...]:
    """Thresholds by stage; empty where the row has none for the stages named."""
    if row.stage_in_name or not stages:
        return (Group(stage=None, thresholds=items),)
    groups: list[Group] = []
    for stage in parts_of(stages, items):
        fitting = tuple(item for item in items if holds_for(item, stage, items))
        if fitting and all(fitting != other.thresholds for other in groups):
            groups.append(Group(stage=stage, thresholds=fitting))
    return tuple(groups)


def confirmed_first(row: StandardRow, items: tuple[Threshold, ...]) -> Choice:
    """Confirmed values where there are any; unconfirmed ones may be shown and never judged (rule 7)."""
    if not row.confirmed:
        return Choice(left=items, refusal="标准行未经证实，只提示不判断")
    sure = tuple(item for item in items if item.confirmed)
    if not sure:
        return Choice(left=items, refusal="标准值未经证实，只提示不判断")
    doubtful = any(not item.years_confirmed for item in sure)
    return Choice(left=sure, hints=("标准值适用的起止年份未经证实",) if doubtful else ())


def expected(row: StandardRow, facing: Facing) -> Threshold | None:
    """The one value that a row has for plans of this kind, whatever they say; null where there are none or several."""
    groups = by_stage(row, tuple(item for item in row.thresholds if not item.encouraged), facing.stages)
    left = by_year(groups[0].thresholds, facing).left if len(groups) == 1 else ()
    return left[0] if len(left) == 1 and left[0].comparator != "qualitative" else None
