"""Questions that set plans beside one another: which is lowest, which are under a number, who has most to do, what comes first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec

from pipeline.asking.candidates import matching
from pipeline.asking.due import deadlines
from pipeline.asking.fit import fit, places
from pipeline.asking.lexicons import lexicons
from pipeline.asking.naming import is_school
from pipeline.asking.question import Question
from pipeline.asking.rows import answer_row, default_answer, distinct
from pipeline.asking.tiers import lies_in
from pipeline.asking.words import Term, holding_all
from pipeline.expressions import quantities
from pipeline.lexicon import wording
from pipeline.model.result import Deadline, fact_type
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.dates import last_day
from pipeline.store.finding import Measured
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import StoredFact
from pipeline.store.searchtext import normalised

_MOST = 400
_HOW_MANY = "多少"
_DATED = ("duty", "target", "indicator", "deadline")


def extreme(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """The plan whose value is the lowest or highest first, then the others in order; a plan once."""
    found = _measured(kb, asked, terms)
    units = Counter(_counted(one.unit) for one in found)
    # What is counted in another unit (平方米 beside 平方米/生, 元 beside %) cannot be put in one order.
    common = max(units, key=lambda unit: (units[unit], unit), default="")
    sign = 1 if asked.extreme in lexicons().lowest else -1
    return _one_a_plan(kb, [one for one in found if _counted(one.unit) == common], sign, limit)


def _counted(unit: str | None) -> str:
    """A unit, one for all in which people are counted (人, 名)."""
    people = wording.words("question", "head_counters")
    return people[0] if unit in people else unit or ""


def threshold(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """The plans whose value lies on the side of the number asked for, the farthest from it first."""
    bound = next(reversed(quantities(asked.text)), None)
    if bound is None:
        return []
    if bound.op == "=" and "达到" in asked.text:
        bound = msgspec.structs.replace(bound, op=">=", low=bound.value, low_inclusive=True, high=None)
    found = [
        one for one in _measured(kb, asked, terms) if _same_unit(bound.unit, one.unit) and lies_in(one.value, bound)
    ]
    return _one_a_plan(kb, found, -1 if bound.op in (">", ">=") else 1, limit)


def outermost(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """What is due first (or last), of what the words and plans named are about."""
    needed = [term for term in terms if not term.generic]
    first = asked.extreme in lexicons().first
    if needed:
        met = matching(kb, needed, _DATED, _MOST, asked.documents)
        found = [stored for stored in met if fit(needed, places(stored), asked.about).strong]
    elif asked.documents:
        found = _due_in(kb, asked.documents)
    else:
        return deadlines(kb, asked.on or "1900", None, limit) if first else []
    dated = [(day, stored) for stored in found if (day := _day(stored))]
    if first and asked.on:
        dated = [(day, stored) for day, stored in dated if day >= asked.on] or dated
    if any(fact_type(stored.fact) == "duty" for _, stored in dated):
        dated = [(day, stored) for day, stored in dated if fact_type(stored.fact) == "duty"]
    dated.sort(key=lambda item: (item[0], item[1].path, item[1].key), reverse=not first)
    # A plan's tasks are its duties; where none has a date, targets say more than bare dates.
    rows: list[StoredFact] = []
    for _, same in groupby(dated, key=lambda item: item[0]):
        rows += sorted((stored for _, stored in same), key=lambda s: _DATED.index(fact_type(s.fact)))
    tied = {getattr(stored.fact, "deadline", None) for stored in rows}
    return distinct((answer_row(stored) for stored in rows if stored.fact.id not in tied), limit)


def most(kb: KnowledgeBase, asked: Question, _terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Who has most (or least) to do: the number of duties under each name, one issuer's parties apart from another's."""
    inside = f"AND f.document IN ({', '.join('?' * len(asked.documents))})" if asked.documents else ""
    order = "" if asked.extreme in lexicons().lowest else "DESC"
    counted = kb.db.execute(
        "SELECT a.name, a.scope, count(*) AS number, min(f.key) AS first FROM fact_actors x "
        "JOIN actors a ON a.key = x.actor JOIN facts f ON f.key = x.fact "
        f"WHERE x.role IN ('actor', 'part') {inside} {_but(kb)} GROUP BY a.key ORDER BY number {order}, a.name, a.scope LIMIT ?",
        (*asked.documents, limit),
    ).fetchall()
    stored = held.facts_by_key(kb, (row["first"] for row in counted))
    return [
        answer_row(stored[row["first"]], f"{row['name']}（{row['number']}项）")
        for row in counted
        if row["first"] in stored
    ]


def _but(kb: KnowledgeBase) -> str:
    """Leaves out what was rejected, and what was given to another party."""
    known = held.held(kb)
    gone = known.rejected | {key for key, changes in known.corrected.items() if "actor" in changes}
    return f"AND f.key NOT IN ({', '.join(map(str, sorted(gone)))})" if gone else ""


def _measured(kb: KnowledgeBase, asked: Question, terms: Sequence[Term]) -> list[Measured]:
    """Values of what is asked for: the indicator's own name must say all of it. Targets where there are any."""
    needed = [term for term in terms if not term.generic]
    if not needed:
        return _headcounts(kb, asked, terms)
    expression = holding_all(needed)
    met = [(normalised(one.name), one) for one in _held(kb, finding.measured(kb.db, expression, asked.documents))]
    named = [one for name, one in met if all(term.word in name for term in needed)]
    if len({one.issuer for one in named}) < 2:  # said in other words, if at all
        named = [one for name, one in met if all(any(w in name for w in _as_full(term)) for term in needed)]
    stages = [stage for stage in lexicons().stages if stage in asked.about]
    staged = [one for one in named if any(stage in one.name or f'"{stage}"' in one.scope for stage in stages)]
    kept = staged or named
    if asked.body.endswith(wording.words("question", "schools_asked_for")):
        kept = [one for one in kept if is_school(one.issuer)] or kept
    return [one for one in kept if one.status == "target"] or kept


def _headcounts(kb: KnowledgeBase, asked: Question, terms: Sequence[Term]) -> list[Measured]:
    """Numbers of what is asked for by one word that says little (哪所学校学生最多): what is counted is called just so."""
    if len(terms) != 1 or not wording.pattern("question", "people_counted").fullmatch(f"{_HOW_MANY}{terms[0].word}"):
        return []
    found = _held(kb, finding.measured(kb.db, terms[0].expression(), asked.documents))
    counted = [one for one in found if one.unit in wording.words("question", "head_counters")]
    return [one for one in counted if normalised(one.name).removeprefix("在校").removeprefix("现有") == terms[0].word]


def _held(kb: KnowledgeBase, found: Sequence[Measured]) -> Iterator[Measured]:
    """Values as people hold them."""
    known = held.held(kb)
    for one in found:
        changes = known.corrected.get(one.key)
        if one.key in known.rejected:
            continue
        yield one if not changes else msgspec.structs.replace(
            one, name=changes.get("name", one.name), value=float(changes.get("value", one.value)),
            unit=changes.get("unit", one.unit), status=changes.get("status", one.status),
        )  # fmt: skip


def _as_full(term: Term) -> list[str]:
    """A word and those of its synonyms that say no less: 新购图书 is not 生均图书, though 图书 finds both."""
    return [form for form in term.forms if len(form) >= len(term.word)]


def _same_unit(asked: str, unit: str | None) -> bool:
    return not asked or not unit or asked.split("/")[0] == unit.split("/")[0]


def _one_a_plan(kb: KnowledgeBase, found: Sequence[Measured], sign: int, limit: int) -> list[AnswerRow]:
    """The first row of each plan in the order of the values; the answer says whose it is. A paper kept twice counts once."""
    seen: dict[tuple[str, str], int] = {}
    for one in sorted(found, key=lambda one: (sign * one.value, one.issuer, one.title, one.key)):
        seen.setdefault((one.issuer, one.title), one.key)
    keys = list(seen.values())[:limit]
    stored = held.facts_by_key(kb, keys)
    return [
        answer_row(stored[key], f"{stored[key].issuer or stored[key].document}：{default_answer(stored[key])}")
        for key in keys
        if key in stored
    ]


def _due_in(kb: KnowledgeBase, documents: Sequence[int]) -> list[StoredFact]:
    marks = ", ".join("?" * len(documents))
    where = f"WHERE f.document IN ({marks}) AND f.type IN ('duty', 'target', 'indicator', 'deadline') LIMIT {_MOST}"
    return list(held.facts_where(kb, where, documents))


def _day(stored: StoredFact) -> str | None:
    """The day a fact falls due; null for what comes back or has no date."""
    fact = stored.fact
    if isinstance(fact, Deadline):
        return None if fact.freq else last_day(fact.end)
    return None if stored.due_freq else last_day(stored.due_ends)
