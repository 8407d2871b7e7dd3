"""Deadlines as entries of a calendar: when, what, who, and where it is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice

import msgspec
from dateutil.rrule import rrulestr

from pipeline.export.calendar.recurrence import Parts, rules
from pipeline.model.result import Deadline, Duty, Indicator, Membership
from pipeline.store import KnowledgeBase, StoredFact, reading
from pipeline.store.dates import due, first_day, last_day
from pipeline.store.review_records import Review
from pipeline.store.reviews import reviews
from pipeline.store.states import state

_CHUNK = 400
_LONGEST_PERIOD = 31  # days; of a longer one the last day alone is entered
_LONGEST_SUMMARY = 80


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One entry. `uid` is made of the fact's id, so that a calendar read again replaces it; `last` belongs to it."""

    uid: str
    document: str
    first: date
    last: date
    summary: str
    lines: tuple[str, ...]
    category: str
    rule: Parts | None = None
    remind: bool = True


class Span(msgspec.Struct, frozen=True):
    """The days a calendar is asked for; recurring entries begin at the later of `since` and `on`, and end with `until`."""

    on: date
    since: date | None = None
    until: date | None = None

    def holds(self, first: date, last: date) -> bool:
        """Whether some days share one with it."""
        return (self.since is None or last >= self.since) and (self.until is None or first <= self.until)

    def begin(self) -> date:
        """Where recurring entries begin."""
        return max(self.on, self.since) if self.since else self.on

    def end(self) -> date:
        """Where they end: in a year, where nothing is said."""
        return self.until or _a_year_on(self.begin())


def entries(kb: KnowledgeBase, span: Span, document: str | None = None) -> Iterator[Entry]:
    """The entries of all deadlines that have a day or a period, by path and place; the same said in two files once.

    What people have rejected, and tasks that are closed, are left out; a due date put right stands in place of the plan's.
    """
    held = reviews(kb)
    seen: set[tuple[str, date, str]] = set()
    stream = kb.facts(type="deadline", document=document)
    while chunk := list(islice(stream, _CHUNK)):
        ties = ties_of(kb, [one.key for one in chunk])
        for stored in chunk:
            if not is_out(held.get(stored.fact.id)):
                yield from _unseen(_of_deadline(stored, ties.get(stored.key), held, span), seen)
    yield from _unseen(_put_right(kb, held, span, document), seen)


def _unseen(found: Iterator[Entry], seen: set[tuple[str, date, str]]) -> Iterator[Entry]:
    for entry in found:
        key = ("".join(entry.summary.split()), entry.first, entry.document + repr(entry.rule))
        if key not in seen:
            seen.add(key)
            yield entry


def _of_deadline(
    stored: StoredFact, tied: list[StoredFact] | None, held: dict[str, Review], span: Span
) -> Iterator[Entry]:
    """The entries of a deadline; none where all that it is set for is closed, rejected, or has another date now."""
    kept = [one for one in tied or () if not is_out(held.get(one.fact.id)) and not has_date(held.get(one.fact.id))]
    if (tied and not kept) or (not tied and _flat(stored.text) == _flat(stored.words)):
        return  # a bare time, as in a heading, says nothing
    fact = stored.fact
    assert isinstance(fact, Deadline)
    summary, lines = summary_of(kept, stored, held), _lines(stored, kept)
    if fact.freq is not None:
        yield from _recurring(stored, fact, summary, lines, span)
        return
    days = _days(fact)
    if days is not None and span.holds(*days):
        ends_there = days[0] == days[1]
        yield Entry(
            uid=f"{fact.id}@cetu", document=stored.document, first=days[0], last=days[1], summary=summary, lines=lines,
            category="截止" if ends_there else "期间",
        )  # fmt: skip


def _recurring(stored: StoredFact, fact: Deadline, summary: str, lines: tuple[str, ...], span: Span) -> Iterator[Entry]:
    since, until = (_date(day) for day in due(fact))
    begin, end = max(span.begin(), since or span.begin()), min(span.end(), until or span.end())
    found = rules(fact, stored.words)
    for number, rule in enumerate(found, start=1):
        first = _first(";".join(f"{name}={','.join(values)}" for name, values in rule.items()), begin)
        if first is None or first > end:
            continue
        yield Entry(
            uid=f"{fact.id}-{number}@cetu" if len(found) > 1 else f"{fact.id}@cetu", document=stored.document, first=first, last=first,
            summary=summary, lines=lines, category="周期", rule=rule | {"UNTIL": [end.strftime("%Y%m%d")]},
            remind=rule["FREQ"] not in (["DAILY"], ["WEEKLY"]),
        )  # fmt: skip


@lru_cache(maxsize=1024)
def _first(rule: str, begin: date) -> date | None:
    """The first day on or behind `begin` that a rule falls on; null where it never does (31 June)."""
    begun = f"DTSTART:{begin:%Y%m%d}T000000\nRRULE:{rule};UNTIL={begin.year + 12}1231T000000"
    found = next(iter(rrulestr(begun)), None)
    return found.date() if found else None


def _days(fact: Deadline) -> tuple[date, date] | None:
    begin, end = (_date(day) for day in due(fact))
    last = end or begin
    if last is None:
        return None
    short = fact.kind == "period" and begin is not None and end is not None and (end - begin).days < _LONGEST_PERIOD
    return (begin if short and begin else last), last


def _put_right(kb: KnowledgeBase, held: dict[str, Review], span: Span, document: str | None) -> Iterator[Entry]:
    """Facts whose due date people have put right, each with a day of its own."""
    keys = kb.document_keys(document) if document is not None else None
    for review in sorted(held.values(), key=lambda one: (one.anchor.path, one.anchor.start, one.fact)):
        stored = kb.fact(review.fact) if has_date(review) and not is_out(review) else None
        if stored is None or (keys is not None and stored.document_key not in keys):
            continue
        day = _date(last_day(review.corrections["due"]))
        if day is not None and span.holds(day, day):
            yield Entry(
                uid=f"{review.fact}@cetu", document=stored.document, first=day, last=day, category="截止",
                summary=summary_of([stored], stored, held),
                lines=(f"截止日期由 {review.who} 更正", *_lines(stored, [stored])),
            )  # fmt: skip


def ties_of(kb: KnowledgeBase, keys: list[int]) -> dict[int, list[StoredFact]]:
    """What is due by each deadline: duties first, then targets, then indicators."""
    rows = kb.db.execute(
        "SELECT l.target, l.source FROM links l JOIN facts f ON f.key = l.source WHERE l.relation = 'due' "
        f"AND l.target IN ({', '.join('?' * len(keys))}) ORDER BY f.type = 'indicator', f.type = 'target', f.key",
        keys,
    ).fetchall()
    found = reading.facts_by_key(kb.db, [row[1] for row in rows])
    ties: dict[int, list[StoredFact]] = {}
    for target, source in rows:
        ties.setdefault(target, []).append(found[source])
    return ties


def is_out(review: Review | None) -> bool:
    """Whether nothing is due of a fact any more: it was refused, or is closed."""
    return review is not None and (review.verdict == "rejected" or state(review.state).closed)


def has_date(review: Review | None) -> bool:
    """Whether people have put its date right."""
    return review is not None and "due" in review.corrections


def summary_of(tied: list[StoredFact], stored: StoredFact, held: dict[str, Review]) -> str:
    """Who does what, of the first that is due; the sentence where nothing is tied."""
    if not tied:
        words = _flat(stored.text)
    else:
        first = tied[0]
        same = [one for one in tied if one.fact.spans == first.fact.spans and one.words == first.words]
        own = held[first.fact.id].corrections if first.fact.id in held else {}
        who = own.get("actor") or "、".join(dict.fromkeys(name for one in same if (name := _actor(one))))
        what = own.get("words") or _what(first)
        words = _flat(f"{who}：{what}" if who else what)
    return words if len(words) <= _LONGEST_SUMMARY else words[: _LONGEST_SUMMARY - 1] + "…"


def _lines(stored: StoredFact, tied: list[StoredFact]) -> tuple[str, ...]:
    """What the entry says below its heading; the last two lines are the place and the id."""
    page = f" 第 {stored.fact.page} 页" if stored.fact.page else ""
    section = f" {_flat(stored.section)}" if stored.section else ""
    others = [f"· {_actor(one) + '：' if _actor(one) else ''}{_flat(_what(one))}" for one in tied[1:6]]
    due_words = stored.words if isinstance(stored.fact, Deadline) else stored.due or ""
    return (
        *((f"时限原文：{_flat(due_words)}",) if due_words else ()),
        *_precision(stored.fact),
        f"原文：{_flat(stored.text)}",
        *(("一并到期：", *others) if others else ()),
        f"出处：《{_flat(stored.document)}》{section}{page}（{stored.path}）",
        f"编号：{stored.fact.id}",
    )


def _precision(fact: object) -> tuple[str, ...]:
    """A day that the plan does not name is said to be none."""
    end = fact.end or fact.start if isinstance(fact, Deadline) else None
    unit = {4: "年", 7: "月"}.get(len(end or ""))
    return (f"原文只写到{unit}，按该{unit}最后一天",) if unit else ()


def _what(stored: StoredFact) -> str:
    fact = stored.fact
    return f"{fact.name} {stored.words}" if isinstance(fact, Indicator) else stored.words


def _actor(stored: StoredFact) -> str:
    fact = stored.fact
    return (fact.who if isinstance(fact, Duty) else fact.person if isinstance(fact, Membership) else None) or ""


def _flat(words: str) -> str:
    return " ".join(words.split())


def _date(iso: str | None) -> date | None:
    try:
        return date.fromisoformat(first_day(iso) or "")
    except ValueError:
        return None


def _a_year_on(day: date) -> date:
    return min(day, date(9998, 1, 1)) + timedelta(days=365)
