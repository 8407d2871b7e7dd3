"""Persons in the plans of several bodies: where one is named and as what (王海在哪些单位的材料里出现), who is named by more than one
body, and whose plans tell that something is handed to them (哪几所学校要把材料报给王海)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from pipeline.asking.across.single import Alone
from pipeline.asking.across.whose import first_of_each, whose
from pipeline.asking.naming import is_school
from pipeline.asking.rows import section_row
from pipeline.asking.telling import as_written
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, finding_actors, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.records import Hit
from pipeline.store.searchtext import flat, normalised, phrase

_CLAUSE = re.compile("[;。\n\t]")
_PART = re.compile("[^,]+")
_BETWEEN_NAMES = "、"
_TWO = 2
_LONGEST_NAME = 4


def of_persons(kb: KnowledgeBase, text: str, alone: Alone, limit: int) -> list[AnswerRow] | None:
    """The bodies that name a person, each with its clause; the persons that several bodies name."""
    if where := wording.pattern("question", "where_person_is_named").match(text):
        named = list(_named(kb, where["person"]))
        return [_row(hit, body, where["person"]) for body, hit in named][:limit] if named else None
    if to := wording.pattern("question", "handed_to_person").search(text):
        named = [(body, hit) for body, hit in _named(kb, to["person"]) if _is_handed(hit, to["person"])]
        if not named and not any(True for _ in _named(kb, to["person"])):
            return None
        schools = wording.pattern("question", "schools_asked_for").search(to["body"]) is not None
        named = [one for one in named if is_school(one[0]) or not schools]
        return [_row(hit, body, to["person"], deed=True) for body, hit in first_of_each(named, lambda one: one[0])][
            :limit
        ]
    if wording.pattern("question", "named_by_several").search(text):
        return [_several(name, found) for name, found in _shared(kb)][:limit]
    return None


def _named(kb: KnowledgeBase, person: str) -> Iterator[tuple[str, Hit]]:
    """The sentences of plans that name a person, with the body of each plan; of the same body in the order of the plans."""
    plans = whose(kb)
    refused = held.held(kb).passages
    keys = [key for key in finding.holding(kb.db, phrase(person, "text")) if key not in refused]
    for hit in finding.hits(kb.db, ((key, 0.0) for key in keys)):
        if person in flat(hit.text) and hit.kind != "joined" and hit.document_key in plans:
            yield plans[hit.document_key], hit


def _row(hit: Hit, body: str, person: str, *, deed: bool = False) -> AnswerRow:
    clause = _clause(hit, person, deed=deed)
    return msgspec.structs.replace(section_row(hit), answer=f"{body}：{as_written(hit.text, clause)}", person=person)


def _clause(hit: Hit, person: str, *, deed: bool = False) -> str:
    """The part of a sentence that names a person: the whole of it where it tells a deed, else what stands between commas."""
    whole = next((one for one in _CLAUSE.split(normalised(hit.text)) if person in one), normalised(hit.text))
    part = next((one[0] for one in _PART.finditer(whole) if person in one[0]), whole)
    return (whole if deed or len(part) < len(person) + _TWO else part).strip()


def _is_handed(hit: Hit, person: str) -> bool:
    clause = _clause(hit, person, deed=True)
    return wording.pattern("question", "handing_words").search(clause[: clause.index(person)]) is not None


def _shared(kb: KnowledgeBase) -> list[tuple[str, list[tuple[str, Hit]]]]:
    """The persons that plans of more than one body name, those of most bodies first, with a sentence of each body."""
    found: list[tuple[str, list[tuple[str, Hit]]]] = []
    for name in _candidates(kb):
        by_body = first_of_each(_named(kb, name), lambda one: one[0])
        if len(by_body) >= _TWO:
            found.append((name, by_body))
    return sorted(found, key=lambda one: (-len(one[1]), one[0]))


def _candidates(kb: KnowledgeBase) -> list[str]:
    """Names of persons: those the base knows, and what looks like one right behind a post."""
    from pipeline.extraction.names import may_be_name  # the lexicon of names is only needed here
    from pipeline.extraction.names_lexicon import name_lexicon

    surnames = name_lexicon().surnames
    known = {actor.name for actor in finding_actors.all_actors(kb.db) if actor.kind == "person"}
    names = {
        name
        for name in known
        if _TWO <= len(name) <= _LONGEST_NAME and name[0] in surnames and may_be_name(name, 0, len(name))
    }
    behind = wording.pattern("question", "name_behind_post")
    for (text,) in kb.db.execute("SELECT text FROM passages WHERE kind <> 'joined'").fetchall():
        for match in behind.finditer(text):
            name = match["name"]
            if name[0] in surnames and may_be_name(name, 0, len(name)):
                names.add(name)
    return sorted(names)


def _several(name: str, found: Sequence[tuple[str, Hit]]) -> AnswerRow:
    first = found[0][1]
    return msgspec.structs.replace(
        section_row(first), answer=f"{name}：{_BETWEEN_NAMES.join(_bodies(found))}", person=name
    )


def _bodies(found: Iterable[tuple[str, Hit]]) -> list[str]:
    return [body for body, _ in found]
