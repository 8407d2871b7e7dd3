"""`ask`: an ordinary question, the answers, and apart from them what stands near."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import msgspec

from pipeline.asking import comparing
from pipeline.asking.candidates import matching, near, nearly_matching, sentences_with
from pipeline.asking.coded import coded_rows
from pipeline.asking.cutting import is_deed
from pipeline.asking.due import due_facts
from pipeline.asking.fit import fit, places
from pipeline.asking.full_text import documents_with
from pipeline.asking.lexicons import Kind, lexicons
from pipeline.asking.open_ends import unowned
from pipeline.asking.papers import paper_rows
from pipeline.asking.question import LEADER, Question, match_counter, understand
from pipeline.asking.rows import answer_row, distinct, section_row
from pipeline.asking.said import said
from pipeline.asking.scoring import answered_problems, best_rows, scored
from pipeline.asking.under_headings import under_headings
from pipeline.asking.words import Term, terms_of
from pipeline.lexicon import wording
from pipeline.model.result import FACT_TYPES
from pipeline.model.rows import AnswerRow
from pipeline.store import finding, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.searchtext import normalised

_TYPES: dict[Kind, tuple[str, ...]] = {
    "who": ("duty",),
    "duties": ("duty",),
    "how": ("duty", "target"),
    "when": ("deadline", "duty", "target", "indicator"),
    "how_often": ("deadline",),
    "how_much": ("indicator",),
    "holder": ("membership",),
    "position": ("membership",),
    "members": ("membership",),
    "due": ("duty", "target", "indicator"),
    "targets": ("target",),
    "problems": ("problem",),
    "evidence": ("evidence",),
    "documents": FACT_TYPES,
    "any": FACT_TYPES,
    "extreme": ("indicator",),
    "threshold": ("indicator",),
    "most": ("duty",),
    "place": ("duty", "membership", "deadline"),
    "outermost": ("duty", "target", "indicator", "deadline"),
    "paper": ("deadline",),
    "phone": ("membership", "duty"),
    "unowned": ("duty",),
    "recipient": ("duty", "deadline"),
}
_LEAST_THINGS = 2
_MOST_SEATS = 400
_MOST_DUTIES = 1000
# Kinds of question that may be answered without words that say what is done or how.
_LOOSENED: frozenset[Kind] = frozenset(
    {
        "who",
        "how",
        "when",
        "how_often",
        "how_much",
        "holder",
        "members",
        "targets",
        "problems",
        "evidence",
        "any",
        "place",
        "phone",
        "recipient",
    }
)
# Kinds that only sentences answer; kinds whose answers show by themselves that they are such.
_SAID_ONLY: frozenset[Kind] = frozenset({"phone", "recipient"})
_TYPED: frozenset[Kind] = frozenset({"when", "how_much", "how_often", "who"})
# Kinds that the items under a heading may answer.
_LISTED: frozenset[Kind] = frozenset({"any", "how", "evidence", "targets", "problems", "members"})
# What a question for money asks about when it says no more.
_MONEY = "投入"
_HEAD = "负责人"
_PARTS = re.compile("分(?:成|为)?(?:哪)?几(?:个|大|种|类|级)")
_WHETHER = re.compile(r"(.)不\1")  # 开不开门: the deed is the question
# What stands behind 什么时候 (交付使用) is what the date is asked for.
_PREDICATE_WEIGHT = 1.5


class AskResult(msgspec.Struct, frozen=True, kw_only=True):
    """`rows` answer the question, best first; where there are none, `nearest` holds facts on the same matter.

    `kind` says what the question was taken to ask for; `words` are those to be marked in the texts.
    """

    rows: list[AnswerRow]
    nearest: list[AnswerRow] = []
    kind: Kind = "any"
    words: tuple[str, ...] = ()


def ask(kb: KnowledgeBase, question: str, limit: int = 20, nearest: int = 5, *, on: str | None = None) -> AskResult:
    """Answer an ordinary Chinese question. `rows` is empty where the plans do not say; a weak match is no answer.

    `on` is the day of asking (ISO), from which 今年, 年底, 本学期 and 下个月 are counted; without it they have no date.

    >>> with KnowledgeBase.open("outputs/kb.sqlite") as kb:  # doctest: +SKIP
    ...     print([row.answer for row in ask(kb, "谁负责控辍保学？").rows])
    """
    asked = understand(kb, question, on)
    terms = _weighted(asked, terms_of(kb, _about(asked)))
    rows = _answers(kb, asked, terms, limit)
    if not rows and asked.place:  # other plans may speak of the place too
        asked = understand(kb, question, on, places=False)
        terms = _weighted(asked, terms_of(kb, _about(asked)))
        rows = _answers(kb, asked, terms, limit)
    around = [] if rows else _nearest(kb, asked, terms, nearest)
    return AskResult(rows=rows[:limit], nearest=around, kind=asked.kind, words=marked(asked, terms))


def _answers(kb: KnowledgeBase, asked: Question, terms: tuple[Term, ...], limit: int) -> list[AnswerRow]:
    """Facts that hold every word; else sentences; else the same without what plans say in many ways (谁去看水渠)."""
    if rows := coded_rows(kb, asked, terms, _TYPES[asked.kind], limit):
        return rows
    rows = _ANSWERS.get(asked.kind, _by_fit)(kb, asked, terms, limit) or said(kb, asked, terms, limit)
    if (
        not rows
        and asked.kind == "how_much"
        and match_counter(asked.text, lexicons()) in wording.words("question", "term_units")
    ):
        rows = _by_fit(kb, msgspec.structs.replace(asked, kind="when"), terms, limit)  # 几天办结 asks for a term
    if not rows and asked.row == "often.bare":
        rows = _by_fit(kb, msgspec.structs.replace(asked, kind="when"), terms, limit)  # 多久查清 may ask for one too
    rows = rows or _as_another_kind(kb, asked, terms, limit)
    if rows or asked.kind not in _LOOSENED:
        return rows
    for some in _lighter(asked, terms):
        facts = [] if asked.kind in _SAID_ONLY else _whole_fit(kb, asked, some, limit)
        if rows := facts or said(kb, asked, some, limit):
            return rows
    if asked.kind == "recipient":  # 请假找谁批 may ask who
        return _by_fit(kb, msgspec.structs.replace(asked, kind="who"), terms, limit)
    return []


def _as_another_kind(kb: KnowledgeBase, asked: Question, terms: tuple[Term, ...], limit: int) -> list[AnswerRow]:
    """What a question may ask for besides what its words say first."""
    if asked.kind == "paper" and asked.row != "paper.number":  # 什么时候印发 may ask for what is still to be done
        kind: Kind = "when" if asked.row == "paper.issued" else "who"
        return _by_fit(kb, msgspec.structs.replace(asked, kind=kind), terms, limit)
    if asked.kind in _LISTED or (
        asked.kind == "who" and wording.pattern("question", "lists_of_people").search(asked.text)
    ):
        return under_headings(kb, asked, terms, limit)
    if asked.kind == "how_much" and _PARTS.search(asked.text):  # 分几个等级 is answered by what they are
        return said(kb, msgspec.structs.replace(asked, kind="any"), terms, limit)
    if asked.kind == "how_much" and asked.counter in wording.words("question", "head_counters"):
        return headcount(kb, asked, terms, limit)
    return []


def _lighter(asked: Question, terms: tuple[Term, ...]) -> Iterator[tuple[Term, ...]]:
    """The terms without one of the light ones, then without all; two that matter stay beside a word that is said of a thing."""
    needed = [term for term in terms if not term.generic]
    light = [term for term in needed if term.light or term.said_of]
    for gone in [[term] for term in light] + ([light] if len(light) > 1 else []):
        # A deed in a word that no plan writes (加装) is said in other words; when and how much are asked of the thing.
        # Who is asked of the thing only where the deed stands behind it (垃圾清运归谁, not 围棋课谁教).
        deeds = [term for term in gone if not term.known and is_deed(term.word)]
        in_other_words = asked.kind in _TYPED and all(term.light or term in deeds for term in gone)
        in_other_words = in_other_words and (
            asked.kind != "who" or (deeds == needed[-1:] and not _WHETHER.search(asked.text))
        )
        least = 1 if all(term.light for term in gone) or in_other_words else _LEAST_THINGS
        if len(needed) - len(gone) >= least:
            yield tuple(term for term in terms if term not in gone)


def marked(asked: Question, terms: Sequence[Term]) -> tuple[str, ...]:
    """The words to mark: those looked for and those that stand for them."""
    words = [form for term in terms if not term.generic for form in (term.word, *term.others)]
    return tuple(dict.fromkeys([*words, *filter(None, (asked.position,)), *asked.persons]))


def _weighted(asked: Question, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Terms as the question weighs them: whoever gets something (给社区拨多少经费) is often left unsaid."""
    weighed = (
        msgspec.structs.replace(t, light=True) if f"给{t.word}" in asked.text and len(terms) > 1 else t for t in terms
    )
    if asked.kind != "when" or not asked.predicate:
        return tuple(weighed)
    return tuple(
        msgspec.structs.replace(t, weight=t.weight * _PREDICATE_WEIGHT) if t.word in asked.predicate else t
        for t in weighed
    )


def _about(asked: Question) -> str:
    about = asked.about
    if asked.kind == "members" and asked.group and asked.group not in about:
        about += asked.group
    if asked.kind == "position":
        for person in asked.persons:
            about = about.replace(person, "")
    if asked.kind == "how_much" and not about.strip() and asked.documents and _asks_for_money(asked):
        about = _MONEY
    return about


def _asks_for_money(asked: Question) -> bool:
    return any(asked.counter in row and "元" in row for row in lexicons().units)


def _by_fit(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    rows = _whole_fit(kb, asked, terms, limit)
    return rows or best_rows(
        scored(asked, terms, nearly_matching(kb, terms, _TYPES[asked.kind], asked.documents)), limit
    )


def _whole_fit(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Facts that hold every word that matters."""
    found = matching(kb, terms, _TYPES[asked.kind], documents=asked.documents)
    return best_rows(scored(asked, terms, found) + answered_problems(kb, asked, terms), limit)


def _who(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    """Who does it; of a group (播音组谁负责) who leads it."""
    if (
        asked.part is None
        and not asked.role
        and asked.about.endswith(wording.words("question", "groups_end"))
        and terms
    ):
        rows = _by_fit(kb, msgspec.structs.replace(asked, kind="holder", position=LEADER), terms, limit)
        if rows:
            return rows
    return _by_fit(kb, asked, terms, limit)


def _duties(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    from pipeline.asking.obligations import duties  # networkx is only needed here

    for name in _heads_too(kb, asked.actors):
        rest = terms_of(kb, asked.about.replace(name, ""))
        needed = [term for term in rest if not term.generic]
        among = frozenset(one.key for one in matching(kb, rest, ("duty",), _MOST_DUTIES)) if needed else None
        inside = asked.documents or None
        rows = duties(kb, name, limit if not needed else _MOST_DUTIES, asked.modality, inside, among)
        if needed:
            rows = [row for row in rows if _covers(row, needed)] or _in_plans_of(kb, asked, name, needed, limit)
        if rows:
            return rows
    return [] if asked.actors else _by_fit(kb, msgspec.structs.replace(asked, kind="how"), terms, limit)


def _in_plans_of(kb: KnowledgeBase, asked: Question, name: str, needed: Sequence[Term], limit: int) -> list[AnswerRow]:
    """What a party must do in the plans whose title holds what is asked for."""
    from pipeline.asking.obligations import duties

    keys = finding.match_documents(kb.db, " AND ".join(term.expression() for term in needed), _MOST_DUTIES)
    inside = [key for key in keys if not asked.documents or key in asked.documents]
    return duties(kb, name, limit, asked.modality, inside) if inside else []


def _heads_too(kb: KnowledgeBase, names: Sequence[str]) -> Iterator[str]:
    """Names of parties; where the base knows an office only by its head (保卫科负责人), the head before the office's other names."""
    for name in names:
        if not any(one.name == name for one in finding.actors_named(kb.db, (name,)) if one.exact):
            yield from (f"{name}{_HEAD}" for one in finding.actors_named(kb.db, (f"{name}{_HEAD}",))[:1] if one.exact)
        yield name


def _covers(row: AnswerRow, terms: Sequence[Term]) -> bool:
    text = normalised(f"{row.answer}\n{row.text}\n{row.section or ''}\n{row.document}")
    return all(any(form in text for form in (term.word, *term.others)) for term in terms)


def _holder(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    rows = _by_fit(kb, asked, terms, limit) if terms else _holder_of_post(kb, asked, limit)
    if not rows and (terms or asked.documents):
        from pipeline.asking.seats import holder_said  # the lexicon of names is only needed here

        return holder_said(kb, asked, terms, limit)
    return rows


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
    rows = _by_fit(kb, msgspec.structs.replace(asked, kind="members", group=group), terms, _MOST_SEATS)
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

    actors = [a.key for a in finding.actors_named(kb.db, asked.persons, ("person",)) if a.exact]
    keys = [fact for fact, _, _ in finding.facts_of_actor(kb.db, actors, ("person",))] if actors else []
    keys += held.corrected_to(kb, ("person",), lambda name: name in asked.persons)
    found = [one for one in held.facts_by_key(kb, keys).values() if getattr(one.fact, "person", "") in asked.persons]
    narrowed = best_rows(scored(asked, terms, found), limit) if terms else []
    return narrowed or best_rows(scored(asked, (), found), limit) or posts_said(kb, asked, limit)


def _due(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    needed = [term for term in terms if not term.generic]
    found = due_facts(kb, asked, limit if not needed else 1000)
    return best_rows(scored(asked, needed, found), limit)


def _documents(kb: KnowledgeBase, _asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    return documents_with(kb, [term for term in terms if not term.generic] or terms, limit)


def _nearest(kb: KnowledgeBase, asked: Question, terms: Sequence[Term], limit: int) -> list[AnswerRow]:
    if limit <= 0:
        return []
    found = near(kb, terms, _TYPES[asked.kind], 50) or near(kb, terms, FACT_TYPES, 50)
    fitting = [(fit(terms, places(stored), asked.about).score, stored) for stored in found]
    fitting.sort(key=lambda item: -item[0])
    # Sentences that hold all the words, though no fact of the kind asked for was found in them, are nearest of all.
    rows = [section_row(hit) for hit in sentences_with(kb, terms, limit)]
    return distinct([*rows, *(answer_row(stored) for _, stored in fitting)], limit)


_Answer = Callable[[KnowledgeBase, Question, Sequence[Term], int], list[AnswerRow]]
_ANSWERS: dict[Kind, _Answer] = {
    "duties": _duties,
    "who": _who,
    "place": said,
    "holder": _holder,
    "position": _position,
    "due": _due,
    "documents": _documents,
    "extreme": comparing.extreme,
    "threshold": comparing.threshold,
    "most": comparing.most,
    "outermost": comparing.outermost,
    "paper": paper_rows,
    "phone": said,
    "recipient": said,
    "unowned": unowned,
}
