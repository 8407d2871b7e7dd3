"""What falls due: `deadlines`, and the facts that a question about a date asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.asking.question import Question
from pipeline.asking.rows import answer_row, distinct
from pipeline.lexicon import wording
from pipeline.model.errors import UsageError
from pipeline.model.expression import TimeExpression
from pipeline.model.result import Deadline
from pipeline.model.rows import AnswerRow
from pipeline.store import held
from pipeline.store.dates import due, first_day, last_day
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import StoredFact

# With more years than that, dates are gone through one by one.
_MOST_YEARS = 60
_DEADLINE = "WHERE f.type = 'deadline'"
# Dated ones by date, then those that come back, then those that count from an unknown day.
_ORDER = (
    "ORDER BY f.freq IS NOT NULL, coalesce(f.due_to, f.due_from) IS NULL, coalesce(f.due_to, f.due_from), "
    "f.kind, f.key LIMIT ?"
)


def deadlines(
    kb: KnowledgeBase, since: str | None = None, until: str | None = None, limit: int = 20
) -> list[AnswerRow]:
    """What falls due when, earliest first; recurring ones behind the dated ones.

    `since` and `until` are ISO dates of any precision, both included. A period counts when it shares a day with them, a
    recurring one unless its own bounds lie outside; deadlines without a known date are given only without bounds.
    """
    first, last = _bound(since, first_day), _bound(until, last_day)
    if first and last and first > last:
        raise UsageError(f"起始日期 {since} 晚于截止日期 {until}")
    where = _DEADLINE
    values: list[str] = []
    if first or last:
        where += " AND (f.due_to IS NOT NULL OR f.due_from IS NOT NULL OR f.freq IS NOT NULL)"
    if first:
        where += " AND (f.due_to >= ? OR f.due_to IS NULL)"
        values.append(first)
    if last:
        where += " AND (f.due_from <= ? OR f.due_from IS NULL)"
        values.append(last)
    # A plan kept as PDF and as Word gives its deadlines twice; so more are read than are given.
    found = _read(kb, where, _ORDER, (*values, limit * 3))
    first_tied: dict[int, int] = {}
    for source, target in _tied(kb, [stored.key for stored in found]):
        first_tied.setdefault(target, source)
    tied = held.facts_by_key(kb, first_tied.values())
    rows = [(_order(stored), _row(stored, tied.get(first_tied.get(stored.key, -1)))) for stored in found]
    rows += [(_order(one), _moved_row(one)) for one in _moved(kb, first, last)]
    # What people have given another day stands among the others where it now belongs.
    rows.sort(key=lambda row: row[0])
    return distinct((row for _, row in rows), limit)


def _order(stored: StoredFact) -> tuple[bool, str]:
    """Dated ones by their day; the others as they were."""
    fact = stored.fact
    if not isinstance(fact, Deadline):
        return False, stored.due_ends or ""
    day = None if fact.freq else due(fact)[1] or due(fact)[0]
    return day is None, day or ""


def _moved(kb: KnowledgeBase, first: str | None, last: str | None) -> list[StoredFact]:
    """What people have given another day, between two days."""

    def fits(day: str) -> bool:
        begin, end = first_day(day), last_day(day)
        return bool(begin and end and (not first or end >= first) and (not last or begin <= last))

    return list(held.facts_by_key(kb, held.corrected_to(kb, ("due",), fits)).values())


def _moved_row(stored: StoredFact) -> AnswerRow:
    row = answer_row(stored)
    return answer_row(stored, f"{row.deadline}：{row.answer}")


def _read(kb: KnowledgeBase, where: str, order: str, values: Sequence[str | int]) -> list[StoredFact]:
    """Deadlines that satisfy a condition. Sorted by the index alone; only those that are given are read in full."""
    keys = [row[0] for row in kb.db.execute(f"SELECT f.key FROM facts f {where} {order}", values)]
    found = held.facts_by_key(kb, keys)
    return [found[key] for key in keys if key in found]


def _bound(words: str | None, day: Callable[[str], str | None]) -> str | None:
    if words is None:
        return None
    found = day(words)
    if found is None:
        raise UsageError(f"日期看不懂：{words}（可写 2025、2025-06 或 2025-06-30）")
    return found


def _row(stored: StoredFact, tied: StoredFact | None) -> AnswerRow:
    """A deadline as a row: the answer says when and what, actor and part are those of the duty tied to it."""
    row = answer_row(stored)
    if tied is None:
        return row
    what = answer_row(tied)
    when = row.deadline or row.answer
    return answer_row(stored, f"{when}：{what.answer}", actor=what.actor, part=what.part, deadline=when)


def due_facts(kb: KnowledgeBase, asked: Question, limit: int) -> list[StoredFact]:
    """The facts that fall due at the time a question names: duties, targets and indicators tied to such a deadline, and
    the deadlines that nothing is tied to."""
    keys = [stored.key for stored in _deadlines_at(kb, asked, limit)]
    tied: dict[int, list[int]] = {}
    for source, target in _tied(kb, keys):
        tied.setdefault(target, []).append(source)
    order = [key for deadline in keys for key in tied.get(deadline, [deadline])]
    found = held.facts_by_key(kb, order)
    kept = [found[key] for key in dict.fromkeys(order) if key in found and "due" not in found[key].corrected]
    return [*kept, *_moved_into(kb, asked)]


def _moved_into(kb: KnowledgeBase, asked: Question) -> list[StoredFact]:
    """What people have put on a day that lies in the time asked for."""
    time = asked.time
    if time is None or not (time.from_date or time.to_date):
        return []
    last = last_day(time.to_date)
    first = first_day(time.from_date) or (asked.on if time.kind == "by" else None)
    if first is None and last and time.kind == "by":
        first = f"{last[:4]}-01-01"
    found = _moved(kb, first, last)
    return [one for one in found if not asked.documents or one.document_key in asked.documents]


def _tied(kb: KnowledgeBase, keys: list[int]) -> list[tuple[int, int]]:
    """(fact, deadline): duties first, then targets, then indicators."""
    rows = kb.db.execute(
        "SELECT l.source, l.target FROM links l JOIN facts f ON f.key = l.source WHERE l.relation = 'due' "
        f"AND l.target IN ({', '.join('?' * len(keys))}) ORDER BY f.type = 'indicator', f.type = 'target', f.key",
        keys,
    )
    return [(row[0], row[1]) for row in rows]


def _deadlines_at(kb: KnowledgeBase, asked: Question, limit: int) -> list[StoredFact]:
    time = asked.time
    if time is None:
        return []
    found = _deadlines_where(kb, asked, *_by_dates(time, asked.on), limit) if time.from_date or time.to_date else []
    if found or not (asked.month_day or time.freq or not (time.from_date or time.to_date)):
        return found
    if time.freq:
        return _deadlines_where(kb, asked, ["f.freq = ?"], [time.freq], limit)
    if asked.month_day and wording.pattern("question", "says_date").search(time.text):  # 2月26日 is not February
        return _deadlines_where(kb, asked, *_on_day(kb, asked.month_day), limit)
    if asked.month_day:
        return _deadlines_where(kb, asked, *_in_month(kb, asked.month_day[:2]), limit)
    return _deadlines_where(kb, asked, ["instr(f.words, ?) > 0"], [time.text], limit)


def _in_month(kb: KnowledgeBase, month: str) -> tuple[list[str], list[str]]:
    """Conditions and values for what falls due in a month of any year: the index on days is searched year by year."""
    wanted = ["f.freq IS NULL"]
    values: list[str] = []
    years = _years(kb)
    if len(years) <= _MOST_YEARS:
        wanted.append("(" + " OR ".join(["f.due_to BETWEEN ? AND ?"] * max(len(years), 1)) + ")")
        values += [bound for year in years or ("0000",) for bound in (f"{year}-{month}-01", f"{year}-{month}-31")]
    else:
        wanted.append("f.due_to LIKE ?")
        values.append(f"____-{month}%")
    if month == "12":  # a bare year falls due on its last day, but does not speak of December
        wanted.append("f.ends LIKE ?")
        values.append("____-12%")
    return wanted, values


def _on_day(kb: KnowledgeBase, month_day: str) -> tuple[list[str], list[str]]:
    """The same for one day of any year."""
    days = [f"{year}-{month_day}" for year in _years(kb)] or ["0000"]
    return ["f.freq IS NULL", f"f.due_to IN ({', '.join('?' * len(days))})"], days


def _years(kb: KnowledgeBase) -> tuple[str, ...]:
    """The years in which something falls due."""

    def read() -> tuple[str, ...]:
        found: list[str] = []
        last = ""
        while row := kb.db.execute(
            "SELECT f.due_to FROM facts f WHERE f.type = 'deadline' AND f.freq IS NULL AND f.due_to > ? ORDER BY f.due_to LIMIT 1",
            (last,),
        ).fetchone():
            found.append(row[0][:4])
            last = f"{row[0][:4]}-99"
        return tuple(found)

    return kb.remember(("years",), read)


def _by_dates(time: TimeExpression, on: str | None) -> tuple[list[str], list[str]]:
    """Conditions and values for what falls due in a time, or up to it: 下个月底前 from the day of asking on."""
    first, last = first_day(time.from_date), last_day(time.to_date)
    end = last or "9999"
    where = ["f.freq IS NULL", "f.due_to <= ?" if time.kind == "by" else "f.due_from <= ?"]
    values = [end]
    if first or time.kind == "by":
        where.append("f.due_to >= ?")
        year = f"{end[:4]}-01-01"
        values.append(first or (on if on and year < on <= end else year))
    return where, values


def _deadlines_where(
    kb: KnowledgeBase, asked: Question, where: list[str], values: list[str], limit: int
) -> list[StoredFact]:
    if asked.documents:
        where = [*where, f"f.document IN ({', '.join('?' * len(asked.documents))})"]
    condition = " AND ".join([_DEADLINE, *where])
    # What is due on the very day asked for stands first, then what is due shortly before it.
    order = "ORDER BY f.kind <> 'by', f.due_to DESC, f.key LIMIT ?"
    return _read(kb, condition, order, (*values, *asked.documents, limit * 3))
