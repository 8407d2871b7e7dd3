"""Indicators across plans, grouped by name: what groups are chosen and drawn by is read once for each state of the base, words for
the rows of a page alone. What people have rejected is left out, what they have put right stands as they put it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

import msgspec

from pipeline.model.result import Indicator
from pipeline.store import held
from pipeline.store.choosing import PlanKeys, plans_named
from pipeline.store.copies import copies
from pipeline.store.kept_up import Changed, kept_up
from pipeline.store.keys import content_of
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.searchtext import normalised

_Row = tuple[str, int, int, str, str, float | None, str]
_ROWS = (
    "SELECT name, key, document, coalesce(unit, ''), coalesce(status, ''), value, "
    "coalesce(json_extract(record, '$.scope'), '[]') FROM facts WHERE +type = 'indicator' AND key BETWEEN ? AND ?"
)


class Measured(msgspec.Struct, frozen=True):
    """An indicator of a group as it is held; `name` as it is written, `scope` is normalised JSON,
    `corrected` whether people have put it right."""

    key: int
    document: int
    unit: str
    status: str
    value: float | None
    scope: str
    corrected: bool = False
    name: str = ""


class IndicatorGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Indicators of one name (blanks and width of characters apart); `name` as it is written most often."""

    name: str
    id: str
    rows: tuple[Measured, ...]
    plans: int


class IndicatorFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which indicators: words of the name, a unit, target or actual, words of the scope, words of a plan's title."""

    words: str = ""
    unit: str = ""
    status: str = ""
    scope: str = ""
    document: str = ""


def indicator_groups(kb: KnowledgeBase, wanted: IndicatorFilter) -> list[IndicatorGroup]:
    """The groups that hold an indicator chosen, with those alone; those of most plans first."""
    known = _known(kb)
    words, scope = normalised(wanted.words), normalised(wanted.scope)
    plans = plans_named(kb.db, wanted.document) if wanted.document.strip() else None
    chosen = [one for one in known if words in one.id]
    if wanted.unit or wanted.status or scope or plans is not None:
        chosen = [left for one in chosen if (left := _left(one, wanted, scope, plans)) is not None]
    return sorted(chosen, key=lambda one: (-one.plans, -len(one.rows), one.id))


def indicator_group(kb: KnowledgeBase, name: str, wanted: IndicatorFilter) -> IndicatorGroup | None:
    """The group of a name."""
    id = normalised(name)
    return next((one for one in indicator_groups(kb, wanted) if one.id == id), None)


def indicator_units(kb: KnowledgeBase, most: int) -> tuple[str, ...]:
    """The units used most."""
    return kb.remember(("indicator units", str(most)), lambda: _units(_known(kb), most))


def in_order(kb: KnowledgeBase, group: IndicatorGroup) -> list[Measured]:
    """A group's indicators by unit, the greatest value first."""
    return sorted(group.rows, key=lambda one: (one.unit, -(one.value or 0.0), one.key))


def _left(one: IndicatorGroup, wanted: IndicatorFilter, scope: str, plans: PlanKeys | None) -> IndicatorGroup | None:
    rows = tuple(
        row for row in one.rows
        if (not wanted.unit or row.unit == wanted.unit) and (not wanted.status or row.status == wanted.status)
        and scope in row.scope and (plans is None or row.document in plans)
    )  # fmt: skip
    return msgspec.structs.replace(one, rows=rows, plans=len({row.document for row in rows})) if rows else None


def _known(kb: KnowledgeBase) -> tuple[IndicatorGroup, ...]:
    return tuple(_groups(kb).by_id.values())


class _Groups(msgspec.Struct, frozen=True):
    """Groups by their id, and the ids of those that each content stands in."""

    by_id: dict[str, IndicatorGroup]
    of_content: dict[int, frozenset[str]]


def _groups(kb: KnowledgeBase) -> _Groups:
    return kept_up(kb, "indicator groups", lambda old, changed: _brought_up(kb, old, changed))


def _brought_up(kb: KnowledgeBase, old: _Groups | None, changed: Changed) -> _Groups:
    """Only groups that a changed content stood or stands in are put together anew."""
    found: dict[str, list[Measured]] = {}
    contents: dict[int, set[str]] = {}
    for id, row in _measured(kb, changed):
        found.setdefault(id, []).append(row)
        contents.setdefault(content_of(row.key), set()).add(id)
    before = old.of_content if old is not None else {}
    gone = frozenset[str]().union(*(before.get(one, ()) for one in changed.contents or ()))
    groups = dict(old.by_id) if old is not None and changed.contents is not None else {}
    for id in gone | found.keys():
        kept = (row for row in groups[id].rows if not changed.holds(row.key)) if id in groups else ()
        rows = sorted((*kept, *found.get(id, ())), key=attrgetter("key"))
        if rows:
            groups[id] = _group(id, rows)
        else:
            groups.pop(id, None)
    return _Groups(groups, changed.left(before) | {content: frozenset(ids) for content, ids in contents.items()})


def _group(id: str, rows: Sequence[Measured]) -> IndicatorGroup:
    written = Counter(row.name for row in rows)
    name = min(written, key=lambda one: (-written[one], one))
    return IndicatorGroup(name=name, id=id, rows=tuple(rows), plans=len({row.document for row in rows}))


def _measured(kb: KnowledgeBase, changed: Changed) -> Iterator[tuple[str, Measured]]:
    """The indicators of some contents as they are held, each with the id of its group."""
    ids: dict[str, str] = {}
    scopes: dict[str, str] = {}
    anew = _put_right(kb)
    for name, key, document, unit, status, value, scope in _rows(kb, anew, changed):
        id = ids.get(name) or ids.setdefault(name, normalised(name))
        flat = scopes.get(scope) or scopes.setdefault(scope, normalised(scope))
        yield id, Measured(key, document, unit, status, value, flat, key in anew, name)


def _rows(kb: KnowledgeBase, anew: Mapping[int, Indicator], changed: Changed) -> Iterator[_Row]:
    """Every indicator once, as it is held."""
    left_out, rejected = copies(kb), held.held(kb).rejected
    for span in changed.ranges():
        for name, key, document, unit, status, value, scope in kb.db.execute(_ROWS, span):
            if document in left_out or key in rejected:
                continue
            fact = anew.get(key)
            if fact is None:
                yield name, key, document, unit, status, value, scope
            else:
                yield fact.name, key, document, fact.unit or "", fact.status, fact.value, scope


def _put_right(kb: KnowledgeBase) -> dict[int, Indicator]:
    """The indicators that people have put right, by key."""
    return {key: one.fact for key, one in held.put_right(kb).items() if isinstance(one.fact, Indicator)}


def _units(known: Iterable[IndicatorGroup], most: int) -> tuple[str, ...]:
    counts = Counter(row.unit for one in known for row in one.rows if row.unit)
    return tuple(sorted(counts, key=lambda unit: (-counts[unit], unit))[:most])
