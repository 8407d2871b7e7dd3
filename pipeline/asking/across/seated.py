"""Which bodies name the person in a seat, and which do not (哪几所学校没有具体点名的副组长, 哪些学校写明了副组长是谁)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from pipeline.asking.across.single import Alone
from pipeline.asking.across.whose import is_of_kind, whose
from pipeline.asking.papers import plan_row
from pipeline.asking.rows import answer_row, section_row
from pipeline.lexicon import wording
from pipeline.model.result import Membership
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import Hit
from pipeline.store.searchtext import normalised, phrase

_MOST = 2_000
# So far behind a post stands the name of whoever holds it.
_BESIDE = 2
_LONGEST_NAME = 4
_DEPUTY = "副"


def seated(kb: KnowledgeBase, text: str, alone: Alone, limit: int) -> list[AnswerRow] | None:
    """The bodies that name who holds a seat, with the names; where the question asks so, those that do not."""
    match = wording.pattern("question", "named_in_seat").search(text)
    if match is None:
        return None
    post = next(match[name] for name in ("post", "post2", "post3") if match[name])
    plans = whose(kb)
    asked = wording.pattern("question", "of_whole_base").search(text)
    kind = (asked["body"] or "") if asked else ""
    bodies = [body for body in dict.fromkeys(plans.values()) if is_of_kind(body, kind)]
    named: dict[str, tuple[AnswerRow, dict[str, None]]] = {}
    for body, name, row in _holders(kb, plans, post):
        named.setdefault(body, (row, {}))[1].setdefault(name)
    if not named:
        return []
    if any(match[name] for name in ("no", "no2", "no3")):
        keys = {body: key for key, body in reversed(plans.items())}
        silent = (plan_row(kb, keys[body], body) for body in bodies if body not in named)
        return [row for row in silent if row][:limit]
    found = [
        msgspec.structs.replace(row, answer=f"{body}：{'、'.join(names)}")
        for body, (row, names) in named.items()
        if body in bodies
    ]
    return found[:limit]


def _holders(kb: KnowledgeBase, plans: dict[int, str], post: str) -> Iterator[tuple[str, str, AnswerRow]]:
    """Body and name of everyone in a seat: as rosters say it, else as stands right behind the seat in a sentence."""
    where = f"WHERE f.type = 'membership' AND (f.position = ? OR f.post = ?) ORDER BY f.key LIMIT {_MOST}"
    for one in held.facts_where(kb, where, (post, post)):
        if isinstance(one.fact, Membership) and _is_name(one.fact.person) and one.document_key in plans:
            yield plans[one.document_key], one.fact.person, answer_row(one)
    keys = finding.holding(kb.db, phrase(post, "text"))
    for hit in finding.hits(kb.db, ((key, 0.0) for key in keys)):
        if hit.document_key in plans and hit.kind != "joined":
            yield from ((plans[hit.document_key], name, section_row(hit)) for name in _behind(hit, post))


def _behind(hit: Hit, post: str) -> Sequence[str]:
    from pipeline.extraction.names import person_names  # the lexicon of names is only needed here

    text = normalised(hit.text)
    at = text.find(post)
    if at < 0 or text[max(0, at - 1) : at] == _DEPUTY or wording.pattern("question", "no_such_seat").search(text[:at]):
        return ()
    begin = at + len(post)
    while begin < len(text) and text[begin] in " :\t(":
        begin += 1
    end = next((n for n in range(begin, len(text)) if text[n] in ",;。\n\t "), len(text))
    if by := wording.pattern("question", "held_by").match(text[begin:end]):
        return [by["name"]] if _is_name(by["name"] or "") else ()
    found = person_names(text, begin, end)
    return [text[first:last] for first, last in found if found[0][0] <= begin + _BESIDE and _is_name(text[first:last])]


def _is_name(name: str) -> bool:
    from pipeline.extraction.names import may_be_name

    return 2 <= len(name) <= _LONGEST_NAME and may_be_name(name, 0, len(name))
