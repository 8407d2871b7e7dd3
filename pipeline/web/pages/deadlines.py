"""时限: what falls due, as a month, as a list, and what comes back; as a calendar file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import msgspec
from fastapi import Query, Response

from pipeline.api.ledger import write_calendar
from pipeline.export.calendar.dated import Dated
from pipeline.export.calendar.due import Asked, Comes, Due, dated, recurring, shown, shown_recurring, telling
from pipeline.export.lights import days_left, light_of, lights
from pipeline.model.errors import UsageError
from pipeline.store.choosing import choose_document
from pipeline.store.dates import first_day, last_day
from pipeline.web.calendar import Month, month_of
from pipeline.web.files import sent
from pipeline.web.paging import PageNumber, Pager, page_of, pager
from pipeline.web.registry import Download, Page
from pipeline.web.visit import Visit, VisitDep

_ROWS, _IN_A_DAY, _RUNNING = 40, 3, 12

MonthWords = Annotated[str, Query(max_length=7, description="月份，如 2025-03")]
Owner = Annotated[str, Query(max_length=100, description="责任主体")]
DocumentWords = Annotated[str, Query(max_length=300, description="方案的名称、编号或路径")]
Day = Annotated[str, Query(max_length=10, description="日期，可写 2025、2025-06 或 2025-06-30")]
LightWord = Annotated[str, Query(max_length=40, description="预警灯")]


class LightCount(msgspec.Struct, frozen=True, kw_only=True):
    """A light and how many have it."""

    word: str
    colour: str
    count: int


class DayCell(msgspec.Struct, frozen=True, kw_only=True):
    """A day of the month: how much falls due, the first of it."""

    day: str
    inside: bool
    today: bool
    count: int
    rows: tuple[Due, ...]


class PeriodCount(msgspec.Struct, frozen=True, kw_only=True):
    """How much comes back by a period."""

    freq: str
    word: str
    count: int


class MonthPage(msgspec.Struct, frozen=True, kw_only=True):
    """A month. `running`: what has begun and ends later (the first of `running_count`); `comes`: how much comes back, by period;
    `nearest`: where nothing falls due, the months before and behind in which something does."""

    month: str
    word: str
    before: str | None
    behind: str | None
    weeks: tuple[tuple[DayCell, ...], ...]
    count: int
    lights: tuple[LightCount, ...]
    running: tuple[Due, ...]
    running_count: int
    comes: tuple[PeriodCount, ...]
    nearest: tuple[str, ...]


class DueListPage(msgspec.Struct, frozen=True, kw_only=True):
    """Dated deadlines, earliest first."""

    since: str
    until: str
    rows: tuple[Due, ...]
    pager: Pager
    lights: tuple[LightCount, ...]


class RecurringPage(msgspec.Struct, frozen=True, kw_only=True):
    """What comes back, of one period or of all."""

    comes: tuple[PeriodCount, ...]
    rows: tuple[Due, ...]
    pager: Pager


def month_page(visit: VisitDep, month: MonthWords = "", owner: Owner = "", document: DocumentWords = "") -> MonthPage:
    """A month of deadlines."""
    at = month_of(month or visit.today[:7])
    if at is None:
        raise UsageError(f"月份看不懂：{month}（应写成 2025-03）")
    first, last = first_day(at.iso), last_day(at.iso)
    asked = Asked(since=first, until=last, owner=owner, document=document)
    found = dated(visit.kb, asked)
    here = [one for one in found if first is not None and last is not None and first <= one.last <= last]
    running = [one for one in found if last is not None and one.last > last]
    by_day: dict[str, list[Dated]] = {}
    for one in telling(visit.kb, here):
        by_day.setdefault(one.last, []).append(one)
    chosen = [one for day in by_day.values() for one in day[:_IN_A_DAY]]
    rows: dict[str, list[Due]] = {}
    for due in shown(visit.kb, chosen, visit.today):
        rows.setdefault(due.last, []).append(due)
    return MonthPage(
        month=at.iso, word=at.word, before=at.before, behind=at.behind, weeks=_cells(visit, at, by_day, rows),
        count=len(here), lights=_lights(here, visit.today), running_count=len(running),
        running=tuple(shown(visit.kb, running[:_RUNNING], visit.today)),
        comes=_periods(recurring(visit.kb, asked)), nearest=() if here else _nearest(visit, at.iso, owner, document),
    )  # fmt: skip


def _nearest(visit: Visit, month: str, owner: str, document: str) -> tuple[str, ...]:
    """The last month before and the first behind a month in which something falls due."""
    months = {one.last[:7] for one in dated(visit.kb, Asked(owner=owner, document=document))}
    before, behind = [one for one in months if one < month], [one for one in months if one > month]
    return (*([max(before)] if before else []), *([min(behind)] if behind else []))


def due_list_page(
    visit: VisitDep,
    since: Day | None = None,
    until: Day = "",
    owner: Owner = "",
    document: DocumentWords = "",
    light: LightWord = "",
    page: PageNumber = 1,
) -> DueListPage:
    """Deadlines in a list, from today on unless it is said otherwise."""
    first = _bound(visit.today if since is None else since, first_day)
    last = _bound(until, last_day)
    if first and last and first > last:
        raise UsageError(f"起始日期 {since} 晚于截止日期 {until}")
    found = dated(visit.kb, Asked(since=first, until=last, owner=owner, document=document))
    counts = _lights(found, visit.today)
    if light:
        days = {case for case in {(one.last, one.closed) for one in found} if _light(*case, visit.today)[0] == light}
        found = [one for one in found if (one.last, one.closed) in days]
    at = pager(page, len(found), _ROWS)
    rows = shown(visit.kb, page_of(found, at, _ROWS), visit.today)
    return DueListPage(since=first or "", until=last or "", rows=tuple(rows), pager=at, lights=counts)


def recurring_page(
    visit: VisitDep,
    freq: Annotated[str, Query(max_length=12, description="周期，如 P1M")] = "",
    owner: Owner = "",
    document: DocumentWords = "",
    page: PageNumber = 1,
) -> RecurringPage:
    """What comes back."""
    comes = recurring(visit.kb, Asked(owner=owner, document=document))
    keys = [key for one in comes if freq in ("", one.freq) for key in one.keys]
    at = pager(page, len(keys), _ROWS)
    rows = shown_recurring(visit.kb, page_of(keys, at, _ROWS), visit.today)
    return RecurringPage(comes=_periods(comes), rows=tuple(rows), pager=at)


def deadlines_ics(visit: VisitDep, since: Day = "", until: Day = "", document: DocumentWords = "") -> Response:
    """The calendar file."""
    first, last = _bound(since, first_day), _bound(until, last_day)
    plan = choose_document(visit.kb, document).document.id if document.strip() else None

    def write(path: Path) -> None:
        write_calendar(visit.kb, path, visit.today, since=first, until=last, document=plan)

    return sent("时限.ics", "text/calendar; charset=utf-8", write)


def _cells(
    visit: Visit, at: Month, by_day: dict[str, list[Dated]], rows: dict[str, list[Due]]
) -> tuple[tuple[DayCell, ...], ...]:
    return tuple(
        tuple(
            DayCell(
                day=day, inside=day[:7] == at.iso, today=day == visit.today, count=len(by_day.get(day, ())),
                rows=tuple(rows.get(day, ())),
            )
            for day in week
        )
        for week in at.weeks
    )  # fmt: skip


def _light(day: str, closed: bool, on: str) -> tuple[str, str]:
    light = light_of(closed=closed, recurring=False, days_left=days_left(day, on))
    return light.word, light.colour


def _lights(found: list[Dated], on: str) -> tuple[LightCount, ...]:
    """How many have which light, in the order of the bureau's rules."""
    counts: Counter[tuple[str, str]] = Counter()
    for (day, closed), count in Counter((one.last, one.closed) for one in found).items():
        counts[_light(day, closed, on)] += count
    order = {row.word: number for number, row in enumerate(lights())}
    return tuple(
        LightCount(word=word, colour=colour, count=count)
        for (word, colour), count in sorted(counts.items(), key=lambda item: (order.get(item[0][0], 99), item[0]))
    )


def _periods(comes: list[Comes]) -> tuple[PeriodCount, ...]:
    return tuple(PeriodCount(freq=one.freq, word=one.word, count=len(one.keys)) for one in comes)


def _bound(words: str, day: Callable[[str | None], str | None]) -> str | None:
    if not words.strip():
        return None
    found = day(words.strip())
    if found is None or days_left(found, found) is None:
        raise UsageError(f"日期看不懂：{words}（可写 2025、2025-06 或 2025-06-30）")
    return found


ITEMS = (
    Page(path="/deadlines", title="时限", template="deadlines.html", load=month_page, tag="时限"),
    Page(path="/deadlines/list", title="时限：列表", template="deadlines_list.html", load=due_list_page, tag="时限"),
    Page(
        path="/deadlines/recurring",
        title="时限：周期工作",
        template="deadlines_recurring.html",
        load=recurring_page,
        tag="时限",
    ),
    Download(path="/deadlines.ics", title="时限日历文件", make=deadlines_ics, tag="时限"),
)
