"""What `search` may be narrowed to: kind, plans, actor, status, dates, school type."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from pipeline.model import labels
from pipeline.model.errors import UsageError
from pipeline.model.result import FACT_TYPES
from pipeline.store.choosing import choose_documents
from pipeline.store.dates import first_day, last_day
from pipeline.store.full_names import actors_called
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.reviews import reviews
from pipeline.store.searchtext import normalised
from pipeline.store.states import state_of_word, states

Condition = tuple[str, tuple[str | int, ...]]
_KIND_WORDS = {word: code for code, word in labels.TYPES.items() if code in FACT_TYPES}
_STATUS_WORDS = {word: code for code, word in labels.STATUSES.items()}


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """Each that is set must hold. `kinds` and `status` take the contract's codes or the Chinese words for them, `status` also the
    state of a task (未开始, 进行中, 已完成); `since` and `until` are ISO dates of any precision, both included."""

    kinds: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    actor: str = ""
    status: str = ""
    since: str | None = None
    until: str | None = None
    school_type: str = ""

    def __bool__(self) -> bool:
        return self != Filters()


def condition(kb: KnowledgeBase, filters: Filters) -> Condition:
    """An SQL condition over `f` (facts) with its values. Raises UsageError (Chinese) for what is no filter."""
    parts = [part for part in _parts(kb, filters) if part[0]]
    return " AND ".join(f"({part[0]})" for part in parts) or "1", tuple(v for part in parts for v in part[1])


def _parts(kb: KnowledgeBase, filters: Filters) -> Iterator[Condition]:
    if filters.kinds:
        kinds = [_kind(word) for word in filters.kinds]
        yield f"f.type IN ({_marks(kinds)})", tuple(kinds)
    if filters.documents:
        keys = [one.key for one in choose_documents(kb, filters.documents, copies=True)]
        yield f"f.document IN ({_marks(keys)})", tuple(keys)
    if filters.actor:
        yield _actor(kb, filters.actor)
    if filters.status:
        yield _status(kb, filters.status)
    if filters.since or filters.until:
        yield _dates(filters.since, filters.until)
    if filters.school_type:
        yield _school_type(filters.school_type)


def _kind(word: str) -> str:
    kind = _KIND_WORDS.get(word, word)
    if kind not in FACT_TYPES:
        raise UsageError(f"没有这种事实：{word}（有 {'、'.join(_KIND_WORDS)}）")
    return kind


def _actor(kb: KnowledgeBase, name: str) -> Condition:
    """Facts in which the party plays a part under any of its names, and what is tied to them: their dates and numbers."""
    keys = [actor.key for actor in actors_called(kb, name)]
    own = f"SELECT fact FROM fact_actors WHERE actor IN ({_marks(keys)})"
    return f"f.key IN ({own}) OR f.key IN (SELECT target FROM links WHERE source IN ({own}))", (*keys, *keys)


def _status(kb: KnowledgeBase, word: str) -> Condition:
    """目标 and 现状 are said of numbers; what else there is are states of tasks, which people set."""
    code = _STATUS_WORDS.get(word, word)
    if code in _STATUS_WORDS.values():
        return "f.status = ?", (code,)
    state = state_of_word(word)
    if state is None:
        raise UsageError(f"没有这种状态：{word}（指标有 {'、'.join(_STATUS_WORDS)}，任务有 未开始、进行中、已完成 等）")
    said = {fact: held.state for fact, held in reviews(kb).items() if held.state is not None}
    if state == states()[0]:  # where nobody has said anything
        others = sorted(fact for fact, held in said.items() if held != state.id)
        return f"f.type IN ('duty', 'target') AND f.id NOT IN ({_marks(others)})", tuple(others)
    named = sorted(fact for fact, held in said.items() if held == state.id)
    return f"f.id IN ({_marks(named)})", tuple(named)


def _dates(since: str | None, until: str | None) -> Condition:
    """What falls due between two days: a deadline itself, and what is tied to one. What comes back counts only where it has
    bounds of its own: 每周 is due in every span."""
    first, last = _bound(since, first_day), _bound(until, last_day)
    if first and last and first > last:
        raise UsageError(f"起始日期 {since} 晚于截止日期 {until}")
    inside = ["t.type = 'deadline'", "(t.due_to IS NOT NULL OR t.due_from IS NOT NULL)"]
    values: list[str] = []
    if first:
        inside.append("(t.due_to >= ? OR t.due_to IS NULL)")
        values.append(first)
    if last:
        inside.append("(t.due_from <= ? OR t.due_from IS NULL)")
        values.append(last)
    keys = f"SELECT t.key FROM facts t WHERE {' AND '.join(inside)}"
    tied = f"SELECT source FROM links WHERE relation = 'due' AND target IN ({keys})"
    return f"f.key IN ({keys}) OR f.key IN ({tied})", (*values, *values)


def _bound(words: str | None, day: Callable[[str | None], str | None]) -> str | None:
    found = day(words)
    if words is not None and found is None:
        raise UsageError(f"日期看不懂：{words}（可写 2025、2025-06 或 2025-06-30）")
    return found


def _school_type(word: str) -> Condition:
    """Numbers by what they hold for, where they say it; everything else by the kinds of schools of its plan."""
    scope = "coalesce(json_extract(f.record, '$.scope'), '[]')"
    plan = "SELECT d.key FROM documents d WHERE instr(coalesce(json_extract(d.record, '$.school_types'), ''), ?) > 0"
    name = normalised(word)
    return f"instr({scope}, ?) > 0 OR ({scope} = '[]' AND f.document IN ({plan}))", (name, name)


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
