"""A fact's card: what it says, the rule that found it, its ties, what people said of it; confirm, reject, put right."""

from __future__ import annotations

from typing import Annotated, Literal
from urllib.parse import quote

import msgspec
from fastapi import Form, Query, Response

from pipeline.api.ledger import history, review, reviews, states
from pipeline.asking import FactView, Piece, show
from pipeline.asking.picturing import fact_picture
from pipeline.model import labels
from pipeline.model.errors import UsageError
from pipeline.model.result import fact_type
from pipeline.model.rows import AnswerRow
from pipeline.store import KnowledgeBase
from pipeline.store.review_fields import FIELD_NAMES, shown
from pipeline.store.review_records import By, HistoryEntry, Review
from pipeline.web.correcting import Correction, EditField, changed, edit_fields, ledger_row, logged
from pipeline.web.meanwhile import Seen, last_change, own_changes
from pipeline.web.pages.document import Id
from pipeline.web.people import Role
from pipeline.web.registry import Action, Done, Download, Page
from pipeline.web.visit import NotFound, VisitDep

_MOST_TIES = 30
Who = Annotated[str, Form(max_length=60, description="姓名（本机使用时）")]
Why = Annotated[str, Form(max_length=500, description="理由")]


class CardField(msgspec.Struct, frozen=True):
    """A field in words."""

    title: str
    value: str


class CardTie(msgspec.Struct, frozen=True):
    """A fact tied to the one shown, and how, in words."""

    relation: str
    row: AnswerRow


class Corrected(msgspec.Struct, frozen=True, kw_only=True):
    """A field put right: what the plan says, what people say."""

    title: str
    before: str
    after: str


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the log in words. `kind` review · import · undo; `undone`: taken back."""

    batch: int
    at: str
    who: str
    title: str
    before: str
    after: str
    why: str
    kind: str
    source: str
    undone: bool


class FactPage(msgspec.Struct, frozen=True, kw_only=True):
    """A fact in full. `verdict` and `state` are as people set them (codes), `verdict_word` and `state_word` in words; `edits`
    the fields that may be put right with their values now; `picture`: whether its page can be drawn."""

    id: str
    document: str
    row: AnswerRow
    fields: tuple[CardField, ...]
    corrected: tuple[Corrected, ...]
    rule: str
    states: str
    lexicon_file: str | None
    lexicon_row: str | None
    lexicon_words: str
    cues: tuple[str, ...]
    around: tuple[Piece, ...]
    line: int
    picture: bool
    ties: tuple[CardTie, ...]
    more_ties: int
    verdict: str | None
    verdict_word: str
    state: str
    state_word: str
    remark: str
    has_state: bool
    task: str | None
    edits: tuple[EditField, ...]
    history: tuple[Said, ...]
    seen: int
    all_states: dict[str, str]


def fact_page(visit: VisitDep, id: Id) -> FactPage:
    """The card of a fact."""
    kb = visit.kb
    try:
        view = show(kb, id)
    except UsageError as error:
        raise NotFound(f"{error}；方案可能已经删除或重新抽取") from None
    held = reviews(kb, [id]).get(id)
    kind = fact_type(view.fact)
    row = ledger_row(kb, id, visit.today) if kind == "duty" else None
    edits = edit_fields(kb, view, held, row)
    words = {one.id: one.word for one in states()}
    state = (held.state if held else None) or next(iter(words))
    past = history(kb, id)
    return FactPage(
        id=id,
        document=view.fact.document,
        row=view.row,
        fields=tuple(CardField(*pair) for pair in labels.card_fields(view.fact)),
        corrected=_corrected(held, edits),
        rule=view.rule,
        states=view.states,
        lexicon_file=view.lexicon_file,
        lexicon_row=str(view.lexicon["id"]) if view.lexicon and "id" in view.lexicon else None,
        lexicon_words=_lexicon_words(view),
        cues=tuple(labels.cue_words(view.cues)),
        around=view.around,
        line=view.line,
        picture=_has_picture(kb, view),
        ties=tuple(CardTie(labels.TIES.get(tie.relation, tie.relation), tie.row) for tie in view.ties[:_MOST_TIES]),
        more_ties=max(0, len(view.ties) - _MOST_TIES),
        verdict=held.verdict if held else None,
        verdict_word=held.verdict_word if held else "未复核",
        state=state,
        state_word=words.get(state, state),
        remark=held.remark if held else "",
        has_state=kind == "duty",
        task=row.fact if row is not None and row.fact != id else None,
        edits=edits,
        history=tuple(said(one) for one in reversed(past)),
        seen=last_change(past),
        all_states=words,
    )  # fmt: skip


def said(one: HistoryEntry) -> Said:
    """A row of the log in words."""
    return Said(
        batch=one.batch, at=one.at.replace("T", " "), who=one.who, title=FIELD_NAMES.get(one.field, one.field),
        before=logged(one.field, one.old), after=logged(one.field, one.new), why=one.why, kind=one.kind, source=one.source,
        undone=one.undone,
    )  # fmt: skip


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


def fact_png(
    visit: VisitDep, id: Id, scale: Annotated[float, Query(ge=0.5, le=3, description="一点画成几个像素")] = 1.6
) -> Response:
    """The page of a PDF a fact stands on, its words framed."""
    try:
        place, picture = fact_picture(visit.kb, id, scale=scale)
    except UsageError as error:
        raise NotFound(str(error)) from None
    name = quote(f"{id}-第{place.page}页.png")
    return Response(
        picture,
        media_type="image/png",
        headers={
            "cache-control": "private, max-age=3600",
            "content-disposition": f"inline; filename=\"page.png\"; filename*=UTF-8''{name}",
        },
    )


def _done(id: str, batch: int | None, words: str) -> Done:
    to = f"/facts/{id}"
    if batch is None:
        return Done(message="没有改动", to=to)
    return Done(message=f"{words}（第 {batch} 批，可在下面的记录里撤回）", to=to, made={"batch": batch})


def _corrected(held: Review | None, edits: tuple[EditField, ...]) -> tuple[Corrected, ...]:
    fields = dict(held.corrections) if held else {}
    originals = {one.name: one.original for one in edits}
    return tuple(
        Corrected(
            title=FIELD_NAMES.get(name, name), before=shown(name, originals.get(name) or None), after=shown(name, value)
        )
        for name, value in fields.items()
    )


def _lexicon_words(view: FactView) -> str:
    """The words of the lexicon row, for people who may want to change it."""
    words = (view.lexicon or {}).get("words")
    if isinstance(words, str):
        return words[:300]
    return "、".join(map(str, words))[:300] if isinstance(words, list | tuple) else ""


def _has_picture(kb: KnowledgeBase, view: FactView) -> bool:
    return view.fact.page is not None and view.row.path.lower().endswith(".pdf")


ITEMS = (
    Page(path="/facts/{id}", title="事实卡片", template="fact.html", load=fact_page, tag="事实"),
    Action(path="/facts/{id}/review", title="确认或驳回", run=judge_fact, role=Role.REVIEW, tag="事实"),
    Action(path="/facts/{id}/state", title="任务状态和备注", run=state_fact, role=Role.REVIEW, tag="事实"),
    Action(path="/facts/{id}/correct", title="更正", run=correct_fact, role=Role.REVIEW, tag="事实"),
    Download(path="/facts/{id}/page.png", title="事实所在页的图片", make=fact_png, tag="事实"),
)
