"""Two people at one fact: what the other has said since a page was opened is not overwritten unseen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated

from fastapi import Form

from pipeline.api.ledger import FIELD_NAMES, HistoryEntry, history, states
from pipeline.model.errors import UsageError
from pipeline.store import KnowledgeBase
from pipeline.store.review_fields import STATE, checked, shown

Seen = Annotated[
    int | None, Form(ge=0, le=1 << 53, description="打开页面时最后一条改动的编号；送来就核对此后有没有人改过")
]


def last_change(said: Iterable[HistoryEntry]) -> int:
    """The number of the last change to a fact, which its forms send back; 0 where nobody has said anything."""
    return max((one.number for one in said), default=0)


def own_changes(
    kb: KnowledgeBase, fact: str, type: str, changes: Mapping[str, str | None], seen: int | None
) -> dict[str, str | None]:
    """The changes of a form opened after change number `seen`, without fields that only differ because somebody else has set
    them since. Raises UsageError (Chinese) where both have set the same field to different values."""
    if seen is None:
        return dict(changes)
    later: dict[str, list[HistoryEntry]] = {}
    for one in history(kb, fact):
        if one.number > seen:
            later.setdefault(one.field, []).append(one)
    values = checked(type, changes)
    kept: dict[str, str | None] = {}
    for field, value in changes.items():
        others = later.get(field)
        typed = _plain(field, values[field])
        if others is None:
            kept[field] = value
        elif typed not in (_plain(field, others[0].old), _plain(field, others[-1].new)):
            raise UsageError(_told(others[-1]))
    return kept


def _plain(field: str, value: str | None) -> str | None:
    """未开始 is what holds where nobody has said anything."""
    return None if field == STATE and value == states()[0].id else value


def _told(one: HistoryEntry) -> str:
    value = shown(one.field, one.new) or "（撤去更正）"
    return (
        f"您打开这一页之后，{one.who}（{one.at.replace('T', ' ')}）把“{FIELD_NAMES.get(one.field, one.field)}”改成了“{value}”，"
        "和您要改的不一样，所以这次什么也没有写入。请返回、刷新那一页，看过之后再改。"
    )
