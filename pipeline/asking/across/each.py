"""The same question of each of several bodies (各校生均图书分别是多少)."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from pipeline.asking.across.often import told_often
from pipeline.asking.across.single import Alone, how_often, measure_of, values
from pipeline.asking.across.whose import is_of_kind, whose
from pipeline.asking.bare import bare_question
from pipeline.asking.cells import cells_of
from pipeline.asking.lexicons import lexicons
from pipeline.asking.naming import named_bodies
from pipeline.lexicon import wording
from pipeline.model.result import Membership
from pipeline.model.rows import AnswerRow
from pipeline.store import finding_actors, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.searchtext import flat, normalised

# So many bodies are asked at most.
_MOST = 60
_LONGEST_NAME = 4


def each_body(kb: KnowledgeBase, question: str) -> list[tuple[str, str]]:
    """The bodies that a question asks of one by one, each with the question about it alone; empty for any other question."""
    text = bare_question(question, lexicons())
    each = wording.pattern("question", "of_each")
    amid = wording.pattern("question", "each_body_amid").match(text)
    if amid is not None and not wording.pattern("question", "agenda_of_all").match(
        text
    ):  # 疏散演练各校由谁组织 asks as 各校的疏散演练由谁组织 does
        deed = wording.pattern("question", "named_openly").sub("", amid["deed"])
        return [(name, f"{name}的{amid['matter']}{deed}") for name in _all_bodies(kb, amid["body"])][:_MOST]
    if not each.search(text):
        return []
    bodies, rest = named_bodies(kb, text)
    names = [body.words for body in bodies]
    if len(names) < 2:
        match = wording.pattern("question", "each_body").match(text)
        if match is None:
            return []
        rest = text[match.end() :]
        names = _all_bodies(kb, match["body"])
    rest = each.sub("", rest, count=1)  # of 各校的班额是多少 nothing is left to be taken out
    return [(name, f"{name}的{rest}") for name in names[:_MOST]]


def _all_bodies(kb: KnowledgeBase, kind: str) -> list[str]:
    """All bodies of a kind (各校, 各乡镇)."""
    return [body for body in dict.fromkeys(whose(kb).values()) if is_of_kind(body, kind)]


def told_of_each(kb: KnowledgeBase, question: str, row: AnswerRow) -> str:
    """What a body's row tells of what is asked of each: the clause where its rule is asked for, how often the clause says that speaks
    of the deed, empty where a person is asked for by name and the row names none."""
    if wording.pattern("question", "asks_how_often").search(question) and (often := how_often(row, flat(question))):
        same = told_often(normalised(row.answer))
        return row.answer if same and same[0] == often[0].number else often[0].words
    measure = measure_of(question)
    if measure is not None and not any(
        word in flat(row.text) for name in measure.measures for word in name.split() if word not in measure.units
    ):
        return ""
    if wording.pattern("question", "asks_rule").search(question):
        clauses = [one.strip() for one in re.split("[;。\n]", row.text) if one.strip()]
        cells = cells_of(row.text)
        if len(cells) > 1:
            return " ".join(cell.strip() for cell in cells if not cell.strip().isdigit())
        return next((one for one in clauses if flat(row.answer) in flat(one)), clauses[0] if clauses else "")
    if wording.pattern("question", "named_openly").search(question):
        named = [name for name in finding_actors.actor_names_in(kb.db, flat(row.answer)) if is_person(kb, name)]
        return "、".join(named)
    return "、".join(_all_in_seat(kb, row)) or row.answer


def amounts_of_each(kb: KnowledgeBase, question: str, bodies: Sequence[str], alone: Alone) -> list[AnswerRow]:
    """The amounts of a measure that a question asks of each body, where the measure's row says how bodies are asked of it."""
    asks = ("how_many", "asks_duration")
    if measure_of(question) is None or not any(wording.pattern("question", one).search(question) for one in asks):
        return []
    found = values(kb, bodies, question, alone) if bodies else []
    return [msgspec.structs.replace(one.row, answer=f"{one.body}：{one.words}") for one in found]


def _all_in_seat(kb: KnowledgeBase, row: AnswerRow) -> list[str]:
    """All whom a plan names in the seat that a row tells one of (副组长)."""
    if row.type != "membership" or not row.position or row.answer != row.person:
        return []
    where = (
        "WHERE f.type = 'membership' AND f.position = ? AND d.title = ? AND f.document IN (SELECT d2.key FROM documents d2 "
        "JOIN files p2 ON p2.content = d2.content WHERE p2.path = ?) ORDER BY f.key LIMIT 40"
    )
    found = held.facts_where(kb, where, (row.position, row.document, row.path))
    return list(
        dict.fromkeys(
            one.fact.person for one in found if isinstance(one.fact, Membership) and one.fact.group == row.group
        )
    )


def is_person(kb: KnowledgeBase, name: str) -> bool:
    """Whether the base knows a name as a person's, and it looks like one."""
    from pipeline.extraction.names import may_be_name  # the lexicon of names is only needed here

    known = finding_actors.actors_named(kb.db, (name,), ("person",))
    return any(one.exact for one in known) and len(name) <= _LONGEST_NAME and may_be_name(name, 0, len(name))
