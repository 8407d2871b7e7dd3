"""Stored facts as answer rows."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from pipeline.model.result import Deadline, Duty, Fact, Indicator, Membership, fact_type
from pipeline.model.rows import AnswerRow
from pipeline.store.records import Hit, StoredFact
from pipeline.store.searchtext import flat

CORRECTED = "已更正"


def answer_row(stored: StoredFact, answer: str | None = None, **more: str | None) -> AnswerRow:
    """A row for a fact; `answer` unless the fact's own words are to answer; `more` sets further fields."""
    fact = stored.fact
    fields: dict[str, object] = {
        "answer": shown(answer if answer is not None else default_answer(stored)),
        "text": sentence(stored.text),
        "document": stored.document,
        "path": stored.path,
        "spans": fact.spans,
        "section": stored.section,
        "page": fact.page,
        "fact": fact.id,
        "type": fact_type(fact),
        "deadline": due_words(stored),
        "ocr": fact.ocr,
        "review": CORRECTED if stored.corrected else msgspec.UNSET,
    }
    return AnswerRow(**(fields | _own(fact) | more))  # type: ignore[arg-type]


def section_row(hit: Hit) -> AnswerRow:
    """A row for a heading or a sentence that holds no fact."""
    answer = hit.section.rsplit(" > ", 1)[-1] if hit.section else hit.document
    return AnswerRow(
        answer=shown(answer), text=sentence(hit.text), document=hit.document, path=hit.path, spans=hit.spans,
        section=hit.section, page=hit.page, fact=None, type="section",
    )  # fmt: skip


def default_answer(stored: StoredFact) -> str:
    """The few words that say a fact."""
    fact = stored.fact
    if isinstance(fact, Indicator):
        return f"{fact.name} {stored.words}"
    if isinstance(fact, Membership):
        return f"{fact.person}：{seat(fact)}"
    if isinstance(fact, Deadline):
        return due_words(stored) or stored.words
    return stored.words


def same_answer(row: AnswerRow) -> tuple[str, ...]:
    """What two rows share that say the same: a plan kept as PDF and as Word gives an answer once."""
    return (flat(row.answer), flat(row.text), flat(row.document), row.person or "", row.group or "")


def seat(fact: Membership) -> str:
    """A seat in a group in words: 控辍保学领导小组组长（校长）."""
    group = fact.group or ""
    post = f"（{fact.post}）" if fact.post else ""
    return f"{group}{fact.position}{post}"


def due_words(stored: StoredFact) -> str | None:
    """The words of the deadline of a fact (or of a deadline itself) with its dates: 年底前（2025-12-31）."""
    fact = stored.fact
    if isinstance(fact, Deadline):
        return dated(stored.words, fact.start, fact.end)
    return dated(stored.due, stored.due_starts, stored.due_ends) if stored.due else None


def dated(words: str, start: str | None, end: str | None) -> str:
    """Words of a time with its ISO dates behind them, where they are known."""
    dates = start if start == end or not end else end if not start else f"{start}/{end}"
    return f"{shown(words)}（{dates}）" if dates else shown(words)


def sentence(text: str) -> str:
    """A sentence as it stands, without the mark that is left where its item's number was (第一步，…)."""
    return text.strip().lstrip("，,、；;：:。 ").strip()


def shown(words: str) -> str:
    """Words on one line."""
    return " ".join(words.split())


def distinct(rows: Iterable[AnswerRow], limit: int) -> list[AnswerRow]:
    """The first rows, those that say the same as an earlier one left out."""
    kept: dict[tuple[str, ...], AnswerRow] = {}
    for row in rows:
        kept.setdefault(same_answer(row), row)
        if len(kept) == limit:
            break
    return list(kept.values())


def _own(fact: Fact) -> dict[str, object]:
    if isinstance(fact, Duty):
        return {"actor": fact.actor, "part": fact.part}
    if isinstance(fact, Indicator):
        return {"value": fact.value, "unit": fact.unit, "op": fact.op}
    if isinstance(fact, Membership):
        return {"person": fact.person, "position": fact.position, "group": fact.group}
    return {}
