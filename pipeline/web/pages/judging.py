"""What people may say of a fact on its card: confirm or reject it, tell how far a task has come, put fields right."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Form

from pipeline.api.ledger import review, reviews, states
from pipeline.asking import show
from pipeline.model.errors import UsageError
from pipeline.model.result import fact_type
from pipeline.store import KnowledgeBase
from pipeline.store.review_records import By
from pipeline.web.correcting import Correction, changed, edit_fields, ledger_row
from pipeline.web.meanwhile import Seen, own_changes
from pipeline.web.pages.document import Id
from pipeline.web.registry import Done
from pipeline.web.visit import NotFound, VisitDep

Who = Annotated[str, Form(max_length=60, description="姓名（本机使用时）")]
Why = Annotated[str, Form(max_length=500, description="理由")]


def judge_fact(
    visit: VisitDep,
    id: Id,
    verdict: Annotated[Literal["confirmed", "rejected", "none"], Form(description="确认、驳回或收回")],
    why: Why = "",
    who: Who = "",
    seen: Seen = None,
) -> Done:
    """Confirm or reject a fact, or take that back; rejecting needs a reason."""
    if verdict == "rejected" and not why.strip():
        raise UsageError("驳回请写明理由：以后的人才知道为什么")
    with visit.bases.writer() as kb:
        said_verdict = {"review": None if verdict == "none" else verdict}
        batch = _reviewed(kb, id, own_changes(kb, id, "", said_verdict, seen), visit.by(why, who))
    words = {"confirmed": "已确认", "rejected": "已驳回", "none": "已收回复核结论"}[verdict]
    return _done(id, batch, words)


def state_fact(
    visit: VisitDep,
    id: Id,
    state: Annotated[str, Form(max_length=40, description="状态")],
    remark: Annotated[str | None, Form(max_length=2000, description="备注；不送或送空的不改")] = None,
    whole: Annotated[str, Form(max_length=8, description="填 1：空的备注也照改，即删去")] = "",
    why: Why = "",
    who: Who = "",
    seen: Seen = None,
) -> Done:
    """Say how far a task has come, with a remark. A remark that is not sent stays, unless the form is the `whole` of it (an
    empty field of a form counts as not sent)."""
    first = states()[0].id
    with visit.bases.writer() as kb:
        held = reviews(kb, [id]).get(id)
        # 未开始 holds where nobody has said anything: choosing it says nothing new then.
        said_state = None if state == first and (held is None or held.state is None) else state
        changes: dict[str, str | None] = {"state": said_state}
        if remark is not None or whole:
            changes["remark"] = remark or ""
        batch = _reviewed(kb, id, own_changes(kb, id, "", changes, seen), visit.by(why, who))
    return _done(id, batch, "已记下状态和备注" if "remark" in changes else "已记下状态")


def correct_fact(visit: VisitDep, id: Id, given: Annotated[Correction, Form()]) -> Done:
    """Put fields of a fact right; a field left empty, or as the plan has it, takes an earlier correction away."""
    with visit.bases.writer() as kb:
        try:
            view = show(kb, id)
        except UsageError as error:
            raise NotFound(str(error)) from None
        row = ledger_row(kb, id, visit.today) if fact_type(view.fact) == "duty" else None
        edits = edit_fields(kb, view, reviews(kb, [id]).get(id), row)
        changes = own_changes(kb, id, fact_type(view.fact), changed(edits, given), given.seen)
        batch = _reviewed(kb, id, changes, visit.by(given.why, given.who))
    return _done(id, batch, "已更正")


def _reviewed(kb: KnowledgeBase, id: str, changes: dict[str, str | None], by: By) -> int | None:
    return review(kb, id, changes, by) if changes else None


def _done(id: str, batch: int | None, words: str) -> Done:
    to = f"/facts/{id}"
    if batch is None:
        return Done(message="没有改动", to=to)
    return Done(message=f"{words}（第 {batch} 批，可在下面的记录里撤回）", to=to, made={"batch": batch})
