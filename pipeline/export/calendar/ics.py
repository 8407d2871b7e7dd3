"""A calendar file (iCalendar, RFC 5545) that Outlook and phones open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from icalendar import Alarm, Calendar, Event

from pipeline.export.calendar.events import Entry, Span, entries
from pipeline.model.errors import UsageError
from pipeline.store import KnowledgeBase
from pipeline.store.dates import first_day, last_day

_NAME = "策图：方案时限"
_CONTROL = {code: None for code in range(32) if code != 10} | {127: None}


def write_calendar(
    kb: KnowledgeBase,
    path: Path,
    on: str,
    *,
    since: str | None = None,
    until: str | None = None,
    document: str | None = None,
) -> int:
    """Write the deadlines as whole-day entries; gives their number.

    `on` (ISO day) is the day the file is made: its stamp, and the day recurring entries begin; they end with `until`, or in
    a year. `since` and `until` (ISO of any precision) bound the entries.
    """
    span = Span(
        _day(on, on), _day(since, first_day(since)) if since else None, _day(until, last_day(until)) if until else None
    )
    if span.since and span.until and span.since > span.until:
        raise UsageError(f"起始日期 {since} 晚于截止日期 {until}")
    stamp = datetime(span.on.year, span.on.month, span.on.day, tzinfo=UTC)
    number = 0
    with path.open("wb") as stream:
        head, foot = _frame()
        stream.write(head)
        for entry in entries(kb, span, document):
            stream.write(_event(entry, stamp).to_ical())
            number += 1
        stream.write(foot)
    return number


def _frame() -> tuple[bytes, bytes]:
    calendar = Calendar()
    for name, value in (
        ("prodid", "-//Cetu//cetu//ZH"), ("version", "2.0"), ("calscale", "GREGORIAN"), ("method", "PUBLISH"),
        ("x-wr-calname", _NAME),
    ):  # fmt: skip
        calendar.add(name, value)
    foot = b"END:VCALENDAR\r\n"
    return calendar.to_ical().removesuffix(foot), foot


def _event(entry: Entry, stamp: datetime) -> Event:
    event = Event()
    for name, value in _properties(entry, stamp):
        event.add(name, value)
    if entry.remind:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _plain(entry.summary))
        alarm.add("trigger", timedelta(days=-1))
        event.add_component(alarm)
    return event


def _properties(entry: Entry, stamp: datetime) -> Iterator[tuple[str, object]]:
    yield "uid", entry.uid
    yield "dtstamp", stamp
    yield "dtstart", entry.first
    yield "dtend", entry.last + timedelta(days=1)  # the day behind the last, as the standard has it
    if entry.rule:
        yield "rrule", {name: [_rule_value(name, v) for v in values] for name, values in entry.rule.items()}
    yield "summary", _plain(entry.summary)
    yield "description", _plain("\n".join(entry.lines))
    yield "categories", [entry.category]
    yield "transp", "TRANSPARENT"


def _rule_value(name: str, value: str) -> object:
    if name == "UNTIL":
        return date(int(value[:4]), int(value[4:6]), int(value[6:]))
    return value if name in ("FREQ", "BYDAY") else int(value)


def _plain(words: str) -> str:
    return words.translate(_CONTROL)


def _day(words: str | None, iso: str | None) -> date:
    try:
        return date.fromisoformat(iso or "")
    except ValueError:
        raise UsageError(f"日期看不懂：{words}（可写 2025、2025-06 或 2025-06-30）") from None
