"""A fact's card: what it says, the rule that found it, its ties, what people said of it; confirm, reject, put right."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

import msgspec
from fastapi import Query, Response

from pipeline.api.ledger import history, reviews, states
from pipeline.asking import FactView, Piece, show
from pipeline.asking.picturing import fact_picture
from pipeline.model import labels
from pipeline.model.errors import UsageError
from pipeline.model.result import fact_type
from pipeline.model.rows import AnswerRow
from pipeline.store import KnowledgeBase
from pipeline.store.review_fields import FIELD_NAMES, shown
from pipeline.store.review_records import HistoryEntry, Review
from pipeline.web.correcting import EditField, edit_fields, ledger_row, logged
from pipeline.web.meanwhile import last_change
from pipeline.web.pages.document import Id
from pipeline.web.pages.judging import correct_fact, judge_fact, state_fact
from pipeline.web.people import Role
from pipeline.web.registry import Action, Download, Page
from pipeline.web.visit import NotFound, VisitDep

_MOST_TIES = 30


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
