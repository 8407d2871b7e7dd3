"""Fields of a fact that may be put right: what the plan says, what people say, and how a form asks for it."""

from __future__ import annotations

from typing import Annotated

import msgspec
from pydantic import BaseModel, Field

from pipeline.api.ledger import CORRECTABLE, FIELD_NAMES, Review, Task, tasks
from pipeline.asking import FactView
from pipeline.model import labels
from pipeline.model.result import fact_type
from pipeline.store import KnowledgeBase
from pipeline.store.dates import last_day
from pipeline.store.review_fields import REMARK, STATE, VERDICT, shown

_CODES = {"part": labels.PARTS, "modality": labels.MODALITIES, "op": labels.OPS, "status": labels.STATUSES}
_FREQUENCIES = {
    code: labels.frequency(code) for code in ("P1D", "P1W", "P1M", "P3M", "P6M", "P1Y", "P1S", "P1SY")
}  # fmt: skip
# What a correction taken away, or not yet made, leaves.
AS_IN_PLAN = "按原文"
_OWN = (STATE, VERDICT, REMARK)
_DATES = ("due", "start", "end")
_Value = Annotated[str | None, Field(max_length=4000)]


class EditField(msgspec.Struct, frozen=True, kw_only=True):
    """A field of the form. `value` stands now, `original` is what the plan says (both as they are sent back); `options`
    are the values to choose from with their words, empty where it is typed; `hint` how it is written; `long`: many words."""

    name: str
    title: str
    value: str
    original: str
    options: dict[str, str] = {}
    hint: str = ""
    long: bool = False


class Correction(BaseModel):
    """The form. Fields that are not sent stay as they are; those named in `sent` (parted by blanks) count even if empty,
    which a form by itself cannot tell from not sent."""

    actor: _Value = None
    support: _Value = None
    words: _Value = None
    due: _Value = None
    part: _Value = None
    modality: _Value = None
    name: _Value = None
    op: _Value = None
    value: _Value = None
    value_max: _Value = None
    unit: _Value = None
    status: _Value = None
    start: _Value = None
    end: _Value = None
    freq: _Value = None
    times: _Value = None
    person: _Value = None
    position: _Value = None
    group: _Value = None
    post: _Value = None
    codes: _Value = None
    sent: Annotated[str, Field(max_length=300)] = ""
    why: Annotated[str, Field(max_length=500)] = ""
    who: Annotated[str, Field(max_length=60)] = ""
    seen: Annotated[int | None, Field(ge=0, le=1 << 53)] = None


def logged(field: str, value: str | None) -> str:
    """A value of the log in words; without a correction a field stands as in the plan."""
    return AS_IN_PLAN if value is None and field not in _OWN else shown(field, value)


def ledger_row(kb: KnowledgeBase, duty: str, on: str) -> Task | None:
    """The row of the ledger a duty stands in: duties over the same words are one task, and what people say of it hangs on
    the first of them."""
    stored = kb.fact(duty)
    if stored is None:
        return None
    found = tasks(kb, on, document=stored.fact.document, rejected="in", copied=True)
    return next((one for one in found if duty in one.facts), None)


def edit_fields(kb: KnowledgeBase, view: FactView, held: Review | None, row: Task | None) -> tuple[EditField, ...]:
    """The fields of a fact that may be put right. `row` is its row in the ledger, null for what is no duty."""
    kind = fact_type(view.fact)
    corrections = dict(held.corrections) if held else {}
    originals = _originals(kb, view, row)
    return tuple(
        _field(name, originals.get(name, ""), corrections.get(name)) for name in CORRECTABLE.get(kind, ())
    )  # fmt: skip


def changed(fields: tuple[EditField, ...], given: Correction) -> dict[str, str | None]:
    """What a form changes: null takes a correction away."""
    changes: dict[str, str | None] = {}
    emptied = given.sent.split()
    for field in fields:
        typed = getattr(given, field.name)
        if typed is None and field.name not in emptied:
            continue
        value = (typed or "").replace("\r\n", "\n").strip()
        if value != field.value:
            changes[field.name] = None if value in ("", field.original) else value
    return changes


def _field(name: str, original: str, corrected: str | None) -> EditField:
    value = original if corrected is None else corrected
    options: dict[str, str] = {}
    if name in _CODES:
        options = {code: word for code, word in _CODES[name].items() if code != "range" or code == value}
    elif name == "freq":
        options = {"": "（不是周期性的）", **_FREQUENCIES}
        if value and value not in options:
            options[value] = labels.frequency(value)
    return EditField(
        name=name, title=FIELD_NAMES[name], value=value, original=original, options=options,
        hint="如 2025-06-30、2025-06 或 2025" if name in _DATES else "", long=name == "words",
    )  # fmt: skip


def _originals(kb: KnowledgeBase, view: FactView, row: Task | None) -> dict[str, str]:
    fact = view.fact
    raw = msgspec.structs.asdict(fact)
    found = {name: _text(raw.get(name)) for names in CORRECTABLE.values() for name in names}
    stored = kb.fact(fact.id)
    if stored is not None:
        found["words"] = " ".join(stored.words.split())
        found["due"] = (None if stored.due_freq else last_day(stored.due_ends)) or ""
    if row is not None and row.fact == fact.id:
        found |= row.original
    return found


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return labels.number(value)
    return "、".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
