"""Whose plan a plan is: of the school that issued it, whose name its title begins with, or that it binds by a contract."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from pipeline.asking.naming import is_school, parties_of_contracts, titled_body
from pipeline.asking.question import Question
from pipeline.asking.short_names import body_in
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.searchtext import normalised
from pipeline.store.standing import of_plans

T = TypeVar("T")


def whose(kb: KnowledgeBase) -> dict[int, str]:
    """The body of each plan by the plan's key: a school where one issued it, is named by its title or signed it; else the issuer, or
    the title where there is none."""
    return of_plans(kb, ("whose",), lambda: _whose(kb))


def body_of(kb: KnowledgeBase, row: AnswerRow) -> str:
    """The body of the plan that a row stands in; empty where the plan is no longer there."""
    found = kb.db.execute(
        "SELECT d.key FROM files f JOIN documents d ON d.content = f.content WHERE f.path = ? AND d.title = ? "
        "ORDER BY d.start LIMIT 1",
        (row.path, row.document),
    ).fetchone()
    return whose(kb).get(found["key"], "") if found else ""


def _whose(kb: KnowledgeBase) -> dict[int, str]:
    signed = dict(parties_of_contracts(kb))
    return {
        key: _school(issuer or "", title) or signed.get(key) or issuer or titled_body(title) or title
        for key, issuer, title in kb.db.execute("SELECT key, issuer, title FROM documents ORDER BY key")
    }


def _school(issuer: str, title: str) -> str:
    titled = body_in(normalised(title)) or ""
    several = wording.pattern("question", "no_one_school")
    return next((name for name in (issuer, titled) if name and is_school(name) and not several.search(name)), "")


def asks_for_schools(asked: Question) -> bool:
    """Whether the bodies that a question asks for are schools (哪所小学)."""
    return _school_asked_for(asked.body) is not None


def _school_asked_for(body: str) -> str | None:
    """The kind of school asked for (小学); empty for any, null where the bodies are no schools."""
    match = wording.pattern("question", "schools_asked_for").match(body)
    return (match["kind"] or "") if match else None


def is_of_kind(body: str, kind: str) -> bool:
    """Whether a body is of the kind asked for: any school, one whose name says the kind, any body at all."""
    if not kind or kind in wording.words("question", "any_body_word"):
        return True
    if kind in wording.words("question", "any_school_word"):
        return is_school(body)
    if kind in wording.words("question", "junior_kinds"):
        return is_school(body) and any(word in body for word in wording.words("question", "holds_juniors"))
    return any(word in body for word in (wording.words("question", "towns") if kind[0] in "镇乡街" else (kind,)))


def compared_plans(kb: KnowledgeBase, asked: Question) -> dict[int, str]:
    """The plans that a question sets beside one another, with their bodies: those it names, else all; of schools (of a kind) where it
    asks for these and there are any."""
    found = whose(kb)
    if asked.documents:
        found = {key: found[key] for key in asked.documents if key in found}
    if out := wording.pattern("question", "left_out").search(asked.text):
        found = {key: body for key, body in found.items() if out["kind"] not in body}
    kind = _school_asked_for(asked.body)
    if kind is None and not asked.body and wording.pattern("question", "counter_of_schools").search(asked.text):
        kind = ""
    if kind is None:
        towns = {key: body for key, body in found.items() if asked.body and is_of_kind(body, asked.body)}
        return towns or found
    several = wording.pattern("question", "no_one_school")
    schools = {key: body for key, body in found.items() if is_school(body) and not several.search(body)}
    return {key: body for key, body in schools.items() if kind in body} or schools or found


def first_of_each(found: Iterable[T], of: Callable[[T], Hashable]) -> list[T]:
    """The first of those that are of the same body."""
    kept: dict[Hashable, T] = {}
    for one in found:
        kept.setdefault(of(one), one)
    return list(kept.values())
