"""Tasks of the ledger: the duties that share their words as one row, with who leads, who helps, how far it has come."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Literal

import msgspec

from pipeline.export.lights import days_left, light_of
from pipeline.model import labels
from pipeline.model.result import Duty
from pipeline.model.span import Span
from pipeline.store import KnowledgeBase, StoredFact
from pipeline.store.copies import copies
from pipeline.store.dates import last_day
from pipeline.store.review_records import Review
from pipeline.store.reviews import orphans, reviews
from pipeline.store.states import State, state, states

NO_ONE = "（未写明）"
_OVERDUE = "已逾期"


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the ledger. `fact` is the duty that what people say hangs on, `facts` all duties of the row.

    `lead`, `support`, `words` and `due` are as put right by people where they were; `original` holds what the plan says,
    `party` the actor of `fact`.
    `state` is what people set, `status` the same unless the task is late. `check`: it is in no plan any more (待核对).
    """

    fact: str
    facts: tuple[str, ...]
    lead: str
    support: str
    words: str
    modality: str
    deadline: str
    due: str | None
    days_left: int | None
    state: str
    status: str
    light: str
    colour: str
    verdict: str
    remark: str
    text: str
    document: str
    section: str
    page: int | None
    path: str
    spans: tuple[Span, ...] = ()
    rule: str = ""
    party: str = ""
    start: int = 0
    check: bool = False
    reviewed_by: str = ""
    reviewed_at: str = ""
    original: dict[str, str] = {}


Rejected = Literal["out", "in"]


def tasks(
    kb: KnowledgeBase, on: str, *, document: str | None = None, rejected: Rejected = "out", copied: bool = False
) -> Iterator[Task]:
    """The tasks of all plans or of one, by path and place, as they stand on a day (ISO). Rejected ones are left out, and those
    of a plan's copies unless somebody has said something of them there (`copied`: all of them)."""
    held = reviews(kb)
    repeated = frozenset() if copied else repeated_plans(kb, document)
    rows = kb.facts(type="duty", document=document)
    for _, near in groupby(rows, key=lambda s: (s.document_key, s.fact.spans[0].start, s.fact.spans[-1].end)):
        together: dict[tuple[Span, ...], list[StoredFact]] = {}
        for stored in near:
            together.setdefault(stored.fact.spans, []).append(stored)
        for group in together.values():
            if group[0].document_key in repeated and not any(one.fact.id in held for one in group):
                continue
            task = task_of(group, held, on)
            if rejected == "in" or task.verdict != "已驳回":
                yield task


def repeated_plans(kb: KnowledgeBase, document: str | None) -> frozenset[int]:
    """The plans whose tasks stand in the ledger already: the copies of others; none where a copy itself is asked for."""
    left_out = copies(kb)
    return left_out if document is None or not left_out.issuperset(kb.document_keys(document)) else frozenset()


def lost_tasks(kb: KnowledgeBase, on: str) -> Iterator[Task]:
    """What people have judged and no plan holds any more, to be looked at."""
    for review in orphans(kb):
        if review.anchor.type == "duty":
            yield _lost(review, on)


def by_urgency(task: Task) -> tuple[bool, bool, int, str, str]:
    """The order on a screen: what is late, then what is due next; closed ones and those without a day behind."""
    left = task.days_left
    return _is_closed(task), left is None, left or 0, task.path, task.fact


def _is_closed(task: Task) -> bool:
    return any(row.closed and row.word == task.state for row in states())


def task_of(group: list[StoredFact], held: dict[str, Review], on: str) -> Task:
    """The row of some duties that share their words, with what is held of them."""
    ordered = sorted(group, key=_place_of_party)
    first = next((one for one in ordered if _duty(one).part != "support"), ordered[0])
    # A party that somebody has refused is not named; the row itself goes by what is said of its first duty.
    named = [one for one in ordered if one is first or not _is_rejected(held.get(one.fact.id))]
    leads = [one for one in named if _duty(one).part != "support"]
    review = held.get(first.fact.id) or next(
        (held[one.fact.id] for one in named if one.fact.id in held and held[one.fact.id].state), None
    )
    original = {
        "actor": _names(leads),
        "support": _names([one for one in named if one not in leads]),
        "words": _one_line(first.words),
        "due": (None if first.due_freq else last_day(first.due_ends)) or "",
    }
    own = original | (dict(review.corrections) if review else {})
    return _made(
        review, on, own,
        fact=review.fact if review else first.fact.id, facts=tuple(one.fact.id for one in ordered),
        modality=labels.MODALITIES[_duty(first).modality], deadline=_one_line(first.due or ""),
        text=_one_line(first.text), document=first.document, section=first.section or "", page=first.fact.page,
        path=first.path, spans=first.fact.spans, rule=first.fact.rule, original=original,
        recurring=first.due_freq is not None, party=_duty(first).who or "", start=first.fact.spans[0].start,
    )  # fmt: skip


def _lost(review: Review, on: str) -> Task:
    anchor = review.anchor
    original = {"actor": anchor.party, "support": "", "words": _one_line(anchor.words), "due": ""}
    return _made(
        review, on, original | dict(review.corrections), fact=review.fact, facts=(review.fact,), modality="", deadline="",
        text=_one_line(anchor.text), document=anchor.document, section=anchor.section, page=anchor.page,
        path=anchor.path, original=original, recurring=False, check=True, party=anchor.party, start=anchor.start,
    )  # fmt: skip


def _made(review: Review | None, on: str, own: dict[str, str], *, recurring: bool, **fields: object) -> Task:
    now = state(review.state if review else None)
    due = last_day(own["due"] or None)
    left = days_left(due, on)
    light = light_of(closed=now.closed, recurring=recurring, days_left=left)
    return Task(
        lead=own["actor"] or NO_ONE, support=own["support"], words=own["words"], due=due, days_left=left,
        state=now.word, status=_status(now, left), light=light.word, colour=light.colour,
        verdict=review.verdict_word if review else "未复核", remark=review.remark if review else "",
        reviewed_by=review.who if review else "", reviewed_at=review.at if review else "",
        **fields,  # type: ignore[arg-type]
    )  # fmt: skip


def _is_rejected(review: Review | None) -> bool:
    return review is not None and review.verdict == "rejected"


def _status(now: State, left: int | None) -> str:
    return _OVERDUE if left is not None and left < 0 and not now.closed else now.word


def _duty(stored: StoredFact) -> Duty:
    assert isinstance(stored.fact, Duty)
    return stored.fact


def _place_of_party(stored: StoredFact) -> tuple[int, str]:
    """Parties in the order in which the sentence names them."""
    place = stored.text.find(_duty(stored).actor or "\0")
    return (place if place >= 0 else len(stored.text), stored.fact.id)


def _names(group: list[StoredFact]) -> str:
    return "、".join(dict.fromkeys(name for one in group if (name := _duty(one).who)))


def _one_line(words: str) -> str:
    return " ".join(words.split())
