"""When: duties without a date, dates before the plan's own or outside its span, words that name no time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pipeline.auditing.findings import Finding, finding
from pipeline.auditing.lexicons import first_word
from pipeline.auditing.view import Period, View, last
from pipeline.expressions import times
from pipeline.model.result import Deadline, Duty, Target
from pipeline.store import StoredFact
from pipeline.store.dates import first_day, last_day


def undated_duties(view: View) -> Iterator[Finding | None]:
    """Duties without date or frequency, section by section."""
    by_section: dict[str, list[StoredFact]] = defaultdict(list)
    seen: set[tuple[int, str]] = set()
    for one, duty in view.duties:
        if (one.passage, one.words) in seen:
            continue
        seen.add((one.passage, one.words))
        if duty.modality not in ("must", "should") or duty.part == "support" or view.deadline(duty) is not None:
            continue
        if view.is_standing(one.section) or any(view.periods_above(one.section)):
            continue
        if first_word("standing", one.text) or times(one.text, None):
            continue
        by_section[one.section or ""].append(one)
    dated = view.span != (None, None)
    for path, found in by_section.items():
        where = f"“{last(path)}”下" if path else ""
        why = f"{where}有 {len(found)} 项任务没有写明完成时间" + ("（只有计划的总期限）" if dated else "")
        yield finding("duty-no-date", map(view.place, found), why, lower=1 if dated else 0, section=path or None)


def loose_times(view: View) -> Iterator[Finding | None]:
    """Duties to be done 定期, 适时, 尽快, section by section."""
    by_section: dict[str, list[StoredFact]] = defaultdict(list)
    said: dict[str, list[str]] = defaultdict(list)
    seen: set[int] = set()
    for one, duty in view.duties:
        word = first_word("loose_time", one.words)
        if not word or one.passage in seen or duty.modality not in ("must", "should"):
            continue
        if view.deadline(duty) is not None or times(one.text, None):
            continue
        seen.add(one.passage)
        by_section[one.section or ""].append(one)
        said[one.section or ""].append(word)
    for path, found in by_section.items():
        told = list(dict.fromkeys(said[path]))
        why = f"只写“{'、'.join(told)}”，没有写明次数或日期"
        yield finding("time-vague", map(view.place, found), why, words=told, section=path or None)


def past_deadlines(view: View) -> Iterator[Finding | None]:
    """Deadlines of duties and targets that were over before the plan was issued."""
    issued = first_day(view.document.issued)
    if issued is None:
        return
    yield from _past_words(view, issued)
    for one, due, fact in _dated(view):
        end = last_day(fact.end or fact.start)
        if end is None or end >= issued or _is_history(view, one):
            continue
        why = f"时限“{due.words}”（{fact.end or fact.start}）早于计划的日期 {view.document.issued}"
        year = (fact.end or fact.start or "")[:4]
        lower = 0 if year in due.words else 1 if any(char.isdigit() for char in due.words) else 2
        yield finding("deadline-before-plan", (view.place(one), view.place(due)), why, words=(due.words,), lower=lower)


def _past_words(view: View, issued: str) -> Iterator[Finding | None]:
    """Days with their year in the words of a duty that has no deadline: the extraction takes no past day for one."""
    for one, duty in view.duties:
        if duty.deadline is not None or _is_history(view, one) or duty.modality != "must":
            continue
        for time in times(one.words, view.document.issued):
            end = last_day(time.to_date)
            if time.kind == "by" and end and end < issued and end[:4] in time.text and first_word("due", time.text):
                why = f"时限“{time.text}”（{time.to_date}）早于计划的日期 {view.document.issued}"
                yield finding("deadline-before-plan", (view.place(one),), why, words=(time.text,))


def outside_span(view: View) -> Iterator[Finding | None]:
    """Deadlines of duties outside the stage or the plan they belong to, and periods that end before they begin."""
    for one, due, fact in _dated(view):
        first, end = first_day(fact.start), last_day(fact.end or fact.start)
        if first and end and first > end:
            why = f"“{due.words}”的结束（{fact.end}）早于开始（{fact.start}）"
            yield finding("step-outside-span", (view.place(one), view.place(due)), why, words=(due.words,))
            continue
        if end is None or not isinstance(one.fact, Duty) or _is_history(view, one):
            continue
        stage = next(iter(view.periods_above(one.section)), None)
        if stage is not None and _outside(end, stage[1]):
            why = f"时限“{due.words}”（{fact.end or fact.start}）不在“{stage[0]}”之内"
            yield finding("step-outside-span", (view.place(one), view.place(due)), why, words=(due.words,))
        elif stage is None and _outside(end, view.span):
            why = f"时限“{due.words}”（{fact.end or fact.start}）不在计划期（{_told(view.span)}）之内"
            yield finding("step-outside-span", (view.place(one), view.place(due)), why, words=(due.words,), lower=1)


def _dated(view: View) -> Iterator[tuple[StoredFact, StoredFact, Deadline]]:
    """Duties and targets with a deadline that has dates, each deadline once."""
    seen: set[str] = set()
    for one in view.plan.facts:
        if not isinstance(one.fact, Duty | Target):
            continue
        found = view.plan.deadline_of(one.fact, view.known)
        if found is None or not isinstance(found.fact, Deadline) or found.fact.id in seen:
            continue
        fact = found.fact
        if fact.kind in ("by", "period") and (fact.end or fact.start) and not fact.freq:
            seen.add(fact.id)
            yield one, found, fact


def _is_history(view: View, one: StoredFact) -> bool:
    """Whether a fact stands under a heading that tells what was, not what shall be."""
    return bool(one.section) and bool(first_word("idle_section", last(one.section))) and "目标" not in last(one.section)


def _outside(end: str, period: Period) -> bool:
    start, finish = period
    return bool((start and end < start) or (finish and end > finish))


def _told(period: Period) -> str:
    return "至".join(day for day in period if day)
