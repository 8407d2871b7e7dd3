"""指标: indicators across plans, grouped by name, each with a small chart and the same as a table."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec
from fastapi import Query

from pipeline.model import labels
from pipeline.model.result import Indicator
from pipeline.store import reading
from pipeline.store.indicator_groups import (
    IndicatorFilter,
    IndicatorGroup,
    Measured,
    in_order,
    indicator_group,
    indicator_groups,
    indicator_units,
)
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import StoredFact
from pipeline.web.drawing.dots import MOST_DOTS, Dots, Value, dotted
from pipeline.web.paging import PageNumber, Pager, page_of, pager
from pipeline.web.registry import Page
from pipeline.web.visit import NotFound, VisitDep

_GROUPS, _FIRST, _ROWS, _UNITS = 8, 5, 50, 30
_DRAWN_FIRST = 40

Words = Annotated[str, Query(max_length=100, description="指标名称里的字")]
Unit = Annotated[str, Query(max_length=30, description="单位，如 %")]
Status = Annotated[Literal["", "target", "actual"], Query(description="目标或现状")]
Scope = Annotated[str, Query(max_length=100, description="适用范围里的字")]
DocumentWords = Annotated[str, Query(max_length=300, description="方案的名称、编号或路径")]
Name = Annotated[str, Query(min_length=1, max_length=300, description="指标名称")]


class IndicatorLine(msgspec.Struct, frozen=True, kw_only=True):
    """An indicator: `quantity` in words, `year` the year it is due, else that of its plan."""

    fact: str
    name: str
    scope: str
    quantity: str
    op: str
    value: float | None
    value_max: float | None
    unit: str
    status: str
    year: str
    document: str
    document_id: str


class GroupView(msgspec.Struct, frozen=True, kw_only=True):
    """Indicators of one name: the first of `count` rows, in how many plans; the chart is of those in `chart_unit`."""

    name: str
    count: int
    plans: int
    chart_unit: str
    chart: Dots
    rows: tuple[IndicatorLine, ...]


class IndicatorsPage(msgspec.Struct, frozen=True, kw_only=True):
    """Groups, those of most plans first; `count` indicators in all."""

    groups: tuple[GroupView, ...]
    pager: Pager
    count: int
    units: tuple[str, ...]


class IndicatorNamePage(msgspec.Struct, frozen=True, kw_only=True):
    """One name with all its rows, page by page."""

    group: GroupView
    pager: Pager


def indicators_page(
    visit: VisitDep, words: Words = "", unit: Unit = "", status: Status = "", scope: Scope = "",
    document: DocumentWords = "", page: PageNumber = 1,
) -> IndicatorsPage:  # fmt: skip
    """Indicators across plans."""
    wanted = IndicatorFilter(words=words, unit=unit, status=status, scope=scope, document=document)
    found = indicator_groups(visit.kb, wanted)
    at = pager(page, len(found), _GROUPS)
    return IndicatorsPage(
        groups=tuple(
            _view(visit.kb, one, in_order(visit.kb, one)[:_FIRST], _DRAWN_FIRST) for one in page_of(found, at, _GROUPS)
        ),
        pager=at, count=sum(len(one.rows) for one in found), units=indicator_units(visit.kb, _UNITS),
    )  # fmt: skip


def indicator_name_page(
    visit: VisitDep, name: Name, unit: Unit = "", status: Status = "", scope: Scope = "",
    document: DocumentWords = "", page: PageNumber = 1,
) -> IndicatorNamePage:  # fmt: skip
    """All indicators of one name."""
    group = indicator_group(
        visit.kb, name, IndicatorFilter(words=name, unit=unit, status=status, scope=scope, document=document)
    )
    if group is None:
        raise NotFound(f"没有叫“{name}”的指标")
    at = pager(page, len(group.rows), _ROWS)
    rows = page_of(in_order(visit.kb, group), at, _ROWS)
    return IndicatorNamePage(group=_view(visit.kb, group, rows, MOST_DOTS), pager=at)


def _view(kb: KnowledgeBase, group: IndicatorGroup, rows: Sequence[Measured], most: int) -> GroupView:
    units = Counter(row.unit for row in group.rows if row.value is not None)
    unit = min(units, key=lambda one: (-units[one], one), default="")
    drawn = [row for row in group.rows if row.unit == unit and row.value is not None]
    keys = [row.key for row in drawn[:most]]
    named = _named(kb, keys)
    chart = dotted([
        Value(value=row.value, hollow=row.status == "actual", href=f"/facts/{named[row.key][0]}", title=named[row.key][1])
        for row in drawn[:most] if row.value is not None and row.key in named
    ])  # fmt: skip
    stored = reading.facts_by_key(kb.db, [row.key for row in rows])
    issued = _issued(kb, [row.document for row in rows])
    return GroupView(
        name=group.name, count=len(group.rows), plans=group.plans, chart_unit=unit,
        chart=msgspec.structs.replace(chart, left_off=len(drawn) - len(chart.dots)),
        rows=tuple(_line(stored[row.key], issued.get(row.document, "")) for row in rows),
    )  # fmt: skip


def _named(kb: KnowledgeBase, keys: Sequence[int]) -> dict[int, tuple[str, str]]:
    """The id and a title (quantity and plan) of some indicators."""
    rows = kb.db.execute(
        "SELECT f.key, f.id, f.op, f.value, f.value_max, f.unit, f.status, d.title FROM facts f "
        f"JOIN documents d ON d.key = f.document WHERE f.key IN ({', '.join('?' * len(keys))})",
        list(keys),
    )
    return {row["key"]: (row["id"], _title(row)) for row in rows}


def _title(row: sqlite3.Row) -> str:
    quantity = labels.quantity(row["op"], row["value"], row["value_max"], row["unit"])
    return f"{quantity}（{labels.STATUSES.get(row['status'], '')}）《{row['title']}》"


def _issued(kb: KnowledgeBase, documents: Sequence[int]) -> dict[int, str]:
    keys = list(dict.fromkeys(documents))
    rows = kb.db.execute(
        f"SELECT key, coalesce(issued, '') FROM documents WHERE key IN ({', '.join('?' * len(keys))})", keys
    )
    return {row[0]: row[1][:4] for row in rows}


def _line(stored: StoredFact, issued: str) -> IndicatorLine:
    fact = stored.fact
    assert isinstance(fact, Indicator)
    return IndicatorLine(
        fact=fact.id, name=fact.name, scope="、".join(fact.scope), unit=fact.unit or "", op=fact.op, value=fact.value,
        value_max=fact.value_max, quantity=labels.quantity(fact.op, fact.value, fact.value_max, fact.unit),
        status=labels.STATUSES.get(fact.status, fact.status), year=(stored.due_ends or stored.due_starts or issued)[:4],
        document=stored.document, document_id=fact.document,
    )  # fmt: skip


ITEMS = (
    Page(path="/indicators", title="指标", template="indicators.html", load=indicators_page, tag="指标"),
    Page(path="/indicators/named", title="指标：一项", template="indicator.html", load=indicator_name_page, tag="指标"),
)
