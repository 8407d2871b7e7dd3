"""What a question asks for, and about what."""

from __future__ import annotations

import re

import msgspec

from pipeline.asking.bare import bare_question
from pipeline.asking.deeds import deed_of
from pipeline.asking.homophones import by_sound
from pipeline.asking.lexicons import Kind, Lexicons, QuestionRow, lexicons
from pipeline.asking.naming import Named, named_bodies, named_body, only_acts
from pipeline.asking.words import frequency_with_titles
from pipeline.expressions import quantities, times
from pipeline.lexicon import wording
from pipeline.model.expression import TimeExpression
from pipeline.model.result import Modality, Part
from pipeline.store import finding_actors, held
from pipeline.store.knowledge_base import KnowledgeBase
from pipeline.store.names import actor_names

# Stands for any post that leads a group: 组长, 队长, 总指挥.
LEADER = "负责人"
# Keeps words apart that stood on both sides of what is taken out.
_APART = "的"
# Before a post it makes another one: 副校长分管什么 does not ask about the 校长.
_DEPUTY = "副"
# What may be done, or the end of a body's name.
_WILL = "会"
# The counter of people.
_PERSON = "人"
# Kinds whose asking words may be no question where a party is asked for behind them.
_BEHIND_OTHERS: frozenset[Kind] = frozenset({"how_often", "how_much", "when", "phone"})
_OF_PARTIES: frozenset[Kind] = frozenset({"who", "recipient"})
# What stands between two bodies that are set beside one another; without it no second one is looked for.
_MAY_COMPARE = re.compile("[和与跟同及、比]|还是")
# A counter alone names no sort of body (哪些, 几所).
_COUNTED = frozenset("所个些家份")
# Relative words (年底前) get a month and a day from any year; only those are compared.
_ANY_YEAR = "2001-06-15"


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question understood.

    `about` is what is left when the asking words are taken out; `row` the lexicon row that decided (empty: none did, it
    is taken as words to look for). `time` is a time named in it, `actors` the names of parties that the base knows,
    `issuer` the words that name the body whose plans are `documents`, `rivals` those that are set beside one another.
    """

    kind: Kind
    about: str
    row: str = ""
    part: Part | None = None
    modality: Modality | None = None
    position: str = ""
    group: str = ""
    counter: str = ""
    freq: str | None = None
    role: str = ""
    predicate: str = ""
    time: TimeExpression | None = None
    month_day: str = ""
    actors: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    text: str = ""
    on: str | None = None
    documents: tuple[int, ...] = ()
    issuer: str = ""
    rivals: tuple[str, ...] = ()
    extreme: str = ""
    body: str = ""
    office: bool = False
    place: bool = False
    lack: str = ""
    deed: str = ""


def understand(kb: KnowledgeBase, words: str, on: str | None = None, *, places: bool = True) -> Question:
    """Read a question in ordinary words. `on` is the day of asking, from which 今年, 下个月底, 本学期 are counted; without
    `places`, the name of a place is a word like others."""
    known = lexicons()
    text = bare_question(words, known)
    body = named_body(kb, text, places=places)
    body = None if body is not None and only_acts(text, body) else body
    rivals, rest = named_bodies(kb, text) if body is not None and _MAY_COMPARE.search(text) else ((), text)
    if rivals:
        text = rest
    else:
        text = _heard(kb, text, body.words if body is not None else "")
        if body is not None and len(body.words) < len(text):
            text = _without(text, body.words)
    time = next(iter(times(text, on)), None)
    put_right = sorted(name for name in held.corrected_values(kb, "person") if name in text)
    persons = tuple(dict.fromkeys([*_names(kb, text, ("person",)), *put_right]))
    met = {"time": time is not None, "person": bool(persons), "number": bool(quantities(text)),
           "bodies": bool(rivals), None: True}  # fmt: skip
    matched = _first(text, known, met)
    if matched is None:
        about, row, groups, predicate = text, None, {}, ""
    else:
        row, match = matched
        groups = {name: value or "" for name, value in match.groupdict().items()}
        about = text if row.keep else _cut(match, text)
        predicate = groups.get("rest1", "") + text[match.end() :]
    if time is not None and row is not None and not _is_matter(time, row) and not _names_a_paper(time, text):
        # 杭州2007年市区 is not 杭州市区; 学雷锋日是哪天 asks of nothing but the time.
        about = about.replace(time.text, _APART, 1).strip("的在") or about
    return Question(
        kind=row.kind if row else "any",
        about=about,
        row=row.id if row else "",
        part=row.part if row else None,
        modality=row.modality if row else None,
        position=_position(row, groups),
        group=groups.get("group", ""),
        counter=match_counter(text, known),
        freq=_frequency(text, time),
        role=groups.get("role", ""),
        predicate=predicate,
        time=time,
        month_day=_month_day(time),
        actors=_actors(kb, groups.get("actor") or about),
        persons=persons,
        text=text,
        on=on,
        documents=_plans_of(rivals) or (body.documents if body else ()),
        issuer=body.words if body and not body.place and not rivals else "",
        rivals=tuple(one.words for one in rivals),
        extreme=next((groups[name] for name in ("extreme", "extreme2", "extreme3") if groups.get(name)), ""),
        body=_body(matched[1]) if matched else "",
        lack=groups.get("lack", "") or groups.get("lack2", ""),
        deed=deed_of(matched[1][0]) if matched and row and row.kind == "who" else "",
        place=body is not None and body.place,
        office=bool(matched and wording.pattern("question", "asks_office").search(matched[1][0])),
    )


def _plans_of(bodies: tuple[Named, ...]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(key for one in bodies for key in one.documents))


def _heard(kb: KnowledgeBase, text: str, name: str) -> str:
    """A question with words that are typed by their sound put right, but for the name of the body."""
    before, name, after = text.partition(name) if name else (text, "", "")
    return name.join(by_sound(part, lambda word: frequency_with_titles(kb, word)) for part in (before, after))


def _is_matter(time: TimeExpression, row: QuestionRow) -> bool:
    """Whether a time is what a question is about, and no date by which answers are told apart (寒假从几号开始)."""
    festive = row.kind == "when" and wording.pattern("question", "festivals").search(time.text)
    return bool(festive or wording.pattern("question", "seasons").search(time.text))


def _names_a_paper(time: TimeExpression, text: str) -> bool:
    """Whether a time is part of a paper's name (五年发展规划从哪年到哪年)."""
    return wording.pattern("question", "paper_of_years").match(text[time.end :]) is not None


def _position(row: QuestionRow | None, groups: dict[str, str]) -> str:
    """The post asked for; that of whoever leads a group has many names (谁带队)."""
    said = groups.get("position", "") or groups.get("position2", "")
    return LEADER if row is not None and row.id == "holder.leads" and said else said


def _body(match: re.Match[str]) -> str:
    """What bodies are asked for (哪所学校 → 学校)."""
    words = match[0].replace(match.groupdict().get("rest1") or "", " ", 1)
    found = wording.pattern("question", "asks_bodies").finditer(words)
    return next((name for match in found for name in match.groups() if name and name not in _COUNTED), "")


def match_counter(text: str, known: Lexicons) -> str:
    """The counter behind 多少 or 几 (多少人 → 人), or the word that stands for one (多大); empty where none does."""
    # What is counted (多少钱) says more than what is done with it (投入多少).
    units = sorted({unit for row in known.units for unit in row}, key=lambda unit: ("多少" in unit, -len(unit), unit))
    if wording.pattern("question", "asks_share").search(text):
        return "%"
    if wording.pattern("question", "asks_scale").search(text):
        return ""
    if wording.pattern("question", "people_counted").search(text):
        return _PERSON
    asks = wording.pattern("question", "how_many").pattern
    for unit in units:
        if unit.startswith(("多", "百", "几")) or "多少" in unit:
            if unit in text:
                return unit
        elif re.search(asks + re.escape(unit), text):
            return unit
    return ""


def _without(text: str, words: str) -> str:
    """A question without the name of the body it asks about: 白鹭洲小学的校长是谁 → 校长是谁."""
    before, _, after = text.partition(words)
    inside = wording.pattern("question", "inside_body").match(after)
    return before + after[inside.end() if inside else 0 :]


def _first(text: str, known: Lexicons, met: dict[str | None, bool]) -> tuple[QuestionRow, re.Match[str]] | None:
    for row, pattern in known.questions:
        if not met[row.only]:
            continue
        match = pattern.search(text)
        if match and match[0].startswith(_WILL):  # 家长委员会负责什么
            ends = wording.pattern("question", "body_in_hui").search(text[: match.start() + 1])
            match = (pattern.search(text, match.start() + 1) or match) if ends else match
        if match and not _is_named_only(row, match, text):
            return _asked_last(text, row, match, known) or (row, match)
    return None


def _is_named_only(row: QuestionRow, match: re.Match[str], text: str) -> bool:
    """Whether a mailbox or a telephone is only named at the end of a question for something else (什么时候前发到校团委邮箱)."""
    asks = wording.pattern("question", "asking_words")
    return row.kind == "phone" and not asks.search(match[0]) and asks.search(text[: match.start()]) is not None


def _asked_last(
    text: str, row: QuestionRow, match: re.Match[str], known: Lexicons
) -> tuple[QuestionRow, re.Match[str]] | None:
    """What decides where a party is asked for behind a time or a number that is no question (期末那几周买校服归哪个处室)."""
    if row.kind not in _BEHIND_OTHERS:
        return None
    last = wording.pattern("question", "asks_party_last").search(text, match.end())
    if last is None:
        return None
    others = ((other, pattern.search(text)) for other, pattern in known.questions if other.kind in _OF_PARTIES)
    return next(((other, found) for other, found in others if found and found.end() > last.start()), None)


def _cut(match: re.Match[str], text: str) -> str:
    """The text without what matched, but with the named groups that say what it is about."""
    kept = [match.group(n) or "" for n in match.re.groupindex if n.startswith("rest") or n in ("name", "group")]
    return text[: match.start()] + "".join(kept) + text[match.end() :]


def _frequency(text: str, time: TimeExpression | None) -> str | None:
    """The period asked about: 每学期, 一个学期."""
    if time is not None and time.freq:
        return time.freq
    single = wording.pattern("question", "one_period").search(text)
    every = next(iter(times(f"每{single[1]}")), None) if single else None
    return every.freq if every else None


def _month_day(time: TimeExpression | None) -> str:
    """`12-31` for 年底前, `09` for 9月: what a time without a year says."""
    if time is None or (wording.pattern("question", "tells_year").search(time.text) is not None):
        return ""
    dated = next(iter(times(time.text, _ANY_YEAR)), None)
    return (dated.to_date or "")[5:] if dated else ""


def _actors(kb: KnowledgeBase, text: str) -> tuple[str, ...]:
    """Names of parties in a text, longest first: those the base knows, and other forms of them."""
    put_right = [name for name in sorted(held.corrected_values(kb, "actor")) if name in text]
    found = list(dict.fromkeys([*_names(kb, text, ()), *put_right]))
    forms = [form for form in actor_names().rows if form in text and not any(form in name for name in found)]
    named = dict.fromkeys([*found, *sorted(forms, key=lambda form: (-len(form), form))])
    return tuple(name for name in named if name in text.replace(f"{_DEPUTY}{name}", _APART))


def _names(kb: KnowledgeBase, text: str, kinds: tuple[str, ...]) -> list[str]:
    names = finding_actors.actor_names_in(kb.db, text)
    if not kinds:
        return names
    return [name for name in names if any(a.exact for a in finding_actors.actors_named(kb.db, (name,), kinds))]
