"""What every plan has for a month (11月各单位有什么工作要做, 10月底前要完成哪些事): what is due, in the words of the plan, then the day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from pipeline.asking.across.single import LARGEST_BASE
from pipeline.asking.across.whose import whose
from pipeline.asking.cells import cells_of
from pipeline.asking.happening import lines_below
from pipeline.asking.naming import is_school, named_body
from pipeline.asking.numerals import in_han
from pipeline.asking.papers import plan_row
from pipeline.asking.rows import answer_row, dated, section_row, shown
from pipeline.asking.short_names import body_in
from pipeline.expressions import times
from pipeline.lexicon import wording
from pipeline.model.result import Deadline
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.dates import first_day, last_day
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import StoredFact
from pipeline.store.searchtext import flat, normalised

_ANY_YEAR = "2001-06-15"
_SENTENCES = re.compile("[;。\n]")
_AROUND = re.compile(r"^[\s,:、\-—·.()于在]+|[\s,:、;。\-—()]+$")
# What lasts longer is a term of the whole plan, nothing for one month.
_LONGEST_SPAN = 45
_MOST = 1_000
_MONTH = "月"


class Asked(msgspec.Struct, frozen=True):
    """The days asked for: month (and day) from and to, and the years where they are told."""

    first: str
    last: str
    years: tuple[str, ...]

    @property
    def month(self) -> int:
        return int(self.last[:2])


class Item(msgspec.Struct, frozen=True):
    """Something due: the day, whose plan says it, and its row."""

    day: str
    body: str
    row: AnswerRow


def agenda(kb: KnowledgeBase, text: str, on: str | None, limit: int) -> list[AnswerRow] | None:
    """Rows for what is due in the time asked for, the earliest first; bodies without anything, where these are asked for."""
    if _MONTH not in text or kb.size() > LARGEST_BASE:
        return None
    body = named_body(kb, text, places=False)
    rest = text.replace(body.words, "", 1) if body else text
    silent = wording.pattern("question", "agenda_of_none").search(rest)
    handed = wording.pattern("question", "agenda_of_papers").search(rest)
    if not (silent or handed or wording.pattern("question", "agenda_of_all").match(rest)):
        return None
    asked = _asked(rest, on)
    if asked is None:
        return None
    found = list(_items(kb, asked, body.documents if body else ()))
    if silent:
        busy = {one.body for one in found}
        idle = {name: key for key, name in whose(kb).items() if is_school(name) and name not in busy}
        return [row for name, key in sorted(idle.items()) if (row := plan_row(kb, key, name))][:limit]
    if handed:
        words = [handed["what"][at : at + 2] for at in range(len(handed["what"]) - 1)]  # 总结档案 holds 总结 and 档案
        found = [one for one in found if any(word in normalised(one.row.answer) for word in words)]
        found.sort(key=lambda one: one.day, reverse=handed["last"] is not None)
        schools = [one for one in found if is_school(one.body)]
        found = [*schools[:1], *(one for one in found if one not in schools[:1])]
    if wording.pattern("question", "schools_alone").fullmatch(rest):
        found = [one for one in found if is_school(one.body)]
    return [one.row for one in found][:limit] or None


def _asked(text: str, on: str | None) -> Asked | None:
    time = next(iter(times(text, on)), None)
    if time is None or time.freq:
        return None
    plain = wording.pattern("question", "relative_year").sub("", time.text)
    anyhow = next(iter(times(plain, _ANY_YEAR)), None)
    last, first = last_day(anyhow.to_date if anyhow else None), first_day(anyhow.from_date if anyhow else None)
    if last is None or _MONTH not in time.text:
        return None
    begin = f"{last[:7]}-01" if first is None or (anyhow and anyhow.kind == "by") else first
    years = tuple(sorted({day[:4] for day in (time.from_date, time.to_date) if day}))
    return Asked(begin[5:], last[5:], years) if begin[5:7] == last[5:7] else None


def _items(kb: KnowledgeBase, asked: Asked, documents: Sequence[int]) -> Iterator[Item]:
    """What is due in a time, by the day, each passage's part once."""
    plans = whose(kb)
    month = f"{asked.month:02d}"
    spoken = f"{asked.month}月", f"{in_han(asked.month)}月"
    where = (
        "WHERE f.type = 'deadline' AND ((f.freq IS NULL AND (substr(f.due_to, 6, 2) = ? OR substr(f.due_from, 6, 2) = ?)) "
        f"OR (f.freq IS NOT NULL AND (instr(f.words, ?) OR instr(f.words, ?)))) ORDER BY f.key LIMIT {_MOST}"
    )
    stored = [
        one
        for one in held.facts_where(kb, where, (month, month, *spoken))
        if not documents or one.document_key in documents
    ]
    found = [(day, one) for one in stored if one.document_key in plans and (day := _day(one, asked))]
    found.sort(key=lambda one: (one[0], plans[one[1].document_key], one[1].key))
    whole = {one.passage for _, one in found if _leads(one)}
    seen: set[tuple[int, str]] = set()
    for day, one in found:
        if one.passage in whole and not _leads(one):
            continue
        for row in _rows(kb, one, plans[one.document_key]):
            said = (one.passage if row.fact else 0, flat(row.answer.partition("：")[2])[:16])
            if said not in seen:
                seen.add(said)
                yield Item(day, plans[one.document_key], row)


def _day(one: StoredFact, asked: Asked) -> str:
    """The day by which something falls due within the time asked for; empty where it does not."""
    fact = one.fact
    if not isinstance(fact, Deadline):
        return ""
    if fact.freq:
        told = re.search(rf"(?<![0-9十])(?:{asked.month}|{in_han(asked.month)})月", normalised(one.words))
        return f"{asked.years[0] if asked.years else '9999'}-{asked.last}" if told else ""
    begin, end = first_day(fact.start) or last_day(fact.end), last_day(fact.end) or first_day(fact.start)
    if not begin or not end or (asked.years and not {begin[:4], end[:4]} & set(asked.years)):
        return ""
    if (
        end[:7] != begin[:7]
        and (int(end[:4]) * 366 + int(end[5:7]) * 31) - (int(begin[:4]) * 366 + int(begin[5:7]) * 31) > _LONGEST_SPAN
    ):
        return ""
    inside = any(asked.first <= day[5:] <= asked.last for day in (begin, end))
    return end if inside else ""


def _leads(one: StoredFact) -> bool:
    """Whether a month stands at the head of a line that lists what is done in it."""
    fact = one.fact
    whole = (
        isinstance(fact, Deadline)
        and bool(fact.end)
        and fact.start == fact.end
        and len(fact.end or "") == len("2025-11")
    )
    return whole and normalised(one.text).lstrip().startswith(normalised(one.words))


def _rows(kb: KnowledgeBase, one: StoredFact, body: str) -> Iterator[AnswerRow]:
    task = _task(one)
    fact = one.fact
    when = dated(one.words, getattr(fact, "start", None), getattr(fact, "end", None))
    if task:
        yield answer_row(one, f"{body}：{task}，{when}")
        return
    hit = next(iter(finding.hits(kb.db, [(one.passage, 0.0)])), None)
    if hit is None or not (hit.kind == "heading" or normalised(one.text).rstrip().endswith(":")):
        return
    for item in lines_below(kb, hit):
        yield msgspec.structs.replace(section_row(item), answer=f"{body}：{shown(item.text)}，{when}")


def _task(one: StoredFact) -> str:
    """What is due, without the time where it stands at its head; empty where a line says nothing but the time."""
    text, words = normalised(one.text), normalised(one.words)
    cells = cells_of(one.text)
    if len(cells) > 1:
        kept = [cell.strip() for cell in cells if normalised(cell).strip() and not normalised(cell).strip().isdigit()]
        return shown(" ".join(cell for cell in kept if normalised(cell).strip() != words))
    part = text.strip() if _leads(one) else _part(text, words)
    bare = _AROUND.sub("", _AROUND.sub("", part).removeprefix(words))
    rest = _AROUND.sub("", part.replace(words, ""))
    if len(re.sub(r"[\W\d_年月日]", "", rest)) < 2 or body_in(rest) == rest:
        return ""
    return "" if wording.pattern("question", "making_of_paper").search(rest) else shown(bare)


def _part(text: str, words: str) -> str:
    """The part of a sentence that a time belongs to: up to the next time of its own."""
    whole = next((one for one in _SENTENCES.split(text) if words in one), text)
    parts = whole.split(",")
    at = next((n for n, one in enumerate(parts) if words in one), 0)
    dates = wording.pattern("question", "calendar_day")
    begin = at
    while begin > 0 and not dates.search(parts[begin - 1]):
        begin -= 1
    end = at + 1
    while end < len(parts) and not dates.search(parts[end]):
        end += 1
    return ",".join(parts[begin:end])
