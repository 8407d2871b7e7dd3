"""What plans tell of a measure that a question sets beside one another: of each plan the value whose name says just that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from pipeline.asking.across.whose import compared_plans
from pipeline.asking.lexicons import lexicons
from pipeline.asking.question import Question
from pipeline.asking.words import Term, holding_all
from pipeline.lexicon import wording
from pipeline.store import finding, held
from pipeline.store.finding import Measured
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.searchtext import normalised

_HOW_MANY = "多少"


class Told(msgspec.Struct, frozen=True):
    """A value of a plan of `body`; `beside` counts the characters of its name that the question does not say."""

    one: Measured
    body: str
    beside: int = 0


def told(kb: KnowledgeBase, asked: Question, terms: Sequence[Term]) -> list[Told]:
    """Values of what is asked for, several of a plan where stages or steps differ: those of its names that say all of it and least
    beside it; targets where there are any; all in the unit that most are counted in."""
    plans = compared_plans(kb, asked)
    needed = [term for term in terms if not term.generic]
    met = list(_named(kb, asked, needed)) if needed else _headcounts(kb, asked, terms)
    found = [Told(one, plans[one.document], beside) for one, beside in met if one.document in plans]
    told_by = {item.one.document for item in found}
    named = _by_other_names(kb, asked)
    found += [Told(one, plans[one.document], beside) for one, beside in named if one.document in plans.keys() - told_by]
    over = wording.pattern("question", "over_years")
    if not over.search(asked.text):
        found = [item for item in found if not over.search(normalised(item.one.name))]
    stages = [stage for stage in lexicons().stages if stage in asked.about]
    found = [item for item in found if any(_is_of(stage, item.one) for stage in stages)] or found
    if wording.pattern("question", "asks_actual").search(asked.text):
        found = [item for item in found if item.one.status != "target"]
    found = [item for item in found if item.one.status == "target"] or found
    # What is counted in another unit (平方米 beside 平方米/生, 元 beside %) cannot be put in one order; none of it is none of any unit.
    units = Counter(counted(item.one.unit) for item in found if item.one.unit) or Counter({"": 1})
    common = max(units, key=lambda unit: (units[unit], unit), default="")
    return [item for item in found if counted(item.one.unit) == common or (not item.one.unit and item.one.value == 0)]


def _by_other_names(kb: KnowledgeBase, asked: Question) -> Iterator[tuple[Measured, int]]:
    """Values of the measure that a question asks for in everyday words (一个班允许坐的人), by its names in plans."""
    names = next((names for asks, names in lexicons().measures if asks.search(asked.text)), ())
    seen: set[int] = set()
    for name in names:
        found = list(_named(kb, asked, [Term(word=word) for word in name.split()]))
        yield from ((one, beside) for one, beside in found if one.document not in seen)
        seen |= {one.document for one, _ in found}


def counted(unit: str | None) -> str:
    """A unit, one for all in which people are counted (人, 名)."""
    people = wording.words("question", "head_counters")
    return people[0] if unit in people else unit or ""


def _is_of(stage: str, one: Measured) -> bool:
    return stage in one.name or f'"{stage}"' in one.scope


def _named(kb: KnowledgeBase, asked: Question, needed: Sequence[Term]) -> Iterator[tuple[Measured, int]]:
    """Of each plan the values whose names say what is asked for most surely, each with what its name says beside it."""
    found = [
        (one, surely, beside)
        for one in _held(kb, finding.measured(kb.db, holding_all(needed), asked.documents))
        for surely, beside in _said(one, needed, asked.text)
    ]
    surest: dict[int, int] = {}
    for one, surely, _ in found:
        surest[one.document] = min(surely, surest.get(one.document, surely))
    found = [item for item in found if item[1] == surest[item[0].document]]
    least: dict[int, int] = {}
    for one, _, beside in found:
        least[one.document] = min(beside, least.get(one.document, beside))
    return ((one, beside) for one, _, beside in found if beside == least[one.document])


def _said(one: Measured, needed: Sequence[Term], asked: str) -> Iterator[tuple[int, int]]:
    """How surely a value is what is asked for: its name and unit say all of it (0), in other words (1), or its name says the most of
    it and its sentence the rest (2); and how much its name says beside it. Nothing where it is not."""
    name, unit = normalised(one.name), normalised(one.unit)
    by_name = [_form_in(term, name) for term in needed]
    by_unit = [bool(unit) and any(form in unit or unit in form for form in term.forms) for term in needed]
    beside = wording.pattern("question", "neutral_in_measures").sub(
        "", _without(name, [*filter(None, by_name), *_in(asked, name)])
    )
    if all(form or named for form, named in zip(by_name, by_unit, strict=True)) and any(by_name):
        yield int(any(form and form != term.word for term, form in zip(needed, by_name, strict=True))), len(beside)
        return
    said = [bool(form) or named for form, named in zip(by_name, by_unit, strict=True)]
    named = sum(term.weight for term, there in zip(needed, said, strict=True) if there)
    if len(needed) > 1 and any(by_name) and 2 * named > sum(term.weight for term in needed):
        yield 2, len(beside)


def _form_in(term: Term, name: str) -> str:
    """The term's form that stands in a name: the word, else one that says no less (新购图书 is not 生均图书, though 图书 finds both)."""
    return next((form for form in term.forms if len(form) >= len(term.word) and form in name), "")


def _in(asked: str, name: str) -> list[str]:
    """The words of two characters that a question and a name share."""
    return [name[at : at + 2] for at in range(len(name) - 1) if name[at : at + 2] in asked]


def _without(name: str, words: Sequence[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        name = name.replace(word, "")
    return name


def _headcounts(kb: KnowledgeBase, asked: Question, terms: Sequence[Term]) -> list[tuple[Measured, int]]:
    """Numbers of what is asked for by one word that says little (哪所学校学生最多): what is counted is called just so."""
    if len(terms) != 1 or not wording.pattern("question", "people_counted").fullmatch(f"{_HOW_MANY}{terms[0].word}"):
        return []
    found = _held(kb, finding.measured(kb.db, terms[0].expression(), asked.documents))
    people = [one for one in found if one.unit in wording.words("question", "head_counters")]
    names = ((one, normalised(one.name).removeprefix("在校").removeprefix("现有")) for one in people)
    return [(one, 0) for one, name in names if name == terms[0].word]


def _held(kb: KnowledgeBase, found: Sequence[Measured]) -> Iterator[Measured]:
    """Values as people hold them."""
    known = held.held(kb)
    for one in found:
        changes = known.corrected.get(one.key)
        if one.key in known.rejected:
            continue
        yield one if not changes else msgspec.structs.replace(
            one, name=changes.get("name", one.name), value=float(changes.get("value", one.value)),
            unit=changes.get("unit", one.unit), status=changes.get("status", one.status),
        )  # fmt: skip
