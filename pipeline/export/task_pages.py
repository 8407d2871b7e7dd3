"""The ledger page by page. What rows are chosen and ordered by is worked out once for each state of the base (`TaskHead`); a row
itself is read, as `tasks` gives it, for the page alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

import msgspec

from pipeline.export.lights import days_left, light_of, lights
from pipeline.export.tasks import Task, task_of
from pipeline.store import KnowledgeBase, reading
from pipeline.store.choosing import plans_named
from pipeline.store.copies import copies
from pipeline.store.dates import last_day
from pipeline.store.kept_up import Changed, in_order, judged, kept_up
from pipeline.store.names import actor_names
from pipeline.store.review_records import Review
from pipeline.store.reviews import reviews
from pipeline.store.searchtext import normalised
from pipeline.store.states import state

_CHUNK = 500
_ANY_DAY = "2000-01-01"
_ROWS = (
    "SELECT f.key, f.document, f.start, f.end, f.part, f.id, coalesce(f.actor, ''), d.ends, d.freq FROM facts f "
    "LEFT JOIN links l ON l.source = f.key AND l.relation = 'due' LEFT JOIN facts d ON d.key = l.target WHERE +f.type = 'duty' "
    "AND f.key BETWEEN ? AND ?"
)
_PLANS = (
    "SELECT d.key, coalesce((SELECT path FROM files WHERE content = d.content ORDER BY path LIMIT 1), ''), d.start "
    "FROM documents d WHERE d.key BETWEEN ? AND ?"
)
_BY_URGENCY = attrgetter("urgency")
# Whether a row is closed, whether it comes back, the day it is due: what its light depends on.
_Case = tuple[bool, bool, str | None]
# Closed rows last, then those without a day, by day, path, place of the plan in its file, place in the plan.
_Urgency = tuple[bool, bool, str, str, int, int, int, int]


class TaskHead(msgspec.Struct, frozen=True):
    """A row of the ledger, as far as it is chosen and ordered by: its duties, its parties (normalised), what its light
    depends on (`case`), what people said (`said`: whether they said anything). `urgency`: what the ledger is ordered by."""

    urgency: _Urgency
    keys: tuple[int, ...]
    document: int
    parties: str
    case: _Case
    state: str
    verdict: str
    said: bool

    @property
    def closed(self) -> bool:
        """Whether nothing is left to be done."""
        return self.case[0]

    @property
    def due(self) -> str | None:
        """The day it is due."""
        return self.case[2]


class TaskFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which rows: by the word of a light, of a state, of a verdict; a party under any of its names; words of a plan's title, its id
    or its path. Refused rows are given only where 已驳回 is asked for."""

    light: str = ""
    state: str = ""
    verdict: str = ""
    owner: str = ""
    document: str = ""


class LightTally(msgspec.Struct, frozen=True, kw_only=True):
    """A light and how many rows have it."""

    word: str
    colour: str
    count: int


class Found(msgspec.Struct, frozen=True):
    """The rows found, the most urgent first, and how many there are of each light whatever light was asked for."""

    heads: tuple[TaskHead, ...]
    lights: tuple[LightTally, ...]


def find_tasks(kb: KnowledgeBase, on: str, wanted: TaskFilter) -> Found:
    """The rows that a filter leaves, in the order in which they are due on a day (ISO)."""
    heads = _all_heads(kb)
    plans = plans_named(kb.db, wanted.document) if wanted.document.strip() else None
    names = [normalised(name) for name in actor_names().names_of(wanted.owner)] if wanted.owner.strip() else []
    owned = (
        {one for one in {head.parties for head in heads} if any(name in one for name in names)}
        if names
        else frozenset()
    )
    left_out = copies(kb)
    if plans is not None and left_out.issuperset(plans):
        left_out = frozenset()  # a copy itself is asked for
    kept = [
        head for head in heads
        if (head.said or head.document not in left_out)
        and (head.verdict == wanted.verdict if wanted.verdict else head.verdict != "已驳回")
        and (not wanted.state or head.state == wanted.state)
        and (plans is None or head.document in plans)
        and (not names or head.parties in owned)
    ]  # fmt: skip
    cases = Counter(map(attrgetter("case"), kept))
    lit = {case: _light(case, on) for case in cases}
    tally: Counter[tuple[str, str]] = Counter()
    for case, count in cases.items():
        tally[lit[case]] += count
    chosen = [head for head in kept if lit[head.case][0] == wanted.light] if wanted.light else kept
    order = {row.word: number for number, row in enumerate(lights())}
    return Found(
        tuple(chosen),
        tuple(
            LightTally(word=word, colour=colour, count=count)
            for (word, colour), count in sorted(tally.items(), key=lambda item: (order.get(item[0][0], len(order)), item[0]))
        ),
    )  # fmt: skip


def tasks_of(kb: KnowledgeBase, heads: Sequence[TaskHead], on: str) -> list[Task]:
    """The rows themselves, as they stand on a day."""
    stored = reading.facts_by_key(kb.db, [key for head in heads for key in head.keys])
    held = reviews(kb, [one.fact.id for one in stored.values()])
    return [task_of([stored[key] for key in head.keys], held, on) for head in heads]


def task_with(kb: KnowledgeBase, fact: str, on: str) -> Task | None:
    """The row that a duty belongs to."""
    row = kb.db.execute(
        "SELECT key, passage, start, end FROM facts WHERE id = ? AND type = 'duty' ORDER BY key", (fact,)
    ).fetchone()
    if row is None:
        return None
    keys = kb.db.execute(
        "SELECT key FROM facts WHERE passage = ? AND type = 'duty' AND start = ? AND end = ? ORDER BY id",
        (row["passage"], row["start"], row["end"]),
    )
    stored = reading.facts_by_key(kb.db, [one[0] for one in keys])
    spans = stored[row["key"]].fact.spans
    group = [one for one in stored.values() if one.fact.spans == spans]
    return task_of(group, reviews(kb, [one.fact.id for one in group]), on)


def _light(case: _Case, on: str) -> tuple[str, str]:
    """The word and colour of the light of a case on a day."""
    closed, recurring, due = case
    light = light_of(closed=closed, recurring=recurring, days_left=days_left(due, on))
    return light.word, light.colour


class _Duty(msgspec.Struct, frozen=True):
    """A duty as it stands in the tables."""

    key: int
    document: int
    start: int
    end: int
    part: str
    id: str
    actor: str
    ends: str | None
    freq: str | None


def _all_heads(kb: KnowledgeBase) -> tuple[TaskHead, ...]:
    def patch(old: tuple[TaskHead, ...] | None, changed: Changed) -> tuple[TaskHead, ...]:
        return in_order(changed.without(old, attrgetter("document")), _heads(kb, changed), _BY_URGENCY)

    return kept_up(kb, "task heads", patch)


def _heads(kb: KnowledgeBase, changed: Changed) -> Iterator[TaskHead]:
    held = judged(kb, changed)
    for span in changed.ranges():
        places = {row[0]: (row[1], row[2]) for row in kb.db.execute(_PLANS, span)}
        rows = [_Duty(*row) for row in kb.db.execute(_ROWS, span)]
        rows.sort(key=lambda one: (one.document, one.start, -one.end, one.id))
        for _, near in groupby(rows, key=lambda one: (one.document, one.start, one.end)):
            together = list(near)
            for group in _by_spans(kb, together) if len(together) > 1 else (together,):
                yield _head(kb, group, held, places[group[0].document])


def _by_spans(kb: KnowledgeBase, duties: Sequence[_Duty]) -> Iterable[list[_Duty]]:
    """Duties that begin and end alike, apart where they are not the same words in between."""
    spans: dict[int, list[tuple[int, int]]] = {}
    marks = ", ".join("?" * len(duties))
    for fact, start, end in kb.db.execute(
        f"SELECT fact, start, end FROM spans WHERE fact IN ({marks}) ORDER BY fact, place", [one.key for one in duties]
    ):
        spans.setdefault(fact, []).append((start, end))
    apart: dict[tuple[tuple[int, int], ...], list[_Duty]] = {}
    for one in duties:
        apart.setdefault(tuple(spans.get(one.key, ())), []).append(one)
    return apart.values()


def _head(kb: KnowledgeBase, group: list[_Duty], held: dict[str, Review], place: tuple[str, int]) -> TaskHead:
    review = held.get(group[0].id)
    same = len({(one.ends, one.freq) for one in group}) == 1
    if len(group) > 1 and (not same or any(one.id in held for one in group)):
        return _read(kb, group, held, place)
    own = review.corrections if review else {}
    first = group[0]
    due = last_day(own["due"]) if "due" in own else None if first.freq else last_day(first.ends)
    now = state(review.state if review else None)
    parties = [own.get("actor", "、".join(one.actor for one in group)), own.get("support", "")]
    return TaskHead(
        _urgency(first, place, now.closed, due), tuple(one.key for one in group), first.document,
        normalised("、".join(parties)), (now.closed, first.freq is not None, due), now.word,
        review.verdict_word if review else "未复核", any(one.id in held for one in group),
    )  # fmt: skip


def _read(kb: KnowledgeBase, group: list[_Duty], held: dict[str, Review], place: tuple[str, int]) -> TaskHead:
    """Where it matters which of several duties speaks for the row, the row itself is read."""
    stored = reading.facts_by_key(kb.db, [one.key for one in group])
    task = task_of([stored[one.key] for one in group], held, _ANY_DAY)
    review = held.get(task.fact)
    first = next((one for one in group if one.id == task.fact), group[0])
    closed = state(review.state if review else None).closed
    return TaskHead(
        _urgency(group[0], place, closed, task.due), tuple(one.key for one in group), first.document,
        normalised(f"{task.lead}、{task.support}"), (closed, _is_recurring(task), task.due), task.state, task.verdict,
        any(one.id in held for one in group),
    )  # fmt: skip


def _urgency(first: _Duty, place: tuple[str, int], closed: bool, due: str | None) -> _Urgency:
    return closed, due is None, due or "", *place, first.document, first.start, -first.end


def _is_recurring(task: Task) -> bool:
    """A row without a day has the light of what comes back, or that of what has no date."""
    return task.due is None and task.light == light_of(closed=False, recurring=True, days_left=None).word
