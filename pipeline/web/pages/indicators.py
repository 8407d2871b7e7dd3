"""指标: indicators across plans, grouped by name, each with a small chart and the same as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec
from fastapi import Query

from pipeline.asking.rows import CORRECTED
from pipeline.model import labels
from pipeline.model.result import Indicator
from pipeline.store import held
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
    """An indicator as it is held: `quantity` in words, `year` the year it is due, else that of its plan; `corrected`: people
    have put it right."""

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
    corrected: bool


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
    stored = held.facts_by_key(kb, [row.key for row in (*drawn[:most], *rows)])
    chart = dotted([_value(row, stored[row.key]) for row in drawn[:most]])
    issued = _issued(kb, [row.document for row in rows])
    return GroupView(
        name=group.name, count=len(group.rows), plans=group.plans, chart_unit=unit,
        chart=msgspec.structs.replace(chart, left_off=len(drawn) - len(chart.dots)),
        rows=tuple(_line(stored[row.key], issued.get(row.document, "")) for row in rows),
    )  # fmt: skip


def _value(row: Measured, stored: StoredFact) -> Value:
    """A dot; its title tells quantity, plan, and where people have put it right."""
    fact = stored.fact
    assert isinstance(fact, Indicator)
    quantity = labels.quantity(fact.op, fact.value, fact.value_max, fact.unit)
    title = f"{quantity}（{labels.STATUSES.get(fact.status, '')}）《{stored.document}》"
    return Value(
        value=fact.value, hollow=row.status == "actual", href=f"/facts/{fact.id}",
        title=title + (f" {CORRECTED}" if row.corrected else ""),
    )  # fmt: skip


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
        document=stored.document, document_id=fact.document, corrected=bool(stored.corrected),
    )  # fmt: skip


ITEMS = (
    Page(path="/indicators", title="指标", template="indicators.html", load=indicators_page, tag="指标"),
    Page(path="/indicators/named", title="指标：一项", template="indicator.html", load=indicator_name_page, tag="指标"),
)
