"""Facts one by one as rows: CSV for Excel, JSON lines for programs."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path

import msgspec

from pipeline.export.rows import FORMULA_SIGNS
from pipeline.model import labels
from pipeline.model.result import fact_type
from pipeline.store import KnowledgeBase, StoredFact
from pipeline.store.held import facts_told
from pipeline.store.review_fields import FIELD_NAMES, UNREVIEWED
from pipeline.store.review_fields import shown as shown_value
from pipeline.store.review_records import Review
from pipeline.store.reviews import reviews
from pipeline.store.states import state

_CHUNK = 500
_JOINT = "；"


class FactLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False):
    """A fact with all that leads back to its source; `fact` is as in the contract, `review` what people say of it."""

    id: str
    type: str
    fact: object
    title: str
    issuer: str | None
    path: str
    section: str | None
    page: int | None
    words: str
    text: str
    deadline: str | None
    review: Mapping[str, object] | None


# Title of the column → field of the fact, or a code with the words it is shown in.
_FIELDS: tuple[tuple[str, str, dict[str, str] | None], ...] = (
    ("责任主体", "who", None), ("主体类别", "actor_kind", labels.ACTOR_KINDS), ("分工", "part", labels.PARTS),
    ("要求", "modality", labels.MODALITIES), ("指标名称", "name", None), ("适用范围", "scope", None),
    ("比较", "op", labels.OPS), ("数值", "value", None), ("上限", "value_max", None), ("单位", "unit", None),
    ("现状或目标", "status", labels.STATUSES), ("时限类别", "kind", labels.DEADLINE_KINDS), ("开始", "start", None),
    ("结束", "end", None), ("频率", "freq", None), ("次数", "times", None), ("限期", "duration", None),
    ("姓名", "person", None), ("职位", "position", None), ("小组", "group", None), ("职务", "post", None),
    ("指标编号", "codes", None), ("年份", "years", None),
)  # fmt: skip
COLUMNS: tuple[str, ...] = (
    "编号", "类型", "方案", "发文单位", "文件", "章节", "页码", "位置", "原词", "原文", "完成时限",
    *(title for title, _, _ in _FIELDS), "规则", "复核", "状态", "备注", "更正",
)  # fmt: skip


def write_csv(kb: KnowledgeBase, path: Path, on: str) -> None:
    """UTF-8 with a byte order mark, for Excel takes it for GBK otherwise; what looks like a formula is put behind a '."""
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        _each(kb, lambda stored, held: writer.writerow(map(_cell, _row(stored, held))))


def write_jsonl(kb: KnowledgeBase, path: Path, on: str) -> None:
    """One JSON object a line, in UTF-8."""
    encoder = msgspec.json.Encoder()
    with path.open("wb") as stream:
        _each(kb, lambda stored, held: stream.write(encoder.encode(_line(stored, held)) + b"\n"))


def _each(kb: KnowledgeBase, do: Callable[[StoredFact, Review | None], object]) -> None:
    facts = facts_told(kb)
    while chunk := list(islice(facts, _CHUNK)):
        held = reviews(kb, [stored.fact.id for stored in chunk])
        for stored in chunk:
            do(stored, held.get(stored.fact.id))


def _line(stored: StoredFact, held: Review | None) -> FactLine:
    said = {"state": held.state, "review": held.verdict_word, "remark": held.remark, "corrections": held.corrections,
            "who": held.who, "at": held.at} if held else None  # fmt: skip
    return FactLine(
        id=stored.fact.id, type=fact_type(stored.fact), fact=stored.fact, title=stored.document, issuer=stored.issuer,
        path=stored.path, section=stored.section, page=stored.fact.page, words=stored.words, text=stored.text,
        deadline=stored.due, review=said,
    )  # fmt: skip


def _row(stored: StoredFact, held: Review | None) -> list[str | int | float | None]:
    fact = stored.fact
    kind = fact_type(fact)
    own = [_field(getattr(fact, field, None), words) for _, field, words in _FIELDS]
    said: list[str | int | float | None] = [UNREVIEWED, "", "", ""]
    if held is not None:
        fixed = [f"{FIELD_NAMES[n]}：{shown_value(n, value)}" for n, value in held.corrections.items()]
        said = [held.verdict_word, state(held.state).word if held.state else "", held.remark, _JOINT.join(fixed)]
    place = " ".join(f"{span.start}-{span.end}" for span in fact.spans)
    return [
        fact.id, labels.TYPES[kind], stored.document, stored.issuer, stored.path, stored.section, fact.page, place,
        stored.words, stored.text, stored.due, *own, fact.rule, *said,
    ]  # fmt: skip


def _field(value: object, words: dict[str, str] | None) -> str | int | float | None:
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    if words is not None and isinstance(value, str):
        return words.get(value, value)
    return value if isinstance(value, str | int | float) else None


def _cell(value: str | int | float | None) -> str | int | float | None:
    if not isinstance(value, str):
        return labels.number(value) if isinstance(value, float) else value
    flat = (
        " ".join(value.split()) if not value.startswith(FORMULA_SIGNS) else value.replace("\r", " ").replace("\n", " ")
    )
    return "'" + flat if value.startswith(FORMULA_SIGNS) or flat.startswith(FORMULA_SIGNS) else flat
