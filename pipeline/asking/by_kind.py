"""Each kind of question answered from facts in its own way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from pipeline.asking import across, comparing
from pipeline.asking.candidates import matching, matching_keys
from pipeline.asking.due import due_facts
from pipeline.asking.fitting import TYPES, by_fit
from pipeline.asking.goals import goals
from pipeline.asking.happening import listed_at
from pipeline.asking.lexicons import Kind
from pipeline.asking.open_ends import unowned
from pipeline.asking.papers import paper_rows
from pipeline.asking.question import LEADER, Question
from pipeline.asking.rows import answer_row, distinct
from pipeline.asking.said import said
from pipeline.asking.scoring import best_rows, scored
from pipeline.asking.which_paper import which_paper
from pipeline.asking.words import Term, terms_of
from pipeline.lexicon import wording
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, finding_actors, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.searchtext import flat

_MOST_SEATS = 400
_MOST_DUTIES = 1000
_HEAD = "负责人"
_ONCE = "次"
# The row of questions how a party is to do something.
_DONE_HOW = "duties.have"
# So long is the name of a group that tells it from others (安全工作领导小组).
_WHOLE_NAME = 6


def _who(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Who does it; of a group (播音组谁负责) who leads it."""
    if (
        asked.part in (None, "lead")
        and not asked.role
        and asked.about.endswith(wording.words("question", "groups_end"))
        and terms
    ):
        rows = by_fit(kb, msgspec.structs.replace(asked, kind="holder", position=LEADER), terms, limit)
        if rows:
            return rows
    return by_fit(kb, asked, terms, limit)


def _duties(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    from pipeline.asking.obligations import duties  # networkx is only needed here

    for name in _heads_too(kb, asked.actors):
        rest = terms_of(kb, asked.about.replace(name, ""))
        needed = [term for term in rest if not term.generic]
        among = frozenset(matching_keys(kb, rest, ("duty",), _MOST_DUTIES)) if needed else None
        inside = asked.documents or None
        rows = duties(kb, name, limit if not needed else _MOST_DUTIES, asked.modality, inside, among)
        if needed:
            rows = [row for row in rows if _covers(row, needed)] or _in_plans_of(kb, asked, name, needed, limit)
        if rows:
            return rows
    if asked.issuer and not asked.actors:
        return _of_issuer(kb, asked, terms, limit)
    # What a case is to be met with (学生没来上学老师要怎么做) need not stand under the party's name.
    case = [term for term in terms if not term.generic and term.word not in asked.actors]
    if asked.actors and (not case or asked.row != _DONE_HOW):
        return []
    return by_fit(kb, msgspec.structs.replace(asked, kind="how"), terms, limit)


def _of_issuer(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """What the body that the question names must do itself (柳溪小学要做什么), then what its plans tell its parts to do."""
    from pipeline.asking.obligations import duties

    among = None
    if needed := [term for term in terms if not term.generic]:
        among = frozenset(matching_keys(kb, needed, ("duty",), _MOST_DUTIES))
    rows = duties(kb, asked.issuer, limit, asked.modality, None, among)
    keys = finding.facts_of_documents(kb.db, asked.documents, ("duty",), _MOST_DUTIES)
    chosen = [key for key in keys if among is None or key in among][:limit]
    found = held.facts_by_key(kb, chosen)
    return distinct([*rows, *(answer_row(found[key]) for key in chosen if key in found)], limit)


def _in_plans_of(kb: KnowledgeBase, asked: Question, name: str, needed: Sequence[Term], limit: int) -> list[AnswerRow]:
    """What a party must do in the plans whose title holds what is asked for."""
    from pipeline.asking.obligations import duties

    keys = finding.match_documents(kb.db, " AND ".join(term.titled() for term in needed), _MOST_DUTIES)
    inside = [key for key in keys if not asked.documents or key in asked.documents]
    return duties(kb, name, limit, asked.modality, inside) if inside else []


def _heads_too(kb: KnowledgeBase, names: Sequence[str]) -> Iterator[str]:
    """Names of parties; where the base knows an office only by its head (保卫科负责人), the head before the office's other names."""
    for name in names:
        if not any(one.name == name for one in finding_actors.actors_named(kb.db, (name,)) if one.exact):
            yield from (
                f"{name}{_HEAD}" for one in finding_actors.actors_named(kb.db, (f"{name}{_HEAD}",))[:1] if one.exact
            )
        yield name


def _covers(row: AnswerRow, terms: Sequence[Term]) -> bool:
    text = flat(f"{row.answer}\n{row.text}\n{row.section or ''}\n{row.document}")
    return all(any(form in text for form in (term.word, *term.others)) for term in terms)


def _holder(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    rows = by_fit(kb, asked, terms, limit) if terms else _holder_of_post(kb, asked, limit)
    group = flat(asked.about.replace(asked.position, "").strip("的"))
    named = len(group) >= _WHOLE_NAME and group.endswith(wording.words("question", "groups_end"))
    if (rows and not named) or (group and any(group in flat(row.group or "") for row in rows)):
        return rows
    from pipeline.asking.seats import holder_said, is_seat_of_any_group  # the lexicon of names is only needed here

    if not (terms or asked.documents) and (not asked.position or is_seat_of_any_group(asked.position)):
        return rows

    said_so = holder_said(kb, asked, terms, limit)
    if not rows:
        return said_so
    # A sentence that names the very group goes before the seats of groups that share its words.
    return distinct([*(row for row in said_so if group in flat(f"{row.text}{row.section or ''}")), *rows], limit)


def _holder_of_post(kb: KnowledgeBase, asked: Question, limit: int) -> list[AnswerRow]:
    inside = f"AND f.document IN ({', '.join('?' * len(asked.documents))})" if asked.documents else ""
    held_too = "instr('、' || replace(replace(f.post, ',', '、'), '，', '、') || '、', '、' || ? || '、') > 0"  # 党总支书记、校长
    if asked.documents:  # 大队辅导员 is 少先队大队辅导员 in the school that is named
        held_too = "instr(f.post, ?) > 0"
    where = f"WHERE f.type = 'membership' AND (f.position = ? OR {held_too}) {inside} ORDER BY f.key LIMIT 500"
    found = list(held.facts_where(kb, where, (asked.position, asked.position, *asked.documents)))
    return best_rows(scored(asked, (), found), limit)


def headcount(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """How many sit in a group, counted in its roster where no sentence says it: 3人：…"""
    group = asked.about.strip("的里中内")
    if not group.endswith(wording.words("question", "groups_end")):
        return []
    rows = by_fit(kb, msgspec.structs.replace(asked, kind="members", group=group), terms, _MOST_SEATS)
    people: dict[tuple[str, str | None], dict[str, AnswerRow]] = {}
    for row in rows:
        people.setdefault((row.path, row.group), {}).setdefault(row.person or "", row)
    counted = [
        msgspec.structs.replace(
            next(iter(some.values())), answer=f"{len(some)}人：{'、'.join(some)}", person=None, position=None
        )
        for some in people.values()
    ]
    return counted[:limit]


def _position(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    from pipeline.asking.seats import posts_said

    actors = [a.key for a in finding_actors.actors_named(kb.db, asked.persons, ("person",)) if a.exact]
    keys = [fact for fact, _, _ in finding_actors.facts_of_actor(kb.db, actors, ("person",))] if actors else []
    keys += held.corrected_to(kb, ("person",), lambda name: name in asked.persons)
    found = [one for one in held.facts_by_key(kb, keys).values() if getattr(one.fact, "person", "") in asked.persons]
    narrowed = best_rows(scored(asked, terms, found), limit) if terms else []
    return narrowed or best_rows(scored(asked, (), found), limit) or posts_said(kb, asked, limit)


def _due(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    needed = [term for term in terms if not term.generic]
    if rows := listed_at(kb, asked, needed, limit):
        return rows
    found = due_facts(kb, asked, limit if not needed else 1000)
    return best_rows(scored(asked, needed, found), limit)


def _often(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """How often; 组织多少次 without a period may ask for a mere number of times."""
    if asked.row != "often.times" or asked.freq:
        return by_fit(kb, asked, terms, limit)
    counted = msgspec.structs.replace(asked, kind="how_much", counter=_ONCE)
    bounds = ("upper_bounds", "lower_bounds")
    if any(wording.pattern("question", bound).search(asked.text) for bound in bounds) and (
        rows := said(kb, counted, terms, limit)
    ):
        return rows  # 最多休学几次
    times = scored(asked, terms, matching(kb, terms, TYPES["how_often"], documents=asked.documents))
    numbers = scored(counted, terms, matching(kb, terms, TYPES["how_much"], documents=asked.documents))
    numbers = [one for one in numbers if getattr(one.stored.fact, "unit", "") == _ONCE]
    return best_rows([*numbers, *times], limit) or by_fit(kb, asked, terms, limit)


# A function for each kind that is not simply answered by what fits.
Answer = Callable[[KnowledgeBase, Question, Sequence[Term], int], list[AnswerRow]]
ANSWERS: dict[Kind, Answer] = {
    "duties": _duties,
    "who": _who,
    "place": said,
    "targets": goals,
    "holder": _holder,
    "how_often": _often,
    "position": _position,
    "due": _due,
    "documents": which_paper,
    "extreme": across.extreme,
    "threshold": across.threshold,
    "frequent": across.most_often,
    "gap": across.gap,
    "tally": across.tally,
    "absent": across.absent,
    "by_day": across.by_day,
    "most": comparing.most,
    "outermost": comparing.outermost,
    "paper": paper_rows,
    "phone": said,
    "recipient": said,
    "unowned": unowned,
}
